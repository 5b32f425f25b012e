def f(a, b=2, *args, c, d=4, **kw):
    return a, b, args, c, d, kw
print(f(1, c=3), f(1, 2, 3, 4, c=5, e=6))
x = [i * i for i in range(5) if i % 2 == 0]
print(x, {k: v for k, v in zip("abc", range(3))})
class A:
    def __init__(self, v): self.v = v
    def __repr__(self): return f"A({self.v!r})"
    def __eq__(self, o): return isinstance(o, A) and o.v == self.v
    def __hash__(self): return hash(self.v)
print([A(1), A("x")], A(1) == A(1), {A(1): 2}[A(1)])
def g():
    try:
        yield 1
        yield 2
    finally:
        print("done")
for i in g(): print(i)
try:
    raise ValueError("bad")
except (TypeError, ValueError) as e:
    print(type(e).__name__, e, e.args)
else:
    print("no")
finally:
    print("fin")
