"""An abstract interpreter of Python: it follows a program without running it."""
