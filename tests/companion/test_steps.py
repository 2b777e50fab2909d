import pytest
import torch

import handgrad as hg
from companion.graph import fold
from companion.recorded import graph_of
from companion.stepper import step_backward
from companion.steps import bar, steps
from handgrad.scalar import Value


def texts(root, **names):
    return [step.text for step in steps(fold(graph_of("step_backward", root, names)))]


def test_the_sweep_of_the_running_example_reads_from_start_to_end(f):
    assert texts(f) == [
        "Inputs: x = 2, y = 3.",
        "a = x + y = 5",
        "b = a ** 2 = 25",
        "f = b + y = 28",
        "The sweep starts: f̄ = ∂f/∂f = 1.",
        "Arrow b → f, slope 1: b̄ gets 1 × f̄ = 1 × 1 = 1",
        "Arrow y → f, slope 1: ȳ gets 1 × f̄ = 1 × 1 = 1",
        "Arrow a → b, slope 10: ā gets 10 × b̄ = 10 × 1 = 10",
        "Arrow x → a, slope 1: x̄ gets 1 × ā = 1 × 10 = 10",
        "Arrow y → a, slope 1: ȳ gets 1 × ā = 1 × 10 = 10, so ȳ = 1 + 10 = 11",
        "Done: ∂f/∂x = 10, ∂f/∂y = 11.",
    ]


def test_a_derivative_is_named_once_and_has_one_value(f):
    said = texts(f)
    assert [step for step in said if "∂f/∂y" in step] == ["Done: ∂f/∂x = 10, ∂f/∂y = 11."]


def test_a_result_that_was_not_kept_is_said_to_be_needed_by_no_rule():
    x = torch.tensor([1.0, 2.0], requires_grad=True)
    said = texts(((x * 2.0 + 1.0) ** 2).sum(), x=x)
    assert "Mul runs forward. No rule needs its result, so the graph kept no copy." in said


def test_negative_factors_stand_in_brackets():
    x = Value(-3.0, name="x")
    assert "Arrow x → f, slope −2: x̄ gets −2 × f̄ = −2 × 1 = −2" in texts(x * -2.0)
    assert "Arrow x → a, slope 2: x̄ gets 2 × ā = 2 × (−1) = −2" in texts((x * 2.0) * -1.0)


def test_both_uses_of_a_square_are_added():
    x = Value(3.0, name="x")
    assert texts(x * x)[-3:] == [
        "Arrow x → f, slope 3: x̄ gets 3 × f̄ = 3 × 1 = 3",
        "Arrow x → f, slope 3: x̄ gets 3 × f̄ = 3 × 1 = 3, so x̄ = 3 + 3 = 6",
        "Done: ∂f/∂x = 6.",
    ]


def test_long_names_are_written_as_derivatives():
    hidden, loss = Value(2.0, name="hidden"), None
    loss = hidden**2
    assert "Arrow hidden → loss, slope 4: ∂loss/∂hidden gets 4 × ∂loss/∂loss = 4 × 1 = 4" in texts(loss, loss=loss)
    graph = graph_of("draw", Value(1.0, name="w12") * 2.0, {})
    assert bar(graph, 0) == "w̄12"


def test_functions_send_and_leaves_accumulate():
    x, y = torch.tensor(2.0, requires_grad=True), torch.tensor(3.0, requires_grad=True)
    said = texts((x + y) ** 2 + y, x=x, y=y)
    assert "Pow → Add₁: 10 × 1 = 10" in said
    assert "Add₁ → y: 1 × 10 = 10, so the sum at y = 1 + 10 = 11" in said
    assert said[-1] == "AccumulateGrad adds what arrived: x.grad += 10, y.grad += 11."


def test_arrays_are_sent_whole_and_unbroadcast():
    x, b = torch.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True), torch.tensor([1.0, 2.0], requires_grad=True)
    said = texts((x * b).sum(), x=x, b=b)
    assert "Mul → x: [[1, 2], [1, 2]]" in said
    assert "Mul → b: [4, 6]" in said


@pytest.mark.parametrize("lib", [hg, torch])
def test_results_of_one_function_are_kept_apart(lib):
    class Two(lib.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            return x * 2, x.sum()

        @staticmethod
        def backward(ctx, g, h):
            return 2 * g + h

    x = lib.tensor([3.0, 4.0], requires_grad=True)
    double, total = Two.apply(x)
    said = texts((double * total).sum(), x=x)
    assert said[-1] == "AccumulateGrad adds what arrived: x.grad += [28, 28]."
    assert ("Mul → Two (its result 1): 14" in said) == (lib is torch)


def test_every_value_and_every_adjoint_appears_once_at_least():
    x = Value(1.5, name="x")
    graph = graph_of("draw", ((x * x).tanh() + x.exp()) * x, {})
    sweep = steps(graph)
    everyone = set(range(len(graph.nodes)))
    assert {node for step in sweep for node in step.values} == everyone
    assert {step.adjoint[0] for step in sweep if step.adjoint} == everyone
    assert sum(step.edge is not None for step in sweep) == len(graph.edges)


def test_an_adjoint_is_complete_before_it_is_passed_on():
    x = Value(1.5, name="x")
    graph = graph_of("draw", ((x * x).tanh() + x.exp()) * x, {})
    edges = [graph.edges[step.edge] for step in steps(graph) if step.edge is not None]
    for k, edge in enumerate(edges):
        assert all(later.source != edge.target for later in edges[k:])


def test_a_folded_graph_is_swept_to_the_same_sum():
    x = Value(1.01, name="x")
    y = x
    for _ in range(100):
        y = y * 1.01 + x
    said = texts(y)
    y.backward()
    assert said[-1] == f"Done: ∂f/∂x = {x.grad:.4g}."
    assert any(line.startswith("… 142 more → ") for line in said)


def test_a_freed_graph_is_refused_with_the_engines_words():
    x = torch.tensor(2.0, requires_grad=True)
    y = x**3
    y.backward()
    with pytest.raises(
        ValueError, match=r"cannot sweep this graph.*Trying to backward through the graph a second time"
    ):
        step_backward(y)


def test_a_graph_edited_in_place_is_refused_with_the_engines_words():
    x = torch.tensor([2.0], requires_grad=True)
    y = x.exp()
    z = y * y
    y.detach().zero_()
    with pytest.raises(ValueError, match="modified by an inplace operation"):
        step_backward(z)


def test_the_text_form_numbers_the_steps(f):
    text = step_backward(f).text
    assert text.startswith("1. Inputs: x = 2, y = 3.\n2. a = x + y = 5\n")
    assert "\n11. Done: ∂f/∂x = 10, ∂f/∂y = 11.\nTextbook picture" in text


def test_grads_stay_as_they_are(f):
    f.backward()
    before = f.parents[1].grad
    step_backward(f)
    assert f.parents[1].grad == before == 11.0
