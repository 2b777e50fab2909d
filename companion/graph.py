"""One plain model of a computational graph, whoever recorded it. Pictures and steppers read this and nothing else."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from string import ascii_lowercase

import numpy as np

LARGEST = 60  # nodes that stay legible in one picture
SUBSCRIPT = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
KEPT_FRONT, KEPT_BACK = 24, 35  # of a larger graph: what is drawn before and after the folded middle


Numbers = np.ndarray | float


@dataclass(frozen=True)
class Node:
    """One box. `value`, `adjoint` and `grad` are numbers or arrays, None where they are not known."""

    name: str  # what the text calls it: "a"
    title: str  # what the box says: "a = x + y"
    kind: str  # "input", "inner", "root" or "folded"
    value: Numbers | None = None
    adjoint: Numbers | None = None
    grad: Numbers | None = None  # what .grad holds now
    detail: str = ""  # a shape, "AccumulateGrad", how many are folded


@dataclass(frozen=True)
class Edge:
    """`target` was made from `source` (places in Graph.nodes); `slope` is ∂target/∂source where that is one number."""

    source: int
    target: int
    slope: float | None = None
    contribution: Numbers | None = None  # what target sends back to source
    output: int = 0  # which result of source it is, for Functions of several results


@dataclass(frozen=True)
class Graph:
    """Nodes in topological order, inputs first and root last; edges into a node in the order in which it uses them."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    caption: str
    of_functions: bool = False  # torch's picture: nodes are backward Functions, arrows go the way of the gradient
    broken: str = ""  # why no gradient can be sent through it any more

    def into(self, target: int) -> list[int]:
        """Return the places of the edges that end at `target`."""
        return [i for i, edge in enumerate(self.edges) if edge.target == target]


def letters(taken: set[str]) -> Iterator[str]:
    """Yield names for numbers that have none: a, b, c, … then n1, n2, …; never one that is taken."""
    # e is a number, f is kept for the root, l and o look like digits, x to z are what inputs are called.
    yield from (c for c in ascii_lowercase if c not in "efloxyz" and c not in taken)
    count = 1
    while True:
        if f"n{count}" not in taken:
            yield f"n{count}"
        count += 1


def numbered(names: list[str]) -> list[str]:
    """Return the names with a running number below those that come more than once: Add₁, Pow, Add₂."""
    total, seen, found = Counter(names), Counter[str](), []
    for name in names:
        seen[name] += 1
        found.append(name + str(seen[name]).translate(SUBSCRIPT) if total[name] > 1 else name)
    return found


def fold(graph: Graph) -> Graph:
    """Return the graph with its middle as one box if it has more than 60 nodes. Its adjoints are not shown then."""
    total = len(graph.nodes)
    if total <= LARGEST:
        return graph
    graph = _inputs_late(graph)
    last = total - KEPT_BACK
    hidden = last - KEPT_FRONT
    # Places next to each other in a topological order can become one node: no path leaves them and comes back.
    place = {i: min(i, KEPT_FRONT) if i < last else i - hidden + 1 for i in range(total)}
    middle = Node(f"… {hidden} more", f"… {hidden} more nodes", "folded", detail="folded")
    moved = (replace(edge, source=place[edge.source], target=place[edge.target]) for edge in graph.edges)
    return replace(
        graph,
        nodes=(*graph.nodes[:KEPT_FRONT], middle, *graph.nodes[last:]),
        edges=_joined([edge for edge in moved if edge.source != edge.target], KEPT_FRONT),
        caption=f"{graph.caption} The graph has {total} nodes; {hidden} of them are folded into one box.",
    )


def _inputs_late(graph: Graph) -> Graph:
    """The same graph with each input right before its first use: start and end of a long graph then hold together."""
    uses: dict[int, list[int]] = {}
    for edge in graph.edges:
        uses.setdefault(edge.target, []).append(edge.source)
    order = dict.fromkeys(
        place
        for target, node in enumerate(graph.nodes)
        if node.kind != "input"
        for place in (*(s for s in uses[target] if graph.nodes[s].kind == "input"), target)
    )
    now = {before: after for after, before in enumerate(order)}
    edges = tuple(replace(edge, source=now[edge.source], target=now[edge.target]) for edge in graph.edges)
    return replace(graph, nodes=tuple(graph.nodes[i] for i in order), edges=edges)


def _joined(edges: list[Edge], middle: int) -> tuple[Edge, ...]:
    """Edges that touch the folded box, one for each pair, with what they send back added up."""
    joined: dict[object, Edge] = {}
    for place, edge in enumerate(edges):
        touches = middle in (edge.source, edge.target)
        key = (edge.source, edge.target, edge.output) if touches else place
        before = joined[key].contribution if key in joined else None
        if before is not None and edge.contribution is not None:
            edge = replace(edge, contribution=before + edge.contribution)
        joined[key] = replace(edge, slope=None) if touches else edge
    return tuple(joined.values())
