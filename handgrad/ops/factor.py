"""Factorisations: Cholesky, eigenvectors, singular values, QR, least squares.

Each factor is recorded as an operation of its own; when the backward pass is itself recorded, the rule factors the
input anew on the tape, so that second derivatives are right. Sources: Giles (2008); Townsend (2016) for the SVD;
Walter and Lehmann (2010) for QR.
"""

from typing import Any, NamedTuple

import numpy as np

from handgrad.errors import LinAlgError
from handgrad.ops.compare import shown
from handgrad.ops.decompose import const, eye_like, inverse, op_of, row, solve, square_of
from handgrad.ops.joins import cat
from handgrad.ops.rearrange import lower
from handgrad.ops.shape import transpose
from handgrad.record import raw, record, wrap
from handgrad.tensor import Tensor


def _diag(v: Any) -> Any:
    """Vectors on the diagonals of matrices."""
    return v.reshape((*v.shape, 1)) * eye_like(v)


def _cholesky_rule(g: Any, y: Any, a: Any) -> Any:
    """Ā = L⁻ᵀ Φ(Lᵀ L̄) L⁻¹, symmetrised; Φ keeps the lower triangle and half of the diagonal."""
    n = y.shape[-1]
    half = const(np.tril(np.ones((n, n))) - np.eye(n) / 2, y)
    back = inverse(y)
    s = back.mT @ ((y.mT @ lower(g, 0)) * half) @ back
    return (s + s.mT) * 0.5


CHOLESKY = op_of("LinalgCholeskyExBackward0", _cholesky_rule, keep="y")


def cholesky(A: Tensor, *, upper: bool = False) -> Tensor:
    """The lower triangular L with L Lᵀ = A (upper: Lᵀ), A symmetric and positive definite; torch.linalg.cholesky."""
    if upper:
        return transpose(cholesky(transpose(A, -2, -1)), -2, -1)
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


def _spectrum(a: Any, w: Any, v: Any, half: str) -> tuple[Any, Any]:
    """The factors that were saved; on the tape, those of a fresh factorisation."""
    return eigh(a, half) if isinstance(a, Tensor) else (w, v)


def _eigenvalue_rule(g: Any, y: Any, a: Any, w: Any, v: Any, half: str) -> Any:
    """Ā = V diag(w̄) Vᵀ."""
    _, v = _spectrum(a, w, v, half)
    return v @ _diag(g) @ v.mT


def _eigenvector_rule(g: Any, y: Any, a: Any, w: Any, v: Any, half: str) -> Any:
    """Ā = V (F ∘ Vᵀ V̄) Vᵀ, symmetrised; F_ij = 1 / (w_j − w_i), 0 on the diagonal."""
    w, v = _spectrum(a, w, v, half)
    gaps = row(w) - w.reshape((*w.shape, 1)) + eye_like(w)
    m = v @ ((1 - eye_like(w)) / gaps * (v.mT @ g)) @ v.mT
    return (m + m.mT) * 0.5


EIGENVALUES = op_of("LinalgEighBackward0", _eigenvalue_rule, keep="xy")
EIGENVECTORS = op_of("LinalgEighBackward0", _eigenvector_rule, keep="xy")


def eigh(A: Tensor, UPLO: str = "L") -> EighResult:
    """Eigenvalues (rising) and orthonormal eigenvectors of a symmetric matrix; torch.linalg.eigh.

    The lower triangle is read, or the upper one with UPLO="U". The sign of an eigenvector is free: a loss must not
    depend on it.
    """
    x = square_of(A, "linalg.eigh")
    if UPLO not in ("L", "U"):
        raise RuntimeError(f"Expected UPLO argument to be 'L' or 'U', but got {UPLO}")
    half: Any = UPLO
    w, v = np.linalg.eigh(x, half)
    saved = (x, w, v, UPLO)
    return EighResult(record(EIGENVALUES, w, (A,), saved), record(EIGENVECTORS, v, (A,), saved))


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
    return (1 - eye_like(s)) / (row(q) - q.reshape((*q.shape, 1)) + eye_like(s))


def _value_rule(g: Any, y: Any, a: Any, u: Any, s: Any, vh: Any) -> Any:
    """Ā = U diag(s̄) Vᵀ."""
    u, _, vh = _svd_of(a, u, s, vh)
    return u @ _diag(g) @ vh


def _right_rule(g: Any, y: Any, a: Any, u: Any, s: Any, vh: Any) -> Any:
    """The rule of U for the transpose: Aᵀ = V S Uᵀ."""
    u, s, vh = _svd_of(a, u, s, vh)
    return _left_rule_of(g.mT[..., : s.shape[-1]], vh.mT, s, u.mT).mT


def _left_rule_of(g: Any, u: Any, s: Any, vh: Any) -> Any:
    skew = u.mT @ g
    inside = u @ ((_singular_gaps(s) * (skew - skew.mT)) * row(s))
    return (inside + (g - u @ (u.mT @ g)) / row(s)) @ vh


def _u_rule(g: Any, y: Any, a: Any, u: Any, s: Any, vh: Any) -> Any:
    """Ā = U (F ∘ (Uᵀ Ū − Ūᵀ U)) S Vᵀ + (I − U Uᵀ) Ū S⁻¹ Vᵀ."""
    return _left_rule_of(g[..., : s.shape[-1]], *_svd_of(a, u, s, vh))


SVD_U = op_of("LinalgSvdBackward0", _u_rule, keep="xy")
SVD_S = op_of("LinalgSvdBackward0", _value_rule, keep="xy")
SVD_V = op_of("LinalgSvdBackward0", _right_rule, keep="xy")


def svd(A: Tensor, full_matrices: bool = True) -> SvdResult:
    """U, the singular values (falling) and Vᵀ; torch.linalg.svd.

    Signs of the singular vectors are free, and so are the vectors that full_matrices adds: they get no gradient.
    """
    x = A._array()
    u, s, vh = np.linalg.svd(x, full_matrices=full_matrices)
    k = s.shape[-1]
    saved = (x, u[..., :k], s, vh[..., :k, :])
    return SvdResult(record(SVD_U, u, (A,), saved), record(SVD_S, s, (A,), saved), record(SVD_V, vh, (A,), saved))


def svdvals(A: Tensor) -> Tensor:
    """The singular values alone; torch.linalg.svdvals."""
    return svd(A, False).S


def matrix_rank(A: Tensor, *, atol: Any = None, rtol: Any = None, hermitian: bool = False) -> Tensor:
    """The number of singular values above max(atol, rtol · the largest), as int64; torch.linalg.matrix_rank.

    rtol is the rounding unit times the longer side, or 0 where atol is given. No gradient.
    """
    x = A._data
    s = np.abs(np.linalg.eigvalsh(x)) if hermitian else np.linalg.svd(x, compute_uv=False)
    least = np.asarray(0.0 if atol is None else raw(atol))
    share = np.where(least > 0, 0.0, np.finfo(x.dtype).eps * max(x.shape[-2:])) if rtol is None else raw(rtol)
    bound = np.maximum(least, share * s.max(-1, initial=0.0))
    return wrap(np.asarray((s > np.asarray(bound)[..., None]).sum(-1), np.int64))


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

    Gradients need mode "reduced": NotImplementedError otherwise. Columns beyond a square are R's own: Qᵀ times them.
    """
    x = A._array()
    if mode not in ("reduced", "complete"):
        raise RuntimeError(
            f"qr received unrecognized mode '{mode}' but expected one of 'reduced' (default) or 'complete'"
        )
    m, n = x.shape[-2:]
    if A._node is not None and m < n:
        q, r = qr(A[..., :m])
        return QRResult(q, cat([r, q.mT @ A[..., m:]], -1))
    if A._node is not None and mode == "complete" and m > n:
        raise NotImplementedError(
            f"handgrad, like torch, does not differentiate qr for mode 'complete' and shape {list(x.shape)}: use "
            "mode 'reduced', or detach() the input"
        )
    factor: Any = np.linalg.qr
    q, r = factor(x, mode)
    return QRResult(record(QR_Q, q, (A,), (x, q, r)), record(QR_R, r, (A,), (x, q, r)))


class LstsqResult(NamedTuple):
    """The solution and what is known about it."""

    solution: Tensor
    residuals: Tensor
    rank: Tensor
    singular_values: Tensor

    def __repr__(self) -> str:
        return shown("linalg_lstsq", self)


def lstsq(A: Tensor, B: Tensor, rcond: float | None = None, *, driver: str | None = None) -> LstsqResult:
    """The X with the least ‖A X − B‖², and among several the shortest; A (…, m, n), B (…, m, k); torch.linalg.lstsq.

    On the tape A must have full rank: X = (Aᵀ A)⁻¹ Aᵀ B, or Aᵀ (A Aᵀ)⁻¹ B where there are more columns than rows;
    NotImplementedError otherwise. Every driver gives the same numbers, those of the singular values.
    """
    if driver not in (None, "gels", "gelsy", "gelsd", "gelss"):
        raise RuntimeError("torch.linalg.lstsq: parameter `driver` should be one of (gels, gelsy, gelsd, gelss)")
    x, b = A._array(), B._array()
    m, n = x.shape[-2:]
    if b.ndim != x.ndim or b.shape[-2] != m:
        raise NotImplementedError(
            f"handgrad's lstsq takes A (…, m, n) and B (…, m, k), got {list(x.shape)} and {list(b.shape)}: "
            "unsqueeze B and expand its batch axes"
        )
    cut = np.finfo(x.dtype).eps * max(m, n) if rcond is None else rcond
    rank = matrix_rank(A, rtol=cut)
    found = np.linalg.pinv(x, cut) @ b
    full = bool((rank._data == min(m, n)).all())
    off = np.square(x @ found - b).sum(-2) if full and m > n else np.zeros(0, x.dtype)
    singular = np.linalg.svd(x, compute_uv=False) if driver in ("gelsd", "gelss") else np.zeros(0, x.dtype)
    solution = _least_squares(A, B, found.astype(x.dtype, copy=False), full)
    return LstsqResult(solution, wrap(off), rank if driver != "gels" else wrap(np.zeros(0, np.int64)), wrap(singular))


def _least_squares(A: Tensor, B: Tensor, found: Any, full: bool) -> Tensor:
    """The solution found, with the derivative of the normal equations."""
    if A._node is None and B._node is None:
        return wrap(found)
    if not full:
        raise NotImplementedError("handgrad differentiates lstsq for full rank only: add a small multiple of the "
                                  "identity to Aᵀ A and use linalg.solve, or detach() the input")  # fmt: skip
    tall = A.shape[-2] >= A.shape[-1]
    solution = solve(A.mT @ A, A.mT @ B) if tall else A.mT @ solve(A @ A.mT, B)
    solution._data = found  # the better conditioned value, the same derivative
    return solution
