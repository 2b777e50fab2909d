"""torch's own sample inputs (OpInfo), each tried in both libraries: right, refused or wrong."""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

import handgrad as hg
from tests.engine.parity import agree

AT_MOST = 30  # samples of one op, evenly spaced over torch's list
RANDOM = {"randn", "randint", "nn.functional.dropout"}  # the numbers of two generators are never the same
UNDEFINED = {"empty", "empty_like"}  # memory as it is found: only shape and dtype can be compared
FORMS: dict[str, Callable[..., Any]] = {  # where a sample's arguments stand in another order than the function's
    "T": lambda lib, x: x.T,
    "mT": lambda lib, x: x.mT,
    "zero_": lambda lib, x: x.clone().zero_(),
    "einsum": lambda lib, tensors, equation: lib.einsum(equation, *tensors),
    "where": lambda lib, x, condition, other: lib.where(condition, x, other),
    "linalg.lstsq": lambda lib, *args, **options: lib.linalg.lstsq(*args, **options).solution,
    # the signs of eigenvectors and singular vectors are free, and so are those of vectors in a null space
    "linalg.eigh": lambda lib, a, **options: _unsigned_eigh(lib, lib.linalg.eigh(a, **options)),
    "linalg.svd": lambda lib, a, **options: _unsigned_svd(lib, lib.linalg.svd(a, **options)),
}
CLEAR = re.compile(r"handgrad|unexpected keyword argument")  # a refusal names what is not there


@dataclass(frozen=True)
class Verdict:
    """What became of one sample: kind is "right", "refused" or "wrong"; text says why."""

    op: str
    sample: str
    kind: str
    text: str = ""
    gradients: bool = False  # whether there were gradients to compare


class NotHere(Exception):
    """handgrad has no such dtype, so there is no sample to make."""


def _unsigned_eigh(lib: Any, found: Any) -> Any:
    return found[0], lib.abs(found[1])


def _unsigned_svd(lib: Any, found: Any) -> Any:
    u, s, vh = found
    k = s.shape[-1]
    return lib.abs(u[..., :k]), s, lib.abs(vh[..., :k, :])


def in_handgrad(name: str) -> Callable[..., Any] | None:
    """handgrad's function or method of this name."""
    place: Any = hg
    for part in name.split("."):
        place = getattr(place, part, None)
    if callable(place) and not isinstance(place, hg.dtype):
        return place  # type: ignore[no-any-return]
    return vars(hg.Tensor).get(name)


def in_scope() -> list[Any]:
    """The entries of torch's list that handgrad has by name and that give the same numbers twice."""
    from torch.testing._internal.common_methods_invocations import op_db

    return [op for op in op_db if op.name not in RANDOM and in_handgrad(op.name) is not None and _dtype(op) is not None]


def _dtype(op: Any) -> torch.dtype | None:
    """float64, or int64 where the op has no floats; None for entries about complex numbers alone."""
    return next((d for d in (torch.float64, torch.int64) if d in op.dtypes), None)


def samples(op: Any) -> Iterator[Any]:
    """At most AT_MOST of the op's samples."""
    dtype = _dtype(op)
    torch.manual_seed(0)
    random.seed(0)
    np.random.seed(0)
    every = list(op.sample_inputs("cpu", dtype, requires_grad=op.supports_autograd and dtype is torch.float64))
    step = -(-len(every) // AT_MOST) or 1
    return iter(every[::step])


def translated(x: Any) -> Any:
    """A sample's argument for handgrad: tensors over the same memory and strides, dtypes by name."""
    if isinstance(x, torch.Tensor):
        if x.dtype.is_complex or not hasattr(hg, str(x.dtype).removeprefix("torch.")):
            raise NotHere(f"handgrad has no tensors of {x.dtype}")
        return hg.from_numpy(x.detach().numpy()).requires_grad_(x.requires_grad)
    if isinstance(x, torch.dtype):
        if not hasattr(hg, name := str(x).removeprefix("torch.")):
            raise NotHere(f"handgrad has no {x}")
        return getattr(hg, name)
    if isinstance(x, torch.device):
        return str(x)
    if isinstance(x, tuple | list):
        parts = [translated(part) for part in x]
        return parts if isinstance(x, list) else tuple(parts)
    return {k: translated(v) for k, v in x.items()} if isinstance(x, dict) else x


def _leaves(sample: tuple[Any, ...], lib: Any) -> list[Any]:
    """The tensors of a sample that require grad, in order."""
    found = []
    for x in sample:
        if isinstance(x, lib.Tensor):
            found += [x] if x.requires_grad else []
        elif isinstance(x, tuple | list | dict):
            found += _leaves(tuple(x.values() if isinstance(x, dict) else x), lib)
    return found


def _results(y: Any) -> list[Any]:
    return [r for part in y for r in _results(part)] if isinstance(y, tuple | list) else [y]


def _pulled(lib: Any, ys: list[Any], xs: list[Any]) -> list[Any]:
    """The gradients of the results, each weighted by its seeded cotangent."""
    tracked = [y for y in ys if isinstance(y, lib.Tensor) and y.requires_grad]
    rng = np.random.default_rng(0)
    gs = [lib.from_numpy(rng.standard_normal(tuple(y.shape))).to(y.dtype) for y in tracked]
    if not tracked or not xs:
        return []
    return list(lib.autograd.grad(tracked, xs, gs, allow_unused=True, materialize_grads=True))


def _called(lib: Any, f: Callable[..., Any], sample: tuple[Any, ...]) -> tuple[list[Any], list[Any]]:
    """(results, gradients); the gradients are the exception where there are none to be had."""
    x, args, options = sample
    ys = _results(f(x, *args, **options))
    try:
        return ys, _pulled(lib, ys, _leaves(sample, lib))
    except (RuntimeError, NotImplementedError) as e:
        if lib is torch:
            return ys, [e]
        raise


def _compare(name: str, ours: tuple[list[Any], list[Any]], theirs: tuple[list[Any], list[Any]]) -> None:
    assert len(ours[0]) == len(theirs[0]), f"{len(ours[0])} results, torch {len(theirs[0])}"
    for a, b in zip(ours[0], theirs[0], strict=True):
        if not isinstance(b, torch.Tensor):
            assert type(a) is type(b), f"{type(a)}, torch {type(b)}"
            assert a == b or a != a, f"{a}, torch {b}"
            continue
        assert a.requires_grad == b.requires_grad, f"requires_grad {a.requires_grad}, torch {b.requires_grad}"
        if name in UNDEFINED:
            assert (tuple(a.shape), str(a.dtype)) == (tuple(b.shape), str(b.dtype))
        else:
            agree(a, b, "value", rtol=1e-9 if "float64" in str(b.dtype) else 2e-5)
    if not any(isinstance(b, Exception) for b in theirs[1]):
        for k, (a, b) in enumerate(zip(ours[1], theirs[1], strict=True)):
            agree(a, b, f"gradient {k}", rtol=1e-9)


def tried(op: Any, sample: Any) -> Verdict:
    """The verdict on one sample."""
    at = f"{op.name}({sample.summary() if hasattr(sample, 'summary') else sample})"[:400]
    form = FORMS.get(op.name)
    f = (lambda *a, **k: form(hg, *a, **k)) if form else in_handgrad(op.name)
    g = (lambda *a, **k: form(torch, *a, **k)) if form else op.op
    theirs = _called(torch, g, (sample.input, sample.args, sample.kwargs))
    try:
        ours = _called(hg, f, translated((sample.input, sample.args, sample.kwargs)))  # type: ignore[arg-type]
    except NotHere as e:
        return Verdict(op.name, at, "refused", str(e))
    except Exception as e:
        clear = isinstance(e, NotImplementedError | TypeError | RuntimeError) and CLEAR.search(str(e))
        return Verdict(op.name, at, "refused" if clear else "wrong", f"{type(e).__name__}: {e}")
    try:
        _compare(op.name, ours, theirs)
    except AssertionError as e:
        return Verdict(op.name, at, "wrong", " ".join(str(e).split())[:300])
    pulled = bool(theirs[1]) and not isinstance(theirs[1][0], Exception)
    return Verdict(op.name, at, "right", gradients=pulled)


def verdicts() -> list[Verdict]:
    """All of them."""
    return [tried(op, sample) for op in in_scope() for sample in samples(op)]
