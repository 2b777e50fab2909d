"""Which names a cell binds and which it uses, found by Python's own symbol table without running the cell."""

import ast
import symtable
from dataclasses import dataclass
from functools import cache

from IPython.core.inputtransformer2 import TransformerManager

UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError)


@dataclass(frozen=True)
class Names:
    """Names of a cell at notebook level."""

    bound: frozenset[str] = frozenset()
    used: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()  # bound by `class`
    imported: frozenset[str] = frozenset()  # bound by the import statements in `imports` and by nothing else
    imports: str = ""


@cache
def names_of(source: str) -> Names:
    """The names of `source`, magics and all; no names where it is not Python."""
    try:
        code = transformed(source)
        bound, used, assigned = symbols(code)
        tree = ast.parse(code)
    except UNREADABLE:
        return Names()
    classes = {node.name for node in tree.body if isinstance(node, ast.ClassDef)}
    imports = [node for node in tree.body if isinstance(node, (ast.Import, ast.ImportFrom))]
    imported = {(a.asname or a.name).split(".")[0] for node in imports for a in node.names} - assigned - {"*"}
    text = "\n".join(map(ast.unparse, imports))
    return Names(frozenset(bound), frozenset(used), frozenset(classes), frozenset(imported), text)


def transformed(source: str) -> str:
    """A cell as Python: magics and all become calls."""
    return str(TransformerManager().transform_cell(source))  # type: ignore[no-untyped-call]


def symbols(code: str) -> tuple[set[str], set[str], set[str]]:
    """The names that `code` binds at its level, those it uses, and those it binds by more than an import.

    Raises one of UNREADABLE.
    """
    table = symtable.symtable(code, "cell", "exec")
    bound, used, assigned = set(), set(), set()
    for symbol in table.get_symbols():
        if symbol.is_assigned() or symbol.is_imported():
            bound.add(symbol.get_name())
        if symbol.is_assigned():
            assigned.add(symbol.get_name())
        if symbol.is_referenced():
            used.add(symbol.get_name())
    for inner in table.get_children():
        _inside(inner, bound, used)
    return bound, used, assigned


def _inside(table: symtable.SymbolTable, bound: set[str], used: set[str]) -> None:
    for symbol in table.get_symbols():
        if symbol.is_global():
            if symbol.is_referenced():
                used.add(symbol.get_name())
            if symbol.is_assigned():
                bound.add(symbol.get_name())
    for inner in table.get_children():
        _inside(inner, bound, used)
