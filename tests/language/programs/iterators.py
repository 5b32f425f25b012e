class Count:
    def __init__(self, n): self.n, self.i = n, 0
    def __iter__(self): return self
    def __next__(self):
        if self.i >= self.n: raise StopIteration
        self.i += 1
        return self.i
print(list(Count(3)), sum(Count(4)), [x for x in Count(2)], max(Count(5)))
c = Count(3)
print(next(c), next(c), next(c), next(c, "end"))
class Seq:
    def __getitem__(self, i):
        if i > 2: raise IndexError
        return i * 10
print(list(Seq()), 20 in Seq(), [a + b for a, b in zip(Seq(), Seq())])
class Gen:
    def __iter__(self):
        yield 1
        yield from (2, 3)
g = Gen()
print(list(g), list(g), tuple(g), *g)
it = iter([1, 2, 3])
print(next(it), list(it), next(it, None))
it = iter("abc")
for ch in it:
    print(ch, next(it, "-"))
z = zip([1, 2, 3], "ab")
print(list(z), list(z))
m = map(lambda a, b: a * b, [1, 2], [3, 4])
print(next(m), list(m))
print(list(filter(None, [0, 1, "", "x"])), list(enumerate("ab", 1)), list(map(str, (1, 2))))
try:
    next(iter([]))
except StopIteration:
    print("stop")
for i, (a, b) in enumerate(zip("ab", "cd")):
    print(i, a, b)
print(list(iter(lambda s=[]: s.append(1) or len(s), 4)))
print(list(zip(*[(1, 2), (3, 4)])), dict(enumerate("xy")))
