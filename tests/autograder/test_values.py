"""torch's and handgrad's tensors cross by value; what the student's code did to them comes back."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as nps

import handgrad as hg
from autograder.mutation import copy_into, snapshot, unchanged
from autograder.wire import WireError, pack, unpack

TORCH = ["float32", "float64", "float16", "bfloat16", "int8", "uint8", "int64", "bool", "complex64", "complex128"]


@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 0, 4), (2, 3)], ids=str)
@pytest.mark.parametrize("dtype", TORCH)
def test_torch_tensors_of_every_dtype_and_shape(dtype, shape):
    t = torch.arange(int(np.prod(shape)), dtype=torch.float32).reshape(shape).to(getattr(torch, dtype))
    back = unpack(pack(t))
    assert (back.dtype, back.shape) == (t.dtype, t.shape)
    assert torch.equal(back, t)


@given(nps.arrays(np.float64, nps.array_shapes(min_dims=0, min_side=0), elements=st.floats(width=64)))
def test_every_bit_of_a_tensor_arrives(array):
    for lib in (torch, hg):
        back = unpack(pack(lib.tensor(array)))
        assert type(back) is lib.Tensor
        assert np.asarray(back.detach().numpy()).tobytes() == np.ascontiguousarray(array).tobytes()


@pytest.mark.parametrize("lib", [torch, hg], ids=["torch", "handgrad"])
def test_a_tensor_crosses_without_its_graph_but_with_its_grad(lib):
    x = lib.tensor([1.0, 2.0], requires_grad=True)
    y = x * x
    y.sum().backward()
    leaf, result = unpack(pack((x, y)))
    assert leaf.requires_grad
    assert leaf.grad.tolist() == [2.0, 4.0]
    assert result.tolist() == [1.0, 4.0]
    assert result.grad_fn is None


@pytest.mark.parametrize("lib", [torch, hg], ids=["torch", "handgrad"])
@pytest.mark.parametrize("make", ["transposed", "expanded", "sliced"])
def test_views_arrive_in_order(lib, make):
    a = lib.tensor(np.arange(6.0).reshape(2, 3))
    view = {"transposed": lambda: a.T, "expanded": lambda: a[0].expand(4, 3), "sliced": lambda: a[:, 1]}[make]()
    assert unpack(pack(view)).tolist() == view.tolist()


def test_parameters_conjugates_dtypes_and_sizes():
    parameter = torch.nn.Parameter(torch.ones(2))
    assert unpack(pack(parameter)).requires_grad
    z = torch.tensor([1 + 2j]).conj()
    assert unpack(pack(z)).tolist() == [1 - 2j]
    assert unpack(pack(torch.int64)) is torch.int64
    size = unpack(pack(torch.ones(2, 3).shape))
    assert (type(size), size) == (torch.Size, (2, 3))


@pytest.mark.parametrize("lib", [torch, hg], ids=["torch", "handgrad"])
def test_changes_in_place_are_carried_home_nested_or_not(lib):
    x, leaf = lib.zeros(2), lib.ones(2, requires_grad=True)
    old = {"x": x, "list": [leaf, 1]}
    new_leaf = lib.ones(2, requires_grad=True)
    (new_leaf * 3.0).sum().backward()
    copy_into(old, {"x": lib.tensor([5.0, 6.0]), "list": [new_leaf, 2], "more": "z"})
    assert old["x"] is x
    assert x.tolist() == [5.0, 6.0]
    assert old["list"][0] is leaf
    assert leaf.grad.tolist() == [3.0, 3.0]
    assert (old["list"][1], old["more"]) == (2, "z")


def made():
    return {
        "list": [1.0, float("nan"), "a"],
        "nested": [[1, 2], (3, [4]), {"k": [5]}],
        "rows": [[1, 2], [], [3]],
        "dict": {"a": 1, "b": [2]},
        "set": {1, 2, 3},
        "array": np.array([1.0, np.nan]),
        "tensor": torch.ones(2, requires_grad=True),
        "arrays": [np.zeros(2), 7],
    }


def changed(name, value):
    """Change it in place, deep down where it has depths."""
    match name:
        case "list":
            value[0] = True
        case "nested":
            value[1][1][0] = 4.0
        case "rows":
            value[1].append(value[2].pop())
        case "dict":
            value["b"].append(0)
        case "set":
            value ^= {3, 4}
        case "array":
            value[1] = 0.0
        case "tensor":
            value.grad = torch.ones(2)
        case "arrays":
            value[0][1] = 1.0


@pytest.mark.parametrize("name", made())
def test_a_change_deep_inside_an_argument_is_seen_and_no_change_is_not(name):
    value = made()[name]
    before = snapshot(value, pack)
    assert unchanged(before, value, pack)
    changed(name, value)
    assert not unchanged(before, value, pack)


def test_a_dict_whose_order_or_keys_changed_is_seen():
    value = {"a": 1, "b": 2}
    before = snapshot(value, pack)
    value["a"] = value.pop("a")
    assert not unchanged(before, value, pack)
    del value["b"]
    assert not unchanged(before, value, pack)


def test_a_change_of_shape_replaces_what_a_container_holds():
    inner = np.zeros(2)
    old = [inner]
    copy_into(old, [np.ones(3)])
    assert old[0].tolist() == [1, 1, 1]
    assert inner.tolist() == [0, 0]


class OwnTensor(torch.Tensor):
    """More than a tensor."""


def test_a_tensor_of_an_own_class_is_no_plain_data():
    with pytest.raises(WireError, match="a OwnTensor is not plain data"):
        pack(torch.ones(2).as_subclass(OwnTensor))
    with pytest.raises(WireError, match="is not plain data"):
        pack(torch.ones(2, 2).to_sparse())


@pytest.mark.parametrize("lib", ["torch", "handgrad"])
def test_a_students_function_sees_and_changes_tensors(ask, lib):
    answer = (
        f"import {lib} as lib\n"
        "def step(w, lr):\n    loss = (w * w).sum()\n    loss.backward()\n"
        "    with lib.no_grad():\n        w -= lr * w.grad\n    return loss"
    )
    test = (
        f"import {lib} as lib\nw = lib.tensor([3.0], requires_grad=True)\nloss = step(w, 0.5)\n"
        "assert loss.item() == 9.0 and w.tolist() == [0.0] and w.grad.tolist() == [6.0], (loss, w, w.grad)"
    )
    assert ask(answer, test, seconds=20).question("q").message == ""
