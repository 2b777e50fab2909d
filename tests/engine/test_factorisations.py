"""Solving and factoring with torch's options: value, gradient, second derivative and tangent in float64."""

from typing import Any

import numpy as np
import pytest

from tests.engine.parity import agree, both, first_and_second, tangents, tensors
from tests.engine.rows import Call
from tests.engine.rows.base import numbers

SQUARE = numbers(0, (3, 3)) + 3 * np.eye(3)
TALL, WIDE = numbers(1, (4, 2)), numbers(2, (2, 4))
# eigh of a + aᵀ: in a direction that is not symmetric torch's tangent is not the adjoint of its own gradient
CALLS: dict[str, Any] = {
    "solve, B in a batch": (lambda lib, a, b: lib.linalg.solve(a, b), SQUARE, numbers(3, (2, 3, 2))),
    "solve, A in a batch": (lambda lib, a, b: lib.linalg.solve(a, b), np.stack([SQUARE, SQUARE.T]), numbers(4, (3,))),
    "solve, vectors in a batch": (lambda lib, a, b: lib.linalg.solve(a, b), np.stack([SQUARE] * 2), numbers(5, (2, 3))),
    "solve from the right": (lambda lib, a, b: lib.linalg.solve(a, b, left=False), SQUARE, numbers(6, (2, 3))),
    "eigenvectors": (lambda lib, a: lib.linalg.eigh(a + a.mT).eigenvectors ** 2, SQUARE),
    "eigenvectors, upper half": (lambda lib, a: lib.linalg.eigh(a + a.mT, UPLO="U").eigenvectors ** 2, SQUARE),
    "cholesky, upper": (lambda lib, a: lib.linalg.cholesky(a @ a.mT, upper=True), SQUARE),
    "singular vectors": (lambda lib, a: lib.linalg.svd(a, False).U ** 2, TALL),
    "qr of a tall matrix": (lambda lib, a: lib.linalg.qr(a).Q * lib.linalg.qr(a).R.sum(), TALL),
    "qr of a wide matrix": (lambda lib, a: lib.linalg.qr(a).R * lib.linalg.qr(a).Q.sum(), WIDE),
}


@pytest.mark.parametrize("name", CALLS)
def test_the_four_are_torch_s(name: str) -> None:
    f, *arrays = CALLS[name]
    call, layout = Call(name, f, tuple(arrays)), ("rows", "rows")
    ours, theirs = both(lambda lib: first_and_second(lib, f, tensors(lib, call, layout, np.float64), np.float64))
    for a, b in zip((ours[0], *ours[1], *ours[2]), (theirs[0], *theirs[1], *theirs[2]), strict=True):
        agree(a, b, name, rtol=1e-8)
    pushed = both(lambda lib: tangents(lib, f, tensors(lib, call, layout, np.float64, track=False), np.float64))
    agree(*pushed, f"tangent, {name}", rtol=1e-8)


@pytest.mark.parametrize(
    ("a", "b"),
    [(TALL, numbers(7, (4, 3))), (WIDE, numbers(8, (2, 3))), (np.stack([TALL] * 2), numbers(9, (2, 4, 1)))],
    ids=["tall", "wide", "batch"],
)
def test_least_squares_and_its_gradient_are_torch_s(a: Any, b: Any) -> None:
    def run(lib: Any) -> list[Any]:
        xs = [lib.tensor(v, requires_grad=True) for v in (a, b)]
        y = lib.linalg.lstsq(*xs).solution
        return [y, *lib.autograd.grad((y * y).sum(), xs)]

    for ours, theirs in zip(*both(run), strict=True):
        agree(ours, theirs, "lstsq", rtol=1e-9)
