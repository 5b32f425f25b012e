l = [3, 1, 2]
l.sort(); print(l)
l.sort(reverse=True); print(l)
l.insert(1, 9); l.insert(-1, 8); l.insert(100, 7); print(l)
print(l.pop(), l.pop(0), l)
l.remove(8); print(l)
l.extend(x for x in (5, 6)); print(l, l.index(5), l.count(9))
l.reverse(); print(l)
m = l.copy(); m.clear(); print(l, m)
for bad in (lambda: [].pop(), lambda: [1].remove(2), lambda: [1].index(3), lambda: [1][5]):
    try:
        bad()
    except (IndexError, ValueError) as e:
        print(type(e).__name__, e)
words = ["pear", "fig", "apple"]
print(sorted(words), sorted(words, key=len), sorted(words, key=lambda w: (-len(w), w), reverse=True))
words.sort(key=str.upper)
print(words)
del l[0]; print(l)
del l[1:3]; print(l)
l[1:1] = [10, 11, 12]; print(l)
l[::2] = [0] * len(l[::2]); print(l)
print([1, 2, 3].index(3, 1), [1, 2] + [3], [0] * 3, 2 * [1], [1, 2] < [1, 3], [1] == [1.0])
it = [1, 2, 3]
for v in it:
    if v < 3 and len(it) < 6:
        it.append(v * 10)
print(it)
print(list(reversed([1, 2, 3])), min([3, 1]), max([3, 1], key=lambda v: -v))
