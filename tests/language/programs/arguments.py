def f(a, b=2, *args, c, d=4, **kw):
    return a, b, args, c, d, sorted(kw.items())
print(f(1, c=3))
print(f(1, 2, 3, 4, c=5, e=6, z=0))
print(f(*[1, 2], *(3,), c=1, **{"d": 9, "q": 1}))
def pos(a, b, /, c, *, d):
    return a + b + c + d
print(pos(1, 2, 3, d=4), pos(1, 2, c=3, d=4))
for call in (lambda: f(), lambda: f(1), lambda: pos(1, 2, 3), lambda: pos(1, b=2, c=3, d=4),
             lambda: pos(1, 2, 3, 4, 5), lambda: f(1, c=1, a=2), lambda: pos(1, 2, 3, d=4, e=5),
             lambda: f(1, **{"c": 2}, **{"c": 3})):
    try:
        print(call())
    except TypeError as e:
        print("TypeError")
def none(): pass
try:
    none(1)
except TypeError as e:
    print(e)
def two(a, b): pass
for call in (lambda: two(), lambda: two(1), lambda: two(1, 2, 3), lambda: two(1, 2, c=3), lambda: two(1, a=2)):
    try:
        call()
    except TypeError as e:
        print(e)
