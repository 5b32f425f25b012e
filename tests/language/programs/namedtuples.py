from collections import namedtuple
from typing import NamedTuple, Optional, TypedDict
P = namedtuple("P", "x y")
p = P(1, y=2)
print(p, p.x, p[1], p == (1, 2), len(p), list(p), p._replace(x=9), p._asdict(), P._fields, P._make([5, 6]))
x, y = p
print(x, y, p + (3,), p < P(1, 3), {p: "k"}[(1, 2)], {(1, 2): "t"}[p], isinstance(p, tuple), *p, max(p), sum(p), p[::-1], 2 in p, p.index(2), p.count(1))
D = namedtuple("D", ["a", "b", "c"], defaults=[3, 4])
print(D(1), D(1, 2, 5), D(a=0, c=1))
class Block(NamedTuple):
    filters: int
    kernel: int = 3
    name: Optional[str] = None
    def describe(self): return f"{self.filters}x{self.kernel}"
    @property
    def doubled(self): return self._replace(filters=self.filters * 2)
b = Block(64)
print(b, b.describe(), b.doubled, b._fields, Block(1, 2, "n").name, b == (64, 3, None), tuple(b))
for f, k, n in [Block(1), Block(2, name="z")]:
    print(f, k, n)
for bad in (lambda: P(1), lambda: setattr(p, "x", 3), lambda: P(1, 2, 3), lambda: p[5]):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__)
def f(a, b): return a - b
print(f(*p), f"{p}", "%d-%d" % p, "{0[0]} {0.y}".format(p), sorted([P(2, 1), P(1, 9)]), dict([p]), [*map(lambda q: q.x, [p])])
class Sub(P):
    def norm(self): return (self.x ** 2 + self.y ** 2) ** 0.5
print(Sub(3, 4).norm(), Sub(3, 4))
match p:
    case P(x=1, y=q): print(q)
match p:
    case (1, q): print(q)

Settings = TypedDict("Settings", {"units": int, "rate": float}, total=False)


class Sizes(TypedDict):
    units: int


print(Settings.__name__, Settings(units=3), Settings({"units": 4}, rate=0.5)["rate"], Sizes(units=2))
