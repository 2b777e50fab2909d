"""Whether a test left a trace: anything by which code that runs later could tell that the test ran.

Looked at is all that the notebook's names reach, random numbers, the folder, and switches of numpy, torch and
matplotlib. Not seen is what code keeps in a module's attributes, in C or outside the process's folder.
"""

import os
import random
import sys
import types
from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from typing import Any

_ATOMS = {bool, int, float, complex, str, bytes, type(None), type(...), range, types.CodeType}
_BY_IDENTITY = (types.ModuleType, types.BuiltinFunctionType, types.MethodWrapperType, types.GetSetDescriptorType)
_MOST = 10_000  # values; to look at more would take longer than what it is to save
_BYTES = 1 << 20  # of an array
_FILES = 1000
Seen = tuple[Any, ...]


class CannotTell(Exception):
    """There is too much to look at, or something that cannot be looked into."""


class Traces:
    """Asks again and again whether anything has changed since."""

    def __init__(self, names: Callable[[], Mapping[str, object]], alike: tuple[type, ...] = ()) -> None:
        self.names, self.alike = names, alike  # types whose objects are not looked into
        self.seen: int | None = None
        self.hopeless = False

    def changed(self) -> bool:
        """Whether anything differs from when this was asked last; yes where that cannot be told."""
        before, self.seen = self.seen, None
        if not self.hopeless:
            try:
                self.seen = hash(_look(self.names(), self.alike))
            except Exception:  # an object that cannot be reduced, of whatever reason
                self.hopeless = True
        return before is None or self.seen != before


def _look(names: Mapping[str, object], alike: tuple[type, ...]) -> Seen:
    """What is to be seen now: two looks are equal where nothing changed."""
    todo: list[object] = [*sorted(names), *(names[name] for name in sorted(names)), *_around()]
    found: list[Any] = []
    known: dict[int, int] = {}
    kept: list[object] = []  # so that no id comes twice
    while todo:
        if len(found) + len(todo) > _MOST:
            raise CannotTell
        value = todo.pop()
        kind = type(value)
        if kind in _ATOMS:
            found.append((kind, value))
        elif id(value) in known or kind in alike or isinstance(value, _BY_IDENTITY):
            found.append(known.get(id(value), id(value)))
        else:
            known[id(value)] = len(known)
            kept.append(value)
            what, inner = _parts(value)
            found += (kind, what)
            todo += inner
    return tuple(found)


def _parts(value: Any) -> tuple[object, Iterable[object]]:
    """What an object is, and the objects that it holds."""
    kind = type(value)
    if kind in (list, tuple):
        return len(value), value
    if kind in (set, frozenset):
        return len(value), sorted(value, key=hash)
    if kind in (dict, types.MappingProxyType):
        return len(value), [*value.keys(), *value.values()]
    if kind is types.FunctionType:
        if value.__module__ != "__main__":
            return id(value), []
        held = [cell.cell_contents for cell in value.__closure__ or () if _is_full(cell)]
        return id(value), [value.__code__, value.__defaults__, value.__kwdefaults__, value.__dict__, *held]
    if isinstance(value, type):
        own = value.__module__ == "__main__"
        return id(value), list(vars(value).values()) if own else []
    if kind in (staticmethod, classmethod, types.MethodType):
        return 0, [value.__func__, getattr(value, "__self__", None)]
    if kind is property:
        return 0, [value.fget, value.fset, value.fdel]
    if callable(getattr(value, "cache_info", None)):
        return tuple(value.cache_info()), []
    return _parts_of_data(value)


def _parts_of_data(value: Any) -> tuple[object, Iterable[object]]:
    numpy, torch = sys.modules.get("numpy"), sys.modules.get("torch")
    if numpy is not None and isinstance(value, numpy.ndarray) and value.dtype.kind != "O":
        return _entries(value), []
    if torch is not None and isinstance(value, torch.Tensor):
        about = (value.requires_grad, value.is_leaf, *_entries(value.detach().numpy()))
        return about, [value.grad if value.is_leaf else None]
    made, *state = value.__reduce_ex__(4)
    inner = [made, *state[:2]]
    for items in state[2:4]:
        inner += islice(items or (), _MOST)
    return 0, inner


def _entries(array: Any) -> tuple[Any, ...]:
    if array.nbytes > _BYTES:
        raise CannotTell
    return array.shape, array.dtype.str, array.tobytes()


def _is_full(cell: types.CellType) -> bool:
    try:
        return cell.cell_contents is not None
    except ValueError:
        return False


def _around() -> list[object]:
    """What code may change besides its names."""
    here = os.stat(".")  # its path may be so long that it takes seconds to find
    found: list[Any] = [
        hash(random.getstate()),
        hash(tuple(sys.path)),
        sys.getrecursionlimit(),
        here.st_dev,
        here.st_ino,
    ]
    found.append(hash(frozenset(os.environ.items())))
    with os.scandir() as entries:
        files = [(e.name, e.stat(follow_symlinks=False)) for e in islice(entries, _FILES)]
        if len(files) == _FILES:
            raise CannotTell
        found.append(hash(frozenset((name, s.st_size, s.st_mtime_ns) for name, s in files)))
    if "numpy" in sys.modules:
        found.append(hash(frozenset(sys.modules["numpy"].geterr().items())))
    if "numpy.random" in sys.modules:
        state: Any = sys.modules["numpy.random"].get_state()
        found += [state[1].tobytes(), *state[2:]]
    if "torch" in sys.modules:
        torch: Any = sys.modules["torch"]
        found += [torch.get_rng_state().numpy().tobytes(), torch.is_grad_enabled(), str(torch.get_default_dtype())]
    if "matplotlib.pyplot" in sys.modules:
        found += sys.modules["matplotlib.pyplot"].get_fignums()
    return found
