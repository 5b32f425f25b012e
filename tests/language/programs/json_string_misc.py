import json, types, warnings, logging, random, time
cfg = json.loads('{"layers": [64, 128], "act": "relu", "drop": null, "ok": true}')
print(cfg["layers"][1], cfg["act"], cfg["drop"], cfg["ok"], json.dumps({"a": [1, 2.5, None]}, indent=None))
ns = types.SimpleNamespace(a=1, b=[2])
ns.c = 3
print(ns, ns.a + ns.c, ns == types.SimpleNamespace(a=1, b=[2], c=3))
warnings.warn("quiet"); warnings.filterwarnings("ignore")
log = logging.getLogger(__name__); log.info("x"); logging.basicConfig(level=logging.INFO)
random.seed(1)
print(logging.INFO)
import inspect
def f(a, b=2, *c, d, e=5, **k): pass
print(list(inspect.signature(f).parameters), inspect.signature(f).parameters["b"].default, inspect.isclass(int), inspect.isfunction(f))
print(__name__, __name__ == "__main__")
if __name__ == "__main__":
    print("main")
