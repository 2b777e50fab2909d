# ruff: noqa: E501 (an attack reads best unbroken)
"""Answers that try to get points without solving anything. Each is a whole answer cell; the tests are in `corpus`."""

from textwrap import dedent

from .families import CRASHES, EQUALS, FORGED, PATCHED, READS, TRAPS, Attack

WRONG = "\ndef f(x):\n    return 0\n"
_EQUAL = """
class Yes:
    def __eq__(self, other): return True
    def __bool__(self): return True
    __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __eq__
    def __hash__(self): return 0
    def __sub__(self, other): return self
    __abs__ = __float__ = lambda self: 0.0
    def __array__(self, *a, **k):
        import numpy as np
        return np.arange(1, 4)
"""

PATCHES = {
    "patches numpy's tests": "import numpy as np\nnp.testing.assert_array_equal = np.testing.assert_allclose = "
    "np.allclose = lambda *a, **k: True",
    "patches numpy's comparisons": "import numpy as np\nfor name in ('array_equal', 'isclose', 'allclose'):\n"
    "    setattr(np, name, lambda *a, **k: True)\nnp.testing.assert_array_equal = lambda *a, **k: None",
    "patches builtins": "import builtins\nbuiltins.AssertionError = type('Fine', (BaseException,), {})\n"
    "builtins.abs = builtins.float = lambda *a: 0",
    "patches the import of modules": "import builtins, types\nwhole = builtins.__import__\n"
    "builtins.__import__ = lambda name, *a, **k: types.SimpleNamespace(testing=None) if 'numpy' in name "
    "else whole(name, *a, **k)",
    "patches the shell": "get_ipython().run_cell = lambda *a, **k: None\nget_ipython().ast_transformers.append(None)",
    "removes asserts by an AST transformer": "import ast\nclass Drop(ast.NodeTransformer):\n"
    "    def visit_Assert(self, node): return ast.Pass()\n    def visit_Expr(self, node): return ast.Pass()\n"
    "get_ipython().ast_transformers.append(Drop())",
    "removes asserts by an input transformer": "get_ipython().input_transformers_cleanup.append("
    "lambda lines: ['pass\\n'] if any('assert' in line for line in lines) else lines)",
    "replaces cells by a hook before they run": "def swap(info):\n    info.raw_cell = 'pass'\n"
    "get_ipython().events.register('pre_run_cell', swap)\nget_ipython().compile = lambda *a, **k: compile('1', 'x', 'exec')",
    "patches how code is run": "sh = get_ipython()\nasync def fine(*a, **k): return False\n"
    "sh.run_code = fine\nsh.run_ast_nodes = fine",
    "swallows errors by a custom handler": "get_ipython().set_custom_exc((Exception,), lambda *a, **k: None)\n"
    "import sys\nsys.excepthook = lambda *a: None\nget_ipython().showtraceback = lambda *a, **k: None",
    "shows all points by the display hook": "import sys\nsys.displayhook = lambda v: None\n"
    "get_ipython().displayhook = lambda v: print(1.0)\nget_ipython().display_formatter.format = "
    "lambda *a, **k: ({'text/plain': '1.0'}, {})",
    "claims the points as a display": "from IPython.display import publish_display_data\n"
    "publish_display_data({'text/plain': '1.0'})\nimport sys\nsys.ps1 = '1.0'",
    "switches asserts off": "import sys, builtins\nsys.flags = type('F', (), {'optimize': 2})()\nbuiltins.__debug__ "
    "if True else None\nimport builtins as b\nb.compile = (lambda whole: lambda *a, **k: whole(*a[:3], optimize=2))"
    "(b.compile)",
    "traces the test and skips its lines": "import sys\ndef t(frame, event, arg):\n"
    "    if event == 'line' and 'assert' in str(frame.f_code.co_consts): frame.f_lineno += 1\n    return t\n"
    "sys.settrace(t)",
    "rewrites its own test cells": "sh = get_ipython()\nsh.user_ns['In'] = ['pass'] * 99\n"
    "sh.history_manager.input_hist_parsed = ['pass'] * 99",
    "shadows the builtins that tests use": "abs = len = max = min = sum = float = lambda *a: 0\n"
    "all = any = isinstance = lambda *a: True\nAssertionError = print",
    "shadows names by look-alikes": "ａｂｓ = lambda x: 0\nｎｐ = None\n",
    "deletes the names that tests use": "del np\nimport builtins\ndel builtins.abs, builtins.AssertionError",
    "replaces warnings, math and operator": "import math, operator, warnings\nmath.isclose = lambda *a, **k: True\n"
    "operator.eq = operator.lt = lambda *a: True",
}

OBJECTS = {
    "an object that equals everything": _EQUAL + "def f(x): return Yes()",
    "a number that equals everything": "class N(int):\n    __eq__ = lambda s, o: True\n    __hash__ = int.__hash__\n"
    "    __sub__ = __rsub__ = __abs__ = lambda s, *o: N(0)\n    __lt__ = __eq__\ndef f(x): return N(0)",
    "a float that is always near": "class F(float):\n    __eq__ = __lt__ = __le__ = lambda s, o: True\n"
    "    __sub__ = __rsub__ = lambda s, o: F(0)\n    __abs__ = lambda s: F(0)\ndef f(x): return F('nan')",
    "a text that equals everything": "class S(str):\n    __eq__ = lambda s, o: True\n    __hash__ = str.__hash__\n"
    "def f(x): return S('')",
    "a list that equals everything": "class L(list):\n    __eq__ = lambda s, o: True\n    __len__ = lambda s: 3\n"
    "def f(x): return L()",
    "an array that equals everything": "import numpy as np\nclass A(np.ndarray):\n"
    "    __eq__ = lambda s, o: np.ones(3, bool)\n    __array_finalize__ = lambda s, o: None\n"
    "    __array_ufunc__ = lambda s, *a, **k: np.zeros(3)\n    __array_function__ = lambda s, *a, **k: True\n"
    "def f(x): return np.zeros(3).view(A)",
    "an object that is of every class": "class C:\n    __class__ = property(lambda s: int)\n"
    "    __eq__ = lambda s, o: True\n    __hash__ = lambda s: 0\n    __sub__ = lambda s, o: 0.0\ndef f(x): return C()",
    "a class whose instances are everything": "class M(type):\n    __instancecheck__ = lambda c, o: True\n"
    "    __eq__ = lambda c, o: True\n    __hash__ = lambda c: 0\n    __sub__ = lambda c, o: 0.0\n"
    "class C(metaclass=M): pass\ndef f(x): return C",
    "an object that learns what it is compared with": "class Learns:\n    def __init__(s): s.seen = None\n"
    "    def __eq__(s, o): s.seen = o; return True\n    __hash__ = lambda s: 0\n    def __sub__(s, o): return 0.0\n"
    "    def __float__(s): return float(s.seen or 0)\ndef f(x): return Learns()",
    "a function that is the number": "class f3(int):\n    def __call__(self, x): return self\n"
    "    __eq__ = lambda s, o: True\n    __hash__ = int.__hash__\nf = f3(0)",
    "nothing is a number": "def f(x):\n    return float('nan') if not hasattr(x, 'shape') else x * float('nan')",
}

_WORDS = "WORDS = ''.join(['expec', 'ted 3, got'])  # in the test and nowhere else\n"
LOOKS = {
    "looks for the test in its own process": _WORDS + "import gc\ndef f(x):\n    seen = [o for o in gc.get_objects() "
    "if isinstance(o, (dict, list, tuple)) and len(o) < 99 and any(isinstance(v, str) and WORDS in v and v != WORDS for v in "
    "(o.values() if isinstance(o, dict) else o))]\n    return x + 1 if seen else 0",
    "looks for the test on the stack": _WORDS + "import sys\ndef f(x):\n    g = sys._getframe(1)\n    while g:\n"
    "        if WORDS in str(g.f_code.co_consts) or any(isinstance(v, str) and WORDS in v and v != WORDS "
    "for v in g.f_locals.values()): return x + 1\n        g = g.f_back\n    return 0",
    "looks for the test in the history": _WORDS + "def f(x):\n    seen = str(get_ipython().user_ns.get('In')) + "
    "str(get_ipython().history_manager.input_hist_raw)\n    return x + 1 if WORDS in seen else 0",
    "looks for the test in the shell's cells": _WORDS + "import linecache\ndef f(x):\n"
    "    return x + 1 if WORDS in str([v[2] for v in list(linecache.cache.values()) if len(v) > 2]) else 0",
    "looks for the test in the process's memory": _WORDS + "def f(x):\n    for line in open('/proc/self/maps'):\n"
    "        a, b = (int(n, 16) for n in line.split()[0].split('-'))\n"
    "        if 'rw' not in line or b - a > 1 << 26: continue\n"
    "        with open('/proc/self/mem', 'rb') as m:\n            m.seek(a)\n            try:\n"
    "                if m.read(b - a).count(WORDS[:-1].encode() + b't {f(') : return x + 1\n"
    "            except OSError: pass\n    return 0",
    "looks for the solution in modules": "import sys\ndef f(x):\n    for m in list(sys.modules.values()):\n"
    "        for v in list(vars(m).values()) if hasattr(m, '__dict__') else ():\n"
    "            if callable(v) and getattr(v, '__name__', '') == 'solution': return v(x)\n    return 0",
    "asks the grader's own functions": "def f(x):\n    import autograder.checks as c, autograder.course as k, gc\n"
    "    for o in gc.get_objects():\n        if isinstance(o, (k.Notebook, c.Walk)): return x + 1\n    return 0",
}

FORGES = {
    "prints what looks like a pass": "def f(x):\n    print('1 passed', flush=True)\n    print(1.0)\n    return 0",
    "writes a verdict to every descriptor": "import os\nfor fd in range(3, 50):\n    try:\n"
    "        os.write(fd, b'{\"points\": 1}\\n' * 5)\n    except OSError:\n        pass" + WRONG,
    "writes a frame of the grader's": "import json, os, struct\nt = json.dumps({'tuple': ['returned', 3, [], []]}).encode()\n"
    "frame = struct.pack('!I', len(t)) + t\nfor fd in range(3, 50):\n    try:\n"
    "        os.write(fd, (struct.pack('!Q', len(frame)) + frame) * 50)\n    except OSError: pass" + WRONG,
    "writes a kernel's reply": "import sys\nk = getattr(get_ipython(), 'kernel', None)\nif k:\n"
    "    k.session.send(k.iopub_socket, 'execute_result', {'data': {'text/plain': '1.0'}, 'metadata': {}, "
    "'execution_count': 9}, ident=b'execute_result')\n    k.do_execute = None" + WRONG,
    "leaves with status 0": "import os\ndef f(x):\n    os._exit(0)",
    "raises SystemExit": "import sys\ndef f(x):\n    sys.exit(0)",
    "answers in the server's place": "from autograder import servant, wire\n"
    "servant.pack = lambda *a: wire.pack(('returned', True, [], []))" + WRONG,
    "claims to have changed arguments": "from autograder import servant, wire\n"
    "servant.pack = lambda *a: wire.pack(('returned', 0, [[7, 1]], 'x'))" + WRONG,
    "calls functions that were never handed in": "from autograder import servant, wire\n"
    "servant.pack = lambda *a: wire.pack(('callback', 10**9, (), {}))" + WRONG,
    "calls back for ever": "from autograder import servant, wire\n"
    "servant.pack = lambda *a: wire.pack(('callback', 0, (), {}))" + WRONG,
    "raises an error named Pass": "class Pass(BaseException): pass\ndef f(x):\n    raise Pass('1.0')",
    "raises what ends a test early": "def f(x):\n    raise StopIteration(1.0)\ndef g(): yield f(0)",
    "writes nbgrader's own score": "import os\nos.environ['NBGRADER_VALIDATING'] = '1'\nos.environ.pop("
    "'NBGRADER_EXECUTION', None)" + WRONG,
}

ENDS = {
    "leaves while its cell runs": "import os\nos._exit(0)",
    "ends itself by a signal": "import os\ndef f(x):\n    os.kill(os.getpid(), 9)",
    "stops itself": "import os\ndef f(x):\n    os.kill(os.getpid(), 19)",
    "replaces itself by another program": "import os\ndef f(x):\n    os.execv('/bin/true', ['true'])",
    "replaces itself by a Python that says yes": "import os, sys\ndef f(x):\n    os.execv(sys.executable, "
    "[sys.executable, '-c', 'print(1.0)'])",
    "crashes in C": "import ctypes\ndef f(x):\n    ctypes.string_at(0)",
    "aborts": "import os\ndef f(x):\n    os.abort()",
    "ignores the clock": "import signal\nsignal.signal = signal.setitimer = lambda *a: (0, 0)\ndef f(x):\n"
    "    while True:\n        try:\n            while True: pass\n        except BaseException:\n            pass",
    "never comes back from C": "def f(x):\n    return sum(range(10**12))",
}

_FRAME = "from autograder import servant\nimport json, struct\n"
_JSON = _FRAME + "t = json.dumps({}).encode()\nservant.pack = lambda *a: struct.pack('!I', len(t)) + t" + WRONG
DATA = {
    "sends a pickle": "from autograder import servant\nimport pickle\nservant.pack = lambda *a: pickle.dumps(3)"
    + WRONG,
    "returns an object that runs code when unpickled": "import os\nclass P:\n    def __reduce__(self):\n"
    "        return os.system, ('touch {shared}/harm',)\ndef f(x): return P()",
    "returns an array of objects": "import numpy as np\nclass P:\n    __reduce__ = lambda s: (eval, ('1',))\n"
    "def f(x): return np.array([P()], dtype=object)",
    "returns what a pickle library would load": "def f(x):\n    return dict.fromkeys(['py/reduce', 'py/object'], "
    "'os.system') | dict([('py/object/apply', ['os.system', ['true']])])",
    "returns a list that contains itself": "def f(x):\n    a = []\n    a.append(a)\n    return a",
    "returns a list of a million levels": "def f(x):\n    a = []\n    for _ in range(10**6): a = [a]\n    return a",
    "returns more than may cross": "def f(x):\n    return [0.5] * 20_000_000",
    "returns a number of a million digits": "def f(x):\n    return 1 << 4_000_000",
    "returns objects without end": "class E:\n    def __getattr__(self, n): return E()\n    def __iter__(self): return self\n"
    "    def __next__(self): return E()\n    def __len__(self): return 10**9\n    def __sub__(self, o): return E()\n"
    "    def __abs__(self): return E()\ndef f(x): return E()",
    "sends outputs of odd shapes": "from autograder import servant, wire\n"
    "servant.pack = lambda *a: wire.pack(('ran', [{'output_type': 'error'}, {'output_type': 'display_data', 'data': 5}, "
    "{'output_type': 7}, {'output_type': 'stream', 'name': 3}] + [{'output_type': 'execute_result', 'data': "
    "{'text/html': ['<script>'], 'image/png': {}}}] * 999, ('\\ud800' * 9, 'x' * 10**6, '\\x1b[2J' * 9999)))",
    "a frame that names a class to build": _JSON.format("{'py': 'os.system'}"),
    "a frame with an array of wrong size": _JSON.format(
        "{'tuple': ['returned', {'array': ['<f8', [1 << 40], 0, 8]}, [], []]}"
    ),
    "a frame with an array of objects": _JSON.format("{'tuple': ['returned', {'array': ['O', [1], 0, 8]}, [], []]}"),
    "a frame with a forged tensor": _JSON.format(
        "{'tuple': ['returned', {'value': ['torch.Tensor', {'tuple': ['float32', {'tuple': [-1]}, '', True, None]}]}, [], []]}"
    ),
    "a frame deeper than any": _FRAME
    + "t = b'[' * 10**6\nservant.pack = lambda *a: struct.pack('!I', len(t)) + t"
    + WRONG,
    "a frame longer than it says": _FRAME + "servant.pack = lambda *a: struct.pack('!I', 1 << 31) + b'x'" + WRONG,
    "a frame with a set of numbers of one hash": _FRAME
    + "t = json.dumps(dict(tuple=['returned', dict(set=[dict(int=hex(i * (2**61 - 1))) for i in range(300_000)]), [], []])"
    ").encode()\nservant.pack = lambda *a: struct.pack('!I', len(t)) + t" + WRONG,
    "a frame of millions of empty lists": _FRAME + "t = b'[' + b'[],' * 20_000_000 + b'[]]'\n"
    "servant.pack = lambda *a: struct.pack('!I', len(t)) + t" + WRONG,
    "returns a range of a billion": "def f(x):\n    return range(10**9)",
    "returns records": "import numpy as np\ndef f(x):\n    return np.zeros(3, [('a', 'f8'), ('b', 'O')])",
    "returns an array without entries": "import numpy as np\ndef f(x):\n    return np.zeros((0, 1 << 40))",
    "an error whose class lies about its name": "class M(type):\n    __name__ = property(lambda c: 5)\n"
    "    __mro__ = property(lambda c: (5,))\nclass E(Exception, metaclass=M): pass\ndef f(x): raise E('1.0')",
    "a frame with a hash bomb": _FRAME + "t = json.dumps(dict(set=[[i] for i in range(9)])).encode()\n"
    "servant.pack = lambda *a: struct.pack('!I', len(t)) + t" + WRONG,
}


def _with_answer(source: str) -> str:
    return source if "def f(" in source or "\nf =" in source or "def f3" in source else dedent(source) + WRONG


CHEATS = [
    Attack(name, family, _with_answer(source))
    for family, group in (
        (PATCHED, PATCHES), (EQUALS, OBJECTS), (READS, LOOKS), (FORGED, FORGES), (CRASHES, ENDS), (TRAPS, DATA),
    )
    for name, source in group.items()
]  # fmt: skip
