"""Pictures to explore: choose an entry, drag an arrow, move a point, let optimizers race.

Each returns an output of plain HTML with its script inside: it works in JupyterLab, in the web book and from disk,
by mouse and by keyboard, and says every state in words. Where scripts do not run, a finished picture and text stay.
"""

from companion.explorers.contour import gradient_contour
from companion.explorers.linear_map import linear_map
from companion.explorers.memory import broadcasting, strides
from companion.explorers.race import optimizer_race

__all__ = ["broadcasting", "gradient_contour", "linear_map", "optimizer_race", "strides"]
