"""What can be said about a student's source without running it: whether it is Python, what it binds, what it needs.

Sources are untrusted: long ones are not looked into, and nothing here transforms or compiles them.
"""

import ast
import builtins
import symtable
from functools import lru_cache
from itertools import pairwise, permutations

LONGEST = 40_000  # characters of a source that is looked into
_DEFINES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign)
_ORDERS = 4  # parts whose orders are tried
_KEPT = 400  # sources
BUILT_IN = frozenset(dir(builtins)) | {"get_ipython", "display", "In", "Out", "_"}


def _python(source: str) -> str:
    """The source without its lines for the shell."""
    lines = ("pass" if line.startswith(("%", "!", "?")) or line.endswith("?") else line for line in source.split("\n"))
    return "\n".join(lines)


@lru_cache(maxsize=2500)  # more than a submission has cells
def parsed(source: str) -> ast.Module | None:
    """The syntax tree, lines for the shell left out; None where the source is no Python, or very long."""
    if len(source) > LONGEST:
        return None
    try:
        return ast.parse(_python(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def forget() -> None:
    """Forget what was parsed, if that is much; the author's own cells come again with each submission."""
    if parsed.cache_info().currsize > _KEPT:
        for known in (parsed, binds, needs):
            known.cache_clear()


def same(a: str, b: str) -> bool:
    """Whether two sources differ in nothing but comments, blank lines and layout."""
    if a.strip() == b.strip():
        return True
    one, other = parsed(a), parsed(b)
    try:
        return one is not None and other is not None and _alike(one, other)
    except RecursionError:
        return False


def _alike(one: object, other: object) -> bool:
    """Whether two parts of syntax trees are equal but for where they stand."""
    if type(one) is not type(other):
        return False
    if isinstance(one, ast.AST):
        return all(_alike(getattr(one, name, None), getattr(other, name, None)) for name in one._fields)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_alike, one, other))
    return one == other


def distinct(sources: list[str]) -> list[str]:
    """The sources without those that repeat an earlier one."""
    kept: list[str] = []
    for source in sources:
        if not any(same(source, other) for other in kept):
            kept.append(source)
    return kept


def says_nothing(source: str) -> bool:
    """Whether there is nothing in it but white space, comments and `pass`."""
    tree = parsed(source)
    return tree is not None and all(isinstance(node, ast.Pass) for node in tree.body)


@lru_cache(maxsize=2500)
def binds(source: str) -> frozenset[str]:
    """Names bound at notebook level by definitions, imports and assignments."""
    tree = parsed(source)
    return frozenset(name for node in (tree.body if tree else ()) for name in _bound(node))


def _bound(node: ast.stmt) -> list[str]:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return [node.name]
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return [(alias.asname or alias.name).split(".")[0] for alias in node.names]
    return [n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]


def twice(source: str) -> bool:
    """Whether a function, a class, a method or a plain name is bound by two statements."""
    tree = parsed(source)
    bodies = [tree.body, *(n.body for n in tree.body if isinstance(n, ast.ClassDef))] if tree else []
    bound = [[name for n in body if _is_definition(n) for name in _bound(n)] for body in bodies]
    return any(len(names) != len(set(names)) for names in bound)


def _is_definition(node: ast.stmt) -> bool:
    return isinstance(node, _DEFINES) and not getattr(node, "decorator_list", [])  # x.setter binds x once more


@lru_cache(maxsize=2500)
def needs(source: str) -> frozenset[str]:
    """Names that it takes from elsewhere, inside functions too."""
    if parsed(source) is None:
        return frozenset()
    try:
        table = symtable.symtable(_python(source), "cell", "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset()
    return frozenset(_referenced(table, top=True)) - binds(source) - BUILT_IN


def _referenced(table: symtable.SymbolTable, top: bool = False) -> set[str]:
    found = {s.get_name() for s in table.get_symbols() if s.is_referenced() and (top or s.is_global())}
    for inner in table.get_children():
        found |= _referenced(inner)
    return found


def needs_at_once(source: str) -> frozenset[str]:
    """Names that have to be bound when it runs: those outside of function bodies."""
    tree = parsed(source)
    found: set[str] = set()
    for node in tree.body if tree else ():
        inside = node.decorator_list if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) else [node]
        found |= {
            n.id for part in inside for n in ast.walk(part) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)
        }
    return frozenset(found) - BUILT_IN


def only_defines(source: str) -> bool:
    """Whether every statement binds a name, so that the order of such cells hardly matters."""
    tree = parsed(source)
    return tree is not None and all(isinstance(n, _DEFINES) or _is_text(n) for n in tree.body)


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def joined(parts: list[str], ordered: bool) -> str | None:
    """One source made of the parts of a cell that was split; None where that can be done in two ways or in none.

    `ordered` says that the notebook's cells still stand in their order.
    """
    if len(parts) == 1:
        return parts[0]
    if all(parsed(part) for part in parts):
        return _side_by_side(parts, ordered)
    if ordered:
        whole = "\n".join(parts)
        return whole if parsed(whole) and not twice(whole) else None
    ways = {"\n".join(order) for order in permutations(parts[:_ORDERS])} if len(parts) <= _ORDERS else set()
    ways = {way for way in ways if parsed(way) and not twice(way)}
    return ways.pop() if len(ways) == 1 else None


def _side_by_side(parts: list[str], ordered: bool) -> str | None:
    whole = "\n\n".join(parts)
    if any(binds(a) & binds(b) for i, a in enumerate(parts) for b in parts[i + 1 :]):
        return None
    if ordered:
        return whole
    if len(parts) > _ORDERS or not all(only_defines(part) for part in parts):
        return None
    orders = [o for o in permutations(parts) if _in_order(o)]
    return "\n\n".join(orders[0]) if orders else None


def _in_order(parts: tuple[str, ...]) -> bool:
    """Whether nothing is needed before it is bound."""
    later = [frozenset().union(*(binds(p) for p in parts[i:])) for i in range(1, len(parts))]
    return not any(needs_at_once(part) & bound for part, bound in zip(parts, later, strict=False))


def indented(source: str) -> bool:
    """Whether it begins inside something: a piece of a function, left over from a cell that was split."""
    lines = [line for line in source.split("\n") if line.strip() and not line.lstrip().startswith("#")]
    return bool(lines) and lines[0][0] in " \t" and parsed(source) is None


def is_increasing(numbers: list[int]) -> bool:
    """Whether no number is less than the one before it."""
    return all(a <= b for a, b in pairwise(numbers))
