"""Python's own text for a wrong argument names the method as torch's does."""

import pytest
import torch

import handgrad as hg


def test_a_wrong_argument_of_backward_gives_torchs_text() -> None:
    texts = []
    for lib in (hg, torch):
        with pytest.raises(TypeError) as caught:
            lib.ones(2, requires_grad=True).backward(grad_tensors=lib.ones(2))
        texts.append(str(caught.value))
    assert texts[0] == texts[1]


def test_a_float_asked_for_in_float64_keeps_all_its_digits() -> None:
    for data in (0.1, [0.1, 1 / 3]):
        assert hg.tensor(data, dtype=hg.float64).tolist() == torch.tensor(data, dtype=torch.float64).tolist()
