#!/usr/bin/env python3
"""Set-up and tasks for every system, with Python's standard library alone: python3 go.py --help.

Written for any Python from 3.7 on, so that an interpreter that is too old can say so.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
import webbrowser
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "ready.txt"  # written last: what the environment was built from, and where
LOG = VENV / "setup.log"
OLDEST, NEWEST = 11, 13  # minor versions of Python 3
TORCH_CPU_INDEX = "https://download.pytorch.org/whl/cpu"
NOT_ALL_POINTS = 1  # exit status of a check that ran, where points are missing
STEADY = {"OMP_NUM_THREADS": "1", "PYTHONHASHSEED": "0", "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
LAB_SETTINGS = {  # no question about news, no look for updates; links to Markdown open as pages
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyterlab/docmanager-extension:plugin": {"defaultViewers": {"markdown": "Markdown Preview"}},
}


def fail(message: str) -> None:
    """Stop with one line."""
    sys.exit("go.py: " + message)


# ---------------------------------------------------------------------------------------------------------- set-up


def venv_python() -> str:
    """The interpreter of .venv, on every system."""
    return str(VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))


def fingerprint() -> str:
    """What an environment depends on: requirements, exact versions, its Python. Empty where there is no .venv."""
    config = VENV / "pyvenv.cfg"
    if not config.exists() or not Path(venv_python()).exists():
        return ""
    version = re.findall(r"^version\S*\s*=\s*(\S+)", config.read_text(encoding="utf-8"), re.MULTILINE)
    requirements = (ROOT / "pyproject.toml").read_text(encoding="utf-8").split("\n[tool.", 1)[0]
    constraints = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    return hashlib.sha256("\n".join([requirements, constraints, *version]).encode()).hexdigest()


def stamp() -> list:
    """What the last finished set-up left: a fingerprint and the folder it was for."""
    return STAMP.read_text(encoding="utf-8").splitlines() if STAMP.exists() else []


def run_quietly(command: list) -> int:
    """The exit status of a command whose words nobody needs."""
    return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode


def require_python() -> None:
    """Stop unless the interpreter that runs this file can build the environment."""
    major, minor = sys.version_info[:2]
    if major != 3 or not OLDEST <= minor <= NEWEST:
        names = [f"python3.{n}" for n in range(NEWEST, OLDEST - 1, -1)]
        found = [name for name in names if shutil.which(name) and run_quietly([name, "--version"]) == 0]
        cure = f"run: {found[0]} go.py setup" if found else "install 3.12 (https://www.python.org/downloads)"
        fail(f"this is Python {major}.{minor}; 3.{OLDEST} to 3.{NEWEST} is wanted; {cure}")
    if run_quietly([sys.executable, "-c", "import venv, ensurepip"]) != 0:
        fail(
            f"this Python has no venv; Debian and Ubuntu: sudo apt-get install python{major}.{minor}-venv; then repeat"
        )


def make_venv() -> None:
    """A .venv whose pip works: the one that stands, or a new one in its place."""
    moved = stamp()[1:] not in ([], [str(ROOT)])  # a moved .venv has the old folder in its programs' first lines
    if not moved and Path(venv_python()).exists() and run_quietly([venv_python(), "-m", "pip", "--version"]) == 0:
        return
    if VENV.is_symlink():
        fail(f"{VENV} is a link, and making it anew would empty what it points to; remove the link, then repeat")
    require_python()
    print(f"Making .venv with Python {sys.version_info[0]}.{sys.version_info[1]}", flush=True)
    if run_quietly([sys.executable, "-m", "venv", "--clear", str(VENV)]) != 0:
        fail(f"could not make {VENV}; see that the folder is yours and the disk has room, then repeat")


def pip_environment() -> dict:
    """The caller's environment; on Linux, where no folder of wheels is given, with PyTorch's index of CPU builds."""
    env = dict(os.environ, PIP_DISABLE_PIP_VERSION_CHECK="1")
    if sys.platform == "linux" and not env.get("PIP_FIND_LINKS"):
        env["PIP_EXTRA_INDEX_URL"] = f"{env.get('PIP_EXTRA_INDEX_URL', '')} {TORCH_CPU_INDEX}".strip()
    return env


def install() -> None:
    """Install the project with every extra at the versions of constraints.txt; what pip says goes to a log."""
    command = [venv_python(), "-m", "pip", "install", "-e", ".[book,grade,dev]", "-c", "constraints.txt"]
    seen, errors = 0, []
    with LOG.open("w", encoding="utf-8") as log, lines_of(command, pip_environment()) as process:
        for line in process.stdout:
            log.write(line)
            seen += line.startswith("Collecting")
            errors += [line.strip()] if line.startswith("ERROR") else []
            if sys.stdout.isatty():
                print(f"\r  {seen} packages ", end="", flush=True)
    if process.returncode != 0:
        fail(f"pip stopped: {errors[0] if errors else 'no reason given'} (all that it said: {LOG})")


def lines_of(command: list, env: dict) -> subprocess.Popen:
    """A process in the project's folder whose output, errors included, comes line by line."""
    pipe = subprocess.PIPE
    return subprocess.Popen(
        command, cwd=str(ROOT), env=env, stdout=pipe, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace"
    )


def setup() -> None:
    """Build, resume or mend the environment; nothing to do where it is ready."""
    if stamp() == [fingerprint(), str(ROOT)]:
        return
    start = time.time()
    make_venv()
    if STAMP.exists():
        STAMP.unlink()
    print("Installing into .venv (about 4 minutes and 2 GB the first time)", flush=True)
    install()
    call("-m", "companion.doctor", "--fix", "--quiet")
    settings = VENV / "share" / "jupyter" / "lab" / "settings" / "overrides.json"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(json.dumps(LAB_SETTINGS), encoding="utf-8")
    STAMP.write_text(f"{fingerprint()}\n{ROOT}\n", encoding="utf-8")
    print(f"Set up in {time.time() - start:.0f} s", flush=True)


# ----------------------------------------------------------------------------------------------------------- tasks


def environment(**more: str) -> dict:
    """The caller's environment, then `more`, with .venv's programs first on PATH (nbgrader calls alembic by name)."""
    path = os.pathsep.join([str(Path(venv_python()).parent), os.environ.get("PATH", "")])
    return {**os.environ, **more, "PATH": path, "VIRTUAL_ENV": str(VENV)}


def call(*words: object, **more: str) -> int:
    """Run .venv's python with these words in the project's folder."""
    return subprocess.run(
        [venv_python(), *map(str, words)], cwd=str(ROOT), env=environment(**more), check=False
    ).returncode


def do_setup(options: argparse.Namespace) -> int:
    if options.fresh and VENV.exists():
        shutil.rmtree(str(VENV))
    setup()
    return call("-m", "companion.doctor", "--quiet")


def do_lab(options: argparse.Namespace) -> int:
    if call("-m", "companion.learner", "fill"):
        return 1
    words = ["-m", "jupyter", "lab", f"--ServerApp.root_dir={ROOT}", "--LabApp.default_url=/lab/tree/my/START.ipynb"]
    words += ["--no-browser"] if options.no_browser or not has_browser() else []
    words += [f"--port={options.port}"] if options.port else []
    words += ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    (ROOT / "exercises" / "exchange").mkdir(exist_ok=True)  # or formgrader and Assignment List show an error
    config = [str(ROOT / "exercises"), os.environ.get("JUPYTER_CONFIG_PATH", "")]  # nbgrader_config.py stands there
    env = environment(JUPYTER_CONFIG_PATH=os.pathsep.join(filter(None, config)))
    if os.name == "nt":
        return subprocess.run([venv_python(), *words], cwd=str(ROOT), env=env, check=False).returncode
    os.chdir(str(ROOT))
    return os.execve(venv_python(), [venv_python(), *words], env)  # so that what stops go.py stops the server


def has_browser() -> bool:
    """Whether opening a page would show one: a screen, and a program for it."""
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return False
    try:
        return webbrowser.get() is not None
    except webbrowser.Error:
        return False


def do_test(options: argparse.Namespace) -> int:
    return call("tests/stages.py", *options.stages, **STEADY)


def do_run(options: argparse.Namespace) -> int:
    return call("-m", "companion.execute", *options.chapters, **STEADY)


def do_check(options: argparse.Namespace) -> int:
    notebook = Path(options.exercise)
    if notebook.suffix != ".ipynb":
        found = sorted((ROOT / "my" / "exercises").glob(f"{options.exercise}*/"))
        copies = [folder / f"{folder.name}.ipynb" for folder in found]  # other notebooks there are backups and drafts
        if not any(copy.exists() for copy in copies):
            fail(f"my/exercises has no '{options.exercise}'; 'python3 go.py lab' puts the exercises there")
        notebook = next(copy for copy in copies if copy.exists())
    status = call("-m", "companion.progress", "check", notebook.resolve(), **STEADY)
    return 0 if status == NOT_ALL_POINTS else status  # or make would close the learner's table with 'Error 1'


def do_book(options: argparse.Namespace) -> int:
    return call("book/build.py", "--solutions", options.solutions, **STEADY)


def do_grade_demo(options: argparse.Namespace) -> int:
    return call("-m", "autograder", "demo", options.chapter, **STEADY)


def do_bench(options: argparse.Namespace) -> int:
    peers = ["-m", "pip", "install", "-q", "-r", "benchmarks/requirements.txt", "-c", "constraints.txt"]
    if call(*peers, **pip_environment()):
        print("go.py: some peers could not be installed; their columns will say so", flush=True)
    scripts = sorted((ROOT / "benchmarks").glob("bench_*.py"))
    wanted = [s for s in scripts if not options.names or s.stem[6:] in options.names]
    if not wanted:
        fail(f"no such benchmark; there are: {', '.join(s.stem[6:] for s in scripts)}")
    return max(call(script) for script in wanted)


def do_attacks(_: argparse.Namespace) -> int:
    return call("-m", "pytest", "-q", "tests/autograder/attacks", "--all", **STEADY)


def do_reset(options: argparse.Namespace) -> int:
    return call("-m", "companion.learner", "reset", options.name)


def arguments() -> argparse.ArgumentParser:
    """The command line, one subcommand a task."""
    parser = argparse.ArgumentParser(
        prog="go.py", description="Gradients by Hand. Every task first sets up what it needs."
    )
    tasks = parser.add_subparsers(dest="task", metavar="TASK")

    def task(name: str, run: object, text: str) -> argparse.ArgumentParser:
        sub = tasks.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
        sub.set_defaults(run=run)
        return sub

    lab = task("lab", do_lab, "fill my/ with your own copies and open JupyterLab")
    lab.add_argument("--no-browser", action="store_true", help="print the address, open nothing")
    lab.add_argument("--port", type=int, help="port of the server (default: 8888)")
    test = task("test", do_test, "run every test, stage by stage")
    test.add_argument("stages", nargs="*", metavar="STAGE", help="only these, such as engine or outputs")
    check = task("check", do_check, "grade your own copy of an exercise, hidden tests included")
    check.add_argument("exercise", help="a chapter such as 05, or a notebook's path")
    reset = task("reset", do_reset, "bring a chapter or an exercise of my/ back as it came; yours is kept as .bak-N")
    reset.add_argument("name", help="such as 05a or 05_autograd")
    book = task("book", do_book, "build the web book into _build/html")
    book.add_argument("--solutions", choices=["practice", "all", "none"], default="practice", help="which to publish")
    demo = task("grade-demo", do_grade_demo, "make a class of 12, collect, grade, print the gradebook")
    demo.add_argument("chapter", nargs="?", default="05_autograd", help="such as 03 (default: 05_autograd)")
    run = task("run", do_run, "execute chapters in place and store their outputs")
    run.add_argument("chapters", nargs="+", metavar="CHAPTER", help="such as 05a, or 05 for all its notebooks")
    bench = task("bench", do_bench, "measure the engine and the grader (benchmarks/)")
    bench.add_argument("names", nargs="*", metavar="NAME", help="only these, such as engine")
    task("attacks", do_attacks, "run the attacks on the grader's sandbox")
    task("setup", do_setup, "only make .venv").add_argument("--fresh", action="store_true", help="from nothing")
    return parser


def main() -> int:
    parser = arguments()
    options = parser.parse_args()
    if not options.task:
        parser.print_help()
        return 0
    if options.task != "setup":
        setup()
    return options.run(options)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("go.py: stopped; the same command goes on from here")
