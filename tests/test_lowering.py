"""Lowering: what each construct becomes, what is refused and where, and which parser did it."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
from textwrap import dedent
from typing import Any

import libcst
import pytest

from cnnlint.syntax import Module, SyntaxProblem, lower, parser
from cnnlint.syntax.cursor import Lost
from cnnlint.syntax.light import Parser, node
from cnnlint.syntax.outline import MAX_DEPTH, MAX_LENGTH, cuts, flattened, logical_lines

# Every construct that LibCST has a node for.
EVERYTHING = r'''
"""Sample"""  # comment
from __future__ import annotations
from ..a.b import (c as d, e,)
from . import *
import f, g.h as i
@j.k(1, *l, m=2, **n)
class O(P, metaclass=Q):
    r: int = 0x1_0
    s: str
async def t[T: int = str, *U, **V](w, /, x: int = 1, *y, z=2, **aa) -> bb:
    async with (cc as dd, ee): pass
    async for ff, gg in hh:
        await ii
    else:
        return [jj async for jj in kk if ll if mm for nn in oo]
    global pp, qq
    yield from rr; x = yield
def ss(a, *, b): return lambda c, *d: (yield)
if not tt and uu and vv or ww: del xx, yy
elif -zz ** ~aaa // +bbb % 1.5 @ 2j: ...
else:
    while ccc < ddd <= eee != fff == ggg > hhh >= iii: break
    else: continue
try:
    raise jjj from kkk
except (lll, mmm) as nnn: raise
except ooo : assert ppp, "message"  # LibCST forgets the blank before the colon
else: pass
finally: nonlocal qqq
try: pass
except* rrr: pass
with sss, ttt as uuu: vvv = www[:], xxx[1:2:3, ::-1], yyy[zzz, *a]
b += c; d -= e; f *= g; h /= i; j //= k; l %= m; n **= o; p @= q
r &= s; t |= u; v ^= w; x <<= y; z >>= a
b = c | d ^ e & f << g >> h + i - j * k / l
m = n = (o if p in q else r not in s), *t, [u, *v], {w, *x}, {y: z, **a}, (), [], {}
b = {c for d in e}, {f: g for h in i}, (j for k in l), m(n for o in p), (q := r)
s = t is u, v is not w, None, True, False
x = 'y' "\x7a" rf'{a}' f"b{c!r:>{d}}{e = }{{}}", b'f\n' rb'\g'
match h:
    case [i, *_, j] | (k, *l) | {'m': n, **o} as p if q: r
    case s.t(u, v=w) | -1 | 2 - 3j | "x" | None | (_) | []: y
    case z, a: b
type c[D, *E, **F] = e
'''


def only(text: str) -> Any:
    """The one statement of `text`."""
    (statement,) = lower(text).statements
    return statement


def value(text: str) -> Any:
    """The one expression of `text`."""
    return only(text)[3]


def same(one: Module, other: Module) -> bool:
    return repr(one.statements) == repr(other.statements) and one.comments == other.comments


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parse with LibCST as it is."""
    monkeypatch.setenv(parser.SWITCH, "full")


class TestLiterals:
    @pytest.mark.parametrize(
        "literal",
        ["0", "1_000", "0x_fF", "0b101", "0o17", "00", "1.", ".5", "1_0.2e-3", "2J", "1e3j", "..."],
    )
    def test_numbers(self, literal: str) -> None:
        assert repr(value(literal)[3]) == repr(eval(literal))

    @pytest.mark.parametrize(
        "literal",
        [
            r"'a\n\t\\\'\"\a\b\f\v\r'",
            r"'\x41\u00e9\U0001F600\N{GREEK SMALL LETTER ALPHA}\101\7'",
            r"r'\n\''",
            r"b'\x00\377\n'",
            r"Rb'\x00'",
            "u'é\\\nü'",
            "'''a\n'b'\n'''",
            "''",
            '""""a"""',
            r"'\ud800'",
            "'a' \"b\" r'\\c'",
            "(b'a'\n  b'b')",
            "'ab' '' 'c'",
        ],
    )
    def test_strings(self, literal: str) -> None:
        assert value(literal)[3] == eval(literal)

    @pytest.mark.filterwarnings("error")
    def test_unknown_escapes_stay_and_nobody_is_warned(self) -> None:
        assert value(r"'\d\ '")[3] == "\\d\\ "
        assert value(r"b'\u1234\400'")[3] == b"\\u1234\0"

    def test_line_ends_in_strings_are_line_feeds(self) -> None:
        assert value("'''a\r\nb\rc\nd'''")[3] == "a\nb\nc\nd"

    def test_the_sign_is_no_part_of_a_number(self) -> None:
        assert value("-1") == ("UnaryOp", 0, 2, "-", ("Constant", 1, 2, 1))

    def test_parentheses_are_no_part_of_a_span(self) -> None:
        assert value("((1))") == ("Constant", 2, 3, 1)
        assert value("((1, ))")[:3] == ("Tuple", 1, 6)

    def test_formatted(self) -> None:
        name = ("Name", 3, 4, "x")
        assert value("f'{x}'") == ("FString", 0, 6, (("Format", 2, 5, name, "", None),))
        assert value("f'{{a}}' 'b'")[3] == ("{a}b",)
        assert value("f''")[3] == ()
        assert value(r"f'\N{DIGIT ONE}\x7b{{'")[3] == ("1{{",)
        assert value(r"rf'\n{{'")[3] == (r"\n{",)

    def test_formatted_with_everything(self) -> None:
        text, shown = value("f'a{x!s:>{w}.2f}{ y = }'")[3][:2]
        assert text == "a"
        assert shown[4] == "s"
        specification = shown[5]
        assert specification[:3] == ("FString", 7, 15)
        assert [part if isinstance(part, str) else part[0] for part in specification[3]] == [
            ">", "Format", ".2f",
        ]  # fmt: skip

    def test_debug_text(self) -> None:
        assert value("f'a{ x = }b'")[3] == (
            "a x = ", ("Format", 3, 10, ("Name", 5, 6, "x"), "r", None), "b",
        )  # fmt: skip
        assert value("f'''{x  # c\n= }'''")[3][0] == "x  \n= "
        assert value("f'{x=!s}'")[3][1][4] == "s"
        assert value("f'{x=:>9}'")[3][1][4] == ""

    def test_template(self) -> None:
        if not hasattr(libcst, "TemplatedString"):
            pytest.skip("LibCST reads them from 1.9 on")
        kind, _, _, (text, shown, rest) = value("t'a{x}' 'b'")
        assert (kind, text, shown[0], rest) == ("TString", "a", "Format", "b")


class TestNames:
    def test_they_are_compared_in_their_normal_form(self) -> None:
        assert value("ﬁ.ﬁ(ﬁ=1)") == (
            "Call", 0, 8, ("Attribute", 0, 3, ("Name", 0, 1, "fi"), "fi"),
            (("=", "fi", ("Constant", 6, 7, 1)),),
        )  # fmt: skip
        assert only("import ﬁ.ﬁ as ﬁ")[3] == (("fi.fi", "fi"),)

    def test_offsets_count_code_points(self) -> None:
        assert value("'é😀', x")[3][1] == ("Name", 6, 7, "x")


class TestStatements:
    def test_header(self) -> None:
        text = "@d\nasync def f(\n  a\n) -> b : # c\n  yield\n"
        function = only(text)
        assert text[function[1] : function[2]] == "async def f(\n  a\n) -> b :"
        assert function[8] == "ag"

    def test_a_yield_belongs_to_the_innermost_function(self) -> None:
        assert only("def f():\n  def g(): yield\n  return lambda: (yield)")[8] == ""
        assert only("def f():\n  def g(a=(yield)): pass")[8] == "g"

    def test_elif(self) -> None:
        text = "if a: b\nelif c: d\nelse: e\n"
        outer = only(text)
        (inner,) = outer[5]
        assert text[outer[1] : outer[2]] == text.strip()
        assert text[inner[1] : inner[2]] == "elif c: d\nelse: e"

    def test_arguments_keep_the_order_of_the_text(self) -> None:
        arguments = value("f(a, *b, c=1, **d)")[4]
        assert [(how, name) for how, name, _ in arguments] == [
            ("", None), ("*", None), ("=", "c"), ("**", None),
        ]  # fmt: skip

    def test_parameters(self) -> None:
        parameters = only("def f(a, /, b: c, *, d=1, **e): pass")[4]
        assert [parameter[:2] for parameter in parameters] == [
            ("/", "a"), ("", "b"), ("=", "d"), ("**", "e"),
        ]  # fmt: skip

    def test_semicolons(self) -> None:
        assert [s[0] for s in lower("a; b = 1; pass;\nif c: break; continue").statements] == [
            "Expr", "Assign", "Pass", "If",
        ]  # fmt: skip

    @pytest.mark.parametrize("text", ["", "\n", "\f", "\r\n\r\n", "# a", "\\\n\n"])
    def test_nothing(self, text: str) -> None:
        if text != "\\\n\n":
            assert lower(text).statements == ()

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_line_ends(self, end: str) -> None:
        text = end.join(["if a: # b", "\tc \\", "\t + d", "# e", "f(", "# g", ")", "h"])
        module = lower(text)
        assert [text[s[1] : s[2]] for s in module.statements[1:]] == [f"f({end}# g{end})", "h"]
        assert [c[2] for c in module.comments] == ["# b", "# e", "# g"]
        assert all(text[start:stop] == comment for start, stop, comment in module.comments)

    def test_comments_inside_of_brackets_and_of_strings(self) -> None:
        text = "#!a\nf(  # b\n  '# no', f'#{x}#',  # c ü\n)\n# d"
        assert [c[2] for c in lower(text).comments] == ["#!a", "# b", "# c ü", "# d"]


class TestRefusals:
    @pytest.mark.parametrize(
        ("text", "place", "message"),
        [
            ("a = 1\nb = 2 3\n", "3", "invalid syntax"),
            ("x = [1, 2\ny = 3\n", "[1", "'[' was never closed"),
            ("type X = int\ny = = 3\n", "= 3", "invalid syntax"),
            ("if x:\r\npass\r\n", "pass", "expected an indented block"),
            ("é = 'ü' $\n", "$", "invalid syntax"),
            ("x='abc\n", "'abc", "unterminated string literal"),
            ("if x:\n  (a.b): int\n", ":", "LibCST does not know"),
            ("x = 0777", "0777", "leading zeros"),
            ("x = y\0", "\0", "null"),
            ("x = '\ud800'", "\ud800", "surrogate"),
            (r"x = '\xq'", r"'\xq'", "hexadecimal"),
            (r"x = '\N{no such}'", "'", "Unicode"),
            (r"x = '\U00110000'", "'", "Unicode"),
            ("x = b'é'", "b'é'", "ASCII"),
            ("x = 'a' b'c'", "'a'", "bytes"),
            ("x = b'a' f'c'", "b'a'", "bytes"),
            ("x = " + "9" * 5000, "9", "digits"),
        ],
    )
    def test_place_and_reason(self, text: str, place: str, message: str) -> None:
        with pytest.raises(SyntaxProblem) as caught:
            lower(text)
        assert text.startswith(place, caught.value.offset), caught.value.offset
        assert message in caught.value.message

    def test_the_place_is_in_the_whole_text(self) -> None:
        fine = "function(argument)\n" * 1000
        with pytest.raises(SyntaxProblem) as caught:
            lower(fine + "def f(:\n  pass\n" + fine)
        assert caught.value.offset == len(fine) + len("def f(")

    def test_a_bracket_left_open_is_no_long_statement(self) -> None:
        fine = "function(argument)\n" * 1000
        with pytest.raises(SyntaxProblem, match="'\\(' was never closed") as caught:
            lower(fine + "x = (1\n" + fine)
        assert caught.value.offset == len(fine) + len("x = ")

    @pytest.mark.parametrize("seed", range(200))
    def test_damaged_texts(self, seed: int) -> None:
        """Whatever comes in, a tree or a SyntaxProblem comes out."""
        chance = random.Random(seed)
        text = EVERYTHING
        for _ in range(chance.randrange(1, 4)):
            start, length = chance.randrange(len(text)), chance.choice([0, 1, 2, 30, 400])
            noise = "".join(
                chance.choices("()[]{}'\"\\#:;,=*@fr \n\t\r\f\0é\u2028if", k=length % 5)
            )
            text = text[:start] + noise + text[start + length :]
        try:
            places = [statement[1] for statement in lower(text).statements]
        except SyntaxProblem as problem:
            places = [problem.offset]
        assert all(0 <= place <= len(text) for place in places)

    @pytest.mark.parametrize(
        "text",
        [
            "(" * 20_000,
            "x = " + "[" * 9_000 + "]" * 9_000,
            "f'{" * 9_000,
            "-" * 50_000 + "x",
            "not " * 50_000 + "x",
            "x" + ".y" * 50_000,
            "x" + "()" * 50_000,
            "x" + " + x" * 50_000,
            "x" + " if x else x" * 50_000,
            "lambda: " * 50_000 + "x",
            "'a' " * 50_000,
            "if x: pass\n" + "elif x: pass\n" * 50_000,
            "match x:\n case " + "(" * 60 + "a" + ")" * 60 + ": pass\n",
            "".join(" " * depth + "if x:\n" for depth in range(300)) + " " * 300 + "pass\n",
            "a" * (MAX_LENGTH + 1),
            "(-" * 60 + "1" + ")" * 60 + "\n" * MAX_LENGTH,
        ],
        ids=lambda text: text[:12],
    )
    def test_too_much(self, text: str) -> None:
        with pytest.raises(SyntaxProblem):
            lower(text)

    @pytest.mark.parametrize(
        "text",
        [
            "x = " + "[" * MAX_DEPTH + "]" * MAX_DEPTH,
            "x = " + "f(-" * MAX_DEPTH + "1" + ")" * MAX_DEPTH,
            "x" + " + x" * 600,
            "not " * 600 + "x",
            "x" + ".y()" * 100,
            "if x: pass\n" + "elif x: pass\n" * 900,
            "x = (" + "'line'\n" * 2_000 + ")",
            "x = [" + "1, " * 20_000 + "]",
        ],
        ids=lambda text: text[:12],
    )
    def test_much(self, text: str) -> None:
        before = sys.getrecursionlimit()
        assert len(lower(text).statements) == 1
        assert sys.getrecursionlimit() == before


class TestPieces:
    def test_a_cut_is_where_a_top_level_statement_starts(self) -> None:
        part = '@a\ndef f():\n  """\nb = 1\n"""\n  return (\n1)\n\n# c\nif x:\n  y\nelse:\n  z\n'
        text = part * 200
        for cut in cuts(text)[1:-1]:
            assert text.startswith(("@a\ndef", "if x"), cut)

    def test_a_cut_in_the_wrong_place_does_no_harm(self, monkeypatch: pytest.MonkeyPatch) -> None:
        text = "x = '''\na = 1\n'''\ny = (\nb\n)\n"
        whole = lower(text)
        pieces = [text[:8], text[8:21], text[21:]]
        monkeypatch.setattr("cnnlint.syntax.lowering.flattened", lambda text: (pieces, {}))
        assert same(lower(text), whole)

    def test_logical_lines(self) -> None:
        text = "a = 'x\\'#' # b\nc = [\n1, # d\n] + \\\n e\n'''\nf'''; g = rb\"\"\n"
        assert [code for _, code in logical_lines(text)] == [
            "a = s ", "c = [\n1, \n] + \\\n e", "s; g = rbs",
        ]  # fmt: skip

    def test_strings_inside_of_new_f_strings_do_not_confuse_for_long(self) -> None:
        text = 'x = f"{a["it\'s"]}"\n' + "y = f(1)\n" * 2000
        assert len(lower(text).statements) == 2001


class TestParsers:
    def test_both_give_the_same_tree(self, monkeypatch: pytest.MonkeyPatch) -> None:
        light = lower(EVERYTHING)
        monkeypatch.setenv(parser.SWITCH, "full")
        assert same(light, lower(EVERYTHING))

    def test_the_light_one_is_used(self, monkeypatch: pytest.MonkeyPatch) -> None:
        used = []

        class Watched(Parser):
            def __call__(self, text: str) -> Any:
                used.append(text)
                return super().__call__(text)

        monkeypatch.setattr(parser, "_light", Watched())
        lower(EVERYTHING)
        assert used == flattened(EVERYTHING)[0]

    def test_it_imports_nothing_for_its_nodes(self, monkeypatch: pytest.MonkeyPatch) -> None:
        lower(EVERYTHING)
        monkeypatch.setattr("builtins.__import__", pytest.fail)
        parse = Parser.__call__
        parse(next(iter(parser.parsers())), EVERYTHING)  # type: ignore[arg-type]

    def test_the_full_one_is_used_when_asked_for(self, full: None, monkeypatch: Any) -> None:
        monkeypatch.setattr(parser, "_light", pytest.fail)
        lower(EVERYTHING)

    @pytest.mark.parametrize("missing", ["value", "comma", "asname", "star", "lpar", "orelse"])
    def test_a_field_that_goes_missing_is_noticed(
        self, monkeypatch: pytest.MonkeyPatch, missing: str
    ) -> None:
        """A later LibCST might rename a field: then its own nodes are used."""
        expected = lower(EVERYTHING)

        def renaming(name: str) -> Any:
            made = node(name)

            def renamed(**fields: Any) -> Any:
                if missing in fields:
                    fields["renamed"] = fields.pop(missing)
                return made(**fields)

            return renamed

        monkeypatch.setattr("cnnlint.syntax.light.node", renaming)
        monkeypatch.setattr(parser, "_light", Parser())
        assert same(lower(EVERYTHING), expected)

    @pytest.mark.parametrize("error", [ImportError, RuntimeError, Lost])
    def test_a_light_parser_that_cannot_be_had(
        self, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
    ) -> None:
        def broken() -> None:
            raise error("broken")

        expected = lower(EVERYTHING)
        monkeypatch.setattr("cnnlint.syntax.light._location", broken)
        monkeypatch.setattr(parser, "_light", None)
        assert same(lower(EVERYTHING), expected)

    def test_refusals_are_the_same(self, monkeypatch: pytest.MonkeyPatch) -> None:
        found = []
        for which in ("light", "full"):
            monkeypatch.setenv(parser.SWITCH, which)
            with pytest.raises(SyntaxProblem) as caught:
                lower("x = (1\ny = 2\n")
            found.append((caught.value.message, caught.value.offset))
        assert found[0] == found[1]

    def test_threads(self) -> None:
        expected = lower(EVERYTHING)
        found: list[Module] = []
        threads = [
            threading.Thread(target=lambda: found.extend(lower(EVERYTHING) for _ in range(5)))
            for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(found) == 20
        assert all(same(module, expected) for module in found)


class TestImports:
    @pytest.mark.parametrize(
        "program",
        [
            # Neither importing nor lowering loads LibCST, or what is slow to import.
            """
            from cnnlint.syntax import lower
            lower("x = 1")
            slow = {"libcst", "re", "typing", "dataclasses", "enum", "inspect", "pathlib", "ast"}
            assert not slow & set(sys.modules), slow & set(sys.modules)
            """,
            # LibCST can be imported afterwards,
            """
            from cnnlint.syntax import lower
            lower("x = 1")
            import libcst
            assert libcst.parse_module("x = 1").code == "x = 1"
            assert type(libcst.parse_expression("x")) is libcst.Name
            lower("x = 1")
            assert sys.modules["libcst"] is libcst
            """,
            # or before.
            """
            import libcst
            from cnnlint.syntax import lower
            lower("x = 1")
            assert sys.modules["libcst"] is libcst
            assert type(libcst.parse_expression("x")) is libcst.Name
            """,
        ],
        ids=["neither", "afterwards", "before"],
    )
    def test_imports(self, program: str) -> None:
        code = f"import sys\nsys.path[:0] = {sys.path!r}\n{dedent(program)}"
        command = [sys.executable, "-I", "-c", code]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert not done.returncode, done.stderr
