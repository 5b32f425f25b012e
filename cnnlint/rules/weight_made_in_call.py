from . import Rule


class WeightMadeInCall(Rule):
    """A layer makes a weight in its `call`.

    ## What it is

    Keras builds a layer before it calls it for the first time, and a layer that is built takes no
    further weights. `build` is given the shape of the input, which is what a weight depends on.

    ## Why it matters

    The first call raises.

    ## Bad

    ```python
    import keras
    from keras import layers, ops


    class Scale(layers.Layer):
        def call(self, inputs):
            scale = self.add_weight(shape=(inputs.shape[-1],), name="scale")
            return ops.multiply(inputs, scale)


    image = keras.Input((8,))
    model = keras.Model(image, Scale()(image))
    ```

    ## Good

    ```python
    import keras
    from keras import layers, ops


    class Scale(layers.Layer):
        def build(self, input_shape):
            self.scale = self.add_weight(shape=(input_shape[-1],), name="scale")

        def call(self, inputs):
            return ops.multiply(inputs, self.scale)


    image = keras.Input((8,))
    model = keras.Model(image, Scale()(image))
    ```

    ## What Keras says

    `ValueError: Could not automatically infer the output shape / dtype of this layer`, and further
    on that `You cannot add new elements of state (variables or sub-layers) to a layer that is
    already built`.
    """

    code = "CNN130"
    name = "weight-made-in-call"
    severity = "error"
