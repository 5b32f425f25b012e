"""What a model costs on the device at hand: time, memory and arithmetic of a step.

Runs in the child process. Times are those of Keras's own `predict_on_batch` and `train_on_batch`,
the way of the data to the device included. Memory and arithmetic are what the framework itself
says of them; where it does not, memory is what the process grew by, and is called that.
"""

from __future__ import annotations

import ctypes
import sys
import time
from contextlib import suppress
from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .steps import Asked

    Object = dict[str, Any]

#: A step is repeated for so many seconds, but at least and at most so often.
SECONDS, LEAST, MOST = 1.0, 3, 50
GROWTH = "the growth of the process"
COMPILER = "what XLA sets aside for the compiled step"
COUNTER = "the peak of the device's allocator"


class Bench:
    """One model at one batch size."""

    def __init__(self, asked: Asked, model: Any, question: Object) -> None:
        self.asked = asked
        self.keras = asked.keras
        self.model = model
        self.batch: int = question["batch"]
        self.shapes: list[Any] = question["inputs"]
        self.backend: str = asked.keras.config.backend()
        if question["jit"] is not None:
            model.jit_compile = question["jit"]
        self.once: bool = question["once"]  # only whether it goes
        self.ready = False
        self.meter = meter(self.backend)

    def run(self, phase: str) -> Object:
        """Measure `inference` or `training`; before the first, the process is made ready."""
        if not self.once and not self.ready:
            self.ready = True
            self.prepare()
        found: Object = getattr(self, phase)()
        return {**found, "device": self.meter.device()}

    def inference(self) -> Object:
        predict = self.asked.originals.predict_on_batch
        x = self.asked.data(self.model, self.batch, self.shapes)
        found = self.measured(lambda: predict(self.model, x), self.model.weights)
        with suppress(Exception):  # not every framework counts every operation
            found.update({} if self.once else self.meter.analysed(self.keras, self.model, x))
        return found

    def training(self) -> Object:
        train = self.asked.originals.train_on_batch
        data = self.asked.lesson(self.model, self.batch, self.shapes)
        held = [*self.model.weights, *self.model.optimizer.variables]
        found = self.measured(lambda: train(self.model, *data), held)
        with suppress(Exception):
            found.update({} if self.once else self.meter.trained(self.keras, self.model, data))
        return found

    def prepare(self) -> None:
        """Let the framework make what it makes once, before the process is looked at."""
        originals = self.asked.originals
        if not self.meter.grows:
            return
        with suppress(Exception):  # a batch of another size than the model has, say
            one = self.asked.data(self.model, 1, self.shapes)
            originals.predict_on_batch(self.model, one)
        with suppress(Exception):
            originals.train_on_batch(self.model, *self.asked.lesson(self.model, 1, self.shapes))
        self.meter.start()

    def measured(self, step: Callable[[], Any], variables: list[Any]) -> Object:
        """Time and memory of a step; `variables` are there before it."""
        if self.once:
            step()
            return {}
        self.meter.reset()
        step()
        memory = self.meter.peak()
        if memory is not None and self.meter.grows:
            memory += _bytes(variables)
        taken: list[float] = []
        began = time.perf_counter()
        while len(taken) < LEAST or (len(taken) < MOST and time.perf_counter() - began < SECONDS):
            start = time.perf_counter()
            step()
            taken.append(time.perf_counter() - start)
        taken.sort()
        return {
            "milliseconds": 1_000 * taken[len(taken) // 2],
            "steps": len(taken),
            "memory": memory,
            "memory_by": self.meter.by if memory is not None else None,
            "flops": None,
        }


def _bytes(variables: list[Any]) -> int:
    from .witness import counted

    sizes = {"float64": 8, "int64": 8, "uint64": 8, "float16": 2, "bfloat16": 2, "int8": 1}
    sizes |= {"uint8": 1, "bool": 1, "int16": 2}
    return sum(counted([each]) * sizes.get(str(each.dtype), 4) for each in variables)


class Meter:
    """Of a framework without counters: the process itself is measured."""

    by = GROWTH
    #: Whether `peak` tells what came on top of the variables.
    grows = True
    _began: int | None = None

    def device(self) -> str:
        with suppress(OSError), open("/proc/cpuinfo", encoding="utf-8") as file:
            for line in file:
                if line.startswith("model name"):
                    return f"CPU ({line.partition(':')[2].strip()})"
        return "CPU"

    def start(self) -> None:
        """Note what the process holds before the steps that are measured."""
        import gc

        gc.collect()
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).malloc_trim(0)
        self._began = _status("VmRSS")

    def reset(self) -> None:
        """Let the next peak be that of what comes now."""
        if _clear is None:
            self._began = None
            return
        with suppress(OSError):
            _clear.write("5")
            _clear.flush()

    def peak(self) -> int | None:
        highest = _status("VmHWM")
        if self._began is None or highest is None:
            return None
        return max(0, highest - self._began)

    def analysed(self, keras: Any, model: Any, x: Any) -> Object:
        return {}

    def trained(self, keras: Any, model: Any, data: tuple[Any, Any]) -> Object:
        return {}


class TensorFlow(Meter):
    """Counters for a GPU; the profiler's table of operations for arithmetic."""

    def __init__(self) -> None:
        self.tensorflow = import_module("tensorflow")
        self.gpus = self.tensorflow.config.list_logical_devices("GPU")
        if self.gpus:
            self.by, self.grows = COUNTER, False

    def device(self) -> str:
        if not self.gpus:
            return super().device()
        config = self.tensorflow.config
        details = config.experimental.get_device_details(config.list_physical_devices("GPU")[0])
        return f"GPU ({details.get('device_name', 'unnamed')})"

    def reset(self) -> None:
        if self.gpus:
            self.tensorflow.config.experimental.reset_memory_stats("GPU:0")
        else:
            super().reset()

    def peak(self) -> int | None:
        if not self.gpus:
            return super().peak()
        return int(self.tensorflow.config.experimental.get_memory_info("GPU:0")["peak"])

    def analysed(self, keras: Any, model: Any, x: Any) -> Object:
        tensorflow = self.tensorflow
        specs = keras.tree.map_structure(
            lambda leaf: tensorflow.TensorSpec(leaf.shape, leaf.dtype), x
        )
        forward = tensorflow.function(lambda data: model(data, training=False))
        graph = forward.get_concrete_function(specs).graph
        profiler = tensorflow.compat.v1.profiler
        options = profiler.ProfileOptionBuilder.float_operation()
        options["output"] = "none"
        return {"flops": profiler.profile(graph, options=options).total_float_ops or None}


class Torch(Meter):
    """CUDA's allocator counts; arithmetic by PyTorch's own counter."""

    def __init__(self) -> None:
        self.torch = import_module("torch")
        self.cuda = self.torch.cuda.is_available()
        if self.cuda:
            self.by, self.grows = COUNTER, False

    def device(self) -> str:
        return f"GPU ({self.torch.cuda.get_device_name()})" if self.cuda else super().device()

    def reset(self) -> None:
        if self.cuda:
            self.torch.cuda.reset_peak_memory_stats()
        else:
            super().reset()

    def peak(self) -> int | None:
        return int(self.torch.cuda.max_memory_allocated()) if self.cuda else super().peak()

    def analysed(self, keras: Any, model: Any, x: Any) -> Object:
        counter = import_module("torch.utils.flop_counter").FlopCounterMode(display=False)
        with counter, self.torch.no_grad():
            model(x, training=False)
        return {"flops": int(counter.get_total_flops()) or None}


class Jax(Meter):
    """XLA's analysis of the compiled step, which is exact for what it compiles."""

    by, grows = COMPILER, False

    def __init__(self) -> None:
        self.jax = import_module("jax")
        self.gpu = self.jax.default_backend() == "gpu"

    def device(self) -> str:
        return f"GPU ({self.jax.devices()[0].device_kind})" if self.gpu else super().device()

    def reset(self) -> None:
        """Nothing to do: the compiler tells."""

    def peak(self) -> int | None:
        return None

    def analysed(self, keras: Any, model: Any, x: Any) -> Object:
        def forward(trained: Any, fixed: Any, data: Any) -> Any:
            return model.stateless_call(trained, fixed, data, training=False)[0]

        values = [[v.value for v in some] for some in _halves(model)]
        return self._of(self.jax.jit(forward).lower(*values, x))

    def trained(self, keras: Any, model: Any, data: tuple[Any, Any]) -> Object:
        parts = [*_halves(model), model.optimizer.variables, model.metrics_variables]
        state = tuple([v.value for v in some] for some in parts)
        step = self.jax.jit(model.train_step, donate_argnums=0)
        return self._of(step.lower(state, data))

    def _of(self, lowered: Any) -> Object:
        compiled = lowered.compile()
        found: Object = {}
        cost = compiled.cost_analysis()
        cost = cost[0] if isinstance(cost, list) else cost
        if cost and cost.get("flops", 0) > 0:
            found["flops"] = int(cost["flops"])
        memory = compiled.memory_analysis()
        # On a CPU it may set nothing aside, and take what it needs as it goes.
        if memory is not None and memory.temp_size_in_bytes:
            found["memory"] = int(
                memory.argument_size_in_bytes
                + memory.output_size_in_bytes
                + memory.temp_size_in_bytes
                - memory.alias_size_in_bytes
            )
            found["memory_by"] = self.by
        return found


def _halves(model: Any) -> tuple[list[Any], list[Any]]:
    return model.trainable_variables, model.non_trainable_variables


def meter(backend: str) -> Meter:
    """What measures on this backend of Keras."""
    kinds: dict[str, type[Meter]] = {"tensorflow": TensorFlow, "torch": Torch, "jax": Jax}
    return kinds.get(backend, Meter)()


_clear: Any = None


def allow_resets() -> None:
    """Open what sets the process's peak back (Linux), before nothing may be written any more."""
    global _clear
    if sys.platform == "linux":
        with suppress(OSError):
            _clear = open("/proc/self/clear_refs", "w", encoding="ascii")  # noqa: SIM115


def _status(name: str) -> int | None:
    """Bytes that Linux tells of this process under a name."""
    with suppress(OSError), open("/proc/self/status", encoding="ascii") as file:
        for line in file:
            if line.startswith(f"{name}:"):
                return int(line.split()[1]) * 1024
    return None
