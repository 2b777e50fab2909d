# ruff: noqa: E501 (an attack reads best unbroken)
"""Answers that break what is around them. They must leave the world as it was; their function returns nothing right."""

from .families import BOMBS, CRASHES, HTML, NAMES, STAYS, WRITES, Attack

TAIL = "\ndef f(x):\n    return 'nothing'"
_WRITES = {
    "writes to the shared folder": "open('{shared}/harm', 'w').write('x')",
    "writes to the course": "open('{course}/harm', 'w').write('x')",
    "writes its points into the gradebook": "import sqlite3\nbook = sqlite3.connect('{course}/gradebook.db', timeout=1)\n"
    "book.execute('UPDATE grade SET auto_score = 1, manual_score = 1')\nbook.commit()",
    "empties the gradebook": "open('{course}/gradebook.db', 'w').close()",
    "changes the neighbour's submission": "import glob\nfor p in glob.glob('{course}/submitted/neighbour/*/*'):\n"
    "    open(p, 'w').write('{}')",
    "changes the tests in the source": "import glob\nfor p in glob.glob('{course}/source/*/*.ipynb'):\n"
    "    s = open(p).read()\n    open(p, 'w').write(s.replace('assert ', 'assert 1 or '))",
    "changes the configuration": "open('{course}/nbgrader_config.py', 'a').write('\\nraise SystemExit')",
    "writes to the packages": "import numpy\nopen(numpy.__file__ + '.harm', 'w').write('x')",
    "writes to a cache of compiled code": "import glob, json\nfor p in glob.glob(json.__path__[0] + '/__pycache__/*'):\n"
    "    open(p, 'ab').write(b'x')",
    "removes the neighbour": "import shutil\nshutil.rmtree('{course}/submitted', ignore_errors=True)",
    "removes all that it can": "import shutil\nshutil.rmtree('{shared}', ignore_errors=True)",
    "makes a start-up file": "import os\nos.makedirs('{home}/.ipython', exist_ok=True)\n"
    "open('{home}/.ipython/harm', 'w').write('x')",
    "leaves a module for the next student": "open('numpy.py', 'w').write('boom')\nimport os\n"
    "open(os.path.join(os.path.expanduser('~'), 'sitecustomize.py'), 'w').write('boom')\n"
    "open('{shared}/numpy.py', 'w').write('boom')",
}
_NAMES = {
    "links into the shared folder": "import os\nos.symlink('/', '{shared}/harm')",
    "makes files with odd names": "import os\nfor n in ('a\\nb', '-rf', '\\x1b[2J', 'x' * 255, '\\u202etxt', '~', '*', \"';\"):\n"
    "    open(n, 'w').close()\n    os.symlink('{course}', n[:200] + '.link')",
    "makes files with names that are no text": "import os\nopen(b'\\xff\\xfe', 'w').close()\nos.mkdir(b'\\x80' * 200)",
    "deep folders": "import os\nfor i in range(5000):\n    os.mkdir('d')\n    os.chdir('d')",
    "folders that cannot be entered": "import os\nos.makedirs('a/b/c')\nopen('a/b/c/d', 'w').close()\nos.chmod('a/b', 0)\n"
    "os.chmod('.', 0)",
    "puts a link in the place of its folder": "import os, shutil\nhere = os.getcwd()\nos.chdir('/')\n"
    "shutil.rmtree(here)\nos.symlink('{shared}', here)",
}
_BOMBS = {
    "fork bomb": "import os\nwhile True:\n    try:\n        os.fork()\n    except OSError:\n        pass",
    "fork bomb of programs": "import subprocess\nwhile True:\n    subprocess.Popen(['sleep', '999'])",
    "thread bomb": "import threading, time\nwhile True:\n    threading.Thread(target=time.sleep, args=(99,)).start()",
    "cpu": "while True: pass",
    "cpu of many processes": "import os\nfor _ in range(3): os.fork()\nwhile True: pass",
    "memory": "import numpy as np\nkept = []\nwhile True:\n    kept.append(np.ones(1 << 24))",
    "memory of many processes": "import os, time\nfor _ in range(40):\n    if os.fork() == 0:\n"
    "        b = bytearray(100 << 20)\n        for i in range(0, len(b), 4096): b[i] = 1\n"
    "        time.sleep(99)\ntime.sleep(99)",
    "memory in a file system": "for i in range(10_000):\n    open('/dev/shm/%d' % i, 'wb').write(bytes(1 << 20))",
    "fills the disk": "for i in range(300):\n    open(str(i), 'wb').write(bytes(1 << 20))",
    "fills the disk with names": "for i in range(200_000):\n    open(str(i), 'w').close()",
    "one enormous file": "with open('big', 'wb') as h:\n    while True:\n        h.write(bytes(1 << 20))",
    "opens everything": "kept = []\nwhile True:\n    kept.append(open('/dev/null'))",
    "output without end": "while True:\n    print('x' * 100_000)",
    "lines without end": "while True:\n    print()",
    "displays without end": "from IPython.display import HTML, display\nwhile True:\n    display(HTML('x' * 10_000))",
    "raw output without end": "import os\nfor _ in range(1000):\n    os.write(1, b'x' * 100_000)",
    "floods the connection": "import os\nfor fd in range(3, 99):\n    try:\n        while True:\n"
    "            os.write(fd, b'\\xff' * 65536)\n    except OSError:\n        pass",
    "an object that does not let itself be looked at": "class R:\n    def __reduce_ex__(self, p):\n"
    "        while True: pass\nkept, f = R(), lambda x: None",
    "an object that holds ever more": "class R:\n    def __reduce_ex__(self, p):\n"
    "        return R, (), None, iter(R, 0)\nkept, f = R(), lambda x: None",
    "a text that is slow to print": "class R:\n    def __repr__(self):\n        while True: pass\nR()",
}
_STAYS = {
    "leaves a daemon": "import os\nif os.fork() == 0:\n    os.setsid()\n    if os.fork():\n        os._exit(0)\n"
    "    os.execv('/bin/sleep', ['sleep', '{nap}'])",
    "leaves a daemon that stops dying with its parent": "import ctypes, os\nctypes.CDLL(None).prctl(1, 0, 0, 0, 0)\n"
    "if os.fork() == 0:\n    os.setsid()\n    os.execv('/bin/sleep', ['sleep', '{nap}'])\nos._exit(0)",
    "leaves a thread": "import threading, time\nthreading.Thread(target=time.sleep, args=(999,)).start()",
    "leaves a thread that changes the answer": "import threading, time\ndef late():\n    time.sleep(0.5)\n"
    "    get_ipython().user_ns['f'] = lambda x: True\nthreading.Thread(target=late, daemon=True).start()",
    "runs at exit for ever": "import atexit, time\natexit.register(time.sleep, 999)\nraise SystemExit",
    "waits with a timer": "import signal, time\nsignal.signal(signal.SIGVTALRM, lambda *a: time.sleep(99))\n"
    "signal.setitimer(signal.ITIMER_VIRTUAL, 0.01, 0.01)",
}
_CRASHES = {
    "kills its parent": "import os\nos.kill(os.getppid(), 9)",
    "kills its parent's group": "import os\nos.killpg(os.getpgid(os.getppid()), 9)",
    "kills everybody": "import os\nos.kill(-1, 9)",
    "kills a bystander": "import os\nos.kill({bystander}, 9)",
    "stops a bystander": "import os\nos.kill({bystander}, 19)",
    "takes a bystander's time": "import resource\nresource.prlimit({bystander}, resource.RLIMIT_CPU, (0, 0))",
    "traces a bystander": "import ctypes\nctypes.CDLL(None).ptrace(16, {bystander}, 0, 0)",
    "ignores all signals": "import signal\nfor n in range(1, 65):\n    try:\n        signal.signal(n, signal.SIG_IGN)\n"
    "    except (OSError, ValueError):\n        pass\nwhile True:\n    pass",
    "crashes in a cell": "import ctypes\nctypes.string_at(0)",
    "overflows the stack": "import sys\nsys.setrecursionlimit(10**9)\ndef g(): return g()\ng()",
    "closes every descriptor": "import os\nos.closerange(0, 999)",
    "makes namespaces": "import ctypes\nassert ctypes.CDLL(None).unshare(0x10000000) == 0\nopen('{shared}/harm', 'w')",
    "mounts": "import ctypes\nctypes.CDLL(None).mount(b'none', b'/tmp', b'tmpfs', 0, 0)\nopen('{shared}/harm', 'w')",
}
_SHOW = "from IPython.display import HTML, Markdown, SVG, display, publish_display_data\n"
_HTML = {
    "shows a script": _SHOW + "display(HTML('<script>alert(1)</script>'))",
    "shows an image with a handler": _SHOW + "display(HTML('<img src=x onerror=alert(1)><svg onload=alert(1)>'))",
    "shows a link with a script and a frame": _SHOW + 'display(HTML(\'<a href="javascript:alert(1)">x</a>'
    '<iframe srcdoc="<script>alert(1)</script>"></iframe><meta http-equiv=refresh content=0>\'))',
    "shows active types": _SHOW + "publish_display_data({'application/javascript': 'alert(1)', 'image/svg+xml': "
    "'<svg onload=alert(1)></svg>', 'text/markdown': '<script>alert(1)</script>', "
    "'application/vnd.jupyter.widget-view+json': {'model_id': 'x'}})",
    "raises an error with HTML in its name": "raise type('<script>alert(1)</script>', (Exception,), {})"
    "('\\x1b[2J<img src=x onerror=alert(1)>')",
    "prints what a terminal obeys": "print('\\x1b]0;title\\x07\\x1b[2J\\x1b[31m<script>alert(1)</script>')",
    "shows HTML that is no HTML": _SHOW + "publish_display_data({'text/html': ['<scr', 'ipt>alert(1)</script>'], "
    "'text/plain': {'a': 1}, 'image/png': '<script>alert(1)</script>'})",
}
HARMS = [
    Attack(name, family, source + TAIL)
    for family, group in (
        (WRITES, _WRITES), (NAMES, _NAMES), (BOMBS, _BOMBS), (STAYS, _STAYS), (CRASHES, _CRASHES), (HTML, _HTML),
    )
    for name, source in group.items()
]  # fmt: skip
