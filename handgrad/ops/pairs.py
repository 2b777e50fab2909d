"""Functions of two arguments that are no arithmetic: an angle, a length, a logarithm of a sum."""

from typing import Any

import numpy as np

from handgrad import dtypes
from handgrad.ops.elementwise import SIGMOID, masked
from handgrad.record import binary
from handgrad.tape import Op


def _floats_only(name: str, f: Any) -> Any:
    def run(a: Any, b: Any) -> Any:
        if a.dtype.kind != "f":
            raise NotImplementedError(f"\"{name}_cpu\" not implemented for '{dtypes.kind(a.dtype)}'")
        return f(a, b)

    return run


def _over_square(a: Any, b: Any) -> Any:
    """1 / (a² + b²), and 0 at the origin, where there is no angle."""
    q = a * a + b * b
    return masked(1 / q, q != 0)


ATAN2 = Op("Atan2Backward0", np.arctan2, lambda g, y, a, b: g * (b * _over_square(a, b)),
           lambda g, y, a, b: g * (-a * _over_square(a, b)), keep="x", ints="float",
           doc="The angle of the point (b, a): d = (b da − a db) / (a² + b²), 0 at the origin; torch.atan2.",
)  # fmt: skip
HYPOT = Op("HypotBackward0", _floats_only("hypot", np.hypot), lambda g, y, a, b: g * (a / y),
           lambda g, y, a, b: g * (b / y), keep="xy",
           doc="√(a² + b²) without overflow: d = (a da + b db) / √(a² + b²); torch.hypot.")  # fmt: skip
LOGADDEXP = Op("LogaddexpBackward0", _floats_only("logaddexp", np.logaddexp), lambda g, y, a, b: g * SIGMOID(a - b),
               lambda g, y, a, b: g * SIGMOID(b - a), keep="x",
               doc="ln(exp a + exp b) without overflow: d = σ(a − b) da + σ(b − a) db; torch.logaddexp.")  # fmt: skip
atan2, hypot, logaddexp = map(binary, (ATAN2, HYPOT, LOGADDEXP))
