from abc import ABC, abstractmethod, ABCMeta
from typing import List, Dict, Optional, Union, Tuple, Any, Callable, TypeVar, Generic, Sequence, TYPE_CHECKING, cast
import typing as t
from collections.abc import Iterable, Mapping
import numbers
class Shape(ABC):
    @abstractmethod
    def area(self) -> float: ...
    @property
    @abstractmethod
    def name(self): ...
    def show(self): return f"{self.name}: {self.area()}"
class Sq(Shape):
    def __init__(self, s: float) -> None: self.s = s
    def area(self): return self.s ** 2
    @property
    def name(self): return "sq"
print(Sq(3).show(), isinstance(Sq(1), Shape))
try:
    Shape()
except TypeError as e:
    print("TypeError")
T = TypeVar("T")
class Stack(Generic[T]):
    def __init__(self) -> None: self.items: List[T] = []
    def push(self, x: T) -> "Stack[T]":
        self.items.append(x); return self
print(Stack[int]().push(1).push(2).items)
def f(x: Optional[int] = None, y: Union[int, str] = "a", *a: int, **k: Dict[str, Any]) -> Tuple[int, ...]:
    return x, y
print(f(), f(1), cast(int, "s"), TYPE_CHECKING)
z: int
w: t.List[int] = [1]
print(w, "z" in globals())
print(isinstance([1], Iterable), isinstance({}, Mapping), isinstance([], Mapping), isinstance(3, Iterable), isinstance("s", Sequence), isinstance(3, numbers.Number), isinstance(True, numbers.Integral), isinstance(2.5, numbers.Real))
print(isinstance((1,), (list, tuple)), isinstance(1, int | str), type(3) == int, type("a") in (str, bytes), callable(len), callable(3))
Alias = Dict[str, List[int]]
a: Alias = {"k": [1]}
print(a)
