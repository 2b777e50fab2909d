"""Rows of the reductions: over one axis, several, or all, with and without keepdim."""

from typing import Any

from hypothesis import strategies as st

from tests.engine.rows.base import SEEDS, SHAPES, SOLID, Call, Row, dims_of, numbers

TUPLES = ("sum", "mean", "var", "std", "amax", "amin", "logsumexp", "norm", "prod")  # dim may be a tuple
TIED = ("amax", "amin", "max", "min")


@st.composite
def calls(draw: Any, name: str, kind: str) -> Call:
    """One call; kind says how dim is given: 'all' (left out), 'one', 'many'."""
    empty = name in ("sum", "cumsum", "prod", "cumprod", "mean")
    shape = draw(SHAPES if empty else SOLID)
    ties = name in TIED and draw(st.booleans())
    args: dict[str, Any] = {}
    if kind != "all":
        one = draw(dims_of(len(shape)))
        most = 2 if name == "norm" else 3
        many = draw(st.lists(st.integers(0, max(len(shape) - 1, 0)), unique=True, min_size=1, max_size=most))
        args["dim"] = one if kind == "one" or not shape else tuple(many)
        if name not in ("cumsum", "cumprod"):
            args["keepdim"] = draw(st.booleans())
    if name in ("var", "std"):
        args |= draw(
            st.sampled_from([{}, {"correction": 0}, {"unbiased": False}] if "dim" in args else [{}, {"correction": 0}])
        )
    pick = name in ("max", "min") and kind == "one"
    f = lambda lib, x: getattr(x, name)(**args).values if pick else getattr(lib, name)(x, **args)
    text = f"{name}(x, {', '.join(f'{k}={v}' for k, v in args.items())})"
    x = numbers(draw(SEEDS), shape, ties=ties)
    dims = args.get("dim") if shape else None
    alone = name == "std" and bool((x.std(axis=dims) == 0).any())  # the spread of one number is a kink at 0
    return Call(text, f, (x,), smooth=not ties and not alone)


def row(name: str, *kinds: str) -> Row:
    return Row(name, st.one_of(*(calls(name, kind) for kind in kinds)))


@st.composite
def ordered(draw: Any, name: str) -> Call:
    """sort, median, cummax or cummin along an axis; distinct entries, as which of equal ones is taken is left open."""
    x = numbers(draw(SEEDS), draw(SOLID))
    d = draw(dims_of(x.ndim))
    options = {"descending": draw(st.booleans())} if name == "sort" else {}
    options |= {"keepdim": draw(st.booleans())} if name == "median" else {}
    f = lambda lib, x: getattr(lib, name)(x, d, **options).values
    return Call(f"{name}(x, {d}, {options}).values", f, (x,))


@st.composite
def medians(draw: Any) -> Call:
    """The median of all entries, ties included."""
    ties = draw(st.booleans())
    return Call("x.median()", lambda lib, x: x.median(), (numbers(draw(SEEDS), draw(SOLID), ties=ties),), not ties)


ROWS = [
    row("sum", "all", "one", "many"), row("mean", "all", "one", "many"), row("var", "all", "one", "many"),
    row("std", "all", "one", "many"), row("amax", "one", "many"), row("amin", "one", "many"),
    row("max", "all", "one"), row("min", "all", "one"), row("logsumexp", "one", "many"), row("cumsum", "one"),
    row("prod", "all", "one"), row("cumprod", "one"), row("norm", "all", "one", "many"),
    *(Row(name, ordered(name)) for name in ("sort", "cummax", "cummin")),
    Row("median", st.one_of(ordered("median"), medians())),
]  # fmt: skip
