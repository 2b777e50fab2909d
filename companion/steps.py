"""The sweep as a list of steps: values forward, the seed, then what every arrow sends back, with its sum."""

import unicodedata
from dataclasses import dataclass

import numpy as np

from companion.graph import Edge, Graph, Node, Numbers
from companion.numbers import array, minus
from companion.svg import adjoint_line


@dataclass(frozen=True)
class Step:
    """One step: what is said, what is lit (`node`, `edge`), which values appear, which adjoint is written."""

    text: str
    node: int | None = None
    edge: int | None = None
    values: tuple[int, ...] = ()
    adjoint: tuple[int, str] | None = None


def steps(graph: Graph) -> tuple[Step, ...]:
    """Return all steps of a graph whose adjoints are known."""
    return (*_forward(graph), _seed(graph), *_backward(graph), _last(graph))


def _forward(graph: Graph) -> list[Step]:
    inputs = tuple(i for i, node in enumerate(graph.nodes) if node.kind == "input")
    given = ", ".join(_given(graph.nodes[i]) for i in inputs)
    found = [Step(f"{'Leaves' if graph.of_functions else 'Inputs'}: {given}.", None, None, inputs)]
    for i, node in enumerate(graph.nodes):
        if node.kind == "input":
            continue
        if node.kind == "folded":
            text = f"{node.name} are computed."
        elif node.value is None:
            text = f"{node.title} runs forward. No rule needs its result, so the graph kept no copy."
        else:
            text = f"{minus(node.title)} = {_number(node.value)}"
        found.append(Step(text, i, None, (i,)))
    return found


def _given(node: Node) -> str:
    return f"{node.name}, which nobody holds any more" if node.value is None else f"{node.name} = {_number(node.value)}"


def _seed(graph: Graph) -> Step:
    last = len(graph.nodes) - 1
    root = graph.nodes[last]
    assert root.adjoint is not None  # step_backward has asked
    text = (
        f"The sweep starts: {root.name} receives {_number(root.adjoint)}{_why_ones(root.adjoint)}."
        if graph.of_functions
        else f"The sweep starts: {bar(graph, last)} = ∂{root.name}/∂{root.name} = 1."
    )
    return Step(text, last, None, (), (last, adjoint_line(root.adjoint)))


def _why_ones(seed: Numbers) -> str:
    return "" if np.ndim(seed) == 0 else ", as if the result were summed"


def _backward(graph: Graph) -> list[Step]:
    found = []
    sums: dict[tuple[int, int], Numbers] = {}
    for target in range(len(graph.nodes) - 1, -1, -1):
        for place in graph.into(target):
            edge = graph.edges[place]
            if edge.contribution is None:
                continue
            before = sums.get((edge.source, edge.output))
            after = edge.contribution if before is None else before + edge.contribution
            sums[edge.source, edge.output] = after
            # A folded box and a Function of several results have no adjoint of their own to write.
            whole = graph.nodes[edge.source].adjoint is not None
            text = _sent(graph, edge)
            if before is not None and whole:
                text += f", so {_sum_name(graph, edge.source)} = {_sum(before, edge.contribution)} = {_number(after)}"
            found.append(Step(text, edge.source, place, (), (edge.source, adjoint_line(after)) if whole else None))
    return found


def _sent(graph: Graph, edge: Edge) -> str:
    """'Arrow a → b, slope 10: ā gets 10 × b̄ = 10 × 1 = 10', or 'Pow → Add: 10 × 1 = 10' between Functions.

    A slope has no ∂ of its own: ∂f/∂y is the derivative of the whole program, and the arrow y → f may say otherwise.
    """
    source, target = graph.nodes[edge.source].name, graph.nodes[edge.target].name
    product = _number(edge.contribution)
    if edge.slope is not None:
        product = f"{_number(edge.slope)} × {_factor(graph.nodes[edge.target].adjoint)} = {product}"
    if graph.of_functions or "folded" in (graph.nodes[edge.source].kind, graph.nodes[edge.target].kind):
        several = any(other.source == edge.source and other.output != edge.output for other in graph.edges)
        return f"{target} → {source}{f' (its result {edge.output})' if several else ''}: {product}"
    slope, name = _number(edge.slope), bar(graph, edge.source)
    return f"Arrow {source} → {target}, slope {slope}: {name} gets {slope} × {bar(graph, edge.target)} = {product}"


def _last(graph: Graph) -> Step:
    inputs = [i for i, node in enumerate(graph.nodes) if node.kind == "input" and node.adjoint is not None]
    root = graph.nodes[-1].name
    if graph.of_functions:
        said = ", ".join(f"{graph.nodes[i].name}.grad += {_number(graph.nodes[i].adjoint)}" for i in inputs)
        return Step(f"AccumulateGrad adds what arrived: {said}.")
    said = ", ".join(f"∂{root}/∂{graph.nodes[i].name} = {_number(graph.nodes[i].adjoint)}" for i in inputs)
    return Step(f"Done: {said}.")


def bar(graph: Graph, place: int) -> str:
    """The adjoint's name: x̄ for names of one letter (and digits), else ∂loss/∂hidden."""
    name = graph.nodes[place].name
    if name[1:].isdigit() or len(name) == 1:
        return unicodedata.normalize("NFC", name[0] + "\u0304") + name[1:]
    return f"∂{graph.nodes[-1].name}/∂{name}"


def _sum_name(graph: Graph, place: int) -> str:
    return f"the sum at {graph.nodes[place].name}" if graph.of_functions else bar(graph, place)


def _number(value: object) -> str:
    return minus(array(value, 4, most=6))


def _factor(value: object) -> str:
    text = _number(value)
    return f"({text})" if text.startswith("−") else text


def _sum(before: object, added: object) -> str:
    return f"{_number(before)} + {_factor(added)}"
