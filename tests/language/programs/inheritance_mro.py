class A:
    def who(self): return "A"
    def hello(self): return "hello " + self.who()
class B(A):
    def who(self): return "B" + super().who()
class C(A):
    def who(self): return "C" + super().who()
class D(B, C):
    def who(self): return "D" + super().who()
print(D().hello(), [c.__name__ for c in D.__mro__], D.mro()[1].__name__, D.__bases__[0].__name__)
print(issubclass(D, A), issubclass(A, D), isinstance(D(), C))
class Base:
    def __init__(self, name, **kw):
        super().__init__(**kw)
        self.name = name
class Mixin:
    def __init__(self, extra=None, **kw):
        super().__init__(**kw)
        self.extra = extra
class Child(Base, Mixin):
    def __init__(self, *a, **kw):
        super().__init__(*a, **kw)
        self.done = True
c = Child("n", extra=3)
print(c.name, c.extra, c.done)
class Old(A):
    def who(self): return "Old" + super(Old, self).who() + A.who(self)
print(Old().hello())
class Static:
    @staticmethod
    def s(x): return x * 2
    @classmethod
    def c(cls, x): return cls.__name__, cls.s(x)
class Sub(Static):
    @classmethod
    def c(cls, x): return ("sub",) + super().c(x)
print(Static.s(2), Static().s(3), Static.c(1), Sub.c(4), Sub().c(5))
class P:
    def __init__(self): self.init()
    def init(self): self.v = "P"
class Q(P):
    def init(self):
        super().init()
        self.v += "Q"
print(Q().v)
