import copy
a = [1, [2, 3], {"k": [4]}]
b, c = copy.copy(a), copy.deepcopy(a)
a[1].append(9); a[2]["k"].append(8); a.append(0)
print(a, b, c)
class N:
    def __init__(self, v, kids=()): self.v, self.kids = v, list(kids)
n = N([1], [N([2])])
m, o = copy.copy(n), copy.deepcopy(n)
n.v.append(5); n.kids[0].v.append(6); n.kids.append(None)
print(m.v, len(m.kids), o.v, o.kids[0].v, len(o.kids), m.kids is n.kids)
l = []; l.append(l)
d = copy.deepcopy(l)
print(d[0] is d, d is l)
shared = [1]
p = copy.deepcopy([shared, shared])
p[0].append(2); print(p)
class C:
    def __copy__(self): return "copied"
    def __deepcopy__(self, memo): return "deep"
print(copy.copy(C()), copy.deepcopy([C()]))
t = (1, [2]); u = copy.deepcopy(t); t[1].append(3); print(t, u)
