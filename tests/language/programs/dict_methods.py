d = {"b": 1, "a": 2}
d["c"] = 3
print(d, list(d), list(d.values()), list(d.items()))
print(d.get("z"), d.get("z", 0), d.pop("b"), d.pop("q", None), d)
d.update({"x": 1}, y=2); d.update([("w", 5)]); print(d)
print(d.setdefault("x", 9), d.setdefault("new", []), d)
d["new"].append(1); print(d["new"])
print("a" in d, "zz" not in d, len(d))
print(d.popitem(), dict.fromkeys("ab", 0), dict(a=1, **{"b": 2}), dict([(1, 2)]), dict(zip("ab", [1, 2])))
for k, v in d.items():
    print(k, v, end=";")
print()
try:
    d["missing"]
except KeyError as e:
    print("KeyError", e, e.args)
try:
    for k in d:
        d[k + "!"] = 1
except RuntimeError as e:
    print(e)
c = d.copy(); c.clear(); print(len(d) > 0, c)
print({1: "a", True: "b", 1.0: "c"}, {"a": 1} | {"b": 2}, {"a": 1} == {"a": 1.0})
del d["a"]
print("a" in d)
nested = {"x": {"y": [1, {"z": 2}]}}
print(nested["x"]["y"][1]["z"])
print({(1, 2): "t"}[1, 2], {None: 1}[None], sorted({3: 1, 1: 2}), max({"a": 5, "b": 1}), reversed is not None)
try:
    {[]: 1}
except TypeError as e:
    print(e)
print(list(reversed({"p": 1, "q": 2})))
