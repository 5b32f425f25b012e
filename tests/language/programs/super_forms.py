class A:
    def __init__(self, **kw):
        self.log = ["A"]
        super().__init__()
    @property
    def p(self): return "pA"
    @classmethod
    def make(cls): return cls()
    @staticmethod
    def st(): return "st"
    def __getitem__(self, k): return ("A", k)
class B(A):
    def __init__(self, n, **kw):
        super(B, self).__init__(**kw)
        self.log.append("B%d" % n)
    @property
    def p(self): return super().p + "B"
    @classmethod
    def make(cls): 
        x = cls(7); x.log.append("made"); return x
    def __getitem__(self, k): return ("B",) + super().__getitem__(k)
    def call(self):
        def inner(): return super(B, self).st()
        return inner() + [super(B, s).st() for s in [self]][0]
print(B(1).log, B(1).p, B.make().log, B(1)["k"], B(2).call())
class C(B):
    def __init__(self):
        B.__init__(self, 3)
        A.__init__(self)
print(C().log)
class M1:
    def go(self): return ["M1"] + super().go()
class M2:
    def go(self): return ["M2"] + super().go()
class Root:
    def go(self): return ["Root"]
class X(M1, M2, Root): pass
print(X().go())
class E(Exception):
    def __init__(self, m, code):
        super().__init__(m)
        self.code = code
    def __str__(self): return super().__str__() + "!"
print(E("a", 1), E("b", 2).args)
class New:
    def __new__(cls, *a):
        o = super().__new__(cls)
        o.made = a
        return o
    def __init__(self, *a): self.inited = len(a)
print(New(1, 2).made, New(1).inited)
class Single:
    _i = None
    def __new__(cls):
        if cls._i is None: cls._i = super().__new__(cls)
        return cls._i
print(Single() is Single())
class Other:
    def __new__(cls): return 5
print(Other())
