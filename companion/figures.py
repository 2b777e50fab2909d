"""A matplotlib figure as one SVG that is the same on every run."""

import io
import re
from typing import TYPE_CHECKING

import numpy as np

from companion.optional import need
from companion.rich_output import Output, image

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LARGEST = 400_000  # characters of SVG: about 5,000 scattered points
COORDINATES = re.compile(r'(?<=[\s"(,MLQCmlqc-])(\d+\.\d{3,})(?=[\s"),LQCzlqc])')
GEOMETRY = re.compile(r'( (?:d|x|y|points|x1|x2|y1|y2|width|height)="[^"]*"|translate\([^)]*\))')

HASHED = re.compile(r'\bid="([A-Za-z]+(?:[0-9a-f]+_[0-9a-f]+_)?)([0-9a-f]{10})"')


def show(fig: "Figure", alt: str = "") -> Output:
    """Show a matplotlib figure: `show(fig, alt="what it shows, in words")`. Closes the figure.

    Returns an output whose HTML is an <img alt> and whose text is the alt text. Raises ValueError without an alt text,
    if nothing of a curve or an image is finite, or if the SVG has more than 400,000 characters; TypeError if `fig` is
    no figure.
    """
    if not hasattr(fig, "savefig"):
        raise TypeError(f"show needs a matplotlib figure, as in fig, ax = plots.figure(); came {type(fig).__name__}")
    if not isinstance(alt, str) or not alt.strip():
        raise ValueError('show needs alt="what the plot shows, in words": readers may not see it')
    _require_numbers(fig)
    svg = _svg(fig)
    need("matplotlib.pyplot", "show").close(fig)
    if len(svg) > LARGEST:
        raise ValueError(
            f"the figure is {len(svg):,} characters of SVG, at most {LARGEST:,} fit a page: "
            "draw fewer points, or pass rasterized=True to the artist"
        )
    alt = " ".join(alt.split())
    return Output(alt, image(svg, alt))


def _require_numbers(fig: "Figure") -> None:
    """Raise ValueError for a curve or an image of which nothing is finite: readers would see an empty frame."""
    for ax in fig.axes:
        for line in ax.lines:
            _require_some("points of a curve", np.isfinite(np.asarray(line.get_xydata(), dtype=float)).all(axis=1))
        for picture in ax.images:
            shown: np.ma.MaskedArray = np.ma.asarray(picture.get_array(), dtype=float)
            _require_some("numbers of an image", np.isfinite(np.ma.filled(shown, np.nan)))


def _require_some(what: str, finite: np.ndarray) -> None:
    if finite.size and not finite.any():
        raise ValueError(f"show draws finite numbers; all {finite.size} {what} are nan or inf: see what was computed")


def _svg(fig: "Figure") -> str:
    buffer = io.StringIO()
    fig.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    svg = buffer.getvalue()
    # The prologue is of no use inside a page. Two decimals of a point are finer than any screen, and hide the last bit
    # in which processors differ.
    return GEOMETRY.sub(lambda part: COORDINATES.sub(_two_decimals, part.group()), _numbered(svg[svg.index("<svg") :]))


def _numbered(svg: str) -> str:
    """Ids that matplotlib makes by hashing unrounded coordinates, numbered in their order instead."""
    names = {f"{kind}{digest}": f"{kind}{n}" for n, (kind, digest) in enumerate(HASHED.findall(svg), start=1)}
    return re.sub(
        r'(?<=id=")[^"]+(?=")|(?<=href="#)[^"]+(?=")|(?<=url\(#)[^)]+(?=\))',
        lambda name: names.get(name.group(), name.group()),
        svg,
    )


def _two_decimals(number: re.Match[str]) -> str:
    return f"{float(number.group()):.2f}".rstrip("0").rstrip(".")
