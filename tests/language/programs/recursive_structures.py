a = [1]; a.append(a)
print(a)
d = {}; d["self"] = d
print(d)
class Node:
    def __init__(self, v, nxt=None): self.v, self.next = v, nxt
n = Node(1, Node(2)); n.next.next = n
print(n.next.next.v)
x, y = [], []
x.append(y); y.append(x)
print(len(x[0][0]), x[0] is y)
class R:
    def __init__(self): self.kids = [self]
    def __repr__(self): return "R"
print(R().kids, {"r": R()})
