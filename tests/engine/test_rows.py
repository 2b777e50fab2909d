"""The table of operations is complete: what is public and has a gradient has a row."""

import handgrad as hg
from tests.engine.parity import exists
from tests.engine.rows import FAMILIES

NAMES = [row.name for rows in FAMILIES.values() for row in rows]
WITHOUT_GRADIENT = {
    "all",
    "allclose",
    "any",
    "arange",
    "argmax",
    "argmin",
    "argsort",
    "as_tensor",
    "bitwise_and",
    "bitwise_not",
    "bitwise_or",
    "bitwise_xor",
    "empty",
    "empty_like",
    "enable_grad",
    "eq",
    "equal",
    "floor_divide",
    "eye",
    "from_numpy",
    "full",
    "full_like",
    "ge",
    "get_default_dtype",
    "greater",
    "gt",
    "is_grad_enabled",
    "is_tensor",
    "isclose",
    "isfinite",
    "isinf",
    "isnan",
    "le",
    "less",
    "linspace",
    "logical_and",
    "logical_not",
    "logical_or",
    "logical_xor",
    "lt",
    "manual_seed",
    "ne",
    "no_grad",
    "ones",
    "ones_like",
    "rand",
    "randint",
    "randn",
    "randperm",
    "set_default_dtype",
    "set_grad_enabled",
    "tensor",
    "zeros",
    "zeros_like",
}  # compared in test_parity_dtypes, test_views and test_backward
LINALG_WITHOUT_ROW = {
    "diagonal": "a row of its own name", "matmul": "a row of its own name", "norm": "vector_norm and matrix_norm",
    "lstsq": "several results", "qr": "several results", "svd": "several results", "matrix_rank": "no gradient",
}  # fmt: skip


def test_every_public_function_with_a_gradient_has_a_row() -> None:
    public = {n for n, v in vars(hg).items() if callable(v) and not n.startswith("_") and not isinstance(v, type)}
    assert public - set(NAMES) - WITHOUT_GRADIENT == set()


def test_every_function_of_linalg_has_a_row_or_a_reason() -> None:
    public = {
        n for n, v in vars(hg.linalg).items() if getattr(v, "__module__", "") == "handgrad.linalg" and n[0] != "_"
    }
    mine = {n for n in public if not isinstance(getattr(hg.linalg, n), type)}
    assert {f"linalg.{n}" for n in mine if n not in LINALG_WITHOUT_ROW} <= set(NAMES)


def test_no_row_stands_twice_and_each_is_of_a_known_operation() -> None:
    assert len(NAMES) == len(set(NAMES))
    assert [n for n in NAMES if not exists(hg, n)] == [n for n in NAMES if n in ("erf",) and not hasattr(hg, n)]
