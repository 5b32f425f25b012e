"""Examples are drawn the same way in every run, so that a change is judged by what it changes.

`CNNLINT_RANDOM=1` draws new ones: that is how disagreements with Keras are looked for by hand,
together with a large `CNNLINT_EXAMPLES`.
"""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("repeatable", derandomize=True)
if not os.environ.get("CNNLINT_RANDOM"):
    settings.load_profile("repeatable")
