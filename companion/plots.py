"""The plot style of the book: one colour-blind safe palette, one font, one size."""

import os
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

from companion.optional import need

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

STYLE = Path(__file__).with_name("house.mplstyle")

# Okabe and Ito's palette (2008), in the order in which a plot uses it.
COLORS = SimpleNamespace(
    blue="#0072B2", red="#D55E00", green="#009E73", pink="#CC79A7", orange="#E69F00", sky="#56B4E9", black="#000000"
)


def use() -> None:
    """Set the house style now if matplotlib is imported, else for the moment when it will be."""
    if sys.modules.get("matplotlib"):
        sys.modules["matplotlib"].rc_file(STYLE)
    else:
        os.environ["MATPLOTLIBRC"] = str(STYLE)


def figure(width: float = 6, height: float = 3.2) -> "tuple[Figure, Axes]":
    """Return (fig, ax) of one plot, `width` by `height` inches, in the house style."""
    fig, ax = need("matplotlib.pyplot", "plots").subplots(figsize=(width, height))
    return fig, ax
