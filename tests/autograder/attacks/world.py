"""What there is to steal and to break around an attack, and where."""

import os
import pwd
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from .families import THE_SECRET as SECRET


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
        return inventory(self.course, self.shared, self.course.parent / "home")

    def bystander_lives(self) -> bool:
        """Whether the process beside still runs."""
        status = Path(f"/proc/{self.bystander.pid}/status")
        return self.bystander.poll() is None and "(stopped)" not in status.read_text()


def inventory(*roots: Path) -> list[str]:
    """Every file below these folders with its content."""
    return sorted(f"{p} {p.read_bytes() if p.is_file() else ''}" for root in roots for p in root.rglob("*"))


@contextmanager
def world_at(root: Path, port: int = 0, abstract: str = "") -> Iterator[World]:
    """A course whose every file holds the secret, servers that tell it, a process whose command line shows it."""
    for path in ("source/1/1.ipynb", "wrong_answers/1/a.py", "submitted/neighbour/1/1.ipynb", "nbgrader_config.py"):
        _secret(root / "course" / path)
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
    abstract = abstract or f"attacked-{os.getpid()}"
    servers = _server(("127.0.0.1", port)), _server(str(root / "s")), _server(f"\0{abstract}")
    bystander = subprocess.Popen(code, cwd="/", **become)
    (root / "s").chmod(0o777)
    places = {"course": root / "course", "home": root / "home", "shared": root / "shared", "socket": root / "s"}
    more = {"port": servers[0].getsockname()[1], "abstract": abstract, "bystander": bystander.pid}
    try:
        yield World(places | more | {"nap": f"985.7{os.getpid()}"}, root / "course", root / "shared", bystander)
    finally:
        bystander.kill()
        for server in servers:
            server.shutdown(socket.SHUT_RDWR)  # or the thread that waits for visitors would keep its name
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
