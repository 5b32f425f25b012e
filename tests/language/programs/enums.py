from enum import Enum, IntEnum, auto, unique
class Color(Enum):
    RED = 1
    GREEN = 2
    CRIMSON = 1
    def pretty(self): return self.name.title()
    @classmethod
    def default(cls): return cls.GREEN
    @property
    def double(self): return self.value * 2
print(Color.RED, repr(Color.RED), Color.RED.name, Color.RED.value, Color(2), Color["RED"], Color.CRIMSON is Color.RED)
print(list(Color), len(Color), Color.RED in Color, [c.name for c in Color], Color.RED == Color.GREEN, Color.RED == 1, Color.RED is Color(1))
print(Color.GREEN.pretty(), Color.default(), Color.RED.double, f"{Color.RED}", "%s" % Color.RED, str(Color.GREEN), {Color.RED: "r"}[Color.RED])
class Size(IntEnum):
    S = 16
    M = 32
print(Size.S + 1, Size.S < Size.M, Size.M * 2, [0] * Size.S == [0] * 16, int(Size.M), Size.S == 16, Size(16).name, sorted(Size), max(Size), range(Size.S)[-1], repr(Size.S), str(Size.S), f"{Size.S}")
class Auto(Enum):
    A = auto()
    B = auto()
    C = 10
    D = auto()
print([m.value for m in Auto])
class Kind(str, Enum):
    CONV = "conv"
    POOL = "pool"
print(Kind.CONV == "conv", Kind("pool"), Kind.CONV.upper(), "conv" == Kind.CONV, {"conv": 1}[Kind.CONV], Kind.CONV + "x", Kind.POOL.value, len(Kind.POOL), Kind.CONV in ("conv",))
for bad in (lambda: Color(9), lambda: Color["NO"]):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, e)
class Planet(Enum):
    EARTH = (5.97, 6.37)
    MARS = (0.64, 3.39)
    def __init__(self, mass, radius):
        self.mass, self.radius = mass, radius
print(Planet.EARTH.mass, Planet.MARS.value, isinstance(Color.RED, Color), type(Color.RED).__name__, Color.__members__["RED"].value)
match Color.GREEN:
    case Color.RED: print("r")
    case Color.GREEN: print("g")
print(Color.RED if Color.RED else "falsy", Color.RED.value == Color(1).value, hash(Size.S) == hash(16))
