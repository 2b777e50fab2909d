"""Where the data files of the book are, from wherever a notebook runs."""

from pathlib import Path

PACKAGE_DATA = Path(__file__).resolve().parent.parent / "notebooks" / "data"


def data_path(name: str) -> Path:
    """Return the path of `notebooks/data/<name>`.

    The folders above the working directory are looked through first (so `my/`, `notebooks/` and the root all work),
    then the place of this package. Raises FileNotFoundError that lists what there is.
    """
    folders = _folders()
    for folder in folders:
        path = (folder / name).resolve()
        if path.is_file() and path.is_relative_to(folder.resolve()):
            return path
    raise FileNotFoundError(f"no data file {name!r}; {_listing(folders)}")


def _folders() -> list[Path]:
    here = Path.cwd()
    near = [folder / "notebooks" / "data" for folder in (here, *here.parents)]
    return [folder for folder in dict.fromkeys([*near, PACKAGE_DATA]) if folder.is_dir()]


def _listing(folders: list[Path]) -> str:
    if not folders:
        return "the folder notebooks/data was not found above this one: open the notebook inside the project"
    found = {
        path.relative_to(folder).as_posix()
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }
    return f"notebooks/data holds: {', '.join(sorted(found)) or 'nothing yet'}"
