def count(n):
    i = 0
    while i < n:
        yield i
        i += 1
print(list(count(3)), sum(count(5)), [a for a in count(2)], tuple(count(0)))
def infinite():
    n = 0
    while True:
        yield n
        n += 1
for v in infinite():
    if v > 3: break
    print(v, end=" ")
print()
g = infinite()
print(next(g), next(g), [next(g) for _ in range(3)])
print([a for a, _ in zip(infinite(), range(3))])
def chain(*its):
    for it in its:
        yield from it
print(list(chain([1], (2, 3), count(2))))
def order():
    print("start")
    x = yield 1
    print("got", x)
    y = yield 2
    print("got", y)
    return "result"
o = order()
print("made")
print(next(o), o.send("a"))
try:
    o.send("b")
except StopIteration as e:
    print("value", e.value)
def delegating():
    r = yield from order()
    print("r", r)
print(list(delegating()))
def tree(t):
    if isinstance(t, list):
        for x in t:
            yield from tree(x)
    else:
        yield t
print(list(tree([1, [2, [3, 4]], [[5]]])))
def closing():
    try:
        yield 1
        yield 2
    finally:
        print("cleanup")
c = closing(); next(c); c.close()
print(list(closing()))
def catches():
    while True:
        try:
            yield "ok"
        except ValueError as e:
            yield "caught " + str(e)
k = catches()
print(next(k), k.throw(ValueError("boom")), next(k))
lazy = (print("evaluated", i) or i for i in range(3))
print("before")
print(next(lazy))
print(sum(1 for _ in "abc"), any(x > 1 for x in [1, 2, 3]), ",".join(str(i) for i in range(3)))
def fib():
    a, b = 0, 1
    while 1:
        yield a
        a, b = b, a + b
f = fib()
print([next(f) for _ in range(10)])
def with_return():
    yield 1
    return
    yield 2
print(list(with_return()))
def mid():
    x = (yield 1) or "default"
    print(x)
    print((yield 2), (yield 3))
m = mid(); next(m); m.send("sent"); m.send("A")
try:
    m.send("B")
except StopIteration:
    print("over")
