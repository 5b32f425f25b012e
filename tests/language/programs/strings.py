s = "Hello, World"
print(s.upper(), s.lower(), s.swapcase(), s.title(), s.capitalize(), s.center(20, "*"), s.ljust(15, ".") + "|", s.rjust(15))
print(s.replace("l", "L", 2), s.find("o"), s.rfind("o"), s.index("W"), s.count("l"), s.startswith("He"), s.endswith(("x", "ld")))
print("a,b,,c".split(","), " a  b ".split(), "a,b,c".rsplit(",", 1), "x\ny\n".splitlines(), "-".join(["a", "b"]), "abc".partition("b"))
print("  x ".strip() + "|", "xxaxx".strip("x"), "xa".lstrip("x"), "42".zfill(5), "abc"[::-1], "abc"[1], "abc"[-2:], "a" in "abc")
print("ab" * 3, "a" "b", "a" < "b", "abc" == "abc", len("héllo"), "é".encode("utf-8"), b"ab".decode(), "abc".isalpha(), "12".isdigit())
print("{} {}".format(1, "x"), "{1} {0} {name}".format("a", "b", name="n"), "{:>5}|{:<5}|{:^5}|{:05d}".format("a", "b", "c", 42))
print("{0.real} {1[0]} {2[k]}".format(3, [9], {"k": "v"}), "{:.2f} {:e} {:,} {:x} {:#b} {:%}".format(3.14159, 12345.678, 1234567, 255, 5, 0.25))
print("%s %d %5.2f %r %x %05d %-5s| %% %c" % ("s", 3, 2.5, "r", 255, 42, "l", "c"), "%(a)s-%(b)02d" % {"a": 1, "b": 2}, "%s" % [1], "%s" % (None,))
name, width, v = "n", 8, 3.14159
print(f"{name!r:>{width}} {v:.{2}f} {v:{width}.{3}f} {1 + 1} {name=} {v=:.1f} {'q'} {{}} {[1, 2]} {dict(a=1)}")
print(f"{1000000:,} {0.5:.0%} {255:#x} {-5:+d} {5:+d} {'a':*^7} {True} {None} {1e10} {1/3:.3g}")
print(repr("it's"), repr('a"b'), repr("a\n\t\\"), str(b"x"), ascii("é"), chr(65), ord("a"), hex(255), oct(8), bin(5))
print("abc".translate(str.maketrans("ab", "xy")), "a-b_c".replace("-", "").replace("_", ""), "Ab".casefold(), "tEST".capitalize())
print("conv%d_%s" % (1, "bn"), "block" + str(3) + "_" + "conv", "_".join(str(i) for i in range(3)), "x".join("abc"))
print(str.upper("q"), list(map(str.strip, [" a ", "b "])), "abc".removeprefix("a"), "abc".removesuffix("c"), "a\tb".expandtabs(4))
for bad in (lambda: "a" + 1, lambda: "abc"[9], lambda: "a".index("z"), lambda: "%d" % "x", lambda: "{}".format(), lambda: ",".join([1]), lambda: "{a}".format(b=1), lambda: "%s %s" % ("a",)):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, e)
print("multi\
line", """tri
ple""", r"raw\n", "\u00e9", "\x41")
print("a" if "" else "b", bool(" "), "abc" > "abd", "10" < "9", max("hello"), sorted("hello"), "hello".count("l", 0, 3))
