from collections import defaultdict, OrderedDict, Counter, deque, ChainMap
d = defaultdict(list)
d["a"].append(1); d["a"].append(2); d["b"]
print(d["a"], dict(d), len(d), "z" in d, d.get("z"), sorted(d), isinstance(d, dict))
n = defaultdict(int)
for ch in "hello": n[ch] += 1
print(dict(n), n["zz"], list(n.items()))
nest = defaultdict(lambda: defaultdict(int))
nest["x"]["y"] += 3
print(nest["x"]["y"], {k: dict(v) for k, v in nest.items()})
o = OrderedDict([("b", 1), ("a", 2)])
o["c"] = 3
o.move_to_end("b"); print(list(o), o.popitem(last=False), list(o.items()), o == {"c": 3, "b": 1})
print(OrderedDict(a=1), OrderedDict())
c = Counter("mississippi")
print(c["s"], c["none"], c.most_common(2), sum(c.values()), sorted(c), c["i"])
c.update("sss"); print(c["s"])
print(Counter(a=3, b=1) + Counter(a=1, c=2), Counter(a=3) - Counter(a=5), Counter([1, 1, 2]), sorted(Counter("aab").elements()))
q = deque([1, 2, 3], maxlen=3)
q.append(4); print(q, len(q), q[0], list(q))
q.appendleft(0); print(q, q.pop(), q.popleft(), q)
r = deque(range(5)); r.rotate(2); print(r, 3 in r, list(reversed(r)))
while r: r.popleft()
print(r, bool(r))
class Cfg(dict):
    def __getattr__(self, k): return self[k]
    def __setattr__(self, k, v): self[k] = v
cfg = Cfg(a=1, b={"c": 2})
cfg.z = 9
print(cfg.a, cfg["z"], cfg, len(cfg), dict(**cfg), cfg.get("q", 0), {**cfg}, list(cfg.items()), "a" in cfg)
class L(list):
    def total(self): return sum(self)
    def append(self, v):
        super().append(v * 2)
l = L([1, 2]); l.append(5); l.extend([1])
print(l, l.total(), l[0], len(l), l[1:], l + [1], [*l], l == [1, 2, 10, 1], sorted(l), isinstance(l, list))
class T(tuple):
    def __new__(cls, *a): return super().__new__(cls, a)
    def first(self): return self[0]
print(T(4, 5), T(4, 5).first(), len(T(1)))
class I(int):
    def double(self): return self * 2
print(I(4).double(), I(4) + 1, I("7"), [10, 20][I(1)])
class S(str):
    def shout(self): return self.upper() + "!"
print(S("a").shout(), S("x") + "y", len(S("abc")), {S("k"): 1}["k"])
