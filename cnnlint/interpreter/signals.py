"""What a statement returns when the one after it does not follow."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Return:
    """The signal of `return`."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value


BREAK = "break"
CONTINUE = "continue"
