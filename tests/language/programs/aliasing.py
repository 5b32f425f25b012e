a = [1, 2]
b = a
b.append(3)
print(a, a is b)
c = a[:]
c.append(4)
print(a, c)
d = {"k": a}
d["k"].append(5)
print(a)
m = [[0] * 2] * 2
m[0][0] = 1
print(m)
e = a
e += [6]
print(a, e is a)
e = e + [7]
print(a, e)
t = ([],)
t[0].append(1)
print(t)
try:
    t[0] += [2]
except TypeError as err:
    print(t, "TypeError")
s = "x"
r = s
r += "y"
print(s, r)
def mutate(l, n):
    l.append(n)
    n += 1
    l = []
    return l, n
z = [0]
print(mutate(z, 5), z)
st = {1}
su = st
su |= {2}
print(st, su is st)
su = su | {3}
print(st, su)
l = [1, 2, 3]
l *= 2
print(l)
d1 = {"a": 1}
d2 = d1
d2 |= {"b": 2}
print(d1)
