"""`--fix` and `--diff`: fixes put into files or only shown, and what is said about fixes."""

from __future__ import annotations

import sys

from .delivery import FOUND, OK, WRONG, complain, deliver

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Sequence

    from ..config import Configs
    from ..diagnostics import Diagnostic
    from ..mending import Mended
    from ..project import Again, Outcome


class Fixing:
    """A run that mends what can be mended; `fixed` is what is no longer there."""

    def __init__(self, options: Namespace) -> None:
        self.options = options
        self.fixed: list[Diagnostic] = []
        self._mended: list[Mended] = []

    def run(self, paths: Sequence[str], configs: Configs) -> list[Outcome]:
        """What there is to say about each file after its fixes."""
        from ..project import run

        name = self.options.stdin_filename
        outcomes = list(run(paths, name, configs, self._mend))
        if self._mended and len(outcomes) > 1 and "-" not in paths and not self.options.diff:
            # A file may have been read before another that it imports was mended.
            failed = [each for each in outcomes if each.problem and each.analysis is not None]
            outcomes = [*run(paths, name, configs), *failed]
        return outcomes

    def _mend(self, path: str, outcome: Outcome, data: bytes, again: Again) -> Outcome:
        from ..mending import mend, write
        from ..project import Outcome

        mended = mend(outcome, data, again, unsafe=self.options.unsafe_fixes)
        changed = mended.after != data
        if self.options.diff:
            self._mended += [mended] if changed else []
            return outcome
        if path == "-":
            sys.stdout.flush()
            sys.stdout.buffer.write(mended.after)
            sys.stdout.buffer.flush()
        elif changed:
            try:
                write(path, mended.after)
            except OSError as error:
                why = (error.strerror or str(error)).lower()
                return Outcome(outcome.path, outcome.analysis, problem=f"cannot be written: {why}")
        if changed:
            self._mended.append(mended)
            self.fixed += mended.fixed
        return mended.outcome

    def show(self, outcomes: Sequence[Outcome]) -> int:
        """What would change; the exit status is 1 where anything would."""
        from ..mending import difference

        deliver(self.options, "".join(map(difference, self._mended)), encoding="utf-8")
        wrong = complain(outcomes)
        count = sum(len(each.fixed) for each in self._mended)
        if count:
            print(f"Would fix {count} problem{'s' if count > 1 else ''}.", file=sys.stderr)
        if wrong:
            return WRONG
        return FOUND if self._mended and not self.options.exit_zero else OK


def count(diagnostics: Iterable[Diagnostic], unsafe: bool) -> str:
    """`[*] 2 fixable with the `--fix` option.`; "" where there is nothing to mend."""
    fixes = [each.fix for each in diagnostics if each.fix is not None]
    taken = sum(1 for fix in fixes if fix.safe or unsafe)
    more = len(fixes) - taken
    if taken:
        besides = f", {more} more with `--unsafe-fixes`" if more else ""
        return f"[*] {taken} fixable with the `--fix` option{besides}."
    return f"{more} fixable with `--fix --unsafe-fixes`." if more else ""
