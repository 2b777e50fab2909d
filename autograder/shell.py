"""An IPython shell without a kernel: cells run as in a notebook, their outputs are kept as such, up to a bound."""

import ast
import io
import re
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from types import CodeType
from typing import Any, cast

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

OUTPUT_BYTES = 1 << 20  # per cell
OUTPUTS = 200
_OWN = re.compile(r"In|Out|_+i*\d*|_[doi]h|__\w+__")  # history, last results


class OutOfTime(BaseException):
    """A cell or a call ran longer than it may. Not an Exception, so that `except Exception` does not swallow it."""


@dataclass(frozen=True)
class Ran:
    """What a cell did: its notebook outputs and the exception that ended it, if one did."""

    outputs: list[dict[str, Any]]
    error: BaseException | None = None

    @property
    def result(self) -> str | None:
        """The text of the cell's last expression, None where it has none."""
        shown = [o["data"].get("text/plain") for o in self.outputs if o["output_type"] == "execute_result"]
        return str(shown[0]) if shown else None

    @property
    def stderr(self) -> str:
        """What the cell wrote to stderr: plain nbgrader gives no points to a test that does."""
        return "".join(o["text"] for o in self.outputs if o.get("name") == "stderr")


@dataclass
class Outputs:
    """The outputs of one cell, in order, up to a number and a size."""

    items: list[dict[str, Any]] = field(default_factory=list)
    size: int = 0

    def write(self, name: str, text: str) -> None:
        """Add to a stream; what is beyond the bound is dropped and said once."""
        room = OUTPUT_BYTES - self.size
        if room <= 0:
            return
        self.size += len(text)
        text = text if len(text) <= room else text[:room] + "\n[output cut here]\n"
        if self.items and self.items[-1].get("name") == name:
            self.items[-1]["text"] += text
        else:
            self.add({"output_type": "stream", "name": name, "text": text})

    def add(self, item: dict[str, Any]) -> None:
        """Add a result or a display."""
        if item["output_type"] != "stream":
            self.size += sum(len(str(v)) for v in item["data"].values())
            if self.size > OUTPUT_BYTES:
                item = {**item, "data": {"text/plain": "[output too large]"}}
        if len(self.items) < OUTPUTS:
            self.items.append(item)


class _Stream(io.TextIOBase):
    def __init__(self, name: str, outputs: Outputs) -> None:
        self.name, self.outputs = name, outputs

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.outputs.write(self.name, str(text))
        return len(text)


class _Hook(DisplayHook):
    def quiet(self) -> bool:
        return not cast(Shell, self.shell).executing and bool(super().quiet())  # type: ignore[no-untyped-call]

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        count, metadata = self.prompt_count, md_dict or {}
        item = {
            "output_type": "execute_result",
            "execution_count": count,
            "data": dict(format_dict),
            "metadata": metadata,
        }
        cast(Shell, self.shell).collected.add(item)

    def finish_displayhook(self) -> None:
        pass


class _Publisher(DisplayPublisher):
    def publish(self, data: Any, metadata: Any = None, *_: Any, **__: Any) -> None:
        cast(Shell, self.shell).collected.add(
            {"output_type": "display_data", "data": dict(data), "metadata": metadata or {}}
        )

    def clear_output(self, wait: bool = False) -> None:
        pass


class Shell(InteractiveShell):
    """The shell of one process. Make it before forking: a child then starts at once."""

    def __init__(self, **kwargs: Any) -> None:
        self.collected, self.executing = Outputs(), False
        self.compiled: dict[str, tuple[CodeType, ...]] = {}
        self.ahead: list[tuple[str, Ran]] = []  # cells that ran before the fork
        parts = {"displayhook_class": _Hook, "display_pub_class": _Publisher}
        super().__init__(**parts, **kwargs)  # type: ignore[no-untyped-call]

    @classmethod
    def make(cls) -> "Shell":
        """The process's shell, without a history file (whose thread would not survive a fork)."""
        config = Config()
        config.HistoryManager.enabled = False
        config.InteractiveShell.xmode = "Minimal"
        config.InteractiveShell.colors = "nocolor"
        shell: Shell = cls.instance(config=config)
        return shell

    def enable_gui(self, gui: Any = None) -> None:
        """No event loop: `%matplotlib` of any kind goes on working."""

    def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
        pass

    def run(self, source: str, seconds: float | None = None) -> Ran:
        """Run one cell for at most `seconds`."""
        with self.capturing() as outputs, at_most(seconds):
            if source in self.compiled:
                return Ran(outputs.items, self._execute(self.compiled[source]))
            done = self.run_cell(source, store_history=True)  # type: ignore[no-untyped-call]
        return Ran(outputs.items, done.error_before_exec or done.error_in_exec)

    @property
    def names(self) -> dict[str, object]:
        """What cells bound; not what IPython itself keeps among the names."""
        return {k: v for k, v in self.user_ns.items() if k not in self.user_ns_hidden and not _OWN.fullmatch(k)}

    def prepare(self, source: str) -> None:
        """Compile a cell now, so that `run` only has to execute it. What asks for more than that is left to `run`."""
        if source.rstrip().endswith(";") or "__future__" in source:
            return
        with suppress(SyntaxError, ValueError, RecursionError, MemoryError):
            text = self.transform_cell(source)  # type: ignore[no-untyped-call]
            tree = ast.parse(text)
            name = self.compile.cache(text, 0, source)
            last = [tree.body.pop()] if tree.body and isinstance(tree.body[-1], ast.Expr) else []
            shown = [compile(ast.Interactive(last), name, "single")] if last else []
            self.compiled[source] = (compile(tree, name, "exec"), *shown)

    def _execute(self, codes: tuple[CodeType, ...]) -> BaseException | None:
        """What `run_cell` does with a cell that is compiled; the error that ended it."""
        self.executing = True
        try:
            with self.builtin_trap, self.display_trap:
                for code in codes:
                    exec(code, self.user_global_ns, self.user_ns)
        except BaseException as e:
            return e
        finally:
            self.executing = False
            self.execution_count += 1
        return None

    @contextmanager
    def capturing(self) -> Iterator[Outputs]:
        """Collect what is printed and displayed inside."""
        before, kept = self.collected, (sys.stdout, sys.stderr)
        self.collected = outputs = Outputs()
        sys.stdout, sys.stderr = _Stream("stdout", outputs), _Stream("stderr", outputs)
        try:
            yield outputs
        finally:
            self.collected, (sys.stdout, sys.stderr) = before, kept


@contextmanager
def at_most(seconds: float | None) -> Iterator[None]:
    """Raise OutOfTime inside after `seconds`; nested uses restart the outer clock with what it had left."""
    if seconds is None:
        yield
        return

    def ring(*_: object) -> None:
        raise OutOfTime(f"took more than {seconds:g} s")

    handler = signal.signal(signal.SIGALRM, ring)
    left, _ = signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, left)
        signal.signal(signal.SIGALRM, handler)
