"""The three files that say what to install say the same."""

import re
import tomllib
from itertools import chain
from pathlib import Path
from types import ModuleType

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
EXTRAS = PROJECT["optional-dependencies"]
DIRECT = [Requirement(r) for r in chain(PROJECT["dependencies"], *EXTRAS.values())]
PINS = [
    Requirement(line)
    for line in (ROOT / "constraints.txt").read_text().splitlines()
    if line and not line.startswith("#")
]
ENVIRONMENT = yaml.safe_load((ROOT / "environment.yml").read_text())
CONDA = [d for d in ENVIRONMENT["dependencies"] if isinstance(d, str)]
PIP = next(d["pip"] for d in ENVIRONMENT["dependencies"] if isinstance(d, dict))


@pytest.mark.parametrize("requirement", DIRECT, ids=lambda r: r.name)
def test_every_direct_dependency_is_pinned_inside_its_range(requirement: Requirement) -> None:
    pins = [p for p in PINS if canonicalize_name(p.name) == canonicalize_name(requirement.name)]
    assert pins, f"constraints.txt does not pin {requirement.name}"
    for pin in pins:
        (version,) = [s.version for s in pin.specifier]
        assert requirement.specifier.contains(version), f"{pin} is outside of {requirement}"


@pytest.mark.parametrize("pin", PINS, ids=str)
def test_every_pin_is_one_exact_version_that_exists_on_every_system(pin: Requirement) -> None:
    assert pin.url is None, "a path or an address serves one machine"
    assert [s.operator for s in pin.specifier] == ["=="], f"{pin} is not one exact version"
    assert "+" not in str(pin.specifier), f"{pin}: a local version exists on one system only"


def test_no_package_is_pinned_twice_for_the_same_machine() -> None:
    plain = [canonicalize_name(p.name) for p in PINS if p.marker is None]
    assert len(plain) == len(set(plain))


def test_peers_that_only_benchmarks_or_drafts_use_are_not_pinned() -> None:
    assert not {"jupytext", "micrograd", "autograd", "d2l", "gradients-by-hand"} & {
        canonicalize_name(p.name) for p in PINS
    }


def test_conda_brings_a_python_of_the_same_range_as_the_project() -> None:
    (python,) = [d for d in CONDA if d.startswith("python")]
    assert SpecifierSet(python.removeprefix("python")) == SpecifierSet(PROJECT["requires-python"])


def test_conda_leaves_every_version_to_constraints_txt() -> None:
    assert sorted(re.split(r"[<>=]", d)[0] for d in CONDA) == ["pip", "python"]
    assert "-c constraints.txt" in PIP
    (editable,) = [line for line in PIP if line.startswith("-e ")]
    extras = set(Requirement("x" + editable.removeprefix("-e .")).extras)
    assert extras == {"book", "grade"}
    assert extras <= set(EXTRAS)


def test_go_py_the_readme_and_ci_name_the_pythons_that_the_project_supports(go: ModuleType) -> None:
    minors = list(range(go.OLDEST, go.NEWEST + 1))
    wanted = SpecifierSet(PROJECT["requires-python"])
    assert [minor for minor in range(30) if wanted.contains(f"3.{minor}")] == minors
    said = re.search(r"You need Python ([\d., or]+) and", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert said
    assert re.findall(r"3\.(\d+)", said.group(1)) == [str(minor) for minor in minors]
    workflow = (ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")
    assert sorted(re.findall(r'python(?:-version)?: "3\.(\d+)"', workflow)) == [str(minor) for minor in minors]
