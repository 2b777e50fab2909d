"""Where handgrad differs from torch on purpose: every case with its reason, printed by the test that meets it.

A listed difference that no longer exists fails its test: the entry is then to be taken out.
"""

import warnings

ONE_INDEX = "torch records one view for each part of an index, handgrad one node for the whole index"
FOLDED = "torch folds batches into one mm between views, handgrad records one node for the product"
COPIED = "torch records the copy (CloneBackward0) and the view of it, handgrad one node for both"
NAMES = {
    "v@M": "torch records unsqueeze, mm and squeeze, handgrad one node named as the last of them",
    "M[0,1]": ONE_INDEX, "M[0:1,0:1]": ONE_INDEX, "M[1:,0]": ONE_INDEX, "M[None,0]": ONE_INDEX, "M[0,None]": ONE_INDEX,
    "M[[0,1],1:]": ONE_INDEX, "M.T.reshape(4)": COPIED, "M.T.flatten()": COPIED, "N@N": FOLDED, "N@M": FOLDED,
    "M@N": FOLDED, "N@v": FOLDED, "v@N": FOLDED,
    "a+w": "the cast of an operand to the common dtype is a node of its own (ToCopyBackward0); torch casts inside add",
}  # fmt: skip
OTHER_NAME = {"M@N", "N@v", "v@N"}  # of those above: where even the name that repr shows differs


ERRORS: dict[str, str] = {}


EDGES: dict[tuple[str, int], tuple[list[tuple[float, ...]], str]] = {}


DTYPES: dict[str, str] = {}


class Difference(UserWarning):
    """A known and reasoned difference from torch."""


def listed(what: str, reason: str, still_there: bool) -> None:
    """Print the reason of a difference that is listed; fail if it is gone."""
    assert still_there, f"{what} is torch's now: take it out of tests/engine/differences.py"
    warnings.warn(f"{what}: {reason}", Difference, stacklevel=2)
