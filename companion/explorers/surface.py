"""A function of two numbers on a rectangle: its values, its gradients and its contours on paper."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

import handgrad as hg
from companion.explorers.plane import Plane
from companion.optional import need

POINTS, FINE = 25, 97  # to a side: where gradients are known, where contours are followed
LEVELS = (0.03, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.92)  # shares of the picture that lie below each contour
Limits = tuple[float, float]


def pair(caller: str, name: str, given: Any) -> tuple[float, float]:
    """Return two finite numbers; ValueError, in one line, for anything else."""
    try:
        first, second = map(float, given)
    except (TypeError, ValueError):
        first, second = np.nan, np.nan
    if not np.isfinite([first, second]).all():
        raise ValueError(f"{caller}: {name} must be two finite numbers; came {given!r}")
    return first, second


@dataclass(frozen=True)
class Surface:
    """`f` on the rectangle of `x` and `y`, written with handgrad's or plain operators, entry by entry."""

    caller: str
    f: Callable[..., Any]
    x: Limits
    y: Limits

    def __post_init__(self) -> None:
        for name, limits in (("x", self.x), ("y", self.y)):
            low, high = pair(self.caller, name, limits)
            if not low < high:
                raise ValueError(
                    f"{self.caller}: {name} must be two numbers, the smaller first; came {low:g}, {high:g}"
                )

    def axes(self, n: int) -> tuple[np.ndarray, np.ndarray]:
        """Return n places along x and along y."""
        return tuple(np.round(np.linspace(*limits, n), 10) + 0.0 for limits in (self.x, self.y))  # type: ignore[return-value]

    def values(self, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return f and its two partial derivatives at points given as two arrays of one shape."""
        a, b = (hg.tensor(v, dtype=hg.float64, requires_grad=True) for v in (x, y))
        with np.errstate(all="ignore"):  # where f has no number, the picture says so
            result = self._computed(a, b)
            if result.requires_grad:
                result.sum().backward()
        slopes = (np.zeros(x.shape) if t.grad is None else t.grad.numpy() for t in (a, b))
        return (result.detach().numpy(), *slopes)

    def _computed(self, a: hg.Tensor, b: hg.Tensor) -> hg.Tensor:
        try:
            result = self.f(a, b)
        except TypeError as error:
            raise TypeError(
                f"{self.caller}: f(x, y) must be written with handgrad's operations; it says: {error}"
            ) from None
        good = isinstance(result, hg.Tensor) and result.shape == a.shape and result.is_floating_point()
        if not good:
            came = type(result).__name__
            if isinstance(result, hg.Tensor):
                came = f"shape {tuple(result.shape)} of {result.dtype}"
            raise ValueError(
                f"{self.caller}: f(x, y) must give one number for each point, from handgrad's operations; for inputs "
                f"of shape {tuple(a.shape)} came {came}"
            )
        return result

    def contours(self, plane: Plane) -> tuple[str, list[float]]:
        """Return the contours as one path, and their levels: round numbers with about equal room between them."""
        x, y = self.axes(FINE)
        heights = np.ma.masked_invalid(self.values(*np.meshgrid(x, y))[0])
        if heights.count() == 0:
            raise ValueError(f"{self.caller}: f is nan or inf everywhere in the picture; choose other limits")
        wanted = np.quantile(heights.compressed(), LEVELS)
        levels = sorted({float(f"{level:.2g}") for level in wanted})
        follow = need("contourpy", self.caller).contour_generator(x, y, heights)
        pieces = (piece for level in levels for piece in follow.lines(level))
        return "".join(f"M{plane.points(piece).replace(' ', 'L')}" for piece in pieces), levels
