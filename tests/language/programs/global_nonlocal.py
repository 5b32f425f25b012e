total = 0
def add(n):
    global total, made
    total += n
    made = True
add(3); add(4)
print(total, made)
def a():
    x = 1
    def b():
        def c():
            nonlocal x
            x += 10
        c()
        x_seen = x
        return x_seen
    return b(), x
print(a())
def outer():
    x = 0
    def setx():
        nonlocal x
        x = 5
    def getx():
        return x
    setx()
    return getx()
print(outer())
class C:
    global total
    total = 99
print(total, hasattr(C, "total"))
