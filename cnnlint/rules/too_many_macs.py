from . import Rule


class TooManyMacs(Rule):
    """A model takes more multiply-accumulates for a sample than its project allows.

    ## What it is

    `max-macs` in the configuration is a number: `300_000_000`, or `"300M"`. It is held against
    the sum of the column `MACs` of the table: one run forward, for one sample.

    ## Why it matters

    The time that an answer takes grows with it, on a phone above all.

    ## Bad

    ```toml
    [tool.cnnlint]
    max-macs = "1M"
    ```

    ```python
    import keras
    from keras import layers

    model = keras.Sequential([keras.Input((64, 64, 3)), layers.Conv2D(16, 3), layers.ReLU()])
    ```

    ## Good

    ```python
    import keras
    from keras import layers

    model = keras.Sequential(
        [keras.Input((64, 64, 3)), layers.Conv2D(16, 3, strides=2), layers.ReLU()]
    )
    ```

    ## What Keras says

    Nothing.
    """

    code = "CNN603"
    name = "too-many-macs"
    severity = "warning"
