"""Which buffers were edited in place, and when: how a saved operand that has changed since is found out.

torch gives every tensor a version counter and stores the version with each saved operand. Here nothing is stored when
an operation is recorded. An edit takes a number from the same counter as the nodes, so an operand was edited after it
was saved exactly if the last edit of its buffer is newer than the node.
"""

import weakref
from typing import Any

import numpy as np

from handgrad import dtypes, errors

_times: dict[int, list[int]] = {}  # id of the array that owns the buffer -> when it was edited
_rewritten: dict[int, tuple[int, str]] = {}  # the same -> the last edit that was recorded, and what recorded it
_unseen: set[int] = set()  # the ids of living tensors that `Tensor.data` returned
_last = 0


def hide(tensor: Any) -> None:
    """Edits through this very tensor do not count: it came from `.data`."""
    _unseen.add(id(tensor))
    weakref.finalize(tensor, _unseen.discard, id(tensor))


def is_seen(tensor: Any) -> bool:
    """Whether edits of this tensor count."""
    return id(tensor) not in _unseen


def owner(array: Any) -> Any:
    """The array that owns the memory of this one (numpy keeps `base` flat for plain arrays)."""
    return array if array.base is None else array.base


def note(array: Any, when: int, maker: Any = None) -> None:
    """Remember that `array` was edited in place at `when`, and the node, if any, that its tensor hangs on since."""
    global _last
    base = owner(array)
    key = id(base)
    if key not in _times:
        _times[key] = []
        if isinstance(base, np.ndarray):
            weakref.finalize(base, _forget, key)
    _times[key].append(when)
    if maker is not None:
        _rewritten[key] = when, "" if maker.op is None else maker.name().split("Backward")[0]
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
        if _rewritten.get(id(owner(node.args[0])), (0,))[0] > node.seq:
            raise RuntimeError(errors.STALE_VIEW)
        return
    inputs = node.inputs
    for k, a in enumerate((*node.args, node.y)):
        if isinstance(a, (np.ndarray, np.generic)) and last_of(a) > node.seq:
            result = k == len(node.args)
            complain(a, node if result else inputs[k] if k < len(inputs) else None, node.seq, result)


def last_of(array: Any) -> int:
    """When the buffer of this array was last edited."""
    times = _times.get(id(owner(array)))
    return times[-1] if times else 0


def complain(a: Any, maker: Any, saved: int, result: bool = False) -> None:
    """Raise torch's error: `a`, made by the node `maker`, changed after it was saved.

    The error names who made `a` last: an operand may have been re-made by the edit, a node's own result is its own.
    """
    times = _times[id(owner(a))]
    now, then = len(times), sum(t < saved for t in times)
    first = "" if maker is None or maker.op is None else maker.name().split("Backward")[0]
    name = first if result else _rewritten.get(id(owner(a)), (0, first))[1]
    made = f", which is output 0 of {name.replace('CopySlices', 'torch::autograd::CopySlices')}," if name else ""
    raise RuntimeError(errors.EDITED.format(f"{dtypes.kind(a.dtype)}Tensor", list(a.shape), made, now, then))
