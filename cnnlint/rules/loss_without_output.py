from . import Rule


class LossWithoutOutput(Rule):
    """The losses are named, and their names are not those of the outputs.

    ## What it is

    A dict given as `loss` names the loss of each output by the layer that the output comes from.
    Every output must be there, and nothing else.

    ## Why it matters

    Layers without a name of their own are called `dense`, `dense_1` and so on, by how many were
    made before: a name that fits today can be another tomorrow. Give the last layers names.

    ## Bad

    ```python
    import keras
    import numpy as np
    from keras import layers

    image = keras.Input((8,))
    age = layers.Dense(1, name="age")(image)
    kind = layers.Dense(3, activation="softmax", name="kind")(image)
    model = keras.Model(image, [age, kind])
    model.compile("adam", loss={"age": "mse", "type": "categorical_crossentropy"})
    model.fit(np.zeros((16, 8)), [np.zeros((16, 1)), np.zeros((16, 3))], verbose=0)
    ```

    ## Good

    ```python
    import keras
    import numpy as np
    from keras import layers

    image = keras.Input((8,))
    age = layers.Dense(1, name="age")(image)
    kind = layers.Dense(3, activation="softmax", name="kind")(image)
    model = keras.Model(image, [age, kind])
    model.compile("adam", loss={"age": "mse", "kind": "categorical_crossentropy"})
    model.fit(np.zeros((16, 8)), [np.zeros((16, 1)), np.zeros((16, 3))], verbose=0)
    ```

    ## What Keras says

    ```text
    ValueError: Expected keys ['age', 'kind'] in loss dict, but found loss.keys()=['age', 'type']
    ```
    """

    code = "CNN305"
    name = "loss-without-output"
    severity = "error"
