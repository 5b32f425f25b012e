"""The tool's own conscience: every fixture under real Keras, held against the static answer.

    python -m benchmarks.verified [PATH...] [--backend NAME]

Without a path it takes the fixtures. Prints a line for each file and the counts of models, rows
and proved errors by verdict; the exit status is 1 where anything is contradicted.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from cnnlint.project import analyse_file
from cnnlint.runtime import NOT_RAISED, Verification, verify
from cnnlint.runtime.comparison import CONTRADICTED
from cnnlint.runtime.confined import Limits
from cnnlint.runtime.frameworks import BACKENDS, missing

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--backend", choices=BACKENDS, default="tensorflow")
    options = parser.parse_args()
    lacking = missing(options.backend)
    if lacking:
        print(lacking, file=sys.stderr)
        return 2
    paths = options.paths or sorted((ROOT / "fixtures").rglob("*.py"))
    models: Counter[str] = Counter()
    rows: Counter[str] = Counter()
    errors: Counter[str] = Counter()
    for path in paths:
        outcome = analyse_file(str(path))
        if outcome.analysis is None:
            print(f"{path}: {outcome.problem}")
            continue
        found = verify(outcome.analysis, "", Limits(300), options.backend)
        models.update(check.verdict for check in found.models)
        rows.update(row.verdict for check in found.models for row in check.rows)
        errors.update(verdict for _, verdict in found.errors)
        print(f"{path}: {found.verdict}, {found.seconds:.1f} s", flush=True)
        for line in contradictions(found):
            print(f"    {line}", flush=True)
    for what, counts in (("models", models), ("rows", rows), ("errors", errors)):
        print(f"{what}: {', '.join(f'{n} {verdict}' for verdict, n in counts.most_common())}")
    return 1 if models[CONTRADICTED] or errors[NOT_RAISED] else 0


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
    failures = [found.failure, *found.failures]
    return told + [f"not foreseen: {each}" for each in failures if each and each.blames]


if __name__ == "__main__":
    sys.exit(main())
