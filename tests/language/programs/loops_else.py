for i in range(3):
    if i == 5: break
else:
    print("for else")
for i in range(3):
    if i == 1: break
else:
    print("never")
n = 3
while n:
    n -= 1
else:
    print("while else", n)
while True:
    n += 1
    if n == 2: continue
    if n > 4: break
else:
    print("never")
print(i, n)
for x in []: pass
else: print("empty")
def f():
    for i in range(10):
        for j in range(10):
            if i * j == 42:
                return i, j
print(f())
primes = []
for c in range(2, 30):
    for p in primes:
        if c % p == 0: break
    else:
        primes.append(c)
print(primes)
for a in range(3): a += 10
print(a)
r = range(10, 0, -3)
print(list(r), len(r), r[1], r[-1], 4 in r, 5 in r, r[1:3], range(5) == range(0, 5, 1))
