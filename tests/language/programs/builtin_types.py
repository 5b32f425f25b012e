print(int, str, type(3), type([]), type(None), type(print) is type(len), type(lambda: 0).__name__, type(int), object)
print(list("ab"), tuple([1]), dict([("a", 1)]), set([1]), str(1.0), int("5"), bool("x"), float("2"), list(range(3)), bytes([65]), complex(1))
print(int.__name__, str.__name__, (3).__class__, "a".__class__.__name__, [].__class__ is list, type(type(3)))
for v in (1, 1.5, "s", None, True, [1], (1,), {1: 2}, {1}, b"b", range(2), 1j, ..., NotImplemented):
    print(type(v).__name__, repr(v), end="; ")
print()
class M(type): pass
print(isinstance(3, object), issubclass(bool, int), isinstance(int, type), isinstance([], (tuple, list)), int is int)
conv = {"int": int, "float": float}
print(conv["int"]("3") + conv["float"]("0.5"), [t(1) for t in (str, float, bool)], list(map(int, "123")))
X = type("X", (), {"a": 1, "m": lambda self: self.a + 1})
print(X().m(), X.__name__)
print(str.join(",", ["a"]), list.append is not None, dict.get({"a": 1}, "a"), str.format("{}", 1), "abc".__len__(), (5).__add__(3), [1].__contains__(1), "a".__eq__("a"))
print(bool([]), bool(()), bool({}), bool(0), bool(None), bool("0"), bool(0.0), bool([0]))
try:
    int([1])
except TypeError as e:
    print("TypeError")
try:
    len(5)
except TypeError as e:
    print(e)
try:
    for x in 5: pass
except TypeError as e:
    print(e)
try:
    (5)()
except TypeError as e:
    print(e)
try:
    5[0]
except TypeError as e:
    print(e)
try:
    None.foo
except AttributeError as e:
    print(e)
try:
    "s".foo
except AttributeError as e:
    print(e)
try:
    (1, 2)[0] = 5
except TypeError as e:
    print(e)
try:
    "abc"[0] = "x"
except TypeError as e:
    print(e)
try:
    "a" + 5
except TypeError as e:
    print(e)
try:
    5 + "a"
except TypeError as e:
    print(e)
try:
    [1] + (2,)
except TypeError as e:
    print(e)
