l = list(range(10))
print(l[2:5], l[:3], l[7:], l[-3:], l[::2], l[::-1], l[8:2:-2], l[:], l[100:], l[-100:2], l[5:2])
t = tuple(l)
print(t[1:4], t[-1], t[::3], "abcdef"[1:5:2], "abc"[5:], range(10)[2:8:3])
l[2:5] = [20]
print(l)
l[:0] = [-1]
print(l)
del l[::2]
print(l)
s = slice(1, None, 2)
print(l[s], s.start, s.stop, s.step, s == slice(1, None, 2))
try:
    l[::2] = [1]
except ValueError as e:
    print("ValueError")
try:
    l["a"]
except TypeError as e:
    print("TypeError")
try:
    (1, 2)[2]
except IndexError as e:
    print(e)
m = [[1, 2, 3], [4, 5, 6]]
print([row[1:] for row in m], [r[::-1] for r in m[::-1]], m[1][2], m[-1][-1])
class S:
    def __getitem__(self, k): return k
s = S()
print(s[1:2], s[1:2, ::3], s[..., None], s["a", 1], s[()], s[-1])
