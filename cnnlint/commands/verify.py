"""The command `cnnlint verify`: each target is run under real Keras and held against the static
answer.

Exit status: 0 all is confirmed, 1 something is contradicted or cannot be built, 2 wrong use, a
file that cannot be read, or a framework that is not installed.
"""

from __future__ import annotations

import signal
import sys

from ..runtime.devices import CPU, given, is_device
from .arguments import add_config, configs, parser, split
from .delivery import FOUND, OK, WRONG, write

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from ..runtime import Verification

#: The batch of `fit` where nobody says another.
BATCH = 32
UNITS = {"K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}


def run(arguments: Sequence[str]) -> int:
    """Run the targets, and print what became of each."""
    options = command().parse_args(arguments)
    # Who ends us by a signal gets what is left behind cleared away, as after an interrupt.
    ends = [signal.SIGTERM, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else [])]
    ends = [each for each in ends if signal.getsignal(each) is not signal.SIG_IGN]
    before = [(each, signal.signal(each, _terminated)) for each in ends]
    try:
        return _run(options)
    finally:
        for each, handler in before:
            signal.signal(each, handler)


def _terminated(number: int, frame: object) -> None:
    raise SystemExit(128 + number)


def _run(options: Namespace) -> int:
    found: list[tuple[str, Verification]] = []
    wrong = False
    if options.device not in (None, CPU) and given(options.device) == CPU:
        print("cnnlint: there is no GPU here: all is done on the CPU", file=sys.stderr)
    for target in options.targets:
        verification, problem = _one(*split(target), options)
        if problem:
            print(f"cnnlint: {problem}", file=sys.stderr)
            wrong = True
        if verification is not None:
            found.append((target, verification))
    if options.form == "json":
        from ..output.verified import document

        write(document(found), encoding="utf-8")
    else:
        from ..report.verification import blocks

        write("\n".join(f"{block}\n" for _, each in found for block in blocks(each)))
    failed = any(each.verdict != "confirmed" for _, each in found)
    return WRONG if wrong else FOUND if failed else OK


def _one(path: str, wanted: str, options: Namespace) -> tuple[Verification | None, str]:
    """One target verified, or why it cannot be."""
    if path == "-":
        return None, "standard input cannot be verified: a program runs from its file"
    from ..project import analyse_file
    from ..source import shown

    found = configs(options)
    policy = _policy(options)
    outcome = analyse_file(shown(path), target=wanted, configs=found, policy=policy)
    analysis = outcome.analysis
    for problem in found.problems:
        return None, f"{shown(problem.path)}: {problem}"
    if outcome.problem or analysis is None:
        return None, f"{outcome.path}: {outcome.problem}"
    from ..runtime import Wish, verify
    from ..runtime.confined import Limits
    from ..runtime.frameworks import readied

    backend, obstacle = readied(options.backend, analysis)
    if obstacle:
        return None, f"{outcome.path}: {obstacle}"
    device = given(options.device) if options.device else CPU
    limits = Limits(options.timeout, options.memory, device)
    wish = Wish(data=not options.build_only, steps=options.allow_fit)
    if options.device or options.batch or options.find_batch:
        wish.batch = options.batch or BATCH
    wish.search, wish.jit, wish.policy = options.find_batch, options.jit, policy
    return verify(analysis, wanted, limits, backend, wish), ""


def _policy(options: Namespace) -> str:
    """The dtype policy that is asked for: what computes well on a GPU is slow on a CPU."""
    wanted: str = options.mixed_precision or ""
    if wanted == "auto":
        device = given(options.device) if options.device else CPU
        wanted = "bfloat16" if device == CPU else "float16"
    return f"mixed_{wanted}" if wanted else ""


def command() -> ArgumentParser:
    """The options."""
    from argparse import BooleanOptionalAction

    from ..runtime.frameworks import BACKENDS

    made = parser(
        "cnnlint verify", "Run each target under real Keras, within limits, and compare row by row."
    )
    made.add_argument(
        "targets",
        nargs="+",
        metavar="TARGET",
        help="FILE, FILE:OBJECT or FILE:BUILDER(ARGUMENT=LITERAL, ...)",
    )
    made.add_argument(
        "--backend",
        choices=BACKENDS,
        default="",
        help="what Keras runs on; default: what the code or KERAS_BACKEND says, else tensorflow",
    )
    made.add_argument("--build-only", action="store_true", help="put no data through the models")
    made.add_argument(
        "--allow-fit",
        type=_steps,
        default=0,
        metavar="N",
        help="let `fit` train N steps on made-up data, instead of not at all",
    )
    cost = made.add_argument_group(
        "what it costs", "Measured beside estimated; with --device, --batch or --find-batch."
    )
    cost.add_argument(
        "--device",
        type=_device,
        metavar="NAME",
        help="cpu, gpu, gpu:N or auto (a GPU if there is one); default: cpu",
    )
    cost.add_argument(
        "--batch", type=_steps, default=0, metavar="N", help=f"samples in a batch; default: {BATCH}"
    )
    cost.add_argument(
        "--find-batch",
        action="store_true",
        help="look for the largest batch that goes, a run for each that is tried",
    )
    cost.add_argument(
        "--mixed-precision",
        nargs="?",
        choices=("float16", "bfloat16", "auto"),
        const="auto",
        help="start with this policy; without a name: float16 on a GPU, bfloat16 on a CPU",
    )
    cost.add_argument(
        "--jit",
        action=BooleanOptionalAction,
        default=None,
        help="compile with XLA, or do not; default: what the code says",
    )
    made.add_argument(
        "--timeout",
        type=_seconds,
        default=120.0,
        metavar="SECONDS",
        help="how long a program may take, the start of Keras included; default: 120",
    )
    made.add_argument(
        "--memory",
        type=_bytes,
        default=None,
        metavar="SIZE",
        help="how much it may take beyond Keras itself (500M, 4G); default: half of the machine's",
    )
    made.add_argument(
        "--output-format",
        dest="form",
        choices=("full", "json"),
        default="full",
        help="default: %(default)s",
    )
    add_config(made)
    return made


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 < seconds < float("inf"):
        raise ValueError
    return seconds


def _steps(text: str) -> int:
    steps = int(text)
    if steps <= 0:
        raise ValueError
    return steps


def _device(text: str) -> str:
    if not is_device(text):
        raise ValueError
    return text


def _bytes(text: str) -> int:
    text = text.strip().upper().removesuffix("B").removesuffix("I")
    unit = UNITS.get(text[-1:], 0)
    count = int(float(text[:-1] if unit else text) * (unit or 1))
    if count <= 0:
        raise ValueError
    return count
