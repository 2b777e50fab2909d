"""Say in one screen what is installed, what is wrong, and the command that mends it.

`python -m companion.doctor` looks, `--fix` mends (and installs d2l, which pins old versions and so must come without
its dependencies), `--quiet` says one line. The exit status is 1 while something that the chapters need is wrong.
"""

import importlib.metadata as metadata
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DISTRIBUTION = "gradients-by-hand"
D2L = "d2l==1.0.3"
EXTRAS = ("book", "grade", "dev")
REINSTALL = "python3 go.py setup"
PIP_INSTALL = [sys.executable, "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
TORCH_PROBE = "import numpy, torch; assert torch.from_numpy(numpy.ones(2)).sum() == 2.0; print(torch.__version__)"
D2L_PROBE = "from companion.d2l_bridge import d2l; print(d2l.__name__)"
MARKS = {"ok": "[green]ok[/]", "wrong": "[red]wrong[/]", "optional": "[yellow]missing[/]"}


@dataclass(frozen=True)
class Finding:
    """What was looked at: `state` is 'ok', 'wrong' or 'optional' (missing, and only some parts need it)."""

    name: str
    found: str
    wanted: str
    state: str
    cure: str = ""


def examine(thorough: bool = True) -> list[Finding]:
    """Every finding, in the order of the table; `thorough` also imports torch and d2l, each in a process of its own."""
    findings = [python(), *packages(), kernel(), folder(), writable()]
    if thorough:
        findings += [torch_and_numpy(), d2l(), trust()]
    else:
        findings += [d2l_version()]
    return findings + list(system_programs())


def python() -> Finding:
    """This interpreter, its version and whether it stands in an environment of its own."""
    version = ".".join(map(str, sys.version_info[:3]))
    place = "in an environment" if sys.prefix != sys.base_prefix or "CONDA_PREFIX" in os.environ else "of the system"
    state = "ok" if (3, 11) <= sys.version_info[:2] <= (3, 13) else "wrong"
    return Finding("Python", f"{version} {place}", "3.11 to 3.13", state, "" if state == "ok" else REINSTALL)


def packages() -> Iterator[Finding]:
    """Each package that pyproject.toml names, once, against its range."""
    from packaging.requirements import Requirement

    try:
        lines = metadata.requires(DISTRIBUTION) or []
    except metadata.PackageNotFoundError:
        yield Finding(DISTRIBUTION, "not installed", "", "wrong", REINSTALL)
        return
    seen: set[str] = set()
    for requirement in map(Requirement, lines):
        extra = next((x for x in EXTRAS if requirement.marker and requirement.marker.evaluate({"extra": x})), "")
        applies = requirement.marker is None or requirement.marker.evaluate({"extra": extra})
        if applies and requirement.name not in seen:
            seen.add(requirement.name)
            yield package(requirement.name, requirement.specifier, extra)


def package(name: str, specifier, extra: str) -> Finding:
    """One distribution against a packaging.SpecifierSet; those of the extra 'dev' are optional."""
    wanted = str(specifier) or "any"
    bad, cure = ("optional", 'pip install -e ".[dev]"') if extra == "dev" else ("wrong", REINSTALL)
    try:
        found = metadata.version(name)
    except metadata.PackageNotFoundError:
        return Finding(name, "not installed", wanted, bad, cure)
    fits = specifier.contains(found, prereleases=True)
    return Finding(name, found, wanted, "ok" if fits else bad, "" if fits else cure)


def probe(code: str) -> tuple[bool, str]:
    """Run code in a process of its own: (whether it worked, its last line). A crash there is a finding here."""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    lines = (done.stdout if done.returncode == 0 else done.stderr).strip().splitlines()
    return done.returncode == 0, lines[-1] if lines else f"exit status {done.returncode}"


def torch_and_numpy() -> Finding:
    """Whether torch imports and reads a numpy array."""
    works, said = probe(TORCH_PROBE)
    return Finding(
        "torch reads numpy", said, "import and from_numpy", "ok" if works else "wrong", "" if works else REINSTALL
    )


def d2l_version() -> Finding:
    """The installed d2l, which stands in no list of dependencies."""
    try:
        found = metadata.version("d2l")
    except metadata.PackageNotFoundError:
        found = "not installed"
    good = found == D2L.partition("==")[2]
    return Finding("d2l", found, D2L, "ok" if good else "optional", "" if good else "python -m companion.doctor --fix")


def d2l() -> Finding:
    """Whether d2l imports, with a stand-in for what this machine lacks of its own dependencies."""
    finding = d2l_version()
    if finding.state != "ok" or importlib.util.find_spec("companion.d2l_bridge") is None:
        return finding
    works, said = probe(D2L_PROBE)
    return finding if works else Finding("d2l", said, D2L, "wrong", "python -m companion.doctor --fix")


def kernel() -> Finding:
    """Whether the kernel named python3 runs this very interpreter."""
    wanted, cure = "runs this Python", "python -m companion.doctor --fix"
    try:
        from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
    except ImportError:
        return Finding("kernel python3", "jupyter_client is not installed", wanted, "wrong", REINSTALL)
    try:
        program = KernelSpecManager().get_kernel_spec("python3").argv[0]
    except NoSuchKernel:
        return Finding("kernel python3", "not installed", wanted, "wrong", cure)
    ours = program in ("python", "python3") or Path(program).absolute() == Path(sys.executable).absolute()
    return Finding(
        "kernel python3", "this Python" if ours else program, wanted, "ok" if ours else "wrong", "" if ours else cure
    )


def folder() -> Finding:
    """Whether this runs inside the folder that companion comes from: links between chapters need it."""
    here = Path.cwd()
    inside = here.resolve().is_relative_to(ROOT)
    cure = "" if inside else f'cd "{ROOT}" && python3 go.py lab'
    return Finding("folder", "the book's" if inside else str(here), "inside the book's", _state(inside), cure)


def writable() -> Finding:
    """Whether the learner's copies can be written: a file is made and removed, for rights alone do not tell."""
    place = next(path for path in (ROOT / "my", ROOT) if path.is_dir())
    try:
        with tempfile.TemporaryFile(dir=place):
            return Finding("folder's rights", "can be written", "can be written", "ok")
    except OSError as error:
        cure = f'cp -r "{ROOT}" ~/gradients-by-hand && cd ~/gradients-by-hand && python3 go.py lab'
        return Finding("folder's rights", error.strerror or "cannot be written", "can be written", "wrong", cure)


def trust() -> Finding:
    """Whether Jupyter lets the stored pictures of the chapters move: it drops scripts of notebooks it does not know."""
    import nbformat
    from nbformat.sign import NotebookNotary

    places = [path for name in ("my/notebooks", "notebooks") for path in sorted((ROOT / name).glob("[0-9]*.ipynb"))]
    notary = NotebookNotary()
    unknown = [path for path in places if not _trusted(notary, nbformat.read(path, as_version=4))]
    found = f"{len(unknown)} of {len(places)} not trusted yet" if unknown else "all trusted"
    cure = (
        f"jupyter trust {unknown[0].relative_to(ROOT).parent.as_posix()}/*.ipynb (or run their cells)"
        if unknown
        else ""
    )
    return Finding("notebooks", found, "trusted, or run by you", "optional" if unknown else "ok", cure)


def _trusted(notary: Any, notebook: Any) -> bool:
    return bool(notary.check_signature(notebook) or all(not cell.get("outputs") for cell in notebook.cells))


def _state(good: bool) -> str:
    return "ok" if good else "wrong"


def system_programs() -> Iterator[Finding]:
    """Programs and fonts that only some parts need; the names of the cures are Debian's."""
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    yield optional("chromium", browser, "make test: the book in a browser", "sudo apt-get install chromium")
    if sys.platform == "linux":
        cure = "sudo apt-get install bubblewrap"
        yield optional("bubblewrap", shutil.which("bwrap"), "grading others' code", cure)
        cure = "sudo apt-get install fonts-noto-cjk"
        yield optional("a Chinese font", chinese_font(), "Chinese terms in pictures", cure)


def optional(name: str, found: str | None, wanted: str, cure: str) -> Finding:
    """A finding about something that may be missing."""
    return Finding(name, found or "not found", wanted, "ok" if found else "optional", "" if found else cure)


def chinese_font() -> str | None:
    """The name of a font that has Chinese characters, as fontconfig knows it."""
    if not shutil.which("fc-list"):
        return None
    command = ["fc-list", ":lang=zh", "family"]
    names = subprocess.run(command, capture_output=True, text=True, check=False).stdout.splitlines()
    return min(names).partition(",")[0] if names else None


def fix(findings: list[Finding]) -> None:
    """Install what is wrong or d2l where it is missing; system programs are left to the reader."""
    if any(f.state == "wrong" and f.cure == REINSTALL for f in findings):
        words = ["-e", f"{ROOT}[book,grade]", "-c", str(ROOT / "constraints.txt")]
        subprocess.run([*PIP_INSTALL, *words], check=False)
    if any(f.name == "d2l" and f.state != "ok" for f in findings):
        subprocess.run([*PIP_INSTALL, "--no-deps", D2L], check=False)
    if any(f.name.startswith("kernel") and f.state != "ok" for f in findings):
        command = [sys.executable, "-m", "ipykernel", "install", "--sys-prefix", "--name", "python3"]
        subprocess.run(command, stdout=subprocess.DEVNULL, check=False)


def summary(findings: list[Finding]) -> str:
    """One line: ready, or the first thing that is wrong and its cure; then what is optional and missing."""
    wrong = [f for f in findings if f.state == "wrong"]
    missing = [f.name for f in findings if f.state == "optional"]
    more = f" (optional and missing: {', '.join(missing)}; details: python -m companion.doctor)" if missing else ""
    if wrong:
        first = wrong[0]
        return f"{len(wrong)} wrong; first {first.name}: {first.found}, wanted {first.wanted}; run: {first.cure}{more}"
    return f"Ready: Python, torch, the kernel and {len(findings) - len(missing)} things in all are as wanted{more}"


def ready() -> None:
    """Print one line for the first cell of the book: the same on every machine where nothing is wrong."""
    wrong = [f for f in examine(thorough=False) if f.state == "wrong"]
    print(summary(wrong) if wrong else "Ready: what the chapters need is installed.")


def table(findings: list[Finding]) -> None:
    """Print the findings and, below, the commands that mend what is wrong or missing."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    grid = Table("", "found", "wanted", "", box=None, pad_edge=False)
    for f in findings:
        grid.add_row(f.name, escape(f.found), escape(f.wanted), MARKS[f.state])
    console = Console()
    console.print(grid)
    for cure in dict.fromkeys(f.cure for f in findings if f.cure):
        names = ", ".join(f.name for f in findings if f.cure == cure)
        console.print(f"[bold]{escape(names)}[/]: {escape(cure)}")
    console.print(escape(summary(findings)), soft_wrap=True)


def main() -> int:
    """The command line; works with Python alone as far as it can, for it may be run because something is missing."""
    import argparse

    parser = argparse.ArgumentParser(prog="python -m companion.doctor", description=__doc__.partition("\n")[0])
    parser.add_argument("--fix", action="store_true", help="install what is wrong, and d2l")
    parser.add_argument("--quiet", action="store_true", help="one line")
    options = parser.parse_args()
    if missing := [name for name in ("packaging", "rich") if importlib.util.find_spec(name) is None]:
        print(f"{missing[0]} is not installed; run: {REINSTALL}")
        return 1
    if options.fix:
        fix(examine(thorough=False))
        importlib.invalidate_caches()
    findings = examine(thorough=not options.quiet)
    print(summary(findings)) if options.quiet else table(findings)
    return int(any(f.state == "wrong" for f in findings))


if __name__ == "__main__":
    sys.exit(main())
