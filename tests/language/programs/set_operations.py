a, b = {1, 2, 3}, {2, 3, 4}
print(a & b, a | b, a - b, a ^ b, a <= b, {1} < a, a >= {1, 2}, a.isdisjoint({9}))
a.add(7); a.discard(100); a.remove(1); print(a)
a.update([10, 11], {12}); print(sorted(a), len(a))
print(a.union([1]), a.intersection([7, 10]), a.difference([7]), a.symmetric_difference({7, 99}) == {2, 3, 10, 11, 12, 99})
print(frozenset([1, 2]), frozenset([1]) | {2}, {frozenset([1]): "k"}[frozenset([1])])
try:
    a.remove(1000)
except KeyError as e:
    print("KeyError", e)
print(set(), set("a"), {1, 1.0, True}, 3 in a, set([1, 2]) == {2, 1}, {1, 2} == frozenset([1, 2]))
s = {1, 2, 3}
s &= {2, 3}; print(s)
s -= {2}; print(s)
s.intersection_update({3, 4}); s.difference_update([9]); s.symmetric_difference_update({5}); print(sorted(s))
print(sorted(x for x in {"b", "a"}), len({"x", "y", "x"}))
