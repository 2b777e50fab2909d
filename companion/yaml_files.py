"""Reading the book's YAML files, with a mistake told in one line."""

from typing import Any

from companion.optional import need
from companion.paths import data_path


def read(name: str, who: str) -> Any:
    """Return what `notebooks/data/<name>` holds, for the function `who`.

    Raises FileNotFoundError, ImportError without PyYAML, or ValueError that names the file and the line.
    """
    yaml = need("yaml", who)
    try:
        return yaml.safe_load(data_path(name).read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" line {mark.line + 1}" if mark else ""
        raise ValueError(f"{name}{line} is not YAML: {getattr(error, 'problem', error)}") from None
