"""A plugin for pytest: a project's own tests assert that its models are what cnnlint says.

    def test_model(verified_model):
        verified_model("model.py:build(classes=10)")

    @pytest.mark.cnnlint("model.py")
    def test_training(): ...

Paths are relative to pytest's root directory. A target is run once in a session, in a process of
its own, as `cnnlint verify` runs it; nothing of cnnlint is loaded before a test asks.
"""

from __future__ import annotations

import os

import pytest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .runtime import Verification

MARKER = "cnnlint(target, ...): verify these targets under real Keras before the test runs"
#: What was verified in this session, by what was asked.
_KNOWN = pytest.StashKey["dict[object, Verification]"]()


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known."""
    config.addinivalue_line("markers", MARKER)
    config.stash[_KNOWN] = {}


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Verify the targets of a test's markers."""
    for marker in item.iter_markers("cnnlint"):
        for target in marker.args:
            _verified(item.config, target, **marker.kwargs)


@pytest.fixture
def verified_model(request: pytest.FixtureRequest) -> Callable[..., Verification]:
    """A function of a target, which fails the test unless Keras builds what cnnlint says.

    Its keywords are `backend`, `timeout` in seconds, `memory` in bytes, and `data=False` for no
    data through the models. It returns what was found (`cnnlint.runtime.Verification`).
    """

    def verified(target: str, **options: Any) -> Verification:
        return _verified(request.config, target, **options)

    return verified


def _verified(
    config: pytest.Config,
    target: str,
    *,
    backend: str = "",
    timeout: float = 120.0,
    memory: int | None = None,
    data: bool = True,
) -> Verification:
    known = config.stash[_KNOWN]
    key = target, backend, timeout, memory, data
    if key not in known:
        known[key] = _run(config, target, backend, timeout, memory, data)
    found = known[key]
    if found.verdict != "confirmed":
        from .report.verification import blocks

        pytest.fail(f"cnnlint verify {target}\n\n" + "\n\n".join(blocks(found)), pytrace=False)
    return found


def _run(
    config: pytest.Config,
    target: str,
    backend: str,
    timeout: float,
    memory: int | None,
    data: bool,
) -> Verification:
    from .commands.arguments import split
    from .config import Configs
    from .project import analyse_file
    from .runtime import Limits, Wish, verify
    from .runtime.frameworks import readied

    path, wanted = split(target)
    path = os.path.join(config.rootpath, path)
    outcome = analyse_file(path, target=wanted, configs=Configs())
    analysis = outcome.analysis
    if analysis is None or outcome.problem:
        pytest.fail(f"cnnlint verify {target}: {outcome.problem}", pytrace=False)
    backend, obstacle = readied(backend, analysis)
    if obstacle:
        pytest.fail(f"cnnlint verify {target}: {obstacle}", pytrace=False)
    return verify(analysis, wanted, Limits(timeout, memory), backend, Wish(data=data))
