"""The lowered tree is held to Python's own: the same structure, the same spans, file by file.

`Converter` turns what `ast` says into our tree. Two things `ast` cannot judge: where the header of
a function or a class ends (it has no such span; checked against the text instead), and, before
Python 3.12, spans inside f-strings, which it places in a text of its own.
"""

from __future__ import annotations

import ast
import io
import os
import random
import sys
import sysconfig
import tokenize
import unicodedata
import warnings
from pathlib import Path
from typing import Any

import pytest

from cnnlint.syntax import Module, SyntaxProblem, lower
from cnnlint.syntax.parser import SWITCH

OPERATORS = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.MatMult: "@", ast.Div: "/", ast.Mod: "%",
    ast.Pow: "**", ast.FloorDiv: "//", ast.LShift: "<<", ast.RShift: ">>", ast.BitOr: "|",
    ast.BitXor: "^", ast.BitAnd: "&", ast.UAdd: "+", ast.USub: "-", ast.Invert: "~",
    ast.Not: "not", ast.And: "and", ast.Or: "or", ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<",
    ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.In: "in", ast.NotIn: "not in", ast.Is: "is",
    ast.IsNot: "is not",
}  # fmt: skip

PLACED_FORMATS = sys.version_info >= (3, 12)


class Converter:
    """Our tree, made from `ast`'s."""

    def __init__(self, text: str) -> None:
        self.lines = io.StringIO(text, newline="").read().replace("\r\n", " \n")
        self.lines = self.lines.replace("\r", "\n").split("\n")
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line) + 1)

    def offset(self, line: int, column: int) -> int:
        text = self.lines[line - 1]
        if not text.isascii():
            column = len(text.encode(errors="surrogatepass")[:column].decode(errors="replace"))
        return self.starts[line - 1] + column

    def span(self, node: Any) -> tuple[int, int]:
        return (
            self.offset(node.lineno, node.col_offset),
            self.offset(node.end_lineno, node.end_col_offset),
        )

    def many(self, nodes: Any) -> tuple[Any, ...]:
        return tuple(self.convert(node) for node in nodes)

    def convert(self, node: Any) -> Any:
        if node is None:
            return None
        kind = type(node).__name__
        rest = getattr(self, kind)(node)
        kind = {"JoinedStr": "FString", "AsyncFor": "For", "AsyncWith": "With", "TryStar": "Try",
                "AsyncFunctionDef": "FunctionDef"}.get(kind, kind)  # fmt: skip
        return (kind, *self.span(node), *rest)

    def __getattr__(self, kind: str) -> Any:
        """Most nodes of `ast` have the fields of ours, in the same order."""

        def plain(node: Any) -> tuple[Any, ...]:
            fields = [getattr(node, name) for name in node._fields if name != "ctx"]
            return tuple(self.field(field) for field in fields)

        return plain

    def field(self, field: Any) -> Any:
        if isinstance(field, list):
            return tuple(self.field(each) for each in field)
        if type(field) in OPERATORS:
            return OPERATORS[type(field)]
        return self.convert(field) if isinstance(field, ast.AST) else field

    def Constant(self, node: Any) -> Any:
        return (node.value,)

    def JoinedStr(self, node: Any) -> Any:
        parts: list[Any] = []
        for value in node.values:
            if isinstance(value, ast.FormattedValue):
                conversion = "" if value.conversion == -1 else chr(value.conversion)
                spec = self.convert(value.format_spec)
                parts.append(
                    ("Format", *self.span(value), self.convert(value.value), conversion, spec)
                )
            elif parts and isinstance(parts[-1], str):
                parts[-1] += value.value
            elif value.value:
                parts.append(value.value)
        return (tuple(parts),)

    def Subscript(self, node: Any) -> Any:
        return self.convert(node.value), self.convert(node.slice)

    def Call(self, node: Any) -> Any:
        return self.convert(node.func), self.arguments(node.args, node.keywords)

    def arguments(self, positional: Any, keywords: Any) -> Any:
        found = []
        for each in positional:
            starred = isinstance(each, ast.Starred)
            place = self.span(each)
            value = self.convert(each.value if starred else each)
            found.append((place, ("*" if starred else "", None, value)))
        for each in keywords:
            how = "**" if each.arg is None else "="
            found.append((self.span(each), (how, each.arg, self.convert(each.value))))
        return tuple(argument for _, argument in sorted(found, key=lambda pair: pair[0]))

    def BinOp(self, node: Any) -> Any:
        return OPERATORS[type(node.op)], self.convert(node.left), self.convert(node.right)

    def Compare(self, node: Any) -> Any:
        pairs = zip(node.ops, node.comparators, strict=True)
        return self.convert(node.left), tuple(
            (OPERATORS[type(o)], self.convert(c)) for o, c in pairs
        )

    def Lambda(self, node: Any) -> Any:
        return self.parameters(node.args), self.convert(node.body)

    def parameters(self, node: Any) -> Any:
        plain = [("/", a) for a in node.posonlyargs] + [("", a) for a in node.args]
        defaults = [None] * (len(plain) - len(node.defaults)) + node.defaults
        rows = [(how, a, d) for (how, a), d in zip(plain, defaults, strict=True)]
        if node.vararg:
            rows.append(("*", node.vararg, None))
        rows += [("=", a, d) for a, d in zip(node.kwonlyargs, node.kw_defaults, strict=True)]
        if node.kwarg:
            rows.append(("**", node.kwarg, None))
        return tuple((h, a.arg, self.convert(d), self.convert(a.annotation)) for h, a, d in rows)

    def Dict(self, node: Any) -> Any:
        pairs = zip(node.keys, node.values, strict=True)
        return (tuple((self.convert(key), self.convert(value)) for key, value in pairs),)

    def ListComp(self, node: Any) -> Any:
        return self.convert(node.elt), self.clauses(node)

    SetComp = GeneratorExp = ListComp

    def DictComp(self, node: Any) -> Any:
        return self.convert(node.key), self.convert(node.value), self.clauses(node)

    def clauses(self, node: Any) -> Any:
        return tuple(
            (self.convert(c.target), self.convert(c.iter), self.many(c.ifs), bool(c.is_async))
            for c in node.generators
        )

    def Assign(self, node: Any) -> Any:
        return self.many(node.targets), self.convert(node.value)

    def AugAssign(self, node: Any) -> Any:
        return OPERATORS[type(node.op)], self.convert(node.target), self.convert(node.value)

    def AnnAssign(self, node: Any) -> Any:
        return self.convert(node.target), self.convert(node.annotation), self.convert(node.value)

    def For(self, node: Any) -> Any:
        body, orelse = self.many(node.body), self.many(node.orelse)
        is_async = isinstance(node, ast.AsyncFor)
        return self.convert(node.target), self.convert(node.iter), body, orelse, is_async

    AsyncFor = For

    def With(self, node: Any) -> Any:
        items = tuple(
            (self.convert(i.context_expr), self.convert(i.optional_vars)) for i in node.items
        )
        return items, self.many(node.body), isinstance(node, ast.AsyncWith)

    AsyncWith = With

    def FunctionDef(self, node: Any) -> Any:
        flags = "a" * isinstance(node, ast.AsyncFunctionDef) + "g" * any(map(yields, node.body))
        params, body = self.parameters(node.args), self.many(node.body)
        decorators, returns = self.many(node.decorator_list), self.convert(node.returns)
        return node.name, params, body, decorators, returns, flags

    AsyncFunctionDef = FunctionDef

    def ClassDef(self, node: Any) -> Any:
        given = self.arguments(node.bases, node.keywords)
        return node.name, given, self.many(node.body), self.many(node.decorator_list)

    def Import(self, node: Any) -> Any:
        return (tuple((alias.name, alias.asname) for alias in node.names),)

    def ImportFrom(self, node: Any) -> Any:
        return node.module or "", node.level, *self.Import(node)

    def Try(self, node: Any) -> Any:
        handlers = tuple(
            (self.convert(h.type), h.name, self.many(h.body), *self.span(h)) for h in node.handlers
        )
        return self.many(node.body), handlers, self.many(node.orelse), self.many(node.finalbody)

    TryStar = Try

    def TypeAlias(self, node: Any) -> Any:
        return node.name.id, self.convert(node.value)

    def Match(self, node: Any) -> Any:
        return self.convert(node.subject), tuple(
            (self.convert(c.pattern), self.convert(c.guard), self.many(c.body)) for c in node.cases
        )

    def MatchSingleton(self, node: Any) -> Any:
        return (("Constant", *self.span(node), node.value),)

    def MatchMapping(self, node: Any) -> Any:
        pairs = zip(node.keys, node.patterns, strict=True)
        return tuple((self.convert(k), self.convert(p)) for k, p in pairs), node.rest

    def MatchClass(self, node: Any) -> Any:
        keywords = zip(node.kwd_attrs, node.kwd_patterns, strict=True)
        named = tuple((name, self.convert(pattern)) for name, pattern in keywords)
        return self.convert(node.cls), self.many(node.patterns), named


def yields(node: ast.AST) -> bool:
    """Whether running `node` yields from the function it stands in."""
    if isinstance(node, ast.Yield | ast.YieldFrom):
        return True
    inside: Any = ast.iter_child_nodes(node)
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
        inside = [child for child in inside if not isinstance(child, ast.stmt)]
        if isinstance(node, ast.Lambda):
            inside = [node.args]
    return any(map(yields, inside))


def difference(ours: Any, theirs: Any, placed: bool = True, where: str = "") -> str | None:
    """The first place where two trees differ; spans count where they are `placed`."""
    if type(ours) is not type(theirs):
        return f"{where}: {ours!r:.200} is not {theirs!r:.200}"
    if not isinstance(ours, tuple):
        return (
            None if repr(ours) == repr(theirs) else f"{where}: {ours!r:.99} is not {theirs!r:.99}"
        )
    if len(ours) != len(theirs):
        return f"{where}: {ours!r:.200} is not {theirs!r:.200}"
    skipped = _unjudged(ours, placed)
    placed = placed and (PLACED_FORMATS or ours[:1] != ("FString",))
    here = f"{where}/{ours[0]}@{ours[1]}" if is_node(ours) else where
    for index, (our, their) in enumerate(zip(ours, theirs, strict=True)):
        if index in skipped:
            continue
        found = difference(our, their, placed, here)
        if found:
            return found
    return None


def is_node(value: Any) -> bool:
    """Whether a tuple is a node, and not one of the rows that a node holds."""
    return isinstance(value, tuple) and [type(each) for each in value[:3]] == [str, int, int]


def _unjudged(node: Any, placed: bool) -> tuple[int, ...]:
    if not is_node(node):
        return ()
    if node[0] in ("FunctionDef", "ClassDef"):
        return (2,) if placed else (1, 2)
    return () if placed else (1, 2)


def expected(text: str) -> tuple[Any, ...]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return Converter(text).many(ast.parse(text).body)


def headers(text: str, statements: Any) -> list[str]:
    """The headers whose span does not end with their colon."""
    wrong = []
    for node in statements:
        if is_node(node) and node[0] in ("FunctionDef", "ClassDef"):
            body = node[5][0]
            decorated = body[0] in ("FunctionDef", "ClassDef") and body[6]
            between = text[node[2] : decorated[0][1] if decorated else body[1]]
            code = [line.split("#")[0] for line in between.replace("\r", "\n").split("\n")]
            if text[node[2] - 1] != ":" or "".join(code).strip(" \t\f\\@("):
                wrong.append(text[node[1] : node[2]])
        if isinstance(node, tuple):
            wrong += headers(text, node)
    return wrong


def corpus() -> list[Path]:
    """Every file of the standard library and of what is installed beside it."""
    roots = {sysconfig.get_path("stdlib"), sysconfig.get_path("purelib")}
    return sorted(
        {Path(d, f) for r in roots for d, _, fs in os.walk(r) for f in fs if f.endswith(".py")}
    )


def read(path: Path) -> str | None:
    """The text of a file as Python decodes it, or None where it is not text."""
    data = path.read_bytes()
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        return data.decode(encoding).removeprefix("\ufeff")
    except (SyntaxError, UnicodeError):
        return None


def judge(path: Path) -> str | None:
    """What is wrong with how `path` is lowered."""
    text = read(path)
    if text is None:
        return None
    try:
        theirs = expected(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    try:
        ours = lower(text)
    except SyntaxProblem as problem:
        return f"refused: {problem.message} at {problem.offset}"
    found = difference(ours.statements, theirs) or comments(text, ours)
    wrong = headers(text, ours.statements) + names(text, ours.statements)
    return found or (f"misplaced {wrong[0]!r}" if wrong else None)


def names(text: str, node: Any) -> list[str]:
    """The names whose span holds something else; those inside of f-strings too."""
    if is_node(node) and node[0] == "Name":
        written = unicodedata.normalize("NFKC", text[node[1] : node[2]])
        return [] if written == node[3] else [node[3]]
    return [name for child in node if isinstance(child, tuple) for name in names(text, child)]


def comments(text: str, ours: Module) -> str | None:
    """How our comments differ from those that `tokenize` finds."""
    if "\r" in text.replace("\r\n", ""):
        return None
    found = Converter(text)
    try:
        theirs = [
            (found.starts[token.start[0] - 1] + token.start[1], token.string)
            for token in tokenize.generate_tokens(io.StringIO(text, newline="").readline)
            if token.type == tokenize.COMMENT
        ]
    except (tokenize.TokenError, SyntaxError):
        return None
    our = [(start, comment) for start, _, comment in ours.comments]
    return None if our == theirs else f"comments: {sorted(set(our) ^ set(theirs))[:3]}"


def sample(count: int) -> list[Path]:
    """Some files, the same ones every time, none of them long."""
    short = [path for path in corpus() if path.stat().st_size < 60_000]
    return random.Random(0).sample(short, min(count, len(short)))


@pytest.mark.parametrize("shard", range(8))
def test_python_agrees(shard: int) -> None:
    wrong = [(path, judge(path)) for path in sample(320)[shard::8]]
    assert not [pair for pair in wrong if pair[1]]


def test_both_parsers_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    for path in sample(40):
        text = read(path) or ""
        found = []
        for which in ("light", "full"):
            monkeypatch.setenv(SWITCH, which)
            try:
                module = lower(text)
                found.append((repr(module.statements), module.comments))
            except SyntaxProblem as problem:
                found.append((problem.message, problem.offset))
        assert found[0] == found[1], path


@pytest.mark.parametrize(
    "text",
    [
        "(a) + (b)", "((a), b)", "(a), b,", "x = (yield)", "f((a for a in b))", "f(a for a in b)",
        "((a for a in b))", "a[b, c]", "a[(b, c)]", "a[b:c, ]", "a[*b]", "a[:: ]", "del a, (b)",
        "del (a, b)", "(a).b", "(a)(b)", "not (a)", "( a\n) if ( b ) else (c)", "lambda a=(b): (c)",
        "with (a): b", "with (a, b): c", "with (a) as b: c", "with (a, b) as c: d",
        "with (a as b): c", "class A(B, *C, d=e, **f): g", "@(a)\n@b . c ( )\ndef f(): ...",
        "for a, in b: c", "for (a, b) in c, *d: e", "return (a), b", "return *a, b",
        "match (a, b):\n case (c): d", "match a,:\n case (b,): c\n case (): d\n case ((e, f)): g",
        "match a:\n case ((b) as c) | (d): e\n case [(f), *_]: g\n case {**h, }: i",
        "a: (b) = (c)", "a = (b) = (c)", "if a:\n\tb\n\n\t# c\nelse :\n  d ; e ;",
        "a = \\\n  b \\\n + c", "'a' 'b'; ('c'\n'd')", "é = 'ü' + ñ  # ö", "try: a\nexcept b : c",
        "try: a\nexcept* (b) : c\nelse : d\nfinally : e", "async def a() : await (b)",
        "f'{a}' 'b' f'{c:{d}}'", "a = b'' b''; - 1; - -1; (-1)", "\fa\n\f\nb", "global a, b",
        "from . . import (a as b, )", "from .... a . b import c", "import a . b as c, d",
        "def f(a, /, b=1, *, c, **d,): e", "def f(*a: b, c=(d)) -> (e): f", "x = [*a, (b), ]",
        "{**a, b: (c), }", "{*a, (b), }", "[(a) for (b) in (c) if (d) for e in f]", "a @ b ** - c",
        "{(a): (b) for c in d}", "(a := (b))", "a < (b) is not c not in (d)", "(a and b) and c",
        "a and (b and c)", "a or b and not c or d", "assert (a), (b)", "raise (a) from (b)",
    ],
)  # fmt: skip
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", ""])
def test_shapes(text: str, end: str) -> None:
    text = text.replace("\n", end or "\n") + end
    if "return" in text or "yield" in text:
        text = "def f(): " + text
    ours = lower(text)
    assert difference(ours.statements, expected(text)) is None
    assert not headers(text, ours.statements)
    assert not names(text, ours.statements)


if __name__ == "__main__":  # every file there is, or every n-th from the i-th: `[i n]`
    sys.setrecursionlimit(20_000)
    first, step = map(int, sys.argv[1:] or (0, 1))
    paths = corpus()[first::step]
    for path in paths:
        if problem := judge(path):
            print(path, problem, flush=True)
    print(len(paths), "files")
