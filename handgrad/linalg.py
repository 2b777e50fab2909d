"""torch.linalg: norms, inverses, factorisations."""

from functools import reduce
from typing import Any

from handgrad.errors import LinAlgError
from handgrad.ops.decompose import det, inv, slogdet, solve
from handgrad.ops.factor import cholesky, eigh, lstsq, matrix_rank, qr, svd, svdvals
from handgrad.ops.linalg import matmul
from handgrad.ops.norms import matrix_norm, norm, vector_norm
from handgrad.ops.rearrange import diagonal as _diagonal
from handgrad.tensor import Tensor


def multi_dot(tensors: Any) -> Tensor:
    """The product of several matrices, from left to right; torch.linalg.multi_dot."""
    if len(tensors) < 2:
        raise RuntimeError(f"multi_dot(): expected at least 2 tensors but got {len(tensors)}")
    product: Tensor = reduce(matmul, tensors)
    return product


def diagonal(A: Tensor, *, offset: int = 0, dim1: int = -2, dim2: int = -1) -> Tensor:
    """The diagonal of the last two axes; torch.linalg.diagonal."""
    return _diagonal(A, offset, dim1, dim2)


__all__ = ["LinAlgError", "cholesky", "det", "diagonal", "eigh", "inv", "lstsq", "matmul", "matrix_norm", "matrix_rank",
           "multi_dot", "norm", "qr", "slogdet", "solve", "svd", "svdvals", "vector_norm"]  # fmt: skip
