class A:
    items = []
    count = 0
    def __init__(self):
        self.items.append(len(self.items))
        A.count += 1
        self.count += 10
a, b = A(), A()
print(A.items, A.count, a.count, b.count, a.items is b.items)
class B(A):
    items = []
B()
print(A.items, B.items, B.count, A.count)
class C:
    x = 1
    y = x + 1
    def m(self): return self.y
    z = m
    alias = [m]
print(C.y, C().z(), C.alias[0](C()))
class D:
    n = 3
    squares = [i ** 2 for i in range(n)]
    if n > 2:
        big = True
    for i in range(2):
        pass
print(D.squares, D.big, D.i)
