"""The contract of a test cell: what it must not do, because it runs outside the student's process.

A test calls names of the notebook with plain data and reads plain data back. Reading source, asking for the type of a
student's object, patching modules and keeping state between cells do not work from there.
"""

import ast
import re
from collections.abc import Iterator

from .course import ANSWER, LOCKED, TEST, Notebook
from .names import UNREADABLE

CURE = 'mend the test (plain data in, plain data out), or set "inside": true in its cell\'s metadata'
_FUNCTIONS = {
    "getsource": "reads source",
    "getsourcelines": "reads source",
    "signature": "inspects a function",
    "globals": "reads module state",
    "reload": "reloads a module",
    "get_ipython": "uses the shell",
    "setattr": "patches an object",
    "patch": "patches an object",
}
_ATTRIBUTES = {"__code__", "__closure__", "__globals__", "__dict__", "__class__", "__mro__", "modules"}
_ITS_OWN = {"__doc__", "__module__", "__annotations__", "__defaults__", "__kwdefaults__", "__wrapped__", "__bases__"}
_MAGIC = re.compile(r"^([ \t]*)[%!].*$", re.M)


def contract_problems(notebook: Notebook) -> list[str]:
    """What test cells do that cannot work from outside, a line for each: cell, line, what."""
    answers = [c.source for c in notebook.cells if c.code and c.kind == ANSWER]
    locked = [c.source for c in notebook.cells if c.code and c.kind == LOCKED]
    theirs = {name for source in answers for name in bound(source)}
    probes = [source for source in locked if used(source) & theirs]
    theirs |= {name for source in probes for name in bound(source)}
    made = {name for source in answers + probes for name in defined(source)}
    made -= {name for source in locked if source not in probes for name in bound(source)}
    return [
        f"{c.grade_id}, line {line}: {what}"
        for c in notebook.cells
        if c.code and c.kind == TEST and not c.inside
        for line, what in _found(c.source, theirs, made - bound(c.source))
    ]


def bound(source: str) -> set[str]:
    """Names that a cell binds at its top level."""
    body = _tree(source).body
    return defined(source) | {
        n.id for stmt in body for n in ast.walk(stmt) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
    }


def defined(source: str) -> set[str]:
    """Names that a cell gives to functions and classes."""
    return {n.name for n in _tree(source).body if isinstance(n, (ast.FunctionDef, ast.ClassDef))}


def used(source: str) -> set[str]:
    """Names that a cell reads anywhere."""
    return {n.id for n in ast.walk(_tree(source)) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}


def _tree(source: str) -> ast.Module:
    """A cell, without its magics if need be; an empty one where it is not Python."""
    for code in (source, _MAGIC.sub(r"\1pass", source)):
        try:
            return ast.parse(code)
        except UNREADABLE:
            continue
    return ast.Module([], [])


def _found(source: str, theirs: set[str], made: set[str]) -> Iterator[tuple[int, str]]:
    tree = _tree(source)
    yield from _problems(tree, theirs)
    for node in ast.walk(tree):
        yield from ((getattr(node, "lineno", 0), what) for what in _asks_a_stand_in(node, made))


def _asks_a_stand_in(node: ast.AST, made: set[str]) -> Iterator[str]:
    """What a node asks of a function or class of the student's by name that only Python in its process could answer."""
    sides = [node.left, *node.comparators] if isinstance(node, ast.Compare) else []
    if any(isinstance(side, ast.Call) and _last(side.func) == "type" for side in sides):
        for name in _among(sides, made):
            yield f"type() compared with {name}, a class of the student's: a stand-in is of no such class"
    if isinstance(node, ast.ClassDef):
        for name in _among(node.bases, made):
            yield f"class {node.name} is derived from {name}, a class of the student's: a stand-in has no subclasses"
    if isinstance(node, ast.Call) and (_root(node.func) == "inspect" or _last(node.func) == "issubclass"):
        for name in _among(node.args[:1], made) if _last(node.func) not in _FUNCTIONS else ():
            yield f"{_last(node.func)}({name}) is asked about a stand-in"
    if isinstance(node, ast.Attribute) and node.attr in _ITS_OWN:
        for name in _among([node.value], made):
            yield f"{name}.{node.attr} is that of a stand-in"


def _among(nodes: list[ast.expr], names: set[str]) -> list[str]:
    return [n.id for n in nodes if isinstance(n, ast.Name) and n.id in names]


def _problems(tree: ast.Module, theirs: set[str]) -> Iterator[tuple[int, str]]:
    imported = {
        (a.asname or a.name).split(".")[0] for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names
    }
    for node in ast.walk(tree):
        line = getattr(node, "lineno", 0)
        if isinstance(node, ast.Call) and (name := _last(node.func)) in _FUNCTIONS:
            yield line, f"{name}() {_FUNCTIONS[name]}"
        if isinstance(node, ast.Call) and _last(node.func) in ("isinstance", "issubclass") and len(node.args) > 1:
            asked = {n.id for n in ast.walk(node.args[1]) if isinstance(n, ast.Name)} & theirs
            if asked:
                yield line, f"isinstance of {min(asked)}, a class of the student's: a stand-in is of no such class"
        if isinstance(node, ast.Attribute) and node.attr in _ATTRIBUTES:
            yield line, f".{node.attr} is not there from outside"
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, (ast.Store, ast.Del)):
            root = _root(node)
            if root in theirs | imported or root in ("np", "torch", "hg", "math", "handgrad", "numpy"):
                yield line, f"patches {ast.unparse(node)}"
        if isinstance(node, ast.Global):
            yield line, f"keeps state in global {', '.join(node.names)}"
        if isinstance(node, ast.ExceptHandler) and node.type is not None:
            caught = {n.id for n in ast.walk(node.type) if isinstance(n, ast.Name)} & theirs
            if caught:
                yield line, f"except {min(caught)}, a class of the student's: match the error by name and text"


def _last(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _root(node: ast.expr) -> str:
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""
