"""What hostile submissions try. `{course}` and its like stand for where the thing that they look for really is.

LEAKS return what they found: the one test gives its point for the secret and for nothing else. HARMS must leave the
world as it was; what they return is no matter.
"""

_TRY = "import glob, os, socket, subprocess, sys\n"
_CONNECT = """
def f():
    s = socket.socket({family}, {kind})
    s.settimeout(2)
    s.connect({address})
    return s.recv(99).decode()
"""


def _reading(path: str) -> str:
    return f"{_TRY}def f():\n    return ''.join(open(p).read() for p in glob.glob({path!r}, recursive=True))"


def _connecting(family: str, address: str) -> str:
    return _TRY + _CONNECT.format(family=f"socket.{family}", kind="socket.SOCK_STREAM", address=address)


LEAKS = {
    "reads the solution": _reading("{course}/source/*/*.ipynb"),
    "reads the wrong answers": _reading("{course}/wrong_answers/*/*"),
    "reads a neighbour's submission": _reading("{course}/submitted/*/*/*.ipynb"),
    "reads the gradebook": _reading("{course}/gradebook.db"),
    "reads the configuration": _reading("{course}/nbgrader_config.py"),
    "reads the home folder": _reading("{home}/*"),
    "reads the hidden dot files at home": _reading("{home}/.*/*"),
    "reads through /proc/self/root": _reading("/proc/self/root{course}/source/*/*.ipynb"),
    "reads through another process's root": _reading("/proc/[0-9]*/root{course}/source/*/*.ipynb"),
    "reads through another process's folder": _reading("/proc/[0-9]*/cwd/source/*/*.ipynb"),
    "reads by a link of its own": _TRY
    + "def f():\n    os.symlink('{course}', 'way')\n    return open(glob.glob('way/source/*/*.ipynb')[0]).read()",
    "reads by a hard link": _TRY
    + "def f():\n    os.link('{course}/nbgrader_config.py', 'copy')\n    return open('copy').read()",
    "reads by climbing up": _TRY
    + "def f():\n    return open(os.path.relpath('{course}/nbgrader_config.py', os.getcwd())).read()",
    "reads by another program": _TRY
    + "def f():\n    return subprocess.run(['cat', '{course}/nbgrader_config.py'], capture_output=True,"
    " text=True).stdout",
    "reads by the notebook's shell": _TRY
    + "def f():\n    return '\\n'.join(get_ipython().getoutput('cat {course}/nbgrader_config.py'))",
    "reads what another submission left in the shared folder": _reading("{shared}/*"),
    "connects to a local server": _connecting("AF_INET", "('127.0.0.1', {port})"),
    "connects to a local server, version 6": _connecting("AF_INET6", "('::ffff:127.0.0.1', {port})"),
    "connects to a local socket": _connecting("AF_UNIX", "'{socket}'"),
    "connects to an abstract socket": _connecting("AF_UNIX", "'\\0{abstract}'"),
    "connects by another program": _TRY
    + "def f():\n    return subprocess.run(['bash', '-c', 'cat < /dev/tcp/127.0.0.1/{port}'], capture_output=True,"
    " text=True, timeout=3).stdout",
    "finds the secret on the command line of another": _TRY
    + "def f():\n    return ''.join(open(p, errors='replace').read() for p in glob.glob('/proc/[0-9]*/cmdline'))",
}
NOT_EVEN_UNSAFE = {  # what other walls stop already: rights between users, or limits that every level has
    "reads through another process's root",
    "reads through another process's folder",
    "reads by a hard link",
    "connects to a local server, version 6",
}

HARMS = {
    "writes to the shared folder": "open('{shared}/harm', 'w').write('x')",
    "writes to the course": "open('{course}/harm', 'w').write('x')",
    "writes to the packages": "import numpy\nopen(numpy.__file__ + '.harm', 'w').write('x')",
    "removes the neighbour": "import shutil\nshutil.rmtree('{course}/submitted', ignore_errors=True)",
    "removes all that it can": "import shutil\nshutil.rmtree('{shared}', ignore_errors=True)",
    "links into the shared folder": "import os\nos.symlink('/', '{shared}/harm')",
    "makes a start-up file": "import os\nos.makedirs('{home}/.ipython', exist_ok=True)\n"
    "open('{home}/.ipython/harm', 'w').write('x')",
    "kills its parent": "import os\nos.kill(os.getppid(), 9)",
    "kills its parent's group": "import os\nos.killpg(os.getpgid(os.getppid()), 9)",
    "kills everybody": "import os\nos.kill(-1, 9)",
    "kills a bystander": "import os\nos.kill({bystander}, 9)",
    "stops a bystander": "import os\nos.kill({bystander}, 19)",
    "takes a bystander's time": "import resource\nresource.prlimit({bystander}, resource.RLIMIT_CPU, (0, 0))",
    "traces a bystander": "import ctypes\nctypes.CDLL(None).ptrace(16, {bystander}, 0, 0)",
    "fork bomb": "import os\nwhile True:\n    try:\n        os.fork()\n    except OSError:\n        pass",
    "fork bomb of programs": "import subprocess\nwhile True:\n    subprocess.Popen(['sleep', '999'])",
    "thread bomb": "import threading, time\nwhile True:\n    threading.Thread(target=time.sleep, args=(99,)).start()",
    "memory": "import numpy as np\nkept = []\nwhile True:\n    kept.append(np.ones(1 << 24))",
    "memory of many processes": "import os, time\nfor _ in range(40):\n    if os.fork() == 0:\n"
    "        b = bytearray(100 << 20)\n        for i in range(0, len(b), 4096): b[i] = 1\n"
    "        time.sleep(99)\ntime.sleep(99)",
    "memory in a file system": "for i in range(10_000):\n    open('/dev/shm/%d' % i, 'wb').write(bytes(1 << 20))",
    "fills the disk": "for i in range(300):\n    open(str(i), 'wb').write(bytes(1 << 20))",
    "fills the disk with names": "for i in range(200_000):\n    open(str(i), 'w').close()",
    "one enormous file": "with open('big', 'wb') as h:\n    while True:\n        h.write(bytes(1 << 20))",
    "deep folders": "import os\nfor i in range(5000):\n    os.mkdir('d')\n    os.chdir('d')",
    "opens everything": "kept = []\nwhile True:\n    kept.append(open('/dev/null'))",
    "output without end": "while True:\n    print('x' * 100_000)",
    "displays without end": "from IPython.display import HTML, display\nwhile True:\n    display(HTML('x' * 10_000))",
    "raw output without end": "import os\nfor _ in range(1000):\n    os.write(1, b'x' * 100_000)",
    "ignores all signals": "import signal\nfor n in range(1, 65):\n    try:\n        signal.signal(n, signal.SIG_IGN)\n"
    "    except (OSError, ValueError):\n        pass\nwhile True:\n    pass",
    "leaves a daemon": "import os\nif os.fork() == 0:\n    os.setsid()\n    if os.fork():\n        os._exit(0)\n"
    "    os.execv('/bin/sleep', ['sleep', '{nap}'])",
    "leaves a daemon that stops dying with its parent": "import ctypes, os\nctypes.CDLL(None).prctl(1, 0, 0, 0, 0)\n"
    "if os.fork() == 0:\n    os.setsid()\n    os.execv('/bin/sleep', ['sleep', '{nap}'])\nos._exit(0)",
    "leaves a thread": "import threading, time\nthreading.Thread(target=time.sleep, args=(999,)).start()",
    "runs at exit for ever": "import atexit, time\natexit.register(time.sleep, 999)\nraise SystemExit",
    "crashes in C": "import ctypes\nctypes.string_at(0)",
    "overflows the stack": "import sys\nsys.setrecursionlimit(10**9)\ndef g(): return g()\ng()",
    "floods the connection": "import os\nfor fd in range(3, 99):\n    try:\n        while True:\n"
    "            os.write(fd, b'\\xff' * 65536)\n    except OSError:\n        pass",
    "closes every descriptor": "import os\nos.closerange(0, 999)",
    "makes namespaces": "import ctypes\nassert ctypes.CDLL(None).unshare(0x10000000) == 0\nopen('{shared}/harm', 'w')",
    "mounts": "import ctypes\nctypes.CDLL(None).mount(b'none', b'/tmp', b'tmpfs', 0, 0)\nopen('{shared}/harm', 'w')",
}
FAST = {
    "reads the solution",
    "reads the gradebook",
    "reads by another program",
    "connects to a local server",
    "connects to an abstract socket",
    "writes to the shared folder",
    "kills its parent",
    "kills a bystander",
    "leaves a daemon",
}
