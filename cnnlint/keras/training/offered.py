"""What can be asked of optimizers, losses, metrics and callbacks: their methods and attributes."""

from __future__ import annotations

from ...diagnostics import Refused
from ...interpreter.attributes import put_plainly
from ...interpreter.calls import native
from ...interpreter.signature import Signature
from ...interpreter.values import MISSING, Instance, Native
from ...libraries.arrays import Array
from ...network import Tensor
from ..events import refuse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ...interpreter.machine import Interpreter

#: Every attribute without a leading underscore that some object of the module has.
_NAMES = {
    "optimizers": """
        adam_beta_1 adam_beta_2 adam_lr_ratio adam_weight_decay add_optimizer_variables
        add_variable add_variable_from_reference amsgrad apply apply_gradients assign assign_add
        assign_sub beta beta_1 beta_2 beta_2_decay build built centered check_finite clear
        clip_threshold clipnorm clipvalue default_optimizer dynamic_growth_steps ema_momentum
        ema_overwrite_frequency epsilon epsilon_1 epsilon_2 exclude_embeddings
        exclude_from_weight_decay exclude_layers finalize_variable_values from_config get
        get_config global_clipnorm gradient_accumulation_steps initial_accumulator_value
        initial_scale inner_optimizer items iterations keys l1_regularization_strength
        l2_regularization_strength l2_shrinkage_regularization_strength learning_rate
        learning_rate_power load_own_variables loss_scale_factor lr_adjust momentum muon_a muon_b
        muon_c name nesterov ns_steps optimizer_map optimizers pop popitem relative_step rho
        rms_rate save_own_variables scale_loss set_weights setdefault stateless_apply
        transpose_last_axis update update_step use_ema values variables warmup_steps weight_decay
        zeropower_via_newtonschulz5
    """,
    "optimizers.schedules": """
        alpha boundaries cycle decay_rate decay_steps end_learning_rate first_decay_steps
        from_config get_config initial_learning_rate name power staircase values warmup_steps
        warmup_target
    """,
    "losses": """
        alpha apply_class_balancing axis beta call dtype fn from_config from_logits gamma
        get_config ignore_class label_smoothing margin name q reduction remove_diagonal
    """,
    "metrics": """
        accumulator add_variable add_weight average axis beta class_aggregation class_id count
        curve dtype false_negatives false_positives from_config from_logits from_sorted_ids
        get_config ignore_class init_thresholds interpolate_pr_auc k label_smoothing label_weights
        multi_label name num_classes num_labels num_regressors num_samples num_thresholds precision
        recall reset_state result sensitivity sparse_y_pred sparse_y_true specificity
        stateless_reset_state stateless_result stateless_update_state summation_method
        target_class_ids threshold thresholds top_k total total_cm true_negatives true_positives
        update_state value variables
    """,
    "callbacks": """
        append append_header async_safe backup_dir baseline best best_epoch best_weights callbacks
        checkpointer cooldown cooldown_counter csv_file delete_checkpoint directory
        double_checkpoint embeddings_freq embeddings_metadata epoch epochs factor field filename
        filepath get_monitor_value headers histogram_freq history in_cooldown is_multihost_enabled
        is_primary_host keys log_dir max_to_keep min_delta min_lr mode monitor monitor_op path
        patience progbar raise_error restore_best_weights root save_best_only save_freq
        save_on_background save_weights_only schedule seen send_as_json sep start_from_epoch
        stopped_epoch summary swap_on_epoch target update_freq verbose wait wait_until_finished
        write_graph write_images write_steps_per_second writer
    """,
}
NAMES = {path: frozenset(names.split()) for path, names in _NAMES.items()}
#: What every callback has.
_CALLBACK = """
    model on_batch_begin on_batch_end on_epoch_begin on_epoch_end
    on_predict_batch_begin on_predict_batch_end on_predict_begin on_predict_end
    on_test_batch_begin on_test_batch_end on_test_begin on_test_end on_train_batch_begin
    on_train_batch_end on_train_begin on_train_end params set_model set_params
"""
CALLBACK = frozenset(_CALLBACK.split())
NAMES["callbacks"] |= CALLBACK
#: What `fit` returns.
HISTORY = CALLBACK | {"epoch", "history"}
#: What older versions called otherwise.
OLDER = {
    "reset_states": "reset_state",
    "minimize": "apply_gradients",
    "step": "apply_gradients",
    "zero_grad": "",
    "lr": "learning_rate",
}
#: Losses and metrics as functions: what they take besides labels and predictions; `!`: needed.
_SMOOTHED = "from_logits label_smoothing axis"
FUNCTIONS = {
    "binary_accuracy": "threshold",
    "binary_crossentropy": _SMOOTHED,
    "binary_focal_crossentropy": f"apply_class_balancing alpha gamma {_SMOOTHED}",
    "categorical_accuracy": "",
    "categorical_crossentropy": _SMOOTHED,
    "categorical_focal_crossentropy": f"alpha gamma {_SMOOTHED}",
    "categorical_generalized_cross_entropy": "q!",
    "categorical_hinge": "",
    "circle": "ref_labels ref_embeddings remove_diagonal gamma margin",
    "concordance_correlation": "axis",
    "cosine_similarity": "axis",
    "ctc": "",
    "dice": "axis",
    "hinge": "",
    "huber": "delta",
    "kl_divergence": "",
    "log_cosh": "",
    "mean_absolute_error": "",
    "mean_absolute_percentage_error": "",
    "mean_squared_error": "",
    "mean_squared_logarithmic_error": "",
    "pearson_correlation": "axis",
    "poisson": "",
    "sparse_categorical_accuracy": "",
    "sparse_categorical_crossentropy": "from_logits ignore_class axis",
    "sparse_top_k_categorical_accuracy": "k from_sorted_ids",
    "squared_hinge": "",
    "top_k_categorical_accuracy": "k",
    "tversky": "alpha beta axis",
}
#: Metrics that are given one value, and not labels and predictions.
RUNNING = ("Mean", "Sum")


def value_of(name: str) -> Native:
    """A loss or a metric as a function: it takes what Keras's own takes."""
    words = FUNCTIONS.get(name, "").split()
    optional = {word: None for word in words if word[-1] != "!"}
    names = ("y_true", "y_pred", *(word.removesuffix("!") for word in words))

    def value(interpreter: Interpreter, y_true: Any, y_pred: Any, *options: Any) -> Any:
        fit(interpreter, name, y_true, y_pred)
        return interpreter.unknown("the value of a loss", of=[y_true, y_pred])

    return Native(name, value, Signature(name, names, optional))


def fit(interpreter: Interpreter, name: str, y_true: Any, y_pred: Any) -> None:
    """Hold the labels of one batch against its predictions."""
    from ... import dims
    from .losses import Loss, check

    if not (isinstance(y_true, (Array, Tensor)) and isinstance(y_pred, (Array, Tensor))):
        return
    if not (y_true.shape and y_pred.shape) or dims.apart(y_true.shape[0], y_pred.shape[0]):
        return
    try:
        check(Loss(name, f"`{name}`"), y_true.shape, y_pred.shape, y_true.shape[0], "`y_true`")
    except Refused as refused:
        refused.about = ()
        refuse(interpreter, refused)


def _loss(
    interpreter: Interpreter, self: Instance, y_true: Any, y_pred: Any, sample_weight: Any = None
) -> Any:
    from .losses import CANONICAL

    if self.cls.span is None and self.cls.name in CANONICAL:
        fit(interpreter, CANONICAL[self.cls.name], y_true, y_pred)
        reduction = self.attributes.get("_self_keywords", {}).get("reduction", "sum")
        if reduction not in (None, "none") and isinstance(y_pred, Array):
            why = interpreter.unknown("the value of a loss")
            return Array((), "float32", unknown=why, library="tensor")
    return interpreter.unknown("the value of a loss", of=[y_true, y_pred])


def _update_running(
    interpreter: Interpreter, self: Instance, values: Any, sample_weight: Any = None
) -> None:
    return None


def _update(
    interpreter: Interpreter, self: Instance, y_true: Any, y_pred: Any, sample_weight: Any = None
) -> None:
    from .metrics import Metric, check

    if self.cls.span is not None:
        return
    if not (isinstance(y_true, (Array, Tensor)) and isinstance(y_pred, (Array, Tensor))):
        return
    if y_true.shape and y_pred.shape:
        try:
            check(Metric(self.cls.name, None), y_true.shape, y_pred.shape, "`y_true`")
        except Refused as refused:
            refused.about = ()
            refuse(interpreter, refused)


def _result(interpreter: Interpreter, self: Instance) -> Any:
    return interpreter.unknown(f"what `{self.cls.name}` comes to")


def _add_weight(interpreter: Interpreter, args: Any, keywords: Any) -> Any:
    from ..wiring import forgotten_start

    refused = forgotten_start(args[0], "RuntimeError")
    if refused is None:
        from ..weights import of_metric

        refused = of_metric(interpreter, args[0], args[1:], keywords)
    if refused is not None:
        return refuse(interpreter, refused)
    return interpreter.unknown("`Metric.add_weight` is not followed")


def _reset_state(interpreter: Interpreter, self: Instance) -> None:
    return None


def _apply_gradients(interpreter: Interpreter, self: Instance, grads_and_vars: Any) -> Any:
    return interpreter.unknown("the number of steps")


def _apply(
    interpreter: Interpreter, self: Instance, grads: Any, trainable_variables: Any = None
) -> Any:
    return interpreter.unknown("the number of steps")


def _set_model(interpreter: Interpreter, self: Instance, model: Any) -> None:
    put_plainly(interpreter, self, "model", model)


def _set_params(interpreter: Interpreter, self: Instance, params: Any) -> None:
    put_plainly(interpreter, self, "params", params)


def members(path: str, name: str) -> dict[str, Any]:
    """The methods of a class of `keras.<path>` whose arguments are held against Keras's own."""
    found: dict[str, Callable[..., Any]] = {}
    if path == "losses":
        found = {"__call__": _loss}
    elif path == "metrics" and name != "Metric":
        found = {"update_state": _update_running if name in RUNNING else _update}
    elif path == "optimizers" and name != "OptimizerMap":
        found = {"apply_gradients": _apply_gradients, "apply": _apply}
    elif path == "callbacks":
        found = {"set_model": _set_model, "set_params": _set_params}
    if path == "metrics" and name != "Metric":
        found = {**found, "result": _result}
    if path == "metrics":
        found = {**found, "reset_state": _reset_state}
    made = {member: native(function, member) for member, function in found.items()}
    if path == "metrics" and name == "Metric":
        made["add_weight"] = Native("add_weight", _add_weight)
    return made


def lacks(interpreter: Interpreter, self: Any, path: str, name: str) -> bool:
    """Whether no object of this module has such an attribute, and nothing gave this one such."""
    from ...interpreter.containers import ANYTHING
    from ..unset import is_set_nowhere

    known = HISTORY if self.cls.name == "History" else NAMES.get(path)
    if known is not None and path == "callbacks":
        plain = all(base.name in ("Callback", "object") for base in self.cls.mro if not base.span)
        known = CALLBACK if plain else known
    if known is None or name in known or name[:1] == "_" or "keras 2" in interpreter.state:
        return False
    if self.cls.unknown_base is not None or ANYTHING in self.attributes:
        return False
    if any(cls.find(name)[0] is not MISSING for cls in self.cls.mro):
        return False
    own = self.cls.span is None
    return own or interpreter.catches("AttributeError") or is_set_nowhere(interpreter, self, name)


def missing(interpreter: Interpreter, self: Any, path: str, name: str) -> Any:
    """An attribute that such an object has not.

    Raises:
        Raised: where the program catches that.
    """
    from ..spelling import closest

    if self.cls.name == "History":
        meant = f'history["{name}"]' if name != "epochs" else "epoch"
    else:
        meant = OLDER.get(name) or closest(name, sorted(NAMES[path]), 0.75) or ""
        meant = "" if name in OLDER and not OLDER[name] else meant
    return refuse(
        interpreter,
        Refused(
            "program-raises",
            f"AttributeError: '{self.cls.name}' object has no attribute '{name}'",
            help=f"use `{meant}`" if meant else "",
            exception="AttributeError",
        ),
    )
