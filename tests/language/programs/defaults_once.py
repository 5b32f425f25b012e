def f(x, acc=[]):
    acc.append(x)
    return acc
print(f(1), f(2), f(3, []), f(4))
n = 1
def g(a=n):
    return a
n = 2
print(g())
def h(a, *, k={}):
    k[a] = len(k)
    return k
h("x")
print(h("y"))
def noisy(tag):
    print("default", tag)
    return tag
def k(a=noisy(1), *, b=noisy(2)):
    return a, b
print(k(), k(b=5))
