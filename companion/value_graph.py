"""The graph of a handgrad.scalar.Value: nodes are numbers, edges carry slopes."""

from companion.graph import Edge, Graph, Node, letters, numbered
from companion.numbers import number
from handgrad.scalar import Value, topological

CAPTION = (
    "Textbook picture: a box is a value, an arrow leads to what is made from it, the number on the arrow is the slope."
)


def value_graph(root: Value, names: dict[str, Value]) -> Graph:
    """Return the graph under `root` with its adjoints. `names` names inputs or values in between."""
    order = topological(root)
    # Inputs first: a reader meets all of them before anything is made of them.
    order = [v for v in order if not v.parents] + [v for v in order if v.parents]
    place = {value: i for i, value in enumerate(order)}
    called = _names(order, names)
    swept = any(value.grad for value in order)
    edges, adjoint = _sweep(order, place)
    nodes = tuple(
        Node(
            called[value],
            _title(value, called),
            "input" if not value.parents else "root" if value is root else "inner",
            value.data,
            adjoint[place[value]],
            value.grad if swept else None,
        )
        for value in order
    )
    return Graph(nodes, edges, CAPTION)


def _sweep(order: list[Value], place: dict[Value, int]) -> tuple[tuple[Edge, ...], list[float]]:
    """The backward pass on paper: what each edge sends back, and each sum; no `.grad` is touched."""
    adjoint = [0.0] * len(order)
    adjoint[-1] = 1.0
    edges: list[Edge] = []
    for value in reversed(order):
        target = place[value]
        for parent, slope in zip(value.parents, value.slopes, strict=True):
            back = slope * adjoint[target]
            edges.append(Edge(place[parent], target, slope, back))
            adjoint[place[parent]] += back
    return tuple(edges), adjoint


def _names(order: list[Value], given: dict[str, Value]) -> dict[Value, str]:
    called = {value: value.name for value in order if value.name}
    called |= {value: name for name, value in given.items()}
    taken = set(called.values())
    free = letters(taken)
    for value in order:
        if value not in called:
            called[value] = "f" if value is order[-1] and "f" not in taken and value.parents else next(free)
    return dict(zip(order, numbered([called[value] for value in order]), strict=True))


def _title(value: Value, called: dict[Value, str]) -> str:
    """'a = x + y', 'b = a ** 2', 'c = tanh(b)', or the name of an input."""
    name, op, parents = called[value], value.op, [called[parent] for parent in value.parents]
    if not parents:
        return name
    if len(parents) == 2:
        return f"{name} = {parents[0]} {op} {parents[1]}"
    if value.number is not None:
        return f"{name} = {parents[0]} {op} {_constant(value.number)}"
    return f"{name} = {op}({parents[0]})"


def _constant(value: float) -> str:
    short = number(float(value), 6)
    return f"({short})" if short.startswith("-") else short
