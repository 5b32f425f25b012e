from functools import partial, reduce, wraps, lru_cache, total_ordering, singledispatch
import itertools as it
import operator
def f(a, b, c=3, **k): return a, b, c, k
g = partial(f, 1, c=9)
print(g(2), g(2, c=4, z=1), g.func is f, g.args, g.keywords, partial(g, 5)())
print(reduce(lambda a, b: a * b, [1, 2, 3, 4]), reduce(operator.add, [[1], [2]], []), reduce(max, [3, 9, 2]))
compose = lambda *fs: reduce(lambda f, g: lambda x: g(f(x)), fs)
print(compose(lambda x: x + 1, lambda x: x * 2)(3))
@total_ordering
class V:
    def __init__(self, n): self.n = n
    def __eq__(self, o): return self.n == o.n
    def __lt__(self, o): return self.n < o.n
print(V(1) <= V(1), V(2) > V(1), V(1) >= V(2))
print(list(it.chain([1], "ab", (2,))), list(it.chain.from_iterable([[1], [2, 3]])), list(it.product("ab", [1, 2])), list(it.product([0, 1], repeat=2)))
print(list(it.islice(it.count(5, 2), 3)), list(it.islice("abcdef", 1, 5, 2)), list(it.repeat("x", 3)), list(it.zip_longest([1, 2], [3], fillvalue=0)))
print(list(it.accumulate([1, 2, 3])), list(it.accumulate([1, 2, 3], operator.mul)), list(it.combinations("abc", 2)), list(it.permutations([1, 2, 3], 2))[:4])
print(list(it.takewhile(lambda x: x < 3, it.count())), list(it.dropwhile(lambda x: x < 3, range(5))), list(it.starmap(pow, [(2, 3), (3, 2)])), list(it.pairwise("abc")))
print([(k, list(v)) for k, v in it.groupby([1, 1, 2, 3, 3])], list(it.compress("abc", [1, 0, 1])), list(it.filterfalse(lambda x: x % 2, range(5))))
cyc = it.cycle("ab")
print([next(cyc) for _ in range(5)], [a for a, b in zip(it.cycle([1, 2]), range(4))])
a, b = it.tee([1, 2]); print(list(a), list(b))
print(operator.itemgetter(1)([1, 2]), operator.itemgetter("a", "b")({"a": 1, "b": 2}), operator.attrgetter("n")(V(3)), operator.methodcaller("upper")("x"), operator.mul(3, 4), operator.not_(0), operator.lt(1, 2), operator.contains([1], 1))
print(sorted([(1, "b"), (2, "a")], key=operator.itemgetter(1)), max(V(1), V(5)).n)
@lru_cache(None)
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(60))
for i, (x, y) in enumerate(it.product(range(2), range(2)), start=1): print(i, x, y)
for x in it.count():
    if x > 2: break
print(x)
