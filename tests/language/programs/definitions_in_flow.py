import sys
if sys.version_info >= (3, 0):
    def f(): return "py3"
else:
    def f(): return "py2"
print(f())
for i in range(2):
    def g(i=i): return i
    class K:
        v = i
    print(g(), K.v)
def make(kind):
    if kind == "a":
        class A: name = "A"
    else:
        class A: name = "other"
    return A
print(make("a").name, make("b").name, make("a") is make("a"))
del i
try:
    i
except NameError as e:
    print(e)
table = {"add": lambda a, b: a + b, "mul": lambda a, b: a * b}
print([table[k](3, 4) for k in sorted(table)])
if (n := 10) > 5: print(n)
while (n := n - 3) > 0: print(n, end=" ")
print()
...
"""a string statement"""
class Outer:
    class Inner:
        z = 3
        def m(self): return Outer.Inner.z
    inner = Inner()
print(Outer.inner.m(), Outer.Inner().m(), Outer.Inner.__qualname__, make("a").__qualname__, f.__qualname__, Outer.Inner.m.__qualname__)
def fn():
    """Doc."""
fn.attr = 3
print(fn.__doc__, fn.attr, fn.__name__, fn.__module__, fn.__defaults__, (lambda a=1: a).__defaults__)
