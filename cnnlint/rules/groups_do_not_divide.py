from . import Rule


class GroupsDoNotDivide(Rule):
    """`groups` divides the channels of a convolution unevenly.

    ## What it is

    A grouped convolution splits its input channels and its filters into `groups` equal parts. Both
    numbers must be multiples of it.

    ## Why it matters

    There is no uneven split to fall back to: the weights cannot be made.

    ## Bad

    ```python
    import keras
    from keras import layers

    image = keras.Input((32, 32, 3))
    x = layers.Conv2D(64, 3, groups=2)(image)
    model = keras.Model(image, x)
    ```

    ## Good

    ```python
    import keras
    from keras import layers

    image = keras.Input((32, 32, 4))
    x = layers.Conv2D(64, 3, groups=2)(image)
    model = keras.Model(image, x)
    ```

    ## What Keras says

    ```text
    ValueError: The number of input channels must be evenly divisible by the number of groups.
    Received groups=2, but the input has 3 channels (full input shape is (None, 32, 32, 3)).
    ```
    """

    code = "CNN108"
    name = "groups-do-not-divide"
    severity = "error"
