"""`step_backward`: the graph with Step, Back, Reset and a slider; plain HTML and a script, no kernel needed."""

import hashlib
import html
import json
from dataclasses import asdict

from companion.drawing import describe
from companion.graph import fold
from companion.recorded import graph_of
from companion.rich_output import Output, asset, image
from companion.steps import Step, steps
from companion.svg import picture


def step_backward(root: object, /, **names: object) -> Output:
    """Step through the sweep that `root.backward()` makes: values forward, then adjoints node by node, sums shown.

    Takes what `draw` takes, and leaves every `.grad` as it is. Without scripts the page shows the finished picture and the
    steps as a list. Raises TypeError or ValueError as `draw` does, and ValueError if an earlier backward() freed the graph.
    """
    graph = graph_of("step_backward", root, names)
    if graph.nodes[-1].adjoint is None:
        raise ValueError(
            "step_backward: this graph was freed by backward(); compute the result again, or keep it with retain_graph=True"
        )
    graph = fold(graph)
    svg, sweep = picture(graph, adjoints=True), steps(graph)
    text = "\n".join(f"{i}. {step.text}" for i, step in enumerate(sweep, 1))
    return Output(f"{text}\n{graph.caption}", _page(svg, describe(graph), sweep))


def _page(svg: str, alt: str, sweep: tuple[Step, ...]) -> str:
    key = hashlib.sha256(svg.encode()).hexdigest()[:12]
    items = "".join(f"<li>{html.escape(step.text)}</li>" for step in sweep)
    return (
        f'<div class="companion-card" data-companion="{key}" data-lm-suppress-shortcuts="true">'
        f"<style>{asset('widgets.css')}</style>{image(svg, alt)}"
        f"<details><summary>All {len(sweep)} steps as text</summary><ol>{items}</ol></details>"
        f"<script>(() => {{\n{asset('widgets.js')}\n{asset('stepper.js')}\n"
        f'stepper(home("{key}"), {json.dumps([_change(step) for step in sweep], separators=(",", ":"))});\n}})();</script></div>'
    )


def _change(step: Step) -> dict[str, object]:
    return {k: v for k, v in asdict(step).items() if k != "text" and v not in (None, ())}
