# ruff: noqa: E501
"""The interpreter beside CPython: the same programs, the same printed lines; and no hang, ever."""

from __future__ import annotations

import sysconfig
import time
from pathlib import Path
from random import Random

import pytest
from language import differential, generated, hostile, short

from cnnlint.inference import infer
from cnnlint.interpreter import machine
from cnnlint.source import Source
from cnnlint.syntax import SyntaxProblem

PROGRAMS = sorted((Path(__file__).parent / "language" / "programs").glob("*.py"))
GENERATED, CHUNK = 400, 25
SWEPT = 150


@pytest.fixture(autouse=True)
def _without_net(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bugs of ours are to be seen, and not to become unknowns."""
    monkeypatch.setattr(machine, "NET", False)


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in PROGRAMS])
def test_programs(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    expected, found = differential.by_python(text), differential.by_interpreter(text)
    assert differential.disagreement(expected, found) == ""


@pytest.mark.parametrize("name", short.PROGRAMS)
def test_short_programs(name: str) -> None:
    text = short.PROGRAMS[name]
    expected, found = differential.by_python(text), differential.by_interpreter(text)
    limited = name in short.LIMITED
    assert differential.disagreement(expected, found, unknown=limited) == ""
    assert any("?" in line for line in found) == limited, "known limits are listed"


@pytest.mark.parametrize("first", range(0, GENERATED, CHUNK))
def test_generated_programs(first: int) -> None:
    for seed in range(first, first + CHUNK):
        text = generated.program(seed)
        expected, found = differential.by_python(text), differential.by_interpreter(text)
        assert differential.disagreement(expected, found, unknown=True) == "", f"program {seed}"


@pytest.mark.parametrize("name", hostile.PROGRAMS)
def test_hostile_programs(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """They end soon, with a reason, and what comes after them is still known."""
    seen: list[object] = []

    def look(interpreter: object, scope: object) -> None:
        seen.append(scope.names.get("kept"))  # type: ignore[attr-defined]

    monkeypatch.setattr("cnnlint.inference.name_models", look)
    start = time.process_time()
    infer(Source("program.py", hostile.PROGRAMS[name] + hostile.SUFFIX))
    assert time.process_time() - start < 12
    assert seen
    assert seen[0] == 42


def _installed() -> list[Path]:
    root = Path(sysconfig.get_paths()["purelib"])
    files = sorted(path for path in root.rglob("*.py") if path.stat().st_size < 40_000)
    Random(0).shuffle(files)
    return files[:SWEPT]


def test_installed_files() -> None:
    """Whatever Python people have written: no exception of ours, and an end."""
    for path in _installed():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        start = time.process_time()
        try:
            infer(Source(str(path), text), budget=machine.Budget(seconds=2.0))
        except SyntaxProblem:
            continue
        except Exception as error:
            raise AssertionError(f"{path}: {error!r}") from error
        assert time.process_time() - start < 15, path


# What is not known stays not known -----------------------------------------------------------

UNKNOWN = {
    "arithmetic": "print(u + 1, 1 - u, u * 0, -u, u ** 2, u // 1, round(u), abs(u), int(u), sum([u, 1]))",
    "comparison": "print(u == 1, u < 1, u != u, u in [1, 2], 1 in [u], not u, u is None)",
    "text": "print(str(u), f'{u}', '%s' % u, '{}'.format(u), 'a' + u, ','.join([u]), [u], {'a': u}, (1, u))",
    "collections": "print(len(u), list(u), [u][u], [1, 2][u], {1: 2}[u], {1: 2}.get(u), sorted([1, u]))",
    "a loop changes a name": "n = 0\nfor x in u: n += 1\nprint(n)",
    "a loop changes a list": "n = [1]\nfor x in u: n.append(x)\nprint(len(n), n, n[0], n == [1], n + [2], sum(n), 1 in n)",
    "a loop changes a dict": "n = {'a': 1}\nfor x in u: n['a'] = 2\nprint(n['a'])",
    "a loop adds to a dict": "n = {'a': 1}\nfor x in u: n[x] = 2\nprint(n['a'], n.get('b'), len(n), list(n))",
    "a loop changes an attribute": "class A: n = 0\na = A()\na.n = 1\nfor x in u: a.n += 1\nprint(a.n)",
    "a loop changes a global": "n = 0\ndef f():\n    global n\n    n += 1\nfor x in u: f()\nprint(n)",
    "a loop changes an item": "n = [1, 2]\nfor x in u: n[0] = 5\nprint(n[0])",
    "a loop draws from an iterator": "n = iter([1, 2, 3])\nfor x in u: next(n)\nprint(next(n), list(n))",
    "a loop takes from a set": "n = {1, 2}\nfor x in u: n.discard(1)\nprint(len(n), 1 in n and 5 in n, sorted(n))",
    "a loop in place": "n = [1]\nfor x in u: n += [2]\nprint(len(n))",
    "a while loop": "n = 0\nwhile u: n += 1\nprint(n)",
    "an item at an unknown key": "d = {'a': 1}\nd[u] = 2\nprint(d['a'], d.get('b'), len(d))",
    "an unknown update": "d = {'a': 1}\nd.update(u)\nprint(d['a'], d.get('b'))",
    "an unknown attribute": "class A: pass\na = A()\na.x = 1\nsetattr(a, u, 2)\nprint(a.x, a.y)",
    "an unknown deletion": "d = {'a': 1}\ndel d[u]\nprint('a' in d, len(d))",
    "an unknown insertion": "n = [1, 2]\nn.insert(u, 3)\nprint(n[0], len(n))",
    "an unknown extension": "n = [1, 2]\nn.extend(u)\nprint(len(n), n)",
    "an unknown slice": "n = [1, 2]\nn[u:] = [3]\nprint(len(n))",
    "a set with it": "n = {1}\nn.add(u)\nprint(len(n), 5 in n, n)",
    "a key with it": "d = {(1, u): 2}\nprint(d[1, 2], (1, 2) in d, len(d))",
    "a generator over it": "def g():\n    for x in u: yield 1\nprint(list(g()), sum(g()), next(g()))",
    "a comprehension over it": "print([1 for x in u], {1 for x in u}, sum(1 for x in u), [x for x in [1, 2] if u])",
    "a sorting by it": "n = [1, 2]\nn.sort(key=lambda x: u)\nprint(n[0], max([1, 2], key=lambda x: u))",
    "zip and map": "print(list(zip([1], u)), list(map(str, u)), list(enumerate(u)), dict(u), set(u))",
    "a short circuit with effects": "n = [0]\nu and n.append(1)\nprint(len(n))",
    "calls": "print(u(), u.f(1), u[0], u.a.b, isinstance(u, int), type(u), callable(u))",
    "functools and itertools": "from functools import reduce\nimport itertools as i\nprint(reduce(max, u), list(i.chain([1], u)), list(i.islice(u, 2)), list(i.repeat(1, u)))",
    "a deep copy": "import copy\nprint(copy.deepcopy(u), copy.copy(u))",
    "os and math": "import os, math\nprint(os.path.join('a', u), os.path.exists('a'), math.sqrt(u), math.ceil(u))",
}


@pytest.mark.parametrize("name", UNKNOWN)
def test_unknowns_absorb(name: str) -> None:
    """Every value that such a program prints is unknown."""
    text = "import somewhere\nu = somewhere.value\n" + UNKNOWN[name].replace("print(", "show(")
    text = "def show(*values):\n    for value in values: print(value)\n" + text
    found = differential.by_interpreter(text)
    assert set(found) <= {"?", ""}, found
    assert "?" in found


def test_worlds_are_the_same_in_every_run() -> None:
    """The questions of a program come in one order, whatever lies where in memory."""
    text = (
        "import q\nclass A: pass\na = A()\nd = {A(): 1}\n"
        "if q.f(a): x = 1\nif q.f(a): y = 1\nif q.f([1]): z = 1\nif q.a == q.b: w = 1\n"
    )
    runs = []
    for _ in range(3):
        interpreter = differential.interpreter()
        interpreter.run(Source("program.py", text), differential.lower(text))
        runs.append(list(interpreter.asked))
    assert runs[0] == runs[1] == runs[2]
    assert len(runs[0]) == 3, "the same question is asked once"


def test_what_is_handed_to_unknown_code_may_hold_itself() -> None:
    """Lists in lists, each twice in the next, are looked through once."""
    text = (
        "import q\nlst = []\nfor _ in range(60): lst = [lst, lst]\nlst[0].append(lst)\n"
        "q.f(lst)\nprint(len(lst))\n"
    )
    assert differential.by_interpreter(text) == ["2", ""]
