def f(kind):
    try:
        if kind == 0: return "ok"
        if kind == 1: raise ValueError("v", 1)
        if kind == 2: {}["k"]
        if kind == 3: [][0]
        if kind == 4: 1 / 0
        if kind == 5: int("x")
        if kind == 6: None.x
        if kind == 7: raise KeyError
        if kind == 8: "a" + 1
        if kind == 9: undefined
    except ValueError as e:
        return "ValueError", e.args
    except (KeyError, IndexError) as e:
        return type(e).__name__, str(e)
    except ArithmeticError as e:
        return "arith", str(e)
    except Exception as e:
        return "other", type(e).__name__, str(e)
    else:
        return "else"
    finally:
        print("finally", kind, end=" ")
for k in range(11):
    print(f(k))
class MyError(Exception):
    def __init__(self, code, message="m"):
        super().__init__(message)
        self.code = code
class Sub(MyError): pass
try:
    raise Sub(5, "hello")
except MyError as e:
    print(e.code, e, e.args, repr(e), isinstance(e, Sub))
class NoInit(Exception):
    def __init__(self, a): self.a = a
try:
    raise NoInit(3)
except NoInit as e:
    print(e.a, e.args)
class Shown(Exception):
    def __str__(self): return "shown"
try:
    raise Shown()
except Shown as e:
    print(e, repr(e))
try:
    try:
        raise ValueError("inner")
    except ValueError as e:
        raise RuntimeError("outer") from e
except RuntimeError as e:
    print(e, e.__cause__, type(e.__cause__).__name__)
try:
    try:
        raise ValueError("a")
    finally:
        print("cleanup")
except ValueError as e:
    print("caught", e)
try:
    try:
        raise ValueError("first")
    except ValueError:
        raise
except ValueError as e:
    print("re", e)
def nothing(): raise NotImplementedError
try:
    nothing()
except NotImplementedError as e:
    print("nie", e.args)
e = 5
try:
    raise ValueError
except ValueError as e:
    pass
try:
    e
except NameError:
    print("e is gone")
try:
    raise Exception("one", "two")
except Exception as err:
    print(err, repr(err), err.args)
try:
    assert 1 == 2, "message"
except AssertionError as err:
    print(err)
try:
    assert []
except AssertionError as err:
    print(repr(str(err)))
print(repr(ValueError("x")), str(KeyError("k")), ValueError(1, 2).args)
try:
    raise 5
except TypeError as err:
    print(err)
