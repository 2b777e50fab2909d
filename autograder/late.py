"""What nbgrader's plugin takes off late submissions, in courses whose configuration names one."""

import sys
from pathlib import Path
from typing import Any, Protocol

from .course import CourseError

_NAMES = ("AssignLatePenalties", "LateSubmissionPlugin")  # of the configuration


class Plugin(Protocol):
    """As nbgrader's `LateSubmissionPlugin`."""

    def late_submission_penalty(self, student_id: str, score: float, total_seconds_late: float) -> float | None: ...


def plugin_of(root: Path) -> Plugin | None:
    """The plugin that nbgrader_config.py asks for; None where it asks for none. Raises CourseError."""
    from .plain_nbgrader import config_of  # late: `lean` has to come first

    config = config_of(root)
    if not any(name in config for name in _NAMES):
        return None
    from nbgrader.preprocessors import AssignLatePenalties  # with all of nbgrader, which takes seconds

    sys.path.insert(0, str(root))  # the plugin may lie beside the configuration
    try:
        step = AssignLatePenalties(config=config)
        step.init_plugin()
    except Exception as e:  # it is a program
        raise CourseError(f"the plugin for late submissions cannot be had: {_said(e)}") from None
    finally:
        sys.path.remove(str(root))
    plugin: Plugin = step.plugin_inst
    return plugin


def penalty(plugin: Plugin, student: str, score: float, seconds: float) -> float | None:
    """Points that are taken off, between 0 and `score`; None where it is not late. Raises CourseError."""
    if seconds <= 0:
        return None
    try:
        taken = plugin.late_submission_penalty(student, score, seconds)
        return None if taken is None else min(max(float(taken), 0.0), score)
    except Exception as e:
        raise CourseError(f"the plugin for late submissions fails with {student}: {_said(e)}") from None


def _said(error: Any) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
