"""Losses, metrics, callbacks and their like: arguments are taken and refused as Keras does."""

from __future__ import annotations

import inspect
import warnings
from typing import Any

import keras
import pytest
from keras.src.optimizers.base_optimizer import BaseOptimizer

from cnnlint.analysis import analyse
from cnnlint.keras.training import objects, offered
from cnnlint.source import Source


def home(path: str) -> Any:
    found: Any = keras
    for part in path.split("."):
        found = getattr(found, part)
    return found


def classes(path: str) -> dict[str, type]:
    return {name: each for name, each in vars(home(path)).items() if inspect.isclass(each)}


@pytest.mark.parametrize("path", objects.TABLES)
def test_the_arguments_are_those_of_keras(path: str) -> None:
    untold = set()
    for name, cls in classes(path).items():
        takes = objects.signature(path, name)
        if takes is None:
            untold.add(name)
            continue
        if name == "Optimizer":  # that of a backend passes on what it is given
            cls = BaseOptimizer
        parameters = list(inspect.signature(cls.__init__).parameters.values())[1:]
        empty = cls.__init__ is object.__init__
        named = [] if empty else [p for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD]
        assert takes.names == tuple(each.name for each in named), name
        needed = {each.name for each in named if each.default is each.empty}
        assert needed == set(takes.names) - set(takes.defaults), name
        rest = any(each.kind is each.VAR_KEYWORD for each in parameters) and not empty
        # Optimizers look at what else they are given, and take nothing of it but `decay`.
        if path != "optimizers" or takes.rest_keywords:
            assert rest == (takes.rest_keywords is not None), name
    assert untold <= {
        *("CallbackList", "Constraint", "Initializer", "LearningRateSchedule", "Regularizer"),
        "SeedGenerator",
    }


#: Calls that both judge; with the module before each line, `A` for its name.
CALLS = {
    "optimizers": """
        Adam(1) Adam(1.0) Adam("0.001") Adam(None) Adam([0.1]) Adam(True) Adam(learningrate=0.1)
        Adam(lr=0.1) Adam(decay=0.1) Adam(momentum=0.9) SGD(momentum=9) SGD(momentum=1)
        SGD(momentum=1.0) SGD(0.1,0.9,True) SGD(0.1,True) RMSprop(momentum=9) Adam(name=3)
        Adam(clipnorm=1.0,clipvalue=0.5) Adam(clipnorm=1.0,clipvalue=None) Adam(clipnorm=0)
        Adam(gradient_accumulation_steps=1) Adam(gradient_accumulation_steps=2)
        Adam(gradient_accumulation_steps=0) AdamW(0.1,0.1) Lion(0.1,0.9,0.9,0.1) Nadam(0.1,beta=1)
        Muon(0.1,momentum=0.9) Ftrl(beta=0.1) SGD(**{"lr":0.1}) Adadelta(rate=0.1)
    """,
    "optimizers.schedules": """
        CosineDecay(0.1) CosineDecay(0.1,10) CosineDecay(0.1,0) CosineDecay(0.1,"10")
        CosineDecay(0.1,steps=10) ExponentialDecay(0.1,10) ExponentialDecay(0.1,10,0.9)
        ExponentialDecay(0.1,-1,0.9) PiecewiseConstantDecay([1,2],[1.0,2.0])
        PiecewiseConstantDecay([1],[1.0,2.0]) PolynomialDecay(0.1,decay_step=10)
        CosineDecayRestarts(0.1,0) CosineDecayRestarts(0.1,5) InverseTimeDecay(0.1,0,1)
    """,
    "losses": """
        MeanSquaredError(reduction="average") MeanSquaredError(reduction="SUM")
        MeanSquaredError(reduction="none") MeanSquaredError(reduction=None)
        MeanSquaredError(reduction=3) MeanSquaredError(reduce="sum") MeanSquaredError("sum")
        SparseCategoricalCrossentropy(True) SparseCategoricalCrossentropy(num_classes=3)
        SparseCategoricalCrossentropy(label_smoothing=0.1) Huber(delta=2) Huber(0.5,"sum","h",None)
        Huber(1,2,3,4,5) BinaryCrossentropy(from_logit=True) Dice(smooth=1) Tversky(0.3,0.7)
    """,
    "metrics": """
        AUC(curve="pr") AUC(curve="Roc") AUC(curves="PR") AUC(num_thresholds=1) AUC("acc")
        AUC(thresholds=0.5) AUC(thresholds=[0.5]) AUC(summation_method="mean") Precision(0.5)
        Precision(2) Precision("p") Precision([0.1,0.9]) Precision([0.1,9]) Precision(threshold=0.5)
        Recall("recall") Recall(name="recall") FalsePositives(1) TrueNegatives(1.5)
        BinaryAccuracy(0.5) BinaryAccuracy(threshold=0.5) BinaryAccuracy(thresholds=0.5)
        F1Score("micro") F1Score("f1") F1Score(threshold=1) F1Score(threshold=0.5)
        F1Score(average=None) FBetaScore(beta=1) FBetaScore(beta=0.5) MeanIoU() MeanIoU(2)
        MeanIoU("2") MeanIoU(2.0) MeanIoU(num_class=2) IoU(2) IoU(2,[0]) Mean(3) Mean("loss")
        SparseTopKCategoricalAccuracy(top_k=2) TopKCategoricalAccuracy(k=3) Accuracy(1)
        R2Score("x") R2Score() PrecisionAtRecall(0.5) PrecisionAtRecall(2) RecallAtPrecision()
        SensitivityAtSpecificity(-1) Sum(name="s",axis=0)
    """,
    "callbacks": """
        EarlyStopping(patients=3) EarlyStopping(patience=3) EarlyStopping(min_delta="0.1")
        EarlyStopping("val_loss",0.1,3) EarlyStopping(restore_best_weight=True)
        ReduceLROnPlateau(factor=1.0) ReduceLROnPlateau(factor=0.1) ReduceLROnPlateau(factor="1")
        ReduceLROnPlateau(factors=0.1) ModelCheckpoint() ModelCheckpoint("a.keras")
        ModelCheckpoint("a.keras",save_freq="epochs") ModelCheckpoint("a.keras",save_freq=5)
        ModelCheckpoint("a.keras",period=2) ModelCheckpoint(path="a.keras")
        ModelCheckpoint("a.keras","val_loss",0,True,False,"min") ModelCheckpoint("a")
        LearningRateScheduler() LearningRateScheduler(print,1) CSVLogger() CSVLogger("a.csv")
        CSVLogger(filepath="a.csv") TensorBoard(logdir="a") TensorBoard("a",1)
        TensorBoard(write_grads=True) BackupAndRestore("") BackupAndRestore("a",save_freq=2.5)
        TerminateOnNaN(1) TerminateOnNaN(1,2) Callback(3) LambdaCallback(on_epoch_end=print)
        History(1)
    """,
    "regularizers": """
        l2(0.01) l2("0.01") l2(-1) l2(0) l2(None) l1(l=0.1) L1L2(0.1,0.1) L1L2(l1="x")
        l1_l2(0.1,0.2) l1_l2(0.1,0.2,0.3) l2([0.1]) OrthogonalRegularizer(mode="x") L2(l1=0.1)
    """,
    "initializers": """
        VarianceScaling(scale=0) VarianceScaling(mode="x") VarianceScaling(distribution="Normal")
        VarianceScaling(distribution="gauss") VarianceScaling(2.0,"fan_out","uniform")
        HeNormal("1") HeNormal(1) he_normal(1.0)
        RandomNormal(0.0,0.1) RandomNormal(std=0.1) RandomNormal(mean=0,stddev=1,seed="a") Zeros()
        Zeros(3) Constant(3) Constant(val=3) Orthogonal(gain=2) glorot_uniform(seed=3) Ones(1)
    """,
    "constraints": "MaxNorm(3) MaxNorm(max=3) UnitNorm(0) UnitNorm(1,2) NonNeg() NonNeg(1)",
}


@pytest.mark.parametrize("path", CALLS)
def test_a_call_is_refused_where_keras_refuses_it(path: str) -> None:
    for call in CALLS[path].split():
        text = f"import keras\nkeras.{path}.{call}\n"
        said = analyse(Source("a.py", text)).diagnostics
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                exec(compile(text, "a.py", "exec"), {})
                raised = None
            except Exception as error:
                raised = error
        refused = any(each.severity == "error" for each in said)
        assert refused == (raised is not None), f"{call}: {raised!r}, {said}"


@pytest.mark.parametrize("path", offered.NAMES)
def test_no_attribute_is_missed(path: str) -> None:
    theirs = {name for cls in classes(path).values() for name in dir(cls) if name[0] != "_"}
    assert theirs <= offered.NAMES[path]


def test_what_fit_returns_has_these_attributes() -> None:
    history = keras.callbacks.History()
    own = {"epoch", "history"}  # from the first epoch on
    assert {name for name in dir(history) if name[0] != "_"} | own == offered.HISTORY


def test_functions_of_losses_and_metrics_take_what_keras_takes() -> None:
    told = set()
    for module in (keras.losses, keras.metrics):
        for name, function in vars(module).items():
            if inspect.isfunction(function) and name == function.__name__:
                parameters = list(inspect.signature(function).parameters.values())
                if parameters[0].name == "y_true":
                    told.add(name)
                    words = offered.FUNCTIONS[name].split()
                    assert [word.removesuffix("!") for word in words] == [
                        each.name for each in parameters[2:]
                    ]
    assert told == set(offered.FUNCTIONS)
