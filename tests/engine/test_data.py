"""Data sets and batches: as torch.utils.data, but for the random numbers."""

from typing import Any

import pytest
import torch

import handgrad as hg


def batches(lib: Any, **settings: Any) -> list[Any]:
    data = lib.utils.data.TensorDataset(lib.arange(10.0).reshape(5, 2), lib.arange(5))
    return [[t.tolist() for t in batch] for batch in lib.utils.data.DataLoader(data, **settings)]


@pytest.mark.parametrize("settings", [{}, {"batch_size": 2}, {"batch_size": 2, "drop_last": True}, {"batch_size": 9}])
def test_batches_in_order_are_torch_s(settings: dict[str, Any]) -> None:
    assert batches(hg, **settings) == batches(torch, **settings)


def test_shuffled_batches_hold_every_row_once_and_follow_the_seed() -> None:
    hg.manual_seed(3)
    first, again = batches(hg, batch_size=2, shuffle=True), batches(hg, batch_size=2, shuffle=True)
    hg.manual_seed(3)
    assert batches(hg, batch_size=2, shuffle=True) == first
    assert again != first
    assert sorted(label for _, labels in first for label in labels) == [0, 1, 2, 3, 4]
    for rows, labels in first:
        assert rows == [[2.0 * i, 2.0 * i + 1] for i in labels], "rows and labels stay together"


def test_a_data_set_of_one_s_own_is_collated_as_torch_does() -> None:
    def own(lib: Any) -> list[Any]:
        class Squares(lib.utils.data.Dataset):
            def __len__(self) -> int:
                return 3

            def __getitem__(self, i: int) -> Any:
                return lib.tensor([i, i * i]), i, i / 2

        found = list(lib.utils.data.DataLoader(Squares(), batch_size=2))
        return [[(t.tolist(), str(t.dtype)) for t in batch] for batch in found]

    assert own(hg) == own(torch)


@pytest.mark.parametrize("lengths", [[3, 2], [0.6, 0.4], [0.5, 0.25, 0.25]])
def test_random_split_gives_disjoint_parts_of_torch_s_sizes(lengths: Any) -> None:
    sizes = []
    for lib in (hg, torch):
        parts = lib.utils.data.random_split(list(range(5)), lengths)
        assert sorted(p[i] for p in parts for i in range(len(p))) == [0, 1, 2, 3, 4]
        sizes.append([len(p) for p in parts])
    assert sizes[0] == sizes[1]


@pytest.mark.parametrize(
    "mistake",
    [
        lambda lib: lib.utils.data.TensorDataset(lib.ones(2), lib.ones(3)),
        lambda lib: lib.utils.data.DataLoader([1], batch_size=0),
        lambda lib: lib.utils.data.random_split(list(range(5)), [3, 3]),
    ],
)
def test_a_mistake_has_torch_s_class_and_words(mistake: Any) -> None:
    said = []
    for lib in (hg, torch):
        with pytest.raises(Exception) as caught:  # noqa: PT011  (which one is the question)
            mistake(lib)
        said.append((type(caught.value), str(caught.value)))
    assert said[0] == said[1]
