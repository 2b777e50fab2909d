"""From a picture, its words and its numbers to one card: what all explorers share."""

import hashlib
import html
import json
from collections.abc import Sequence

from companion.rich_output import Output, asset, card, image
from companion.svg import FONT

INK, QUIET, BLUE, RED, GREEN = "#1f2328", "#57606a", "#0072b2", "#d55e00", "#00764f"


def sheet(width: float, height: float, body: str) -> str:
    """Return an SVG on a light card of its own, that any page theme can carry."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" '
        f'height="{height:g}" font-family="{FONT}" font-size="12"><rect x="0.5" y="0.5" width="{width - 1:g}" '
        f'height="{height - 1:g}" rx="8" fill="#ffffff" stroke="#d0d7de"/>{body}</svg>'
    )


def words(x: float, y: float, text: str, fill: str = INK, anchor: str = "start", **attributes: object) -> str:
    """Return a text element; `data_role="tick"` becomes data-role="tick"."""
    more = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in attributes.items())
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{fill}"'
    return f"<text {place}{more}>{html.escape(text)}</text>"


def explorer(name: str, svg: str, alt: str, lines: Sequence[str], summary: str, data: object) -> Output:
    """Return the output whose script is `name`.js: `name`(root, data). `lines` say in words what can be seen."""
    numbers = json.dumps(data, separators=(",", ":"), allow_nan=False, ensure_ascii=False).replace("</", "<\\/")
    key = hashlib.sha256((svg + numbers).encode()).hexdigest()[:12]
    items = "".join(f"<li>{html.escape(line)}</li>" for line in lines)
    body = f"{image(svg, alt)}<details><summary>{html.escape(summary)}</summary><ol>{items}</ol></details>"
    script = f"{asset('explorers.js')}\n{asset(f'{name}.js')}"
    page = card(key, body, script, f"{name}(root, {numbers})", asset("explorers.css"))
    return Output("\n".join([alt, *(f"{i}. {line}" for i, line in enumerate(lines, 1))]), page)
