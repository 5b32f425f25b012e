a, b = 1, 2
a, b = b, a
print(a, b)
(c, (d, *e)), f = (1, (2, 3, 4)), 5
print(c, d, e, f)
*g, h = "abc"
print(g, h)
i, *j, k = range(6)
print(i, j, k)
[m, n] = {"x": 1, "y": 2}
print(m, n)
x = y = z = []
x.append(1)
print(y, z is x)
for p, (q, r) in [(1, (2, 3)), (4, (5, 6))]:
    print(p, q, r)
for bad in ([1], [1, 2, 3]):
    try:
        s, t = bad
    except ValueError as e:
        print(e)
try:
    s, *t, u = [1]
except ValueError as e:
    print(e)
print([*range(3), *"ab"], (*[1], 2), {*[1, 2], 2}, {**{"a": 1}, "b": 2, **{"a": 3}})
d = {}
d["k"], l = 1, [0]
l[0], d["m"] = d["k"] + 1, 7
print(d, l)
i = 0
i, l[i] = 0, 9
print(i, l)
