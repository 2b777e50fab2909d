"""grad_fn.name() and next_functions are torch's: the graph that a reader prints is the graph that torch would print."""

from typing import Any

import pytest
import torch

import handgrad as hg
from tests.engine.differences import NAMES, OTHER_NAME, listed

EXPRESSIONS = [
    "1-a", "a-1", "a-b", "1/a", "2**a", "a**2", "a**b", "-a", "a*2", "a/2", "a/b", "a+b", "abs(a)", "M@M", "M@v",
    "v@M", "v@v", "M.T", "M.t()", "M.sum()", "M.sum(0)", "M.mean()", "M.mean(0)", "M.max()", "M.max(0).values",
    "M.amax(0)", "M.min()", "M[0]", "M[0:1]", "M[:,0:1]", "M[0,1]", "M[0:1,0:1]", "M[1:,0]", "M[:,1]", "M[[0,1]]",
    "M[M>0]", "M[None]", "M[...,0]", "M[:]", "M[None,0]", "M[0,None]", "M[[0,1],1:]", "M.reshape(4)",
    "M.T.reshape(4)", "M.view(4)", "M.flatten()", "M.T.flatten()", "M.unsqueeze(0)", "M[None].squeeze()",
    "M[None].squeeze(0)", "M.expand(3,2,2)", "T.broadcast_to(v,(3,2))", "T.cat([v,v])", "T.stack([v,v])",
    "T.where(M>0,M,0.)", "M.masked_fill(M>0,0.)", "M.clone()", "M.transpose(0,1)", "M.permute(1,0)",
    "M.movedim(0,1)", "M.relu()", "M.tanh()", "M.sigmoid()", "M.clamp(0,1)", "M.clamp(min=0)", "M.clamp(max=1)",
    "T.maximum(v,v)", "T.minimum(v,v)", "M.sqrt()", "M.rsqrt()", "M.square()", "M.std()", "M.std(0)", "M.var(0)",
    "M.var()", "M.logsumexp(0)", "M.cumsum(0)", "T.outer(v,v)", "M.to(T.float64)", "M.double()", "M.mT",
    "M.exp()", "M.expm1()", "M.exp2()", "M.log()", "M.log1p()", "M.log2()", "M.log10()", "M.sin()", "M.cos()",
    "M.tan()", "M.sinh()", "M.cosh()", "M.asin()", "M.acos()", "M.atan()", "M.reciprocal()", "M.sign()",
    "M.floor()", "M.ceil()", "M.round()", "M+1", "M*M", "1+M", "M-1.5", "a**0.5", "a**-1", "v.dot(v)", "M.mv(v)",
    "M.mm(M)", "N@N", "N@M", "M@N", "N@v", "v@N", "N.bmm(N)", "M+v", "v*M", "a+w", "w*M64",
    "M.gather(0,(M>5).long())", "M.index_select(0,T.tensor([0]))", "M.detach()*a", "M.abs().sum().sqrt()",
    "(M*M).sum(0).max()", "M.contiguous()*1", "M.T.contiguous()", "M.expand_as(N)", "M.swapaxes(0,1)",
]  # fmt: skip


def variables(lib: Any) -> dict[str, Any]:
    make = lambda data, **kw: lib.tensor(data, requires_grad=True, **kw)
    return {
        "T": lib, "a": make(0.5), "b": make(0.75), "v": make([0.5, 0.25]), "M": make([[0.5, 0.25], [0.75, 0.125]]),
        "N": make([[[0.5, 0.25], [0.75, 0.125]]] * 3), "w": make(0.5, dtype=lib.float64),
        "M64": make([[0.5, 0.25]], dtype=lib.float64),
    }  # fmt: skip


def tree(node: Any, depth: int = 4) -> Any:
    """(name, the same of each input): what a reader sees who follows next_functions."""
    if node is None:
        return None
    inputs = [tree(n, depth - 1) for n, _ in node.next_functions] if depth else []
    return (node.name().removeprefix("torch::autograd::"), inputs)


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_the_graph_of_an_expression_is_torch_s(expression: str) -> None:
    ours, theirs = (eval(expression, variables(lib)) for lib in (hg, torch))
    if expression not in OTHER_NAME:
        assert ours.grad_fn.name() == theirs.grad_fn.name()
    if expression in NAMES:
        listed(expression, NAMES[expression], tree(ours.grad_fn) != tree(theirs.grad_fn))
    else:
        assert tree(ours.grad_fn) == tree(theirs.grad_fn)


@pytest.mark.parametrize("lib", [hg, torch], ids=["handgrad", "torch"])
def test_a_leaf_ends_the_graph_with_its_accumulator(lib: Any) -> None:
    a = lib.tensor(2.0, requires_grad=True)
    (node, index), (constant, _) = (a * lib.tensor(3.0)).grad_fn.next_functions
    assert node.name() == "torch::autograd::AccumulateGrad"
    assert node.variable is a
    assert index == 0
    assert constant is None
    assert node.next_functions == ()


@pytest.mark.parametrize("lib", [hg, torch], ids=["handgrad", "torch"])
def test_grad_fn_is_callable_as_the_vjp_that_it_is(lib: Any) -> None:
    a, b = lib.tensor([2.0, 3.0], requires_grad=True), lib.tensor([5.0, 7.0], requires_grad=True)
    left, right = (a * b).grad_fn(lib.tensor([1.0, 10.0]))
    assert left.tolist() == [5.0, 70.0]
    assert right.tolist() == [2.0, 30.0]


@pytest.mark.parametrize("lib", [hg, torch], ids=["handgrad", "torch"])
def test_leaves_and_constants_have_no_grad_fn(lib: Any) -> None:
    a = lib.tensor(2.0, requires_grad=True)
    assert a.grad_fn is None
    assert (lib.tensor(2.0) * 2).grad_fn is None
    assert a.detach().grad_fn is None
    with lib.no_grad():
        assert (a * 2).grad_fn is None
