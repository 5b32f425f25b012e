"""Sound as images of its frequencies over time."""

from __future__ import annotations

from math import ceil, log2

from ...diagnostics import Unknown
from ...dims import Dim, hidden, product
from ...network import Weight
from .arguments import data_format, invalid, one_of
from .kit import Declaration, NotKnown, Output, Refused
from .windows import Spatial

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from ...dims import Size
    from ...shapes import Shape


def comparable(declaration: Declaration, name: str, value: Any) -> Any:
    """A number, or nothing."""
    if value is not None and not isinstance(value, (int, float, Dim)):
        raise invalid(declaration, name, value, "a positive integer", "TypeError")
    return int(value) if isinstance(value, bool) else value


def below_zero(value: Any) -> bool:
    return isinstance(value, (int, float)) and value < 0


class MelSpectrogram(Declaration):
    """Loudness by frequency, as ears hear it, for each stretch of time."""

    family = "preprocessing"
    nests = None
    reads_data = True
    sizes = ("sequence_stride", "num_mel_bins")
    checks = {
        "sequence_length": comparable,
        "sampling_rate": comparable,
    }

    def __init__(
        self, fft_length=2048, sequence_stride=512, sequence_length=None, window="hann",
        sampling_rate=16000, num_mel_bins=128, min_freq=20.0, max_freq=None, power_to_db=True,
        top_db=80.0, mag_exp=2.0, min_power=1e-10, ref_power=1.0, **kwargs,
    ): ...  # fmt: skip

    def check(self) -> None:
        whole, part = self.fft_length, self.sequence_length or self.fft_length
        if whole is None:
            raise invalid(self, "fft_length", whole, "a positive integer", "TypeError")
        if self.sequence_length and not isinstance(whole, (int, float, Dim, Unknown)):
            raise invalid(self, "fft_length", whole, "a positive integer", "TypeError")
        if not self.max_freq and self.sampling_rate is None:
            raise invalid(self, "sampling_rate", None, "a number", "TypeError")
        if isinstance(whole, (int, float)) and isinstance(part, (int, float)) and whole < part:
            raise invalid(self, "fft_length", whole, f"{part} or more, as `sequence_length` is")

    def output(self, x: Shape) -> Output:
        stride, bins = self.sequence_stride, self.num_mel_bins
        if not x or not all(isinstance(n, (int, Dim)) for n in (stride, bins)):
            raise NotKnown(Unknown(f"`{self.title}` with such arguments", None))
        if (isinstance(bins, int) and bins < 1) or (isinstance(stride, int) and stride < 1):
            raise NotKnown(Unknown(f"`{self.title}` with such arguments", None))
        time = x[0] if len(x) == 1 else x[1]
        steps = (time + stride + 1) // stride
        said = f"({time} + {stride} + 1)//{stride} = {steps}"
        return Output((bins, steps) if len(x) == 1 else (x[0], bins, steps), said)


class STFTSpectrogram(Spatial):
    """Frequencies by two convolutions, whose kernels Keras trains unless told not to."""

    family = "preprocessing"
    spatial = 1
    rank = 3
    sizes = ("frame_length", "frame_step")
    checks = {
        "frame_length": comparable,
        "frame_step": comparable,
        "fft_length": comparable,
        "mode": one_of("log", "magnitude", "psd", "real", "imag", "angle", "stft"),
        "scaling": one_of("density", "spectrum", None),  # type: ignore[arg-type]
        "padding": one_of("valid", "same"),
        "data_format": data_format,
    }

    def __init__(
        self, mode="log", frame_length=256, frame_step=None, fft_length=None, window="hann",
        periodic=False, scaling="density", padding="valid", expand_dims=False, data_format=None,
        **kwargs,
    ): ...  # fmt: skip

    def check(self) -> None:
        length, step, whole = self.frame_length, self.frame_step, self.fft_length
        if length is None:
            raise invalid(self, "frame_length", length, "a positive integer", "TypeError")
        if any(isinstance(n, Dim) for n in (length, step, whole)):
            return
        if step is not None and (step > length or step < 1):
            raise invalid(self, "frame_step", step, f"from 1 to `frame_length={length}`")
        if whole is not None and whole < length:
            raise invalid(self, "fft_length", whole, f"`frame_length={length}` or more")
        if isinstance(whole, float):
            raise invalid(self, "fft_length", whole, "a power of two", "TypeError")
        if not whole and length <= 0:
            raise invalid(self, "frame_length", length, "a positive integer")

    @property
    def step(self) -> Size:
        return self.frame_step or self.frame_length // 2  # type: ignore[no-any-return]

    @property
    def channels(self) -> Size:
        """How many frequencies there are."""
        whole = self.fft_length
        if not whole:
            length = self.frame_length
            if not isinstance(length, (int, float)):
                raise NotKnown(Unknown("the length of the Fourier transform", None))
            whole = 2 ** ceil(log2(length))
        return whole // 2 + 1  # type: ignore[no-any-return]

    def weights(self, x: Shape) -> Iterator[Weight]:
        if isinstance(self.frame_length, float) or below_zero(self.frame_length):
            raise invalid(self, "frame_length", self.frame_length, "a positive integer")
        shape = (self.frame_length, 1, self.channels)
        if self.mode != "imag":
            yield Weight("real_kernel", shape)
        if self.mode != "real":
            yield Weight("imag_kernel", shape)

    def output(self, x: Shape) -> Output:
        count = x[self.channel_axis]
        if hidden(count):
            raise Refused(
                "undefined-dimension",
                f"`{self.title}` needs to know the number of channels of its input",
                help="give it in `keras.Input`",
                exception="TypeError",
            )
        each = self.channels * (2 if self.mode == "stft" else 1)
        if self.step == 0:
            raise NotKnown(Unknown(f"`{self.title}` with frames that do not move on", None))
        done = self.slide(x, (self.frame_length,), (self.step,), self.padding, (1,), count * each)
        if not self.expand_dims:
            return done
        (time,) = self.places(done.shape)  # type: ignore[arg-type]
        first = self.data_format == "channels_first"
        shape = (x[0], count, time, each) if first else (x[0], time, each, count)
        return Output(shape, done.sum, done.unread)

    def macs(self, x: Shape, out: Shape) -> Size:
        kernels = 1 if self.mode in ("real", "imag") else 2
        shape: Any = self.slide(
            x, (self.frame_length,), (self.step,), self.padding, (1,), x[self.channel_axis]
        ).shape
        return product((kernels, *shape[1:], self.frame_length, self.channels))
