"""What torch gives at the awkward points, row by row, from the installed torch: value, gradients, dtypes, errors."""

from typing import Any

import numpy as np
import pytest
import torch

import handgrad as hg
from tests.engine.parity import agree, both

NAN, INF = float("nan"), float("inf")
VALUES: dict[str, Any] = {
    "abs(0)": (lambda T, x: x.abs(), 0.0),
    "relu(0)": (lambda T, x: x.relu(), 0.0),
    "relu(nan)": (lambda T, x: x.relu(), NAN),
    "sqrt(0)": (lambda T, x: x.sqrt(), 0.0),
    "0*sqrt(0)": (lambda T, x: x.sqrt() * 0, 0.0),
    "x**0 at 0": (lambda T, x: x**0, 0.0),
    "x**1 at 0": (lambda T, x: x**1, 0.0),
    "x**.5 at 0": (lambda T, x: x**0.5, 0.0),
    "x**2 at 0": (lambda T, x: x**2, 0.0),
    "x**-1 at 0": (lambda T, x: x**-1, 0.0),
    "x**3. at -2": (lambda T, x: x**3.0, -2.0),
    "pow(0,y=0)": (lambda T, a, b: a**b, 0.0, 0.0),
    "pow(0,y=2)": (lambda T, a, b: a**b, 0.0, 2.0),
    "pow(-2,y=2)": (lambda T, a, b: a**b, -2.0, 2.0),
    "2**x scalar base": (lambda T, b: 2**b, 3.0),
    "0**x": (lambda T, b: 0**b, 0.0),
    "log(0)": (lambda T, x: x.log(), 0.0),
    "log(-1)": (lambda T, x: x.log(), -1.0),
    "x/0": (lambda T, a, b: a / b, 1.0, 0.0),
    "sign": (lambda T, x: x.sign(), 0.3),
    "round": (lambda T, x: x.round(), 0.3),
    "max() ties": (lambda T, x: x.max(), [1.0, 3.0, 3.0, 3.0]),
    "max(dim) ties": (lambda T, x: x.max(0).values, [1.0, 3.0, 3.0]),
    "amax ties": (lambda T, x: x.amax(0), [1.0, 3.0, 3.0]),
    "min() ties": (lambda T, x: x.min(), [1.0, 1.0, 3.0]),
    "maximum tie": (lambda T, a, b: T.maximum(a, b), 2.0, 2.0),
    "minimum tie": (lambda T, a, b: T.minimum(a, b), 2.0, 2.0),
    "clamp at bound lo": (lambda T, x: x.clamp(0, 1), 0.0),
    "clamp at bound hi": (lambda T, x: x.clamp(0, 1), 1.0),
    "clamp outside": (lambda T, x: x.clamp(0, 1), 2.0),
    "hardtanh bound": (lambda T, x: T.nn.functional.hardtanh(x), 1.0),
    "relu6 at 6": (lambda T, x: T.nn.functional.relu6(x), 6.0),
    "leaky_relu(0)": (lambda T, x: T.nn.functional.leaky_relu(x, 0.1), 0.0),
    "norm at 0": (lambda T, x: x.norm(), [0.0, 0.0]),
    "linalg.norm at 0": (lambda T, x: T.linalg.norm(x), [0.0, 0.0]),
    "norm p=1 at 0": (lambda T, x: x.norm(p=1), [0.0, 1.0]),
    "std const": (lambda T, x: x.std(), [1.0, 1.0, 1.0]),
    "var const": (lambda T, x: x.var(), [1.0, 1.0]),
    "prod w/ one 0": (lambda T, x: x.prod(), [2.0, 0.0, 3.0]),
    "prod two 0": (lambda T, x: x.prod(), [0.0, 0.0, 3.0]),
    "logsumexp -inf": (lambda T, x: x.logsumexp(0), [-INF] * 2),
    "softmax -inf": (lambda T, x: x.softmax(0)[0], [0.0, -INF]),
    "where nan branch": (lambda T, x: T.where(x > 0, x.log(), T.zeros_like(x)), -1.0),
    "where sqrt trap": (lambda T, x: T.where(x > 0, x.sqrt(), T.zeros_like(x)), 0.0),
    "median ties": (lambda T, x: x.median(), [1.0, 2.0, 2.0]),
    "sort": (lambda T, x: x.sort().values[0], [2.0, 1.0, 1.0]),
    "cummax": (lambda T, x: x.cummax(0).values, [1.0, 1.0, 0.0]),
    "tan pi/2-ish": (lambda T, x: x.tan(), 0.0),
    "acos(1)": (lambda T, x: x.acos(), 1.0),
    "atan2(0,0)": (lambda T, a, b: T.atan2(a, b), 0.0, 0.0),
    "x%0.5": (lambda T, x: x % 0.5, 0.7),
    "x//1": (lambda T, x: x // 1, 0.7),
    "hypot 0": (lambda T, a, b: T.hypot(a, b), 0.0, 0.0),
    "softplus(30)": (lambda T, x: T.nn.functional.softplus(x), 30.0),
    "logaddexp(-inf,-inf)": (lambda T, a, b: T.logaddexp(a, b), -INF, -INF),
    "x[idx] dup": (lambda T, x: x[[0, 0, 1]], [1.0, 2.0]),
    "mse same": (lambda T, x: ((x - x) ** 2).mean(), [1.0, 2.0]),
    "huber 0": (lambda T, x: T.nn.functional.huber_loss(x, T.zeros(1, dtype=T.float64)), [0.0]),
    "l1 0": (lambda T, x: T.nn.functional.l1_loss(x, T.zeros(1, dtype=T.float64)), [0.0]),
}
WITHOUT_DERIVATIVE = {"x//1"}


def pulled(T: Any, row: str) -> list[Any]:
    """[value, gradient of each input] of a row; the error, if there is one."""
    f, *points = VALUES[row]
    xs = [T.tensor(p, dtype=T.float64, requires_grad=True) for p in points]
    y = f(T, *xs)
    (y.sum() if y.ndim else y).backward()
    return [y.detach(), *(x.grad for x in xs)]


@pytest.mark.parametrize("row", [r for r in VALUES if r not in WITHOUT_DERIVATIVE])
def test_value_and_gradients_are_those_of_the_installed_torch(row: str) -> None:
    ours, theirs = both(lambda lib: pulled(lib, row))
    for k, (a, b) in enumerate(zip(ours, theirs, strict=True)):
        agree(a, b, f"{row}: {'value' if k == 0 else f'gradient {k - 1}'}")


@pytest.mark.parametrize("row", sorted(WITHOUT_DERIVATIVE))
def test_backward_through_what_has_no_derivative_gives_torch_s_text(row: str) -> None:
    texts = []
    for lib in (hg, torch):
        with pytest.raises(RuntimeError) as caught:
            pulled(lib, row)
        texts.append(str(caught.value))
    assert texts[0] == texts[1]
    assert "is not implemented" in texts[1]


def test_every_row_of_the_list_is_here() -> None:
    assert len(VALUES) == 59
    assert set(VALUES) >= WITHOUT_DERIVATIVE


DTYPES: dict[str, Any] = {
    "f32_times_0d_f64": lambda T: T.ones(2) * T.tensor(1.0, dtype=T.float64),
    "f32_times_pyfloat": lambda T: T.ones(2) * 2.5,
    "int_times_pyfloat": lambda T: T.tensor([1, 2]) * 2.5,
    "int_div_int": lambda T: T.tensor([1, 2]) / T.tensor([1, 2]),
    "int_plus_f32_0d": lambda T: T.tensor([1, 2]) + T.tensor(1.0),
    "bool_sum": lambda T: T.tensor([True]).sum(),
    "int_sum": lambda T: T.tensor([1, 2]).to(T.int32).sum(),
    "f32_plus_f64": lambda T: T.ones(2) + T.ones(2, dtype=T.float64),
    "pyfloat_tensor": lambda T: T.tensor(1.5),
    "np64": lambda T: T.tensor(np.ones(2)),
    "np_scalar": lambda T: T.tensor(np.float64(1)),
    "f32_times_np_scalar": lambda T: T.ones(2) * np.float64(1),
    "f32_power_np_scalar": lambda T: T.ones(2) ** np.float64(2),
    "0d_f32_times_np_scalar": lambda T: T.tensor(1.0) * np.float64(2.5),
    "f32_mean": lambda T: T.ones(2).mean(),
    "0d_f32_plus_0d_f64": lambda T: T.tensor(1.0) + T.tensor(1.0, dtype=T.float64),
    "int_0d_times_f32": lambda T: T.tensor(2) * T.ones(2),
}


@pytest.mark.parametrize("row", DTYPES)
def test_promotion_is_that_of_the_installed_torch(row: str) -> None:
    agree(*both(DTYPES[row]), row)


def _twice(y: Any) -> Any:
    return y.backward(), y.backward()


MISTAKES: dict[str, Any] = {
    "leaf inplace": lambda T: T.ones(2, requires_grad=True).add_(1),
    "backward nonscalar": lambda T: (T.ones(2, requires_grad=True) * 2).backward(),
    "backward twice": lambda T: _twice((T.ones(2, requires_grad=True) ** 2).sum()),
    "backward no grad": lambda T: T.ones(1).sum().backward(),
    "int requires_grad": lambda T: T.tensor([1], requires_grad=True),
    "numpy of grad": lambda T: T.ones(1, requires_grad=True).numpy(),
    "integer to a negative integer power": lambda T: T.tensor(2) ** -1,
    "saved modified": lambda T: (lambda y: (lambda z: (y.add_(1), z.sum().backward()))(y * y))(
        T.ones(2, requires_grad=True) * 2
    ),
    "mean int": lambda T: T.tensor([1, 2]).mean(),
    "view+inplace leaf": lambda T: T.ones(2, requires_grad=True)[0].add_(1),
    "float(2 el)": lambda T: float(T.ones(2)),
}


def said(T: Any, row: str) -> tuple[str, str]:
    try:
        MISTAKES[row](T)
    except Exception as e:
        return type(e).__name__, str(e)
    return "", "no error"


@pytest.mark.parametrize("row", MISTAKES)
def test_a_mistake_of_the_list_has_torch_s_class_and_words(row: str) -> None:
    ours, theirs = both(lambda lib: said(lib, row))
    assert theirs[0]
    assert ours == theirs


@pytest.mark.parametrize("lib", [hg, torch], ids=["handgrad", "torch"])
def test_backward_twice_is_allowed_where_nothing_was_saved(lib: Any) -> None:
    assert _twice((lib.ones(2, requires_grad=True) + 2).sum()) == (None, None)
