"""Which names a cell binds and which it uses, found by Python's own symbol table without running the cell."""

import ast
import symtable
from dataclasses import dataclass
from functools import cache

from IPython.core.inputtransformer2 import TransformerManager


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
        code = TransformerManager().transform_cell(source)  # type: ignore[no-untyped-call]
        table = symtable.symtable(code, "cell", "exec")
        tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return Names()
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
    classes = {node.name for node in tree.body if isinstance(node, ast.ClassDef)}
    imports = [node for node in tree.body if isinstance(node, (ast.Import, ast.ImportFrom))]
    imported = {(a.asname or a.name).split(".")[0] for node in imports for a in node.names} - assigned - {"*"}
    text = "\n".join(map(ast.unparse, imports))
    return Names(frozenset(bound), frozenset(used), frozenset(classes), frozenset(imported), text)


def _inside(table: symtable.SymbolTable, bound: set[str], used: set[str]) -> None:
    for symbol in table.get_symbols():
        if symbol.is_global():
            if symbol.is_referenced():
                used.add(symbol.get_name())
            if symbol.is_assigned():
                bound.add(symbol.get_name())
    for inner in table.get_children():
        _inside(inner, bound, used)
