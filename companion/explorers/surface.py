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


@dataclass(frozen=True)
class Surface:
    """`f` on the rectangle of `x` and `y`, written with handgrad's or plain operators, entry by entry."""

    caller: str
    f: Callable[..., Any]
    x: Limits
    y: Limits

    def __post_init__(self) -> None:
        for name, (low, high) in (("x", self.x), ("y", self.y)):
            if not (np.isfinite([low, high]).all() and low < high):
                raise ValueError(f"{self.caller}: {name} must be two numbers, the smaller first; came {low}, {high}")

    def axes(self, n: int) -> tuple[np.ndarray, np.ndarray]:
        """Return n places along x and along y."""
        return tuple(np.round(np.linspace(*limits, n), 10) + 0.0 for limits in (self.x, self.y))  # type: ignore[return-value]

    def values(self, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return f and its two partial derivatives at points given as two arrays of one shape."""
        a, b = (hg.tensor(v, dtype=hg.float64, requires_grad=True) for v in (x, y))
        result = self.f(a, b)
        if not isinstance(result, hg.Tensor) or tuple(result.shape) != x.shape:
            came = f"shape {tuple(result.shape)}" if isinstance(result, hg.Tensor) else type(result).__name__
            raise ValueError(
                f"{self.caller}: f(x, y) must give one number for each point, from handgrad's operations; for inputs "
                f"of shape {x.shape} came {came}"
            )
        if result.requires_grad:
            result.sum().backward()
        slopes = (np.zeros(x.shape) if t.grad is None else t.grad.numpy() for t in (a, b))
        return (result.detach().numpy(), *slopes)

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
