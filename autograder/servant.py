"""The student's side of the wire: runs cells and does what the checks ask with the objects that live here.

Everything in this process may have been changed by the student's code. Nothing here decides about points.
"""

import builtins
import importlib
import itertools
import operator
import time
from collections.abc import Callable
from typing import Any

from .channel import Channel, ChannelClosed
from .mutation import can_change, snapshot, unchanged
from .shell import OutOfTime, Shell, at_most
from .traces import Traces
from .wire import WireError, pack, unpack

BINARY = tuple(
    "add sub mul truediv floordiv mod pow matmul and_ or_ xor lshift rshift "  # noqa: SIM905
    "iadd isub imul itruediv ifloordiv imod ipow imatmul".split()
)
LOOK = 0.5  # seconds that a look at all names may take
READY = "ready"  # the first word of a student's process: its limits are in place
UNARY = ("neg", "pos", "invert", "abs")


def _reflected(name: str) -> Callable[..., Any]:
    return lambda x, y: getattr(operator, name)(y, x)


_ACTIONS: dict[str, Callable[..., Any]] = {
    "call": lambda f, *args, **kwargs: f(*args, **kwargs),
    "attr": getattr,
    "setattr": setattr,
    "delattr": delattr,
    "item": operator.getitem,
    "setitem": operator.setitem,
    "delitem": operator.delitem,
    "contains": lambda x, y: bool(y in x),
    "len": len,
    "bool": bool,
    "float": float,
    "int": int,
    "complex": complex,
    "index": operator.index,
    "str": str,
    "repr": repr,
    "iter": iter,
    "next": lambda it: list(itertools.islice(it, 1)),
    "enter": lambda x: type(x).__enter__(x),
    "exit": lambda x: type(x).__exit__(x, None, None, None),
    "divmod": divmod,
    "round": round,
    **{name: getattr(operator, name) for name in BINARY + UNARY},
    **{f"r{name}": _reflected(name) for name in BINARY if name[0] != "i"},
}


class Callback:
    """A function of the checks, handed in as an argument: calling it asks the checks."""

    def __init__(self, servant: "Servant", number: int) -> None:
        self._servant, self._number = servant, number

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._servant.call_back(self._number, args, kwargs)


class Servant:
    """Answers requests on one channel until it closes."""

    def __init__(self, channel: Channel, shell: Shell, seconds: float) -> None:
        self.channel, self.shell, self.seconds = channel, shell, seconds
        self.objects: list[Any] = []
        self.numbers: dict[int, int] = {}  # id() of a kept object -> its place in objects
        self.forgotten: dict[str, Any] = {}
        self.traces = Traces(lambda: shell.names)
        self._by_kind: dict[str, Callable[..., tuple[Any, ...]]] = {
            "do": self._do,
            "names": self._bound,
            "forget": self._forget,
            "remember": self._remember,
            "changed": self._changed,
        }

    def serve(self) -> None:
        """Answer until the checks hang up."""
        while True:
            try:
                request = self._read()
            except ChannelClosed:
                return
            self.channel.send(self._answer(*request))

    def call_back(self, number: int, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Ask the checks to call their function `number`; requests that they make meanwhile are answered."""
        self.channel.send(self._pack(("callback", number, args, kwargs)))
        while True:
            kind, *rest = self._read()
            if kind == "returned":
                return rest[0]
            if kind == "raised":
                raise exception_named(*rest)
            self.channel.send(self._answer(kind, *rest))

    def _answer(self, kind: str, *rest: Any) -> bytes:
        if kind == "run":
            ran = self.shell.run(rest[0], self.seconds)
            return pack(("ran", ran.outputs, None if ran.error is None else described(ran.error)))
        with self.shell.capturing() as outputs:
            answer = self._by_kind[kind](*rest)
        try:
            return self._pack((*answer, outputs.items))
        except BaseException as e:  # a value that cannot cross, or whose encoding runs the student's code
            return pack(("raised", *described(e), outputs.items))

    def _bound(self, names: list[str]) -> tuple[Any, ...]:
        there = self.shell.user_ns
        return ("returned", [[name, there[name]] for name in names if name in there], [])

    def _forget(self, names: tuple[str, ...]) -> tuple[Any, ...]:
        self.forgotten |= {name: self.shell.user_ns.pop(name) for name in names if name in self.shell.user_ns}
        return ("returned", None, [])

    def _remember(self) -> tuple[Any, ...]:
        self.shell.user_ns.update(self.forgotten)
        self.forgotten = {}
        return ("returned", None, [])

    def _changed(self) -> tuple[Any, ...]:
        try:
            with at_most(LOOK):  # at objects which may run, when asked what they hold, what the student wrote
                changed = self.traces.changed()
        except BaseException:
            changed = self.traces.hopeless = True
        return ("returned", changed, [])

    def _do(self, action: str, target: Any, args: list[Any], kwargs: dict[str, Any]) -> tuple[Any, ...]:
        before = [snapshot(x, self._pack) for x in args]
        try:
            with at_most(self.seconds):
                value = _ACTIONS[action](target, *args, **kwargs)
        except BaseException as e:
            return ("raised", *described(e))
        changed = [i for i, x in enumerate(args) if can_change(x) and not unchanged(before[i], x, self._pack)]
        return ("returned", value, [[i, args[i]] for i in changed])

    def _read(self) -> Any:
        return unpack(self.channel.receive(), self._resolve)

    def _pack(self, value: Any) -> bytes:
        return pack(value, self._refer)

    def _refer(self, value: object) -> list[Any]:
        if isinstance(value, Callback):
            return ["callback", value._number]
        if id(value) not in self.numbers:
            self.numbers[id(value)] = len(self.objects)
            self.objects.append(value)
        named = value if isinstance(value, type) else type(value)
        return ["object", self.numbers[id(value)], named.__name__, callable(value)]

    def _resolve(self, reference: list[Any]) -> Any:
        kind, *rest = reference
        if kind == "object":
            return self.objects[rest[0]]
        if kind == "callback":
            return Callback(self, rest[0])
        module, path = rest
        value = importlib.import_module(module)
        for name in path.split(".") if path else []:
            value = getattr(value, name)
        return value


def described(error: BaseException) -> tuple[str, str, str]:
    """(class name, the nearest class that Python itself has, text)."""
    cls = type(error)
    built_in = next(c.__name__ for c in cls.__mro__ if c.__module__ == "builtins" or c is OutOfTime)
    try:
        text = str(error)[:2000]
    except BaseException:
        text = "(its text cannot be had)"
    return cls.__name__, built_in, text


def exception_named(name: str, built_in: str, text: str) -> Exception:
    """An exception with that name and text, derived from the built-in one."""
    base = getattr(builtins, str(built_in), None)
    if not (isinstance(base, type) and issubclass(base, Exception)):
        base = RuntimeError
    cls = base if base.__name__ == name else type(str(name)[:80], (base,), {"__str__": lambda e: str(e.args[0])})
    try:
        error: Exception = cls(text)
    except Exception:  # UnicodeDecodeError and its like want more than a text
        error = type(str(name)[:80], (RuntimeError,), {})(text)
    return error


def main(channel: Channel, shell: Shell, seconds: float) -> None:
    """Serve one submission, then end."""
    try:
        Servant(channel, shell, seconds).serve()
    except (ChannelClosed, WireError):
        time.sleep(0)  # the checks see the closed channel and say so
