"""Two judges of one fixture: cnnlint, and real Keras running the same file.

A fixture is a plain Python file. What is expected stands at the end of its lines:

    # shape: (None, 4, 4, 64)  params: 1792     the layer made or called there
    # total: 80266  trainable: 79000            the model made or summarised there
    # error: [CNN101] "text"                    what cnnlint says, and where Keras raises
    # unknown: reason                           honestly not known, for this reason
    # sum: (32 + 2·1 − 3)/1 + 1 = 32            how the output shape came about
    # requires: H % 16 == 0  try: (48, 48) ok, (50, 50) fails

Expectations are separated by two spaces or by another `#`. A line that is run several times may
list what it gives, separated by ` | `. Keras is asked too, except for `unknown`, `sum`, `requires`
(but for the sizes to `try`) and `warning`, which stands in place of `error` for what is likely but
not proved. `# keras: build(3)` is an expression that Keras evaluates after the file, for
functions that the file itself never calls. A file that begins with `# part of` is imported by
another fixture, and is none itself.
"""
