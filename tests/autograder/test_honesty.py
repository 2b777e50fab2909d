"""Whoever cheats, crashes or hangs loses points, and nothing else breaks. (The sandbox has an issue of its own.)"""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest

from autograder.engine import Engine
from autograder.intake import Answer, Intake
from autograder.sandbox import Limits
from autograder.warden import TOO_LARGE, TOO_LONG, _how, why

from . import small_course
from .one_question import one_question

AUTHOR = "def f(x):\n    return x + 1"
TEST = "assert f(2) == 3, f'expected 3, got {f(2)}'"

CHEATS = {
    "leaves without a word": "import os\ndef f(x):\n    os._exit(0)",
    "leaves while its cell runs": "import os\nos._exit(0)",
    "raises SystemExit": "import sys\ndef f(x):\n    sys.exit(0)",
    "ends itself by a signal": "import os\ndef f(x):\n    os.kill(os.getpid(), 9)",
    "replaces itself by another program": "import os\ndef f(x):\n    os.execv('/bin/true', ['true'])",
    "crashes in C": "import ctypes\ndef f(x):\n    ctypes.string_at(0)",
    "patches numpy's tests": "import numpy as np\nnp.testing.assert_allclose = np.allclose = lambda *a, **k: True\n"
    "def f(x):\n    return 0",
    "patches builtins": "import builtins\nbuiltins.AssertionError = type('Fine', (BaseException,), {})\n"
    "builtins.abs = builtins.float = lambda *a: 0\ndef f(x):\n    return 0",
    "patches the shell": "get_ipython().run_cell = lambda *a, **k: None\n"
    "get_ipython().ast_transformers.append(None)\ndef f(x):\n    return 0",
    "prints what looks like a pass": "def f(x):\n    print('1 passed', flush=True)\n    return 0",
    "looks for the test in its own process": "import gc, sys\ndef f(x):\n"
    "    seen = [o for o in gc.get_objects() if isinstance(o, str) and 'expected 3' in o]\n    return 3 if seen else 0",
    "looks for the test on the stack": "import sys\ndef f(x):\n    g = sys._getframe()\n"
    "    while g:\n        if 'expected' in str(g.f_locals): return 3\n        g = g.f_back\n    return 0",
    "writes a verdict to every descriptor": "import os\nfor fd in range(3, 50):\n    try:\n"
    "        os.write(fd, b'{\"points\": 1}\\n' * 5)\n    except OSError:\n        pass\ndef f(x):\n    return 0",
    "answers in the server's place": "from autograder import servant, wire\n"
    "servant.pack = lambda *a: wire.pack(('returned', True, [], []))\ndef f(x):\n    return 0",
    "sends a pickle": "from autograder import servant\nimport pickle\n"
    "servant.pack = lambda *a: pickle.dumps(3)\ndef f(x):\n    return 0",
    "claims to be all kinds of things": "from autograder import servant, wire\n"
    "servant.pack = lambda *a: wire.pack(('returned', 0, [[7, 1]], 'x'))\ndef f(x):\n    return 0",
    "ignores the clock": "import signal\nsignal.signal = signal.setitimer = lambda *a: (0, 0)\n"
    "def f(x):\n    while True:\n        try:\n            while True: pass\n"
    "        except BaseException:\n            pass",
}


ENDINGS = {
    "by itself, without an error": "import os\ndef f(x):\n    os._exit(0)",
    "by signal 11 (Segmentation fault)": "import ctypes\ndef f(x):\n    ctypes.string_at(0)",
}


@pytest.mark.parametrize(("how", "answer"), ENDINGS.items(), ids=ENDINGS)
def test_how_a_process_ended_is_said(ask, how, answer):
    record = ask(answer, TEST, author=AUTHOR)
    assert record.question("q").message == f"the notebook's process ended {how}"


def test_each_limit_has_its_words():
    limits = Limits(total_seconds=50, memory=100 << 20)
    assert why(_how(9, busy=True), limits) == "because it used more than 55 s of the processor"
    assert why(_how(9, busy=False), limits) == "by signal 9 (Killed)"
    assert why(TOO_LONG, limits) == "because it ran for more than 110 s"
    assert why(TOO_LARGE, limits) == "because it held more than 100 MB of memory"
    assert why(None, limits) == why(-9, limits) == ""


@pytest.mark.parametrize("answer", CHEATS.values(), ids=CHEATS)
def test_no_point_is_gained(ask, answer):
    started = time.monotonic()
    record = ask(answer, TEST, author=AUTHOR, seconds=3)
    assert record.state == "graded"
    assert record.score == 0
    assert record.question("q").message
    assert time.monotonic() - started < 4 * 3 + 15  # ends by its limits, with room for a busy machine


def test_the_honest_answer_gets_the_point(ask):
    assert ask(AUTHOR, TEST).score == 1


def test_an_endless_loop_costs_its_own_points_only(ask):
    answer = "def f(x):\n    while True: pass\ndef g(x):\n    return x"
    record = ask(answer, TEST, "assert g(1) == 1", author=AUTHOR, seconds=2)
    assert [t.points for t in record.question("q").tests] == [0, 1]
    assert "took more than 2 s" in record.question("q").tests[0].message


def test_an_endless_cell_is_stopped_and_the_rest_is_graded(ask):
    record = ask("def g(x):\n    return x\nwhile True: pass", "assert g(1) == 1", seconds=2)
    assert record.score == 1


def test_a_test_that_expects_an_error_does_not_take_a_crash_for_it(ask):
    test = "try:\n    f(-1)\nexcept Exception:\n    pass\nelse:\n    raise AssertionError('no error')"
    assert ask("def f(x):\n    raise ValueError", test).score == 1
    for end in (
        "import os\ndef f(x):\n    os._exit(1)",
        "def f(x):\n    while True: pass",
        "def f(x):\n    raise SystemExit",
    ):
        assert ask(end, test, seconds=2).score == 0


def test_a_submission_that_outlasts_its_total_time_is_cut_off(engine, ask):
    record = ask("def f(x):\n    import time\n    time.sleep(0.7)\n    return 3", *[TEST] * 9, author=AUTHOR, total=4)
    assert record.state == "graded"
    assert record.question("q").tests[0].points == 1
    assert "took more than 4 s" in record.question("q").tests[-1].message


def test_a_sandbox_that_cannot_be_set_up_is_no_zero_but_a_failure(ask, monkeypatch):
    as_it_is = {"limits": asdict(Limits()), "level": "", "readable": ()}
    monkeypatch.setattr("autograder.sandbox.Request.to_json", lambda r: as_it_is | {"folder": r.folder})
    record = ask(AUTHOR, TEST)
    assert record.state == "failed"
    assert "could not be set up: ValueError: no level of isolation ''" in record.reason


def processes(marker: str) -> list[int]:
    """Living processes whose command line holds `marker`."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if marker.encode() in (entry / "cmdline").read_bytes():
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def test_everything_that_a_submission_started_is_dead_when_it_ends(ask):
    first, second = f"987.1{os.getpid()}", f"987.2{os.getpid()}"  # seconds to sleep that nobody else sleeps
    answer = (
        "import subprocess, os\n"
        f"subprocess.Popen(['sleep', '{first}'], start_new_session=True)\n"
        "if os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n"
        f"        os.execv('/bin/sleep', ['sleep', '{second}'])\n    os._exit(0)\n"
        "def f(x):\n    return x + 1"
    )
    assert ask(answer, TEST).score == 1
    assert processes(first) == processes(second) == []


def test_a_fork_bomb_is_capped_and_swept_away(ask):
    answer = (
        "import os, sys\ndef f(x):\n    sys.argv[:] = ['bomb']\n    n = 0\n    try:\n        while n < 3000:\n"
        "            if os.fork() == 0:\n                import time\n                time.sleep(60)\n"
        "                os._exit(0)\n"
        "            n += 1\n    except OSError:\n        return n\n    return n"
    )
    before = len(os.listdir("/proc"))
    record = ask(answer, "n = f(0)\nassert 1 < n < 400, n", seconds=10)
    said = record.question("q").message
    assert said == "" or "held more than" in said  # or all of them held too much memory
    assert len(os.listdir("/proc")) < before + 100


def test_memory_and_files_are_capped(ask):
    answer = (
        "def f(x):\n    try:\n        b = bytearray(9 << 30)\n    except MemoryError:\n        return 'memory'\n"
        "def g():\n    try:\n        with open('big', 'wb') as h:\n"
        "            for _ in range(100):\n                h.write(bytes(1 << 20))\n"
        "    except OSError as e:\n        return e.strerror"
    )
    record = ask(answer, "assert f(0) == 'memory'", "assert g() == 'File too large', g()")
    assert record.question("q").message == ""


def test_output_is_capped(ask):
    record = ask(
        "for _ in range(1000):\n    print('x' * 10_000)\ndef f(x):\n    print('y' * 10_000_000)\n    return x + 1", TEST
    )
    assert record.score == 1
    text = "".join(o["text"] for o in record.outputs["q"])
    assert len(text) < 1_100_000
    assert "output cut here" in text


def test_the_environment_and_the_folder_are_bare(ask, monkeypatch):
    monkeypatch.setenv("SECRET_TOKEN", "s3cret")
    answer = "import os\ndef f(x):\n    return dict(os.environ), os.listdir('.'), os.getcwd()"
    test = (
        "env, files, here = f(0)\n"
        "assert 'SECRET_TOKEN' not in env and env['HOME'] == here and files == [], (env, files)"
    )
    assert ask(answer, test).question("q").message == ""


@pytest.mark.skipif(os.getuid() != 0, reason="only root has another user's rights to give up")
def test_root_grades_as_nobody(ask):
    record = ask(
        "import os\ndef f(x):\n    return os.getuid(), os.geteuid(), os.getgid()", "assert f(0)[0] == 65534, f(0)"
    )
    assert record.question("q").message == ""


def test_the_same_submission_gets_the_same_random_numbers(ask):
    answer = "import random, numpy as np\nn = (random.random(), float(np.random.rand()))"
    first, second = (ask(answer, "assert n == 0, n").question("q").message for _ in range(2))
    assert first == second != ""


def test_warnings_cost_nothing_here_but_are_remembered(ask):
    answer = "import numpy as np\ndef f(x):\n    return float(np.log(np.zeros(1))[0])"
    test = ask(answer, "assert f(0) == -np.inf").question("q").tests[0]
    assert (test.points, test.wrote_stderr) == (1, True)


def test_killing_the_grader_leaves_nothing_behind(course, tmp_path):
    script = (
        "import sys\nfrom pathlib import Path\nfrom autograder.course import Course\n"
        "from autograder.engine import Engine\nfrom autograder.misconceptions import solution, with_answer\n"
        "notebook = Course(Path(sys.argv[1])).notebooks('01_small')[0]\n"
        "with Engine(notebook) as engine:\n"
        "    [t.ready() for t in engine.templates.values()]\n"
        "    print('ready', *(t.process.pid for t in engine.templates.values()), flush=True)\n"
        "    engine.grade(with_answer(solution(notebook), 'mean', sys.argv[2]))\n"
    )
    nap = f"986.5{os.getpid()}"
    loop = f"import subprocess\nsubprocess.Popen(['sleep', '{nap}'], start_new_session=True)\nwhile True: pass"
    words = [sys.executable, "-c", script, str(course.root), loop]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as grader:
        templates = [int(word) for word in grader.stdout.readline().split()[1:]]
        wait_until(lambda: processes(nap))
        grader.kill()
    wait_until(lambda: not processes(nap) and not any(Path(f"/proc/{pid}").exists() for pid in templates))


def wait_until(true: Callable[[], object]) -> None:
    """Wait up to 20 s."""
    until = time.monotonic() + 20
    while not true():
        assert time.monotonic() < until
        time.sleep(0.1)


def test_data_files_lie_beside_the_answer_and_are_the_checks_own(tmp_path):
    root = small_course.build(tmp_path)
    (root / "source" / "01_small" / "numbers.csv").write_text("1,2")
    answer = "open('numbers.csv', 'w').write('3,4')\ndef f():\n    return open('numbers.csv').read()"
    test = "assert f() == '3,4'\nassert open('numbers.csv').read() == '1,2'"
    with Engine(one_question(root / "source" / "01_small" / "01_small.ipynb", answer, test)) as engine:
        for _ in range(2):  # the second submission's data is as the first one's was
            assert engine.grade(Intake({"q": Answer("q", answer, "answered")}, {})).question("q").message == ""
