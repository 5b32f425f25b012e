class V:
    def __init__(self, *c): self.c = list(c)
    def __repr__(self): return "V" + repr(tuple(self.c))
    def __add__(self, o): return V(*(a + b for a, b in zip(self.c, o.c))) if isinstance(o, V) else NotImplemented
    def __radd__(self, o): return V(*(o + a for a in self.c))
    def __mul__(self, k): return V(*(a * k for a in self.c))
    __rmul__ = __mul__
    def __neg__(self): return self * -1
    def __sub__(self, o): return self + -o
    def __iadd__(self, o):
        self.c = [a + b for a, b in zip(self.c, o.c)]
        return self
    def __eq__(self, o): return isinstance(o, V) and self.c == o.c
    def __lt__(self, o): return sum(self.c) < sum(o.c)
    def __len__(self): return len(self.c)
    def __getitem__(self, i): return self.c[i]
    def __setitem__(self, i, v): self.c[i] = v
    def __delitem__(self, i): del self.c[i]
    def __contains__(self, v): return v in self.c
    def __iter__(self): return iter(self.c)
    def __bool__(self): return any(self.c)
    def __call__(self, *a): return len(a)
    def __hash__(self): return hash(tuple(self.c))
    def __abs__(self): return sum(abs(a) for a in self.c)
    def __matmul__(self, o): return sum(a * b for a, b in zip(self, o))
    def __floordiv__(self, k): return V(*(a // k for a in self.c))
    def __mod__(self, k): return "mod%s" % k
    def __pow__(self, k): return "pow", k
    def __invert__(self): return "inv"
    def __int__(self): return int(sum(self.c))
    def __float__(self): return 1.5
    def __index__(self): return 2
    def __str__(self): return "<" + ",".join(map(str, self.c)) + ">"
    def __format__(self, spec): return "fmt[" + spec + "]"
    def __round__(self, n=None): return "round", n
    def __reversed__(self): return iter(self.c[::-1])
a, b = V(1, 2), V(3, 4)
print(a + b, 10 + a, a * 3, 3 * a, -a, b - a, a == V(1, 2), a != b, a < b, a > b)
alias = a
a += b
print(a, alias is a, len(a), a[0], a[-1], 4 in a, 99 in a, list(a), bool(V(0)), not V(0), a(1, 2))
a[0] = 50; del b[0]
print(a, b, {V(1): "k"}[V(1)], abs(V(-3, 2)), V(1, 2) @ V(3, 4), a // 2, a % 5, a ** 2, ~a)
print(int(a), float(a), [10, 20, 30][a], str(a), f"{a}", f"{a:>3}", f"{a!r}", "%s" % a, round(a), round(a, 1), list(reversed(a)))
try:
    a + 1
except TypeError as e:
    print(e)
print(sorted([V(3), V(1), V(2)]), max(V(3), V(5)), sum([V(1), V(2)], V(0)), x if (x := V(0)) else "falsy")
class W(V):
    def __radd__(self, o): return "W first"
print(V(1) + W(1))
class Cmp:
    def __init__(self, n): self.n = n
    def __lt__(self, o): return self.n < o.n
    def __le__(self, o): return self.n <= o.n
print(Cmp(1) < Cmp(2), Cmp(1) >= Cmp(2), Cmp(1) > Cmp(0))
