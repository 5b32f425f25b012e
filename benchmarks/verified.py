"""The tool's own conscience: every fixture under real Keras, held against the static answer.

    python -m benchmarks.verified [PATH...] [--applications] [--packages DIR] [--most N]
                                  [--backend NAME] [--build-only]

Takes the files that are named, the architectures of `keras.applications` (with their classifiers
and without), and builders of other people's packages; nothing named, the fixtures. DIR is where
`benchmarks.builders --at DIR` has put the packages and what Keras builds: of each package the N
smallest builders are run, one process for each. Prints a line for each program and the counts of
models, rows, proved errors and batches of data by verdict; the exit status is 1 where anything is
contradicted, or fails on data.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from importlib.metadata import version
from pathlib import Path

from cnnlint.keras.applications.known import ARCHITECTURES
from cnnlint.project import analyse_file
from cnnlint.runtime import NOT_RAISED, Verification, Wish, verify
from cnnlint.runtime.comparison import CONTRADICTED
from cnnlint.runtime.confined import Limits
from cnnlint.runtime.frameworks import BACKENDS, missing
from cnnlint.runtime.trials import FAILED

ROOT = Path(__file__).resolve().parents[1]
#: Architectures in one program: more take more memory than many machines have, and more time to
#: analyse than one file is given.
AT_ONCE = 2


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--applications", action="store_true")
    parser.add_argument("--packages", type=Path, metavar="DIR")
    parser.add_argument("--most", type=int, default=6, metavar="N")
    parser.add_argument("--build-only", action="store_true", help="put no data through the models")
    parser.add_argument("--backend", choices=BACKENDS, default="tensorflow")
    options = parser.parse_args()
    lacking = missing(options.backend)
    if lacking:
        print(lacking, file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        jobs = [(path, "") for path in options.paths]
        if options.applications:
            jobs += [(path, "") for path in applications(Path(folder))]
        if options.packages is not None:
            jobs += builders(options.packages, options.most)
        if not jobs:
            jobs = [(path, "") for path in sorted((ROOT / "fixtures").rglob("*.py"))]
        return _verified(jobs, options)


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


def builders(folder: Path, most: int) -> list[tuple[Path, str]]:
    """Of each package the smallest builders that Keras builds: the file and the target."""
    found: list[tuple[Path, str]] = []
    for answers in sorted(folder.glob(f"*-keras-{version('keras')}.json")):
        both = json.loads(answers.read_text(encoding="utf-8"))
        built = [(keras["total"], b["path"], b["target"]) for b, keras in both if "total" in keras]
        found += [(Path(path), target) for _, path, target in sorted(built)[:most]]
    return found


def _verified(jobs: list[tuple[Path, str]], options: argparse.Namespace) -> int:
    models: Counter[str] = Counter()
    rows: Counter[str] = Counter()
    errors: Counter[str] = Counter()
    data: Counter[str] = Counter()
    wish = Wish(data=not options.build_only)
    for path, target in jobs:
        outcome = analyse_file(str(path), target=target)
        if outcome.analysis is None:
            print(f"{path}: {outcome.problem}")
            continue
        found = verify(outcome.analysis, target, Limits(600), options.backend, wish)
        models.update(check.verdict for check in found.models)
        rows.update(row.verdict for check in found.models for row in check.rows)
        errors.update(verdict for _, verdict in found.errors)
        data.update(each.verdict for check in found.models for each in check.trials)
        name = f"{path}:{target}" if target else f"{path}"
        print(f"{name}: {found.verdict}, {found.seconds:.1f} s", flush=True)
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
    told += [
        f"{check.built['name']} at {check.built['path']}:{check.built['line']}: not known"
        for check in found.models
        if check.model is None and check.built is not None
    ]
    failures = [found.failure, *found.failures]
    return told + [f"not foreseen: {each}" for each in failures if each and each.blames]


if __name__ == "__main__":
    sys.exit(main())
