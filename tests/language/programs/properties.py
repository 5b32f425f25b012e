class T:
    def __init__(self): self._c = 0
    @property
    def c(self):
        "doc"
        return self._c
    @c.setter
    def c(self, v):
        if v < -273: raise ValueError("cold")
        self._c = v
    @c.deleter
    def c(self):
        print("deleted")
        self._c = None
    @property
    def f(self): return self._c * 9 / 5 + 32
    g = property(lambda self: self._c + 1)
t = T()
t.c = 100
print(t.c, t.f, t.g)
t.c += 5
print(t.c)
for act in (lambda: setattr(t, "c", -300), lambda: setattr(t, "f", 1)):
    try:
        act()
    except (ValueError, AttributeError) as e:
        print(type(e).__name__)
del t.c
print(t.c)
class U(T):
    @property
    def c(self): return super().c, "U"
u = U()
print(u.c)
class V(T):
    @T.c.setter
    def c(self, v): self._c = v * 2
v = V(); v.c = 4
print(v.c)
class Lazy:
    @property
    def value(self):
        print("computing")
        self.__dict__["cached"] = 5
        return self.cached
print(Lazy().value)
class Bad:
    @property
    def x(self): return self.missing
    def __getattr__(self, name): return "fallback " + name
print(Bad().y)
