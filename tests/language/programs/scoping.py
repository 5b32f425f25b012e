x = 1
def f():
    return x
def g():
    x = 2
    def h():
        return x
    return h() + f()
print(f(), g())
x = 10
print(f(), g())
def unbound():
    try:
        print(x)
    except UnboundLocalError as e:
        print("unbound", e)
    x = 3
unbound()
def free():
    def inner():
        return late
    try:
        inner()
    except NameError as e:
        print(type(e).__name__, e)
    late = 1
    return inner()
print(free())
try:
    nowhere
except NameError as e:
    print(e)
