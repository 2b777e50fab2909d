"""What a backward Function kept of the forward pass: its result and its inputs, as far as its rule reads them."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from companion.numbers import entries

# torch's names for what is kept of each input, by its place: mul keeps self and other, mm self and mat2, …
TORCH_INPUTS = (("_saved_self",), ("_saved_other", "_saved_mat2", "_saved_vec", "_saved_tensor", "_saved_target"))


def result(fn: Any) -> np.ndarray | None:
    """Return the result of the forward pass if the Function kept it, and it was neither freed nor edited since."""
    if hasattr(fn, "op"):  # handgrad: an Op says what its rules read
        return _numbers(fn.y) if fn.op is not None and fn.op.keep_y else None
    return _torch_saved(fn, "_saved_result")


def inputs(fn: Any) -> Iterator[tuple[Any, np.ndarray]]:
    """Yield (the Function that made the input, its value) for the inputs that were kept."""
    if hasattr(fn, "op"):
        kept = [_numbers(x) for x in fn.args or ()] if fn.op is not None and fn.op.keep_x else []
    else:
        found = [[_torch_saved(fn, name) for name in names] for names in TORCH_INPUTS]
        kept = [next((x for x in group if x is not None), None) for group in found]
    for (near, output), value in zip(fn.next_functions, kept, strict=False):
        if near is not None and output == 0 and value is not None:
            yield near, value


def _torch_saved(fn: Any, name: str) -> np.ndarray | None:
    try:
        return _numbers(getattr(fn, name, None))
    except RuntimeError:  # freed, or edited in place
        return None


def _numbers(x: Any) -> np.ndarray | None:
    if hasattr(x, "detach"):
        x = entries(x)
    return np.asarray(x, dtype=float) if isinstance(x, np.ndarray | np.generic) else None
