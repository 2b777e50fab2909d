"""repr as torch's: the same digits, the same columns, the same suffixes."""

import math
from typing import Any

import numpy as np

from handgrad import dtypes

PRECISION, THRESHOLD, EDGE, WIDTH = 4, 1000, 3, 80


class Formatter:
    """Chooses one format for all entries, as torch._tensor_str does: integers with a point, fixed, or scientific."""

    def __init__(self, a: Any) -> None:
        self.kind, self.width, self.whole, self.sci = a.dtype.kind, 1, True, False
        if self.kind != "f":
            self.width = max((len(str(v)) for v in a.ravel().tolist()), default=0)
            return
        finite = np.abs(a[np.isfinite(a) & (a != 0)]).astype(np.float64)
        if not finite.size:
            return  # as torch: with nothing but zeros, inf and nan, entries are not aligned
        self._choose(finite)
        texts = [self.text(v) for v in a[np.isfinite(a) & (a != 0)].ravel()]
        self.width = max(len(t) for t in texts)  # inf and nan do not widen a column, as in torch

    def _choose(self, v: Any) -> None:
        low, high = float(v.min()), float(v.max())
        self.whole = bool((np.ceil(v) == v).all())
        self.sci = high / low > 1000.0 or high > 1.0e8 or (not self.whole and low < 1.0e-4)

    def text(self, v: Any) -> str:
        v = v.item() if hasattr(v, "item") else v
        if self.kind != "f" or not math.isfinite(v):
            return str(v)
        if self.sci:
            return f"{v:.{PRECISION}e}"
        return f"{v:.0f}." if self.whole else f"{v:.{PRECISION}f}"

    def __call__(self, v: Any) -> str:
        return self.text(v).rjust(self.width)


def _rows(a: Any, indent: int, summarize: bool, fmt: Formatter) -> Any:
    if a.ndim == 0:
        return fmt(a)
    if a.ndim == 1:
        per_line = max(1, (WIDTH - indent) // (fmt.width + 2))
        if summarize and len(a) > 2 * EDGE:
            words = [fmt(v) for v in a[:EDGE]] + [" ..."] + [fmt(v) for v in a[-EDGE:]]
        else:
            words = [fmt(v) for v in a]
        lines = [", ".join(words[i : i + per_line]) for i in range(0, len(words), per_line)]
        return "[" + (",\n" + " " * (indent + 1)).join(lines) + "]"
    if summarize and len(a) > 2 * EDGE:
        parts = [_rows(r, indent + 1, summarize, fmt) for r in a[:EDGE]]
        parts += ["..."] + [_rows(r, indent + 1, summarize, fmt) for r in a[-EDGE:]]
    else:
        parts = [_rows(r, indent + 1, summarize, fmt) for r in a]
    return "[" + ("," + "\n" * (a.ndim - 1) + " " * (indent + 1)).join(parts) + "]"


def _edges(a: Any) -> Any:
    """What a summarised print shows: torch chooses the format from these entries alone."""
    for axis in range(a.ndim):
        if a.shape[axis] > 2 * EDGE:
            ends = [*range(EDGE), *range(a.shape[axis] - EDGE, a.shape[axis])]
            a = np.take(a, ends, axis)
    return a


def tensor_repr(t: Any, name: str = "tensor") -> str:
    """tensor(values, [size=…, ][dtype=…, ][grad_fn=<…> | requires_grad=True])."""
    a = np.asarray(t._data)
    summarize = a.size > THRESHOLD
    suffixes = []
    if a.size == 0:
        body = "[]"
        if a.ndim != 1:
            suffixes.append(f"size={tuple(a.shape)}")
    else:
        body = _rows(a, len(name) + 1, summarize, Formatter(_edges(a) if summarize else a))
    plain = a.dtype == dtypes.default() or (a.size and a.dtype.kind == "b") or (a.size and a.dtype == np.int64)
    if not plain:
        suffixes.append(f"dtype={t.dtype}")
    if t.grad_fn is not None:
        suffixes.append(f"grad_fn=<{t.grad_fn.name()}>")
    elif t.requires_grad:
        suffixes.append("requires_grad=True")
    return _joined(f"{name}({body}", suffixes, len(name) + 1)


def _joined(text: str, suffixes: list[str], indent: int) -> str:
    last = len(text) - text.rfind("\n") + 1  # two more than there are: torch counts so
    for s in suffixes:
        if last + len(s) + 2 > WIDTH:
            text += ",\n" + " " * indent + s
            last = indent + len(s)
        else:
            text += ", " + s
            last += len(s) + 2
    return text + ")"
