"""Axes as torch names them: `dim`, counted from either end."""

from typing import Any


def axis(dim: int, ndim: int) -> int:
    """One axis, counted from the end (so that batch axes may be put in front); IndexError as torch's."""
    n = max(ndim, 1)
    if not -n <= dim < n:
        raise IndexError(f"Dimension out of range (expected to be in range of [{-n}, {n - 1}], but got {dim})")
    return dim if dim < 0 else dim - n


def axes(dim: Any, ndim: int) -> tuple[int, ...] | None:
    """dim as a tuple of negative axes; None for all of them."""
    if dim is None or dim == () or dim == []:
        return None
    found = tuple([axis(d, ndim) for d in (dim if isinstance(dim, tuple | list) else (dim,))])
    if len(set(found)) != len(found):
        raise RuntimeError(f"dim {found[0] + ndim} appears multiple times in the list of dims")
    return found if ndim else None
