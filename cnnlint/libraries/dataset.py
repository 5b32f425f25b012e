"""What a dataset of `tf.data` is; `pipelines` says how one is made of another."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..dims import Size


class Dataset:
    """A dataset. `elements` is the structure of one element: arrays in tuples and dicts.

    `count` is how many elements there are, where that is known; `names` the names of the classes,
    for images that were sorted into folders. The size of a batch is None to Keras, as the last
    one may be smaller; `first` is how many the first batch holds, where that is known. `traits`
    are what else a generator of images can be asked.
    """

    __slots__ = ("count", "elements", "first", "names", "traits")

    def __init__(
        self, elements: Any, count: Size | None = None, names: Any = None, first: int | None = None
    ) -> None:
        self.elements = elements
        self.count = count
        self.names = names
        self.first = first
        self.traits: dict[str, Any] = {}
