"""Libraries that only some functions need, imported when they are needed."""

from importlib import import_module
from typing import Any


def need(module: str, who: str) -> Any:
    """Import and return a module; where that fails, raise ImportError that says who needs it and what brings it."""
    try:
        return import_module(module)
    except ImportError as error:
        raise ImportError(
            f"{who} needs {module.partition('.')[0]}, which cannot be imported ({error}); "
            "run: python -m companion.doctor --fix"
        ) from None
