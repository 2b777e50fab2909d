"""`pytest tests/autograder/attacks --all` runs the whole corpus; without `--all`, a fast part."""

import os
import pwd
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from .corpus import FAST
from .corpus import THE_SECRET as SECRET


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--all", action="store_true", help="run every attack")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--all", default=False):
        return
    attacks = [i for i in items if isinstance(i, pytest.Function) and i.path.parent == Path(__file__).parent]
    named = [i for i in attacks if "name" in getattr(i, "callspec", i).__dict__.get("params", {})]
    slow = [i for i in named if i.callspec.params["name"] not in FAST]
    config.hook.pytest_deselected(items=slow)
    items[:] = [i for i in items if i not in slow]


@dataclass(frozen=True)
class World:
    """What there is to steal and to break, and where."""

    places: dict[str, object]
    course: Path
    shared: Path
    bystander: "subprocess.Popen[bytes]"

    def fill(self, attack: str) -> str:
        """The attack with its targets' places."""
        for name, place in self.places.items():
            attack = attack.replace("{" + name + "}", str(place))
        return attack

    def inventory(self) -> list[str]:
        """Every file that an attack may have made, changed or removed."""
        files = (p for root in (self.course, self.shared, self.course.parent / "home") for p in root.rglob("*"))
        return sorted(f"{p} {p.read_bytes() if p.is_file() else ''}" for p in files)


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A course whose every file holds the secret, servers that tell it, a process whose command line shows it."""
    root = tmp_path_factory.mktemp("world")
    for folder in (root, *list(root.parents)[: len(root.parts) - 2]):
        folder.chmod(0o755)
    for path in ("source/1/1.ipynb", "wrong_answers/1/a.py", "submitted/neighbour/1/1.ipynb"):
        _secret(root / "course" / path)
    _secret(root / "course" / "nbgrader_config.py")
    with closing(sqlite3.connect(root / "course" / "gradebook.db")) as book, book:
        book.execute("CREATE TABLE grade (auto_score, manual_score, note)")
        book.execute("INSERT INTO grade VALUES (0, 0, ?)", (SECRET,))
    _secret(root / "home" / "token")
    _secret(root / "home" / ".ssh" / "key")
    _secret(root / "shared" / "left")
    (root / "shared").chmod(0o777)
    code = [sys.executable, "-c", "import time; time.sleep(9999)", SECRET]
    become = {"user": pwd.getpwnam("nobody").pw_uid} if os.getuid() == 0 else {}
    if become:
        code[0] = "/usr/bin/python3"
    bystander = subprocess.Popen(code, cwd="/", **become)
    tcp, unix, abstract = _server(("127.0.0.1", 0)), _server(str(root / "s")), _server(f"\0attacked-{os.getpid()}")
    (root / "s").chmod(0o777)
    places = {"course": root / "course", "home": root / "home", "shared": root / "shared", "socket": root / "s"}
    more = {"port": tcp.getsockname()[1], "abstract": f"attacked-{os.getpid()}", "bystander": bystander.pid}
    yield World(places | more | {"nap": f"985.7{os.getpid()}"}, root / "course", root / "shared", bystander)
    bystander.kill()
    for server in (tcp, unix, abstract):
        server.close()


def _secret(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(SECRET)


def _server(address: object) -> socket.socket:
    """Somebody who tells the secret to whoever connects."""
    server = socket.socket(socket.AF_INET if isinstance(address, tuple) else socket.AF_UNIX)
    server.bind(address)
    server.listen()

    def tell() -> None:
        while True:
            try:
                visitor, _ = server.accept()
            except OSError:
                return
            with visitor:
                visitor.sendall(SECRET.encode())

    threading.Thread(target=tell, daemon=True).start()
    return server
