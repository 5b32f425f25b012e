class Point:
    """A point."""
    dims = 2
    def __init__(self, x, y=0):
        self.x, self.y = x, y
    def norm(self):
        return (self.x ** 2 + self.y ** 2) ** 0.5
    def __repr__(self):
        return f"Point({self.x}, {self.y})"
p = Point(3, 4)
print(p, p.norm(), p.dims, Point.dims, Point.__doc__, Point.__name__, type(p).__name__)
p.dims = 3
print(p.dims, Point.dims)
Point.dims = 5
print(Point(1).dims, p.dims)
print(p.__dict__, vars(p))
f = p.norm
print(f(), Point.norm(p), f.__name__, f.__self__ is p)
print(isinstance(p, Point), isinstance(p, object), isinstance(3, Point), issubclass(Point, object))
try:
    p.missing
except AttributeError as e:
    print(e)
try:
    Point.missing
except AttributeError as e:
    print(e)
try:
    Point()
except TypeError as e:
    print(e)
del p.x
print(hasattr(p, "x"), hasattr(p, "y"), getattr(p, "x", "default"))
setattr(p, "z", 9)
print(p.z, Point, type(p) is Point, p.__class__.__name__)
class Empty: pass
e = Empty()
e.anything = 1
print(e.anything)
try:
    Empty(1)
except TypeError as err:
    print(err)
class Chain:
    def __init__(self): self.log = []
    def add(self, v):
        self.log.append(v)
        return self
print(Chain().add(1).add(2).log)
