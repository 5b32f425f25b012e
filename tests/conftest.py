"""Examples are drawn the same way in every run, so that a change is judged by what it changes.

`CNNLINT_RANDOM=1` draws new ones: that is how disagreements with Keras are looked for by hand,
together with a large `CNNLINT_EXAMPLES`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

settings.register_profile("repeatable", derandomize=True)
if not os.environ.get("CNNLINT_RANDOM"):
    settings.load_profile("repeatable")


@pytest.fixture(scope="session", autouse=True)
def _cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test keeps results where another run would find them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CNNLINT_CACHE_DIR", str(tmp_path_factory.mktemp("cache") / "kept"))
        yield
