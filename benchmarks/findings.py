"""What cnnlint says of other people's code: findings by package and rule, each with its place.

    python -m benchmarks.findings DIR... [--only RULE...] [--severity error,info] [--json FILE]

Every Python file below each directory is analysed as `cnnlint check` would, each by itself, and a
package is the first part of a path below it. The counts come last; `docs/findings.md` has a
verdict on what there was to look at.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

Finding = tuple[str, str, str, str, str, str]  # package, place, severity, certainty, code, message


def files(root: Path) -> Iterator[Path]:
    """The Python files below a directory."""
    yield from (path for path in sorted(root.rglob("*.py")) if "__pycache__" not in path.parts)


def findings(task: tuple[str, str]) -> list[Finding]:
    """What is said of one file, `path` below `root`; cnnlint's own mistakes too."""
    from cnnlint.project import analyse_file

    root, path = task
    os.chdir(root)
    package = Path(path).parts[0]
    outcome = analyse_file(path, unless_unrelated=True)
    if outcome.analysis is None:
        return [] if outcome.skipped else [(package, path, "-", "-", "-", outcome.problem)]
    return [
        (package, each.span.place, each.severity, each.certainty, each.code, each.message)
        for each in outcome.analysis.diagnostics
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("directories", nargs="+", type=Path)
    parser.add_argument("--only", nargs="*", default=[], help="codes, or beginnings of codes")
    parser.add_argument("--severity", default="error,warning,info")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--processes", type=int, default=1)
    options = parser.parse_args()
    tasks = [
        (str(root.resolve()), str(path.relative_to(root)))
        for root in options.directories
        for path in files(root)
    ]
    severities = {*options.severity.split(","), "-"}
    only = options.only or [""]
    started, kept = time.monotonic(), set()
    with ProcessPoolExecutor(options.processes) as pool:
        for found in pool.map(findings, tasks):
            for each in found:
                _, place, severity, certainty, code, message = each
                if severity in severities and any(code.startswith(which) for which in only):
                    if each not in kept:
                        print(f"{place}: {severity} {certainty} {code} {message}", flush=True)
                    kept.add(each)
    counts = Counter((each[0], each[4], each[2], each[3]) for each in kept)
    print()
    for (package, code, severity, certainty), count in sorted(counts.items()):
        print(f"{count:5}  {package:32} {code} {severity} {certainty}")
    seconds = time.monotonic() - started
    print(f"{len(tasks)} files, {len(kept)} findings, {seconds:.0f} s", file=sys.stderr)
    if options.json:
        options.json.write_text(json.dumps(sorted(kept), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
