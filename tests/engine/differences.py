"""Where handgrad differs from torch on purpose: every case with its reason, printed by the test that meets it.

A listed difference that no longer exists fails its test: the entry is then to be taken out.
"""

import warnings

NAMES: dict[str, str] = {}


class Difference(UserWarning):
    """A known and reasoned difference from torch."""


def listed(what: str, reason: str, still_there: bool) -> None:
    """Print the reason of a difference that is listed; fail if it is gone."""
    assert still_there, f"{what} is torch's now: take it out of tests/engine/differences.py"
    warnings.warn(f"{what}: {reason}", Difference, stacklevel=2)
