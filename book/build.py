"""Build the web book into _build/html: `python book/build.py --solutions practice|all|none`.

A warning is a failure and names its page. What did not change since the last build is not built again, unless what
shapes every page did: settings, contents, extensions, styles.
"""

import argparse
import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "_build"
STAMP = OUT / "shape.txt"
SHAPING = ("_config.yml", "book/_toc.yml", "book/_ext/*.py", "book/_static/*.*", "companion/*.js", "companion/*.css")
MEGABYTE = 1e6
# jsonschema makes 38 parsers of web addresses when it finds rfc3987_syntax, for 1.5 s; nothing here asks for one.
START = "import sys; sys.modules['rfc3987_syntax'] = None; from jupyter_book.cli.main import main; main()"


def shape(root: Path = ROOT) -> str:
    """A hash of the files that shape every page."""
    files = sorted(path for pattern in SHAPING for path in root.glob(pattern))
    parts = [part for path in files for part in (path.name.encode(), path.read_bytes())]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def build(solutions: str) -> int:
    """Build, whole or what changed; the exit status of jupyter-book."""
    now = shape()
    known = STAMP.read_text(encoding="utf-8") if STAMP.exists() else ""
    words = ["build", ".", "--toc", "book/_toc.yml", "-W", "--keep-going", *(["--all"] if known != now else [])]
    command = [sys.executable, "-c", START, *words]
    STAMP.unlink(missing_ok=True)  # a build that fails is followed by a whole one
    status = subprocess.run(command, cwd=ROOT, env={**os.environ, "SOLUTIONS": solutions}, check=False).returncode
    if status == 0:
        STAMP.write_text(now, encoding="utf-8")
    return status


def main() -> int:
    parser = argparse.ArgumentParser(prog="book/build.py", description=__doc__.partition("\n")[0])
    parser.add_argument("--solutions", choices=["practice", "all", "none"], default="practice")
    start = time.monotonic()
    status = build(parser.parse_args().solutions)
    if status:
        print("the book was not built: the warnings above name the page and the fault")
        return status
    size = sum(path.stat().st_size for path in (OUT / "html").rglob("*") if path.is_file()) / MEGABYTE
    print(f"Built in {time.monotonic() - start:.0f} s, {size:.0f} MB. Open {OUT / 'html' / 'index.html'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
