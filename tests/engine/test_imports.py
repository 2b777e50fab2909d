"""handgrad stands on numpy alone, is quick to import, and has no public name that torch lacks."""

import functools
import importlib
import inspect
import re
import subprocess
import sys
import types
from typing import Any

import pytest
import torch

import handgrad as hg
from handgrad.tape import Op
from tests.engine.differences import PARAMETERS, PUBLIC, listed

SPACES = [
    "",
    "func",
    "autograd",
    "autograd.functional",
    "nn",
    "nn.functional",
    "optim",
    "optim.lr_scheduler",
    "linalg",
    "utils.data",
]


def run(code: str, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *options, "-c", code], capture_output=True, text=True, check=True)


def test_importing_handgrad_imports_neither_torch_nor_matplotlib_nor_pandas() -> None:
    loaded = run("import sys, handgrad; print(*sys.modules)").stdout.split()
    tops = {name.split(".")[0] for name in loaded}
    assert "handgrad" in tops
    assert not tops & {"torch", "matplotlib", "pandas", "scipy", "companion", "autograder"}


def seconds_beyond_numpy() -> float:
    """Processor time of `import handgrad` in a process that has numpy already."""
    code = "import numpy, time; t = time.process_time(); import handgrad; print(time.process_time() - t)"
    return float(run(code).stdout)


def test_handgrad_costs_at_most_a_tenth_of_a_second_more_than_numpy() -> None:
    """The smallest of several runs: what else the machine does can only add."""
    more = 9.0
    for _ in range(6):
        more = min(more, seconds_beyond_numpy())
        if more <= 0.10:
            break
    assert more <= 0.10


def at(lib: Any, path: str) -> Any:
    return functools.reduce(getattr, path.split("."), lib) if path else lib


def is_internal(value: Any) -> bool:
    """A room of the package (handgrad.tape, …), which Python binds as an attribute: for reading, not for use."""
    return isinstance(value, types.ModuleType) and value.__name__.startswith("handgrad.")


def public(space: str) -> list[str]:
    """The public names of a namespace: all of a package's, and what a plain module itself defines."""
    module = at(hg, space)
    package = hasattr(module, "__path__")
    found = []
    for name, value in vars(module).items():
        home = getattr(value, "__module__", None)
        ours = isinstance(home, str) and home.startswith("handgrad" if package else module.__name__)
        if not name.startswith("_") and ((ours and not isinstance(value, Op)) or (package and is_internal(value))):
            found.append(name)
    return found


def names() -> list[str]:
    found = []
    for space in SPACES:
        prefix = f"{space}." if space else ""
        found += [prefix + n for n in public(space)]
    found += [f"Tensor.{n}" for n in dir(hg.Tensor) if not n.startswith("_")]
    return sorted(set(found))


@pytest.mark.parametrize("path", names())
def test_every_public_name_is_in_torch_under_the_same_path(path: str) -> None:
    try:
        at(torch, path)
        there = True
    except AttributeError:
        there = False
    if path in PUBLIC:
        listed(path, PUBLIC[path], not there)
    elif not there:
        assert is_internal(at(hg, path)), f"torch.{path} does not exist"


def test_no_listed_name_is_gone() -> None:
    assert set(PUBLIC) <= set(names())
    assert set(PARAMETERS) <= {p for p, _, _ in signatures()}


def signatures() -> list[tuple[str, inspect.Signature, list[inspect.Signature]]]:
    """(path, ours, torch's overloads) of every public function whose signature torch lets Python see or documents."""
    found = []
    for path in names():
        ours, theirs = at(hg, path), getter(path)
        if not callable(ours) or theirs is None or (inspect.isclass(ours) and "__init__" not in vars(ours)):
            continue
        try:
            want = [inspect.signature(theirs)]
        except (TypeError, ValueError):
            function = getattr(torch, path.removeprefix("Tensor."), None)
            want = [s for f in (theirs, function) if f is not None for s in documented(f, path.rsplit(".")[-1])]
        if want:
            found.append((path, inspect.signature(ours), want))
    return found


def getter(path: str) -> Any:
    try:
        return at(torch, path)
    except AttributeError:
        return None


def documented(f: Any, name: str) -> list[inspect.Signature]:
    """The signatures in a builtin's docstring: lines such as 'amax(input, dim, keepdim=False) -> Tensor'."""
    found = []
    for text in re.findall(rf"(?:^|\s){name}\((.*)\)\s*->", f.__doc__ or ""):
        text = re.sub(r"=([A-Za-z_][\w.]*)", _quoted, text.replace("torch.", "").replace("\\*", "*"))
        scope: dict[str, Any] = {}
        try:
            exec(f"from __future__ import annotations\ndef f({text}): pass", scope)
        except (SyntaxError, NameError):
            continue
        found.append(inspect.signature(scope["f"]))
    return found


def _quoted(match: re.Match[str]) -> str:
    """A default that is a name of torch's, as a string."""
    return match[0] if match[1] in ("None", "True", "False") else f"={match[1]!r}"


NUMPY_S = {
    "axis": "dim",
    "keepdims": "keepdim",
}  # torch takes numpy's names for these two everywhere, and documents it nowhere


def problems(path: str, ours: inspect.Signature, overloads: list[inspect.Signature]) -> list[str]:
    """What of our parameters torch does not have, or has with another default."""
    mine = [p for p in ours.parameters.values() if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)]
    if path.startswith("Tensor.") or (mine and mine[0].name == "input"):
        mine = mine[1:]
    if any(p.kind is p.VAR_KEYWORD for s in overloads for p in s.parameters.values()):
        return []
    found = []
    for p in mine:
        theirs = [s.parameters[p.name] for s in overloads if p.name in s.parameters]
        if not theirs and NUMPY_S.get(p.name) not in ours.parameters:
            found.append(f"torch has no {p.name}")
        elif theirs and not any(_same(p.default, t.default) or t.kind is t.VAR_POSITIONAL for t in theirs):
            if len(theirs) < len(overloads) and p.default in (None, False):
                continue  # left out, it is the overload without it
            found.append(f"{p.name}={p.default!r}, torch {theirs[0].default!r}")
    return found


def _same(a: Any, b: Any) -> bool:
    return bool(a == b) or str(a) == str(b)


@pytest.mark.parametrize(("path", "ours", "theirs"), [pytest.param(*s, id=s[0]) for s in signatures()])
def test_parameters_have_torch_s_names_and_defaults(path: str, ours: Any, theirs: Any) -> None:
    """So that what is written with keywords runs on both."""
    found = problems(path, ours, theirs)
    if path in PARAMETERS:
        listed(path, f"{PARAMETERS[path]} ({'; '.join(found)})", bool(found))
    else:
        assert not found, f"{path}{ours} against torch's {theirs}"


def test_enough_signatures_are_compared_for_the_test_to_mean_something() -> None:
    compared = {p for p, _, _ in signatures()}
    assert len(compared) > 100
    assert {"sum", "Tensor.backward", "autograd.grad", "func.vjp", "autograd.functional.hvp"} <= compared


def test_modules_import_in_any_order() -> None:
    """No room of the engine needs another to have been imported before it."""
    rooms = [
        "tape",
        "record",
        "tensor",
        "ops.reduce",
        "ops.linalg",
        "autograd.engine",
        "func",
        "nn.functional",
        "printing",
    ]
    for room in rooms:
        run(f"import handgrad.{room}")
        assert importlib.import_module(f"handgrad.{room}")
