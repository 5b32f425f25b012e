class P:
    __match_args__ = ("x", "y")
    def __init__(self, x, y): self.x, self.y = x, y
def f(v):
    match v:
        case 0 | 1: return "small"
        case int(n) if n > 100: return f"big {n}"
        case int() | float(): return "number"
        case "a" | "b" as s: return "letter " + s
        case str(): return "text"
        case []: return "empty"
        case [x]: return f"one {x}"
        case [1, *rest]: return f"one then {rest}"
        case (a, b): return f"pair {a} {b}"
        case {"kind": "conv", "filters": n, **rest}: return f"conv {n} {rest}"
        case {"kind": k}: return f"kind {k}"
        case {}: return "dict"
        case P(0, 0): return "origin"
        case P(x=0, y=y): return f"axis {y}"
        case P(x, y): return f"point {x} {y}"
        case None: return "none"
        case True: return "never: 1 matched"
        case _: return "other"
for v in (0, 1, 5, 500, 1.5, "a", "zz", [], [7], [1, 2, 3], [3, 4], (1, 2), (5, 6, 7), {"kind": "conv", "filters": 3, "z": 1},
          {"kind": "pool"}, {"q": 1}, P(0, 0), P(0, 9), P(1, 2), None, True, object):
    print(f(v))
match [1, [2, 3], {"k": (4, 5)}]:
    case [a, [b, *c], {"k": (d, _)}]:
        print(a, b, c, d)
class Color:
    RED = "r"
match "r":
    case Color.RED: print("red")
match (1, 2, 3):
    case [first, *_, last]: print(first, last)
x = 5
match x:
    case y: print("captured", y)
