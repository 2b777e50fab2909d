"""What cells show: objects with a text form and an HTML form, both the same on every run."""

import base64
import html
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class Output:
    """Something to look at: `text` for terminals, screen readers and diffs, `html` for pages."""

    text: str
    html: str

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return self.html


def image(svg: str, alt: str) -> str:
    """Return an <img> that holds `svg` itself (no file, no request) and says `alt` to those who cannot see it."""
    # On a narrow screen a picture shrinks to 70 percent and then scrolls: smaller text is no text.
    width = float(svg.partition(' width="')[2].partition('"')[0].removesuffix("pt"))
    # The class dark-light tells the book's dark theme that the picture brings its own light ground.
    data = base64.b64encode(svg.encode()).decode()
    style = f"max-width:100%;min-width:{0.7 * width:.0f}px;height:auto"
    return (
        f'<div style="overflow-x:auto"><img class="companion-picture dark-light" style="{style}" '
        f'alt="{html.escape(alt)}" src="data:image/svg+xml;base64,{data}"></div>'
    )


def card(key: str, body: str, script: str, call: str, style: str = "") -> str:
    """Return a light card with `body` and a script that runs `call` on it as `root`. No id, no import, no request.

    `key` tells cards apart where a page does not say which script runs; `style` adds to widgets.css.
    """
    return (
        f'<div class="companion-card" data-companion="{html.escape(key)}">'
        f"<style>{asset('widgets.css')}{style}</style>{body}<script>(() => {{\n{asset('widgets.js')}\n{script}\n"
        f"const root = home({json.dumps(key)});\n{call};\n}})();</script></div>"
    )


@cache
def asset(name: str) -> str:
    """Return the text of a script or style sheet of this package, without its comment lines and indentation."""
    lines = (line.strip() for line in Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines())
    return "\n".join(line for line in lines if line and not line.startswith(("//", "/*")))
