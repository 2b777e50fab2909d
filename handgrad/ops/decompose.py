"""Inverse, solve, determinant: rules of Giles (2008), Collected matrix derivative results for forward and reverse mode.

`mT` is the transpose of the last two axes; a batch of matrices has its batch axes in front.
"""

from typing import Any, NamedTuple

import numpy as np

from handgrad.errors import LinAlgError
from handgrad.ops.compare import shown
from handgrad.ops.elementwise import nothing
from handgrad.ops.shape import expand, transpose
from handgrad.record import record, wrap
from handgrad.tape import Op, Rule
from handgrad.tensor import Tensor


def const(a: Any, like: Any) -> Any:
    """A constant array in the dtype of `like`, as whatever `like` is."""
    return wrap(a.astype(like._data.dtype)) if isinstance(like, Tensor) else a.astype(like.dtype)


def eye_like(x: Any) -> Any:
    return const(np.eye(x.shape[-1]), x)


def _scaled(g: Any, m: Any) -> Any:
    """A number (behind batch axes) times a matrix."""
    return g.reshape((*g.shape, 1, 1)) * m


def dense_jvp(rule: Rule) -> Rule:
    """Forward mode from the reverse rule: all rows of the Jacobian by one batched call, times the tangent.

    For operations on small matrices, where a rule of its own would say the same thing a second time.
    """

    def push(t: Any, y: Any, *args: Any) -> Any:
        shape = tuple(y.shape)
        size = int(np.prod(shape, dtype=np.int64))
        rows = rule(const(np.eye(size).reshape((size, *shape)), y), y, *args)
        inner = int(np.prod(tuple(rows.shape[1:]), dtype=np.int64))
        lead = tuple(t.shape[: t.ndim - (rows.ndim - 1)])
        flat = t.reshape((*lead, 1, inner)) * rows.reshape((size, inner))
        return flat.sum(axis=-1).reshape(lead + shape)

    return push


def op_of(name: str, *rules: Rule, keep: str) -> Op:
    return Op(name, None, *rules, keep=keep, jvps=tuple(dense_jvp(r) for r in rules))


def square_of(a: Tensor, name: str) -> Any:
    """The array of a square matrix (or a batch of them); RuntimeError as torch's otherwise."""
    x = a._array()
    if x.ndim < 2:
        raise RuntimeError(f"{name}: The input tensor A must have at least 2 dimensions.")
    if x.shape[-1] != x.shape[-2]:
        raise RuntimeError(
            f"{name}: A must be batches of square matrices, but they are {x.shape[-2]} by {x.shape[-1]} matrices"
        )
    if x.dtype.kind != "f":
        kind = {"int64": "Long", "int32": "Int", "bool": "Bool"}[str(x.dtype)]
        raise RuntimeError(f"{name}: Expected a floating point or complex tensor as input. Got {kind}")
    return x


SINGULAR = (
    "linalg.inv: The diagonal element {} is zero, the inversion could not be completed because the input matrix is "
    "singular."
)


def _zero_pivot(x: Any) -> int:
    """Which pivot of Gaussian elimination is zero, counted from 1: what torch names in its error."""
    u = np.array(x, np.float64).reshape(-1, *x.shape[-2:])[0]
    for k in range(len(u)):
        p = k + int(np.argmax(np.abs(u[k:, k])))
        if u[p, k] == 0:
            return k + 1
        u[[k, p]] = u[[p, k]]
        u[k + 1 :] -= np.outer(u[k + 1 :, k] / u[k, k], u[k])
    return len(u)


# --- inverse, solve, determinant
INV = Op("LinalgInvExBackward0", None, lambda g, y, a: -(y.mT @ g @ y.mT), keep="y",
         jvps=(lambda t, y, a: -(y @ t @ y),))  # fmt: skip


def inv(A: Tensor) -> Tensor:
    """A⁻¹: d(A⁻¹) = −A⁻¹ dA A⁻¹, so Ā = −A⁻ᵀ Ḡ A⁻ᵀ; torch.linalg.inv. LinAlgError if A is singular."""
    x = square_of(A, "linalg.inv")
    try:
        y = np.linalg.inv(x)
    except np.linalg.LinAlgError:
        raise LinAlgError(SINGULAR.format(_zero_pivot(x))) from None
    return record(INV, y, (A,), (None,))


def row(v: Any) -> Any:
    """Vectors as matrices of one row."""
    return v.reshape((*v.shape[:-1], 1, v.shape[-1]))


def _solve(a: Any, b: Any) -> Any:
    return solve(a, b) if isinstance(a, Tensor) or isinstance(b, Tensor) else np.linalg.solve(a, b)


def _as_tensors(a: Any, b: Any) -> tuple[Any, Any]:
    """Both recorded if one is."""
    if isinstance(a, Tensor) == isinstance(b, Tensor):
        return a, b
    return (a if isinstance(a, Tensor) else wrap(a)), (b if isinstance(b, Tensor) else wrap(b))


def _solve_right(g: Any, y: Any, a: Any, b: Any, vector: bool) -> Any:
    """B̄ = A⁻ᵀ Ḡ."""
    at, g = _as_tensors(a.mT, g)
    return _solve(at, g.reshape((*g.shape, 1))).reshape(tuple(g.shape)) if vector else _solve(at, g)


def _solve_left(g: Any, y: Any, a: Any, b: Any, vector: bool) -> Any:
    """Ā = −(A⁻ᵀ Ḡ) Xᵀ."""
    h = _solve_right(g, y, a, b, vector)
    if vector:
        return -(h.reshape((*h.shape, 1)) * row(y))
    return -(h @ y.mT)


SOLVE = op_of("LinalgSolveExBackward0", _solve_left, _solve_right, keep="xy")


def _same_batch(A: Tensor, B: Tensor, vector: bool) -> tuple[Tensor, Tensor]:
    """Both with the batch axes of either: expanded, so that the tape adds up what is shared."""
    tail = 1 if vector else 2
    batch = np.broadcast_shapes(A._data.shape[:-2], B._data.shape[:-tail])
    want = (batch + A._data.shape[-2:], batch + B._data.shape[-tail:])
    a, b = (t if t._data.shape == s else expand(t, s) for t, s in zip((A, B), want, strict=True))
    return a, b


def solve(A: Tensor, B: Tensor, *, left: bool = True) -> Tensor:
    """The X with A X = B, for a matrix or a vector B: B̄ = A⁻ᵀ Ḡ, Ā = −B̄ Xᵀ; torch.linalg.solve.

    With left=False the X with X A = B.
    """
    if not left:
        return transpose(solve(transpose(A, -2, -1), transpose(B, -2, -1)), -2, -1)
    x, b = square_of(A, "linalg.solve"), B._array()
    vector = b.ndim == 1 or (b.ndim == x.ndim - 1 and b.shape == x.shape[:-1])
    if b.shape[-1 if vector else -2] != x.shape[-1]:
        raise RuntimeError(
            f"linalg.solve: Incompatible shapes of A and B for the equation AX = B ({x.shape[-2]}x{x.shape[-1]} and "
            f"{b.shape[-1] if vector else b.shape[-2]}x{1 if vector else b.shape[-1]})"
        )
    A, B = _same_batch(A, B, vector)
    x, b = A._array(), B._array()
    try:
        y = np.linalg.solve(x, b[..., None])[..., 0] if vector else np.linalg.solve(x, b)
    except np.linalg.LinAlgError:
        raise LinAlgError("torch.linalg.solve: The solver failed because the input matrix is singular.") from None
    return record(SOLVE, y, (A, B), (x, b, vector))


def _cofactors(a: Any, y: Any) -> Any:
    """det(A) A⁻ᵀ, by the SVD where A is singular (there it is still well defined)."""
    if not np.prod(tuple(a.shape)):
        return a
    if isinstance(a, Tensor):
        return _cofactors_recorded(a, y)
    u, s, vt = np.linalg.svd(a)
    n = s.shape[-1]
    rest = np.stack([np.prod(np.delete(s, k, -1), -1) for k in range(n)], -1)
    sign = np.linalg.det(u) * np.linalg.det(vt)
    return (sign[..., None, None] * (u * rest[..., None, :]) @ vt).astype(a.dtype)


def _cofactors_recorded(a: Tensor, y: Tensor) -> Any:
    """The same on the tape; a singular matrix goes through its singular values there too."""
    from handgrad.ops.factor import svd
    from handgrad.ops.product import _others

    try:
        return _scaled(y, inv(a).mT)
    except LinAlgError:
        u, s, vt = svd(a, False)
        sign = det(u.detach()) * det(vt.detach())
        return _scaled(sign, u * _others(s).unsqueeze(-2) @ vt)


DET = op_of("LinalgDetBackward0", lambda g, y, a: _scaled(g, _cofactors(a, y)), keep="xy")


def det(A: Tensor) -> Tensor:
    """det A: d det(A) = det(A) tr(A⁻¹ dA), so Ā = ḡ det(A) A⁻ᵀ; torch.linalg.det."""
    x = square_of(A, "linalg.det")
    return record(DET, np.linalg.det(x), (A,), (x,))


class SlogdetResult(NamedTuple):
    """det A = sign · exp(logabsdet)."""

    sign: Tensor
    logabsdet: Tensor

    def __repr__(self) -> str:
        return shown("linalg_slogdet", self)


def inverse(a: Any) -> Any:
    return inv(a) if isinstance(a, Tensor) else np.linalg.inv(a)


LOGDET = op_of("LinalgSlogdetBackward0", lambda g, y, a: _scaled(g, inverse(a).mT), keep="xy")


SIGN_OF_DET = op_of("LinalgSlogdetBackward0", lambda g, y, a: _scaled(nothing(g), a * 0), keep="x")


def slogdet(A: Tensor) -> SlogdetResult:
    """The sign of det A and ln |det A|, which does not overflow: d ln |det A| = tr(A⁻¹ dA); torch.linalg.slogdet."""
    x = square_of(A, "linalg.slogdet")
    sign, log = np.linalg.slogdet(x)
    return SlogdetResult(record(SIGN_OF_DET, np.asarray(sign), (A,), (x,)), record(LOGDET, log, (A,), (x,)))
