"""`show_source`: the engine's own source, so that what is read is what runs."""

import ast
import html
import inspect
import sys
import textwrap

from companion.rich_output import Output

PACKAGES = ("handgrad", "companion")
STYLE = (
    "margin:0;padding:10px 12px;overflow-x:auto;background:#ffffff;color:#1f2328;border:1px solid #d0d7de;"
    "border-radius:8px;font:13px/1.5 ui-monospace,Menlo,Consolas,'DejaVu Sans Mono','Noto Sans Mono CJK SC',monospace"
)
CAPTION = "margin:2px 0 0;font-size:0.85em;text-align:left;color:inherit"
# Themes give <code> colours of their own, JupyterLab breaks long lines in the middle of a word, and its sanitiser lets
# plain colours pass but not 'inherit'.
PLAIN = "white-space:pre;padding:0;background:#ffffff;color:#1f2328;font:inherit"
MARK = "display:inline-block;min-width:100%;box-shadow:inset 3px 0 #b97500;background:#fdf0d5;color:#1f2328"


def show_source(obj: object, mark: str | None = None, doc: bool = False) -> Output:
    """Show the source of a function, class, method or module of handgrad or companion, lines with `mark` marked.

    An entry of a table, such as an Op, is shown as the statement that names it.
    Docstrings are left out unless `doc` is True. Raises TypeError if `obj` is not from these packages or has no source,
    ValueError if `mark` stands in none of its lines.
    """
    obj = inspect.unwrap(obj) if callable(obj) else obj
    place, source = _entry(obj) or (_place(obj), _source(obj))
    lines = (source if doc else _without_docstrings(source)).rstrip().splitlines()
    marked = [mark is not None and mark in line for line in lines]
    if mark is not None and not any(marked):
        raise ValueError(f"show_source: {mark!r} stands in no line of {place}; show it without mark and copy the text")
    text = "\n".join(f"{'▸' if m else ' '} {line}".rstrip() for m, line in zip(marked, lines, strict=True))
    return Output(f"{text}\n  # {place}", _page(lines, marked, place))


def _place(obj: object) -> str:
    if inspect.ismodule(obj):
        module, name = obj.__name__, ""
    else:
        module, name = getattr(obj, "__module__", None) or "", getattr(obj, "__qualname__", "")
    if not _ours(module):
        raise TypeError(
            f"show_source shows functions, classes and modules of handgrad and companion; came {_came(obj, module)}"
        )
    return f"{_file(module)}{', ' + name if name else ''}"


def _entry(obj: object) -> tuple[str, str] | None:
    """Place and source of the assignment that names `obj`, if it is an instance of a class of these packages."""
    if not _ours(type(obj).__module__):
        return None
    for where, module in sorted(sys.modules.items()):
        names = {name for name, value in vars(module).items() if value is obj} if _ours(where) else set()
        source = inspect.getsource(module) if names else ""
        for statement in ast.parse(source).body:
            if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
                name = statement.targets[0].id
                if name in names:
                    return f"{_file(where)}, {name}", ast.get_source_segment(source, statement) or ""
    return None


def _file(module: str) -> str:
    is_package = hasattr(sys.modules[module], "__path__")
    return f"{module.replace('.', '/')}{'/__init__' if is_package else ''}.py"


def _ours(module: str) -> bool:
    return module.partition(".")[0] in PACKAGES


def _came(obj: object, module: str) -> str:
    name = getattr(obj, "__qualname__", type(obj).__name__)
    return f"{module}.{name}" if module and module != "__main__" else name


def _source(obj: object) -> str:
    try:
        return textwrap.dedent(inspect.getsource(obj))  # type: ignore[arg-type]
    except (OSError, TypeError):
        raise TypeError(f"show_source: {_came(obj, '')} has no source lines; show the module that holds it") from None


def _without_docstrings(source: str) -> str:
    """Source lines without docstrings; a definition of nothing but its docstring keeps it."""
    lines = source.splitlines()
    drop: set[int] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and ast.get_docstring(node) and node.body[1:]:
            first = node.body[0]
            drop |= set(range(first.lineno - 1, first.end_lineno or first.lineno))
            if drop and (first.end_lineno or 0) < len(lines) and not lines[first.end_lineno or 0].strip():
                drop.add(first.end_lineno or 0)  # the empty line after it
    return "\n".join(line for i, line in enumerate(lines) if i not in drop)


def _page(lines: list[str], marked: list[bool], place: str) -> str:
    rows = (
        f'<mark style="{MARK}">{html.escape(line)}</mark>' if m else html.escape(line)
        for m, line in zip(marked, lines, strict=True)
    )
    code = "\n".join(rows)
    return (
        f'<figure class="companion-code" style="margin:0"><pre tabindex="0" style="{STYLE}">'
        f'<code style="{PLAIN}">{code}</code></pre>'
        f'<figcaption style="{CAPTION}">{html.escape(place)}</figcaption></figure>'
    )
