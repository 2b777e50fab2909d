"""The checks' end of the connection to a student's process: asks, waits no longer than it must, answers callbacks."""

import hashlib
import sys
import time
from collections.abc import Callable
from types import ModuleType
from typing import Any

from .channel import Channel, ChannelClosed
from .mutation import copy_into
from .outputs import taken
from .servant import READY, described, exception_named
from .shell import OutOfTime, at_most
from .signature import normal
from .stand_ins import CallableStandIn, StandIn, mark
from .wire import WireError, pack, unpack

START = 30.0  # seconds for a fork on a machine that has better things to do
GRACE = 1.2  # seconds that a student's process has to notice that its time is up
PATIENCE = GRACE + 0.25  # and that a test has, which waits for it
CALLBACK_DEPTH = 20
ENDED, OVERDUE = "the notebook's process ended", "the notebook took more than"
KEPT = 2 << 20  # bytes of answers that wait to be digested
DIGESTED = 1000  # calls of a test; one that calls for ever would differ from run to run


class StudentGone(BaseException):
    """The student's process ended or hangs. Not an Exception, so that no test takes it for an error it expects."""


class Student:
    """A running student's process, seen from the checks."""

    def __init__(self, channel: Channel, seconds: float, classes: frozenset[str] = frozenset()) -> None:
        self.channel, self.seconds, self.classes = channel, seconds, classes
        self.stand_ins: dict[int, StandIn] = {}
        self.callbacks: list[Callable[..., Any]] = []
        self.gone = ""
        self.lost: StudentGone | None = None  # since the test began
        self.depth = 0
        self.ahead = 0
        self.start_test()

    def start(self) -> str:
        """Wait until the process stands within its limits; what went wrong, or nothing.

        What it says now it says before any code of the student's runs: how many of the notebook's first cells it has
        behind it already.
        """
        try:
            said, *rest = unpack(self.channel.receive(time.monotonic() + START))
        except (ChannelClosed, WireError) as e:
            return f"it {e}"
        if said != READY:
            return str(said)
        (self.ahead,) = rest
        return ""

    def start_test(self) -> None:
        """Forget what the last test asked and what was printed meanwhile."""
        for known in self.stand_ins.values():  # what an earlier test made, a later one did not
            mark(known, "_made", "_makes", by=False)
        self.lost = None
        self.streams: list[dict[str, Any]] = []
        self.trace, self.calls = hashlib.sha256(), 0
        self.unread: list[bytes] = []  # what it answered, for the trace
        self.kept = 0  # bytes in them

    def run(self, source: str) -> tuple[list[dict[str, Any]], tuple[str, str, str] | None]:
        """Run a cell there: its outputs, and (class, built-in class, text) of the error that ended it."""
        try:
            with at_most(self.seconds + PATIENCE):
                reply = self._ask(("run", source))
        except OutOfTime:  # what it sent takes that long to read
            raise self._lost("the notebook's process did not answer in time") from None
        self._want(len(reply) == 3 and reply[0] == "ran" and _are(dict, reply[1]))
        _, outputs, error = reply
        self._want(error is None or (isinstance(error, tuple) and _are(str, list(error), 3)))
        return taken(outputs), error and (error[0][:200], error[1], error[2][:4000])

    def values(self, names: list[str]) -> dict[str, Any]:
        """What the notebook binds to these names, plain data or stand-ins; those that it does not bind are left out."""
        found = self._taken(self._ask(("names", names)), (), note=False) if names else []
        self._want(type(found) is list and all(type(pair) is list and len(pair) == 2 for pair in found))
        self._want(all(type(name) is str and name in names for name, _ in found))
        for name, value in found:
            mark(value, "_makes", by=name in self.classes)
        return dict(found)

    def digest(self) -> str:
        """A digest of what the first calls of the test gave; "" where it called nothing."""
        for frame in self.unread:
            kind, *body, _ = unpack(frame, self._resolve)
            self.trace.update(normal((kind, *body) if kind == "raised" else tuple(body)).encode())
        self.unread, self.kept = [], 0
        return self.trace.hexdigest() if self.calls else ""

    def forget(self, *names: str) -> None:
        """Unbind names of the notebook until `remember` binds them again."""
        self._taken(self._ask(("forget", names)), (), note=False)

    def remember(self) -> None:
        """Bind what `forget` unbound."""
        self._taken(self._ask(("remember",)), (), note=False)

    def changed(self) -> bool:
        """Whether anything there differs from when this was asked last."""
        return self._taken(self._ask(("changed",)), (), note=False) is not False

    def do(self, action: str, target: StandIn, *args: Any, **kwargs: Any) -> Any:
        """Do `action` there. Raises what it raises there, by name and text."""
        return self._taken(self._ask(("do", action, target, list(args), kwargs)), args)

    def _taken(self, reply: Any, args: tuple[Any, ...], note: bool = True) -> Any:
        kind, *body, streams = reply
        self._want(_are(dict, streams))
        if note:
            self._note()
        self.streams += taken(streams[:20]) if len(self.streams) < 100 else []
        if kind == "raised":
            self._want(_are(str, body, 3))
            return self._raise(*body)
        self._want(kind == "returned" and len(body) == 2 and _are(list, body[1]))
        value, changed = body
        self._want(all(len(c) == 2 and type(c[0]) is int and 0 <= c[0] < len(args) for c in changed))
        for index, new in changed:
            copy_into(args[index], new)
        return value

    def _raise(self, name: str, built_in: str, text: str) -> Any:
        if built_in == "OutOfTime":
            raise self._over(f"no answer: {text}")
        if built_in in ("SystemExit", "KeyboardInterrupt", "GeneratorExit", "BaseException"):
            raise self._over(f"the notebook's code raised {name}")
        if built_in in ("StopIteration", "StopAsyncIteration"):  # in `all(map(f, …))` it would end the test's own loop
            built_in = "RuntimeError"
        raise exception_named(name, built_in, text)

    def _note(self) -> None:
        """Keep the last answer for the trace; only a test that fails will read it."""
        if self.depth == 0:
            self.calls += 1
            if self.calls > DIGESTED:
                return
            self.unread.append(self.frame)
            self.kept += len(self.frame)
            if self.kept > KEPT:
                self.digest()

    def _ask(self, request: tuple[Any, ...]) -> Any:
        if self.gone:
            raise self._over(self.gone)
        frame = pack(request, self._refer)  # refuses before anything is sent
        deadline = time.monotonic() + self.seconds + GRACE
        try:
            self.channel.send(frame, deadline)
            while True:
                self.frame = self.channel.receive(deadline)
                reply = unpack(self.frame, self._resolve)
                self._want(isinstance(reply, tuple) and len(reply) > 1)
                if reply[0] != "callback":
                    return reply
                self._answer(deadline, *reply[1:])
        except ChannelClosed as e:
            raise self._lost(f"the notebook's process {e}") from None
        except WireError as e:
            raise self._lost(f"the notebook's process sent what is not data: {e}") from None
        except BaseException:
            self.gone = self.gone or "the connection to the notebook's process was cut by an earlier test"
            raise

    def _answer(self, deadline: float, *call: Any) -> None:
        self._want(len(call) == 3)
        number, args, kwargs = call
        self._want(type(number) is int and 0 <= number < len(self.callbacks) and self.depth < CALLBACK_DEPTH)
        self._want(isinstance(args, tuple) and isinstance(kwargs, dict) and _are(str, list(kwargs)))
        self.depth += 1
        try:
            frame = pack(("returned", self.callbacks[number](*args, **kwargs)), self._refer)
        except Exception as e:
            frame = pack(("raised", *described(e)))
        finally:
            self.depth -= 1
        self.channel.send(frame, deadline)

    def _want(self, well_formed: bool) -> None:
        if not well_formed:
            raise self._lost("the notebook's process sent a forged or malformed message")

    def _lost(self, why: str) -> StudentGone:
        self.gone = why
        self.channel.close()
        return self._over(why)

    def _over(self, why: str) -> StudentGone:
        """What to raise; it is kept too, for a test may swallow it: `except:` takes everything."""
        self.lost = StudentGone(why)
        return self.lost

    def _refer(self, value: object) -> list[Any]:
        if isinstance(value, StandIn):
            return ["object", value._number]
        if (place := importable(value)) is not None:
            return ["named", *place]
        if not callable(value):
            raise WireError(f"a {type(value).__name__} is not plain data and cannot be handed to the student's code")
        self.callbacks.append(value)
        return ["callback", len(self.callbacks) - 1]

    def _resolve(self, reference: list[Any]) -> object:
        if reference[0] == "callback" and 0 <= reference[1] < len(self.callbacks):
            return self.callbacks[reference[1]]
        kind, number, cls, is_callable = reference
        if kind != "object" or type(number) is not int or type(cls) is not str:
            raise WireError("a malformed reference")
        if number not in self.stand_ins:
            make = CallableStandIn if is_callable is True else StandIn
            self.stand_ins[number] = make(self, number, cls[:80])
        return self.stand_ins[number]


def _are(kind: type, items: Any, count: int | None = None) -> bool:
    """Whether `items` is a list of `kind` and of nothing else."""
    return type(items) is list and all(type(x) is kind for x in items) and count in (None, len(items))


def importable(value: Any) -> tuple[str, str] | None:
    """(module, dotted name) of a module, function or class that any process can import: it is used from there."""
    if isinstance(value, ModuleType):
        return value.__name__, ""
    name = getattr(value, "__qualname__", None) or getattr(value, "__name__", "")
    for module in (getattr(value, "__module__", None), "numpy", "torch"):
        if module in sys.modules and module != "__main__":
            found: Any = sys.modules[module]
            for part in str(name).split("."):
                found = getattr(found, part, None)
            if found is value and name:
                return str(module), str(name)
    return None
