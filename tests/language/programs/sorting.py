data = [("b", 2), ("a", 2), ("c", 1)]
print(sorted(data), sorted(data, key=lambda t: t[1]), sorted(data, key=lambda t: (-t[1], t[0])), sorted(data, reverse=True))
data.sort(key=lambda t: t[1], reverse=True)
print(data)
class K:
    def __init__(self, n): self.n = n
    def __lt__(self, o): return self.n < o.n
    def __repr__(self): return f"K{self.n}"
print(sorted([K(3), K(1), K(2)]), min([K(3), K(1)]), sorted([(1, K(2)), (1, K(1)), (0, K(9))]))
print(sorted({"b": 1, "a": 2}), sorted({"b": 1, "a": 2}.items(), key=lambda kv: kv[1]), sorted("bca", reverse=True), sorted([3, 1.5, True]))
try:
    sorted([1, "a"])
except TypeError as e:
    print(e)
print(max(["aa", "b"], key=len), min({"x": 3, "y": 1}, key={"x": 3, "y": 1}.get), max([], default="none"), max("ab", "b"), min(5, 3, key=lambda v: -v))
print(sorted([[2], [1, 5], [1]]), sorted([(1, "b"), (1, "a")]), list(reversed(sorted([2, 1]))))
import functools
print(sorted([3, 1, 2], key=functools.cmp_to_key(lambda a, b: b - a)))
