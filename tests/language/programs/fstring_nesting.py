x = {"k": [1, 2, 3]}
print(f"{x['k'][1]} {max(x['k'])} {'yes' if x else 'no'} {[i for i in x['k']]} {(lambda q: q * 2)(4)}")
w, p = 10, 3
print(f"[{3.14159:{w}.{p}}] [{'x':>{w // 2}}] [{f'{p}' + 'z'}]")
class C:
    def __repr__(self): return "C-repr"
    def __str__(self): return "C-str"
c = C()
print(f"{c} {c!r} {c!s:>8} {[c]} {(c,)} {({'c': c})}")
print(f"{1!r} {'a'!a} {3:>{1 + 2}}{'|'}")
n = 5
print(f"{n = } {n*2=} {n:03}")
print(f"{'a' 'b'}" f"{1}" "lit")
print("{:{}}|{:>{w}}".format("a", 4, "b", w=3))
