"""A test that deletes a name of the notebook's (`del squares`), to see what else uses it.

nbgrader's own example does this. From outside the name has to go in the student's process too, until the test is over.
"""

import ast
import re
from functools import cache

FORGET = "__autograder_forget__"


@cache
def deletions(source: str) -> frozenset[str]:
    """The names that the cell deletes at notebook level."""
    if not re.search(r"\bdel\b", source):  # nearly every cell: there is nothing to parse
        return frozenset()
    try:
        return frozenset(name for statement in _level(ast.parse(source)) for name in _deleted(statement))
    except (SyntaxError, ValueError):
        return frozenset()


def forwarded(source: str, theirs: set[str]) -> str:
    """The cell, with a call of FORGET after each deletion of one of these names."""
    tree = ast.parse(source)
    for statement in list(_level(tree)):
        if names := [name for name in _deleted(statement) if name in theirs]:
            _follow(tree, statement, f"{FORGET}({', '.join(map(repr, names))})")
    return ast.unparse(ast.fix_missing_locations(tree))


def _level(tree: ast.AST) -> list[ast.stmt]:
    """The statements that run at notebook level, those inside `if`, `try` and loops too."""
    found = []
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            continue
        found += [node] if isinstance(node, ast.stmt) else []
        found += _level(node)
    return found


def _deleted(statement: ast.stmt) -> list[str]:
    targets = statement.targets if isinstance(statement, ast.Delete) else []
    return [t.id for t in targets if isinstance(t, ast.Name)]


def _follow(tree: ast.AST, statement: ast.stmt, call: str) -> None:
    """Put a call behind a statement, in whichever list it stands."""
    for node in ast.walk(tree):
        for _, body in ast.iter_fields(node):
            if isinstance(body, list) and statement in body:
                body.insert(body.index(statement) + 1, ast.parse(call).body[0])
                return
