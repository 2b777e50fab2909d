"""`draw`: the computational graph of a result as a picture with a text that says the same."""

from companion.graph import Graph, fold
from companion.numbers import array, minus, number
from companion.recorded import graph_of
from companion.rich_output import Output, image
from companion.svg import picture


def draw(root: object, /, **names: object) -> Output:
    """Draw the graph that made `root`, a `Value` or a tensor of handgrad or torch. `draw(f, x=x, y=y)` names inputs.

    Returns an output whose HTML is an <img> with an SVG and whose text has one line for each node. A graph of more
    than 60 nodes is drawn with its middle folded. Raises TypeError for anything else, ValueError for a tensor without
    a graph.
    """
    graph = fold(graph_of("draw", root, names))
    return Output(describe(graph), image(picture(graph), describe(graph)))


def describe(graph: Graph) -> str:
    """Return the graph as text: one line for each node, inputs first, then the caption."""
    return "\n".join([*(_line(graph, i) for i in range(len(graph.nodes))), graph.caption])


def _line(graph: Graph, place: int) -> str:
    node = graph.nodes[place]
    parts = [node.title if node.value is None else f"{node.title} = {array(node.value)}"]
    if node.detail and node.kind != "folded":
        parts[0] += f", {'shape ' if node.detail.startswith('(') else ''}{node.detail}"
    into = [graph.edges[i] for i in graph.into(place)]
    slopes = [f"{graph.nodes[e.source].name}: {number(e.slope)}" for e in into if e.slope is not None]
    if slopes:
        parts.append(f"slope to {', to '.join(slopes)}")
    elif into:
        verb = "sends its gradient to" if graph.of_functions else "made from"
        parts.append(f"{verb} {', '.join(graph.nodes[e.source].name for e in into)}")
    if node.grad is not None:
        parts.append(f"grad {array(node.grad)}")
    return minus("; ".join(parts))
