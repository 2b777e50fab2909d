"""Modules, layers, losses: the same values, gradients, names and words as torch.nn."""

import re
import warnings
from typing import Any

import numpy as np
import pytest
import torch

import handgrad as hg

X = np.random.default_rng(0).standard_normal((4, 3))
T = np.random.default_rng(1).standard_normal((4, 3))
CLASSES = np.array([2, 0, 1, 1])
F_NAMES = {
    "relu": (), "sigmoid": (), "tanh": (), "gelu": (), "silu": (), "softplus": (), "leaky_relu": (0.1,), "hardtanh": (),
    "relu6": (), "softmax": (1,), "log_softmax": (0,),
}  # fmt: skip
LOSSES = ["mse_loss", "l1_loss", "huber_loss", "binary_cross_entropy_with_logits"]


def derivatives(lib: Any, f: Any, *arrays: Any) -> list[Any]:
    """Value, gradients, second derivatives and a tangent, as arrays."""
    xs = [lib.tensor(a, requires_grad=True) for a in arrays]
    y = f(*xs)
    first = lib.autograd.grad((y * y).sum(), xs, create_graph=True)
    second = lib.autograd.grad(sum((g * g).sum() for g in first), xs)
    plain = tuple(lib.tensor(a) for a in arrays)
    _, t = lib.func.jvp(f, plain, tuple(lib.ones_like(p) for p in plain))
    return [v.detach().numpy() for v in (y, *first, *second, t)]


def same(f: Any, *arrays: Any) -> None:
    mine = derivatives(hg, lambda *xs: f(hg, *xs), *arrays)
    theirs = derivatives(torch, lambda *xs: f(torch, *xs), *arrays)
    for a, b in zip(mine, theirs, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-9, atol=1e-11)


@pytest.mark.parametrize(("name", "args"), F_NAMES.items(), ids=list(F_NAMES))
def test_an_activation_is_torch_s_with_two_derivatives_and_a_tangent(name: str, args: Any) -> None:
    same(lambda lib, x: getattr(lib.nn.functional, name)(x, *args), X * 3)


@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
@pytest.mark.parametrize("name", LOSSES)
def test_a_loss_is_torch_s_with_two_derivatives_and_a_tangent(name: str, reduction: str) -> None:
    target = (T > 0).astype(float) if "cross" in name else T
    same(lambda lib, x: getattr(lib.nn.functional, name)(x, lib.tensor(target), reduction=reduction), X)


@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
def test_cross_entropy_is_torch_s_with_two_derivatives_and_a_tangent(reduction: str) -> None:
    same(lambda lib, x: lib.nn.functional.cross_entropy(x, lib.tensor(CLASSES), reduction=reduction), X)
    rows = np.exp(T) / np.exp(T).sum(1, keepdims=True)
    same(lambda lib, x: lib.nn.functional.cross_entropy(x, lib.tensor(rows), reduction=reduction), X)


@pytest.mark.parametrize("smoothing", [0.0, 0.3])
@pytest.mark.parametrize("ignored", [-100, 1])
@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
def test_cross_entropy_s_options_are_torch_s(reduction: str, weighted: bool, ignored: int, smoothing: float) -> None:
    """For indices in one, two and four dims, and for probabilities; as a function and as a Module."""
    weights = np.array([0.5, 2.0, 1.5])
    rng = np.random.default_rng(2)
    for shape in ((3,), (4, 3), (2, 3, 2, 2)):
        x, classes = rng.standard_normal(shape), rng.integers(0, 3, shape[:1] + shape[2:] if len(shape) > 1 else ())
        if shape == (3,) and ignored == 1:
            continue  # the mean of nothing
        for target in (classes, rng.random(shape)):
            options = {"reduction": reduction, "label_smoothing": smoothing}
            options |= {"ignore_index": ignored} if target is classes else {}

            def loss(lib: Any, x: Any, target: Any = target, options: Any = options) -> Any:
                weight = lib.tensor(weights) if weighted else None
                module = lib.nn.CrossEntropyLoss(weight=weight, **options)
                f = lib.nn.functional.cross_entropy(x, lib.tensor(target), weight, **options)
                return f + module(x, lib.tensor(target))

            same(loss, x)


@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
def test_bce_with_logits_takes_torch_s_weights(reduction: str) -> None:
    """At large logits too, where exp would overflow."""
    target = (T > 0).astype(float)
    for scale in (1.0, 400.0):
        same(
            lambda lib, x: lib.nn.functional.binary_cross_entropy_with_logits(
                x,
                lib.tensor(target),
                lib.tensor(np.array([0.5, 1.0, 2.0])),
                reduction=reduction,
                pos_weight=lib.tensor(np.array([3.0, 0.5, 1.0])),
            ),
            X * scale,
        )


def test_gelu_s_approximation_and_softplus_s_options_are_torch_s() -> None:
    same(lambda lib, x: lib.nn.functional.gelu(x, approximate="tanh"), X * 3)
    same(lambda lib, x: lib.nn.GELU("tanh")(x), X)
    same(lambda lib, x: lib.nn.functional.softplus(x, 3, 0.2), X)


def test_linear_and_layer_norm_are_torch_s() -> None:
    w, b = np.random.default_rng(2).standard_normal((5, 3)), np.random.default_rng(3).standard_normal(5)
    same(lambda lib, x, w, b: lib.nn.functional.linear(x, w, b), X, w, b)
    same(lambda lib, x, w: lib.nn.functional.linear(x, w), X, w)
    same(lambda lib, x, w, b: lib.nn.functional.linear(x, w, b), X[0], w, b)
    same(lambda lib, x, w, b: lib.nn.functional.layer_norm(x, (3,), w, b), X, w[0], w[1])


def model(lib: Any) -> Any:
    nn = lib.nn
    return nn.Sequential(
        nn.Flatten(), nn.Linear(3, 6), nn.GELU(), nn.LayerNorm(6), nn.Linear(6, 5, bias=False), nn.SiLU(),
        nn.Softplus(), nn.LeakyReLU(), nn.Tanh(), nn.Sigmoid(), nn.ReLU(), nn.Dropout(0.0), nn.Linear(5, 3),
        nn.Softmax(1),
    ).double()  # fmt: skip


def test_a_model_loaded_with_torch_s_weights_gives_torch_s_gradients() -> None:
    mine, theirs = model(hg), model(torch)
    mine.load_state_dict({k: hg.tensor(v.numpy()) for k, v in theirs.state_dict().items()})
    for lib, m in ((hg, mine), (torch, theirs)):
        lib.nn.CrossEntropyLoss()(m(lib.tensor(X)), lib.tensor(CLASSES)).backward()
    assert [n for n, _ in mine.named_parameters()] == [n for n, _ in theirs.named_parameters()]
    for p, q in zip(mine.parameters(), theirs.parameters(), strict=True):
        np.testing.assert_allclose(p.grad.numpy(), q.grad.numpy(), rtol=1e-9, atol=1e-12)


def test_repr_of_modules_and_parameters_is_torch_s() -> None:
    assert repr(model(hg)) == repr(model(torch))
    assert repr(hg.nn.Parameter(hg.ones(2))) == repr(torch.nn.Parameter(torch.ones(2)))
    for name in ("MSELoss", "L1Loss", "HuberLoss", "CrossEntropyLoss", "NLLLoss", "BCEWithLogitsLoss"):
        assert repr(getattr(hg.nn, name)()) == repr(getattr(torch.nn, name)())


def test_linear_starts_where_torch_s_does() -> None:
    hg.manual_seed(0)
    layer = hg.nn.Linear(100, 50)
    bound = 1 / np.sqrt(100)
    assert abs(layer.weight.detach().numpy()).max() <= bound
    assert abs(float(layer.weight.detach().numpy().std()) - bound / np.sqrt(3)) < 0.002
    assert layer.weight.is_leaf
    assert layer.weight.requires_grad


def test_dropout_keeps_the_mean_in_training_and_everything_in_eval() -> None:
    hg.manual_seed(0)
    layer, x = hg.nn.Dropout(0.25), hg.ones(10_000)
    y = layer(x)
    np.testing.assert_allclose(np.unique(y.numpy()), [0.0, 4 / 3], rtol=1e-6)
    assert abs(y.mean().item() - 1) < 0.03
    assert hg.equal(layer.eval()(x), x)


def test_train_and_eval_reach_every_module() -> None:
    m = model(hg).eval()
    assert not any(child.training for child in m.modules())
    assert all(child.training for child in m.train().modules())


def test_a_module_finds_shared_parameters_once() -> None:
    def tied(lib: Any) -> list[str]:
        class Tied(lib.nn.Module):
            def __init__(self) -> None:
                super().__init__()
                self.a = lib.nn.Linear(2, 2)
                self.b = self.a
                self.register_buffer("mean", lib.zeros(2))

        return [n for n, _ in Tied().named_parameters()] + list(Tied().state_dict())

    mine, theirs = tied(hg), tied(torch)
    assert mine[:2] == theirs[:2]
    assert set(mine) <= set(theirs)


def test_mse_of_two_shapes_warns_in_torch_s_words_and_broadcasts() -> None:
    for f in ("mse_loss", "l1_loss", "huber_loss"):
        said = []
        for lib in (hg, torch):
            with warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter("always")
                value = getattr(lib.nn.functional, f)(lib.zeros(3), lib.ones(3, 1)).item()
            said.append((value, str(caught[0].message)))
        assert said[0] == said[1]


@pytest.mark.parametrize(
    "mistake",
    [
        lambda lib: lib.nn.functional.cross_entropy(lib.zeros(3, 3), lib.tensor([0, 1])),
        lambda lib: lib.nn.functional.cross_entropy(lib.zeros(3, 3), lib.tensor([0, 1, 5])),
        lambda lib: lib.nn.functional.nll_loss(lib.zeros(3, 3), lib.zeros(3)),
        lambda lib: lib.nn.functional.mse_loss(lib.zeros(3), lib.zeros(3), reduction="x"),
        lambda lib: lib.nn.Linear(2, 3)(lib.ones(4, 5)),
        lambda lib: lib.nn.Linear(2, 3)(lib.ones(4, 2, dtype=lib.float64)),
        lambda lib: lib.nn.functional.linear(lib.ones(4, 2), lib.ones(3, 2), lib.ones(3, dtype=lib.float64)),
        lambda lib: lib.nn.Module()(1),
        lambda lib: lib.nn.Dropout(2.0),
        lambda lib: lib.nn.functional.one_hot(lib.tensor([0, 3]), 3),
        lambda lib: lib.nn.Linear(2, 3).foo,
        lambda lib: setattr(lib.nn.Linear(2, 3), "weight", lib.ones(2)),
    ],
)
def test_a_mistake_has_torch_s_class_and_words(mistake: Any) -> None:
    said = []
    for lib in (hg, torch):
        with pytest.raises(Exception) as caught:  # noqa: PT011  (which one is the question)
            mistake(lib)
        text = re.sub(r"torch(\.cuda)?\.FloatTensor", "Tensor", str(caught.value))
        said.append((type(caught.value), text))
    assert said[0] == said[1]


def test_load_state_dict_names_what_is_missing_unexpected_and_misshapen() -> None:
    layer = hg.nn.Linear(2, 3)
    with pytest.raises(RuntimeError, match=r'Missing key\(s\) in state_dict: "bias"'):
        layer.load_state_dict({"weight": hg.ones(3, 2)})
    with pytest.raises(RuntimeError, match="size mismatch for weight"):
        layer.load_state_dict({"weight": hg.ones(2, 2), "bias": hg.ones(3)})
    before = layer.weight
    layer.load_state_dict({"weight": hg.ones(3, 2), "bias": hg.zeros(3)})
    assert layer.weight is before
    assert layer.weight.tolist() == [[1.0, 1.0]] * 3
