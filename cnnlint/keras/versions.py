"""Names that older versions of Keras had and Keras 3 has not, with what took their place.

`keras` and `tensorflow.keras` differ: the second keeps what many programs still use, such as
`backend.mean` and `preprocessing.text`. Tests hold both lists against the installed Keras.
"""

from __future__ import annotations

from ..diagnostics import Refused

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection

#: The version whose names are told here.
KERAS = "3.15.1"

#: Gone from both: the module, its names, and what to use; a name without its own is followed by
#: the one after "=".
_GONE = """
: engine=keras.layers objectives=keras.losses initializations=keras.initializers
: estimator= experimental= premade= feature_column=
layers: advanced_activations=keras.layers convolutional=keras.layers core=keras.layers
layers: embeddings=keras.layers merge=keras.layers noise=keras.layers normalization=keras.layers
layers: pooling=keras.layers recurrent=keras.layers wrappers=keras.layers local=keras.layers
layers: preprocessing=keras.layers convolutional_recurrent=keras.layers experimental=keras.layers
layers: cudnn_recurrent=keras.layers CuDNNLSTM=keras.layers.LSTM CuDNNGRU=keras.layers.GRU
layers: LocallyConnected1D= LocallyConnected2D= Merge=keras.layers.Concatenate Highway=
layers: MaxoutDense= TimeDistributedDense=keras.layers.TimeDistributed DenseFeatures=
layers: AtrousConvolution1D=keras.layers.Conv1D(dilation_rate=...)
layers: AtrousConvolution2D=keras.layers.Conv2D(dilation_rate=...)
layers: Deconvolution2D=keras.layers.Conv2DTranspose Deconvolution3D=keras.layers.Conv3DTranspose
layers: AbstractRNNCell=keras.layers.Layer ConvRecurrent2D=keras.layers.ConvLSTM2D
layers: SyncBatchNormalization=keras.layers.BatchNormalization(synchronized=True)
models: Graph=keras.Model model_from_yaml=keras.models.model_from_json
models: model_from_config=keras.Model.from_config Input=keras.Input Layer=keras.Layer
utils: np_utils=keras.utils vis_utils=keras.utils generic_utils=keras.utils data_utils=keras.utils
utils: training_utils= io_utils= layer_utils= conv_utils= HDF5Matrix= print_summary=
utils: multi_gpu_model=tensorflow.distribute.MirroredStrategy
utils: GeneratorEnqueuer=keras.utils.PyDataset OrderedEnqueuer=keras.utils.PyDataset
utils: convert_all_kernels_in_model= layer_from_config=keras.layers.deserialize
wrappers: scikit_learn=scikeras.wrappers
regularizers: l1l2=keras.regularizers.l1_l2 activity_l1=keras.regularizers.l1
regularizers: activity_l2=keras.regularizers.l2 WeightRegularizer=keras.regularizers.l1_l2
constraints: maxnorm=keras.constraints.max_norm nonneg=keras.constraints.non_neg
constraints: unitnorm=keras.constraints.unit_norm
optimizers: optimizer_v2=keras.optimizers TFOptimizer= experimental=keras.optimizers
optimizers: adam=keras.optimizers.Adam sgd=keras.optimizers.SGD rmsprop=keras.optimizers.RMSprop
losses: cosine_proximity=keras.losses.cosine_similarity cosine=keras.losses.cosine_similarity
metrics: fbeta_score=keras.metrics.FBetaScore precision=keras.metrics.Precision
callbacks: callbacks=keras.callbacks experimental=keras.callbacks
mixed_precision: experimental=keras.mixed_precision
backend: tensorflow_backend=keras.ops function=keras.Model get_session= set_session=
backend: image_dim_ordering=keras.config.image_data_format logsumexp=keras.ops.logsumexp
backend: set_image_dim_ordering=keras.config.set_image_data_format local_conv2d=
backend: in_train_phase=the`training`argument`of`call` in_test_phase=the`training`argument`of`call`
backend: learning_phase=the`training`argument`of`call`
backend: set_learning_phase=the`training`argument`of`call`
backend: symbolic_learning_phase=the`training`argument`of`call`
backend: manual_variable_initialization= normalize_batch_in_training= placeholder=keras.Input
backend: print_tensor= random_binomial=keras.random.binomial reset_uids=keras.utils.clear_session
backend: slice=keras.ops.slice
"""
#: Gone from `keras`, and still in `tensorflow.keras`.
_KEPT = """
layers: ThresholdedReLU=keras.layers.ReLU(threshold=...) RandomHeight= RandomWidth=
losses: mse=keras.losses.mean_squared_error MSE=keras.losses.mean_squared_error
losses: mae=keras.losses.mean_absolute_error kld=keras.losses.kl_divergence
losses: kullback_leibler_divergence=keras.losses.kl_divergence logcosh=keras.losses.log_cosh
losses: MAE=keras.losses.mean_absolute_error KLD=keras.losses.kl_divergence Reduction=
losses: MAPE=keras.losses.mean_absolute_percentage_error
losses: mape=keras.losses.mean_absolute_percentage_error
losses: MSLE=keras.losses.mean_squared_logarithmic_error
losses: msle=keras.losses.mean_squared_logarithmic_error
metrics: mse=keras.metrics.mean_squared_error MSE=keras.metrics.mean_squared_error
metrics: MAE=keras.metrics.mean_absolute_error KLD=keras.metrics.kl_divergence
metrics: mae=keras.metrics.mean_absolute_error kld=keras.metrics.kl_divergence
metrics: MAPE=keras.metrics.mean_absolute_percentage_error
metrics: mape=keras.metrics.mean_absolute_percentage_error
metrics: MSLE=keras.metrics.mean_squared_logarithmic_error
metrics: msle=keras.metrics.mean_squared_logarithmic_error
metrics: kullback_leibler_divergence=keras.metrics.kl_divergence
preprocessing: text=keras.layers.TextVectorization
preprocessing.image: ImageDataGenerator=keras.utils.image_dataset_from_directory random_rotation=
preprocessing.sequence: TimeseriesGenerator=keras.utils.timeseries_dataset_from_array
preprocessing.sequence: skipgrams= make_sampling_table=
backend: abs all any arange argmax argmin binary_crossentropy cast categorical_crossentropy clip
backend: concatenate conv1d=keras.ops.conv conv2d=keras.ops.conv conv3d=keras.ops.conv cos cumprod
backend: cumsum depthwise_conv2d=keras.ops.depthwise_conv dot=keras.ops.matmul elu equal exp
backend: expand_dims eye greater greater_equal hard_sigmoid less less_equal log max maximum mean min
backend: minimum not_equal one_hot ones ones_like permute_dimensions=keras.ops.transpose
backend: pow=keras.ops.power prod relu repeat repeat_elements=keras.ops.repeat reshape
backend: reverse=keras.ops.flip round separable_conv2d=keras.ops.separable_conv shape sigmoid sign
backend: sin softmax softplus softsign sparse_categorical_crossentropy sqrt square squeeze stack std
backend: stop_gradient sum switch=keras.ops.where tanh tile transpose var zeros zeros_like
backend: batch_dot=keras.layers.Dot batch_flatten=keras.layers.Flatten bias_add=keras.ops.add
backend: batch_normalization cast_to_floatx=keras.ops.cast constant=keras.ops.convert_to_tensor
backend: conv2d_transpose=keras.ops.conv_transpose dropout=keras.random.dropout
backend: dtype=keras.backend.standardize_dtype flatten=keras.ops.ravel gather=keras.ops.take
backend: int_shape=x.shape ndim=len(x.shape) is_sparse= eval=keras.ops.convert_to_numpy
backend: get_value=keras.ops.convert_to_numpy set_value=keras.Variable.assign
backend: gradients=tensorflow.GradientTape l2_normalize=keras.ops.normalize map_fn=keras.ops.map
backend: name_scope=keras.name_scope pool2d=keras.ops.max_pool pool3d=keras.ops.max_pool
backend: random_normal=keras.random.normal random_uniform=keras.random.uniform
backend: truncated_normal=keras.random.truncated_normal variable=keras.Variable
backend: update=keras.Variable.assign update_add=keras.Variable.assign_add
backend: update_sub=keras.Variable.assign_sub resize_images=keras.ops.image.resize
backend: spatial_2d_padding=keras.ops.pad temporal_padding=keras.ops.pad batch_get_value=
backend: batch_set_value= count_params= ctc_batch_cost=keras.ops.ctc_loss
backend: ctc_decode=keras.ops.ctc_decode foldl= foldr= moving_average_update=
backend: random_bernoulli=keras.random.binomial random_normal_variable= random_uniform_variable=
backend: resize_volumes= rnn= to_dense=
"""


def read(text: str) -> dict[str, str]:
    """The full name of each thing that is gone, and its replacement, "" where there is none."""
    found = {}
    for line in text.strip().splitlines():
        path, _, listed = line.partition(":")
        for item in listed.split():
            name, given, instead = item.partition("=")
            full = f"{path}.{name}" if path else name
            found[full] = instead.replace("`", " ") if given else f"keras.ops.{name}"
    return found


_read: dict[str, dict[str, str]] = {}


def table(text: str) -> dict[str, str]:
    """`read`, once for each of the two lists."""
    known = _read.get(text)
    if known is None:
        known = _read[text] = read(text)
    return known


def kept(path: str) -> list[str]:
    """The names that `tensorflow.keras.<path>` still has, and `keras.<path>` has not."""
    homes = [full.rpartition(".") for full in table(_KEPT)]
    return [name for home, _, name in homes if home == path]


def gone(root: str, path: str, name: str) -> Refused | None:
    """What to say of `<root>.<path>.<name>`: None where Keras 3 still has it, or never had."""
    full = f"{path}.{name}" if path else name
    instead = table(_GONE).get(full)
    kept = instead is None and root == "keras"
    if kept:
        instead = table(_KEPT).get(full)
    if instead is None:
        return None
    advice = f"use {instead}" if " " in instead else f"use `{instead}`" if instead else ""
    if kept:
        still = f"`tensorflow.{root}.{full}` is still there"
        advice = f"{advice}; {still}" if advice else still
    return Refused(
        "removed-name",
        f"`{root}.{full}` is gone since Keras 3",
        help=advice or "there is nothing in its place",
        exception="AttributeError",
        about=(root, full, instead),
    )


#: What `tf` and Torch call otherwise than `keras.ops`.
_OF_TENSORFLOW = """
ops: reduce_mean=mean reduce_sum=sum reduce_max=max reduce_min=min reduce_prod=prod
ops: reduce_any=any reduce_all=all reduce_std=std reduce_variance=var concat=concatenate
ops: range=arange gather=take pow=power mul=multiply sub=subtract div=divide to_float=cast
ops: constant=convert_to_tensor unsqueeze=expand_dims permute=transpose cat=concatenate
ops: bmm=matmul mm=matmul rank=ndim l2_normalize=normalize
"""


def _is_there(full: str, name: str, known: Collection[str]) -> bool:
    """Whether a name is one of these, or may be there for another reason."""
    if not known or name in known or name.startswith("_") or full in table(_KEPT):
        return True
    return full == "metrics.logcosh"  # `tf.keras` has it


def misspelt(root: str, path: str, name: str, known: Collection[str]) -> Refused | None:
    """What to say of a name that is not there, and nearly one that is."""
    full = f"{path}.{name}".removeprefix(".")
    if _is_there(full, name, known):
        return None
    from .spelling import closest

    meant = next((each for each in known if each.lower() == name.lower()), None)
    meant = table(_OF_TENSORFLOW).get(full, meant)
    begun = [each for each in known if each.startswith(name)] if len(name) > 3 else []
    if meant is None and len(begun) == 1:
        meant = begun[0]  # `LayerNorm`
    if meant is None:
        from difflib import SequenceMatcher

        meant = closest(name, known)
        if meant is None or SequenceMatcher(None, name.lower(), meant.lower()).ratio() < 0.8:
            return None
    return Refused(
        "no-such-name",
        f"there is no `{root}.{full}`",
        help=f"did you mean `{meant}`?",
        exception="AttributeError",
        about=(name, meant),
    )


def nowhere(root: str, path: str, name: str, known: Collection[str]) -> Refused | None:
    """What to say of a name that is near to none: a newer Keras may have it, so it is likely."""
    full = f"{path}.{name}".removeprefix(".")
    if _is_there(full, name, known):
        return None
    return Refused(
        "no-such-name",
        f"there is no `{root}.{full}` in Keras {KERAS}",
        help="only a newer Keras may have it: look up the name, or write it yourself",
        exception="AttributeError",
        late=True,
    )


#: Where a name is looked for that is not where the program has it; the first that has it is meant.
HOMES = ("", "layers", "models", "optimizers", "callbacks", "losses", "metrics", "initializers")
#: The same for functions; and where those of several modules have one name.
FUNCTIONS = ("ops", "ops.image", "ops.linalg", "activations", "random")
COMMON = frozenset(("serialize", "deserialize", "get"))


def misplaced(
    root: str, path: str, name: str, public: Callable[[str], Collection[str]]
) -> Refused | None:
    """What to say of a name that another module has: `keras.Dense`, `keras.layers.Model`.

    `public` gives the names of a module.
    """
    kept = f"{path}.{name}".removeprefix(".") in table(_KEPT)
    if kept or name in public(path):
        return None
    if name[:1].isupper():
        home = next((each for each in HOMES if name in public(each)), None)
    elif path == "":
        homes = ("models", "utils") if name != "schedules" else ("optimizers",)
        home = next((each for each in homes if name in public(each)), None)
    elif public(path) and name not in COMMON:
        home = next((each for each in FUNCTIONS if each != path and name in public(each)), None)
    else:
        home = None
    if home is None:
        return None
    return Refused(
        "no-such-name",
        f"there is no `{'.'.join(filter(None, (root, path, name)))}`",
        help=f"it is `{'.'.join(filter(None, (root, home, name)))}`",
        exception="AttributeError",
        about=(root, f"{path}.{name}".removeprefix("."), f"keras.{home}.{name}".replace("..", ".")),
    )
