"""`pytest tests/autograder/attacks --all` runs the whole corpus; without `--all`, a fast part."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from .corpus import FAST
from .world import World, world_at


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--all", action="store_true", help="run every attack")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--all", default=False):
        return
    attacks = [i for i in items if isinstance(i, pytest.Function) and i.path.parent == Path(__file__).parent]
    slow = [i for i in attacks if hasattr(i, "callspec") and i.callspec.params.get("name", "") not in {*FAST, ""}]
    config.hook.pytest_deselected(items=slow)
    items[:] = [i for i in items if i not in slow]


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """What is around the attacks, in a folder that every user may enter."""
    root = tmp_path_factory.mktemp("world")
    for folder in (root, *list(root.parents)[: len(root.parts) - 2]):
        folder.chmod(0o755)
    with world_at(root) as around:
        yield around
