"""Products of vectors and matrices. With ȳ the cotangent of Y = A B: ⟨ȳ, dA B⟩ = ⟨ȳ Bᵀ, dA⟩, so Ā = ȳ Bᵀ, B̄ = Aᵀ ȳ."""

from typing import Any

from handgrad import dtypes
from handgrad.ops.elementwise import mul
from handgrad.ops.shape import reshape, squeeze, unsqueeze
from handgrad.record import record, size_mismatch
from handgrad.tape import Op
from handgrad.tensor import Tensor


def _t(x: Any) -> Any:
    return x.swapaxes(-1, -2)


def _col(x: Any) -> Any:
    """A vector (behind batch axes) as a column."""
    return x.reshape((*x.shape, 1))


def _row(x: Any) -> Any:
    """A vector (behind batch axes) as a row."""
    return x.reshape((*x.shape[:-1], 1, x.shape[-1]))


def _flat_row(x: Any) -> Any:
    """A row matrix back to a vector."""
    return x.reshape((*x.shape[:-2], x.shape[-1]))


def _flat_col(x: Any) -> Any:
    return x.reshape(tuple(x.shape[:-1]))


# --- vector · vector
DOT = Op("DotBackward0", None, lambda g, y, a, b: _col(g) * b, lambda g, y, a, b: _col(g) * a, keep="x",
         jvps=(lambda t, y, a, b: (t * b).sum(axis=-1), lambda t, y, a, b: (a * t).sum(axis=-1)))  # fmt: skip
# --- matrix · vector: ā = ḡ bᵀ (outer product), b̄ = Aᵀ ḡ
MV = Op("MvBackward0", None, lambda g, y, a, b: _col(g) * b, lambda g, y, a, b: g @ a, keep="x",
        jvps=(lambda t, y, a, b: t @ b, lambda t, y, a, b: t @ _t(a)))  # fmt: skip
# --- vector · matrix
VM = Op("SqueezeBackward4", None, lambda g, y, a, b: g @ _t(b), lambda g, y, a, b: _col(a) * _row(g), keep="x",
        jvps=(lambda t, y, a, b: t @ b, lambda t, y, a, b: _flat_row(_row(a) @ t)))  # fmt: skip
# --- matrix · matrix, batches of matrices included
MM = Op("MmBackward0", None, lambda g, y, a, b: g @ b.mT, lambda g, y, a, b: a.mT @ g, keep="x",
        jvps=(lambda t, y, a, b: t @ b, lambda t, y, a, b: a @ t))  # fmt: skip
BATCHED = Op("UnsafeViewBackward0", None, *MM.rules, keep="x", jvps=MM.jvps)
BMM = Op("BmmBackward0", None, *MM.rules, keep="x", jvps=MM.jvps)


def _operands(a: Any, b: Any, name: str) -> tuple[Tensor, Tensor]:
    if not (isinstance(a, Tensor) and isinstance(b, Tensor)):
        k, x = (0, a) if not isinstance(a, Tensor) else (1, b)
        which = f"argument '{('input', 'other')[k]}' (position {k + 1})"
        raise TypeError(f"{name}(): {which} must be Tensor, not {type(x).__name__}")
    if a._data.dtype is not b._data.dtype:
        raise RuntimeError(_dtypes_differ(name, a._data, b._data))
    return a, b


def _dtypes_differ(name: str, x: Any, z: Any) -> str:
    """torch has another sentence for each shape of product."""
    first, second = dtypes.kind(x.dtype), dtypes.kind(z.dtype)
    if x.ndim == z.ndim == 1:
        return f"dot : expected both vectors to have same dtype, but found {first} and {second}"
    if x.ndim == 2 and z.ndim == 1:
        return f"addmv input tensors must have the same dtype, but got {second}, {first}, and {second}"
    if x.ndim > 2 and z.ndim > 2:
        return f"expected scalar type {first} but found {second}"
    return f"expected m1 and m2 to have the same dtype, but got: {dtypes.word(x.dtype)} != {dtypes.word(z.dtype)}"


def _saved(a: Tensor, b: Tensor) -> tuple[Any, Any]:
    """Each operand is kept only if the other one needs it."""
    return a._data if b._node is not None else None, b._data if a._node is not None else None


def matmul(input: Tensor, other: Tensor) -> Tensor:
    """input @ other for vectors, matrices and batches of matrices, batch axes broadcast; torch.matmul.

    RuntimeError if the inner lengths or the dtypes differ.
    """
    a, b = _operands(input, other, "matmul")
    x, z = a._data, b._data
    if x.ndim == 2 and z.ndim == 2:
        return _product(a, b)
    if x.ndim == 0 or z.ndim == 0:
        raise RuntimeError(f"both arguments to matmul need to be at least 1D, but they are {x.ndim}D and {z.ndim}D")
    if x.ndim == 1 and z.ndim == 1:
        return dot(a, b)
    if x.ndim == 2 and z.ndim == 1:
        return mv(a, b)
    if x.ndim == 1 and z.ndim == 2:
        if x.shape[0] != z.shape[0]:
            raise RuntimeError(
                f"mat1 and mat2 shapes cannot be multiplied (1x{x.shape[0]} and {z.shape[0]}x{z.shape[1]})"
            )
        return record(VM, x @ z, (a, b), _saved(a, b))
    return _batched(a, b)


def _batched(a: Tensor, b: Tensor, op: Op = BATCHED) -> Tensor:
    """Batches of matrices; a vector operand becomes a row or a column for the while of it."""
    if a._data.ndim == 1:
        return squeeze(matmul(unsqueeze(a, 0), b), -2)
    if b._data.ndim == 1:
        return squeeze(matmul(a, unsqueeze(b, -1)), -1)
    x, z = a._data, b._data
    try:
        y = x @ z
    except ValueError:
        raise RuntimeError(_batch_mismatch(x.shape, z.shape)) from None
    s, t = x.shape[:-2], z.shape[:-2]
    shapes = None
    if s != t:
        batch = y.shape[:-2]
        shapes = (y.ndim, x.shape if s != batch else None, z.shape if t != batch else None)
    return record(op, y, (a, b), _saved(a, b), shapes)


def _batch_mismatch(s: tuple[int, ...], t: tuple[int, ...]) -> str:
    if s[-1] == t[-2]:
        return size_mismatch(s[:-2], t[:-2])
    return _wanted(s, t)


def _wanted(s: tuple[int, ...], t: tuple[int, ...]) -> str:
    wanted, got = [s[0], s[-1]], [t[0], t[-2]]
    return f"Expected size for first two dimensions of batch2 tensor to be: {wanted} but got: {got}."


def mm(input: Tensor, mat2: Tensor) -> Tensor:
    """Matrix times matrix. ā = ḡ bᵀ, b̄ = aᵀ ḡ; torch.mm."""
    a, b = _operands(input, mat2, "mm")
    x, z = a._data, b._data
    if x.ndim != 2 or z.ndim != 2:
        which, got = ("self", x.ndim) if x.ndim != 2 else ("mat2", z.ndim)
        raise RuntimeError(f"{which} must be a matrix" if got != 2 else "")
    return _product(a, b)


def _product(a: Tensor, b: Tensor) -> Tensor:
    """Matrix times matrix, both known to be matrices of one dtype."""
    x, z = a._data, b._data
    try:
        y = x @ z
    except ValueError:
        s, t = x.shape, z.shape
        raise RuntimeError(f"mat1 and mat2 shapes cannot be multiplied ({s[0]}x{s[1]} and {t[0]}x{t[1]})") from None
    return record(MM, y, (a, b), (x if b._node is not None else None, z if a._node is not None else None))


def mv(input: Tensor, vec: Tensor) -> Tensor:
    """Matrix times vector. ā = ḡ bᵀ, b̄ = aᵀ ḡ; torch.mv."""
    a, b = _operands(input, vec, "mv")
    x, z = a._data, b._data
    if x.ndim != 2 or z.ndim != 1:
        raise RuntimeError(f"vector + matrix @ vector expected, got 1, {x.ndim}, {z.ndim}")
    if x.shape[1] != z.shape[0]:
        shape = "x".join(map(str, x.shape))
        raise RuntimeError(
            f"size mismatch, got input ({x.shape[0]}), mat ({shape}), vec ({z.shape[0] if z.ndim else 0})"
        )
    return record(MV, x @ z, (a, b), _saved(a, b))


def dot(input: Tensor, tensor: Tensor) -> Tensor:
    """Σ aᵢ bᵢ of two vectors: ā = ḡ b, b̄ = ḡ a; torch.dot."""
    a, b = _operands(input, tensor, "dot")
    x, z = a._data, b._data
    if x.ndim != 1 or z.ndim != 1:
        raise RuntimeError(f"1D tensors expected, but got {x.ndim}D and {z.ndim}D tensors")
    if x.shape != z.shape:
        raise RuntimeError(
            f"inconsistent tensor size, expected tensor [{x.shape[0]}] and src [{z.shape[0]}] to have the same number "
            f"of elements, but got {x.shape[0]} and {z.shape[0]} elements respectively"
        )
    return record(DOT, x @ z, (a, b), _saved(a, b))


def bmm(input: Tensor, mat2: Tensor) -> Tensor:
    """Batches of matrices, one product each; torch.bmm."""
    if input.ndim != 3 or mat2.ndim != 3:
        raise RuntimeError("batch1 must be a 3D tensor" if input.ndim != 3 else "batch2 must be a 3D tensor")
    a, b = _operands(input, mat2, "bmm")
    s, t = a._data.shape, b._data.shape
    if (s[0], s[2]) != t[:2]:
        raise RuntimeError(_wanted(s, t))
    return _batched(a, b, BMM)


def outer(input: Tensor, vec2: Tensor) -> Tensor:
    """aᵢ bⱼ for all pairs; torch.outer."""
    for name, x in (("self", input), ("vec2", vec2)):
        if x.ndim != 1:
            raise RuntimeError(f"outer: Expected 1-D argument {name}, but got {x.ndim}-D")
    return mul(reshape(input, -1, 1), vec2)
