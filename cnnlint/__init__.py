"""cnnlint reads Keras model code and says what it builds, without running it."""

__version__ = "0.1.0"
