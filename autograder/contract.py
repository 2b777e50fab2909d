"""The contract of a test cell: what it must not do, because it runs outside the student's process.

A test calls names of the notebook with plain data and reads plain data back. Reading source, asking for the type of a
student's object, patching modules and keeping state between cells do not work from there.
"""

import ast
from collections.abc import Iterator

from .course import ANSWER, LOCKED, TEST, Notebook

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


def contract_problems(notebook: Notebook) -> list[str]:
    """What test cells do that cannot work from outside, a line for each: cell, line, what."""
    theirs = {name for c in notebook.cells if c.code and c.kind == ANSWER for name in bound(c.source)}
    theirs |= {
        name
        for c in notebook.cells
        if c.code and c.kind == LOCKED and used(c.source) & theirs
        for name in bound(c.source)
    }
    return [
        f"{c.grade_id}, line {line}: {what}"
        for c in notebook.cells
        if c.code and c.kind == TEST and not c.inside
        for line, what in _problems(ast.parse(c.source), theirs)
    ]


def bound(source: str) -> set[str]:
    """Names that a cell binds at its top level."""
    body = ast.parse(source).body
    names = {n.name for n in body if isinstance(n, (ast.FunctionDef, ast.ClassDef))}
    return names | {
        n.id for stmt in body for n in ast.walk(stmt) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
    }


def used(source: str) -> set[str]:
    """Names that a cell reads anywhere."""
    return {n.id for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}


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
