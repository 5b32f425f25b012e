import functools
def twice(f):
    def w(*a, **k):
        return f(*a, **k), f(*a, **k)
    return w
@twice
def g(x): return x + 1
print(g(1), g.__name__)
def repeat(n, *, sep=","):
    def deco(f):
        @functools.wraps(f)
        def w(*a):
            return sep.join(str(f(*a)) for _ in range(n))
        w.calls = 0
        return w
    return deco
@repeat(3, sep="-")
def h(x):
    "doc of h"
    return x
print(h(7), h.__name__, h.__doc__, h.calls, h.__wrapped__(5))
@repeat(2)
@twice
def k(x): return x
print(k(1))
class Memo:
    def __init__(self, f): self.f, self.cache = f, {}
    def __call__(self, n):
        if n not in self.cache: self.cache[n] = self.f(n)
        return self.cache[n]
@Memo
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(30), len(fib.cache))
@functools.lru_cache(maxsize=None)
def slow(n):
    print("computing", n, end=" ")
    return n * n
print(slow(3), slow(3), slow(4))
registry = {}
def register(name):
    def deco(cls):
        registry[name] = cls
        cls.tag = name
        return cls
    return deco
@register("a")
class A: pass
print(registry["a"] is A, A.tag)
def method_deco(f):
    @functools.wraps(f)
    def w(self, *a): return "wrapped " + f(self, *a)
    return w
class M:
    @method_deco
    def m(self, x): return "m" + x
    @classmethod
    @method_deco
    def c(cls, x): return cls.__name__ + x
    @staticmethod
    @twice
    def s(x): return x
print(M().m("1"), M.c("2"), M.s(3), M().s(4))
class CP:
    n = 0
    @functools.cached_property
    def v(self):
        CP.n += 1
        return "val"
c = CP()
print(c.v, c.v, CP.n)
print((lambda f: f)(len)([1, 2]))
def order(tag):
    print("make", tag)
    def deco(f):
        print("apply", tag)
        return f
    return deco
@order(1)
@order(2)
def fn(): pass
