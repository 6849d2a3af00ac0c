"""Writes fixtures/numpy: files made by NumPy (and by safetensors), and what they hold.

The files are committed; no test needs Python. To make them again:

    pip install numpy==2.4.6 ml_dtypes==0.6.0 safetensors==0.8.0
    python3 scripts/make-numpy-fixtures.py
"""

import io
import json
import struct
from fractions import Fraction
from pathlib import Path

import ml_dtypes
import numpy as np
import safetensors.numpy

OUT = Path(__file__).parent.parent / "fixtures" / "numpy"
OUT.mkdir(parents=True, exist_ok=True)
expected = {}


def plain(x):
    """A number JSON can hold, the non-finite by name."""
    x = float(x)
    return x if np.isfinite(x) else str(x)


def remember(file, arrays):
    expected[file] = {
        name: {
            "dtype": array.dtype.name,
            "shape": list(array.shape),
            "data": [plain(x) for x in array.ravel()],
        }
        for name, array in arrays.items()
    }


FLOATS = [[0.1, -0.0, 1e-7], [np.inf, -np.inf, 65504.0]]


def sample(kind):
    dtype = np.dtype(kind)
    if dtype.kind == "f":
        return np.array(FLOATS).astype(dtype)
    if dtype.kind == "b":
        return np.array([[True, False, True], [False, False, True]])
    if dtype.itemsize == 8:
        low = 0 if dtype.kind == "u" else -(2**53)
        return np.array([[low, 1, 2], [2**53, 2**60, 7]], dtype=dtype)
    info = np.iinfo(dtype)
    return np.array([[info.min, 1, 2], [3, 5, info.max]], dtype=dtype)


def save(name, array, version=None):
    with open(OUT / f"{name}.npy", "wb") as file:
        np.lib.format.write_array(file, array, version=version)
    remember(f"{name}.npy", {"": array})


for kind in ["f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "b1"]:
    save(kind, sample(kind))
    if np.dtype(kind).itemsize > 1:
        save(f"{kind}-big-endian", sample(kind).astype(f">{kind}"))

cube = np.arange(24, dtype="<f8").reshape(2, 3, 4)
save("fortran-2d", np.asfortranarray(cube[0]))
save("fortran-3d", np.asfortranarray(cube))
save("fortran-4d", np.asfortranarray(np.arange(120, dtype=">f4").reshape(2, 3, 4, 5)))
save("scalar", np.array(0.5))
save("vector", np.array([1.5, 2.5, 3.5]))
save("empty", np.zeros((0, 4)))
save("empty-fortran", np.asfortranarray(np.zeros((3, 0, 2))))
save("version-2", cube, version=(2, 0))
save("version-3", cube, version=(3, 0))


def zipped(name, writer, **arrays):
    writer(OUT / f"{name}.npz", **arrays)
    remember(f"{name}.npz", arrays)


some = {"q": cube[0], "k": cube[1].astype("f4"), "mask": sample("b1"), "scale": np.array(0.25)}
zipped("stored", np.savez, **some)
zipped("deflated", np.savez_compressed, **some)
zipped("no-arrays", np.savez)
zipped("unicode", np.savez, **{"mèo": np.array([1.0])})


class Pipe(io.RawIOBase):
    """A stream that cannot go back: the zip then carries its sizes after the data (data descriptors)."""

    def __init__(self):
        super().__init__()
        self.bytes = bytearray()

    def writable(self):
        return True

    def write(self, data):
        self.bytes += data
        return len(data)


pipe = Pipe()
np.savez(pipe, **some)
(OUT / "streamed.npz").write_bytes(pipe.bytes)
remember("streamed.npz", some)

tensors = {
    "q": cube[0].astype("f4"),
    "k": np.array(FLOATS).astype(ml_dtypes.bfloat16),
    "v": np.array(FLOATS).astype("f2"),
    "x": cube,
    "mask": sample("b1"),
    "lengths": sample("i8"),
    "bytes": sample("u1"),
    "scalar": np.array(0.5),
    "empty": np.zeros((0, 4), dtype="f4"),
}
safetensors.numpy.save_file(tensors, OUT / "mixed.safetensors", metadata={"made by": "safetensors"})
remember("mixed.safetensors", tensors)

(OUT / "expected.json").write_text(json.dumps(expected, indent=1) + "\n")


def bits_of(x, kind):
    with np.errstate(over="ignore"):
        return int(np.array(x, dtype="f8").astype(kind).view("u2"))


def bfloat16_exactly(x):
    """bfloat16 bits from the exact fraction: ml_dtypes goes through float32 and so rounds some cases twice."""
    sign = 0x8000 if np.signbit(x) else 0
    if not np.isfinite(x):
        return sign | 0x7F80
    magnitude = Fraction(abs(float(x)))
    low, high = 0, 0x7F80
    value = lambda bits: Fraction(struct.unpack(">f", struct.pack(">I", bits << 16))[0]) if bits < 0x7F80 else Fraction(2) ** 128
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if value(middle) <= magnitude else (low, middle)
    twice = 2 * magnitude - value(low) - value(high)
    return sign | (high if twice > 0 or (twice == 0 and low % 2) else low)


random = np.random.default_rng(42)
numbers = [0.0, -0.0, 5e-324, 65519.99999999999, 65520.0, 1.7976931348623157e308, float("inf"), 3.3961775292304597e38]
for bits in random.integers(0, 0x7C00, 400):
    here, after = (float(np.uint16(b).view("f2")) for b in (bits, bits + 1))
    if np.isfinite(after):
        middle = (here + after) / 2
        numbers += [middle, np.nextafter(middle, 0), np.nextafter(middle, np.inf), middle * (1 + 2.0**-40)]
for exponent in random.uniform(-140, 128, 400):
    x = float(np.float32(2.0**exponent).view("u4") & np.uint32(0xFFFF0000) | np.uint32(0x8000))
    middle = float(np.uint32(x).view("f4"))
    numbers += [middle, -float(np.nextafter(middle, np.inf)), random.normal() * 2.0**exponent]

lines = ["x,float16,bfloat16"] + [f"{float(x)!r},{bits_of(x, 'f2')},{bfloat16_exactly(x)}" for x in numbers]
disagree = sum(bits_of(x, ml_dtypes.bfloat16) != bfloat16_exactly(x) for x in numbers)
print(f"{len(lines) - 1} roundings; ml_dtypes rounds {disagree} of them otherwise")
(OUT / "rounding.csv").write_text("\n".join(lines).replace("inf", "Infinity") + "\n")
