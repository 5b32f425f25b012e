def a():
    try:
        return "try"
    finally:
        print("f1")
print(a())
def b():
    try:
        return "try"
    finally:
        return "finally"
print(b())
def c():
    for i in range(5):
        try:
            if i == 1: continue
            if i == 3: break
            print("body", i)
        finally:
            print("fin", i)
    else:
        print("no break")
    return i
print(c())
def d():
    try:
        try:
            raise KeyError("x")
        finally:
            print("inner")
    except KeyError:
        return "outer"
print(d())
def e():
    try:
        raise ValueError
    except ValueError:
        return "handler"
    finally:
        print("after handler")
print(e())
def f():
    while True:
        try:
            raise ValueError
        except ValueError:
            break
        finally:
            print("loop fin")
    return "out"
print(f())
def g():
    try:
        pass
    except ValueError:
        print("never")
    else:
        print("else")
        return "from else"
    finally:
        print("last")
print(g())
def h():
    try:
        raise ValueError("lost")
    finally:
        return "swallowed"
print(h())
def i():
    x = []
    try:
        x.append(1)
        return x
    finally:
        x.append(2)
print(i())
def j():
    try:
        try:
            1 / 0
        except ZeroDivisionError:
            raise TypeError("second")
        finally:
            print("between")
    except TypeError as e:
        return str(e), type(e.__context__).__name__
print(j())
