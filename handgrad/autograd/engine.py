"""backward and grad: seeds for the sweep, and where its results go."""

from typing import Any

import numpy as np

from handgrad import errors
from handgrad.record import raw, set_grad_enabled, wrap
from handgrad.tape import Node, sum_to, sweep
from handgrad.tensor import Tensor


def _tuple(x: Any) -> tuple[Any, ...]:
    return (x,) if isinstance(x, Tensor) or x is None else tuple(x)


def _seeds(
    outputs: tuple[Tensor, ...], grads: tuple[Any, ...], create_graph: bool, batched: bool = False
) -> dict[Any, Any]:
    """{node: cotangent} for the outputs; ones for scalars. RuntimeError as torch's for what cannot be seeded."""
    for g in grads:
        if g is not None and not isinstance(g, Tensor):
            raise TypeError(f"gradients can be either Tensors or None, but got {type(g).__name__}")
    if len(outputs) != len(grads):
        raise RuntimeError(f"got {len(outputs)} tensors and {len(grads)} gradients")
    seeds: dict[Any, Any] = {}
    for k, (y, g) in enumerate(zip(outputs, grads, strict=True)):
        if y._node is None:
            raise RuntimeError(errors.NO_GRAPH.format(k))
        seed = _seed(k, y, g, batched)
        if create_graph:
            seed = g if isinstance(g, Tensor) else wrap(seed)
        seeds[y._node] = seeds[y._node] + seed if y._node in seeds else seed
    return seeds


def _seed(k: int, y: Tensor, g: Any, batched: bool) -> Any:
    x = y._data
    if g is None:
        if x.size != 1:
            raise RuntimeError(errors.SCALAR_ONLY)
        return np.ones(x.shape, x.dtype) if x.shape else x.dtype.type(1)
    shape = g._data.shape[1:] if batched else g._data.shape
    if shape != x.shape:
        raise RuntimeError(
            f"Mismatch in shape: grad_output[{k}] has a shape of {g.shape} and output[{k}] has a shape of {y.shape}."
        )
    return g._data if g._data.dtype is x.dtype else g._data.astype(x.dtype)


def backward(tensors: Any, grad_tensors: Any = None, retain_graph: bool | None = None, create_graph: bool = False,
             inputs: Any = None) -> None:  # fmt: skip
    """Add to the .grad of every leaf what the tensors, weighted by grad_tensors, feel of it; torch.autograd.backward.

    .grad of a leaf is L̄ᵀ ∂tensors/∂leaf, in the leaf's shape. RuntimeError, in torch's words, without a graph, for a
    non-scalar without weights, for weights of another shape, and for a graph whose saved values are gone.
    """
    outputs = _tuple(tensors)
    grads = _tuple(grad_tensors) if grad_tensors is not None else (None,) * len(outputs)
    retain = create_graph if retain_graph is None else retain_graph
    targets = None if inputs is None else {t._node for t in _tuple(inputs)}
    seeds = _seeds(outputs, grads, create_graph)
    with set_grad_enabled(create_graph):
        found = sweep(seeds, wrap, targets, create_graph, retain)
    for leaf, (g, owned) in found.items():
        if leaf.op is None and (targets is None or leaf in targets):
            _accumulate(leaf, g, owned, create_graph)


def _accumulate(leaf: Any, g: Any, owned: bool, create_graph: bool) -> None:
    """Add onto what earlier calls left; the first time, keep the array if nobody else holds it."""
    if create_graph:
        leaf.grad = g if leaf.grad is None else leaf.grad + g
    elif leaf.grad is None:
        leaf.grad = wrap(g if owned and type(g) is np.ndarray else np.array(g))
    elif leaf.grad._node is not None:
        leaf.grad = wrap(leaf.grad._data + g)
    else:
        leaf.grad._data += g


def grad(
    outputs: Any,
    inputs: Any,
    grad_outputs: Any = None,
    retain_graph: bool | None = None,
    create_graph: bool = False,
    allow_unused: bool | None = None,
    is_grads_batched: bool = False,
    materialize_grads: bool = False,
) -> tuple[Any, ...]:
    """The gradients of outputs (weighted by grad_outputs) with respect to inputs, as a tuple; torch.autograd.grad.

    Nothing is added to .grad. With is_grads_batched, grad_outputs carry one more axis in front: one sweep, many rows.
    RuntimeError for an input without grad or (unless allow_unused, then None) not used.
    """
    outs, ins = _tuple(outputs), _tuple(inputs)
    for t in ins:
        if not isinstance(t, Tensor) or t._node is None:
            raise RuntimeError(errors.INPUT_NO_GRAD)
    grads = _tuple(grad_outputs) if grad_outputs is not None else (None,) * len(outs)
    retain = create_graph if retain_graph is None else retain_graph
    seeds = _seeds(outs, grads, create_graph, is_grads_batched)
    with set_grad_enabled(create_graph):
        found = sweep(seeds, wrap, {t._node for t in ins}, create_graph, retain)
    hits = [found.get(t._node) for t in ins]
    flags = create_graph, allow_unused, materialize_grads
    return tuple(_result(k, hit, t, *flags) for k, (hit, t) in enumerate(zip(hits, ins, strict=True)))


def _result(k: int, hit: Any, t: Tensor, create_graph: bool, allow_unused: bool | None, materialize: bool) -> Any:
    if hit is None:
        if materialize:
            return wrap(np.zeros(t._data.shape, t._data.dtype))
        if not allow_unused:
            raise RuntimeError(errors.NOT_USED.format(k))
        return None
    g, owned = hit
    if create_graph:
        return g
    return wrap(g if owned and t.is_leaf else np.array(g))


def call_node(node: Any, *grad_outputs: Tensor) -> Any:
    """node(g): the vjp that the node is, one cotangent per input; what `y.grad_fn(g)` does."""
    (g,) = grad_outputs
    if node.args is None:
        raise RuntimeError(errors.BACKWARD_TWICE)
    out: list[Any] = []
    for k, i in enumerate(node.inputs):
        if i is None:
            out.append(None)
            continue
        gi = node.op.raw[k](raw(g), node.y, *node.args)
        if node.shapes is not None and node.shapes[k + 1] is not None:
            gi = sum_to(gi, node.shapes[k + 1], node.shapes[0])
        out.append(wrap(np.array(gi)))
    return out[0] if len(out) == 1 else tuple(out)


setattr(Node, "__call__", call_node)  # noqa: B010
