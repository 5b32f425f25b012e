"""What `import keras` brings: each module is a table of names, filled when a name is asked for."""

from __future__ import annotations

from .. import loading
from ..diagnostics import Refused
from ..interpreter.calls import native
from ..interpreter.values import MISSING, Class, Function, Instance, Module, Native
from ..network import Layer, Tensor
from . import classes, inputs, model_methods, recognized, sequential, versions
from .classes import FUNCTIONAL, INPUT_LAYER, LAYER, MODEL, SEQUENTIAL
from .events import discarded, refuse, uncaught

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..interpreter.machine import Interpreter

#: Every layer that the Keras of the tests exports, declared here or not.
_NAMES = """
    Activation ActivityRegularization AdaptiveAveragePooling1D AdaptiveAveragePooling2D
    AdaptiveAveragePooling3D AdaptiveMaxPooling1D AdaptiveMaxPooling2D AdaptiveMaxPooling3D Add
    AdditiveAttention AlphaDropout Attention AugMix AutoContrast Average AveragePooling1D
    AveragePooling2D AveragePooling3D AvgPool1D AvgPool2D AvgPool3D BatchNormalization
    Bidirectional CategoryEncoding CenterCrop Concatenate
    ContrastLimitedAdaptiveHistogramEqualization Conv1D Conv1DTranspose Conv2D Conv2DTranspose
    Conv3D Conv3DTranspose ConvLSTM1D ConvLSTM2D ConvLSTM3D Convolution1D Convolution1DTranspose
    Convolution2D Convolution2DTranspose Convolution3D Convolution3DTranspose Cropping1D
    Cropping2D Cropping3D CutMix Dense DepthwiseConv1D DepthwiseConv2D Discretization Dot
    Dropout ELU EinsumDense Embedding Equalization Flatten FlaxLayer GRU GRUCell GaussianDropout
    GaussianNoise GlobalAveragePooling1D GlobalAveragePooling2D GlobalAveragePooling3D
    GlobalAvgPool1D GlobalAvgPool2D GlobalAvgPool3D GlobalMaxPool1D GlobalMaxPool2D
    GlobalMaxPool3D GlobalMaxPooling1D GlobalMaxPooling2D GlobalMaxPooling3D GroupNormalization
    GroupQueryAttention HashedCrossing Hashing Identity Input InputLayer InputSpec IntegerLookup
    JaxLayer LSTM LSTMCell Lambda Layer LayerNormalization LeakyReLU Masking MaxNumBoundingBoxes
    MaxPool1D MaxPool2D MaxPool3D MaxPooling1D MaxPooling2D MaxPooling3D Maximum MelSpectrogram
    Minimum MixUp MultiHeadAttention Multiply Normalization PReLU Permute Pipeline
    RMSNormalization RNN RandAugment RandomBrightness RandomColorDegeneration RandomColorJitter
    RandomContrast RandomCrop RandomElasticTransform RandomErasing RandomFlip RandomGaussianBlur
    RandomGrayscale RandomHue RandomInvert RandomPerspective RandomPosterization RandomRotation
    RandomSaturation RandomSharpness RandomShear RandomTranslation RandomZoom ReLU RepeatVector
    Rescaling Reshape Resizing ReversibleEmbedding STFTSpectrogram SeparableConv1D
    SeparableConv2D SeparableConvolution1D SeparableConvolution2D SimpleRNN SimpleRNNCell
    Softmax Solarization SpatialDropout1D SpatialDropout2D SpatialDropout3D
    SpectralNormalization StackedRNNCells StringLookup Subtract TFSMLayer TextVectorization
    TimeDistributed TorchModuleWrapper UnitNormalization UpSampling1D UpSampling2D UpSampling3D
    Wrapper ZeroPadding1D ZeroPadding2D ZeroPadding3D
"""
LAYERS = frozenset(_NAMES.split())
#: Those whose code is followed like that of the user's own.
FOLLOWED = frozenset({"Lambda", "Wrapper"})
#: `keras.layers.add([a, b])` and its like: a layer made and called at once.
MERGING = {
    "add": "Add",
    "average": "Average",
    "concatenate": "Concatenate",
    "dot": "Dot",
    "maximum": "Maximum",
    "minimum": "Minimum",
    "multiply": "Multiply",
    "subtract": "Subtract",
}
#: Modules in which a name that is nearly right is a mistake.
MISSPELT = frozenset(
    (
        "",
        "layers",
        "models",
        "optimizers",
        "callbacks",
        "regularizers",
        "losses",
        "metrics",
        "utils",
        "ops",
        "random",
        "activations",
        "initializers",
        "constraints",
        "optimizers.schedules",
    )
)
#: Modules that older versions had, by what is found there today.
OLDER = {
    "layers.advanced_activations": "layers",
    "layers.convolutional": "layers",
    "layers.core": "layers",
    "layers.embeddings": "layers",
    "layers.experimental": "layers",
    "layers.experimental.preprocessing": "layers",
    "layers.merge": "layers",
    "layers.noise": "layers",
    "layers.normalization": "layers",
    "layers.pooling": "layers",
    "layers.preprocessing": "layers",
    "layers.recurrent": "layers",
    "layers.wrappers": "layers",
    "legacy.backend": "backend",
    "optimizers.experimental": "optimizers",
    "mixed_precision.experimental": "mixed_precision",
    "engine": "",
    "engine.topology": "layers",
    "engine.base_layer": "layers",
    "engine.training": "models",
    "utils.np_utils": "utils",
    "utils.vis_utils": "utils",
    "api": "",
    "src": "",
    "_tf_keras.keras": "",
}


MODEL.namespace.update(model_methods.METHODS)
FUNCTIONAL.namespace["__init__"] = model_methods.METHODS["__init__"]
SEQUENTIAL.namespace.update(sequential.METHODS)


#: Public names that programs use most: the list of all need not be read for them.
USUAL = {
    "": frozenset(
        """
        Input Model Sequential activations applications backend callbacks constraints datasets
        initializers layers losses metrics models ops optimizers preprocessing regularizers utils
        """.split()
    ),
    "layers": LAYERS,
    "models": frozenset(("Model", "Sequential")),
    "utils": frozenset(("to_categorical",)),
}


class Keras:
    """The modules of one run."""

    __slots__ = ("_made", "interpreter", "older", "root")

    def __init__(self, interpreter: Interpreter, root: str = "keras") -> None:
        self.interpreter = interpreter
        self.root = root
        self.older = "keras 2" in interpreter.state
        self._made: dict[str, Module] = {}
        interpreter.refused = refuse
        interpreter.uncaught = uncaught
        interpreter.discarded = discarded
        interpreter.builds = builds

    def module(self, path: str) -> Module:
        """The module `keras.<path>`; `""` is keras itself."""
        if path == "src" or path.startswith("src."):
            return self.inner(self.module(path[4:]))
        written = path
        for prefix in ("api.", "_tf_keras.keras."):
            path = path.removeprefix(prefix)
        # Keras's own files lie elsewhere than the names it exports.
        inside = path != written or path in ("api", "_tf_keras")
        path = OLDER.get(path, path)
        known = self._made.get(written if inside else path)
        if known is None:
            name = f"{self.root}.{path}" if path else self.root
            known = Module(name, {}, lambda member: self.find(path, member))
            known.complete = path == "layers" and not self.older
            if not inside and not self.older:
                known.gone = lambda member: self.absent(known, path, member)
            self._made[written if inside else path] = known
        return known

    def gone_module(self, path: str) -> Module:
        """A module that older versions had: that it is gone is said once, and not of its names."""
        known = self._made.get(f"gone {path}")
        if known is None:
            today = OLDER[path]
            name = f"{self.root}.{today}" if today else self.root
            known = Module(name, {}, lambda member: self.find(today, member))
            self._made[f"gone {path}"] = known
        return known

    def inner(self, public: Module) -> Module:
        """The same module in `keras.src`: there is more in it than Keras exports."""
        key = f"src {public.name}"
        known = self._made.get(key)
        if known is None:

            def find(name: str) -> Any:
                found = public.member(name)
                if isinstance(found, Module):
                    return self.inner(found)
                if found is MISSING:
                    from . import private

                    return private.find(name)
                return found

            known = self._made[key] = Module(public.name, {}, find)
        return known

    def absent(self, module: Module, path: str, name: str) -> Refused | None:
        """What to say of a name that the Keras in force has not, here at least."""
        gone = versions.gone(self.root, path, name)
        known = name in module.names and path not in OPAQUE  # those find any name
        if gone is not None or known or name in USUAL.get(path, ()):
            return gone
        found = None
        if path in MISSPELT:
            found = versions.misspelt(self.root, path, name, self.public(path))
        if found is None and (path == "" or path in MISSPELT):
            found = versions.misplaced(self.root, path, name, self.public)
        if found is None and path in MISSPELT and self.lacks(path, name):
            found = versions.nowhere(self.root, path, name, self.public(path))
        return found

    def lacks(self, path: str, name: str) -> bool:
        """Whether this module has no such name; a class of a kind is taken for any name there."""
        if name in self.public(path):
            return False  # whatever it does
        if path in OPAQUE and name[:1].isupper():
            return self.own(path, name) is MISSING
        return self.find(path, name) is MISSING

    def find(self, path: str, name: str) -> Any:
        """The member `name` of `keras.<path>`, or MISSING."""
        if name == "*":
            return self.public(path)
        full = f"{path}.{name}" if path else name
        found = self.own(path, name)
        if found is not MISSING:
            if isinstance(found, Module) and found.gone is None and not self.older:
                found.gone = lambda member: versions.gone(self.root, full, member)
            return found
        if full in OLDER and not self.older and versions.gone(self.root, path, name) is not None:
            return self.gone_module(full)
        if full in MODULES or full in OLDER or full == "_tf_keras":
            return self.module(full)
        if path in ("losses", "metrics") and not name[:1].isupper():
            from .training.losses import CANONICAL
            from .training.offered import FUNCTIONS, value_of

            if CANONICAL.get(name, name) in FUNCTIONS:
                return value_of(CANONICAL.get(name, name))
        if path in OPAQUE and name in ("get", "serialize", "deserialize"):
            return native(recognized.itself, name)
        if path in OPAQUE and (name[:1].isupper() or path in MAKERS):
            return recognized.opaque(path, name)
        return MISSING

    def public(self, path: str) -> Any:
        """The names that `from keras.<path> import *` brings."""
        also = versions.kept(path) if self.root != "keras" or self.older else ()
        if path == "layers":
            return sorted(LAYERS | {*MERGING, "deserialize", "serialize", *also})
        from . import public

        listed = public.names(path)
        return (*listed, *also) if listed else self.own(path, "*")

    def own(self, path: str, name: str) -> Any:
        if path == "layers":
            return self.layer(name)
        if path in ("", "models"):
            known = {
                "Model": MODEL,
                "Functional": FUNCTIONAL,
                "Sequential": SEQUENTIAL,
                "Layer": LAYER,
                "Input": INPUT,
            }.get(name, MISSING)
            if known is not MISSING:
                return known
            if path == "" and name == "Variable":
                from .variables import VARIABLE

                return VARIABLE
            if path == "" and name == "InputSpec":
                return self.layer(name)
            if path == "" and name in ("DTypePolicy", "FloatDTypePolicy"):
                return recognized.opaque("dtype_policies", name)
            if path == "" and name == "__version__":
                return "2.15.0" if self.older else versions.KERAS
        if name in MODELS and path in ("models", "saving", "utils"):
            return of_models(name)
        if name in CUSTOM:
            self.interpreter.state["custom objects"] = True
        if name in ("register_keras_serializable", "keras_export"):
            return native(register)
        head, _, rest = path.partition(".")
        home = PROVIDED.get(head)
        if home is None:
            return MISSING
        provided = self._made.get(f"provided {head}")
        if provided is None:
            provided = getattr(loading.module(f"{__package__}{home[0]}"), home[1])()
            self._made[f"provided {head}"] = provided
        for part in rest.split(".") if rest else ():
            provided = provided.member(part)
            if not isinstance(provided, Module):
                return MISSING
        return provided.member(name)

    def layer(self, name: str) -> Any:
        """`keras.layers.<name>`."""
        if name == "Input":
            return INPUT
        if name == "Layer":
            return LAYER
        if name == "InputLayer":
            return INPUT_LAYER
        if name == "InputSpec":
            from .specs import INPUT_SPEC

            return INPUT_SPEC
        if name in FOLLOWED:
            from . import functions

            return functions.LAMBDA if name == "Lambda" else functions.WRAPPER
        if name in MERGING:
            return merging_function(name)
        if name in ("deserialize", "serialize"):
            return of_models(name)
        declared = classes.layer_class(name)
        if declared is not None:
            return declared
        if name in LAYERS:
            return recognized.undeclared(name)
        if name == "Model":
            return MODEL
        return MISSING


INPUT = native(inputs.input_, "Input")


#: What is asked of a model that leaves it as it is.
_USING = """
    predict predict_on_batch evaluate train_on_batch test_on_batch summary save save_weights
    get_weights set_weights load_weights weights trainable_weights trainable_variables variables
    metrics metrics_names reset_states reset_metrics count_params name optimizer
"""
USING = frozenset(_USING.split())
#: What builds a model the first time, and then no more.
TRAINING = frozenset(("fit", "fit_generator", "__call__"))


def builds(value: Any, attribute: str = "") -> bool:
    """Whether models are built with a value, or it is a layer, a model or a tensor of one."""
    if type(value) is Class:
        return value.derives_from(LAYER)
    if type(value) is Instance:
        if not isinstance(value.state, Layer) or attribute in USING:
            return False
        return not (attribute in TRAINING and value.state.built)
    return (
        value is INPUT
        or type(value) is Tensor
        or (type(value) is Module and value.name[:5] == "keras")
    )


#: What lets a program give names of its own to activations, initializers and their like.
CUSTOM = frozenset(
    (
        "CustomObjectScope",
        "custom_object_scope",
        "get_custom_objects",
        "register_keras_serializable",
    )
)


def register(interpreter: Interpreter, *args: Any, **keywords: Any) -> Any:
    """`@register_keras_serializable(...)`, with or without parentheses, changes nothing here."""
    if args and isinstance(args[0], (Class, Function)):
        return args[0]
    return Native("register", lambda machine, given, named: given[0])


def merging_function(name: str) -> Native:
    layer = MERGING[name]

    def merge(interpreter: Interpreter, inputs: Any, *args: Any, **keywords: Any) -> Any:
        made = interpreter.call(classes.layer_class(layer), args, keywords)
        return interpreter.call(made, (inputs,), {})

    return native(merge, name)


#: Functions that make models and layers of others, of configurations or of files, and where they
#: are written.
MODELS = {
    "clone_model": "cloning.clone_model",
    "load_model": "saving.load_model",
    "save_model": "saving.save",
    "model_from_json": "saving.model_from_json",
    "serialize_keras_object": "configurations.serialized",
    "deserialize_keras_object": "saving.deserialized",
    "serialize": "configurations.serialized",
    "deserialize": "saving.deserialized",
}


def of_models(name: str) -> Native:
    """One of these functions, from its module."""
    module, _, function = MODELS[name].partition(".")
    return native(getattr(loading.module(f"{__package__}.{module}"), function), name)


#: Modules with functions of their own: the module of this package, and what gives its members.
PROVIDED = {
    "applications": (".applications", "module"),
    "datasets": (".datasets", "module"),
    "utils": (".utils", "module"),
    "preprocessing": (".utils", "preprocessing"),
    "ops": (".ops", "module"),
    "activations": (".activations", "module"),
    "random": (".ops", "random"),
    "backend": (".backend", "module"),
    "config": (".policies", "config"),
    "mixed_precision": (".policies", "module"),
}
#: Modules whose classes only have to be recognized.
_OPAQUE = """
    optimizers optimizers.schedules optimizers.legacy losses metrics callbacks regularizers
    initializers constraints mixed_precision dtype_policies
"""
OPAQUE = frozenset(_OPAQUE.split())
#: Modules whose functions with small letters make such objects too: `regularizers.l2(0.01)`.
MAKERS = frozenset(("regularizers", "initializers", "constraints", "optimizers"))
_OTHERS = """
    api_export layers models saving applications wrappers quantizers tree visualization export
    distribution legacy
"""
MODULES = OPAQUE | frozenset(PROVIDED) | frozenset(_OTHERS.split())
