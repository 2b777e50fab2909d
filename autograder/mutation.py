"""Carry changes home: what a student's function did to its arguments in place is done to the originals.

Where the function runs, `snapshot` and `unchanged` find the arguments that it changed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain
from operator import is_
from typing import Any

import numpy as np

from .values import kind_of

_PLAIN = {bool, int, float, complex, str, bytes, type(None)}
Pack = Callable[[Any], bytes]


@dataclass(frozen=True)
class Packed:
    """The bytes of what is no plain container."""

    frame: bytes


def can_change(value: Any) -> bool:
    """Whether a function can change `value` in place, as far as that is carried home."""
    return isinstance(value, (list, dict, set, bytearray, np.ndarray)) or kind_of(value) is not None


def snapshot(value: Any, pack: Pack) -> Any:
    """What `unchanged` needs to compare with: plain containers are copied, arrays and their like packed."""
    kind = type(value)
    if _rows(value):
        return [row.copy() for row in value]
    if kind in (list, tuple):
        plain = _PLAIN.issuperset(map(type, value))
        return value[:] if plain else kind(snapshot(x, pack) for x in value)
    if kind is dict:
        return {key: snapshot(x, pack) for key, x in value.items()}
    if kind is set:
        return value.copy()
    return Packed(pack(value)) if kind not in _PLAIN and can_change(value) else value


def _rows(value: Any) -> bool:
    """Whether it is a list of lists of plain values: those are long sometimes, and C loops over them."""
    if type(value) is not list or {*map(type, value)} != {list}:
        return False
    return _PLAIN.issuperset(map(type, chain.from_iterable(value)))


def unchanged(before: Any, now: Any, pack: Pack) -> bool:
    """Whether `now` holds what it held when the snapshot `before` was taken: the same objects, not only equal ones."""
    if isinstance(before, Packed):
        return pack(now) == before.frame
    if type(before) is not type(now) or type(now) not in (list, tuple, dict, set) or len(before) != len(now):
        return before is now
    if isinstance(now, set):
        return {*map(id, before)} == {*map(id, now)}
    if _rows(before) and _rows(now):
        flat = list(chain.from_iterable(before)), list(chain.from_iterable(now))
        return [*map(len, before)] == [*map(len, now)] and all(map(is_, *flat))
    if isinstance(now, dict):
        return all(map(is_, before, now)) and unchanged([*before.values()], [*now.values()], pack)
    return (all(map(is_, before, now)) and _PLAIN.issuperset(map(type, now))) or all(
        unchanged(a, b, pack) for a, b in zip(before, now, strict=True)
    )


def copy_into(old: Any, new: Any) -> None:
    """Make `old` equal to `new` without replacing it, and what it contains where that is possible.

    Nothing is done where the two are of different types.
    """
    _same_object(old, new)


def _same_object(old: Any, new: Any) -> Any:
    """`old`, changed to equal `new`; or `new`, where `old` cannot be changed into it."""
    if type(old) is not type(new):
        return new
    if isinstance(old, list):
        old[:] = [_same_object(a, b) for a, b in zip(old, new, strict=False)] + new[len(old) :]
    elif isinstance(old, dict):
        items = {k: _same_object(old[k], v) if k in old else v for k, v in new.items()}
        old.clear()
        old.update(items)
    elif isinstance(old, set):
        old.clear()
        old.update(new)
    elif isinstance(old, bytearray):
        old[:] = new
    elif isinstance(old, np.ndarray):
        if old.shape != new.shape or old.dtype != new.dtype:
            return new
        old[...] = new
    elif (kind := kind_of(old)) is not None:
        return old if kind.copy_into(old, new) else new
    else:
        return new
    return old
