"""Which device a run is given: the CPU, or a GPU of those that are here."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import suppress

CPU, AUTO = "cpu", "auto"
#: What the kernel shows where NVIDIA's or AMD's driver has a device; a container may be given any.
SIGNS = ("/dev/nvidia[0-9]*", "/dev/dxg", "/dev/kfd")


def gpus() -> bool:
    """Whether there seems to be a GPU; whether the framework can use it, only a run tells."""
    from glob import iglob

    return any(next(iglob(sign), None) is not None for sign in SIGNS)


def is_device(text: str) -> bool:
    name, colon, number = text.partition(":")
    return text in (CPU, AUTO, "gpu") or (name == "gpu" and bool(colon) and number.isdecimal())


def given(device: str) -> str:
    """The device that a wish comes to here: `cpu`, `gpu` or `gpu:1`."""
    return CPU if device == CPU or not gpus() else "gpu" if device == AUTO else device


def environment(device: str) -> dict[str, str]:
    """What tells the frameworks which device to use."""
    if device == CPU:
        return {"CUDA_VISIBLE_DEVICES": "-1", "HIP_VISIBLE_DEVICES": "-1", "JAX_PLATFORMS": "cpu"}
    found = {
        # Counters tell nothing where a framework takes all of the memory when it starts.
        "TF_FORCE_GPU_ALLOW_GROWTH": "true",
        "XLA_PYTHON_CLIENT_PREALLOCATE": "false",
    }
    _, _, number = device.partition(":")
    if number:
        seen = os.environ.get("CUDA_VISIBLE_DEVICES", "").split(",")
        place = int(number)
        found["CUDA_VISIBLE_DEVICES"] = seen[place] if place < len(seen) and seen[0] else number
    return found


def memory(device: str) -> int | None:
    """Bytes of the device's memory, if its driver's own program tells."""
    program = shutil.which("nvidia-smi")
    if device == CPU or program is None:
        return None
    asked = [program, "--query-gpu=memory.total", "--format=csv,noheader,nounits"]
    number = device.partition(":")[2]
    with suppress(OSError, ValueError, subprocess.SubprocessError):
        said = subprocess.run(
            [*asked, *(["-i", number] if number else [])],
            capture_output=True,
            text=True,
            timeout=20,
            check=True,
        )
        return int(said.stdout.split()[0]) << 20
    return None
