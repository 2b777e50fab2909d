"""Rows of matrix algebra: contractions, factorisations, and the two functions that make rows sum to 1."""

from itertools import pairwise
from typing import Any

import numpy as np
from hypothesis import strategies as st

from tests.engine.rows.base import SEEDS, SOLID, Row, dims_of, numbers
from tests.engine.rows.shapes import composite

EQUATIONS = {
    "ij->ji": ((2, 3),),
    "ii->": ((3, 3),),
    "ii->i": ((3, 3),),
    "ij->": ((2, 3),),
    "ij,jk->ik": ((2, 3), (3, 2)),
    "ij,j->i": ((2, 3), (3,)),
    "i,j->ij": ((2,), (3,)),
    "i,i->": ((3,), (3,)),
    "bij,bjk->bik": ((2, 2, 3), (2, 3, 2)),
    "ij,kj->ik": ((2, 3), (4, 3)),
    "...ij,jk->...ik": ((2, 2, 3), (3, 2)),
    "ij,ij->i": ((2, 3), (2, 3)),
    "i,j,k->ijk": ((2,), (3,), (2,)),
    "ij,jk,kl->il": ((2, 3), (3, 2), (2, 2)),
}
HARMLESS = ("det", "inv", "solve", "cholesky", "slogdet", "svdvals", "eigh")


def _regular(draw: Any, n: int, batch: bool = True) -> Any:
    """A well-conditioned matrix, or a batch of two."""
    lead = (2,) if batch and draw(st.booleans()) else ()
    return numbers(draw(SEEDS), (*lead, n, n), (-1.0, 1.0)) + np.diag(3.0 + np.arange(n))


def _einsum(draw: Any) -> Any:
    equation = draw(st.sampled_from(sorted(EQUATIONS)))
    arrays = tuple(numbers(draw(SEEDS), s) for s in EQUATIONS[equation])
    return f"einsum('{equation}')", lambda lib, *xs: lib.einsum(equation, *xs), arrays


def _kron(draw: Any) -> Any:
    shapes = [tuple(draw(st.lists(st.integers(1, 3), min_size=1, max_size=2))) for _ in range(2)]
    # contiguous, because torch 2.13 itself has no tangent for kron of a transposed operand
    return (
        "kron(x, y)",
        lambda lib, x, y: lib.kron(x.contiguous(), y.contiguous()),
        tuple(numbers(draw(SEEDS), s) for s in shapes),
    )


def _trace(draw: Any) -> Any:
    x = numbers(draw(SEEDS), (draw(st.integers(1, 4)), draw(st.integers(1, 4))))
    return "trace(x)", lambda lib, x: lib.trace(x), (x,)


def _softmax(name: str) -> Any:
    def build(draw: Any) -> Any:
        x = numbers(draw(SEEDS), draw(SOLID))
        d = draw(dims_of(x.ndim))
        return f"{name}(x, {d})", lambda lib, x: getattr(lib, name)(x, d), (x,)

    return build


def _matrix(name: str) -> Any:
    f: Any = {
        "det": lambda lib, a: lib.linalg.det(a),
        "slogdet": lambda lib, a: lib.linalg.slogdet(a)[1],
        "inv": lambda lib, a: lib.linalg.inv(a),
        "cholesky": lambda lib, a: lib.linalg.cholesky(a @ a.mT),
        "eigh": lambda lib, a: lib.linalg.eigh(a + a.mT)[0],
        "svdvals": lambda lib, a: lib.linalg.svdvals(a),
    }[name]
    return lambda draw: (f"linalg.{name}(a)", f, (_regular(draw, draw(st.integers(1, 3))),))


def _solve(draw: Any) -> Any:
    a = _regular(draw, draw(st.integers(1, 3)), batch=False)
    b = numbers(draw(SEEDS), a.shape[:1] if draw(st.booleans()) else (*a.shape[:1], 2))
    return "linalg.solve(a, b)", lambda lib, a, b: lib.linalg.solve(a, b), (a, b)


def _norm(draw: Any) -> Any:
    x = numbers(draw(SEEDS), tuple(draw(st.lists(st.integers(1, 3), min_size=1, max_size=2))))
    p = draw(st.sampled_from([1, 2, 3, 2.5, float("inf")]))
    return f"linalg.vector_norm(x, {p})", lambda lib, x: lib.linalg.vector_norm(x, p), (x,)


def _frobenius(draw: Any) -> Any:
    x = _regular(draw, 2)
    p = draw(st.sampled_from(["fro", 1, float("inf"), -1]))
    return f"linalg.matrix_norm(x, {p!r})", lambda lib, x: lib.linalg.matrix_norm(x, p), (x,)


def _chain(draw: Any) -> Any:
    n = draw(st.lists(st.integers(1, 3), min_size=4, max_size=4))
    arrays = tuple(numbers(draw(SEEDS), s) for s in pairwise(n))
    return "linalg.multi_dot", lambda lib, *xs: lib.linalg.multi_dot(list(xs)), arrays


ROWS: list[Row] = [
    composite("einsum", _einsum),
    composite("kron", _kron),
    composite("trace", _trace),
    composite("softmax", _softmax("softmax")),
    composite("log_softmax", _softmax("log_softmax")),
    *(composite(f"linalg.{name}", _matrix(name)) for name in HARMLESS if name != "solve"),
    composite("linalg.solve", _solve),
    composite("linalg.vector_norm", _norm),
    composite("linalg.matrix_norm", _frobenius),
    composite("linalg.multi_dot", _chain),
]
