"""Imports, tracebacks, warnings, plots, files, sources, d2l: the small rooms of companion."""

import os
import re
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from companion import data_path, plots, show, show_source
from companion.numbers import array, number
from companion.quiet import one_line
from companion.tex import tex_to_html
from handgrad.scalar import Value, topological


def run(code, **env):
    # A fresh reader: importing companion in this process has already named the plot style in the environment.
    fresh = {name: value for name, value in os.environ.items() if name != "MATPLOTLIBRC"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env={**fresh, **env})
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_importing_companion_brings_no_heavy_library_and_prints_nothing():
    heavy = ("torch", "pandas", "matplotlib", "yaml", "IPython")
    assert run(f"import companion, sys; [print(m) for m in {heavy} if m in sys.modules]") == ""


@pytest.mark.parametrize(
    ("missing", "call"),
    [
        ("torch", "compare(lambda lib, x: x, 1.0)"),
        ("matplotlib", "plots.figure()"),
        ("yaml", "quiz('05a')"),
    ],
)
def test_a_missing_library_stops_only_what_needs_it_and_the_command_is_named(missing, call):
    code = (
        f"import sys; sys.modules[{missing!r}] = None\n"
        "from companion import *\n"
        "from handgrad.scalar import Value\n"
        "step_backward(Value(1.0) * 2.0)\n"
        f"try: {call}\n"
        "except ImportError as error: print(error)"
    )
    said = run(code)
    assert f"needs {missing}, which cannot be imported" in said
    assert said.endswith("run: python -m companion.doctor --fix\n")
    assert said.count("\n") == 1


def test_in_ipython_tracebacks_are_one_line_without_colour():
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output

    from companion import quiet

    shell = InteractiveShell.instance()
    try:
        with capture_output() as silence:
            quiet.use()
        assert silence.stdout == silence.stderr == ""
        with capture_output() as said:
            shell.run_cell("def f(): raise ValueError('too small')\nf()")
        assert said.stdout.strip() == "ValueError: too small"
    finally:
        InteractiveShell.clear_instance()


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("The first. The second.", "UserWarning: The first.\n"),
        ("torch.foo is old. Use torch.bar", "UserWarning: torch.foo is old.\n"),
        ("no end at 3.5 and e.g. this", "UserWarning: no end at 3.5 and e.g. this\n"),
        ("It breaks.\n (Triggered internally at /x/y.cpp:12.)", "UserWarning: It breaks.\n"),
    ],
)
def test_a_warning_is_its_category_and_first_sentence(message, shown):
    assert one_line(message, UserWarning, "/a/path.py", 3) == shown
    assert warnings.formatwarning(message, UserWarning, "/a/path.py", 3) == shown


def test_the_style_waits_for_matplotlib_and_then_holds():
    code = "import companion, matplotlib as m; print(m.rcParams['svg.hashsalt'], m.rcParams['axes.spines.top'])"
    assert run(code) == "gradients-by-hand False\n"
    assert run(code.replace("companion, matplotlib as m", "matplotlib as m, companion")) == "gradients-by-hand False\n"


def test_the_palette_is_that_of_the_style():
    import matplotlib

    style = matplotlib.rc_params_from_file(plots.STYLE, use_default_template=False)
    cycle = [f"#{c.strip('#')}".upper() for c in style["axes.prop_cycle"].by_key()["color"]]
    named = vars(plots.COLORS)
    assert sorted(cycle) == sorted(color.upper() for color in named.values())
    assert cycle[:2] == [named["blue"].upper(), named["red"].upper()]


def test_show_gives_one_picture_with_words_and_closes_the_figure():
    import matplotlib.pyplot as plt

    fig, ax = plots.figure()
    ax.plot([1, 3, 2])
    output = show(fig, alt="a line that\n rises & falls")
    assert output.text == "a line that rises & falls"
    assert 'alt="a line that rises &amp; falls"' in output.html
    assert plt.get_fignums() == []


def test_the_svg_of_a_figure_holds_no_date_and_short_coordinates():
    import base64

    fig, ax = plots.figure()
    ax.plot([1 / 3, 2 / 3, 1 / 7])
    svg = base64.b64decode(re.search(r"base64,([^\"]+)", show(fig, alt="x").html).group(1)).decode()
    assert svg.startswith("<svg")
    assert "date" not in svg
    assert not re.search(r"[LM] \d+\.\d{3,}", svg)


@pytest.mark.parametrize("alt", ["", "  "])
def test_show_asks_for_words(alt):
    fig, _ = plots.figure()
    with pytest.raises(ValueError, match='show needs alt="what the plot shows'):
        show(fig, alt=alt)


def test_show_refuses_what_is_no_figure_or_too_large():
    with pytest.raises(TypeError, match="came list"):
        show([1], alt="x")
    fig, ax = plots.figure()
    ax.scatter(range(20_000), range(20_000))
    with pytest.raises(ValueError, match=r"characters of SVG, at most 400,000"):
        show(fig, alt="x")


def test_data_is_found_from_everywhere(tmp_path, monkeypatch):
    root = Path(__file__).resolve().parents[2]
    for folder in (root, root / "notebooks", root / "companion", tmp_path):
        monkeypatch.chdir(folder)
        assert data_path("quiz/05a.yml") == root / "notebooks" / "data" / "quiz" / "05a.yml"


def test_a_copy_of_the_book_uses_its_own_data(tmp_path, monkeypatch):
    own = tmp_path / "notebooks" / "data" / "quiz" / "05a.yml"
    own.parent.mkdir(parents=True)
    own.write_text("mine")
    (tmp_path / "my").mkdir()
    monkeypatch.chdir(tmp_path / "my")
    assert data_path("quiz/05a.yml").read_text() == "mine"


@pytest.mark.parametrize("name", ["nothing.csv", "../data", "../../README.md"])
def test_a_missing_file_lists_those_that_exist(name):
    with pytest.raises(FileNotFoundError, match=r"notebooks/data holds: .*quiz/05a\.yml"):
        data_path(name)


def test_source_is_dedented_without_docstring_and_marked():
    text = show_source(Value.backward, mark="+= slope").text
    assert text.splitlines()[0] == "  def backward(self) -> None:"
    assert [line for line in text.splitlines() if line.startswith("▸")] == [
        "▸             parent.grad += slope * node.grad"
    ]
    assert text.endswith("# handgrad/scalar.py, Value.backward")
    assert "Fill `grad`" not in text
    assert "Fill `grad`" in show_source(Value.backward, doc=True).text
    assert show_source(Value.backward, mark="+= slope").html.count("<mark") == 1


def test_functions_properties_classes_and_modules_have_source():
    import handgrad as hg
    import handgrad.scalar

    assert "def topological" in show_source(topological).text
    assert "def is_leaf" in show_source(hg.Tensor.is_leaf.fget).text
    assert "class Value" in show_source(Value).text
    assert show_source(handgrad.scalar).text.endswith("# handgrad/scalar.py")


@pytest.mark.parametrize(
    ("call", "error", "says"),
    [
        (lambda: show_source(topological, mark="no such"), ValueError, "'no such' stands in no line of"),
        (lambda: show_source(len), TypeError, "of handgrad and companion; came builtins.len"),
        (lambda: show_source(re.compile), TypeError, "came re.compile"),
        (lambda: show_source(3), TypeError, "came int"),
    ],
)  # fmt: skip
def test_source_of_others_is_refused_in_one_line(call, error, says):
    with pytest.raises(error, match=says) as caught:
        call()
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (28.0, "28"),
        (-0.0, "0"),
        (1e6, "1000000"),
        (0.70710678, "0.7071"),
        (1e-8, "1e-08"),
        (float("inf"), "inf"),
        (float("nan"), "nan"),
        ([1.0, 1e-17], "[1, 0]"),
        ([[1.0, 2.0], [3.0, 4.5]], "[[1, 2], [3, 4.5]]"),
        (list(range(9)), "[0, 1, 2, …] (9,)"),
        ([], "[]"),
    ],
)
def test_numbers_are_short(value, text):
    assert array(value) == text


def test_a_rounding_error_does_not_tip_the_last_digit():
    tie = 1991.675
    assert {number(tie + k * 2.3e-13, 6) for k in range(-3, 4)} == {number(tie, 6)}


@pytest.mark.parametrize(
    ("tex", "html"),
    [
        ("a + b", "<i>a</i> + <i>b</i>"),
        ("x_1^2", "<i>x</i><sub>1</sub><sup>2</sup>"),
        (r"\frac{\partial f}{\partial x}", "∂<i>f</i>/∂<i>x</i>"),
        (r"\frac{a+b}{2}", "(<i>a</i> + <i>b</i>)/2"),
        (r"\bar x", "<i>x̄</i>"),
        ("x - 1", "<i>x</i> − 1"),
        ("[0, -1]", "[0, −1]"),
        (r"\mathbb{R}^{m\times n}", "ℝ<sup><i>m</i> × <i>n</i></sup>"),
        (r"1 \text{ if } x < 2", "1 if <i>x</i> &lt; 2"),
    ],
)
def test_short_formulas_become_html(tex, html):
    assert html in tex_to_html(tex)


def test_d2l_is_there_with_or_without_torchvision():
    pytest.importorskip("d2l", reason="d2l is not installed: python -m companion.doctor --fix")
    code = (
        "import sys\n"
        "sys.modules['torchvision'] = None\n"
        "from companion.d2l_bridge import d2l\n"
        "import inspect, torchvision\n"
        "inspect.getmodule(d2l)\n"
        "print(d2l.__name__, hasattr(torchvision, '__file__'))\n"
        "try: torchvision.datasets.FashionMNIST\n"
        "except ImportError as error: print(error)\n"
    )
    said = run(code, OMP_NUM_THREADS="1").splitlines()
    assert said[0] == "d2l.torch False"
    assert said[1].startswith("torchvision.datasets.FashionMNIST is not available")


def test_without_d2l_the_command_is_named():
    code = (
        "import sys\n"
        "sys.modules['d2l'] = sys.modules['torchvision'] = None\n"
        "try: from companion.d2l_bridge import d2l\n"
        "except ImportError as error: print(error)\n"
    )
    assert "run: python -m companion.doctor --fix" in run(code)
