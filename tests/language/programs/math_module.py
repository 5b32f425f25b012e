import math
from math import ceil, floor, log2, sqrt, pi
print(math.ceil(2.1), math.floor(-2.1), math.sqrt(16), math.log(8, 2), math.log2(8), math.log10(1000), math.exp(0), math.pow(2, 3), math.pi, math.e, math.inf, math.isnan(math.nan))
print(math.prod([2, 3, 4]), math.gcd(12, 18), math.lcm(4, 6), math.factorial(10), math.comb(5, 2), math.hypot(3, 4), math.isclose(0.1 + 0.2, 0.3), math.trunc(-2.7), math.fabs(-3), math.fmod(7, 3), math.modf(2.5), math.isqrt(17), math.degrees(math.pi), math.copysign(1, -2), math.fsum([0.1] * 10))
print(ceil(7 / 2), floor(7 / 2), int(log2(64)), sqrt(2), round(pi, 4), math.tan(0), math.sin(0), math.cos(0), math.atan2(1, 1))
for bad in (lambda: math.sqrt(-1), lambda: math.log(0), lambda: math.sqrt("x"), lambda: math.factorial(-1)):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__)
def make_divisible(v, divisor=8, min_value=None):
    min_value = min_value or divisor
    new_v = max(min_value, int(v + divisor / 2) // divisor * divisor)
    return new_v + divisor if new_v < 0.9 * v else new_v
print([make_divisible(v * 0.35) for v in (16, 24, 32, 64, 96, 160, 320)])
print(int(math.ceil(1.2 * 3)), [int(16 * 1.4 ** i) for i in range(4)], 224 // 2 ** 5)
