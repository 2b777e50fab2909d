"""Which buffers were edited in place, and when: how a saved operand that has changed since is found out.

torch gives every tensor a version counter and stores the version with each saved operand. Here nothing is stored when
an operation is recorded. An edit takes a number from the same counter as the nodes, so an operand was edited after it
was saved exactly if the last edit of its buffer is newer than the node.
"""

import weakref
from typing import Any

import numpy as np

from handgrad import errors

_times: dict[int, list[int]] = {}  # id of the array that owns the buffer -> when it was edited
_rewritten: dict[int, int] = {}  # the same -> the last edit that also replaced the history of the tensor
_last = 0


def owner(array: Any) -> Any:
    """The array that owns the memory of this one (numpy keeps `base` flat for plain arrays)."""
    return array if array.base is None else array.base


def note(array: Any, when: int, history: bool = False) -> None:
    """Remember that `array` was edited in place at `when`; with `history`, that its tensor was re-recorded too."""
    global _last
    base = owner(array)
    key = id(base)
    if key not in _times:
        _times[key] = []
        if isinstance(base, np.ndarray):
            weakref.finalize(base, _forget, key)
    _times[key].append(when)
    if history:
        _rewritten[key] = when
    _last = when


def _forget(key: int) -> None:
    _times.pop(key, None)
    _rewritten.pop(key, None)


def last() -> int:
    """When anything was last edited: nodes newer than this need no check."""
    return _last


def version(array: Any) -> int:
    """How many in-place edits the buffer of this array has seen; torch's `_version`."""
    return len(_times.get(id(owner(array)), ()))


def check(node: Any) -> None:
    """Raise torch's RuntimeError if a saved operand of this node, or the base of a view, was edited after it ran."""
    if node.op.view:
        if _rewritten.get(id(owner(node.args[0])), 0) > node.seq:
            raise RuntimeError(errors.STALE_VIEW)
        return
    inputs = node.inputs
    for k, a in enumerate((*node.args, node.y)):
        if isinstance(a, (np.ndarray, np.generic)) and last_of(a) > node.seq:
            complain(a, node if k == len(node.args) else inputs[k] if k < len(inputs) else None, node.seq)


def last_of(array: Any) -> int:
    """When the buffer of this array was last edited."""
    times = _times.get(id(owner(array)))
    return times[-1] if times else 0


def complain(a: Any, maker: Any, saved: int) -> None:
    """Raise torch's error: `a`, made by the node `maker`, was edited after it was saved at the time `saved`."""
    times = _times[id(owner(a))]
    now, then = len(times), sum(t < saved for t in times)
    kind = {"float32": "FloatTensor", "float64": "DoubleTensor", "int64": "LongTensor", "bool": "BoolTensor"}
    made = "" if maker is None or maker.op is None else f", which is output 0 of {maker.name().split('Backward')[0]},"
    raise RuntimeError(errors.EDITED.format(kind[str(a.dtype)], list(a.shape), made, now, then))
