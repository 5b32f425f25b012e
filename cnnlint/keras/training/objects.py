"""Losses, metrics, callbacks, schedules and their like: the arguments each class takes.

The order is that of Keras's own `__init__`: `!` after a name says that it must be given, `**` that
any other keyword is taken as well. Classes from which a program derives its own are left out where
they take anything at all.
"""

from __future__ import annotations

from ...diagnostics import Refused
from ...interpreter.signature import BadCall, Signature

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from ...diagnostics import Unknown

_OPTIMIZED = """
    weight_decay clipnorm clipvalue global_clipnorm use_ema ema_momentum ema_overwrite_frequency
    loss_scale_factor gradient_accumulation_steps name
"""
_REDUCED = "reduction name dtype"
_SMOOTHED = f"from_logits label_smoothing axis {_REDUCED}"
_NAMED = "name dtype"
_COUNTED = f"thresholds {_NAMED}"
_AT = f"num_thresholds class_id {_NAMED}"
_DECAY = "initial_learning_rate! decay_steps!"
_SEEDED = "seed input_axes output_axes"
_SAVED = "monitor verbose save_best_only"

_OPTIMIZERS = f"""
    Adadelta: learning_rate rho epsilon {_OPTIMIZED}
    Adafactor: learning_rate beta_2_decay epsilon_1 epsilon_2 clip_threshold relative_step
        {_OPTIMIZED}
    Adagrad: learning_rate initial_accumulator_value epsilon {_OPTIMIZED}
    Adam: learning_rate beta_1 beta_2 epsilon amsgrad {_OPTIMIZED}
    AdamW: learning_rate weight_decay beta_1 beta_2 epsilon amsgrad
        {_OPTIMIZED.replace("weight_decay", "")}
    Adamax: learning_rate beta_1 beta_2 epsilon {_OPTIMIZED}
    Ftrl: learning_rate learning_rate_power initial_accumulator_value
        l1_regularization_strength l2_regularization_strength l2_shrinkage_regularization_strength
        beta {_OPTIMIZED}
    Lamb: learning_rate beta_1 beta_2 epsilon {_OPTIMIZED}
    Lion: learning_rate beta_1 beta_2 {_OPTIMIZED}
    LossScaleOptimizer: inner_optimizer! initial_scale dynamic_growth_steps name **
    MultiOptimizer: optimizer_map! loss_scale_factor name
    Muon: learning_rate adam_beta_1 adam_beta_2 adam_weight_decay epsilon {_OPTIMIZED}
        exclude_layers exclude_embeddings muon_a muon_b muon_c adam_lr_ratio momentum ns_steps
        nesterov rms_rate
    Nadam: learning_rate beta_1 beta_2 epsilon {_OPTIMIZED}
    Optimizer: learning_rate! {_OPTIMIZED}
    OptimizerMap: default_optimizer! optimizer_map
    RMSprop: learning_rate rho momentum epsilon centered {_OPTIMIZED}
    SGD: learning_rate momentum nesterov {_OPTIMIZED}
    ScheduleFreeAdamW: learning_rate beta_1 beta_2 epsilon warmup_steps {_OPTIMIZED}
"""
_SCHEDULES = f"""
    CosineDecay: {_DECAY} alpha name warmup_target warmup_steps
    CosineDecayRestarts: initial_learning_rate! first_decay_steps! t_mul m_mul alpha name
    ExponentialDecay: {_DECAY} decay_rate! staircase name
    InverseTimeDecay: {_DECAY} decay_rate! staircase name
    PiecewiseConstantDecay: boundaries! values! name
    PolynomialDecay: {_DECAY} end_learning_rate power cycle name
"""
_LOSSES = f"""
    BinaryCrossentropy: {_SMOOTHED}
    BinaryFocalCrossentropy: apply_class_balancing alpha gamma {_SMOOTHED}
    CTC: {_REDUCED}
    CategoricalCrossentropy: {_SMOOTHED}
    CategoricalFocalCrossentropy: alpha gamma {_SMOOTHED}
    CategoricalGeneralizedCrossEntropy: q {_REDUCED}
    CategoricalHinge: {_REDUCED}
    Circle: gamma margin remove_diagonal {_REDUCED}
    CosineSimilarity: axis {_REDUCED}
    Dice: reduction name axis dtype
    Hinge: {_REDUCED}
    Huber: delta {_REDUCED}
    KLDivergence: {_REDUCED}
    LogCosh: {_REDUCED}
    Loss: name reduction dtype
    MeanAbsoluteError: {_REDUCED}
    MeanAbsolutePercentageError: {_REDUCED}
    MeanSquaredError: {_REDUCED}
    MeanSquaredLogarithmicError: {_REDUCED}
    Poisson: {_REDUCED}
    SparseCategoricalCrossentropy: from_logits ignore_class reduction axis name dtype
    SquaredHinge: {_REDUCED}
    Tversky: alpha beta reduction name axis dtype
"""
_METRICS = f"""
    AUC: num_thresholds curve summation_method name dtype thresholds multi_label num_labels
        label_weights from_logits
    Accuracy: {_NAMED}
    BinaryAccuracy: {_NAMED} threshold
    BinaryCrossentropy: {_NAMED} from_logits label_smoothing
    BinaryIoU: target_class_ids threshold {_NAMED}
    CategoricalAccuracy: {_NAMED}
    CategoricalCrossentropy: {_NAMED} from_logits label_smoothing axis
    CategoricalHinge: {_NAMED}
    ConcordanceCorrelation: {_NAMED} axis
    CosineSimilarity: {_NAMED} axis
    F1Score: average threshold {_NAMED}
    FBetaScore: average beta threshold {_NAMED}
    FalseNegatives: {_COUNTED}
    FalsePositives: {_COUNTED}
    Hinge: {_NAMED}
    IoU: num_classes! target_class_ids! {_NAMED} ignore_class sparse_y_true sparse_y_pred axis
    KLDivergence: {_NAMED}
    LogCoshError: {_NAMED}
    Mean: {_NAMED}
    MeanAbsoluteError: {_NAMED}
    MeanAbsolutePercentageError: {_NAMED}
    MeanIoU: num_classes! {_NAMED} ignore_class sparse_y_true sparse_y_pred axis
    MeanMetricWrapper: fn! {_NAMED} **
    MeanSquaredError: {_NAMED}
    MeanSquaredLogarithmicError: {_NAMED}
    Metric: dtype name
    OneHotIoU: num_classes! target_class_ids! {_NAMED} ignore_class sparse_y_pred axis
    OneHotMeanIoU: num_classes! {_NAMED} ignore_class sparse_y_pred axis
    PearsonCorrelation: {_NAMED} axis
    Poisson: {_NAMED}
    Precision: thresholds top_k class_id {_NAMED}
    PrecisionAtRecall: recall! {_AT}
    R2Score: class_aggregation num_regressors {_NAMED}
    Recall: thresholds top_k class_id {_NAMED}
    RecallAtPrecision: precision! {_AT}
    RootMeanSquaredError: {_NAMED}
    SensitivityAtSpecificity: specificity! {_AT}
    SparseCategoricalAccuracy: {_NAMED}
    SparseCategoricalCrossentropy: {_NAMED} from_logits ignore_class axis
    SparseTopKCategoricalAccuracy: k {_NAMED} from_sorted_ids
    SpecificityAtSensitivity: sensitivity! {_AT}
    SquaredHinge: {_NAMED}
    Sum: {_NAMED}
    TopKCategoricalAccuracy: k {_NAMED}
    TrueNegatives: {_COUNTED}
    TruePositives: {_COUNTED}
"""
_CALLBACKS = f"""
    BackupAndRestore: backup_dir! save_freq double_checkpoint delete_checkpoint
    CSVLogger: filename! separator append
    Callback:
    EarlyStopping: monitor min_delta patience verbose mode baseline restore_best_weights
        start_from_epoch
    History:
    LambdaCallback: on_epoch_begin on_epoch_end on_train_begin on_train_end on_train_batch_begin
        on_train_batch_end **
    LearningRateScheduler: schedule! verbose
    ModelCheckpoint: filepath! {_SAVED} save_weights_only mode save_freq initial_value_threshold
    OrbaxCheckpoint: directory! {_SAVED} mode save_freq initial_value_threshold max_to_keep
        save_on_background save_weights_only
    ProgbarLogger:
    ReduceLROnPlateau: monitor factor patience verbose mode min_delta cooldown min_lr **
    RemoteMonitor: root path field headers send_as_json
    SwapEMAWeights: swap_on_epoch
    TensorBoard: log_dir histogram_freq write_graph write_images write_steps_per_second update_freq
        profile_batch embeddings_freq embeddings_metadata
    TerminateOnNaN: raise_error
"""
_REGULARIZERS = """
    L1: l1
    L1L2: l1 l2
    L2: l2
    OrthogonalRegularizer: factor mode
"""
_INITIALIZERS = f"""
    Constant: value
    GlorotNormal: {_SEEDED}
    GlorotUniform: {_SEEDED}
    HeNormal: {_SEEDED}
    HeUniform: {_SEEDED}
    Identity: gain
    LecunNormal: {_SEEDED}
    LecunUniform: {_SEEDED}
    Ones:
    Orthogonal: gain seed
    RandomNormal: mean stddev seed
    RandomUniform: minval maxval seed
    STFT: side window scaling periodic
    TruncatedNormal: mean stddev seed
    VarianceScaling: scale mode distribution {_SEEDED}
    Zeros:
"""
_CONSTRAINTS = """
    MaxNorm: max_value axis
    MinMaxNorm: min_value max_value rate axis
    NonNeg:
    UnitNorm: axis
"""
TABLES = {
    "optimizers": _OPTIMIZERS,
    "optimizers.schedules": _SCHEDULES,
    "losses": _LOSSES,
    "metrics": _METRICS,
    "callbacks": _CALLBACKS,
    "regularizers": _REGULARIZERS,
    "initializers": _INITIALIZERS,
    "constraints": _CONSTRAINTS,
}
#: Other names of a class: those in small letters are found by themselves.
ALIASES = {
    "IdentityInitializer": "Identity",
    "OrthogonalInitializer": "Orthogonal",
    "STFTInitializer": "STFT",
    "l1_l2": "L1L2",
    "stft": "STFT",
}
#: What older versions took, and what it is called now; nothing: it is gone.
RENAMED = {
    "optimizers": {"lr": "learning_rate"},
    "ModelCheckpoint": {"period": "save_freq", "options": "", "load_weights_on_restart": ""},
    "TensorBoard": {"batch_size": "", "write_grads": "", "embeddings_layer_names": ""},
}
#: Optimizers take it with a warning, and ignore it.
IGNORED = "decay"

_signatures: dict[str, dict[str, Signature]] = {}


def signature(path: str, name: str) -> Signature | None:
    """What `keras.<path>.<name>` takes; None where that is not told here."""
    known = _signatures.get(path)
    if known is None:
        known = _signatures[path] = {each.name: each for each in _read(TABLES.get(path, ""))}
    name = ALIASES.get(name, name)
    if name not in known and name.islower():
        name = next((each for each in known if each.lower() == name.replace("_", "")), name)
    return known.get(name)


def _read(table: str) -> list[Signature]:
    found: list[tuple[str, list[str]]] = []
    for word in table.split():
        if word[-1] == ":":
            found.append((word[:-1], []))
        else:
            found[-1][1].append(word)
    return [_signature(name, words) for name, words in found]


def _signature(name: str, words: list[str]) -> Signature:
    rest = words[-1:] == ["**"]
    words = words[:-1] if rest else words
    return Signature(
        name,
        tuple(word.removesuffix("!") for word in words),
        {word: None for word in words if word[-1] != "!"},
        rest_keywords="kwargs" if rest else None,
    )


def bind(
    path: str,
    takes: Signature,
    args: tuple[Any, ...],
    keywords: Mapping[str, Any],
    more: Unknown | None,
) -> dict[str, Any]:
    """The arguments that are given to a class of `keras.<path>`, by name.

    `more` stands for further arguments that cannot be seen.

    Raises:
        Refused: Keras takes no such arguments.
    """
    if path == "optimizers":
        keywords = {key: value for key, value in keywords.items() if key != IGNORED}
    for given in keywords:
        if given not in takes.names and takes.rest_keywords is None:
            raise _strange(path, takes, given)
    try:
        bound = takes.bind(args, keywords, more)
    except BadCall as bad:
        message = str(bad).partition("() ")[2]
        raise Refused(
            "missing-argument" if message.startswith("missing") else "unexpected-argument",
            f"`{takes.name}` {message}",
            help=_taken(takes),
            exception="TypeError",
        ) from None
    said = {*takes.names[: len(args)], *keywords}
    return {name: value for name, value in bound.items() if name in said}


def _strange(path: str, takes: Signature, given: str) -> Refused:
    optimizes = path == "optimizers"
    older = RENAMED.get(takes.name, {})
    if optimizes:
        older = RENAMED[path]
    if given in older:
        return Refused(
            "removed-argument",
            f"`{takes.name}` takes no argument `{given}`, since Keras 3",
            help=f"call it `{older[given]}`" if optimizes else _instead(older[given]),
            exception="ValueError" if optimizes else "TypeError",
            about=(given, older[given] if optimizes else ""),
        )
    from ..spelling import closest

    meant = closest(given, takes.names)
    return Refused(
        "unexpected-argument",
        f"`{takes.name}` takes no argument `{given}`",
        help=f"call it `{meant}`" if meant else _taken(takes),
        exception="ValueError" if optimizes else "TypeError",
        about=(given, meant or ""),
    )


def _instead(new: str) -> str:
    return f"use `{new}`" if new else "leave it out"


def _taken(takes: Signature) -> str:
    if not takes.names:
        return "it takes no arguments"
    own = [name for name in takes.names if name not in _OPTIMIZED.split()]
    return f"its arguments are {', '.join(f'`{name}`' for name in own)}"
