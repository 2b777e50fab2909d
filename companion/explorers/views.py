"""What a tensor is in memory: numbers in a row, and a rule that says where an entry stands. Of any library."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from companion.numbers import minus, number, readable

MOST_ROWS, MOST_COLUMNS, MOST_PLACES = 8, 12, 20


@dataclass(frozen=True)
class View:
    """A tensor of up to two axes. `home` tells storages apart; `memory` is all that its storage holds."""

    name: str
    shape: tuple[int, ...]
    steps: tuple[int, ...]
    offset: int
    home: int
    memory: tuple[float, ...]
    owner: Any = None  # held on to, so that no other storage can come to stand at this address

    def place(self, index: tuple[int, ...]) -> int:
        """Return where in memory the entry at `index` stands."""
        return self.offset + sum(i * s for i, s in zip(index, self.steps, strict=True))

    def entry(self, index: tuple[int, ...]) -> float:
        """Return the entry at `index`."""
        return self.memory[self.place(index)]

    def indices(self) -> Iterator[tuple[int, ...]]:
        """Yield every index, rows first."""
        return np.ndindex(*self.shape)

    def called(self, index: tuple[int, ...]) -> str:
        """Return how Python writes the entry: 'x[1, 0]'; a tensor without axes has its name alone."""
        return f"{self.name}[{', '.join(map(str, index))}]" if index else self.name

    def rule(self, index: tuple[int, ...]) -> str:
        """Say how the place is found: '0 + 1·3 + 2·1 = 5'."""
        terms = [str(self.offset), *(f"{i}·{minus(str(s))}" for i, s in zip(index, self.steps, strict=True))]
        return f"{' + '.join(terms)} = {self.place(index)}" if self.shape else str(self.offset)

    def stretched(self, shape: tuple[int, ...]) -> "View":
        """Return the view that broadcasting reads: stride 0 where an axis is missing or has length 1."""
        missing = len(shape) - len(self.shape)
        old = [*[1] * missing, *self.shape], [*[0] * missing, *self.steps]
        steps = tuple(0 if n == 1 != m else s for n, s, m in zip(*old, shape, strict=True))
        return View(self.name, shape, steps, self.offset, self.home, self.memory, self.owner)


def view_of(caller: str, name: str, tensor: Any) -> View:
    """Return the view that a torch or handgrad tensor, an array, a list or a number is.

    Raises TypeError for what holds no numbers, ValueError for an empty tensor or one too large for a picture.
    """
    array = readable(caller, name, tensor)
    fits = array.ndim <= 2 and all(
        n <= most for n, most in zip(array.shape[::-1], (MOST_COLUMNS, MOST_ROWS), strict=False)
    )
    if not fits or not array.size:
        why = "is empty: it has no entry to look at" if not array.size else "does not fit the picture"
        raise ValueError(
            f"{caller}: {name} has shape {array.shape} and {why}; wanted: one or two axes, up to {MOST_ROWS} rows and "
            f"{MOST_COLUMNS} columns"
        )
    root = _root(tensor, array)
    steps = tuple(s // array.itemsize for s in array.strides)
    first, home = (a.__array_interface__["data"][0] for a in (array, root))
    offset, memory = (first - home) // array.itemsize, root.ravel(order="K")
    if memory.size > MOST_PLACES:
        raise ValueError(
            f"{caller}: the storage of {name} has {memory.size} places; at most {MOST_PLACES} fit the picture"
        )
    return View(name, array.shape, steps, offset, home, tuple(float(x) for x in memory), root)


def _root(tensor: Any, array: np.ndarray) -> np.ndarray:
    """All of the storage that an array reads, torch's too."""
    if hasattr(tensor, "untyped_storage"):
        whole = tensor.detach()
        return whole.as_strided((whole.untyped_storage().nbytes() // whole.element_size(),), (1,), 0).numpy()
    while isinstance(array.base, np.ndarray):
        array = array.base
    return array


def written(value: float) -> str:
    """Return a number as a small cell holds it: nan and inf as they are."""
    return minus(number(value, 3))
