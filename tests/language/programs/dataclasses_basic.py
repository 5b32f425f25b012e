from dataclasses import dataclass, field, replace, asdict, astuple, fields, is_dataclass
from typing import ClassVar, List, Optional
@dataclass
class C:
    name: str
    units: int = 64
    layers: List[int] = field(default_factory=lambda: [1, 2])
    hidden: bool = field(default=True, repr=False, compare=False)
    total: ClassVar[int] = 0
    def describe(self): return f"{self.name}:{self.units}"
a = C("a"); b = C("a", 64); c = C(name="c", units=1, layers=[])
print(a, a == b, a == c, a.describe(), a.layers is b.layers, C.units, C.total)
a.layers.append(3)
print(a, b, replace(a, units=5), asdict(c), astuple(c), [f.name for f in fields(C)], is_dataclass(C), is_dataclass(a), is_dataclass(3))
try:
    C()
except TypeError as e:
    print(e)
@dataclass(frozen=True, order=True)
class P:
    x: int
    y: int = 0
    @property
    def norm(self): return abs(self.x) + abs(self.y)
p = P(3, -4)
print(p.norm, {p: 1}[P(3, -4)], P(1) < P(2), sorted([P(2), P(1, 5), P(1)]), p in {P(3, -4)})
try:
    p.x = 1
except Exception as e:
    print(type(e).__name__, e)
@dataclass
class Base:
    a: int
    b: int = 2
    def __post_init__(self): self.sum = self.a + self.b
@dataclass
class Child(Base):
    c: int = 3
    b: int = 20
    def __post_init__(self):
        super().__post_init__()
        self.sum += self.c
print(Child(1), Child(1).sum, Child(1, 2, 3))
@dataclass
class N:
    inner: P
    kids: list
print(asdict(N(P(1), [P(2), {"k": P(3)}])))
@dataclass(kw_only=True)
class K:
    a: int = 1
    b: int
print(K(b=2))
@dataclass(eq=False)
class NoEq:
    a: int = 1
print(NoEq() == NoEq(), NoEq().a)
cfg = C(**{"name": "z", "units": 7})
print(cfg.units, vars(cfg), cfg.__dict__["name"])
try:
    @dataclass
    class Bad:
        x: list = []
except ValueError as e:
    print("ValueError")
try:
    {C("u"): 1}
except TypeError as e:
    print(e)
match p:
    case P(3, y): print("matched", y)
