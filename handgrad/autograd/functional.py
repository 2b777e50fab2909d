"""torch.autograd.functional: derivatives of func at inputs, returned as values."""

from collections.abc import Callable
from typing import Any

from handgrad import func as F
from handgrad.autograd import engine
from handgrad.record import enable_grad, wrap
from handgrad.tensor import Tensor


def _as_tuple(x: Any) -> tuple[Any, ...]:
    return (x,) if isinstance(x, Tensor) else tuple(x)


def _like_input(out: tuple[Any, ...], given: Any) -> Any:
    return out[0] if isinstance(given, Tensor) else out


def _value(y: Any, create_graph: bool) -> Any:
    return y if create_graph else y.detach()


def _lifts(inputs: Any, create_graph: bool) -> list[Tensor]:
    return [F._lift(x, create_graph) for x in _as_tuple(inputs)]


def jacobian(func: Callable[..., Any], inputs: Any, create_graph: bool = False, strict: bool = False,
             vectorize: bool = True, strategy: str = "reverse-mode") -> Any:  # fmt: skip
    """∂func/∂input, of shape output.shape + input.shape, in one batched sweep (always vectorised)."""
    many = not isinstance(inputs, Tensor)
    make = F.jacfwd if strategy == "forward-mode" else F.jacrev
    xs = _as_tuple(inputs)
    out = make(func, tuple(range(len(xs))))(*[x if create_graph else x.detach() for x in xs])
    return tuple(out) if many else out[0]


def hessian(func: Callable[..., Any], inputs: Any, create_graph: bool = False, strict: bool = False,
            vectorize: bool = True, outer_jacobian_strategy: str = "reverse-mode") -> Any:  # fmt: skip
    """∂²func/∂input² of a scalar func; a tuple of tuples for several inputs."""
    many = not isinstance(inputs, Tensor)
    xs = _as_tuple(inputs)
    nums = tuple(range(len(xs)))
    out = F.jacrev(F.jacrev(func, nums), nums) if not many else None
    plain = [x if create_graph else x.detach() for x in xs]
    if out is not None:
        return F.hessian(func)(*plain)
    rows = [F.jacrev(lambda *a, k=k: F.grad(func, k)(*a), nums)(*plain) for k in nums]
    return tuple(tuple(r) for r in rows)


def vjp(func: Callable[..., Any], inputs: Any, v: Any = None, create_graph: bool = False, strict: bool = False) -> Any:
    """(func(inputs), vᵀ ∂func/∂inputs); v may be left out for a scalar func."""
    with enable_grad():
        xs = _lifts(inputs, create_graph)
        y = func(*xs)
        if v is None and y._data.size != 1:
            raise RuntimeError(
                "The vector v can only be None if the user-provided function returns a single Tensor with a single "
                "element."
            )
        g = engine.grad(y, xs, v, create_graph=create_graph, allow_unused=True, materialize_grads=True)
    return _value(y, create_graph), _like_input(g, inputs)


def jvp(func: Callable[..., Any], inputs: Any, v: Any = None, create_graph: bool = False, strict: bool = False) -> Any:
    """(func(inputs), ∂func/∂inputs v), by one true forward sweep (torch: two reverse ones)."""
    xs = _as_tuple(inputs)
    if v is None:
        if any(x._data.size != 1 for x in xs):
            raise RuntimeError(
                "The vector v can only be None if the input to the user-provided function is a single Tensor with a "
                "single element."
            )
        v = tuple(wrap(x._data * 0 + 1) for x in xs)
    return F.jvp(func, tuple(x if create_graph else x.detach() for x in xs), _as_tuple(v))


def hvp(func: Callable[..., Any], inputs: Any, v: Any = None, create_graph: bool = False, strict: bool = False) -> Any:
    """(func(inputs), H v) of a scalar func: the gradient's gradient along v, two sweeps, H is never built."""
    return _second(func, inputs, v, create_graph)


def vhp(func: Callable[..., Any], inputs: Any, v: Any = None, create_graph: bool = False, strict: bool = False) -> Any:
    """(func(inputs), vᵀ H) of a scalar func; H is symmetric where the second derivatives are continuous."""
    return _second(func, inputs, v, create_graph)


def _second(func: Callable[..., Any], inputs: Any, v: Any, create_graph: bool) -> Any:
    with enable_grad():
        xs = _lifts(inputs, create_graph)
        y = func(*xs)
        if y._data.size != 1:
            raise RuntimeError("The Tensor returned by the function given to hvp should contain a single element")
        first = engine.grad(y, xs, create_graph=True, allow_unused=True, materialize_grads=True)
        pairs = [(g, w) for g, w in zip(first, _as_tuple(v), strict=True) if g._node is not None]
        if not pairs:
            return _value(y, create_graph), _like_input(tuple(wrap(x._data * 0) for x in xs), inputs)
        second = engine.grad([g for g, _ in pairs], xs, [w for _, w in pairs], create_graph=create_graph,
                             allow_unused=True, materialize_grads=True)  # fmt: skip
    return _value(y, create_graph), _like_input(second, inputs)
