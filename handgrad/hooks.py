"""What a node carries on request: hooks on its gradient, the gradient itself. And the counter that orders events."""

from collections.abc import Callable
from itertools import count
from typing import Any

import numpy as np

tick: Callable[[], int] = count().__next__  # numbers nodes, edits and hooks alike: their order in time


class Extra:
    """What a node carries on request: hooks on its gradient, and the gradient itself after retain_grad()."""

    __slots__ = ("grad", "hooks", "retain")

    def __init__(self) -> None:
        self.hooks: dict[int, Callable[[Any], Any]] = {}
        self.retain = False
        self.grad: Any = None


class Handle:
    """Takes a hook away again."""

    def __init__(self, hooks: dict[int, Any], hook: Any) -> None:
        self.hooks, self.key = hooks, tick()  # a running number: the id of a handle that nobody keeps is used again
        hooks[self.key] = hook

    def remove(self) -> None:
        self.hooks.pop(self.key, None)


def call_hooks(n: Any, g: Any, wrap: Callable[..., Any], recorded: bool) -> Any:
    """Show the complete gradient of a node to its hooks, each of which may replace it, and keep it if asked."""
    extra, t = n.extra, g if recorded else wrap(np.array(g))  # a copy: hooks may keep what they are shown
    for hook in list(extra.hooks.values()):
        changed = hook(t)
        if changed is not None:
            t = changed
    if extra.retain:
        extra.grad = t if extra.grad is None else extra.grad + t
    return t if recorded else np.array(t._data)
