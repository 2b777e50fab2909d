"""Stand-ins: objects on the checks' side for functions, classes and instances that live in the student's process.

A stand-in passes on calls, attributes, items, len, iteration, conversions and operators, and equals nothing but itself.
What would tell the student's side the expected answer and let it judge is refused:

- comparing with plain data (`f(x) == 3`, `f(x) < 3`): the answer has to be plain data, and is compared here;
- arithmetic, unless the test itself made the objects, of a class that the assignment asks for: `Value(2.0) * 3` where
  the solution has a `class Value`. In `(f(x) - 3).abs().item()` an object that f gave would do the subtraction;
- and even then arithmetic whose result is plain data, turning the result into a number, and reading 0 or a truth value
  from it: `(Value(2.0) * 3 - 6).data` is 0 whatever the class is worth. Compare `(Value(2.0) * 3).data` with 6 instead.
"""

from collections.abc import Callable, Iterator
from typing import Any, Protocol, TypeVar

from .servant import BINARY, UNARY

NEARLY = 1e-3
T = TypeVar("T")


class Remote(Protocol):
    """What a stand-in needs of the connection to the student's process."""

    def do(self, action: str, target: "StandIn", *args: Any, **kwargs: Any) -> Any: ...


class StandIn:
    """An object in the student's process. `str(number)` and its like ask there; the answer is type-checked here."""

    __slots__ = ("_informed", "_kind", "_made", "_makes", "_number", "_remote")
    __array_ufunc__ = None  # numpy leaves operators to us, and ufuncs refuse

    def __init__(self, remote: Remote, number: int, kind: str) -> None:
        for name, value in (("_remote", remote), ("_number", number), ("_kind", kind)):
            object.__setattr__(self, name, value)
        for name in ("_made", "_makes", "_informed"):  # by the test, of a class; such a class; the result of arithmetic
            object.__setattr__(self, name, False)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name not in ("__name__", "__qualname__"):
            raise AttributeError(name)
        value = self._told(self._remote.do("attr", self, name))
        if self._makes:  # Value.zeros(3)
            mark(value, "_makes")
        return value

    def __setattr__(self, name: str, value: object) -> None:
        self._remote.do("setattr", self, name, value)

    def __delattr__(self, name: str) -> None:
        self._remote.do("delattr", self, name)

    def __getitem__(self, key: object) -> Any:
        return self._told(self._remote.do("item", self, key))

    def __setitem__(self, key: object, value: object) -> None:
        self._remote.do("setitem", self, key, value)

    def __delitem__(self, key: object) -> None:
        self._remote.do("delitem", self, key)

    def __contains__(self, item: object) -> bool:
        if not isinstance(item, StandIn):
            raise TypeError(self._why_not("be searched for plain data"))
        return _checked(self._remote.do("contains", self, item), bool)

    def __iter__(self) -> Iterator[Any]:
        it = self._remote.do("iter", self)
        if not isinstance(it, StandIn):
            raise TypeError(self._why_not("be iterated over"))
        while items := self._remote.do("next", it):
            yield self._told(items[0])

    def __len__(self) -> int:
        return _checked(self._remote.do("len", self), int)

    def __enter__(self) -> Any:
        return self._remote.do("enter", self)

    def __exit__(self, *_: object) -> None:
        self._remote.do("exit", self)

    def __bool__(self) -> bool:
        return self._converted("bool", bool)

    def __float__(self) -> float:
        return self._converted("float", float)

    def __int__(self) -> int:
        return self._converted("int", int)

    def __index__(self) -> int:
        return self._converted("index", int)

    def __complex__(self) -> complex:
        return self._converted("complex", complex)

    def __str__(self) -> str:
        return self._converted("str", str)

    def __repr__(self) -> str:
        try:
            return self._converted("repr", str)[:1000]
        except Exception:
            return f"<{self._kind} in the student's notebook>"

    def __eq__(self, other: object) -> bool:
        if isinstance(other, StandIn):
            return self is other
        raise TypeError(self._why_not("be compared"))

    def __hash__(self) -> int:
        return object.__hash__(self)

    def _refuse(self, *_: object, **__: object) -> Any:
        raise TypeError(self._why_not("be compared or turned into an array"))

    __lt__ = __le__ = __gt__ = __ge__ = __array__ = _refuse

    def _converted(self, action: str, kind: type[T]) -> T:
        if self._informed and kind is not str:
            raise TypeError(self._why_not("become a number after arithmetic; read an attribute"))
        return _checked(self._remote.do(action, self), kind)

    def _operate(self, action: str, *others: object) -> Any:
        if not all(x._made for x in (self, *others) if isinstance(x, StandIn)):
            raise TypeError(self._why_not("be calculated with, unless the test made it of a class that is asked for"))
        result = self._remote.do(action, self, *others)
        plain = any(not isinstance(x, StandIn) for x in others)
        if plain and not isinstance(result, StandIn) and "matmul" not in action:
            raise TypeError(
                f"a {self._kind} and plain data gave plain data ({action}); the checks take only a {self._kind}"
            )
        mark(result, "_made", "_informed")
        return result

    def _told(self, value: Any) -> Any:
        """What was read from this object. After arithmetic it has to be something that not every object could say."""
        if self._informed:
            mark(value, "_informed")
            if tells_nothing(value):
                raise TypeError(
                    f"after arithmetic a {self._kind} says {value!r}, as any could: compare the result itself"
                )
        return value

    def _why_not(self, what: str) -> str:
        return (
            f"got a {self._kind} of the notebook's, want plain data (a number, list, array, tensor): it cannot {what}"
        )


class CallableStandIn(StandIn):
    """A function, a class or another callable in the student's process."""

    __slots__ = ()

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        value = self._told(self._remote.do("call", self, *args, **kwargs))
        if self._makes:
            mark(value, "_made")
        return value


def _operator(action: str) -> Callable[..., Any]:
    return lambda self, *others: self._operate(action, *others)


for _name in BINARY:
    _short = _name.rstrip("_")
    setattr(StandIn, f"__{_short}__", _operator(_name))
    if _name[0] != "i":
        setattr(StandIn, f"__r{_short}__", _operator(f"r{_name}"))
for _name in UNARY:
    setattr(StandIn, f"__{_name}__", _operator(_name))


def mark(value: object, *names: str, by: bool = True) -> None:
    """Set what the checks know of a stand-in; of anything else nothing is to be known."""
    for name in names if isinstance(value, StandIn) else ():
        object.__setattr__(value, name, by)


def tells_nothing(value: Any) -> bool:
    """Whether `value` is a truth value or (nearly) zero, or holds nothing else."""
    if isinstance(value, (bool, int, float, complex)):
        return isinstance(value, bool) or abs(value) < NEARLY
    if isinstance(value, (list, tuple)):
        return bool(value) and all(map(tells_nothing, value))
    return hasattr(value, "tolist") and tells_nothing(value.tolist())


def _checked(value: object, kind: type[T]) -> T:
    if type(value) is not kind:
        raise TypeError(f"want {kind.__name__}, got {type(value).__name__}")
    return value
