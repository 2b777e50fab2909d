"""What all tests share: with CI=true, a part that is missing is a failure and not a skipped test."""

import os
import re
from collections.abc import Generator

import pytest

MISSING = re.compile(r"chromium|browser|bubblewrap|bwrap|font|this machine gives", re.IGNORECASE)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    reason = report.longrepr[2] if report.skipped and isinstance(report.longrepr, tuple) else ""
    if os.environ.get("CI") == "true" and MISSING.search(reason):
        report.outcome = "failed"
        report.longrepr = f"{reason} (with CI=true this is a failure; .ci/run installs what is needed)"
    return report
