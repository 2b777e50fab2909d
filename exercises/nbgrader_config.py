"""nbgrader's settings for this course, found by every nbgrader command that runs in this folder."""

import os
import sys
from pathlib import Path

c = get_config()  # noqa: F821  (nbgrader provides it)

here = Path(__file__).resolve().parent

c.CourseDirectory.course_id = "gradients-by-hand"
c.CourseDirectory.root = str(here)
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__"]

# On one machine the exchange is a folder of the course; for a class on a shared server name one that all can reach.
mine = here.parent / "my"  # where Assignment List puts what it fetches
c.Exchange.assignment_dir = str(mine) if mine.is_dir() else "."
c.Exchange.root = os.environ.get("NBGRADER_EXCHANGE", str(here / "exchange"))
c.ExecutePreprocessor.timeout = c.Execute.timeout = 120
c.Execute.shutdown_kernel = "immediate"  # saves 1.5 s a submission
c.Execute.extra_arguments = ["--HistoryManager.hist_file=:memory:", "--IPKernelApp.log_level=ERROR"]

# Says which tests cannot work from outside; before nbgrader's own steps, which take hidden tests out.
c.GenerateAssignment.preprocessors.insert(0, "autograder.generating.CheckContract")

# nbgrader calls `alembic` by name, so the folder of this Python has to be on PATH.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
