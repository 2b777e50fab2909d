"""Plain data as bytes: the only thing that crosses between a student's process and the checks.

A frame is a JSON text followed by the raw bytes of its arrays. Nothing in a frame can name code to run: what is not in
the closed list below is refused, by `pack` when it leaves and by `unpack` when it arrives. There is no pickle.

| value | in the JSON text |
|-|-|
| None, bool, str, float, int below 2**63 | itself |
| list | a JSON list |
| all else | an object with one key, the kind: `{"tuple": […]}`, `{"array": [dtype, shape, at, size]}`, … |
"""

import json
import struct
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain
from types import EllipsisType
from typing import Any

import numpy as np

from .values import by_kind, kind_of


class WireError(ValueError):
    """Data that may not cross: of a foreign type, too deep, too large or malformed."""


@dataclass(frozen=True)
class Bounds:
    """How much one frame may hold. `nodes` counts every value inside it, keys included."""

    depth: int = 60
    nodes: int = 1_000_000
    bytes: int = 64 << 20


BOUNDS = Bounds()
Refer = Callable[[object], list[Any]]  # an object that stays where it is -> the name it goes by, words and numbers
Resolve = Callable[[list[Any]], object]  # and back
_AS_THEY_ARE = {bool, str, float, type(None)}
_WIDE = 2**63
_ONE_HASH = 1000
_MALFORMED = (ValueError, TypeError, LookupError, OverflowError, AttributeError, RecursionError, MemoryError)
_ARRAY_KINDS = frozenset("biufcSUmM")  # no objects, no records
_DICTS = (dict, OrderedDict, defaultdict, Counter)
_as_json = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode  # `encode` below bounds the depth


def pack(value: object, refer: Refer | None = None, bounds: Bounds = BOUNDS) -> bytes:
    """The frame that holds `value`. What is not plain data is given to `refer`, or raises WireError."""
    packer = _Packer(refer, bounds)
    text = _as_json(packer.encode(value, 0)).encode()
    if len(text) + packer.size > bounds.bytes:
        raise WireError(f"data too large: at most {bounds.bytes >> 20} MB may cross")
    return b"".join([struct.pack("!I", len(text)), text, *packer.blobs])


def unpack(frame: bytes, resolve: Resolve | None = None, bounds: Bounds = BOUNDS) -> Any:
    """The value that `frame` holds. Raises WireError, and nothing else, on any bytes that `pack` did not make."""
    if len(frame) > bounds.bytes + 4 or len(frame) < 4:
        raise WireError(f"a frame of {len(frame)} bytes, want 4 to {bounds.bytes + 4}")
    end = 4 + struct.unpack("!I", frame[:4])[0]
    if end > len(frame):
        raise WireError(f"a frame that says {end} bytes and has {len(frame)}")
    text = frame[4:end]
    if text.count(b"[") + text.count(b"{") > 2 * bounds.nodes:  # reading that many would take a gigabyte
        raise WireError(f"data too large: more than {bounds.nodes:,} values")
    try:
        tree = json.loads(text)
        return _Unpacker(memoryview(frame)[end:], resolve, bounds).decode(tree, 0)
    except WireError:
        raise
    except _MALFORMED as e:
        raise WireError(f"malformed data: {type(e).__name__}: {str(e)[:200]}") from None


class _Packer:
    def __init__(self, refer: Refer | None, bounds: Bounds) -> None:
        self.refer, self.bounds = refer, bounds
        self.blobs: list[bytes] = []
        self.size = self.nodes = 0

    def encode(self, v: object, depth: int) -> Any:
        if depth > self.bounds.depth:
            raise WireError(f"data too deep: more than {self.bounds.depth} levels (does it contain itself?)")
        self._count(1)
        if v is None or (isinstance(v, (bool, str, float, int)) and type(v) in (bool, str, float, int)):
            return {"int": hex(v)} if type(v) is int and abs(v) >= _WIDE else v
        if type(v) is list:
            return self._items(v, depth + 1)
        return self._tagged(v, depth + 1)

    def _items(self, v: Iterable[Any], depth: int) -> list[Any]:
        items = list(v)
        if _as_it_is(items):
            self._count(len(items))  # long lists of numbers or words, at the speed of C
            return items
        if depth <= self.bounds.depth and set(map(type, items)) == {list}:
            inner = list(chain.from_iterable(items))
            if _as_it_is(inner):  # rows of them, likewise
                self._count(len(items) + len(inner))
                return items
        return [self.encode(x, depth) for x in items]

    def _count(self, more: int) -> None:
        self.nodes += more
        if self.nodes > self.bounds.nodes:
            raise WireError(f"data too large: more than {self.bounds.nodes:,} values")

    def _tagged(self, v: Any, depth: int) -> Any:
        kind = type(v)
        if kind in (tuple, set, frozenset):
            return {kind.__name__: self._items(v, depth)}
        if kind in _DICTS:
            return {"dict": [self._items(v.keys(), depth), self._items(v.values(), depth)]}
        if kind in (bytes, bytearray):
            return {kind.__name__: self._blob(bytes(v))}
        if kind is complex:
            return {"complex": [v.real, v.imag]}
        if kind in (slice, range):
            return {kind.__name__: [self.encode(x, depth) for x in (v.start, v.stop, v.step)]}
        if v is ...:
            return {"ellipsis": 0}
        return self._array_or_object(v, kind, depth)

    def _array_or_object(self, v: Any, kind: type, depth: int) -> Any:
        if isinstance(v, np.dtype) and v.kind in _ARRAY_KINDS:
            return {"dtype": v.str}
        if kind is np.ndarray and v.dtype.kind in _ARRAY_KINDS:
            return {"array": self._array(v)}
        if isinstance(v, np.generic) and v.dtype.kind in _ARRAY_KINDS and kind is v.dtype.type:
            return {"scalar": self._array(np.asarray(v))}
        if (by_value := kind_of(v)) is not None:
            return {"value": [by_value.name, self.encode(by_value.encode(v), depth)]}
        if self.refer is not None:
            return {"object": self.refer(v)}
        of = f" of dtype {v.dtype}" if kind is np.ndarray else ""
        raise WireError(f"a {kind.__name__}{of} is not plain data (numbers, strings, containers, arrays, tensors)")

    def _array(self, v: "np.ndarray[Any, Any]") -> list[Any]:
        if v.dtype.itemsize == 0:  # an empty string's dtype, which numpy cannot read back
            v = v.astype(v.dtype.kind + "1")
        return [v.dtype.str, list(v.shape), *self._blob(v.tobytes())]

    def _blob(self, data: bytes) -> list[int]:
        at = self.size
        self.size += len(data)
        if self.size > self.bounds.bytes:
            raise WireError(f"data too large: at most {self.bounds.bytes >> 20} MB may cross")
        self.blobs.append(data)
        return [at, len(data)]


def _as_it_is(items: list[Any]) -> bool:
    """Whether JSON carries these items as they are: None, bool, str, float, int below 2**63."""
    kinds = set(map(type, items))
    if int not in kinds:
        return kinds <= _AS_THEY_ARE
    if len(kinds) > 1:
        items = [x for x in items if type(x) is int]
    return kinds - {int} <= _AS_THEY_ARE and min(items) > -_WIDE and max(items) < _WIDE


class _Unpacker:
    def __init__(self, blob: memoryview, resolve: Resolve | None, bounds: Bounds) -> None:
        self.blob, self.resolve, self.bounds, self.nodes = blob, resolve, bounds, 0

    def decode(self, d: Any, depth: int) -> Any:
        self.nodes += 1
        if depth > self.bounds.depth or self.nodes > self.bounds.nodes:
            raise WireError(
                f"data too deep or too large: at most {self.bounds.depth} levels, {self.bounds.nodes:,} values"
            )
        if not isinstance(d, (list, dict)):
            return d
        if isinstance(d, list):
            return self._items(d, depth + 1)
        if len(d) != 1:
            raise WireError(f"malformed data: an object with {len(d)} keys, want 1")
        ((kind, body),) = d.items()
        read = getattr(self, f"_read_{kind}", None)
        if read is None:
            raise WireError(f"malformed data: no kind {kind[:40]!r}")
        return read(body, depth + 1)

    def _items(self, body: Any, depth: int) -> list[Any]:
        if not isinstance(body, list):
            raise WireError("malformed data: a container without a list")
        kinds = set(map(type, body))
        if not {list, dict} & kinds:
            return self._counted(body, len(body))
        if kinds == {list} and depth <= self.bounds.depth:
            inner = list(chain.from_iterable(body))
            if not {list, dict} & set(map(type, inner)):
                return self._counted(body, len(body) + len(inner))
        return [self.decode(x, depth) for x in body]

    def _counted(self, body: list[Any], count: int) -> list[Any]:
        self.nodes += count
        if self.nodes > self.bounds.nodes:
            raise WireError(f"data too large: more than {self.bounds.nodes:,} values")
        return body

    def _keys(self, body: Any, depth: int) -> list[Any]:
        """What a set or a dict is made of. Many with one hash would take for ever."""
        keys = self._items(body, depth)
        if len(keys) > _ONE_HASH and max(Counter(map(hash, keys)).values()) > _ONE_HASH:
            raise WireError(f"malformed data: more than {_ONE_HASH} keys with one hash")
        return keys

    def _read_int(self, body: str, _: int) -> int:
        return int(body, 16)

    def _read_tuple(self, body: Any, depth: int) -> tuple[Any, ...]:
        return tuple(self._items(body, depth))

    def _read_set(self, body: Any, depth: int) -> set[Any]:
        return set(self._keys(body, depth))

    def _read_frozenset(self, body: Any, depth: int) -> frozenset[Any]:
        return frozenset(self._keys(body, depth))

    def _read_dict(self, body: Any, depth: int) -> dict[Any, Any]:
        keys, values = body
        return dict(zip(self._keys(keys, depth), self._items(values, depth), strict=True))

    def _read_bytes(self, body: Any, _: int) -> bytes:
        return bytes(self._cut(*body))

    def _read_bytearray(self, body: Any, _: int) -> bytearray:
        return bytearray(self._cut(*body))

    def _read_complex(self, body: Any, _: int) -> complex:
        real, imaginary = body
        return complex(float(real), float(imaginary))

    def _read_slice(self, body: Any, depth: int) -> slice:
        start, stop, step = self._items(body, depth)
        return slice(start, stop, step)

    def _read_range(self, body: Any, depth: int) -> range:
        start, stop, step = self._items(body, depth)
        return range(start, stop, step)

    def _read_ellipsis(self, body: Any, _: int) -> EllipsisType:
        return ...

    def _read_dtype(self, body: str, _: int) -> "np.dtype[Any]":
        if not isinstance(body, str) or len(body) > 40:
            raise WireError("malformed data: a dtype that is no short string")
        dtype = np.dtype(body)
        if dtype.kind not in _ARRAY_KINDS or dtype.itemsize == 0 or dtype.shape:
            raise WireError(f"an array of dtype {body!r} is not plain data")
        return dtype

    def _read_array(self, body: Any, _: int) -> "np.ndarray[Any, Any]":
        dtype, shape, at, size = body
        return np.frombuffer(bytearray(self._cut(at, size)), self._read_dtype(dtype, 0)).reshape(
            [int(n) for n in shape]
        )

    def _read_scalar(self, body: Any, depth: int) -> Any:
        return self._read_array(body, depth)[()]

    def _read_value(self, body: Any, depth: int) -> Any:
        name, parts = body
        value_type = by_kind(name)
        if value_type is None:
            raise WireError(f"no value type {str(name)[:40]!r} is registered under the entry point autograder.values")
        decoded = self.decode(parts, depth)
        try:
            return value_type.decode(decoded)
        except Exception as e:
            raise WireError(f"malformed data: a {name}: {type(e).__name__}: {str(e)[:200]}") from None

    def _read_object(self, body: Any, depth: int) -> Any:
        if self.resolve is None:
            raise WireError("a reference to an object where only plain data is read")
        return self.resolve(self.decode(body, depth))

    def _cut(self, at: int, size: int) -> memoryview:
        if not (type(at) is int and type(size) is int and 0 <= at <= at + size <= len(self.blob)):
            raise WireError("malformed data: bytes outside the frame")
        return self.blob[at : at + size]
