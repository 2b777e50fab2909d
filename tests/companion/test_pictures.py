"""What every output must be: well-formed, self-contained, with words, and the same on every run."""

import base64
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
import torch

from companion import cards, compare, draw, figures, plots, quiz, roadmap, show_source, step_backward
from handgrad.scalar import Value

VOID = {"img", "input", "br", "meta"}


class Balanced(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.ids = [], []

    def handle_starttag(self, tag, attributes):
        self.ids += [value for name, value in attributes if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def svg_of(html):
    return base64.b64decode(re.search(r"svg\+xml;base64,([^\"]+)", html).group(1)).decode()


def outputs():
    x, y = Value(2.0, name="x"), Value(3.0, name="<y&>")
    f = (x + y) ** 2 + y
    t = torch.tensor([1.0, 2.0], requires_grad=True)
    return {
        "draw": draw(f),
        "draw tensor": draw((t * t).sum(), t=t),
        "step": step_backward(f),
        "compare": compare(lambda lib, x: lib.exp(x), [1.0, 2.0]),
        "source": show_source(Value.backward, mark="+="),
        "quiz": quiz("05a"),
        "cards": cards("05"),
        "map": roadmap.concept_map("sweep", known="rules"),
        "assessment": roadmap.self_assessment(),
    }


@pytest.mark.parametrize("name", outputs())
def test_the_html_is_balanced_has_no_ids_and_asks_the_network_nothing(name):
    html = outputs()[name].html
    parser = Balanced()
    parser.feed(html)
    parser.close()
    assert parser.open == []
    assert parser.ids == []
    assert not re.search(r"(src|href)=[\"'](?!data:)|@import|url\(|fetch\(", html)


@pytest.mark.parametrize("name", ["draw", "draw tensor", "step"])
def test_the_svg_is_xml_and_shows_text_that_is_in_the_words(name):
    output = outputs()[name]
    tree = ElementTree.fromstring(svg_of(output.html))
    assert not [e for e in tree.iter() if "id" in e.attrib]
    titles = [e.text for e in tree.iter() if e.attrib.get("data-role") == "title"]
    assert len(titles) >= 3
    assert all(title.partition(" = ")[0] in output.text for title in titles)


def test_every_arrow_of_a_square_is_drawn():
    x = Value(3.0, name="x")
    svg = svg_of(draw(x * x).html)
    paths = re.findall(r'<g data-edge="\d"[^>]*><path d="([^"]+)"', svg)
    assert len(set(paths)) == 2


def test_slopes_cover_no_box():
    x = Value(0.3, name="x")
    tree = ElementTree.fromstring(svg_of(draw((x * 1.2345 + x.tanh() * x.exp()) * x).html))
    boxes = [
        tuple(float(e.attrib[k]) for k in ("x", "y", "width", "height")) for e in tree.iter() if e.tag.endswith("rect")
    ][1:]
    for label in (e for e in tree.iter() if "data-slope" in e.attrib):
        x, y = float(label.attrib["x"]), float(label.attrib["y"])
        assert not any(left < x < left + w and top < y < top + h for left, top, w, h in boxes)


def test_slopes_cover_no_other_slope():
    x = Value(3.0, name="x")
    tree = ElementTree.fromstring(svg_of(draw((x * x) * (x * x)).html))
    places = [(float(e.attrib["x"]), float(e.attrib["y"])) for e in tree.iter() if "data-slope" in e.attrib]
    assert len(places) == 6
    for i, (x1, y1) in enumerate(places):
        assert all(abs(x1 - x2) >= 8 or abs(y1 - y2) >= 15 for x2, y2 in places[i + 1 :])


SCRIPT = """
import hashlib, torch
from companion import compare, draw, quiz, show_source, step_backward, plots, show
from handgrad.scalar import Value, topological
x, y = Value(2.0, name="x"), Value(3.0, name="y")
f = (x + y) ** 2 + y * x
t = torch.tensor([1.0, 2.0], requires_grad=True)
fig, ax = plots.figure(4, 2)
ax.plot([1, 3, 2], label="$k$")
ax.scatter([0, 1], [1, 2])
ax.legend()
for output in (draw(f), draw((t * t).sum()), step_backward(f), step_backward((t * t).sum()), quiz("05b"),
               compare(lambda lib, x: lib.exp(x), [1.0, 2.0]), show_source(topological), show(fig, alt="a line")):
    print(hashlib.sha256((repr(output) + output.html).encode()).hexdigest())
"""


def test_two_processes_show_the_same_bytes():
    runs = [
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "OMP_NUM_THREADS": "1"},
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1]
    assert runs[0].count("\n") == 8


def test_a_last_bit_of_the_limits_does_not_rename_the_parts_of_a_plot() -> None:
    def drawn(top: float) -> str:
        fig, ax = plots.figure(3, 2)
        ax.plot([0, 1], [0, 1], marker="o")
        ax.set(ylim=(0, top))
        return figures._svg(fig)

    one, other = drawn(1.0), drawn(1.0 + 2e-16)
    assert one == other
    assert 'clip-path="url(#p' in one
