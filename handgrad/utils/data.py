"""torch.utils.data: data sets, and batches of them."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from handgrad import creation
from handgrad.ops.joins import stack
from handgrad.record import wrap
from handgrad.tensor import Tensor


class Dataset:
    """Anything with len() and [index]; torch.utils.data.Dataset."""

    def __getitem__(self, index: Any) -> Any:
        raise NotImplementedError("Subclasses of Dataset should implement __getitem__.")


class TensorDataset(Dataset):
    """Rows of tensors that have the same length; torch.utils.data.TensorDataset."""

    def __init__(self, *tensors: Tensor) -> None:
        if any(len(t) != len(tensors[0]) for t in tensors):
            raise AssertionError("Size mismatch between tensors")
        self.tensors = tensors

    def __getitem__(self, index: Any) -> tuple[Tensor, ...]:
        return tuple(t[index] for t in self.tensors)

    def __len__(self) -> int:
        return len(self.tensors[0])


class Subset(Dataset):
    """Some rows of a data set; torch.utils.data.Subset."""

    def __init__(self, dataset: Any, indices: Sequence[int]) -> None:
        self.dataset, self.indices = dataset, indices

    def __getitem__(self, index: Any) -> Any:
        return self.dataset[self.indices[index]]

    def __len__(self) -> int:
        return len(self.indices)


def random_split(dataset: Any, lengths: Sequence[float]) -> list[Subset]:
    """Disjoint random parts of these lengths (or fractions that sum to 1); torch.utils.data.random_split."""
    n = len(dataset)
    if abs(sum(lengths) - 1) < 1e-6 and sum(lengths) <= 1 + 1e-6:
        parts = [int(n * f) for f in lengths]
        for k in range(n - sum(parts)):
            parts[k % len(parts)] += 1
    else:
        parts = [int(k) for k in lengths]
    if sum(parts) != n:
        raise ValueError("Sum of input lengths does not equal the length of the input dataset!")
    order = creation.generator().permutation(n).tolist()
    ends = np.cumsum(parts).tolist()
    return [Subset(dataset, order[end - k : end]) for k, end in zip(parts, ends, strict=True)]


def default_collate(batch: list[Any]) -> Any:
    """A list of rows as one batch: tensors are stacked, numbers become a tensor, tuples go field by field."""
    first = batch[0]
    if isinstance(first, Tensor):
        return stack(batch)
    if isinstance(first, tuple | list):
        return [default_collate([row[k] for row in batch]) for k in range(len(first))]
    if isinstance(first, float):
        return creation.tensor(batch, dtype=float)
    return creation.tensor(batch)


class DataLoader:
    """Batches of a data set, shuffled by handgrad's seeded generator if wanted; torch.utils.data.DataLoader."""

    def __init__(
        self, dataset: Any, batch_size: int = 1, shuffle: bool = False, drop_last: bool = False, collate_fn: Any = None
    ) -> None:
        if batch_size < 1:
            raise ValueError(f"batch_size should be a positive integer value, but got batch_size={batch_size}")
        self.dataset, self.batch_size, self.shuffle, self.drop_last = dataset, batch_size, shuffle, drop_last
        self.collate_fn = collate_fn

    def __len__(self) -> int:
        n = len(self.dataset)
        return n // self.batch_size if self.drop_last else -(-n // self.batch_size)

    def __iter__(self) -> Iterator[Any]:
        n = len(self.dataset)
        order = creation.generator().permutation(n) if self.shuffle else np.arange(n)
        for k in range(len(self)):
            yield self._batch(order[k * self.batch_size : (k + 1) * self.batch_size])

    def _batch(self, rows: Any) -> Any:
        """One batch: a TensorDataset is indexed once per tensor, any other row by row."""
        if isinstance(self.dataset, TensorDataset) and self.collate_fn is None:
            return [t[wrap(rows)] for t in self.dataset.tensors]
        items = [self.dataset[int(i)] for i in rows]
        return (self.collate_fn or default_collate)(items)
