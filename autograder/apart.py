"""Whether the tests of a notebook's questions stand apart: none uses a name that another question's test binds.

Found without running anything. What a test does to what it can reach besides names is looked at when it runs
(traces.py).
"""

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache

from .course import LOCKED, TEST, Notebook
from .deletions import deletions
from .names import UNREADABLE, names_of, symbols, transformed

_ANY = {"globals", "locals", "vars", "dir", "get_ipython", "In", "Out", "_", "__", "___"}  # reach every name
_COMPOUND = (ast.For, ast.While, ast.If, ast.With, ast.Try)
_UNSURE = (ast.AsyncFor, ast.AsyncWith, ast.Match, ast.TryStar)  # rare at notebook level
_LEAVES = (ast.Continue, ast.Break, ast.Return, ast.Raise)
_SUPPRESSES = re.compile("raise|suppress|warn", re.I)  # a `with` whose body may end early


def stand_apart(notebook: Notebook) -> bool:
    """Whether each question's tests run as well without those of the others; no where that cannot be told."""
    if any(cell.inside for cell in notebook.cells):
        return False
    return _apart(*((c.question, c.source) for c in notebook.cells if c.code and c.kind in (TEST, LOCKED)))


@cache
def _apart(*cells: tuple[str, str]) -> bool:
    """The same of tests, each with its question, and of locked cells, with none."""
    tests = [(question, source) for question, source in cells if question]
    for question, source in cells:
        needed = free(source)
        bound = {n for other, text in tests if other != question for n in names_of(text).bound | deletions(text)}
        if needed is None or needed & bound:
            return False
    return True


@cache
def free(source: str) -> frozenset[str] | None:
    """The names that a cell may need from elsewhere: used where it has not surely bound them.

    None where that cannot be told: it is not Python, or reaches every name.
    """
    try:
        tree = ast.parse(transformed(source))
        found = frozenset(_needed(tree.body, set()))
    except UNREADABLE:
        return None
    return None if found & _ANY or any(map(_runs_text, ast.walk(tree))) else found


def _runs_text(node: ast.AST) -> bool:
    """Whether it is `eval(text)` or `exec(text)`, among the names that are here."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
        return False
    return node.func.id in ("eval", "exec") and not node.args[1:]


def _needed(statements: Iterable[ast.stmt], sure: set[str]) -> Iterator[str]:
    """What `statements` use of names that are not in `sure`, to which they add what they bind for sure."""
    for statement in statements:
        if isinstance(statement, _COMPOUND):
            yield from _needed_in(statement, sure)
        else:
            own = {statement.name} if isinstance(statement, ast.FunctionDef) else set()  # it may call itself
            text, bound, used = _names(statement)
            gone = deletions(text)
            yield from (used | gone) - sure - own
            if not isinstance(statement, _UNSURE):
                in_passing = {n.target.id for n in ast.walk(statement) if isinstance(n, ast.NamedExpr)}
                sure |= bound - gone - in_passing


def _needed_in(statement: ast.stmt, sure: set[str]) -> Iterator[str]:
    """The same of a statement that holds others."""
    inner = set(sure)
    for head in _heads(statement):
        _, bound, used = _names(head)
        yield from used - inner
        inner |= bound
    bodies = [getattr(statement, part, []) for part in ("body", "orelse", "finalbody")]
    bodies += [handler.body for handler in getattr(statement, "handlers", [])]
    ends = [set(inner) for _ in bodies]
    for body, end in zip(bodies, ends, strict=True):
        yield from _needed(body, end)
    if isinstance(statement, ast.With) and not _SUPPRESSES.search(ast.unparse(statement.items[0])):
        sure |= ends[0]
    if isinstance(statement, ast.Try) and all(isinstance(h.body[-1], _LEAVES) for h in statement.handlers):
        sure |= ends[0]


def _heads(statement: ast.stmt) -> Iterator[ast.stmt]:
    """What a compound statement evaluates and binds before its bodies, as statements."""
    if isinstance(statement, ast.For):
        yield ast.Assign([statement.target], statement.iter)
    if isinstance(statement, (ast.If, ast.While)):
        yield ast.Expr(statement.test)
    for item in getattr(statement, "items", []):
        yield ast.Assign([item.optional_vars or ast.Name("_ignored", ast.Store())], item.context_expr)
    for handler in getattr(statement, "handlers", []):
        caught = handler.type or ast.Constant(None)
        yield ast.Assign([ast.Name(handler.name or "_ignored", ast.Store())], caught)


def _names(statement: ast.stmt) -> tuple[str, set[str], set[str]]:
    """A statement's text, and the names that it binds and uses."""
    text = ast.unparse(ast.fix_missing_locations(statement))
    bound, used, _ = symbols(text)
    return text, bound, used
