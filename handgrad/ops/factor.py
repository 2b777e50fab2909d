"""Factorisations: Cholesky, eigenvectors, singular values, QR, least squares.

Each factor is recorded as an operation of its own; when the backward pass is itself recorded, the rule factors the
input anew on the tape, so that second derivatives are right. Sources: Giles (2008); Townsend (2016) for the SVD;
Walter and Lehmann (2010) for QR.
"""

from typing import Any, NamedTuple

import numpy as np

from handgrad.errors import LinAlgError
from handgrad.ops.compare import shown
from handgrad.ops.decompose import const, eye_like, inverse, op_of, square_of
from handgrad.ops.rearrange import lower
from handgrad.record import record, wrap
from handgrad.tensor import Tensor


def _diag(v: Any) -> Any:
    """Vectors on the diagonals of matrices."""
    return v.reshape((*v.shape, 1)) * eye_like(v)


def _row(v: Any) -> Any:
    return v.reshape((*v.shape[:-1], 1, v.shape[-1]))


def _cholesky_rule(g: Any, y: Any, a: Any) -> Any:
    """Ā = L⁻ᵀ Φ(Lᵀ L̄) L⁻¹, symmetrised; Φ keeps the lower triangle and half of the diagonal."""
    n = y.shape[-1]
    half = const(np.tril(np.ones((n, n))) - np.eye(n) / 2, y)
    back = inverse(y)
    s = back.mT @ ((y.mT @ lower(g, 0)) * half) @ back
    return (s + s.mT) * 0.5


CHOLESKY = op_of("LinalgCholeskyExBackward0", _cholesky_rule, keep="y")


def cholesky(A: Tensor) -> Tensor:
    """The lower triangular L with L Lᵀ = A, A symmetric and positive definite; torch.linalg.cholesky."""
    x = square_of(A, "linalg.cholesky")
    try:
        y = np.linalg.cholesky(x)
    except np.linalg.LinAlgError:
        minors = (k for k in range(1, x.shape[-1] + 1) if np.linalg.det(x[..., :k, :k]).min() <= 0)
        raise LinAlgError(
            "linalg.cholesky: The factorization could not be completed because the input is not positive-definite "
            f"(the leading minor of order {next(minors, x.shape[-1])} is not positive-definite)."
        ) from None
    return record(CHOLESKY, y, (A,), (None,))


# --- symmetric matrices
class EighResult(NamedTuple):
    """A = V diag(w) Vᵀ."""

    eigenvalues: Tensor
    eigenvectors: Tensor

    def __repr__(self) -> str:
        return shown("linalg_eigh", self)


def _spectrum(a: Any, w: Any, v: Any) -> tuple[Any, Any]:
    """The factors that were saved; on the tape, those of a fresh factorisation."""
    return eigh(a) if isinstance(a, Tensor) else (w, v)


def _eigenvalue_rule(g: Any, y: Any, a: Any, w: Any, v: Any) -> Any:
    """Ā = V diag(w̄) Vᵀ."""
    _, v = _spectrum(a, w, v)
    return v @ _diag(g) @ v.mT


def _eigenvector_rule(g: Any, y: Any, a: Any, w: Any, v: Any) -> Any:
    """Ā = V (F ∘ Vᵀ V̄) Vᵀ, F_ij = 1 / (w_j − w_i), 0 on the diagonal."""
    w, v = _spectrum(a, w, v)
    gaps = _row(w) - w.reshape((*w.shape, 1)) + eye_like(w)
    return v @ ((1 - eye_like(w)) / gaps * (v.mT @ g)) @ v.mT


EIGENVALUES = op_of("LinalgEighBackward0", _eigenvalue_rule, keep="xy")
EIGENVECTORS = op_of("LinalgEighBackward0", _eigenvector_rule, keep="xy")


def eigh(A: Tensor) -> EighResult:
    """Eigenvalues (rising) and orthonormal eigenvectors of a symmetric matrix; torch.linalg.eigh.

    The lower triangle is read. The sign of an eigenvector is free: a loss must not depend on it.
    """
    x = square_of(A, "linalg.eigh")
    w, v = np.linalg.eigh(x)
    return EighResult(record(EIGENVALUES, w, (A,), (x, w, v)), record(EIGENVECTORS, v, (A,), (x, w, v)))


# --- singular values
class SvdResult(NamedTuple):
    """A = U diag(S) Vh."""

    U: Tensor
    S: Tensor
    Vh: Tensor

    def __repr__(self) -> str:
        return shown("linalg_svd", self)


def _svd_of(a: Any, u: Any, s: Any, vh: Any) -> tuple[Any, Any, Any]:
    return svd(a, False) if isinstance(a, Tensor) else (u, s, vh)


def _singular_gaps(s: Any) -> Any:
    """1 / (s_j² − s_i²), 0 on the diagonal."""
    q = s * s
    return (1 - eye_like(s)) / (_row(q) - q.reshape((*q.shape, 1)) + eye_like(s))


def _value_rule(g: Any, y: Any, a: Any, u: Any, s: Any, vh: Any) -> Any:
    """Ā = U diag(s̄) Vᵀ."""
    u, _, vh = _svd_of(a, u, s, vh)
    return u @ _diag(g) @ vh


def _right_rule(g: Any, y: Any, a: Any, u: Any, s: Any, vh: Any) -> Any:
    """The rule of U for the transpose: Aᵀ = V S Uᵀ."""
    u, s, vh = _svd_of(a, u, s, vh)
    return _left_rule_of(g.mT, vh.mT, s, u.mT).mT


def _left_rule_of(g: Any, u: Any, s: Any, vh: Any) -> Any:
    skew = u.mT @ g
    inside = u @ ((_singular_gaps(s) * (skew - skew.mT)) * _row(s))
    return (inside + (g - u @ (u.mT @ g)) / _row(s)) @ vh


def _u_rule(g: Any, y: Any, a: Any, u: Any, s: Any, vh: Any) -> Any:
    """Ā = U (F ∘ (Uᵀ Ū − Ūᵀ U)) S Vᵀ + (I − U Uᵀ) Ū S⁻¹ Vᵀ."""
    return _left_rule_of(g, *_svd_of(a, u, s, vh))


SVD_U = op_of("LinalgSvdBackward0", _u_rule, keep="xy")
SVD_S = op_of("LinalgSvdBackward0", _value_rule, keep="xy")
SVD_V = op_of("LinalgSvdBackward0", _right_rule, keep="xy")


def svd(A: Tensor, full_matrices: bool = True) -> SvdResult:
    """U, the singular values (falling) and Vᵀ; torch.linalg.svd.

    Gradients of U and Vh need full_matrices=False, as in torch. Signs of the singular vectors are free.
    """
    x = A._array()
    u, s, vh = np.linalg.svd(x, full_matrices=full_matrices)
    saved = (x, *(np.linalg.svd(x, full_matrices=False) if full_matrices and A._node is not None else (u, s, vh)))
    if full_matrices and x.shape[-1] != x.shape[-2]:
        return SvdResult(wrap(u), record(SVD_S, s, (A,), saved), wrap(vh))
    return SvdResult(record(SVD_U, u, (A,), saved), record(SVD_S, s, (A,), saved), record(SVD_V, vh, (A,), saved))


def svdvals(A: Tensor) -> Tensor:
    """The singular values alone; torch.linalg.svdvals."""
    return svd(A, False).S


def matrix_rank(A: Tensor) -> Tensor:
    """The number of singular values above rounding, as int64; no gradient; torch.linalg.matrix_rank."""
    return wrap(np.asarray(np.linalg.matrix_rank(A._data)))


# --- QR and least squares
class QRResult(NamedTuple):
    """A = Q R."""

    Q: Tensor
    R: Tensor

    def __repr__(self) -> str:
        return shown("linalg_qr", self)


def _qr_of(a: Any, q: Any, r: Any) -> tuple[Any, Any]:
    return qr(a) if isinstance(a, Tensor) else (q, r)


def _copied(m: Any) -> Any:
    """The lower triangle of M, and its mirror image above."""
    return lower(m, 0) + lower(m, -1).mT


def _q_rule(g: Any, y: Any, a: Any, q: Any, r: Any) -> Any:
    """Ā = (Q̄ + Q copy(−Q̄ᵀ Q)) R⁻ᵀ."""
    q, r = _qr_of(a, q, r)
    return (g + q @ _copied(-(g.mT @ q))) @ inverse(r).mT


def _r_rule(g: Any, y: Any, a: Any, q: Any, r: Any) -> Any:
    """Ā = Q copy(R R̄ᵀ) R⁻ᵀ."""
    q, r = _qr_of(a, q, r)
    return q @ _copied(r @ g.mT) @ inverse(r).mT


QR_Q = op_of("LinalgQrBackward0", _q_rule, keep="xy")
QR_R = op_of("LinalgQrBackward0", _r_rule, keep="xy")


def qr(A: Tensor, mode: str = "reduced") -> QRResult:
    """Q with orthonormal columns and R upper triangular; mode "reduced" or "complete"; torch.linalg.qr.

    Gradients need mode "reduced" and at least as many rows as columns: NotImplementedError otherwise.
    """
    x = A._array()
    if mode not in ("reduced", "complete"):
        raise RuntimeError(
            f"qr received unrecognized mode '{mode}' but expected one of 'reduced' (default) or 'complete'"
        )
    factor: Any = np.linalg.qr
    q, r = factor(x, mode)
    if A._node is not None and (mode == "complete" or x.shape[-2] < x.shape[-1]):
        raise NotImplementedError(
            "handgrad differentiates qr for mode 'reduced' and at least as many rows as columns; detach() the input, "
            f"or transpose it: got mode '{mode}' and shape {list(x.shape)}"
        )
    return QRResult(record(QR_Q, q, (A,), (x, q, r)), record(QR_R, r, (A,), (x, q, r)))


class LstsqResult(NamedTuple):
    """The solution and what is known about it."""

    solution: Tensor
    residuals: Tensor
    rank: Tensor
    singular_values: Tensor

    def __repr__(self) -> str:
        return shown("linalg_lstsq", self)


def lstsq(A: Tensor, B: Tensor) -> LstsqResult:
    """The X with the least ‖A X − B‖², A of full column rank; X = (Aᵀ A)⁻¹ Aᵀ B on the tape; torch.linalg.lstsq."""
    from handgrad.ops.decompose import solve

    x, b = A._array(), B._array()
    if x.ndim != 2 or b.ndim != 2:
        raise RuntimeError(f"torch.linalg.lstsq: input.dim() must be 2 for both in handgrad, got {x.ndim} and {b.ndim}")
    found, residuals, rank, singular = np.linalg.lstsq(x, b, rcond=None)
    if A._node is None and B._node is None:
        solution = wrap(found.astype(x.dtype, copy=False))
    elif rank < x.shape[1]:
        raise NotImplementedError(
            f"handgrad differentiates lstsq for full column rank {x.shape[1]} only, got rank {rank}"
        )
    else:
        solution = solve(A.mT @ A, A.mT @ B)
        solution._data = found.astype(x.dtype, copy=False)  # the better conditioned value, the same derivative
    return LstsqResult(solution, wrap(np.asarray(residuals, x.dtype)), wrap(np.asarray(rank, np.int64)), wrap(singular))
