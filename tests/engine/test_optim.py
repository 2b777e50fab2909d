"""Optimizers and schedules: after every step the parameters are torch's."""

from typing import Any

import numpy as np
import pytest
import torch

import handgrad as hg

OPTIMIZERS: list[tuple[str, dict[str, Any]]] = [
    ("SGD", {"lr": 0.05}),
    ("SGD", {"lr": 0.02, "momentum": 0.9}),
    ("SGD", {"lr": 0.02, "momentum": 0.9, "dampening": 0.5, "weight_decay": 0.1}),
    ("SGD", {"lr": 0.01, "momentum": 0.9, "nesterov": True, "weight_decay": 0.1}),
    ("Adagrad", {"lr": 0.1}),
    ("Adagrad", {"lr": 0.1, "lr_decay": 0.1, "weight_decay": 0.01, "initial_accumulator_value": 0.5}),
    ("RMSprop", {"lr": 0.05}),
    ("RMSprop", {"lr": 0.02, "momentum": 0.5, "centered": True, "weight_decay": 0.1}),
    ("Adam", {"lr": 0.1}),
    ("Adam", {"lr": 0.1, "betas": (0.8, 0.95), "eps": 1e-6, "weight_decay": 0.1}),
    ("AdamW", {"lr": 0.1}),
    ("AdamW", {"lr": 0.1, "weight_decay": 0.3}),
]
SCHEDULES: list[tuple[str, dict[str, Any]]] = [
    ("StepLR", {"step_size": 7, "gamma": 0.5}),
    ("ExponentialLR", {"gamma": 0.9}),
    ("CosineAnnealingLR", {"T_max": 20, "eta_min": 0.001}),
]
START = np.random.default_rng(0).standard_normal((3, 2))


def path(lib: Any, name: str, settings: dict[str, Any], steps: int = 30, schedule: Any = None) -> list[Any]:
    """The parameters and learning rates along the way down a banana-shaped loss."""
    x = lib.tensor(START, requires_grad=True)
    optimizer = getattr(lib.optim, name)([x], **settings)
    scheduler = None if schedule is None else getattr(lib.optim.lr_scheduler, schedule[0])(optimizer, **schedule[1])
    seen = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = ((x[:, 1] - x[:, 0] ** 2) ** 2).sum() + 0.1 * ((1 - x[:, 0]) ** 2).sum()
        loss.backward()
        optimizer.step()
        if scheduler is not None:
            scheduler.step()
        seen += [x.detach().numpy().copy(), np.array(optimizer.param_groups[0]["lr"])]
    return seen


@pytest.mark.parametrize(("name", "settings"), OPTIMIZERS, ids=lambda v: str(v))
def test_every_step_is_torch_s(name: str, settings: dict[str, Any]) -> None:
    for mine, theirs in zip(path(hg, name, settings), path(torch, name, settings), strict=True):
        np.testing.assert_allclose(mine, theirs, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("schedule", SCHEDULES, ids=lambda v: v[0])
def test_every_learning_rate_of_a_schedule_is_torch_s(schedule: Any) -> None:
    pairs = zip(
        path(hg, "SGD", {"lr": 0.02}, schedule=schedule),
        path(torch, "SGD", {"lr": 0.02}, schedule=schedule),
        strict=True,
    )
    for mine, theirs in pairs:
        np.testing.assert_allclose(mine, theirs, rtol=1e-10, atol=1e-12)


def test_groups_have_settings_of_their_own() -> None:
    for lib in (hg, torch):
        a, b = (lib.tensor([1.0], requires_grad=True) for _ in range(2))
        optimizer = lib.optim.SGD([{"params": [a]}, {"params": [b], "lr": 0.5}], lr=0.1)
        (a + b).sum().backward()
        optimizer.step()
        assert (round(a.item(), 6), round(b.item(), 6)) == (0.9, 0.5)


def test_a_run_goes_on_from_its_state_dict() -> None:
    whole = path(hg, "Adam", {"lr": 0.1}, steps=6)
    x = hg.tensor(START, requires_grad=True)
    first = hg.optim.Adam([x], lr=0.1)

    def steps(optimizer: Any, n: int) -> None:
        for _ in range(n):
            optimizer.zero_grad()
            (((x[:, 1] - x[:, 0] ** 2) ** 2).sum() + 0.1 * ((1 - x[:, 0]) ** 2).sum()).backward()
            optimizer.step()

    steps(first, 3)
    second = hg.optim.Adam([x], lr=0.9)
    second.load_state_dict(first.state_dict())
    steps(second, 3)
    np.testing.assert_allclose(x.detach().numpy(), whole[-2], rtol=1e-12)


@pytest.mark.parametrize("name", ["SGD", "Adam", "Adagrad", "RMSprop", "AdamW"])
def test_a_step_changes_only_what_has_a_gradient(name: str) -> None:
    x, y = hg.ones(2, requires_grad=True), hg.ones(2, requires_grad=True)
    optimizer = getattr(hg.optim, name)([x, y], lr=0.1)
    x.sum().backward()
    optimizer.step()
    assert y.tolist() == [1.0, 1.0]
    assert x.tolist() != [1.0, 1.0]


def test_a_step_is_an_edit_that_an_older_graph_notices() -> None:
    x = hg.ones(2, requires_grad=True)
    y = (x * x).sum()
    y.backward(retain_graph=True)
    hg.optim.SGD([x], lr=0.1).step()
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        y.backward()


@pytest.mark.parametrize(
    "mistake",
    [
        lambda lib: lib.optim.SGD([], lr=0.1),
        lambda lib: lib.optim.SGD(lib.ones(2, requires_grad=True), lr=0.1),
        lambda lib: lib.optim.SGD([1.0], lr=0.1),
        lambda lib: lib.optim.SGD([lib.ones(2, requires_grad=True) * 2], lr=0.1),
        lambda lib: lib.optim.SGD([lib.ones(2, requires_grad=True)], lr=-1.0),
        lambda lib: lib.optim.SGD([lib.ones(2, requires_grad=True)], lr=0.1, nesterov=True),
        lambda lib: lib.optim.Adam([lib.ones(2, requires_grad=True)], betas=(1.0, 0.9)),
    ],
)
def test_a_mistake_has_torch_s_class_and_words(mistake: Any) -> None:
    said = []
    for lib in (hg, torch):
        with pytest.raises(Exception) as caught:  # noqa: PT011  (which one is the question)
            mistake(lib)
        said.append((type(caught.value), str(caught.value)))
    assert said[0] == said[1]


def test_repr_is_torch_s_settings_and_all() -> None:
    mine = repr(hg.optim.SGD([hg.ones(1, requires_grad=True)], lr=0.1)).splitlines()
    theirs = repr(torch.optim.SGD([torch.ones(1, requires_grad=True)], lr=0.1)).splitlines()
    assert set(mine) <= set(theirs), "a line that torch does not print"
    assert [line for line in theirs if line in mine] == mine, "in another order"
