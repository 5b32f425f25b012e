class D:
    def __init__(self): self.known = 1
    def __getattr__(self, name):
        if name.startswith("dyn_"): return name[4:]
        raise AttributeError(f"no {name}")
d = D()
print(d.known, d.dyn_x, hasattr(d, "dyn_y"), hasattr(d, "zzz"), getattr(d, "zzz", 5))
try:
    d.zzz
except AttributeError as e:
    print(e)
class S:
    def __setattr__(self, k, v):
        print("set", k)
        super().__setattr__(k, v)
    def __delattr__(self, k):
        print("del", k)
        object.__delattr__(self, k)
s = S(); s.a = 1; print(s.a); del s.a; print(hasattr(s, "a"))
class G:
    def __getattribute__(self, name):
        if name == "magic": return 42
        return object.__getattribute__(self, name)
g = G(); g.x = 1
print(g.magic, g.x)
for name in ("a", "b"):
    setattr(g, name, name * 2)
print(g.a, g.b, getattr(g, "a"), [getattr(g, n, None) for n in ("a", "q")])
class P:
    registry = {}
    def __init_subclass__(cls, tag=None, **kw):
        super().__init_subclass__(**kw)
        P.registry[cls.__name__] = tag
class Q(P, tag="q"): pass
class R(Q): pass
print(P.registry)
class Desc:
    def __set_name__(self, owner, name): self.name = "_" + name
    def __get__(self, o, t=None): return self if o is None else getattr(o, self.name, "unset")
    def __set__(self, o, v): setattr(o, self.name, v * 10)
class H:
    f = Desc()
    def m(self): return self.f
h = H(); print(h.f); h.f = 3; print(h.f, h.m(), H.f.name)
class Meth:
    def hi(self): return "hi"
m = Meth()
m.hi = lambda: "patched"
print(m.hi(), Meth().hi())
Meth.bye = lambda self: "bye"
print(m.bye(), getattr(m, "bye")(), Meth.hi(m))
obj = type("O", (), {})()
obj.__dict__["k"] = 5
obj.__dict__.update(z=6)
print(obj.k, obj.z, sorted(vars(obj)))
