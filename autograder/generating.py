"""Warnings while nbgrader generates an assignment: which tests cannot work from outside the student's process.

In nbgrader_config.py, before nbgrader's own steps, which take the tests out:

    c.GenerateAssignment.preprocessors.insert(0, "autograder.generating.CheckContract")
"""

from pathlib import Path
from typing import Any

from nbgrader.preprocessors import NbGraderPreprocessor

from .contract import CURE, contract_problems
from .course import read


class CheckContract(NbGraderPreprocessor):  # type: ignore[misc]
    """Reads the source notebook, runs nothing, changes nothing."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Log a line for each thing that a test does and that cannot work from outside."""
        if resources.setdefault(type(self).__name__, self) is not self:
            return nb, resources  # nbgrader reads a configuration twice, and then has each inserted step twice
        try:
            path = Path(resources["metadata"]["path"], resources["metadata"]["name"] + ".ipynb")
            for problem in contract_problems(read(path)):
                self.log.warning("%s, %s; %s", path.name, problem, CURE)
        except Exception as e:  # a release is worth more than a warning
            self.log.warning("autograder could not look at the tests: %s: %s", type(e).__name__, e)
        return nb, resources
