"""`from companion.d2l_bridge import d2l`: the book's library d2l 1.0.3, also where torchvision cannot be imported.

d2l imports torchvision at the top and pins versions from 2022. It is installed without its dependencies, and where
torchvision is missing or broken it gets a stand-in, whose use says what is missing.
"""

import importlib
import sys
from types import ModuleType
from typing import Any


class Missing(ModuleType):
    """A stand-in for a module that cannot be imported: any use of it raises ImportError that says so."""

    def __getattr__(self, name: str) -> Any:
        # inspect and the import system look for __file__, __path__ and the like; they must be told no in their own way.
        if name.startswith("__"):
            raise AttributeError(name)
        raise ImportError(
            f"{self.__name__}.{name} is not available: torchvision cannot be imported here; "
            "what the chapters use of d2l works without it"
        )


def _load() -> ModuleType:
    _stand_in_for_torchvision()
    try:
        return importlib.import_module("d2l.torch")
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            f"d2l cannot be imported ({error}); run: python -m companion.doctor --fix", name=error.name
        ) from None


def _stand_in_for_torchvision() -> None:
    try:
        importlib.import_module("torchvision.transforms")
    except (ImportError, RuntimeError):  # RuntimeError: built for another torch ('operator … does not exist')
        for name in [name for name in sys.modules if name.partition(".")[0] == "torchvision"]:
            del sys.modules[name]
        parent = Missing("torchvision")
        sys.modules["torchvision"] = parent
        for child in ("transforms", "datasets", "models"):
            sys.modules[f"torchvision.{child}"] = Missing(f"torchvision.{child}")
            setattr(parent, child, sys.modules[f"torchvision.{child}"])


d2l = _load()
