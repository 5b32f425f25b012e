print(7 // 2, -7 // 2, 7 // -2, -7 // -2, 7 % 3, -7 % 3, 7 % -3, -7 % -3, 7.5 // 2, -7.5 % 2, divmod(-7, 3), divmod(7.5, 2))
print(2 ** 10, 2 ** -1, 2 ** 0.5, (-8) ** (1 / 3), 10 ** 20, 2 ** 100, -3 ** 2, 0 ** 0, 1e3, 1_000)
print(5 / 2, 4 / 2, 1 / 3, int(3.9), int(-3.9), round(2.5), round(3.5), round(-2.5), round(2.675, 2), round(1234, -2), abs(-5), abs(-2.5))
print(int("42"), int("ff", 16), int("0b101", 0), float("1.5"), float(3), int(True), bool(0.0), complex(1, 2) * 2, (1 + 2j).real)
print(1 << 10, 1000 >> 3, 5 & 3, 5 | 3, 5 ^ 3, ~5, -1 >> 1, 0xff, 0b11, 0o17, 123456789 ** 5)
print(sum([1, 2, 3]), sum([0.1] * 3), sum([[1], [2]], []), sum((1.5, 2), 10), min(3, 1, 2), max([1, 5, 3]), pow(2, 10), pow(2, 10, 7), pow(3, -1, 7))
print(3.0, 1e100, 1.0e-5, 123456789.123, 0.1 + 0.2, 1e16, 1.5e300 * 1e10, float("inf"), -float("inf"), 5.0 // 0.3)
for bad in (lambda: 1 / 0, lambda: 1 // 0, lambda: 1 % 0, lambda: 1.0 / 0, lambda: 0 ** -1, lambda: int("x"), lambda: float("y"), lambda: "a" * "b", lambda: [] + (), lambda: -"a", lambda: 1 + None, lambda: 2.0 ** 5000, lambda: ~1.5, lambda: int(None), lambda: 1 << -1):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
print((5).bit_length(), (3.0).is_integer(), (0.5).as_integer_ratio(), (255).to_bytes(2, "big"), int.from_bytes(b"\x01\x00", "big"), (7).real)
n = 0
for i in range(1, 30): n = n * 31 + i ** i % 1000007
print(n)
print(10 ** 15 // 7, -10 ** 15 // 7, 10 ** 18 % 97, 0.1 * 3, 1 - 0.9, 3 * 1.1, 100 * 1.1, 2 / 3 * 3)
