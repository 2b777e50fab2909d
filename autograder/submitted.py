"""A student's folder in `submitted/`: what lies there, or why it cannot be taken."""

from pathlib import Path

from .course import Notebook
from .intake import Unreadable, digest_of, load
from .outcomes import Job


def handed_in(folder: Path, notebooks: list[Notebook]) -> dict[str, str]:
    """What stands for each notebook of a submission, or for the reason why it cannot be read."""
    found = {}
    for name in (notebook.path.name for notebook in notebooks):
        try:
            found[name] = digest_of(load(folder / name))
        except Unreadable as e:
            found[name] = digest_of(str(e).encode("utf-8", "backslashreplace"))
    return found


def stamp(folder: Path) -> str:
    """When a submission was handed in, as nbgrader wrote it beside it; "" where it did not."""
    try:
        return load(folder / "timestamp.txt").decode(errors="replace").strip()
    except Unreadable:
        return ""


def bytes_of(job: Job, notebooks: list[Notebook]) -> list[bytes]:
    """The submitted notebooks. Raises Unreadable."""
    for folder in (job.folder.parent, job.folder):
        if folder.is_symlink():
            raise Unreadable(f"{folder.name}: is a link, want a folder")
    paths = [job.folder / notebook.path.name for notebook in notebooks]
    for path in paths:
        if _is_also_anothers(path, notebooks[0].path.parents[2]):
            raise Unreadable(f"{path.name}: is a hard link to a file of somebody else's; put a copy there")
    if (said := stamp(job.folder)) != "" and not _is_a_time(said):
        raise Unreadable(f"timestamp.txt: {said[:40]!r} is no time, want one such as 2026-02-03 15:06:00 UTC")
    return [load(path) for path in paths]


def _is_a_time(said: str) -> bool:
    from .lean import parse_utc

    try:
        parse_utc(said)
    except (ValueError, OverflowError):
        return False
    return True


def _is_also_anothers(path: Path, root: Path) -> bool:
    """Whether a file has a second name in the course, in source/ or as another student's."""
    try:
        if path.stat().st_nlink == 1:
            return False
        others = (*root.glob("source/*/*.ipynb"), *root.glob("submitted/*/*/*.ipynb"))
        return any(other != path and other.exists() and other.samefile(path) for other in others)
    except OSError:  # gone meanwhile, or a link to nothing: it cannot be opened
        return False


def odd_name(student: str) -> str:
    """Why a folder's name cannot be a student's, or nothing."""
    try:
        student.encode()
    except UnicodeEncodeError:
        return "the folder's name is no text: rename it to the student's id"
    return (
        "" if len(student) <= 128 else "the folder's name is longer than 128 characters: rename it to the student's id"
    )
