"""Plain data crosses unchanged, everything else is refused."""

import contextlib
import json
import pickle
import struct
from collections import Counter, OrderedDict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as nps

from autograder.values import by_kind, registered
from autograder.wire import BOUNDS, Bounds, WireError, pack, unpack

numbers = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(-(2**200), 2**200),
    st.floats(),
    st.complex_numbers(),
    st.text(),
    st.binary(),
)
hashable = st.recursive(numbers, lambda inner: st.tuples(inner, inner) | st.frozensets(inner, max_size=3), max_leaves=5)
plain = st.recursive(
    numbers,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.tuples(inner, inner)
        | st.sets(hashable, max_size=3)
        | st.dictionaries(hashable, inner, max_size=3)
    ),
    max_leaves=20,
)
dtypes = (
    nps.boolean_dtypes()
    | nps.integer_dtypes(endianness="?")
    | nps.unsigned_integer_dtypes()
    | nps.floating_dtypes(endianness="?")
    | nps.complex_number_dtypes()
    | nps.unicode_string_dtypes(max_len=5)
    | nps.byte_string_dtypes(max_len=5)
    | nps.datetime64_dtypes()
)


def canonical(value) -> str:
    """A text that is equal for equal values of the same types: nan equals nan, 0.0 is not -0.0, sets have no order."""
    if isinstance(value, (list, tuple)):
        return f"{type(value).__name__}({', '.join(map(canonical, value))})"
    if isinstance(value, dict):
        return f"dict({canonical(list(value.items()))})"
    if isinstance(value, (set, frozenset)):
        return f"{type(value).__name__}({', '.join(sorted(map(canonical, value)))})"
    return repr(value)


@given(plain)
def test_plain_data_comes_back_as_it_was(value):
    assert canonical(unpack(pack(value))) == canonical(value)


@given(nps.arrays(dtypes, nps.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4)))
def test_arrays_come_back_with_dtype_shape_and_every_bit(array):
    back = unpack(pack(array))
    assert type(back) is np.ndarray
    assert (back.dtype, back.shape, back.tobytes()) == (array.dtype, array.shape, np.ascontiguousarray(array).tobytes())
    assert back.flags.writeable


@given(nps.from_dtype(np.dtype("f4")) | nps.from_dtype(np.dtype("i8")) | nps.from_dtype(np.dtype("c16")))
def test_numpy_scalars_stay_numpy_scalars(number):
    back = unpack(pack(number))
    assert type(back) is type(number)
    assert back.tobytes() == number.tobytes()


ODD = {
    "minus zero": -0.0,
    "infinity": float("inf"),
    "a huge integer": 10**5000,
    "the smallest long": -(2**63),
    "slice": slice(1, None, 2),
    "range": range(3, 9, 2),
    "ellipsis": ...,
    "dtype": np.dtype(">i4"),
    "half a character": "\ud800",
    "bytearray": bytearray(b"x"),
}


@pytest.mark.parametrize("value", ODD.values(), ids=ODD)
def test_odd_values_survive(value):
    back = unpack(pack(value))
    assert type(back) is type(value)
    assert back == value
    assert isinstance(value, int) or repr(back) == repr(value)


@pytest.mark.parametrize("value", [OrderedDict(a=1), Counter("aab")], ids=["OrderedDict", "Counter"])
def test_kinds_of_dictionaries_arrive_as_dictionaries(value):
    assert unpack(pack(value)) == dict(value)


@pytest.mark.parametrize("layout", ["reversed", "transposed", "strided", "broadcast"])
def test_arrays_in_any_layout_arrive_in_order(layout):
    a = np.arange(24.0).reshape(4, 6)
    view = {
        "reversed": a[::-1],
        "transposed": a.T,
        "strided": a[::2, 1::3],
        "broadcast": np.broadcast_to(a[0], (3, 6)),
    }[layout]
    np.testing.assert_array_equal(unpack(pack(view)), view)


class Anything:
    """No plain data."""


class Float(float):
    """A number that is more than a number."""


FOREIGN = {
    "object": Anything(),
    "subclass": Float(3),
    "function": lambda: 0,
    "class": Anything,
    "object array": np.array([Anything()]),
    "record array": np.zeros(2, "i4,f8"),
    "nested": [1, {"deep": (Anything(),)}],
    "builtin": open,
}


@pytest.mark.parametrize("value", FOREIGN.values(), ids=FOREIGN)
def test_what_is_no_plain_data_does_not_leave(value):
    with pytest.raises(WireError, match="is not plain data"):
        pack(value)


def test_a_container_that_holds_itself_does_not_leave():
    loop = []
    loop.append(loop)
    with pytest.raises(WireError, match="too deep"):
        pack(loop)


def test_doubling_a_list_forty_times_does_not_leave():
    value = [1]
    for _ in range(40):
        value = [value, value]
    with pytest.raises(WireError, match="too large"):
        pack(value)


def test_more_bytes_than_the_bound_neither_leave_nor_arrive():
    tight = Bounds(bytes=1000)
    for value in (np.zeros(200), "x" * 2000, b"x" * 2000):
        with pytest.raises(WireError, match="too large"):
            pack(value, bounds=tight)
        with pytest.raises(WireError, match="frame"):
            unpack(pack(value), bounds=tight)


@pytest.mark.parametrize("bounds", [Bounds(depth=5), Bounds(nodes=10)], ids=["depth", "nodes"])
def test_depth_and_number_of_values_are_bounded_on_arrival_too(bounds):
    value = [[[[[[[[["x", [1]]]]]]]]]]
    assert unpack(pack(value)) == value
    with pytest.raises(WireError, match="too deep or too large"):
        unpack(pack(value), bounds=bounds)


def frame(text: str, blob: bytes = b"") -> bytes:
    return struct.pack("!I", len(text.encode())) + text.encode() + blob


HOSTILE = {
    "pickle": pickle.dumps([1, 2]),
    "pickle as text": frame(json.dumps({"pickle": "gASVBgAAAAAAAABdlEsBYS4="})),
    "no json": frame("[1,"),
    "nothing": b"",
    "length beyond the end": struct.pack("!I", 2**32 - 1) + b"[]",
    "deep": frame("[" * 100_000 + "]" * 100_000),
    "two kinds": frame('{"tuple": [], "set": []}'),
    "private method": frame('{"_cut": [0, 1]}'),
    "dunder": frame('{"_class__": 1}'),
    "array outside": frame('{"array": ["<f8", [4], 0, 32]}', b"12345678"),
    "array before": frame('{"array": ["<f8", [1], -8, 8]}', b"12345678"),
    "array of objects": frame('{"array": ["|O", [1], 0, 8]}', b"12345678"),
    "array of records": frame('{"array": ["i4,O", [1], 0, 12]}', b"123456789012"),
    "array of nothing": frame('{"array": ["|V0", [9], 0, 0]}'),
    "shape and size disagree": frame('{"array": ["<f8", [5], 0, 8]}', b"12345678"),
    "enormous shape": frame('{"array": ["<f8", [9223372036854775807, 9], 0, 8]}', b"12345678"),
    "two unknown sides": frame('{"array": ["<f8", [-1, -1], 0, 8]}', b"12345678"),
    "unhashable key": frame('{"dict": [[[1]], [2]]}'),
    "unhashable member": frame('{"set": [[1]]}'),
    "keys without values": frame('{"dict": [[1, 2], [3]]}'),
    "set without list": frame('{"set": 3}'),
    "integer of words": frame('{"int": "twelve"}'),
    "unknown value": frame('{"value": ["os.system", "true"]}'),
    "torch dtype that is a function": frame('{"value": ["torch.dtype", "load"]}'),
    "torch tensor of too few bytes": frame(
        '{"value": ["torch.Tensor", {"tuple": ["float32", {"tuple": [9]}, {"bytes": [0, 4]}, false, null]}]}', b"1234"
    ),
    "reference": frame('{"object": ["named", "os", "system"]}'),
    "kind is a list": frame('{"value": [["a"], 1]}'),
    "dtype is a number": frame('{"dtype": 3}'),
}


@pytest.mark.parametrize("bytes_", HOSTILE.values(), ids=HOSTILE)
def test_hostile_frames_are_refused_with_a_wire_error(bytes_):
    with pytest.raises(WireError):
        unpack(bytes_)


@given(
    st.binary(max_size=200)
    | st.recursive(numbers, lambda x: st.lists(x) | st.dictionaries(st.text(), x)).map(
        lambda tree: frame(json.dumps(tree, default=str))
    )
)
@settings(max_examples=200)
def test_any_bytes_give_data_or_a_wire_error(bytes_):
    with contextlib.suppress(WireError):
        unpack(bytes_)


def test_a_frame_at_the_bound_passes():
    data = b"x" * (BOUNDS.bytes - 100)
    assert unpack(pack(data)) == data


def test_registered_value_types_have_names_of_their_own():
    names = [kind.name for kind in registered()]
    assert len(names) == len(set(names))
    assert {"torch.Tensor", "handgrad.Tensor"} <= set(names)
    assert by_kind("torch.Tensor") is registered()[0]
