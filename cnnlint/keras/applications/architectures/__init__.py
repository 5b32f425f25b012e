"""The architectures, as plain Keras code: cnnlint reads these files and never imports them."""
