"""The tree a file is lowered to: nested tuples, plain data that `marshal` can store.

Every node is `(kind, start, end, ...)`. `kind` is a string, `start` and `end` are offsets in code
points into the text of the file (for a notebook: into its cells laid end to end). What follows
depends on the kind and is listed below. "expr" and "stmt" stand for nodes, `x?` for "x or None",
`(x ...)` for a tuple of x.

Expressions
    Name            id
    Constant        value                       int float complex str bytes bool None Ellipsis
    FString         (str | Format ...)
    TString         (str | Format ...)          t"..."
    Format          expr  conversion  spec      one `{...}`; conversion "" r s a; spec FString?
    Attribute       expr  name
    Subscript       expr  index                 index is an expr, a Slice, or a Tuple of those
    Slice           expr?  expr?  expr?
    Call            expr  (argument ...)        argument: (how, name?, expr), how is "" "=" "*" "**"
    BinOp           op  expr  expr              + - * @ / % ** // << >> | ^ &
    UnaryOp         op  expr                    + - ~ not
    BoolOp          op  (expr ...)              and or
    Compare         expr  ((op, expr) ...)      < > == >= <= != in "not in" is "is not"
    IfExp           test  body  orelse
    Lambda          (param ...)  expr
    Tuple List Set  (expr | Starred ...)
    Starred         expr
    Dict            ((expr?, expr) ...)         a key of None is `**expr`
    ListComp SetComp GeneratorExp   expr  (clause ...)
    DictComp        key  value  (clause ...)    clause: (target, iter, (test ...), is_async)
    NamedExpr       target  expr
    Await           expr
    Yield           expr?
    YieldFrom       expr
    Opaque          reason  (name ...)?         what is not Python in a notebook: a command, or a
                                                cell; the names it would bind, None for none at all

Statements
    Expr            expr
    Assign          (target ...)  expr
    AugAssign       op  target  expr            op without its "="
    AnnAssign       target  annotation  expr?
    Return          expr?
    If              test  (stmt ...)  (stmt ...)
    For             target  iter  (stmt ...)  (stmt ...)  is_async
    While           test  (stmt ...)  (stmt ...)
    FunctionDef     name  (param ...)  (stmt ...)  (decorator ...)  returns?  flags
    ClassDef        name  (argument ...)  (stmt ...)  (decorator ...)
    Import          ((dotted, asname?) ...)
    ImportFrom      module  level  ((name, asname?) ...)    module may be ""; `*` is (("*", None),)
    Raise           expr?  cause?
    Try             (stmt ...)  (handler ...)  (stmt ...)  (stmt ...)    body, handlers,
                                                orelse, finally; a handler is
                                                (expr?, name?, (stmt ...), start, end)
    With            ((expr, target?) ...)  (stmt ...)  is_async
    Assert          test  expr?
    Delete          (target ...)
    Global          (name ...)
    Nonlocal        (name ...)
    Match           subject  (case ...)         case: (pattern, guard?, (stmt ...))
    TypeAlias       name  expr
    Pass Break Continue
    Unreadable      reason                      a function's body that only Python's parser reads
    Directive       path  how  said  dtype?     from a comment: after `=` said is an expr, after `:`
                                                (int | str | None ...) or None, where it says only
                                                a dtype; it stands behind what it speaks of

Parameters are `(how, name, default?, annotation?)`, how is "/" (positional only), "" (either),
"*" (`*args`), "=" (keyword only), "**". Flags of a FunctionDef: a string with "a" when it is
async, "g" when its own body yields.

Spans are those of Python's own `ast`. Parentheses around an expression are no part of it; those of
a tuple and of a generator expression are, and the latter may be those of a call. A statement ends
with the last of its blocks, but the span of a FunctionDef or ClassDef is its header, from
`def`/`class` (or `async`) up to and with the colon.

Patterns
    MatchValue      expr
    MatchSingleton  expr
    MatchAs         pattern?  name?             `_` is MatchAs None None
    MatchOr         (pattern ...)
    MatchSequence   (pattern ...)
    MatchStar       name?
    MatchMapping    ((expr, pattern) ...)  rest?
    MatchClass      expr  (pattern ...)  ((name, pattern) ...)

In the `program` of a file, which is to be followed, the bodies of functions may be left for later
(`bodies`): such a body is a list.

A file is `Module(statements, comments, problems)`: comments are `(start, end, text)`, text with
its `#`; problems are directives that cannot be read, `(start, end, message, help)`. Cells of a
notebook that are not Python are left out of it, and told in its `unread`.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeAlias

    Node: TypeAlias = tuple[Any, ...]
    Problem: TypeAlias = tuple[int, int, str, str]


class Module:
    """One lowered file: its statements, and every comment in the order of the text."""

    __slots__ = ("comments", "problems", "statements", "unread")

    def __init__(
        self,
        statements: tuple[Node, ...],
        comments: tuple[tuple[int, int, str], ...],
        problems: tuple[Problem, ...] = (),
        unread: tuple[SyntaxProblem, ...] = (),
    ) -> None:
        self.statements = statements
        self.comments = comments
        self.problems = problems
        self.unread = unread

    @property
    def program(self) -> tuple[Node, ...]:
        """The statements, to be followed; bodies of functions may be left for later."""
        return self.statements


class SyntaxProblem(Exception):
    """The text is not Python: what the parser says, and the offset where it stopped."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset


class TooMuch(SyntaxProblem):
    """The text may well be Python, and is more than is read here."""
