"""`step_backward`: the graph with Step, Back, Reset and a slider; plain HTML and a script, no kernel needed."""

import hashlib
import html
import json
from dataclasses import asdict

from companion.drawing import describe
from companion.graph import fold
from companion.recorded import graph_of
from companion.rich_output import Output, asset, card, image
from companion.steps import Step, steps
from companion.svg import picture


def step_backward(root: object, /, **names: object) -> Output:
    """Step through the sweep that `root.backward()` makes: values forward, then adjoints node by node, sums shown.

    Takes what `draw` takes, and leaves every `.grad` as it is. Without scripts the page shows the finished picture and
    the steps as a list. Raises TypeError or ValueError as `draw` does, and ValueError if the graph was freed by
    backward() or edited in place.
    """
    graph = graph_of("step_backward", root, names)
    if graph.broken:
        raise ValueError(
            f"step_backward cannot sweep this graph; compute the result again. The engine says: {graph.broken}"
        )
    graph = fold(graph)
    svg, sweep = picture(graph, adjoints=True), steps(graph)
    text = "\n".join(f"{i}. {step.text}" for i, step in enumerate(sweep, 1))
    return Output(f"{text}\n{graph.caption}", _page(svg, describe(graph), sweep))


def _page(svg: str, alt: str, sweep: tuple[Step, ...]) -> str:
    key = hashlib.sha256(svg.encode()).hexdigest()[:12]
    items = "".join(f"<li>{html.escape(step.text)}</li>" for step in sweep)
    changes = json.dumps([_change(step) for step in sweep], separators=(",", ":"))
    body = f"{image(svg, alt)}<details><summary>All {len(sweep)} steps as text</summary><ol>{items}</ol></details>"
    return card(key, body, asset("stepper.js"), f"stepper(root, {changes})")


def _change(step: Step) -> dict[str, object]:
    return {k: v for k, v in asdict(step).items() if k != "text" and v not in (None, ())}
