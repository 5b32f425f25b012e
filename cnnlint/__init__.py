"""cnnlint reads Keras model code and says what it builds, without running it."""

from . import loading as _loading

__version__ = "0.1.0"

_loading.later()
