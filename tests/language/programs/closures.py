fs = [lambda: i for i in range(3)]
print([f() for f in fs])
gs = [lambda i=i: i for i in range(3)]
print([g() for g in gs])
def counter():
    n = 0
    def step(by=1):
        nonlocal n
        n += by
        return n
    return step
a, b = counter(), counter()
print(a(), a(), a(5), b())
def outer():
    items = []
    def add(x):
        items.append(x)
        return items
    return add
add = outer()
add(1)
print(add(2))
def late():
    def show():
        return value
    value = "later"
    return show()
print(late())
