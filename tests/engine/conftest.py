"""One thread for torch, and the same examples on every run: no test of the engine depends on chance or on a clock."""

import os
from collections.abc import Iterator

import pytest
import torch
from hypothesis import HealthCheck, settings

import handgrad as hg
from tests.engine.differences import REPORTED

torch.set_num_threads(1)
QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]
settings.register_profile(
    "house", deadline=None, derandomize=True, max_examples=25, database=None, suppress_health_check=QUIET
)
settings.register_profile(
    "explore", deadline=None, derandomize=False, max_examples=500, database=None, suppress_health_check=QUIET
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))


@pytest.fixture(autouse=True)
def recording_is_on() -> Iterator[None]:
    """A test that fails inside no_grad must not take the next ones with it."""
    yield
    hg.set_grad_enabled(True)
    torch.set_grad_enabled(True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is reported and not yet mended is expected to fail, and fails the suite as soon as it passes."""
    for item in items:
        for place, reason in REPORTED.items():
            if f"tests/engine/{place}" in item.nodeid:
                item.add_marker(pytest.mark.xfail(strict=True, reason=reason))
