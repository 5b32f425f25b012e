x = "outer"
print([x for x in range(3)], x)
print([(i, j) for i in range(3) for j in range(i)])
print([i for i in range(20) if i % 2 if i % 3])
print({i % 3 for i in range(10)} == {0, 1, 2})
print({k: v for k, v in zip("abc", range(3)) if v})
print(sum(i for i in range(5)), list(i * 2 for i in (1, 2)))
print([[j * i for j in range(3)] for i in range(3)])
class A:
    n = 3
    items = [i for i in range(n)]
    pairs = list(map(lambda q: q + 1, items))
print(A.items, A.pairs)
def f(n):
    return [n + k for k in range(n)]
print(f(3))
print([y := 5, y * 2], y)
print([last := v for v in range(4)], last)
print(any((hit := v) > 2 for v in [1, 3, 5]), hit)
