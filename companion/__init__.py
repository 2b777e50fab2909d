"""What the notebooks use beside the engine: compare with torch, draw, step through, ask, show.

`import companion` is the first line of every notebook. It sets plain tracebacks and one-line warnings, and readies the
plot style; torch, pandas and matplotlib are imported only when a function needs them.
"""

from companion import plots, quiet
from companion.comparison import compare
from companion.drawing import draw
from companion.explorers import broadcasting, gradient_contour, linear_map, optimizer_race, strides
from companion.figures import show
from companion.paths import data_path
from companion.quizzes import quiz
from companion.recall import cards
from companion.source import show_source
from companion.stepper import step_backward

__all__ = [
    "broadcasting",
    "cards",
    "compare",
    "data_path",
    "draw",
    "gradient_contour",
    "linear_map",
    "optimizer_race",
    "plots",
    "quiz",
    "show",
    "show_source",
    "step_backward",
    "strides",
]

quiet.use()
plots.use()
