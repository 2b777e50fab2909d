"""What a row of the table of operations is: a name of torch's, and a strategy for calls of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from hypothesis import strategies as st

Array = np.ndarray[Any, Any]
Function = Callable[..., Any]
REAL, POSITIVE, UNIT = (-2.0, 2.0), (0.2, 3.0), (-0.9, 0.9)
SMALL = st.integers(0, 3)
SHAPES = st.lists(SMALL, max_size=3).map(tuple)  # 0-d and zero-size included
SOLID = st.lists(st.integers(1, 3), max_size=3).map(tuple)  # 0-d included, nothing empty
SEEDS = st.integers(0, 2**32 - 1)


@dataclass(frozen=True)
class Call:
    """f(lib, *tensors) on these float64 arrays. `smooth`: no kink and no tie within reach of a small step."""

    text: str
    f: Function
    arrays: tuple[Array, ...]
    smooth: bool = True

    def __repr__(self) -> str:
        return f"{self.text} on " + ", ".join(f"{a.shape}:{a.tolist()}" for a in self.arrays)


@dataclass(frozen=True)
class Row:
    """One operation: its name (torch.NAME, or Tensor.NAME where torch has the method only) and its calls."""

    name: str
    calls: st.SearchStrategy[Call]


def numbers(seed: int, shape: tuple[int, ...], domain: tuple[float, float] = REAL, ties: bool = False) -> Array:
    """Numbers of the domain: distinct ones, or from a coarse grid on which entries tie and kinks are met."""
    rng = np.random.default_rng(seed)
    if ties:
        return np.asarray(rng.integers(int(np.ceil(domain[0])), int(domain[1]) + 1, shape), np.float64)
    # a shuffled grid, jittered: no two entries, and no entry and 0, are closer than gradcheck's step
    n = int(np.prod(shape))
    grid = (rng.permutation(n) + rng.uniform(0.3, 0.7, n)) / max(n, 1)
    return np.asarray(domain[0] + (domain[1] - domain[0]) * grid).reshape(shape)


@st.composite
def broadcast_pair(draw: Any) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Two shapes that broadcast against each other."""
    common = draw(SHAPES)
    sides = []
    for _ in range(2):
        kept = draw(st.integers(0, len(common)))
        shape = common[len(common) - kept :]
        ones = draw(st.lists(st.booleans(), min_size=kept, max_size=kept))
        sides.append(tuple(1 if one else n for n, one in zip(shape, ones, strict=True)))
    return sides[0], sides[1]


def dims_of(ndim: int) -> st.SearchStrategy[int]:
    """An axis, counted from either end."""
    n = max(ndim, 1)
    return st.integers(-n, n - 1)
