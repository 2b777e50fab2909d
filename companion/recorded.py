"""From whatever recorded a graph to the one model that pictures read."""

from companion.graph import Graph
from companion.tensor_graph import tensor_graph
from companion.value_graph import value_graph
from handgrad.scalar import Value


def graph_of(caller: str, root: object, names: dict[str, object]) -> Graph:
    """Return the graph of a Value, a handgrad tensor or a torch tensor. Errors begin with the name of the caller."""
    if isinstance(root, Value):
        for name, value in names.items():
            if not isinstance(value, Value):
                raise TypeError(f"{caller}: {name} must be a Value as the result is; came {type(value).__name__}")
        return value_graph(root, names)  # type: ignore[arg-type]
    if hasattr(root, "grad_fn") and hasattr(root, "requires_grad"):
        if root.grad_fn is None:
            raise ValueError(f"{caller}: this tensor has no graph: {_why(root)}")
        try:
            return tensor_graph(root, names)
        except ValueError as error:
            raise ValueError(f"{caller}: {error}") from None
    raise TypeError(
        f"{caller} needs a Value, a handgrad tensor or a torch tensor with a graph; came {type(root).__name__}"
    )


def _why(tensor: object) -> str:
    if tensor.requires_grad:  # type: ignore[attr-defined]
        return "it is a leaf, nothing made it; compute something from it and draw the result"
    return "requires_grad is False; make an input with requires_grad=True and compute the result again"
