"""The tool's own conscience: every fixture under real Keras, held against the static answer.

    python -m benchmarks.verified [PATH...] [--applications] [--backend NAME] [--build-only]

Without a path it takes the fixtures; with --applications, the architectures of
`keras.applications` as well, with their classifiers and without. Prints a line for each file and
the counts of models, rows, proved errors and batches of data by verdict; the exit status is 1 where
anything is contradicted, or fails on data.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path

from cnnlint.keras.applications.known import ARCHITECTURES
from cnnlint.project import analyse_file
from cnnlint.runtime import NOT_RAISED, Verification, Wish, verify
from cnnlint.runtime.comparison import CONTRADICTED
from cnnlint.runtime.confined import Limits
from cnnlint.runtime.frameworks import BACKENDS, missing
from cnnlint.runtime.trials import FAILED

ROOT = Path(__file__).resolve().parents[1]
#: Architectures in one program: all of them at once take more memory than many machines have.
AT_ONCE = 8


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--applications", action="store_true")
    parser.add_argument("--build-only", action="store_true", help="put no data through the models")
    parser.add_argument("--backend", choices=BACKENDS, default="tensorflow")
    options = parser.parse_args()
    lacking = missing(options.backend)
    if lacking:
        print(lacking, file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        paths = options.paths or sorted((ROOT / "fixtures").rglob("*.py"))
        if options.applications:
            paths += applications(Path(folder))
        return _verified(paths, options)


def applications(folder: Path) -> list[Path]:
    """Programs that make a few of the architectures each."""
    made = []
    for first in range(0, len(ARCHITECTURES), AT_ONCE):
        lines = ["import keras", ""]
        for name in list(ARCHITECTURES)[first : first + AT_ONCE]:
            call = f"keras.applications.{name}(weights=None"
            lines += [f"{name} = {call})", f"{name}_body = {call}, include_top=False)"]
        path = folder / f"applications_{first // AT_ONCE}.py"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        made.append(path)
    return made


def _verified(paths: list[Path], options: argparse.Namespace) -> int:
    models: Counter[str] = Counter()
    rows: Counter[str] = Counter()
    errors: Counter[str] = Counter()
    data: Counter[str] = Counter()
    wish = Wish(data=not options.build_only)
    for path in paths:
        outcome = analyse_file(str(path))
        if outcome.analysis is None:
            print(f"{path}: {outcome.problem}")
            continue
        found = verify(outcome.analysis, "", Limits(600), options.backend, wish)
        models.update(check.verdict for check in found.models)
        rows.update(row.verdict for check in found.models for row in check.rows)
        errors.update(verdict for _, verdict in found.errors)
        data.update(each.verdict for check in found.models for each in check.trials)
        print(f"{path}: {found.verdict}, {found.seconds:.1f} s", flush=True)
        for line in contradictions(found):
            print(f"    {line}", flush=True)
    for what, counts in (("models", models), ("rows", rows), ("errors", errors), ("data", data)):
        print(f"{what}: {', '.join(f'{n} {verdict}' for verdict, n in counts.most_common())}")
    return 1 if data[FAILED] or models[CONTRADICTED] or errors[NOT_RAISED] else 0


def contradictions(found: Verification) -> list[str]:
    told = [
        f"{check.model.name}: {difference}"
        for check in found.models
        if check.model is not None
        for part in (check, *check.rows)
        for difference in part.differences
    ]
    told += [
        f"{error.code} {error.span.place}: Keras did not raise"
        for error, verdict in found.errors
        if verdict == NOT_RAISED
    ]
    told += [
        f"{check.model.name}: {each.kind}: {each.verdict}: {each.why}"
        for check in found.models
        if check.model is not None
        for each in check.trials
        if each.verdict in (CONTRADICTED, FAILED)
    ]
    failures = [found.failure, *found.failures]
    return told + [f"not foreseen: {each}" for each in failures if each and each.blames]


if __name__ == "__main__":
    sys.exit(main())
