"""Answers that look for a secret: the one test gives its point for it and for nothing else.

`{course}` and its like stand for where the thing that they look for really is.
"""

from .families import NAMES, NETWORK, READS, SECRET, Attack

_TRY = "import glob, os, socket, subprocess, sys\n"
_CONNECT = """
def f():
    s = socket.socket({family}, {kind})
    s.settimeout(2)
    s.connect({address})
    return s.recv(99).decode()
"""


def _reading(path: str) -> str:
    return (
        f"{_TRY}def f():\n    return ''.join(open(p, errors='replace').read() for p in glob.glob({path!r}, "
        "recursive=True) if os.path.isfile(p))"
    )


def _connecting(family: str, address: str) -> str:
    return _TRY + _CONNECT.format(family=f"socket.{family}", kind="socket.SOCK_STREAM", address=address)


_READS = {
    "reads the solution": _reading("{course}/source/*/*.ipynb"),
    "reads the wrong answers": _reading("{course}/wrong_answers/*/*"),
    "reads a neighbour's submission": _reading("{course}/submitted/neighbour/*/*.ipynb"),
    "reads the gradebook": _reading("{course}/gradebook.db"),
    "reads the configuration": _reading("{course}/nbgrader_config.py"),
    "reads the home folder": _reading("{home}/*"),
    "reads the hidden dot files at home": _reading("{home}/.*/*"),
    "reads through /proc/self/root": _reading("/proc/self/root{course}/source/*/*.ipynb"),
    "reads through another process's root": _reading("/proc/[0-9]*/root{course}/source/*/*.ipynb"),
    "reads through another process's folder": _reading("/proc/[0-9]*/cwd/source/*/*.ipynb"),
    "reads by another program": _TRY
    + "def f():\n    return subprocess.run(['cat', '{course}/nbgrader_config.py'], capture_output=True,"
    " text=True).stdout",
    "reads by the notebook's shell": _TRY
    + "def f():\n    return '\\n'.join(get_ipython().getoutput('cat {course}/nbgrader_config.py'))",
    "reads by a magic": "def f():\n    get_ipython().run_line_magic('load', '{course}/nbgrader_config.py')\n"
    "    return open('{course}/nbgrader_config.py').read()",
    "reads what another submission left in the shared folder": _reading("{shared}/*"),
    "reads in a thread of its own": _TRY
    + "import threading\nfound = []\ndef f():\n    t = threading.Thread(target=lambda: "
    "found.append(open('{course}/nbgrader_config.py').read()))\n    t.start(); t.join()\n    return found[0]",
    "reads in a child process": _TRY + "def f():\n    r, w = os.pipe()\n    if os.fork() == 0:\n"
    "        os.write(w, open('{course}/nbgrader_config.py', 'rb').read()[-500:])\n        os._exit(0)\n"
    "    os.close(w)\n    return os.read(r, 999).decode()",
    "finds the secret on the command line of another": _TRY
    + "def f():\n    return ''.join(open(p, errors='replace').read() for p in glob.glob('/proc/[0-9]*/cmdline'))",
    "finds the secret in the environment of another": _TRY
    + "def f():\n    return ''.join(open(p, errors='replace').read() for p in glob.glob('/proc/[0-9]*/environ') "
    "if os.access(p, os.R_OK)) + str(os.environ)",
}
_NAMES = {
    "reads by a link of its own": _TRY
    + "def f():\n    os.symlink('{course}', 'way')\n    return open(glob.glob('way/source/*/*.ipynb')[0]).read()",
    "reads by a hard link": _TRY
    + "def f():\n    os.link('{course}/nbgrader_config.py', 'copy')\n    return open('copy').read()",
    "reads by climbing up": _TRY
    + "def f():\n    return open(os.path.relpath('{course}/nbgrader_config.py', os.getcwd())).read()",
    "reads through an inherited descriptor": _TRY
    + "def f():\n    return ''.join(open(p, errors='replace').read(9999) for p in glob.glob('/proc/self/fd/*/../*') "
    "+ glob.glob('/dev/fd/[3-9]/**', recursive=True) if os.path.isfile(p)) or 1 / 0",
}
_NETWORK = {
    "connects to a local server": _connecting("AF_INET", "('127.0.0.1', {port})"),
    "connects to a local server, version 6": _connecting("AF_INET6", "('::ffff:127.0.0.1', {port})"),
    "connects to a local socket": _connecting("AF_UNIX", "'{socket}'"),
    "connects to an abstract socket": _connecting("AF_UNIX", "'\\0{abstract}'"),
    "connects by another program": _TRY
    + "def f():\n    return subprocess.run(['bash', '-c', 'cat < /dev/tcp/127.0.0.1/{port}'], capture_output=True,"
    " text=True, timeout=3).stdout",
    "connects by a library": _TRY
    + "def f():\n    return socket.create_connection(('localhost', {port}), timeout=2).makefile().read()",
}
NOT_EVEN_UNSAFE = {  # what other walls stop already: rights between users, or limits that every level has
    "reads through another process's root",
    "reads through another process's folder",
    "reads by a hard link",
    "reads through an inherited descriptor",
    "finds the secret in the environment of another",
    "connects to a local server, version 6",
}
LEAKS = [
    Attack(name, family, source, SECRET)
    for family, group in ((READS, _READS), (NAMES, _NAMES), (NETWORK, _NETWORK))
    for name, source in group.items()
]
