"""torch.func: functions in, functions or derivatives out. A Jacobian is one batched sweep, not a loop over rows."""

from collections.abc import Callable
from typing import Any

import numpy as np

from handgrad import record
from handgrad.autograd import engine
from handgrad.record import enable_grad, wrap
from handgrad.tape import Leaf, push
from handgrad.tensor import Tensor


def _lift(x: Any, create_graph: bool = True) -> Tensor:
    """x as a tensor that is tracked: tied to x's own history, or a new leaf."""
    if not isinstance(x, Tensor):
        raise ValueError(f"Thing passed to transform API must be Tensor, got {type(x)}")
    if x._node is not None and create_graph and record.is_grad_enabled():
        return record.record(record.ALIAS, x._data, (x,), (None,))
    t = wrap(x._data)
    t._node = Leaf(t)
    return t


def _argnums(argnums: Any) -> tuple[int, ...]:
    return (argnums,) if isinstance(argnums, int) else tuple(argnums)


def _lifted(args: tuple[Any, ...], argnums: Any) -> tuple[list[Any], list[Tensor]]:
    """The arguments with those at argnums tracked, and these alone."""
    full = list(args)
    for k in _argnums(argnums):
        full[k] = _lift(args[k])
    return full, [full[k] for k in _argnums(argnums)]


def _tracked(xs: list[Tensor]) -> bool:
    """Whether derivatives with respect to these are to be differentiable in turn: they hang on an outer history."""
    return any(x._node.op is not None for x in xs)


def _results(gs: Any, argnums: Any) -> Any:
    return gs[0] if isinstance(argnums, int) else tuple(gs)


def grad_and_value(func: Callable[..., Any], argnums: Any = 0, has_aux: bool = False) -> Callable[..., Any]:
    """A function that returns (gradient, value) of a scalar func; with has_aux, (gradient, (value, aux))."""

    def run(*args: Any, **kwargs: Any) -> Any:
        with enable_grad():
            full, xs = _lifted(args, argnums)
            out = func(*full, **kwargs)
            y, aux = out if has_aux else (out, None)
            if not isinstance(y, Tensor):
                raise RuntimeError(f"grad_and_value(f)(*args): Expected f(*args) to return a Tensor, got {type(y)}")
            if y._data.ndim != 0:
                raise RuntimeError(
                    "grad_and_value(f)(*args): Expected f(*args) to return a scalar Tensor, got tensor with "
                    f"{y._data.ndim} dims. Maybe you wanted to use the vjp or jacrev APIs instead?"
                )
            gs = _grads(y, xs)
        return _results(gs, argnums), (y.detach(), aux) if has_aux else _outer(y, xs)

    return run


def _grads(y: Tensor, xs: list[Tensor], g: Any = None, batched: bool = False) -> list[Any]:
    """∂y/∂x for each x, zeros where x was not used; differentiable if the x's hang on an outer history."""
    if y._node is None:
        lead = np.shape(g._data)[:1] if batched else ()
        return [wrap(np.zeros(lead + x._data.shape, x._data.dtype)) for x in xs]
    found = engine.grad(
        y, xs, g, create_graph=_tracked(xs), retain_graph=True, allow_unused=True, is_grads_batched=batched
    )
    lead = np.shape(g._data)[:1] if batched else ()
    return [
        wrap(np.zeros(lead + x._data.shape, x._data.dtype)) if f is None else f for f, x in zip(found, xs, strict=True)
    ]


def _outer(y: Tensor, xs: list[Tensor]) -> Tensor:
    """The value without the history of this level, unless an outer level needs it."""
    return y if _tracked(xs) else y.detach()


def grad(func: Callable[..., Any], argnums: Any = 0, has_aux: bool = False) -> Callable[..., Any]:
    """The gradient of a scalar function as a function; torch.func.grad. RuntimeError if func returns no scalar."""
    both = grad_and_value(func, argnums, has_aux)

    def run(*args: Any, **kwargs: Any) -> Any:
        g, value = both(*args, **kwargs)
        return (g, value[1]) if has_aux else g

    return run


def vjp(func: Callable[..., Any], *primals: Any) -> tuple[Any, Callable[..., tuple[Any, ...]]]:
    """(func(*primals), g ↦ (gᵀ ∂y/∂x for each primal x,)): one reverse sweep per call of the second; torch.func.vjp."""
    with enable_grad():
        xs = [_lift(p) for p in primals]
        y = func(*xs)

    def pull(cotangent: Tensor) -> tuple[Any, ...]:
        with enable_grad():
            return tuple(_grads(y, xs, cotangent))

    return _outer(y, xs), pull


def jvp(func: Callable[..., Any], primals: tuple[Any, ...], tangents: tuple[Any, ...]) -> tuple[Any, Any]:
    """(func(*primals), Σ ∂y/∂x t): one forward sweep over the recorded graph; torch.func.jvp."""
    _check_tangents(primals, tangents)
    with enable_grad():
        xs = [_lift(p) for p in primals]
        y = func(*xs)
        if not isinstance(y, Tensor):
            raise RuntimeError(
                "jvp(f, primals, tangents): expected f(*primals) to return only tensors, got unsupported type "
                f"{type(y)}"
            )
        return _outer(y, xs), _pushed(y, xs, list(tangents))


def _check_tangents(primals: Any, tangents: Any) -> None:
    """One tangent for each primal, of its shape; torch's words otherwise (its tree notation left out)."""
    if not isinstance(primals, tuple):
        raise RuntimeError(
            "jvp(f, primals, tangents): Expected primals to be a tuple. E.g. it should be valid to call f(*primals)."
        )
    if not isinstance(tangents, tuple) or len(primals) != len(tangents):
        raise RuntimeError(
            "jvp(f, primals, tangents): Expected primals and tangents to have the same python structure. For example, "
            f"if primals is a tuple of 3 tensors, tangents also must be. Got {len(primals)} primals, {len(tangents)} "
            "tangents"
        )
    for p, t in zip(primals, tangents, strict=True):
        if p.shape != t.shape:
            raise RuntimeError(
                "Trying to set a forward gradient that has a different size than that of the original Tensor, this is "
                f"not supported. Tensor is of size {list(p.shape)} while the given forward gradient is of size "
                f"{list(t.shape)}."
            )


def _pushed(y: Tensor, xs: list[Tensor], tangents: list[Tensor]) -> Tensor:
    """The tangent of y; recorded if an outer level needs it."""
    recorded = _tracked(xs) or any(t._node is not None for t in tangents)
    if y._node is None:
        return wrap(np.zeros(y._data.shape, y._data.dtype))
    seeds = {x._node: t if recorded else t._data for x, t in zip(xs, tangents, strict=True)}
    out = push(y._node, seeds, wrap if recorded else None)
    if out is None:
        return wrap(np.zeros(y._data.shape, y._data.dtype))
    return out if recorded else wrap(np.array(out))


def _basis(x: Tensor) -> Tensor:
    """The unit vectors of x's space, one per row of a batch axis: (size, *shape)."""
    n = x._data.size
    return wrap(np.eye(n, dtype=x._data.dtype).reshape(n, *x._data.shape))


def jacrev(func: Callable[..., Any], argnums: Any = 0) -> Callable[..., Any]:
    """The Jacobian, of shape y.shape + x.shape, by one batched reverse sweep; torch.func.jacrev."""

    def run(*args: Any) -> Any:
        with enable_grad():
            full, xs = _lifted(args, argnums)
            y = func(*full)
            rows = _grads(y, xs, _basis(y), batched=True)
            return _results(
                [r.reshape(tuple(y.shape) + tuple(x.shape)) for r, x in zip(rows, xs, strict=True)], argnums
            )

    return run


def jacfwd(func: Callable[..., Any], argnums: Any = 0) -> Callable[..., Any]:
    """The Jacobian, of shape y.shape + x.shape, by one batched forward sweep; torch.func.jacfwd."""

    def run(*args: Any) -> Any:
        with enable_grad():
            full, xs = _lifted(args, argnums)
            y = func(*full)
            return _results([_columns(y, x) for x in xs], argnums)

    return run


def _columns(y: Tensor, x: Tensor) -> Any:
    """One column of the Jacobian per entry of x, all in one sweep."""
    n = x._data.size
    recorded = _tracked([x])
    basis = _basis(x)
    out = (
        None
        if y._node is None
        else push(y._node, {x._node: basis if recorded else basis._data}, wrap if recorded else None)
    )
    if out is None:
        return wrap(np.zeros(y._data.shape + x._data.shape, y._data.dtype))
    if not recorded:
        return wrap(
            np.moveaxis(np.broadcast_to(out, (n, *y._data.shape)), 0, -1).reshape(y._data.shape + x._data.shape)
        )
    return out.movedim(0, -1).reshape(tuple(y.shape) + tuple(x.shape))


def hessian(func: Callable[..., Any], argnums: Any = 0) -> Callable[..., Any]:
    """The second derivatives of a scalar function, shape x.shape + x.shape; torch.func.hessian."""
    return jacrev(jacrev(func, argnums), argnums)
