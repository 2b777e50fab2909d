"""Messages that fit a page: tracebacks of one line, warnings of one sentence, no paths and no colour codes."""

import re
import sys
import warnings
from typing import Any

FIRST_SENTENCE = re.compile(r".*?[.!?](?=\s+[A-Z(]|\s*$)", re.DOTALL)


def use() -> None:
    """Set plain tracebacks (IPython's Minimal mode) and one-line warnings. Prints nothing; works outside IPython."""
    warnings.formatwarning = one_line
    shell = _shell()
    if shell is not None:
        shell.InteractiveTB.set_mode(mode="Minimal")
        shell.colors = "nocolor"


def one_line(
    message: Warning | str, category: type[Warning], filename: str = "", lineno: int = 0, line: str | None = None
) -> str:
    """Return 'Category: first sentence' with a line end; takes the arguments of `warnings.formatwarning`."""
    return f"{category.__name__}: {first_sentence(str(message))}\n"


def first_sentence(message: str) -> str:
    """Return the first sentence of a message in one line; all of it if it has no end of a sentence."""
    text = " ".join(message.split())
    found = FIRST_SENTENCE.match(text)
    return found.group() if found else text


def _shell() -> Any:
    # Asking sys.modules instead of importing keeps plain scripts free of IPython.
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython else None
