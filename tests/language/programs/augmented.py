class Box:
    def __init__(self): self.v = 1; self.l = []
b = Box()
b.v += 2; b.v *= 5; b.v -= 1; b.v //= 2; b.v **= 2; b.v %= 10
print(b.v)
def get():
    print("once", end=" ")
    return b
get().v += 1
print(b.v)
d = {"a": 1}
def key():
    print("key", end=" ")
    return "a"
d[key()] += 5
print(d)
l = [1, 2, 3]
l[-1] *= 10
l[0:2] += [9]
print(l)
b.l += [1]; b.l += (2,); b.l += "ab"
print(b.l)
x = 7
x &= 3; x |= 8; x ^= 1; x <<= 2; x >>= 1
print(x)
f = 5; f /= 2
print(f)
t = (1,); u = t; t += (2,)
print(t, u)
i = 0
i += 1 if i == 0 else 5
print(i)
class Acc:
    total = 0
    def add(self, n): self.total += n
a = Acc(); a.add(2); a.add(3)
print(a.total, Acc.total)
try:
    undefined_name += 1
except NameError as e:
    print(e)
try:
    d["zz"] += 1
except KeyError as e:
    print("KeyError", e)
