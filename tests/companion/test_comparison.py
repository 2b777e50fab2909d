import numpy as np
import pytest
import torch

import handgrad as hg
from companion import compare


def square_sum(lib, x, y):
    return lib.square(x + y) + y


def test_a_number_valued_function_is_shown_with_value_gradients_and_quotients():
    assert compare(square_sum, 2.0, 3.0).text.splitlines() == [
        "|       | handgrad | torch | difference quotient |",
        "| value | 28       | 28    |                     |",
        "| ∂f/∂x | 10       | 10    | 10.0000             |",
        "| ∂f/∂y | 11       | 11    | 11.0000             |",
        "handgrad and torch agree to 1e-12",
    ]


def test_the_page_form_holds_the_same_cells():
    html = compare(square_sum, 2.0, 3.0).html
    assert html.count("<tr>") == 4
    for cell in ("28", "10.0000", "∂f/∂y", "handgrad and torch agree to 1e-12"):
        assert cell in html


def test_names_come_from_the_parameters_and_stars_are_counted():
    assert "∂f/∂weight" in compare(lambda lib, weight: weight * weight, 3.0).text
    assert "∂f/∂x2" in compare(lambda lib, *xs: xs[0] * xs[1], 3.0, 4.0).text


def test_methods_alone_are_enough():
    assert "| ∂f/∂x | 0.419974" in compare(lambda lib, x: x.tanh(), 1.0).text


def test_a_result_of_several_numbers_gets_a_cotangent_that_is_shown():
    text = compare(lambda lib, x: lib.exp(x), [0.0, 1.0]).text
    assert "∂(v·f)/∂x" in text
    assert "v = [1.4, 0.6]" in text
    assert "[1.4, 1.63097]" in text


def test_a_cotangent_can_be_given():
    text = compare(lambda lib, x: x * x, [1.0, 5.0], v=[0, 1]).text
    assert "v = [0, 1]" in text
    assert "[0, 10]" in text


def test_matrices_and_vectors_are_shown_in_one_cell():
    output = compare(lambda lib, W, x: (W @ x).sum(), [[1, 2], [3, 4]], [5, 6])
    assert "[[5, 6], [5, 6]]" in output.text
    assert "[[5, 6],<br>" in output.html


def test_without_slopes_value_shape_and_dtype_are_compared_and_integers_stay_integers():
    assert compare(lambda lib, x: x.reshape(2, 2).T, [1, 2, 3, 4], slopes=False).text.splitlines() == [
        "|       | handgrad         | torch            |",
        "| value | [[1, 3], [2, 4]] | [[1, 3], [2, 4]] |",
        "| shape | (2, 2)           | (2, 2)           |",
        "| dtype | int64            | int64            |",
        "handgrad and torch agree to 1e-12",
    ]


def test_without_slopes_f_may_take_no_input_and_give_any_dtype():
    text = compare(lambda lib: lib.ones(2) > lib.tensor([0, 1]), slopes=False).text
    assert "[True, False]" in text
    assert "bool" in text


@pytest.mark.parametrize(
    ("f", "says"),
    [
        (lambda lib: lib.ones(2) + (lib is torch), "value differs at"),
        (lambda lib: lib.ones(2, 1) if lib is torch else lib.ones(2), "value differs in shape"),
        (lambda lib: lib.ones(2, dtype=lib.float64 if lib is torch else lib.float32), "dtype differs: handgrad"),
    ],
)
def test_without_slopes_a_difference_in_value_shape_or_dtype_is_found(f, says):
    with pytest.raises(AssertionError, match=says):
        compare(f, slopes=False)


def test_long_gradients_are_cut_and_the_quotients_bounded():
    text = compare(lambda lib, A: (A @ A.T).sum(), np.arange(400.0).reshape(20, 20) / 400).text
    assert "[[19, 19.1, 19.2, …]] (20, 20)" in text
    assert "max difference < 1e-06 (200 entries)" in text


def test_a_kink_is_shown_and_named_but_is_no_error():
    text = compare(lambda lib, x: lib.relu(x), 0.0).text
    assert "0.5000" in text
    assert "a kink" in text


def test_an_input_that_does_not_matter_has_gradient_zero():
    assert "| ∂f/∂y | 0 " in compare(lambda lib, x, y: x * x, 1.0, 2.0).text


def test_a_wrong_value_is_named_with_its_size():
    with pytest.raises(AssertionError, match=r"value differs: handgrad 6, torch 6.5, off by 0.5"):
        compare(lambda lib, x: x * 2 if lib is hg else x * 2 + 0.5, 3.0)


def test_a_wrong_gradient_is_named_with_its_place():
    with pytest.raises(AssertionError, match=r"∂f/∂x differs at \[1\]: handgrad 8, torch 4, off by 4"):
        compare(
            lambda lib, x: (x * x).sum() if lib is torch else (x * x + (x - x.detach()) * x * hg.tensor([0, 2])).sum(),
            [1.0, 2.0],
        )


def test_a_difference_of_a_trillionth_and_a_half_is_a_difference():
    with pytest.raises(AssertionError, match="value differs"):
        compare(lambda lib, x: x + (1.5e-12 if lib is hg else 0.0), 1.0)


def test_a_wrong_shape_is_named():
    with pytest.raises(AssertionError, match=r"value differs in shape: handgrad \(2,\), torch \(2, 1\)"):
        compare(lambda lib, x: x if lib is hg else x.reshape(2, 1), [1.0, 2.0])


def test_nan_in_both_agrees_and_nan_in_one_does_not():
    assert "nan" in compare(lambda lib, x: lib.log(x), -1.0).text
    with pytest.raises(AssertionError, match="value differs: handgrad nan, torch 1"):
        compare(lambda lib, x: x * (float("nan") if lib is hg else 1.0), 1.0)


@pytest.mark.parametrize(
    ("call", "error", "says"),
    [
        (lambda: compare(lambda lib, x: x), TypeError, "at least one input"),
        (lambda: compare(lambda lib, x, y: x, 1.0), TypeError, r"2 inputs \(x, y\); came 1 inputs"),
        (lambda: compare(lambda lib, x: x, 1.0, 2.0), TypeError, r"1 inputs \(x\); came 2 inputs"),
        (lambda: compare(lambda lib, x: x, "two"), TypeError, "input x must be a number, a list or an array"),
        (lambda: compare(lambda lib, x: 3.0, 1.0), TypeError, "must return one tensor; with handgrad came float"),
        (lambda: compare(lambda lib, x: x.detach(), 1.0), ValueError, "has no graph"),
        (lambda: compare(lambda lib, x: x * x, [1.0, 2.0], v=[1.0]), ValueError, r"\(2,\); came \(1,\)"),
    ],
)  # fmt: skip
def test_mistakes_are_told_in_one_line(call, error, says):
    with pytest.raises(error, match=says) as caught:
        call()
    assert "\n" not in str(caught.value)
