from . import Rule


class TooMuchMemory(Rule):
    """Training a model takes more memory than its project allows.

    ## What it is

    `max-memory` in the configuration is an amount with its unit: `"16 GiB"`. What counts is about
    what one step of training takes: weights, gradients, the variables of the optimizer, and the
    tensors that are kept until the gradient comes back, for a batch of `batch` samples, or else
    the `batch_size` of `fit`, or else 32. `docs/resources.md` tells how it is worked out, and
    what is left out.

    ## Why it matters

    Training ends with an error of the accelerator, often minutes after it was begun.

    ## Bad

    ```toml
    [tool.cnnlint]
    max-memory = "1 GiB"
    batch = 64
    ```

    ```python
    import keras
    from keras import layers

    model = keras.Sequential(
        [
            keras.Input((256, 256, 3)),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(32),
            layers.GlobalAveragePooling2D(),
            layers.Dense(10),
        ]
    )
    ```

    ## Good

    ```python
    import keras
    from keras import layers

    model = keras.Sequential(
        [
            keras.Input((256, 256, 3)),
            layers.Conv2D(64, 3, strides=2, activation="relu"),
            layers.MaxPooling2D(16),
            layers.GlobalAveragePooling2D(),
            layers.Dense(10),
        ]
    )
    ```

    ## What Keras says

    Nothing before it runs; then the framework is out of memory.
    """

    code = "CNN602"
    name = "too-much-memory"
    severity = "warning"
