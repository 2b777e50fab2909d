"""What the explorers compute and say; how they look and move is in test_explorer_pages.py."""

import base64
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
import torch

import companion
import handgrad as hg
from companion import broadcasting, gradient_contour, linear_map, optimizer_race, strides
from companion.explorers.linear_map import say_map
from companion.explorers.plane import ticks

NAN, INF = float("nan"), float("inf")
OVAL = lambda x, y: x**2 + 2 * y**2


def lines(output) -> list[str]:
    return [re.sub(r"^\d+\. ", "", line) for line in output.text.splitlines()[1:]]


def data(output, script: str) -> dict:
    return json.loads(re.search(rf"^{script}\(root, (.*)\);$", output.html, re.MULTILINE).group(1))


def svg(output) -> str:
    return base64.b64decode(re.search(r'base64,([^"]+)"', output.html).group(1)).decode()


EXAMPLES = {
    "strides": lambda: strides(torch.arange(6).reshape(2, 3)),
    "broadcasting": lambda: broadcasting(hg.ones(3, 1), hg.ones(2)),
    "linear_map": lambda: linear_map([[0, -1], [1, 0]], [[2, 0], [0, 1]]),
    "gradient_contour": lambda: gradient_contour(OVAL),
    "optimizer_race": lambda: optimizer_race(OVAL, (2.0, 1.0), {"SGD": lambda p: hg.optim.SGD(p, lr=0.1)}, 5),
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_explorer_is_the_same_on_every_run_and_asks_nobody(name):
    one, two = EXAMPLES[name](), EXAMPLES[name]()
    assert one.html == two.html
    assert not re.search(r"https?://(?!www\.w3\.org)|\bid=", one.html + svg(one))
    ElementTree.fromstring(svg(one))


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_explorer_has_alt_text_and_a_text_for_what_can_be_seen(name):
    output = EXAMPLES[name]()
    alt = re.search(r' alt="([^"]+)"', output.html).group(1)
    assert len(alt) > 30
    assert lines(output)
    assert output.html.count("<li>") == len(lines(output))


def test_scripts_and_styles_of_all_pictures_together_stay_under_60_kilobytes():
    folder = Path(companion.__file__).parent
    assert sum(p.stat().st_size for p in [*folder.glob("*.js"), *folder.glob("*.css")]) < 60_000


# ------------------------------------------------------------------------------------------------------------ memory


def test_every_entry_of_a_transpose_is_found_by_its_strides():
    x = torch.arange(6).reshape(2, 3)
    said = lines(strides(x, x.T, names="x, x.T"))
    assert said[5] == "x[1, 2]: place 0 + 1·3 + 2·1 = 5 of the memory, where 5 stands."
    assert said[9] == "x.T[1, 1]: place 0 + 1·1 + 1·3 = 4 of the memory, where 4 stands."


def test_entries_of_two_tables_that_are_one_number_light_together():
    x = torch.arange(6).reshape(2, 3)
    states = data(strides(x, x.T), "memory")
    (state,) = [s for s in states if s["pick"] == "0:1,2"]
    assert set(state["lit"]) == {"m0:5", "0:1,2", "1:2,1"}


@pytest.mark.parametrize("lib", [torch, hg, np])
def test_a_small_part_of_a_large_storage_is_refused(lib):
    with pytest.raises(ValueError, match="the storage of t1 has 24 places; at most 20"):
        strides(lib.arange(24)[4:8])


@pytest.mark.parametrize("lib", [torch, hg, np])
def test_a_step_of_two_and_an_offset_are_read_in_every_library(lib):
    said = lines(strides(lib.arange(12).reshape(3, 4)[1:, ::2], names="part"))
    assert said[3] == "part[1, 1]: place 4 + 1·4 + 1·2 = 10 of the memory, where 10 stands."


def test_numpy_may_walk_backward():
    assert lines(strides(np.arange(3)[::-1]))[0] == "t1[0]: place 2 + 0·−1 = 2 of the memory, where 2 stands."


def test_equal_lists_have_two_memories():
    assert "memory of a</text>" in svg(broadcasting([1, 2], [1, 2]))
    assert "memory of b</text>" in svg(broadcasting([1, 2], [1, 2]))


def test_a_stretched_axis_has_stride_zero_and_its_cells_are_dashed():
    output = broadcasting(hg.tensor([[0.0], [1.0], [2.0]]), torch.tensor([10.0, 20.0]), op="*")
    said = lines(output)[5]
    assert said.startswith("result[2, 1] = a[2, 0] × b[1] = 2 × 20 = 40. In memory: a at place 0 + 2·1 + 1·0 = 2,")
    assert svg(output).count("stroke-dasharray") == 3 + 4


def test_broadcasting_gives_what_numpy_gives():
    a, b = np.arange(4.0).reshape(4, 1), np.arange(3.0)
    said = [line.split(" = ")[3].split(".")[0] for line in lines(broadcasting(a, b))]
    assert said == [str(int(x)) for x in (a + b).ravel()]


def test_a_number_without_axes_nan_and_inf_are_shown_as_they_are():
    said = lines(broadcasting(2.0, [NAN, INF]))
    assert said[0].startswith("result[0] = a + b[0] = 2 + nan = nan.")
    assert "2 + inf = inf" in said[1]


# -------------------------------------------------------------------------------------------------------------- maps


@pytest.mark.parametrize(
    ("matrix", "end"),
    [
        ([0.6, -0.8, 0.8, 0.6], "determinant 1: areas stay."),
        ([0, 1, 1, 0], "determinant −1: areas stay, turned over as in a mirror."),
        ([2, 0, 0, 1.5], "determinant 3: areas times 3."),
        ([1, 2, 0.5, 1], "determinant 0: the plane is pressed onto a line; no inverse."),
        ([0, 0, 0, 0], "determinant 0: every point goes to the origin; no inverse."),
    ],
)
def test_a_map_is_put_in_words(matrix, end):
    assert say_map(matrix).endswith(end)


def test_the_columns_say_where_the_unit_arrows_go():
    assert lines(linear_map(torch.tensor([[1.0, 2.0], [3.0, -1.0]])))[0].startswith(
        "map 1: e₀ goes to (1, 3), e₁ to (2, −1)"
    )


# ---------------------------------------------------------------------------------------------------------- surfaces


def test_the_gradient_at_every_point_of_the_lattice_is_right():
    known = data(gradient_contour(OVAL), "gradientContour")
    for row, y in enumerate(known["y"]):
        for column, x in enumerate(known["x"]):
            assert known["known"][row * len(known["x"]) + column] == pytest.approx(
                [x**2 + 2 * y**2, 2 * x, 4 * y], rel=1e-4
            )


def test_the_point_starts_where_it_was_asked_to():
    assert lines(gradient_contour(OVAL, at=(1, 1)))[0] == "At (1, 1): f = 3, gradient (2, 4) of length 4.472."


def test_where_f_is_no_number_the_text_says_so():
    with np.errstate(all="ignore"):
        output = gradient_contour(lambda x, y: hg.log(x * y), at=(-1, 1))
    assert lines(output)[0] == "At (−1, 1) f has no gradient: it is not a finite number."
    assert 0 in data(output, "gradientContour")["known"]


def test_a_function_that_uses_one_variable_or_none_has_slopes_of_zero():
    assert "gradient (0, 1)" in lines(gradient_contour(lambda x, y: y + 0 * y))[0]


def test_the_ways_are_those_of_handgrads_optimizers():
    output = optimizer_race(OVAL, (2.0, 1.0), {"SGD": lambda p: hg.optim.SGD(p, lr=0.1)}, 3)
    values = data(output, "optimizerRace")["runs"][0]["f"]
    x, y, wanted = 2.0, 1.0, []
    for _ in range(4):
        wanted.append(x**2 + 2 * y**2)
        x, y = x - 0.1 * 2 * x, y - 0.1 * 4 * y
    assert values == pytest.approx(wanted, rel=1e-4)


def test_a_way_that_overflows_stops_and_says_so():
    output = optimizer_race(OVAL, (2.0, 1.0), {"wild": lambda p: hg.optim.SGD(p, lr=30.0)}, 50)
    assert lines(output)[0].endswith("then the numbers overflow.")
    json.dumps(data(output, "optimizerRace"), allow_nan=False)


def test_ticks_are_round_and_few():
    assert ticks(-2.4, 2.4) == [-2, -1, 0, 1, 2]
    assert all(2 <= len(ticks(a, b)) <= 9 for a, b in [(0, 1), (-0.03, 0.05), (1e3, 1e4), (-7, 3)])
