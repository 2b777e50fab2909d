"""Draw the picture of the landing page and the README with the project's own engine: `python book/first_graph.py`.

A test draws it again and compares.
"""

import base64
import re
from pathlib import Path

from companion import draw
from handgrad.scalar import Value

TARGET = Path(__file__).parent / "_static" / "first-graph.svg"


def picture() -> str:
    """The graph of (x + y)² + y at x = 2, y = 3 with its gradients, as SVG."""
    x, y = Value(2.0, name="x"), Value(3.0, name="y")
    f = (x + y) ** 2 + y
    f.backward()
    html = draw(f)._repr_html_()
    found = re.search(r"data:image/svg\+xml;base64,([^\"]+)", html)
    assert found, "draw() shows no SVG"
    return base64.b64decode(found.group(1)).decode() + "\n"


if __name__ == "__main__":
    TARGET.write_text(picture(), encoding="utf-8")
