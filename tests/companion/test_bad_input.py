"""What a picture cannot show is refused in one line; what is awkward (nan, inf, no axes, no entries) is shown."""

import re
import warnings

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch

import handgrad as hg
from companion import (
    broadcasting,
    draw,
    gradient_contour,
    linear_map,
    optimizer_race,
    plots,
    show,
    step_backward,
    strides,
)
from handgrad.scalar import Value

NAN, INF = float("nan"), float("inf")
OVAL = lambda x, y: x**2 + 2 * y**2
SGD = {"SGD": lambda p: hg.optim.SGD(p, lr=0.1)}
GRAPHS = [draw, step_backward]


def leaf(lib, *values, **more):
    return lib.tensor(values[0] if len(values) == 1 else values, requires_grad=True, **more)


@pytest.fixture(autouse=True)
def no_figure_stays_open():
    yield
    plt.close("all")


def plot(*curve):
    fig, ax = plots.figure()
    ax.plot(*curve)
    return fig


def heat(values):
    fig, ax = plots.figure()
    ax.imshow(values)
    return fig


def refused(call, error, says):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(error, match=says) as caught:
            call()
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 300


# ------------------------------------------------------------------------------------------------- graphs and steppers


@pytest.mark.parametrize("picture", GRAPHS)
@pytest.mark.parametrize(
    ("root", "error", "says"),
    [
        (lambda: None, TypeError, "needs a Value, a handgrad tensor or a torch tensor with a graph; came NoneType"),
        (lambda: np.ones(2), TypeError, "came ndarray"),
        (lambda: torch.ones(2), ValueError, "has no graph: requires_grad is False"),
        (lambda: hg.ones(2), ValueError, "has no graph: requires_grad is False"),
        (lambda: leaf(torch, 1.0), ValueError, "has no graph: it is a leaf"),
        (lambda: leaf(hg, 1.0), ValueError, "has no graph: it is a leaf"),
        (
            lambda: leaf(torch, 1 + 2j).abs(),
            ValueError,
            r"a leaf of this graph holds complex numbers \(torch.complex64",
        ),
        (
            lambda: torch.fft.fft(leaf(torch, 1.0, 2.0)).abs(),
            ValueError,
            "real numbers; FftR2C of this graph holds com",
        ),
        (
            lambda: leaf(torch, 1.0, device="meta") * 2,
            ValueError,
            r"a leaf of this graph holds no numbers \(device meta",
        ),
    ],
)
def test_what_has_no_graph_of_real_numbers_is_refused_by_its_callers_name(picture, root, error, says):
    refused(lambda: picture(root()), error, f"^{picture.__name__}.*{says}")


def test_a_sweep_that_torch_cannot_make_is_refused_and_the_graph_still_drawn():
    sparse = torch.eye(2).to_sparse().requires_grad_() * 2.0
    refused(lambda: step_backward(sparse), ValueError, "cannot sweep this graph.* The engine says: Could not run")
    assert "Mul = [[2, 0], [0, 2]]" in draw(sparse).text


@pytest.mark.parametrize("picture", GRAPHS)
@pytest.mark.parametrize("lib", [hg, torch])
def test_a_graph_that_is_too_large_is_folded_and_says_so(picture, lib):
    x = leaf(lib, 1.0)
    y = x
    for _ in range(300):
        y = y * 0.99 + x
    assert "The graph has 601 nodes; 542 of them are folded into one box." in picture(y, x=x).text


@pytest.mark.parametrize("picture", GRAPHS)
@pytest.mark.parametrize("lib", [hg, torch])
def test_a_graph_of_many_inputs_is_folded_too(picture, lib):
    wide = lib.stack([leaf(lib, float(k)) for k in range(100)]).sum()
    assert "102 nodes" in picture(wide).text


@pytest.mark.parametrize("picture", GRAPHS)
@pytest.mark.parametrize("lib", [hg, torch])
@pytest.mark.parametrize("value", [NAN, INF, -INF])
def test_a_number_that_is_not_finite_is_written_as_it_is(picture, lib, value):
    said = {NAN: "nan", INF: "inf", -INF: "−inf"}.get(value, "nan")
    x = leaf(lib, value)
    output = picture(x * 2, x=x)
    assert re.search(rf"(Leaves: )?x = {said}", output.text)
    assert f"Mul = {said}" in output.text
    assert picture(Value(value, name="x") * 2.0).text.count(said) >= 2


@pytest.mark.parametrize("picture", GRAPHS)
@pytest.mark.parametrize("lib", [hg, torch])
@pytest.mark.parametrize(("shape", "said"), [((), "x = 0"), ((0,), "x = []"), ((2, 0), "x = [[], []]")])
def test_a_tensor_without_axes_or_without_entries_is_written_as_it_is(picture, lib, shape, said):
    x = lib.zeros(shape, requires_grad=True)
    assert said in picture((x * 2).sum(), x=x).text


def test_a_leaf_that_nobody_holds_has_a_letter_and_no_made_up_number():
    gone = (hg.tensor([1.0, 2.0], requires_grad=True) * 2).sum()
    assert "AccumulateGrad =" not in draw(gone).text
    assert step_backward(gone).text.startswith("1. Leaves: a, which nobody holds any more.\n")
    assert "nan" not in step_backward(gone).text


def test_numbers_in_a_type_that_numpy_lacks_are_drawn():
    assert "a = [1, 2]" in draw(leaf(torch, 1.0, 2.0, dtype=torch.bfloat16) * 2).text


# ----------------------------------------------------------------------------------------------------------- explorers


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: strides(torch.zeros(0, 3)), r"shape \(0, 3\) and is empty"),
        (lambda: strides(torch.zeros(2, 2, 2)), "does not fit the picture"),
        (lambda: strides(torch.zeros(9, 2)), "up to 8 rows and 12 columns"),
        (lambda: strides(), "takes 1 to 3 tensors"),
        (lambda: broadcasting(torch.zeros(0), 1.0), r"a has shape \(0,\) and is empty"),
        (lambda: broadcasting(torch.zeros(8, 1), torch.zeros(12)), "storage of result has 96 places; at most 20"),
        (lambda: broadcasting([1, 2], [1, 2, 3]), r"shapes \(2,\) and \(3,\) do not fit"),
        (lambda: broadcasting([1], [2], op="/"), "op must be one of"),
        (lambda: linear_map([[1, 2, 3]]), r"map 1 has shape \(1, 3\)"),
        (lambda: linear_map([[NAN, 0], [0, 1]]), "must lie between −3 and 3; came"),
        (lambda: linear_map([[INF, 0], [0, 1]]), "must lie between −3 and 3; came"),
        (lambda: linear_map(2.0), r"has shape \(\)"),
        (lambda: linear_map(np.zeros((0, 2))), r"has shape \(0, 2\)"),
        (lambda: linear_map(), "takes 1 to 6 matrices"),
        (lambda: gradient_contour(lambda x, y: (x * y).sum()), r"came shape \(\)"),
        (lambda: gradient_contour(lambda x, y: x[:0]), r"came shape \(0, 97\)"),
        (lambda: gradient_contour(lambda x, y: 3.0), "came float"),
        (lambda: gradient_contour(lambda x, y: x > y), "of torch.bool"),
        (lambda: gradient_contour(lambda x, y: x / 0 * 0), "nan or inf everywhere"),
        (lambda: gradient_contour(OVAL, x=(1, 1)), "the smaller first"),
        (lambda: gradient_contour(OVAL, y=(0, INF)), "y must be two finite numbers"),
        (lambda: gradient_contour(OVAL, at=(NAN, 1)), "at must be two finite numbers"),
        (lambda: gradient_contour(OVAL, at=(1,)), "at must be two finite numbers"),
        (lambda: gradient_contour(OVAL, at=(5, 1)), "lies outside the picture, which shows x from -2.4 to 2.4"),
        (lambda: optimizer_race(OVAL, (NAN, 1), SGD), "start must be two finite numbers"),
        (lambda: optimizer_race(OVAL, (), SGD), "start must be two finite numbers"),
        (lambda: optimizer_race(lambda x, y: x / 0, (1, 1), SGD), "nan or inf everywhere"),
        (lambda: optimizer_race(OVAL, (1, 1), {}), "takes 1 to 6 optimizers"),
        (lambda: optimizer_race(OVAL, (1, 1), SGD, steps=10**6), "1 to 300 steps"),
        (lambda: optimizer_race(OVAL, (1, 1), SGD, steps=1.5), "1 to 300 steps"),
    ],
)
def test_an_explorer_says_in_one_line_what_does_not_fit(call, says):
    refused(call, ValueError, says)


@pytest.mark.parametrize("explorer", [strides, linear_map])
@pytest.mark.parametrize(
    "thing", ["ab", None, np.array([1j]), [[1, 2], [3]], torch.eye(2).bfloat16(), torch.eye(2).to_sparse()]
)
def test_what_holds_no_numbers_that_can_be_read_is_named(explorer, thing):
    refused(lambda: explorer(thing, names="x"), TypeError, f"{explorer.__name__} draws tensors of real numbers; x is")


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: gradient_contour(lambda x, y: torch.sin(x)), r"must be written with handgrad's.*says: sin\(\)"),
        (lambda: gradient_contour(lambda x: x), "takes 1 positional argument but 2 were given"),
        (lambda: optimizer_race(OVAL, (1, 1), [1]), r'must be a dict, \{"name": maker\}; came list'),
        (
            lambda: optimizer_race(OVAL, (1, 1), {"A": lambda p: torch.optim.SGD(p, lr=1)}),
            "A makes no optimizer of hand",
        ),
    ],
)
def test_what_is_not_handgrads_is_named(call, says):
    refused(call, TypeError, says)


def test_where_f_leaves_the_numbers_the_text_says_so_and_nothing_warns():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        hill = gradient_contour(lambda x, y: hg.log(x * y), at=(-1, 1))
        race = optimizer_race(lambda x, y: hg.log(x) + y, (-1.0, 1.0), SGD)
        flat = gradient_contour(lambda x, y: x * 1e308 * 10)
    assert "At (−1, 1) f has no gradient: it is not a finite number." in hill.text
    assert "SGD: f is not a finite number at the start." in race.text
    assert "f has no gradient" in flat.text


# --------------------------------------------------------------------------------------------------------------- plots


@pytest.mark.parametrize(
    ("fig", "says"),
    [
        (lambda: plot([NAN, NAN]), "all 2 points of a curve are nan or inf"),
        (lambda: plot([1, NAN], [INF, 1]), "all 2 points of a curve are nan or inf"),
        (lambda: heat(np.full((2, 3), NAN)), "all 6 numbers of an image are nan or inf"),
    ],
)
def test_a_plot_of_nothing_finite_is_refused(fig, says):
    refused(lambda: show(fig(), alt="x"), ValueError, f"show draws finite numbers; {says}")


@pytest.mark.parametrize("alt", ["", " ", None, 3])
def test_a_plot_needs_words(alt):
    refused(lambda: show(plot([1, 2]), alt=alt), ValueError, "show needs alt=")


@pytest.mark.parametrize("curve", [[], [1.0], [1, NAN, 2], [1, INF, 2]])
def test_a_plot_with_gaps_or_without_points_is_shown(curve):
    assert show(plot(curve), alt="x").text == "x"
