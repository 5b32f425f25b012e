class CM:
    def __init__(self, n, swallow=False): self.n, self.swallow = n, swallow
    def __enter__(self):
        print("enter", self.n)
        return self
    def __exit__(self, t, v, tb):
        print("exit", self.n, t.__name__ if t else None, v)
        return self.swallow
with CM(1) as a, CM(2):
    print(a.n)
with CM(3, True):
    raise ValueError("gone")
print("after")
try:
    with CM(4):
        raise KeyError("k")
except KeyError as e:
    print("caught", e)
def f():
    with CM(5):
        return "value"
print(f())
for i in range(3):
    with CM(i):
        if i == 1: break
with (CM(6) as x, CM(7) as y):
    print(x.n + y.n)
from contextlib import contextmanager, suppress, nullcontext
@contextmanager
def tag(name):
    print("<", name)
    try:
        yield name.upper()
    except ValueError as e:
        print("handled", e)
    finally:
        print(">", name)
with tag("t") as t:
    print(t)
with tag("u"):
    raise ValueError("inside")
with suppress(KeyError, IndexError):
    [][1]
print("suppressed")
with nullcontext(5) as n:
    print(n)
with CM(8) as cm, suppress(ZeroDivisionError):
    1 / 0
try:
    with 5: pass
except TypeError as e:
    print("TypeError")
