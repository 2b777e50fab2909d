"""What is drawn: the model of Values, handgrad tensors and torch tensors, and its text."""

import numpy as np
import pytest
import torch

import handgrad as hg
from companion import draw
from companion.graph import LARGEST, fold
from companion.recorded import graph_of
from companion.steps import steps
from handgrad.scalar import Value


def running_example(lib):
    x, y = lib.tensor(2.0, requires_grad=True), lib.tensor(3.0, requires_grad=True)
    return (x + y) ** 2 + y, {"x": x, "y": y}


def test_a_value_graph_reads_line_by_line(f):
    assert draw(f).text.splitlines()[:-1] == [
        "x = 2",
        "y = 3",
        "a = x + y = 5; slope to x: 1, to y: 1",
        "b = a ** 2 = 25; slope to a: 10",
        "f = b + y = 28; slope to b: 1, to y: 1",
    ]


def test_each_picture_states_its_convention(f):
    assert draw(f).text.splitlines()[-1].startswith("Textbook picture: a box is a value")
    assert "torch's picture: a box is a backward Function" in draw(running_example(torch)[0]).text
    assert "handgrad's (and torch's) picture" in draw(running_example(hg)[0]).text


@pytest.mark.parametrize("lib", [hg, torch])
def test_a_tensor_graph_is_of_functions_with_named_leaves(lib):
    y, leaves = running_example(lib)
    assert draw(y, **leaves).text.splitlines()[:-1] == [
        "x = 2, AccumulateGrad",
        "y = 3, AccumulateGrad",
        "Add₁ = 5; slope to x: 1, to y: 1",
        "Pow; slope to Add₁: 10",
        "Add₂ = 28; slope to Pow: 1, to y: 1",
    ]


def test_after_backward_the_grads_are_shown(f):
    assert "grad" not in draw(f).text
    f.backward()
    assert "y = 3; grad 11" in draw(f).text


def test_values_may_be_named_in_the_call():
    a, b = Value(2.0), Value(3.0)
    loss = a * b
    assert draw(loss, a=a, b=b, loss=loss).text.startswith("a = 2\nb = 3\nloss = a × b = 6;")


def test_values_without_names_get_letters_that_nobody_uses():
    a = Value(2.0, name="a")
    assert draw(a * a + 1.0).text.splitlines()[1:3] == [
        "b = a × a = 4; slope to a: 2, to a: 2",
        "f = b + 1 = 5; slope to b: 1",
    ]


def test_values_of_one_name_are_told_apart():
    w = Value(1.0, name="w")
    for _ in range(2):
        w = w * 2.0
        w.name = "w"
    assert draw(w).text.startswith("w₁ = 1\nw₂ = w₁ × 2 = 2; slope to w₁: 2\nw₃ = w₂ × 2 = 4;")


def test_tensors_in_between_may_be_named_and_then_show_their_value():
    x = torch.tensor([1.0, 2.0], requires_grad=True)
    h = x * 3
    assert "Mul → h = [3, 6], shape (2,); sends its gradient to x" in draw(h.sum() + 1, x=x, h=h).text


def test_a_name_outside_the_graph_is_told():
    x = torch.tensor(2.0, requires_grad=True)
    assert "Not part of this graph: z." in draw(x * x, x=x, z=torch.tensor(1.0)).text


@pytest.mark.parametrize(
    ("root", "error", "says"),
    [
        (3.0, TypeError, "draw needs a Value, a handgrad tensor or a torch tensor with a graph; came float"),
        (torch.ones(2), ValueError, "no graph: requires_grad is False"),
        (torch.ones(2, requires_grad=True), ValueError, "it is a leaf"),
        (hg.ones(2), ValueError, "no graph: requires_grad is False"),
    ],
)
def test_what_has_no_graph_is_refused_in_one_line(root, error, says):
    with pytest.raises(error, match=says) as caught:
        draw(root)
    assert "\n" not in str(caught.value)


def test_a_freed_graph_can_still_be_drawn():
    y, leaves = running_example(torch)
    y.backward()
    assert "Add₂ = 28; sends its gradient to Pow, y" in draw(y, **leaves).text


def networks():
    rng = np.random.default_rng(0)
    yield (
        "broadcast",
        lambda lib, W, b: (lib.tanh(W @ b + b) ** 2).mean(),
        [rng.normal(size=(3, 3)), rng.normal(size=3)],
    )
    yield "bias", lambda lib, W, b: lib.exp(W + b).sum(), [rng.normal(size=(4, 2)), rng.normal(size=2)]
    yield "shared", lambda lib, x: (x * x * x + x).sum(), [rng.normal(size=5)]
    yield "vector", lambda lib, x, y: x * lib.sin(y), [rng.normal(size=3), rng.normal(size=3)]


@pytest.mark.parametrize(("name", "f", "inputs"), networks(), ids=[n for n, _, _ in networks()])
@pytest.mark.parametrize("lib", [hg, torch])
def test_adjoints_of_leaves_are_what_backward_gives(lib, name, f, inputs):
    xs = [lib.tensor(x.tolist(), dtype=lib.float64, requires_grad=True) for x in inputs]
    y = f(lib, *xs)
    graph = graph_of("draw", y, {f"x{i}": x for i, x in enumerate(xs)})
    assert all(x.grad is None for x in xs)
    y.backward(lib.ones_like(y))
    adjoint = {node.name: node.adjoint for node in graph.nodes}
    for i, x in enumerate(xs):
        np.testing.assert_allclose(adjoint[f"x{i}"], x.grad.detach().numpy(), rtol=1e-12)


def test_custom_functions_and_functions_of_several_results_are_swept():
    class Triple(torch.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            return 3 * x

        @staticmethod
        def backward(ctx, g):
            return 3 * g

    x = torch.tensor([1.0, 2.0, 4.0], requires_grad=True)
    first, _, last = x.unbind()
    graph = graph_of("draw", Triple.apply(first) * last, {"x": x})
    assert graph.nodes[0].adjoint.tolist() == [12.0, 0.0, 3.0]
    assert "Triple" in [node.name for node in graph.nodes]


def test_no_hook_runs_and_no_grad_is_written():
    x = torch.tensor(2.0, requires_grad=True)
    y = x * x
    y.register_hook(lambda g: pytest.fail("a hook ran"))
    graph_of("draw", y, {})
    assert x.grad is None
    y = x * x
    graph_of("draw", y, {})
    y.backward()  # the graph is still whole
    assert x.grad == 4.0


def long_chain(n):
    x = Value(1.01, name="x")
    y = x
    for _ in range(n):
        y = y * 1.01 + x
    return x, y


def test_a_long_graph_is_folded_and_says_so():
    _, y = long_chain(200)
    graph = fold(graph_of("draw", y, {}))
    assert len(graph.nodes) == LARGEST
    assert "The graph has 401 nodes; 342 of them are folded into one box." in graph.caption
    assert "… 342 more nodes" in draw(y).text


def test_folding_keeps_the_sum_at_every_input():
    x, y = long_chain(200)
    graph = fold(graph_of("draw", y, {}))
    place = next(i for i, node in enumerate(graph.nodes) if node.name == "x")
    arrived = sum(edge.contribution for edge in graph.edges if edge.source == place)
    y.backward()
    assert arrived == pytest.approx(x.grad, rel=1e-12)
    assert all(edge.source < edge.target for edge in graph.edges)


def test_start_and_end_of_a_folded_graph_hold_together():
    y = Value(1.0, name="x")
    for i in range(60):
        y = y * Value(1.0, name=f"w{i}")
    lines = draw(y).text.splitlines()
    assert lines[:2] == ["x = 1", "w0 = 1"]
    assert lines[2].startswith("a = x × w0 = 1;")
    assert lines[3] == "w1 = 1"
    assert lines[-3] == "w59 = 1"


def test_sixty_nodes_are_not_folded():
    _, y = long_chain(29)
    assert len(fold(graph_of("draw", y, {})).nodes) == 59
    assert "more nodes" not in draw(y + 1.0).text


def test_a_graph_of_a_hundred_thousand_numbers_is_no_problem():
    y = Value(1.0, name="x")
    for _ in range(100_000):
        y = y + 1.0
    assert "99942 of them are folded" in draw(y).text


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf"), 1e-300, -0.0])
def test_awkward_numbers_are_drawn(value):
    assert "<img" in draw(Value(value, name="x") * 2.0).html


@pytest.mark.parametrize("shape", [(), (0,), (2, 0), (1, 1, 1)])
def test_awkward_shapes_are_drawn(shape):
    x = torch.zeros(shape, requires_grad=True)
    assert "<img" in draw(x * 2, x=x).html
    assert steps(graph_of("draw", x * 2, {"x": x}))
