"""The largest batch that goes: tried, from the static estimate on.

Each try is a run of its own, for what has run out of memory is in no state to go on.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Try = tuple[int, bool]

#: Where nothing is estimated, the search begins here.
FIRST = 32
MOST_TRIES = 9
LARGEST = 1 << 20
#: The search ends when what goes and what does not are so close to each other.
CLOSE = 0.05


def largest(fits: Callable[[int], bool], estimate: int | None, tries: list[Try]) -> None:
    """Add to `tries` every batch that is tried, with whether it went.

    `fits` may raise, and ends the search so.
    """
    good, bad = 0, LARGEST + 1
    batch = max(1, min(estimate or FIRST, LARGEST))
    while len(tries) < MOST_TRIES and bad - good > max(1, int(good * CLOSE)):
        went = fits(batch)
        tries.append((batch, went))
        if went:
            good = batch
        else:
            bad = batch
        batch = min(good * 2, LARGEST) if bad > LARGEST else (good + bad) // 2
        if batch in (good, bad):
            break


def answer(tries: list[Try]) -> int:
    """The largest batch that went; 0 where none did."""
    return max((batch for batch, went in tries if went), default=0)
