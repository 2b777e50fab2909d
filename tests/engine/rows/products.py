"""Rows of the products of vectors and matrices."""

from typing import Any

from hypothesis import strategies as st

from tests.engine.rows.base import SEEDS, Call, Row, numbers

N = st.integers(0, 3)


def product(name: str, shapes: Any) -> Row:
    """torch.NAME(a, b), a.NAME(b) and, for matmul, a @ b; shapes(draw) gives both shapes."""

    @st.composite
    def calls(draw: Any) -> Call:
        s, t = shapes(draw)
        form = draw(st.sampled_from(["function", "method", "operator"] if name == "matmul" else ["function", "method"]))
        f: Any = {
            "function": lambda lib, a, b: getattr(lib, name)(a, b),
            "method": lambda lib, a, b: getattr(a, name)(b),
            "operator": lambda lib, a, b: a @ b,
        }[form]
        return Call(f"{name} as {form}", f, (numbers(draw(SEEDS), s), numbers(draw(SEEDS), t)))

    return Row(name, calls())


def _batch(draw: Any) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Batch axes of both operands, which broadcast."""
    common = draw(st.lists(st.integers(1, 3), min_size=1, max_size=2))
    one = tuple(1 if draw(st.booleans()) else n for n in common)[draw(st.integers(0, len(common))) :]
    return (tuple(common), one) if draw(st.booleans()) else (one, tuple(common))


def _any(draw: Any) -> Any:
    n, k, m = draw(N), draw(N), draw(N)
    left, right = _batch(draw)
    kinds = {
        "v v": ((k,), (k,)), "M v": ((n, k), (k,)), "v M": ((k,), (k, m)), "M M": ((n, k), (k, m)),
        "B B": ((*left, n, k), (*right, k, m)), "B v": ((*left, n, k), (k,)), "v B": ((k,), (*right, k, m)),
        "B M": ((*left, n, k), (k, m)), "M B": ((n, k), (*right, k, m)),
    }  # fmt: skip
    return kinds[draw(st.sampled_from(sorted(kinds)))]


def _three(draw: Any) -> tuple[int, int, int]:
    return draw(N), draw(N), draw(N)


def _mm(draw: Any) -> Any:
    n, k, m = _three(draw)
    return (n, k), (k, m)


def _mv(draw: Any) -> Any:
    n, k, _ = _three(draw)
    return (n, k), (k,)


def _dot(draw: Any) -> Any:
    k = draw(N)
    return (k,), (k,)


def _bmm(draw: Any) -> Any:
    n, k, m = _three(draw)
    b = draw(N)
    return (b, n, k), (b, k, m)


def _outer(draw: Any) -> Any:
    n, k, _ = _three(draw)
    return (n,), (k,)


ROWS = [
    product("matmul", _any), product("mm", _mm), product("mv", _mv), product("dot", _dot), product("bmm", _bmm),
    product("outer", _outer),
]  # fmt: skip
