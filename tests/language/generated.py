# ruff: noqa: E501
"""Small programs made by chance: assignments, loops, functions, classes, collections."""

from __future__ import annotations

from random import Random

NAMES = ["a", "b", "c", "d"]
LISTS = ["p", "q"]
DICTS = ["m", "n"]


class Writer:
    """Writes one program. Its names are always bound; whatever may fail stands in a `try`."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.lines: list[str] = []
        self.functions: list[tuple[str, int]] = []
        self.classes: list[str] = []
        self.depth = 0

    def program(self) -> str:
        for name in NAMES:
            self.lines.append(f"{name} = {self.constant()}")
        for name in LISTS:
            self.lines.append(f"{name} = {self.list()}")
        for name in DICTS:
            self.lines.append(f"{name} = {self.dict()}")
        for _ in range(self.random.randint(4, 10)):
            self.statement(0)
        self.lines.append(f"print({', '.join(NAMES + LISTS + DICTS)})")
        return "\n".join(self.lines) + "\n"

    def pick(self, *options: object) -> str:
        return str(self.random.choice(options))

    def constant(self) -> str:
        return self.pick(
            self.random.randint(-9, 9),
            self.random.randint(0, 300),
            round(self.random.uniform(-5, 5), 2),
            "True",
            "False",
            "None",
            "'x'",
            "'hello'",
            "''",
        )

    def list(self) -> str:
        return "[" + ", ".join(self.constant() for _ in range(self.random.randint(0, 4))) + "]"

    def dict(self) -> str:
        pairs = (f"{self.key()}: {self.constant()}" for _ in range(self.random.randint(0, 3)))
        return "{" + ", ".join(pairs) + "}"

    def key(self) -> str:
        return self.pick("'k'", "'l'", "1", "2", "None", "(1, 'z')", "2.0", "True")

    def expression(self, depth: int = 0) -> str:
        choose = self.random.random()
        if depth > 3 or choose < 0.2:
            return self.pick(self.constant(), *NAMES, *LISTS, *DICTS)
        inner = lambda: self.expression(depth + 1)  # noqa: E731
        made = [
            lambda: f"({inner()} {self.pick('+', '-', '*', '/', '//', '%', '**')} {inner()})",
            lambda: f"({inner()} {self.pick('+', '-', '*', '|', '&', '^', '%')} {inner()})",
            lambda: f"({inner()} {self.pick('<', '>', '==', '!=', '<=', '>=')} {inner()})",
            lambda: f"({inner()} {self.pick('in', 'not in', 'is', 'is not')} {inner()})",
            lambda: f"({inner()} {self.pick('and', 'or')} {inner()})",
            lambda: f"({inner()} < {inner()} <= {inner()})",
            lambda: f"(not {inner()})",
            lambda: f"(-{inner()})",
            lambda: f"({inner()} if {inner()} else {inner()})",
            lambda: (
                f"{self.pick('len', 'str', 'repr', 'bool', 'int', 'float', 'abs', 'list', 'tuple', 'sum', 'max', 'min', 'any', 'all', 'round', 'type')}({inner()})"
            ),
            lambda: f"sorted({inner()}{self.pick('', ', key=str', ', reverse=True')})",
            lambda: f"[{inner()} for x in {inner()}{self.pick('', ' if x')}]",
            lambda: f"[x for x in {inner()} for y in {inner()} if {self.pick('x', 'y', 'x == y')}]",
            lambda: "{" + f"str(x): {inner()} for x in {inner()}" + "}",
            lambda: (
                f"{self.pick(*LISTS)}[{self.pick(0, -1, 1, '1:', ':-1', '::2', '::-1', inner())}]"
            ),
            lambda: f"{self.pick(*DICTS)}[{self.key()}]",
            lambda: f"{self.pick(*DICTS)}.get({self.key()}, {inner()})",
            lambda: f"[{inner()}, *{inner()}]",
            lambda: f"({inner()}, {inner()})",
            lambda: "{" + f"{self.key()}: {inner()}, **{self.pick(*DICTS)}" + "}",
            lambda: f"f'{{{self.pick(*NAMES, *LISTS)}}}|{{{self.pick(*NAMES)}!r:>5}}'",
            lambda: f"'%s-%s' % ({inner()}, {inner()})",
            lambda: f"'{{}}{{:>4}}'.format({inner()}, {self.pick(*NAMES)})",
            lambda: (
                f"str({inner()}).{self.pick('upper()', 'strip()', 'split()', 'title()', 'count(chr(49))', 'replace(chr(49), chr(50))', 'startswith(chr(91))')}"
            ),
            lambda: f"list(zip({inner()}, {inner()}))",
            lambda: f"list(enumerate({inner()}))",
            lambda: f"list(map({self.pick('str', 'len', 'bool', 'lambda x: x * 2')}, {inner()}))",
            lambda: f"list(range({self.pick(0, 3, 5)}, {self.pick(*NAMES, 7)}))",
            lambda: (
                f"isinstance({inner()}, {self.pick('int', 'str', '(list, tuple)', 'bool', 'dict')})"
            ),
            lambda: f"(lambda x, y=2: {self.pick('x', 'y', '(x, y)', 'x * y')})({inner()})",
            lambda: f"next((x for x in {inner()} if x), 'none')",
            lambda: f"dict({self.pick(*DICTS)}, k={inner()})",
            lambda: f"divmod({inner()}, {inner()})",
            lambda: f"(a := {inner()})",
        ]
        if self.functions and self.depth == 0:
            name, count = self.random.choice(self.functions)
            made.append(lambda: f"{name}({', '.join(inner() for _ in range(count))})")
            made.append(lambda: f"{name}(*{inner()})")
        if self.classes:
            name = self.random.choice(self.classes)
            made += [
                lambda: f"{name}({inner()}).v",
                lambda: f"{name}({inner()})",
                lambda: f"({name}({inner()}) {self.pick('+', '==', '<', '*')} {inner()})",
                lambda: f"{name}({inner()}).double()",
                lambda: f"len({name}({inner()}))",
            ]
        return self.random.choice(made)()

    def line(self, indent: int, text: str) -> None:
        self.lines.append("    " * indent + text)

    def guarded(self, indent: int, *texts: str) -> None:
        """Lines that may fail: what fails is printed."""
        self.line(indent, "try:")
        for text in texts:
            self.line(indent + 1, text)
        self.line(indent, "except Exception as e:")
        self.line(indent + 1, "print(type(e).__name__)")

    def body(self, indent: int) -> None:
        for _ in range(self.random.randint(1, 3)):
            self.statement(indent)

    def statement(self, indent: int) -> None:
        kinds = [self.simple] * 6 + [self.printed] * 3
        if indent < 3:
            kinds += [self.conditional, self.loop, self.counted, self.attempt, self.unpacked]
        if indent == 0:
            kinds += [self.function, self.generator, self.cls, self.closure]
        self.random.choice(kinds)(indent)

    def simple(self, indent: int) -> None:
        name, items, pairs = self.pick(*NAMES), self.pick(*LISTS), self.pick(*DICTS)
        self.guarded(
            indent,
            self.pick(
                f"{name} = {self.expression()}",
                f"{name} = {name} = {self.expression()}",
                f"{name} {self.pick('+', '-', '*', '//', '%', '|')}= {self.expression()}",
                f"{items}.append({self.expression()})",
                f"{items} = {items} + [{self.expression()}]",
                f"{items} += {self.expression()}",
                f"{items}[{self.pick(0, -1, 1)}] = {self.expression()}",
                f"{items}[{self.pick('1:', ':1', '::2')}] = {self.expression()}",
                f"del {items}[{self.pick(0, -1, '1:')}]",
                f"{items}.{self.pick('sort()', 'reverse()', 'pop()', 'pop(0)', 'clear()', 'sort(key=str)')}",
                f"{items}.insert({self.pick(0, 1, -1)}, {self.expression()})",
                f"{items}.extend({self.expression()})",
                f"{items}.remove({self.expression()})",
                f"{items} = {self.pick(*LISTS)}",
                f"{items} = {self.list()}",
                f"{pairs}[{self.key()}] = {self.expression()}",
                f"{pairs}.update({self.expression()})",
                f"{pairs}.setdefault({self.key()}, []).append({self.expression()})",
                f"{name} = {pairs}.pop({self.key()}, {self.expression()})",
                f"del {pairs}[{self.key()}]",
                f"{pairs} = dict({pairs})",
                f"{pairs} |= {self.expression()}",
            ),
        )

    def printed(self, indent: int) -> None:
        self.guarded(indent, f"print({self.expression()})")

    def conditional(self, indent: int) -> None:
        self.line(indent, f"if {self.pick(*NAMES, *LISTS, *DICTS)}:")
        self.body(indent + 1)
        if self.random.random() < 0.5:
            self.line(indent, "else:")
            self.body(indent + 1)

    def loop(self, indent: int) -> None:
        name = f"i{indent}"
        source = self.pick("range(3)", "list(p)[:4]", "list(m)[:3]", "list(n.items())[:3]", "'ab'")
        self.line(indent, f"for {name} in {source}:")
        self.guarded(indent + 1, f"a = {self.pick(name, f'({name}, a)', f'str({name})', 'a')}"[:60])
        if self.random.random() < 0.3:
            self.line(indent + 1, f"if {self.pick(*NAMES)}: {self.pick('break', 'continue')}")
        self.body(indent + 1)
        self.line(indent + 1, "a = str(a)[:20]; b = str(b)[:20]")
        if self.random.random() < 0.3:
            self.line(indent, "else:")
            self.body(indent + 1)

    def counted(self, indent: int) -> None:
        name = f"w{indent}"
        self.line(indent, f"{name} = {self.random.randint(0, 4)}")
        self.line(indent, f"while {name} > 0:")
        self.line(indent + 1, f"{name} -= 1")
        self.body(indent + 1)
        self.line(indent + 1, "c = str(c)[:20]; p = p[:5]; q = q[:5]")

    def attempt(self, indent: int) -> None:
        self.line(indent, "try:")
        self.body(indent + 1)
        self.line(
            indent + 1, self.pick("raise ValueError(str(a)[:9])", "d = 1 / 0", "pass", "m['?']")
        )
        self.line(
            indent, f"except {self.pick('ValueError', '(KeyError, ValueError)', 'Exception')} as e:"
        )
        self.line(indent + 1, "print('caught', type(e).__name__)")
        if self.random.random() < 0.5:
            self.line(indent, "except Exception: print('other')")
        else:
            self.line(indent, "except ArithmeticError as e: print(e)")
            self.line(indent, "except LookupError as e: print(e)")
        if self.random.random() < 0.5:
            self.line(indent, "else:")
            self.body(indent + 1)
        if self.random.random() < 0.5:
            self.line(indent, "finally:")
            self.body(indent + 1)

    def unpacked(self, indent: int) -> None:
        self.guarded(
            indent,
            f"{self.pick('a, b', 'a, *b', '*a, b', '(a, b), c', 'a, b, *c')} = {self.expression()}",
        )

    def function(self, indent: int) -> None:
        name, count = f"f{len(self.functions)}", self.random.randint(1, 3)
        params = ["x", "y", "z"][:count]
        last = self.pick(params[-1], f"{params[-1]}=5", f"{params[-1]}=[]")
        given = ", ".join([*params[:-1], last])
        self.line(indent, f"def {name}({given}{self.pick('', ', *args', ', **kw')}):")
        self.depth += 1
        for param in params:
            self.line(indent + 1, self.pick(f"t = {param}", f"if {param}: return {param}"))
        if self.random.random() < 0.4:
            self.line(indent + 1, f"global {self.pick(*NAMES)}")
        self.line(indent + 1, "try:")
        self.line(indent + 2, f"{params[-1]}.append(1)")
        self.line(indent + 1, "except AttributeError: pass")
        self.line(indent + 1, f"return {self.pick('t', *params, 'a', '(t, len(p))')}")
        self.depth -= 1
        self.functions.append((name, count))

    def closure(self, indent: int) -> None:
        self.line(indent, "def make(start):")
        self.line(indent + 1, "total = start")
        self.line(indent + 1, "def add(x=1):")
        self.line(indent + 2, "nonlocal total")
        self.line(indent + 2, f"total {self.pick('+', '*')}= x")
        self.line(indent + 2, "return total")
        self.line(indent + 1, "return add")
        self.guarded(indent, f"adder = make({self.constant()})", "print(adder(), adder(2))")
        self.guarded(indent, f"print(adder({self.expression()}), [make(i)() for i in range(2)])")

    def generator(self, indent: int) -> None:
        self.line(indent, "def gen(n):")
        self.line(indent + 1, "for i in range(n):")
        self.line(
            indent + 2, f"if i == {self.random.randint(0, 4)}: {self.pick('return', 'continue')}"
        )
        self.line(indent + 2, f"got = yield {self.pick('i', 'i * i', '(i, n)', 'str(i)')}")
        self.line(indent + 2, "if got: yield got")
        self.guarded(
            indent,
            self.pick(
                "print(list(gen(4)))",
                "print(next(gen(2)), [x for x in gen(3)])",
                "g = gen(3); print(next(g), g.send('sent'), list(g))",
                "print(dict(zip(gen(3), 'abc')), *gen(2))",
                "for x in gen(9):\n        print(x)\n        if len(str(x)) > 1: break",
            ),
        )

    def cls(self, indent: int) -> None:
        name = f"K{len(self.classes)}"
        base = self.pick("", *(f"({each})" for each in self.classes))
        self.line(indent, f"class {name}{base}:")
        self.line(indent + 1, f"shared = {self.list()}")
        self.line(indent + 1, "def __init__(self, v=0):")
        if base:
            self.line(indent + 2, "super().__init__(v)")
        self.line(
            indent + 2, self.pick("self.v = v", "self.v = [v]", "self.v = v; self.shared.append(1)")
        )
        self.line(indent + 1, f"def __repr__(self): return '{name}<' + str(self.v)[:30] + '>'")
        for text in (
            "def __add__(self, o): return ('add', self.v, o)",
            "def __radd__(self, o): return ('radd', o)",
            "def __eq__(self, o): return isinstance(o, K0) and self.v == o.v",
            "def __len__(self): return len(self.shared)",
            "def __lt__(self, o): return str(self) < str(o)",
            "def __bool__(self): return bool(self.v)",
            "def __iter__(self): return iter(self.shared)",
            "def __getitem__(self, i): return self.shared[i]",
            "def __contains__(self, i): return i == self.v",
            "def __mul__(self, o): return NotImplemented",
        ):
            if self.random.random() < 0.3:
                self.line(indent + 1, text)
        self.line(
            indent + 1,
            f"def double(self): return {self.pick('self.v', 'self.v * 2', 'self.shared', 'type(self).__name__')}",
        )
        self.classes.append(name)


def program(seed: int) -> str:
    """The program of this number; "" where chance has made one that Python does not compile."""
    text = Writer(seed).program()
    try:
        compile(text, "program.py", "exec", dont_inherit=True)
    except SyntaxError:
        return ""
    return text
