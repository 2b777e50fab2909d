"""What the papers of the house say of each other is true."""

import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
import yaml

from companion import doctor
from tests.house.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
CI_RUN = (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_ci_the_readme_and_the_doctor_name_the_same_system_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    found = re.search(r"^packages=\((.+)\)$", CI_RUN, re.MULTILINE)
    assert found
    table = README.partition("## System packages")[2].partition("## ")[0]
    monkeypatch.setattr(doctor.shutil, "which", lambda name: None)
    monkeypatch.setattr(doctor.sys, "platform", "linux")
    cures = [finding.cure.split()[-1] for finding in doctor.system_programs()]
    assert found.group(1).split() == re.findall(r"^\| `([\w-]+)` \|", table, re.MULTILINE) == cures


def test_ci_turns_missing_parts_into_failures_and_runs_every_test() -> None:
    assert re.search(r"^export CI=true$", CI_RUN, re.MULTILINE)
    assert CI_RUN.rstrip().endswith("make test")


def test_the_workflow_calls_ci_run_on_linux_and_a_smoke_test_elsewhere() -> None:
    jobs = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text())["jobs"]
    runs = {name: [step["run"] for step in job["steps"] if "run" in step] for name, job in jobs.items()}
    assert runs["everything"] == [".ci/run"]
    assert runs["elsewhere"] == ["python go.py setup", "python go.py test engine", "python go.py run 05a"]
    systems = [row["os"] for row in jobs["elsewhere"]["strategy"]["matrix"]["include"]]
    assert systems == ["windows-latest", "macos-latest"]


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_relative_links_lead_to_what_exists(name: str) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)\)", (ROOT / name).read_text(encoding="utf-8"))
    assert [t for t in targets if not t.startswith("https://") and not (ROOT / t).exists()] == []


def test_the_picture_of_the_readme_is_what_the_engine_draws() -> None:
    sys.path.insert(0, str(ROOT / "book"))
    from first_graph import TARGET, picture

    assert TARGET.read_text(encoding="utf-8") == picture(), "draw it again: python book/first_graph.py"


def test_no_paper_holds_a_path_of_one_machine() -> None:
    papers = subprocess.run(
        ["git", "ls-files", "*.md", "*.yml", "*.toml", "*.txt"], cwd=ROOT, capture_output=True, text=True
    )
    texts = {
        name: (ROOT / name).read_text(encoding="utf-8") for name in papers.stdout.split() if (ROOT / name).exists()
    }
    home = re.compile(r"(?<![\w.])/(?:home|Users|root|work|opt)/\w+")
    assert {name: hit.group() for name, text in texts.items() if (hit := home.search(text))} == {}


@pytest.mark.parametrize(
    ("ci", "reason", "outcome"),
    [
        ("true", "needs chromium: sudo apt-get install chromium", "1 failed"),
        ("true", "this machine gives ['confined']: bubblewrap is not installed", "1 failed"),
        ("true", "this machine gives neither level", "1 failed"),
        ("true", "make is not installed", "1 skipped"),
        ("", "needs chromium: sudo apt-get install chromium", "1 skipped"),
    ],
)
def test_in_ci_a_missing_part_is_a_failure(tmp_path: Path, ci: str, reason: str, outcome: str) -> None:
    (tmp_path / "conftest.py").write_text((ROOT / "tests" / "conftest.py").read_text(encoding="utf-8"))
    (tmp_path / "test_it.py").write_text(f"import pytest\ndef test_it():\n    pytest.skip({reason!r})\n")
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--rootdir", str(tmp_path), str(tmp_path)]
    done = subprocess.run(
        command, cwd=tmp_path, env={**os.environ, "CI": ci}, capture_output=True, text=True, check=False
    )
    assert outcome in done.stdout


def test_the_minutes_of_the_instructors_table_are_those_of_the_assignments_and_the_pages() -> None:
    page = (ROOT / "book" / "instructors.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d\d) [^|]+\| ([^|]+) \| (\d+) \|$", page, re.MULTILINE)
    assert [chapter for chapter, _, _ in rows] == [f"{k:02}" for k in range(10)]
    for chapter, pages, minutes in rows:
        (source,) = (ROOT / "exercises" / "source").glob(f"{chapter}_*/*.ipynb")
        questions = [cell.metadata.get("question", {}) for cell in nbformat.read(source, 4).cells]
        assert int(minutes) == sum(question.get("minutes", 0) for question in questions), chapter
        for name, allowed in re.findall(r"\b(\d\d[a-z]?) (\d+)", pages):
            first = sorted((ROOT / "notebooks").glob(f"{name}_*.ipynb"))[0]
            said = "\n".join(c.source for c in nbformat.read(first, 4).cells if c.cell_type == "markdown")
            assert f"{allowed} minutes" in said, name
