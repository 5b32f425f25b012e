def v(n):
    print("v%d" % n, end=" ")
    return n
print(v(1) < v(2) < v(3), v(3) < v(2) < v(1))
print(1 < 2 == 2 != 3 >= 3 > 2 in [2] not in [[3]], 1 == 1.0 is not None)
print((1, 2) < (1, 3), [1] < [1, 0], "a" < "b" <= "b", (1, "a") == (1, "a"), [1, [2]] == [1, [2]], {1: [2]} == {1: [2]})
x = None
print(x is None, x is not None, x == None, not x, x or "d", x and 1, 0 or [] or "last", 1 and 2 and 3, [] and 1, not [])
print(True + True, True == 1, isinstance(True, int), bool([0]), bool(""), 3 in (1, 2, 3), "x" not in "abc", None in [None])
a = [1]; b = [1]
print(a == b, a is b, a is a, a != b, [a] == [b], (a,) in [(b,)])
try:
    1 < "a"
except TypeError as e:
    print(e)
try:
    [] < {}
except TypeError as e:
    print(e)
try:
    object() < object()
except TypeError as e:
    print(e)
print(float("nan") == float("nan"), float("inf") > 10 ** 300, -0.0 == 0, 0.1 + 0.2 == 0.3, 1e16 + 1 == 1e16)
print(1 if 0 else 2 if 0 else 3, (lambda: 1)() == 1, max(1, 2.5), min("b", "a"), 2 ** 3 ** 2, -2 ** 2, not 1 == 2)
class E:
    def __eq__(self, o): return "eq!"
    def __ne__(self, o): return "ne!"
print(E() == 1, E() != 1, 1 == E(), E() in [1])
