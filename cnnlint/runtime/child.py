"""The child process: runs one program under real Keras, and writes down what it built.

Started with the path of a request (JSON); the answer lies beside it afterwards. What is printed
is none of the answer. An answer is missing only where the process did not live to write it.
"""

from __future__ import annotations

import faulthandler
import json
import os
import sys
import time
import traceback
import types
from contextlib import suppress
from importlib import import_module

from . import guard
from .measuring import allow_resets
from .standins import replace
from .steps import Asked, text_of
from .witness import Witness, line_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Object = dict[str, Any]

OWN = os.path.join(os.path.dirname(os.path.abspath(__file__)), "")
#: A cell of a notebook may `await` (`ast.PyCF_ALLOW_TOP_LEVEL_AWAIT`).
AWAITS = 0x2000
LONGEST = 2_000  # characters of an error's message


class Program:
    """One run of the user's code. `request` says what; `answer` is filled as it goes."""

    def __init__(self, request: Object, keras: Any) -> None:
        self.request = request
        self.path: str = request["path"]
        self.witness = Witness(keras, self.path, request["places"])
        self.names: Object = {}
        self.skipped: dict[tuple[str, int, str], None] = {}
        self.reached: set[tuple[str, int]] = set()
        self.raised: set[tuple[str, int]] = set()
        self.answer: Object = {
            "keras": keras.__version__,
            "backend": keras.config.backend(),
            "narrow": _narrow(keras),
            "error": None,
            "failures": [],
            "status": None,
        }

    def run(self) -> None:
        """The file from top to bottom, then the targets."""
        module = types.ModuleType("__main__")
        module.__file__ = self.path
        module.__dict__["__builtins__"] = __builtins__
        if self.request["package"]:
            module.__package__ = self.request["package"]
        if self.path.endswith(".ipynb"):
            module.__dict__["display"] = lambda *shown: None
        sys.modules["__main__"] = module
        self.names = module.__dict__
        lines = set(map(tuple, self.request["watch"]))
        if lines:
            self.follow(lines)
        try:
            done = all(map(self.piece, self.request["pieces"]))
            target = self.request["target"]
            if done and target:
                self.answer["error"] = self.evaluate(target)
            elif done:
                restore = self.witness.keras.keep_names()
                for expression, place in self.request["besides"]:
                    if place is not None and self.witness.has_made(*place):
                        continue  # the file itself has called it
                    restore()  # each of them is called as if no other had been
                    error = self.evaluate(expression)
                    if error is not None and error["lines"]:
                        self.answer["failures"].append({"expression": expression, **error})
        finally:
            sys.settrace(None)

    def piece(self, piece: Any) -> bool:
        """A file, or a cell of a notebook; whether the program goes on behind it."""
        above, text, may_raise = piece
        try:
            flags = AWAITS if self.path.endswith(".ipynb") else 0
            code = compile("\n" * above + text, self.path, "exec", flags, dont_inherit=True)
            waits = eval(code, self.names)
            if waits is not None:
                import_module("asyncio").run(waits)
        except SystemExit as ended:
            code_ = ended.code
            status = 0 if code_ is None else code_ if isinstance(code_, int) else 1
            if status:
                self.answer["status"] = status
                self.answer["error"] = self.told(ended, f"the program ended with status {status}")
            # What stands behind a successful end may still be asked for as a target.
            return not status and bool(self.request["target"])
        except BaseException as error:
            if may_raise:
                return True
            self.answer["error"] = self.told(error)
            return False
        return True

    def evaluate(self, expression: str) -> Object | None:
        """Build what a target names; the error where there is one."""
        names = {"Input": self.witness.keras.Input, **self.names}
        first = len(self.witness.made)
        try:
            code = compile(expression, "<target>", "eval", dont_inherit=True)
            value = eval(code, names)
            if isinstance(value, (types.FunctionType, type)):
                value = value()
            self.witness.want(value, first)
            return None
        except BaseException as error:
            return self.told(error)

    def told(self, error: BaseException, message: str = "") -> Object:
        """An error with the lines of the user's code that were at work, innermost first."""
        # Each place once, where it stood last: a recursion may be a million calls deep.
        places: dict[tuple[Any, int], Any] = {}
        users: dict[str, bool] = {}
        trace = error.__traceback__
        inner = ""
        while trace is not None:
            code = trace.tb_frame.f_code
            inner = code.co_filename
            if inner not in users:
                users[inner] = self.witness.is_users(inner)
            if users[inner]:
                places.pop((code, trace.tb_lasti), None)
                places[code, trace.tb_lasti] = trace
            trace = trace.tb_next
        lines = [[each[0].co_filename, *_span(places[each])] for each in reversed(places)]
        if isinstance(error, SyntaxError) and error.filename == self.path:
            lines.insert(0, [self.path, error.lineno or 1, error.lineno or 1])
        witness = self.witness
        if witness.raised is not None and witness.raised in (error, error.__cause__):
            lines += [[path, line, line] for path, line in witness.failed]
        return {
            "type": type(error).__name__,
            "message": message or text_of(error)[:LONGEST],
            "lines": lines,
            "from_keras": inner.startswith(witness.library) and not inner.startswith(OWN),
        }

    def follow(self, lines: set[tuple[str, int]]) -> None:
        """Note which of these lines are reached, and on which an exception passes."""
        paths = {path for path, _ in lines}

        def local(frame: Any, event: str, argument: Any) -> Any:
            at = frame.f_code.co_filename, frame.f_lineno
            if event == "line" and at in lines:
                self.reached.add(at)
            elif event == "exception":
                self.raised.add((at[0], line_in(frame)))
                self.raised.add(at)
            return local

        def entered(frame: Any, event: str, argument: Any) -> Any:
            return local if frame.f_code.co_filename in paths else None

        sys.settrace(entered)

    def skip(self, name: str) -> None:
        """A stand-in was called: note where the user's code stands."""
        frame: Any = sys._getframe(2)
        while frame is not None and not self.witness.is_users(frame.f_code.co_filename):
            frame = frame.f_back
        if frame is not None:
            self.skipped[(frame.f_code.co_filename, line_in(frame), name)] = None

    def finished(self) -> Object:
        return {
            **self.answer,
            "models": self.witness.models(),
            "reached": sorted(self.reached),
            "raised": sorted(self.raised),
            "skipped": list(self.skipped),
        }


def _keep_names() -> Callable[[], None]:
    """What makes Keras count its automatic names from here on again."""
    state = import_module("keras.src.backend.common.global_state")
    naming = import_module("keras.src.utils.naming")
    kept = dict(state.get_global_attribute("object_name_uids") or {})

    def restore() -> None:
        naming.reset_uids()
        state.get_global_attribute("object_name_uids").update(kept)

    return restore


def _narrow(keras: Any) -> bool:
    """Whether types of 64 bits become those of 32, as JAX has it unless it is told otherwise."""
    if keras.config.backend() != "jax":
        return False
    return not import_module("jax").config.jax_enable_x64


def _span(trace: Any) -> tuple[int, int]:
    """The first and the last line of the expression that raised."""
    positions = list(trace.tb_frame.f_code.co_positions())
    at = trace.tb_lasti // 2
    found = positions[at] if 0 <= at < len(positions) else None
    if found is None or found[0] is None:
        return trace.tb_lineno, trace.tb_lineno
    return found[0], max(found[0], found[1] or found[0])


def main(path: str) -> None:
    """Answer the request at `path`, and end the process."""
    with open(path, encoding="utf-8") as file:
        request = json.load(file)
    folder = request["folder"]
    guard.die_with_parent()
    allow_resets()
    guard.no_network()
    guard.write_only_below(folder)
    faults = open(os.path.join(folder, "faults"), "w")  # noqa: SIM115  # open until the end
    faulthandler.enable(faults)
    left = request["deadline"] - time.time() - 0.3
    faulthandler.dump_traceback_later(max(left, 0.1), file=faults)
    own = os.getpid()
    answer = os.path.join(folder, "answer")
    try:
        found = _answer(request, own)
    except BaseException:
        found = {"trouble": traceback.format_exc()[-LONGEST:]}
    if os.getpid() == own:  # and not a copy of us that the program made
        with open(f"{answer}.part", "w", encoding="utf-8") as file:
            json.dump(found, file)
        os.replace(f"{answer}.part", answer)
    with suppress(Exception):
        sys.stdout.flush()
        sys.stderr.flush()
    if os.getpid() == own and request["asks"] and "models" in found:
        _converse(folder)
    os._exit(0)  # no thread of the program and nothing registered for the end keeps us


_asked: list[Asked] = []


def _converse(folder: str) -> None:
    """Wait for the questions that the answer has led to, and reply to one after another."""
    place = os.path.join(folder, "questions")
    while not os.path.exists(place):
        time.sleep(0.01)
    with open(place, encoding="utf-8") as file:
        questions = json.load(file)
    with open(os.path.join(folder, "replies"), "w", encoding="utf-8") as file:
        for question in questions:
            reply = _asked[0].answer(question)
            file.write(f"{json.dumps(reply)}\n")
            file.flush()


def _answer(request: Object, own: int) -> Object:
    try:
        if request["legacy"]:
            from .legacy import load

            keras: Any = load(alone=request["alone"])
        else:
            keras = import_module("keras")
            keras.keep_names = _keep_names
            if keras.config.backend() == "tensorflow":
                import_module("tensorflow")  # its own names for Keras are replaced as well
        keras.config.disable_traceback_filtering()
    except BaseException as error:
        return {"missing": f"{type(error).__name__}: {error}"[:LONGEST]}
    sys.argv = [request["path"]]
    sys.path[:0] = [place for place in request["places"] if place not in sys.path]
    if request["policy"]:
        keras.config.set_dtype_policy(request["policy"])
    program = Program(request, keras)
    program.witness.watch()
    witness = program.witness
    originals = replace(keras, program.skip, witness.feed, request["steps"])
    _asked.append(Asked(keras, witness, originals))
    with open(os.path.join(request["folder"], "ready"), "w", encoding="ascii") as file:
        file.write("ready")
    guard.refuse_by_name(request["folder"])
    guard.bound_memory(request["memory"], on_cpu=request["on_cpu"])
    program.run()
    return program.finished() if os.getpid() == own else {}
