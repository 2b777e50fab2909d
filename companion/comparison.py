"""`compare`: one function, two engines and the difference quotient, in one table."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from companion.numbers import array, number
from companion.optional import need
from companion.rich_output import Output
from companion.tables import Table

TOLERANCE = 1e-12
STEP = 6e-6  # about the cube root of the machine epsilon: least error of a central difference
MOST_PROBES = 200  # entries of an input whose difference quotient is taken


@dataclass(frozen=True)
class Run:
    """One engine's inputs and result, float64, with the graph between them."""

    lib: Any
    inputs: tuple[Any, ...]
    result: Any

    @property
    def value(self) -> np.ndarray:
        return _plain(self.result)

    def grads(self, seed: np.ndarray | None) -> list[np.ndarray]:
        """Run backward from the result, with `seed` as its cotangent, and return the gradient of each input."""
        v = None if seed is None else self.lib.tensor(seed.tolist(), dtype=self.result.dtype)
        self.result.backward(gradient=v)
        return [np.zeros(tuple(t.shape)) if t.grad is None else _plain(t.grad) for t in self.inputs]


@dataclass(frozen=True)
class Quotient:
    """Central differences of one input; `places` are the flat indices of the entries that were tried."""

    values: np.ndarray
    places: np.ndarray


@dataclass(frozen=True)
class Row:
    """The gradient of one input, three times."""

    label: str
    ours: np.ndarray
    theirs: np.ndarray
    quotient: Quotient


def compare(f: Callable[..., Any], *inputs: Any, v: Any = None, slopes: bool = True) -> Output:
    """Run `f(handgrad, …)`, `f(torch, …)` and central differences in float64; show value and gradients in one table.

    `f` takes the library first: `compare(lambda lib, x, y: lib.square(x + y) + y, 2.0, 3.0)`. Inputs are numbers, lists
    or arrays of numbers. If the result is not one number, the gradients are those of Σ v·f with v given or drawn with a
    fixed seed, and v is shown. With slopes=False only value, shape and dtype are compared: then inputs keep their kind
    (integers stay int64), f may take none, and its result may be of any dtype. Raises AssertionError that names what
    differs and by how much, ImportError without torch, TypeError or ValueError for inputs or results that are not
    numbers.
    """
    torch, hg = need("torch", "compare"), need("handgrad", "compare")
    if not slopes:
        return _values(hg, torch, f, inputs)
    names = _names(f, len(inputs))
    arrays = [_floats(name, x) for name, x in zip(names, inputs, strict=True)]
    ours, theirs = _run(hg, f, arrays), _run(torch, f, arrays)
    _agree("value", ours.value, theirs.value)
    seed = _cotangent(ours.value.shape, v)
    labels = [f"∂f/∂{name}" if seed is None else f"∂(v·f)/∂{name}" for name in names]
    rows = []
    for i, (label, a, b) in enumerate(zip(labels, ours.grads(seed), theirs.grads(seed), strict=True)):
        _agree(label, a, b)
        rows.append(Row(label, a, b, _quotient(hg, f, arrays, i, seed)))
    return _table(ours.value, theirs.value, rows, seed)


def _values(hg: Any, torch: Any, f: Callable[..., Any], inputs: tuple[Any, ...]) -> Output:
    """Value, shape and dtype of f's result in both libraries; nothing is recorded."""
    numbers = [_numbers(f"{i + 1}", x) for i, x in enumerate(inputs)]
    ours, theirs = (f(lib, *(lib.tensor(x) for x in numbers)) for lib in (hg, torch))
    for lib, y in ((hg, ours), (torch, theirs)):
        if not hasattr(y, "dtype"):
            raise TypeError(f"compare: f must return one tensor; with {lib.__name__} came {type(y).__name__}")
    _agree("value", _plain(ours), _plain(theirs))
    if str(ours.dtype) != str(theirs.dtype):
        raise AssertionError(f"dtype differs: handgrad {ours.dtype}, torch {theirs.dtype}")
    rows = [(_entries(y), str(tuple(y.shape)), str(y.dtype).removeprefix("torch.")) for y in (ours, theirs)]
    cells = tuple(zip(("value", "shape", "dtype"), *rows, strict=True))
    return Table(("", "handgrad", "torch"), cells).output(["handgrad and torch agree to 1e-12"])


def _entries(y: Any) -> str:
    return str(y.tolist()) if str(y.dtype) == "torch.bool" else array(_plain(y), 6)


def _numbers(name: str, x: Any) -> np.ndarray:
    """An input of _values: booleans and integers as they are, all else in float64."""
    given = np.asarray(x.tolist() if hasattr(x, "tolist") else x) if not isinstance(x, str) else None
    return given if given is not None and given.dtype.kind in "bi" else _floats(name, x)


def _names(f: Callable[..., Any], count: int) -> list[str]:
    """The names of f's inputs; *xs gives x1, x2, …"""
    try:
        parameters = list(inspect.signature(f).parameters.values())[1:]
    except (TypeError, ValueError):
        parameters = []
    named = [p.name for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    star = next((p.name for p in parameters if p.kind is p.VAR_POSITIONAL), None)
    if not count:
        raise TypeError("compare needs at least one input after f, as in compare(lambda lib, x: lib.tanh(x), 0.5)")
    needed = [p for p in parameters if p.default is p.empty and p.name in named]
    if count < len(needed) or (count > len(named) and star is None and parameters):
        raise TypeError(
            f"compare: f takes the library and {len(named)} inputs ({', '.join(named) or 'none'}); came {count} inputs"
        )
    stem = (star or "x").removesuffix("s") or "x"
    return [*named, *(f"{stem}{i + 1}" for i in range(count))][:count]


def _floats(name: str, x: Any) -> np.ndarray:
    x = x.detach() if hasattr(x, "detach") else x
    try:
        return np.array(x.tolist() if hasattr(x, "tolist") else x, dtype=float)
    except (TypeError, ValueError):
        raise TypeError(
            f"compare: input {name} must be a number, a list or an array of numbers; came {type(x).__name__}"
        ) from None


def _run(lib: Any, f: Callable[..., Any], arrays: list[np.ndarray]) -> Run:
    xs = tuple(lib.tensor(x.tolist(), dtype=lib.float64, requires_grad=True) for x in arrays)
    y = f(lib, *xs)
    _check_result(lib, y)
    return Run(lib, xs, y)


def _check_result(lib: Any, y: Any) -> None:
    if not hasattr(y, "backward"):
        raise TypeError(f"compare: f must return one tensor; with {lib.__name__} came {type(y).__name__}")
    if not y.requires_grad:
        raise ValueError(
            f"compare: with {lib.__name__} the result has no graph, so there is no gradient to compare; "
            "does f use its inputs, outside no_grad and without detach?"
        )


def _plain(t: Any) -> np.ndarray:
    return np.asarray(t.detach().numpy(), dtype=float)


def _cotangent(shape: tuple[int, ...], v: Any) -> np.ndarray | None:
    """v as given; or, for a result that is not one number, a fixed draw with one decimal: what is shown is exact."""
    if v is not None:
        seed = _floats("v", v)
        if seed.shape != shape:
            raise ValueError(f"compare: v must have the shape of the result, {shape}; came {seed.shape}")
        return seed
    return None if shape == () else np.random.default_rng(0).integers(-20, 21, shape) / 10


def _agree(label: str, ours: np.ndarray, theirs: np.ndarray) -> None:
    if ours.shape != theirs.shape:
        raise AssertionError(f"{label} differs in shape: handgrad {ours.shape}, torch {theirs.shape}")
    finite = np.abs(theirs[np.isfinite(theirs)])
    allowed = TOLERANCE * max(1.0, finite.max(initial=0.0))
    equal = (ours == theirs) | (np.isnan(ours) & np.isnan(theirs))
    with np.errstate(invalid="ignore"):
        off = np.where(equal, 0.0, np.nan_to_num(np.abs(ours - theirs), nan=np.inf))
    if off.max(initial=0.0) > allowed:
        at = np.unravel_index(int(off.argmax()), off.shape)
        where = f" at [{', '.join(map(str, at))}]" if at else ""
        raise AssertionError(
            f"{label} differs{where}: handgrad {ours[at]:.17g}, torch {theirs[at]:.17g}, off by {off[at]:.3g}"
        )


def _quotient(lib: Any, f: Callable[..., Any], arrays: list[np.ndarray], i: int, seed: np.ndarray | None) -> Quotient:
    """(F(x + h) − F(x − h)) / 2h for the entries of input i, F = Σ v·f; of a large input 200 entries, seeded."""
    x = arrays[i]
    places = np.arange(x.size)
    if x.size > MOST_PROBES:
        places = np.sort(np.random.default_rng(0).choice(x.size, MOST_PROBES, replace=False))

    def total(moved: np.ndarray) -> float:
        xs = [lib.tensor(a.tolist(), dtype=lib.float64) for a in [*arrays[:i], moved, *arrays[i + 1 :]]]
        y = _plain(f(lib, *xs))
        return float(y if seed is None else (seed * y).sum())

    values = np.empty(len(places))
    with np.errstate(all="ignore"):
        for k, place in enumerate(places):
            h = STEP * max(1.0, abs(x.flat[place]))
            up, down = x.copy(), x.copy()
            up.flat[place] += h
            down.flat[place] -= h
            values[k] = (total(up) - total(down)) / (up.flat[place] - down.flat[place])
    return Quotient(values, places)


def _table(ours: np.ndarray, theirs: np.ndarray, rows: list[Row], seed: np.ndarray | None) -> Output:
    cells = [("value", array(ours, 6), array(theirs, 6), "")]
    cells += [(r.label, array(r.ours, 6), array(r.theirs, 6), _shown(r.quotient, r.ours)) for r in rows]
    notes = [f"v = {array(seed, 6)}"] if seed is not None else []
    notes += [
        f"The difference quotient of {r.label} is something else: a kink, or a step too coarse."
        for r in rows
        if not _near(r.quotient, r.ours)
    ]
    table = Table(("", "handgrad", "torch", "difference quotient"), tuple(cells))
    return table.output([*notes, "handgrad and torch agree to 1e-12"])


def _shown(q: Quotient, grad: np.ndarray) -> str:
    if grad.ndim == 0:
        return f"{q.values[0]:.4f}".replace("-0.0000", "0.0000") if abs(q.values[0]) < 1e6 else number(q.values[0], 6)
    if len(q.places) < grad.size or grad.size > 8:
        return f"{'max difference ' + _bound(q, grad)} ({len(q.places)} entries)"
    return array(np.round(q.values, 4).reshape(grad.shape) + 0.0, 6)


def _bound(q: Quotient, grad: np.ndarray) -> str:
    # Exact digits of a rounding error differ between processors; its order of magnitude does not.
    off = np.abs(q.values - grad.ravel()[q.places]).max()
    return next((f"< {bound:g}" for bound in (1e-6, 1e-4, 1e-2) if off < bound), f"{off:.2g}")


def _near(q: Quotient, grad: np.ndarray) -> bool:
    want = grad.ravel()[q.places]
    if not np.isfinite(want).all():
        return True  # an infinite slope has no quotient to check against
    return bool(np.allclose(q.values, want, rtol=1e-4, atol=1e-5))
