"""nbgrader's gradebook without the rest of nbgrader, and nbformat without a grammar of web addresses.

Importing nbgrader starts four extensions of the Jupyter server; importing jsonschema builds a parser for addresses in
any alphabet. That takes 2.4 s, and grading uses neither. Where somebody imports nbgrader whole, it is whole.
"""

import importlib.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

__all__ = ["CourseDirectory", "Gradebook", "MissingEntry", "compute_checksum", "from_dict", "parse_utc"]


@contextmanager
def _without_init(name: str) -> Iterator[None]:
    """Inside, modules of the package `name` can be imported, and its own __init__ does not run."""
    spec = importlib.util.find_spec(name) if name not in sys.modules else None
    if spec is None:
        yield
        return
    package = ModuleType(name)
    package.__spec__, package.__path__ = spec, list(spec.submodule_search_locations or [])
    sys.modules[name] = package
    try:
        yield
    finally:
        del sys.modules[name]


@contextmanager
def _absent(name: str) -> Iterator[None]:
    """Inside, importing `name` fails: for what is used only where it is installed."""
    if name in sys.modules:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[name]


with _without_init("nbgrader"), _absent("rfc3987_syntax"):
    from nbformat import from_dict
    from nbgrader.api import Gradebook, MissingEntry
    from nbgrader.coursedir import CourseDirectory
    from nbgrader.utils import compute_checksum, parse_utc
