"""`compare`: one function, two engines and the difference quotient, in one table."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from companion.numbers import array, number
from companion.rich_output import Output
from companion.tables import Table

TOLERANCE = 1e-12
STEP = 6e-6  # about the cube root of the machine epsilon: least error of a central difference
MOST_PROBES = 200  # entries of an input whose difference quotient is taken


@dataclass(frozen=True)
class Run:
    """What one engine gave: the value and the gradient of each input, float64."""

    value: np.ndarray
    grads: tuple[np.ndarray, ...]


@dataclass(frozen=True)
class Quotient:
    """Central differences of one input; `places` are the flat indices of the entries that were tried."""

    values: np.ndarray
    places: np.ndarray


def compare(f: Callable[..., Any], *inputs: Any, v: Any = None) -> Output:
    """Run `f(handgrad, …)`, `f(torch, …)` and central differences in float64; show value and gradients in one table.

    `f` takes the library first: `compare(lambda lib, x, y: lib.square(x + y) + y, 2.0, 3.0)`. Inputs are numbers, lists
    or arrays of numbers. If the result is not one number, the gradients are those of Σ v·f with v given or drawn with a
    fixed seed, and v is shown. Raises AssertionError that names what differs and by how much, ImportError without
    torch, TypeError or ValueError for inputs or results that are not numbers.
    """
    torch, hg = _torch(), _handgrad()
    names = _names(f, len(inputs))
    arrays = [_floats(name, x) for name, x in zip(names, inputs, strict=True)]
    ours, seed = _run(hg, f, arrays, v)
    theirs, _ = _run(torch, f, arrays, seed)
    _agree("value", ours.value, theirs.value)
    labels = [f"∂f/∂{name}" if seed is None else f"∂(v·f)/∂{name}" for name in names]
    for label, a, b in zip(labels, ours.grads, theirs.grads, strict=True):
        _agree(label, a, b)
    quotients = [_quotient(hg, f, arrays, i, seed) for i in range(len(arrays))]
    return _table(labels, ours, theirs, quotients, seed)


def _torch() -> Any:
    try:
        import torch
    except ImportError as error:
        raise ImportError(
            f"compare needs torch, which cannot be imported ({error}); run: python -m companion.doctor --fix"
        ) from None
    return torch


def _handgrad() -> Any:
    import handgrad

    return handgrad


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


def _run(lib: Any, f: Callable[..., Any], arrays: list[np.ndarray], v: Any) -> tuple[Run, np.ndarray | None]:
    xs = [lib.tensor(x.tolist(), dtype=lib.float64, requires_grad=True) for x in arrays]
    y = f(lib, *xs)
    _check_result(lib, y)
    value = _plain(y)
    seed = _cotangent(value.shape, v)
    y.backward(gradient=None if seed is None else lib.tensor(seed.tolist(), dtype=y.dtype))
    grads = (np.zeros(x.shape) if t.grad is None else _plain(t.grad) for t, x in zip(xs, arrays, strict=True))
    return Run(value, tuple(grads)), seed


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


def _table(labels: list[str], ours: Run, theirs: Run, quotients: list[Quotient], seed: np.ndarray | None) -> Output:
    rows = [("value", array(ours.value, 6), array(theirs.value, 6), "")]
    notes = [f"v = {array(seed, 6)}"] if seed is not None else []
    for label, a, b, q in zip(labels, ours.grads, theirs.grads, quotients, strict=True):
        rows.append((label, array(a, 6), array(b, 6), _shown(q, a)))
        if not _near(q, a):
            notes.append(f"The difference quotient of {label} is something else: a kink, or a step too coarse.")
    table = Table(("", "handgrad", "torch", "difference quotient"), tuple(rows))
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
