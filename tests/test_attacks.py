"""Attacks on the grading, each run for real in the sandbox: *score*, *secrets*, *others*.

Never without a wall: some of these would end every process of whoever runs them. `test_every_wall` runs this file
behind each wall and as either kind of user, without what is marked `any_wall`; what a wall does not hold is in
`ALLOWED` and `ALLOWED_EVERYWHERE`, and nowhere else.
"""

import dataclasses
import fcntl
import os
import re
import struct
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import needs_sandbox
from little import RIGHT, TESTS, WRONG, answer, checks, doubling, notebook, play, printed, score, shown
from needs import TESTED_WALL

from chainrule.grading import cells
from chainrule.grading.limits import Limits
from chainrule.grading.sealed.examiner import examine
from chainrule.grading.sealed.sandbox import Died, Sandbox

pytestmark = needs_sandbox
any_wall = pytest.mark.any_wall

QUICK = Limits(
    cell_seconds=1,
    call_seconds=1,
    test_seconds=3,
    memory_bytes=1 << 30,
    processes=64,
    disk_bytes=32 << 20,
)
SECRET = "314159"

ONLY_IN_THE_SANDBOX = """
def only_in_the_sandbox():
    import os
    if os.environ.get("PYTHONHASHSEED") != "0" or "EXAMINERS_SECRET" in os.environ: raise SystemExit("not in it")
"""


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    os.environ["EXAMINERS_SECRET"] = SECRET
    with Sandbox(TESTED_WALL) as warm:
        yield warm
    del os.environ["EXAMINERS_SECRET"]


FIND_RUNNER = """
import gc, socket, struct, os, sys
runner = next(o for o in gc.get_objects() if type(o).__name__ == "Runner")
def frame(op, values):
    import msgpack
    body = msgpack.packb([op, [], values])
    return struct.pack(">IQ", len(body), 0) + body
"""

TRICKS = {
    "an AST transformer that drops asserts": """
import ast
class Drop(ast.NodeTransformer):
    def visit_Assert(self, node): return ast.Pass()
get_ipython().ast_transformers.append(Drop())
""",
    "an input transformer that empties cells": """
get_ipython().input_transformers_post.append(lambda lines: [])
get_ipython().input_transformers_cleanup.append(lambda lines: [])
""",
    "a display hook": "import sys; sys.displayhook = lambda value: None\nget_ipython().display_pub.publish = None",
    "a patched run_cell": "get_ipython().run_cell = lambda *a, **k: None\nget_ipython().run_code = None",
    "patched NumPy": """
import numpy.testing
for module in (np, np.testing):
    for name in ("assert_allclose", "assert_array_equal", "allclose", "array_equal", "all", "isclose", "testing"):
        if hasattr(module, name): setattr(module, name, lambda *a, **k: True)
""",
    "patched builtins": """
import builtins
builtins.all = builtins.any = builtins.isinstance = lambda *a: True
builtins.AssertionError = type("Nothing", (Exception,), {})
builtins.abs = lambda x: 0
""",
    "a patched chainrule.check": """
import chainrule.check as check
for name in dir(check):
    if callable(getattr(check, name)): setattr(check, name, lambda *a, **k: None)
""",
    "names that tests use": "assert_allclose = reference = check = lambda *a, **k: True\nnp.ones = lambda *a: 0",
    "an exception hook and exit handlers": """
import sys, atexit, threading
sys.excepthook = threading.excepthook = lambda *a: os._exit(0)
atexit.register(lambda: print("score: 3/3"))
""",
    "numbers displayed as partial credit": "print(3.0)\nfrom IPython.display import display\ndisplay(3)\n3.0",
    "a stack that is searched": """
import sys, gc
def double(x):
    frame = sys._getframe()
    while frame:
        for name, value in {**frame.f_globals, **frame.f_locals}.items():
            if name in ("TESTS", "reference", "expected", "points"): return value
        frame = frame.f_back
    for thing in gc.get_objects():
        if isinstance(thing, dict) and "reference" in thing: return thing["reference"]
""",
}

FORGERIES = {
    "an object equal to everything": """
class Equal:
    def __eq__(self, other): return True
    __ne__ = __lt__ = __gt__ = __le__ = __ge__ = __eq__
    def __hash__(self): return 6
    def __bool__(self): return True
    def __float__(self): return 6.0
    def __index__(self): return 6
    def __array__(self, *a, **k): return np.ones(3) * 2
    def __sub__(self, other): return 0
    __rsub__ = __add__ = __mul__ = __abs__ = __sub__
    def __array_ufunc__(self, *a, **k): return True
    def __array_function__(self, *a, **k): return True
def double(x): return Equal()
""",
    "an ndarray subclass": """
class Liar(np.ndarray):
    def __eq__(self, other): return np.bool_(True)
    __gt__ = __eq__
    def __array_ufunc__(self, *a, **k): return np.bool_(True)
    def __array_function__(self, *a, **k): return True
def double(x): return np.zeros(np.shape(x)).view(Liar)
""",
    "a float subclass": """
class Liar(float):
    def __eq__(self, other): return True
    def __gt__(self, other): return True
    __hash__ = float.__hash__
def double(x): return Liar(0)
""",
    "a class that lies about itself": """
class Liar:
    @property
    def __class__(self): return float
    def __float__(self): return 6.0
    def __eq__(self, other): return True
def double(x): return Liar()
""",
    "hostile attributes": """
import os
import re
class Hostile:
    def __getattribute__(self, name): return os._exit
    def __getattr__(self, name): raise SystemExit
    def __reduce__(self): return (os.system, ("true",))
    def __len__(self): return -1
def double(x): return Hostile()
""",
    "a hostile metaclass": """
class Meta(type):
    def __instancecheck__(cls, other): return True
    def __eq__(cls, other): return True
    def __hash__(cls): return 0
class double(metaclass=Meta):
    def __init__(self, x): pass
    def __eq__(self, other): return True
""",
    "hostile exceptions": """
class Wrong(AssertionError):
    def __str__(self): raise SystemExit
    def __eq__(self, other): return True
def double(x): raise Wrong
""",
    "a list that contains itself": "def double(x):\n    a = []\n    a.append(a)\n    return a",
    "a deep list": "def double(x):\n    a = 6\n    for _ in range(100000): a = [a]\n    return a",
    "a list that doubles when read": "def double(x):\n    a = [6]\n    for _ in range(30): a = [a, a]\n    return a",
    "a huge list": "def double(x): return [6] * 6_000_000",
    "a huge array": "def double(x): return np.ones(20_000_000)",
    "an object array": "def double(x): return np.array([6, None], dtype=object)",
    "a generator": "def double(x): yield 6",
    "a huge integer": "def double(x): return 10 ** 100_000",
}

WIRE = {
    "a forged reply": 'def double(x):\n    runner._sock.sendall(frame("value", [0]))\n    return 6',
    "replies in advance": """
import threading, time
def flood():
    while True: runner._sock.sendall(frame("value", [None]))
threading.Thread(target=flood, daemon=True).start()
def double(x): return 7
""",
    "an unknown request": 'def double(x):\n    runner._sock.sendall(frame("eval", ["1/0"]))\n    return 6',
    "a callback that was never lent": """
def double(x):
    runner._sock.sendall(frame("callback", [0, "__class__", ["T"], ["D"]]))
    return 6
""",
    "bytes that are no frame": 'def double(x):\n    runner._sock.sendall(b"\\xff" * 4096)\n    return 6',
    "an oversized frame": 'def double(x):\n    runner._sock.sendall(struct.pack(">IQ", 9, 2 ** 62))\n    return 6',
    "a truncated frame": """
def double(x):
    runner._sock.sendall(frame("value", [6])[:-1])
    runner._sock.shutdown(socket.SHUT_WR)
""",
    "half a frame for ever": """
def double(x):
    import time
    runner._sock.sendall(frame("value", [6])[:-1])
    while True: time.sleep(1)
""",
    "a deeply nested frame": """
def double(x):
    body = b"\\x93\\xa5value\\x90" + b"\\x91" * 500 + b"\\xc0"
    runner._sock.sendall(struct.pack(">IQ", len(body), 0) + body)
    return 6
""",
    "many empty lists": """
def double(x):
    body = b"\\x93\\xa5value\\x90\\xdd" + struct.pack(">I", 2_000_000) + b"\\x90" * 2_000_000
    runner._sock.sendall(struct.pack(">IQ", len(body), 0) + body)
    return 6
""",
    "an array of another size": """
def double(x):
    runner._sock.sendall(frame("value", [["A", "<f8", [10 ** 6, 10 ** 6]]]))
    return 6
""",
    "an array of Python objects": 'def double(x):\n    runner._sock.sendall(frame("value", [["A", "|O", [0]]]))',
    "a changed argument that is none": """
def double(x):
    import msgpack
    body = msgpack.packb(["value", [[99, ["L", 6]]], [6]])
    runner._sock.sendall(struct.pack(">IQ", len(body), 0) + body)
""",
    "a closed socket": "def double(x):\n    runner._sock.close()",
    "pickles": 'def double(x):\n    runner._sock.sendall(frame("value", [b"cos\\nsystem\\n(S\'true\'\\ntR."]))',
}


@any_wall
@pytest.mark.parametrize("name", TRICKS)
def test_a_trick_gains_no_point(sandbox: Sandbox, name: str) -> None:
    code = TRICKS[name] if "def double" in TRICKS[name] else f"{TRICKS[name]}\n{WRONG}"
    assert score(examine(doubling(f"import os\n{code}"), sandbox, QUICK)) == 0


@any_wall
@pytest.mark.parametrize("name", FORGERIES)
def test_a_forged_value_gains_no_point(sandbox: Sandbox, name: str) -> None:
    result = examine(doubling(FORGERIES[name]), sandbox, QUICK)
    assert score(result) == 0
    assert len(result.tests) == 3


REPLIES = """
import signal
replies = [
    ("error", ["ValueError", ["ValueError"], "boo", []]), ("error", [7]), ("raised", [0]), ("raised", ["x"]),
    ("missing", []), ("ran", [[], None]), ("ran", [7, 7]), ("forked", []), ("hello", [7]), ("value", [1, 2, 3]),
    ("x", []),
]
copies = 0
fork = runner._do_fork
def counted():
    global copies
    copies += 1
    return fork()
runner._do_fork = counted
def answered(op):
    make = getattr(runner, "_do_" + op)
    counter = [0]
    def wrong(*values):
        counter[0] += 1
        return replies[(copies + counter[0]) % len(replies)] if op != "run" or copies else make(*values)
    setattr(runner, "_do_" + op, wrong)
"""
LATER = "### BEGIN HIDDEN TESTS\nassert four(3) == 12 and four.x\n### END HIDDEN TESTS"


@any_wall
@pytest.mark.parametrize("op", ["name", "lend", "call", "get", "fork", "run"])
def test_no_reply_ends_a_submission_as_failed(sandbox: Sandbox, op: str) -> None:
    """Whatever the student's process answers to whatever it is asked, there is a verdict on every test."""
    four = [answer("def four(x):\n    return double(double(x))\nfour.x = 1", "four")]
    four += [checks(LATER, f"four__{number}") for number in range(11)]
    source = doubling(RIGHT, *four)
    handed_in = doubling(f"{FIND_RUNNER}{REPLIES}answered({op!r})\n{WRONG}", *four)
    result = examine(handed_in, sandbox, QUICK, source=source)
    assert set(result.tests) == {cells.grade_id(cell) for cell in source.cells if cells.role(cell) == "test"}
    assert all(test.score == 0 for name, test in result.tests.items() if name.startswith("double"))


@any_wall
@pytest.mark.parametrize("name", WIRE)
def test_bytes_on_the_wire_gain_no_point(sandbox: Sandbox, name: str) -> None:
    result = examine(doubling(FIND_RUNNER + WIRE[name]), sandbox, QUICK)
    assert score(result) == 0
    assert len(result.tests) == 3


@any_wall
def test_an_honest_answer_with_the_same_tests_gets_all_points(sandbox: Sandbox) -> None:
    assert score(examine(doubling(RIGHT), sandbox, QUICK)) == 3


@any_wall
def test_an_answer_cannot_use_what_another_test_lent(sandbox: Sandbox) -> None:
    thief = "lent = []\ndef borrow(f):\n    lent.append(f)\n    return f(1)"
    user = "def double(x):\n    return lent[0](x)"
    cells = [
        answer(thief, "borrow"),
        checks("assert borrow(lambda x: 2 * x) == 2", "borrow__f"),
        answer(user, "double"),
        *[checks(code, name) for name, code in TESTS],
    ]
    assert score(examine(notebook(*cells), sandbox, QUICK)) == 1


@any_wall
def test_an_answer_can_call_a_lent_function_but_not_look_into_it(sandbox: Sandbox) -> None:
    spy = """
def apply(f):
    call = next(cell.cell_contents for cell in type(f).__call__.__closure__ if callable(cell.cell_contents))
    return call(f._number, "__getattribute__", ("__defaults__",), {})[0]
"""
    asks = checks("def f(x, hidden=6): return x\nassert apply(f) == 6", "apply__f")
    result = examine(notebook(answer(spy, "apply"), asks), sandbox, QUICK)
    assert score(result) == 0
    assert "attempted tampering" in [event.kind for event in result.events]


@any_wall
def test_a_cell_cannot_forge_its_own_reply_into_later_verdicts(sandbox: Sandbox) -> None:
    code = FIND_RUNNER + 'for _ in range(50): runner._sock.sendall(frame("value", [6]))\n' + WRONG
    result = examine(doubling(code), sandbox, QUICK)
    assert score(result) == 0
    assert "attempted tampering" in [event.kind for event in result.events]


# ---- secrets -------------------------------------------------------------------------------------------------------

SPY = """
import builtins, tempfile
kept = builtins.kept = []
def double(x):
    kept.append(x)
    print("stolen", x)
    with open(f"{tempfile.gettempdir()}/stolen", "a") as file: file.write(f"stolen {x}")
    raise type(f"Stolen{x}", (ValueError,), {})(f"stolen {x} {kept}")
"""


@any_wall
def test_hidden_inputs_do_not_leave_in_any_text(sandbox: Sandbox) -> None:
    there = "f'{tempfile.gettempdir()}/stolen'"
    later = (
        f"import os\nprint(kept, os.listdir(tempfile.gettempdir()), os.path.exists({there}) and open({there}).read())"
    )
    tell = f"def tell():\n    return open({there}).read() + str(kept)"
    result = examine(
        doubling(
            SPY,
            play(later),
            answer(tell, "tell"),
            checks("assert tell() == '', tell()", "tell__nothing"),
        ),
        sandbox,
        QUICK,
    )
    assert SECRET not in shown(result)
    assert "raised ValueError" in (result.tests["double__hidden"].message or "")


@any_wall
@pytest.mark.parametrize("text", ["str(x), []", '"value", [[str(x)]]', '"callback", [str(x)]', '"error", [str(x)]'])
def test_hidden_inputs_do_not_leave_by_tampering(sandbox: Sandbox, text: str) -> None:
    code = f"{FIND_RUNNER}\ndef double(x):\n    runner._sock.sendall(frame({text}))"
    result = examine(doubling(code), sandbox, QUICK)
    assert score(result) == 0
    assert SECRET not in shown(result)


@any_wall
def test_values_that_a_hidden_test_compares_do_not_leave(sandbox: Sandbox) -> None:
    result = examine(doubling("def double(x):\n    return x"), sandbox, QUICK)
    assert SECRET not in shown(result)


#: A hidden test that compares what `f` makes of an input, and answers that put the input into what they return.
COMPARED = "x = np.array([3, 314159])\n{}"
AGREES = "check.agrees(f, lambda x: 2.0 * x, x, about='a batch')"
PAIR = "check.agrees(f, lambda x: (2.0 * x, 1.0), x, about='a batch', names=('a', 'b'))"
MESSENGERS = {
    "text for an array": ("def f(x): return str(x)", AGREES),
    "a number for an array": ("def f(x): return int(x[1])", AGREES),
    "a shape": ("def f(x): return np.zeros((0, x[1]))", AGREES),
    "a shape of a gradient": ("def f(x): return np.zeros((0, x[1]))", "check.gradient(f(x), np.sum, x, 'a batch')"),
    "text for a gradient": ("def f(x): return str(x)", "check.gradient(f(x), np.sum, x, 'a batch')"),
    "how many gradients": (
        "def f(x): return [0] * x[1]",
        "check.gradients(f(x), np.sum, [x], 'a batch', names=['dx'])",
    ),
    "how many results": ("def f(x): return [0] * x[1]", PAIR),
    "text for results": ("def f(x): return str(x)", PAIR),
    "text for a dict": ("def f(x): return str(x)", "check.value(f(x), {'a': 1}, 'a dict')"),
    "text for a number": ("def f(x): return str(x)", "check.value(f(x), 1.0, 'a number')"),
    "the number of a line": (
        "def f(x): exec(compile('\\n' * (x[1] - 1) + '1 / 0', '<cell 1>', 'exec'))",
        "f(x)",
    ),
    "the name of a thing that is returned": (
        """
def f(x):
    def g(y): raise ValueError
    g.__qualname__ = g.__name__ = str(x)
    return g
""",
        "check.call(f(x), 1)",
    ),
    "the name of a method": (
        """
class f:
    def __init__(self, x):
        def g(y): raise ValueError
        g.__qualname__ = g.__name__ = str(x)
        self.forward = g
""",
        "check.call(f(x).forward, 1)",
    ),
}


@any_wall
@pytest.mark.parametrize("name", MESSENGERS)
def test_hidden_inputs_do_not_leave_in_what_an_answer_returns(sandbox: Sandbox, name: str) -> None:
    code, test = MESSENGERS[name]
    hidden = f"### BEGIN HIDDEN TESTS\n{COMPARED.format(test)}\n### END HIDDEN TESTS"
    cells = [answer(code, "f"), checks(hidden, "f__hidden")]
    result = examine(notebook(*cells, setup="import numpy as np\nfrom chainrule import check"), sandbox, QUICK)
    assert score(result) == 0
    assert "A hidden check on f failed" in (result.tests["f__hidden"].message or "")
    assert SECRET not in shown(result)


@any_wall
def test_a_hidden_check_quotes_one_line(sandbox: Sandbox) -> None:
    code = "def inner(x):\n    raise ValueError\ndef f(x):\n    inner(x)"
    hidden = "### BEGIN HIDDEN TESTS\nf(1)\n### END HIDDEN TESTS"
    result = examine(notebook(answer(code, "f"), checks(hidden, "f__hidden")), sandbox, QUICK)
    message = result.tests["f__hidden"].message
    assert message == "A hidden check on f failed: f raised ValueError\nline 2 of the cell f: raise ValueError"


@any_wall
def test_what_is_run_again_after_a_hidden_test_does_not_show(sandbox: Sandbox) -> None:
    """An input could be carried past the end of the process: in the clock, for example."""
    late = f"""{ONLY_IN_THE_SANDBOX}
import os, time
def f(x):
    time.sleep(3)
    only_in_the_sandbox()
    for pid in [n for n in range(os.getpid() + 1, os.getpid() + 1000)]:
        try: os.kill(pid, 9)
        except (ProcessLookupError, PermissionError): pass
"""
    hidden = "### BEGIN HIDDEN TESTS\nf(1)\n### END HIDDEN TESTS"
    clock = "print('clock', time.monotonic())"
    tell = "def tell(): return time.monotonic()"
    cells = [
        answer(late, "f"),
        checks(hidden, "f__hidden"),
        play(clock),
        answer(tell, "tell"),
        checks(f"assert tell() < {{}}, 'clock %s' % tell()\n{hidden.replace('f(1)', '1')}", "tell__time"),
    ]
    start = time.monotonic()
    cells[-1].source = cells[-1].source.format(start + 2.9)
    result = examine(notebook(*cells), sandbox, Limits(cell_seconds=1, call_seconds=6, test_seconds=6, processes=64))
    assert any("ended the processes of other tests" in event.text for event in result.events)
    assert float(printed(result, 3).split()[1]) < start + 2.9
    assert "clock" not in (result.tests["tell__time"].message or "")


# ---- scores, by way of what the examiner lends ---------------------------------------------------------------------


@any_wall
def test_a_given_array_that_an_answer_changes_stays_as_it_was_in_other_tests(sandbox: Sandbox) -> None:
    setup = "import numpy as np\nX = np.ones(3)\nlists = {'a': [1]}"
    cells = [
        answer("def f(x, d):\n    x[...] = 0\n    d['a'].append(2)\n    return 0 * x", "f"),
        checks("f(X, lists)", "f__one"),
        checks("assert X.sum() == 3 and lists == {'a': [1]}", "f__two"),
    ]
    result = examine(notebook(*cells, setup=setup), sandbox, QUICK)
    assert result.tests["f__two"].score == 1, result


@any_wall
@pytest.mark.parametrize("value", ["np.nan", "np.inf", "-np.inf"])
def test_a_changed_argument_makes_no_right_answer_of_a_wrong_one(sandbox: Sandbox, value: str) -> None:
    setup = "import numpy as np\nfrom chainrule import check"
    cells = [
        answer(f"def f(x):\n    x[...] = {value}\n    return np.zeros(3)", "f"),
        checks("x = np.ones(3)\ngot = f(x)\ncheck.value(got, 2 * x, 'twice')", "f__infinite"),
    ]
    assert score(examine(notebook(*cells, setup=setup), sandbox, QUICK)) == 0


@any_wall
def test_measuring_speed_leaves_arguments_alone(sandbox: Sandbox) -> None:
    setup = "import numpy as np\nfrom chainrule import check"
    speed = "check.vectorised(f, lambda x: [i for i in range(10**6)], lambda n: [x], about='fast')"
    test = f"x = np.ones(3)\n{speed}\nassert x.sum() == 3"
    cells = [answer("def f(x):\n    x[...] = 0", "f"), checks(test, "f__speed")]
    assert score(examine(notebook(*cells, setup=setup), sandbox, QUICK)) == 1


LOOK = """
import os, socket, ctypes, sys, tempfile
def look(path):
    try: return os.listdir(path)
    except OSError as error: return type(error).__name__
print("proc", look("/proc"))
print("environment", dict(os.environ))
descriptors = []
for number in range(2000):
    try: os.fstat(number)
    except OSError: continue
    descriptors.append(number)
print("descriptors", len(descriptors))
for module in ("chainrule.reference", "chainrule.grading", "chainrule.cli"):
    try: __import__(module); print("found", module)
    except ImportError: pass
for host in ("127.0.0.1", "8.8.8.8"):
    try: socket.create_connection((host, 53), timeout=0.2); print("connected")
    except OSError: pass
libc = ctypes.CDLL(None, use_errno=True)
print("ptrace", libc.ptrace(16, 1, 0, 0), libc.ptrace(16, os.getppid(), 0, 0))
print("namespace", libc.unshare(0x10000000), libc.unshare(0x00020000))
print("memory file", libc.memfd_create(b"x", 0))
print("shared memory", libc.shmget(0, 4096, 0o1600))
for number in range(2, 400):
    if number != os.getpid():
        try:
            os.kill(number, 0)
            if os.getsid(number) != os.getsid(1): print("sees process", number)  # a thread of the first one is nobody
        except (ProcessLookupError, PermissionError): pass
had = (ctypes.c_uint32 * 6)(*[1] * 6)
libc.capget((ctypes.c_uint32 * 2)(0x20080522, 0), had)
print("capabilities", any(had), libc.prctl(39, 0, 0, 0, 0))  # and no program that is run gives any
found = []
places = ["/", "/usr", sys.prefix, sys.base_prefix, "/tmp", "/dev", "/var", tempfile.gettempdir()]
walked = set()  # from "/" one reaches most of them, but not what lies in a directory that cannot be listed
for top, directories, files in (step for place in places for step in os.walk(place)):
    if top in walked: directories.clear()
    walked.add(top)
    for name in directories:
        path = os.path.join(top, name)
        try: open(os.path.join(path, "probe"), "w").close(); found.append(path)
        except OSError: pass
    for name in files:
        if name in ("examiner.py", "sandbox.py", "gradebook.db") and "chainrule" in top: print("found", name)
own = (tempfile.gettempdir(), "/dev/shm")
print("writable", sorted(path for path in found if not path.startswith(own)))
"""


def test_nothing_of_the_examiner_can_be_seen(sandbox: Sandbox) -> None:
    # Walking through every folder takes two seconds, and half a minute where nothing of the disk is in memory yet.
    result = examine(notebook(play(LOOK)), sandbox, Limits(cell_seconds=300))
    assert_it_saw_nothing(printed(result, 1))


def assert_it_saw_nothing(text: str, of_its_own: int = 0) -> None:
    """Judge what `LOOK` printed, where so many other processes are those of the same submission."""
    lines = dict(line.split(" ", 1) for line in text.splitlines())
    assert SECRET not in text
    assert lines["proc"] == "PermissionError"
    assert lines["descriptors"] == "4", "three of /dev/null and the session's socket"
    assert "found" not in lines
    assert "connected" not in text
    assert lines["ptrace"] == "-1 -1"
    assert lines["namespace"] == "-1 -1"
    assert text.count("sees") <= of_its_own
    assert lines["capabilities"] == "False 1"
    assert "memory file -1" in text
    assert "shared memory -1" in text
    assert lines["writable"] == "[]"


READ = """
import os
for read, place in ((os.listdir, {folder!r}), (lambda path: open(path).read(), {file!r})):
    try: read(place); print("read")
    except OSError: pass
"""


def test_the_course_directory_cannot_be_read(sandbox: Sandbox) -> None:
    code = READ.format(folder=str(Path(__file__).parent), file=__file__)
    assert printed(examine(notebook(play(code)), sandbox, QUICK), 1) == ""


# ---- the kernel: what could reach others, outlive the submission, or escape the count -------------------------------

ATTEMPTS = """
import ctypes, fcntl, mmap, os, resource, select, signal, socket, sys, tempfile, threading, time
libc = ctypes.CDLL(None, use_errno=True)
fd = os.open(sys.executable, os.O_RDONLY)
folder = os.open(f"{sys.prefix}/lib", os.O_RDONLY)
length = os.fstat(fd).st_size
pages = libc.mmap
pages.restype, pages.argtypes = ctypes.c_void_p, [ctypes.c_void_p, ctypes.c_size_t, *[ctypes.c_int] * 3, ctypes.c_long]
mapped = ctypes.c_void_p(pages(None, 4096, 1, 2, fd, 0))
TENTH = (ctypes.c_long * 2)(0, 10**8)
def waited(*call): return 0 if libc.syscall(*call) == 0 or ctypes.get_errno() == 110 else -1
def refused(attempt):
    try: return attempt() == -1
    except OSError: return True
"""

REFUSED = {
    "page cache: a read that does not wait": "os.preadv(fd, [bytearray(1)], 0, os.RWF_NOWAIT)",
    "page cache: cachestat": "libc.syscall(451, fd, (ctypes.c_uint64 * 2)(0, 4096), (ctypes.c_uint64 * 5)(), 0)",
    "page cache: mincore": "libc.mincore(mapped, 4096, ctypes.create_string_buffer(1))",
    "page cache: readahead": "libc.readahead(fd, ctypes.c_long(0), 4096)",
    "page cache: page out": "libc.madvise(mapped, 4096, 21)",
    "page cache: cold": "libc.madvise(mapped, 4096, 20)",
    "page cache: will need": "libc.madvise(mapped, 4096, 3)",
    "inode: a lease": "fcntl.fcntl(fd, fcntl.F_SETLEASE, fcntl.F_RDLCK)",
    "inode: who holds a lease": "fcntl.fcntl(fd, fcntl.F_GETLEASE)",
    "inode: a note of changes": "fcntl.fcntl(folder, fcntl.F_NOTIFY, 1)",
    "inode: a hint for writing": "fcntl.fcntl(fd, 1036, bytes(8))",
    "inode: who holds a lock": "fcntl.fcntl(fd, fcntl.F_GETLK, bytes(32))",
    "inode: inotify": "libc.inotify_init()",
    "inode: inotify_init1": "libc.inotify_init1(0)",
    "inode: fanotify": "libc.fanotify_init(0, 0)",
    "inode: flags": "fcntl.ioctl(tempfile.TemporaryFile(), 0x40086602, bytes(8))",
    "inode: a project": "fcntl.ioctl(tempfile.TemporaryFile(), 0x401C5820, bytes(28))",
    "inode: a version": "fcntl.ioctl(tempfile.TemporaryFile(), 0x40087602, bytes(8))",
    "inode: an extended attribute": "os.setxattr(tempfile.mkdtemp(), 'user.word', b'x')",
    "network: IPv4": "socket.socket(socket.AF_INET)",
    "network: IPv6": "socket.socket(socket.AF_INET6)",
    "network: vsock": "socket.socket(40)",
    "network: netlink": "socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)",
    "network: packets": "socket.socket(socket.AF_PACKET, socket.SOCK_RAW)",
    "network: the kernel's ciphers": "socket.socket(38, socket.SOCK_SEQPACKET)",
    "network: pairs of TIPC": "libc.socketpair(30, 1, 0, (ctypes.c_int * 2)())",
    "network: local sockets that others connect to": "socket.socket(socket.AF_UNIX)",
    "network: pairs for datagrams": "socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)",
    "network: larger buffers": "socket.socketpair()[0].setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 22)",
    "network: a filter": "socket.socketpair()[0].setsockopt(1, 26, b'\\x01' + bytes(7) + bytes(8))",
    "network: sockets under way": "socket.send_fds(socket.socketpair()[0], [b'x'], [fd])",
    "memory: shared": "mmap.mmap(-1, 4096)",
    "memory: shared, of a file that all may read": "mmap.mmap(fd, 4096, mmap.MAP_SHARED, mmap.PROT_READ)",
    "memory: a futex in a file that all may read": "waited(202, mapped, 0, 0x464C457F, TENTH, None, 0)",
    "memory: a futex there, for some": "waited(202, mapped, 0x109, 0x464C457F, TENTH, None, 1)",
    "memory: one of many futexes": "waited(449, (ctypes.c_uint64 * 3)(0x464C457F, mapped.value, 2), 1, 0, TENTH, 1)",
    "memory: pages of files, held by sockets": "os.sendfile(os.pipe()[1], fd, 0, 2)",
    "memory: watches of descriptors": "select.epoll()",
    "memory: many files, held by poll": "[p := select.poll(), [*map(p.register, range(200))], p.poll(0)]",
    "memory: many files, held by select": "select.select([os.dup2(fd, 200)], [], [], 0)",
    "processes: descriptors shared by two": "(pid := libc.syscall(56, 0x411, 0, 0, 0, 0)) or os._exit(0)",
    "memory: pipes with names": "os.mkfifo('pipe')",
    "memory: sockets with names, without a socket": "os.mknod('socket', 0o140600)",
    "memory: shared, from a device": "os.open('/dev/zero', os.O_RDWR)",
    "memory: huge pages": "mmap.mmap(-1, 1 << 21, 0x40022)",
    "memory: hidden from the count": "libc.prctl(4, 0, 0, 0, 0)",
    "memory: large pages, of which all is kept": "libc.prctl(42, 0, 0, 0, 0) == 1 and libc.prctl(41, 0, 0, 0, 0)",
    "memory: held by a pipe": "libc.vmsplice(os.pipe()[1], (ctypes.c_void_p * 2)(mapped, 1), ctypes.c_long(1), 0)",
    "memory: larger pipes": "fcntl.fcntl(os.pipe()[1], 1031, 1 << 20)",
    "memory: moved from pipe to pipe": "libc.splice(os.pipe()[0], None, os.pipe()[1], None, ctypes.c_long(1), 2)",
    "memory: shared by two pipes": "libc.tee(os.pipe()[0], os.pipe()[1], ctypes.c_long(1), 2)",
    "memory: rules of Landlock": "libc.syscall(444, (ctypes.c_uint64 * 3)(0, 3, 0), ctypes.c_long(24), 0)",
    "memory: preferences of an empty file": "libc.syscall(237, mapped, 1, 1, (ctypes.c_ulong * 1)(1), 64, 0)",
    "memory: more filters": "libc.syscall(317, 2, 0, None)",
    "memory: pages merged with equal ones of others": (
        "libc.madvise(ctypes.c_void_p(pages(None, 4096, 3, 0x22, -1, 0)), 4096, 12)"
    ),
    "memory: the same, of a whole process": "libc.prctl(67, 1, 0, 0, 0)",
    "memory: names of mappings": "libc.prctl(0x53564d41, 0, mapped, 4096, b'x')",
    "memory: large pages made at once": "libc.madvise(ctypes.c_void_p(pages(None, 4096, 3, 0x22, -1, 0)), 4096, 25)",
    "memory: a table of futexes": "libc.prctl(78, 1, 4, 0, 0)",
    "memory: asynchronous reads": "libc.syscall(206, 1, (ctypes.c_uint64 * 1)())",
    "inode: a handle": "libc.syscall(303, -100, b'/', (ctypes.c_uint32 * 40)(128), (ctypes.c_int * 1)(), 0)",
    "keys": "libc.syscall(248, b'user', b'word', b'x', 1, -3)",
    "processes: their priority": "os.setpriority(os.PRIO_USER, 0, 19)",
    "processes: their cores": "os.sched_setaffinity(0, {0})",
    "processes: their scheduler": "os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))",
    "processes: signals to all of a group": "os.killpg(os.getpgrp(), 0)",
    "processes: signals to all of the own group": "os.kill(0, 0)",
    "processes: threads with descriptors of their own": "libc.syscall(56, 0x10900, None, None, None, None)",
    "processes: the same, by closing some": "libc.syscall(436, 1000, 1001, 2)",
    "processes: the limits of others": "resource.prlimit(os.getppid(), resource.RLIMIT_CPU)",
    "processes: a descriptor, with a number that counts all": "os.pidfd_open(os.getpid())",
    "processes: a new one's descriptor": "libc.syscall(56, 0x1011, None, (ctypes.c_int * 1)(), None, None)",
    "processes: a signal to go on": "os.kill(os.getpid(), signal.SIGCONT)",
    "processes: the same, to a thread": "signal.pthread_kill(threading.get_ident(), signal.SIGCONT)",
    "processes: the same, with a value": "libc.syscall(129, os.getpid(), 18, (ctypes.c_int * 32)(18, 0, -1))",
    "processes: the same, from a timer": "libc.syscall(222, 1, (ctypes.c_int * 16)(0, 0, 18), (ctypes.c_int * 1)())",
    "processes: the same, from a file": "fcntl.fcntl(os.pipe()[0], fcntl.F_SETSIG, signal.SIGCONT)",
    "processes: the same, from a child that ends": "(pid := libc.syscall(56, 18, 0, 0, 0, 0)) or os._exit(0)",
    "processes: the same, from a parent that ends": "libc.prctl(1, 18, 0, 0, 0)",
    "processes: the time of another one": "time.clock_gettime(~os.getppid() << 3 | 2)",
    "processes: waiting for the time of another one": "libc.syscall(230, ~os.getppid() << 3 | 2, 0, TENTH, None)",
    "calls that are newer than those known here": "libc.syscall(462, mapped, 0, 0)",
    "processes: the descriptor of who made a socket": "socket.socketpair()[0].getsockopt(1, 77)",
    "network: a number that counts sockets": "socket.socketpair()[0].getsockopt(1, 57, 8)",
    "kernel log": "libc.klogctl(10, None, 0)",
    "performance counters": "libc.syscall(298, None, 0, -1, -1, 0)",
}
"""Each is refused behind every wall. (Calls by number are those of x86-64; elsewhere they fail for another reason.)"""

NOT_REFUSED = f"{ATTEMPTS}\nprint([name for name, code in {REFUSED!r}.items() if not refused(lambda: eval(code))])"
"""Prints which of them are not."""

ALLOWED = {
    "container": {
        "a path that can be guessed: whether there is such a file, its size and times": f"os.stat({__file__!r})",
        "when a file that can be read was last read": "os.stat(sys.executable).st_atime",
        "how many processes the machine has started": "os.getpid()",
        "whether a number is that of a process": "os.path.exists(f'/proc/{os.getppid()}')",
        "what priority it has": "os.sched_getscheduler(os.getppid())",
        "how many threads it has": "os.stat(f'/proc/{os.getppid()}/task').st_nlink",
        "how many descriptors it has": "os.stat(f'/proc/{os.getppid()}/fd').st_size",
        "free space of the disk": "os.statvfs(tempfile.gettempdir())",
    },
    "namespaces": {},
}
"""Not promised behind one wall, and refused, or without a meaning, behind the other."""

ALLOWED_EVERYWHERE = {
    "how much memory the machine has free": "libc.sysinfo(ctypes.create_string_buffer(256))",
    "how many pipes the machine has made": "os.fstat(os.pipe()[0]).st_ino",
    "clocks": "libc.clock_gettime(1, ctypes.create_string_buffer(16))",
    "how long a read takes": "len(os.pread(fd, 1, 0))",
    "how long it takes to find that there is no such file": "os.path.lexists(f'{os.path.dirname(os.__file__)}/no')",
}
"""Not promised behind any wall."""


def refused(sandbox: Sandbox, attempt: str) -> str:
    code = f"{ATTEMPTS}\nprint(refused(lambda: {attempt}))"
    return printed(examine(notebook(play(code)), sandbox, QUICK), 1)


@pytest.mark.parametrize("name", REFUSED)
def test_the_kernel_refuses(sandbox: Sandbox, name: str) -> None:
    assert refused(sandbox, REFUSED[name]) == "True\n"


def test_what_is_not_promised_is_what_is_possible(sandbox: Sandbox) -> None:
    for attempt in (ALLOWED[sandbox.wall] | ALLOWED_EVERYWHERE).values():
        assert refused(sandbox, attempt) == "False\n", attempt


DEVICES = """
import contextlib, os
devices = [f"/dev/{name}" for name in ("null", "full", "random", "urandom")]
before = [os.stat(name).st_mtime_ns for name in devices]
for name in devices:
    with contextlib.suppress(OSError): os.utime(name)
    with contextlib.suppress(OSError), open(name, "wb", buffering=0) as file: file.write(b"x")
print(before == [os.stat(name).st_mtime_ns for name in devices])
"""


def test_the_time_of_a_device_cannot_be_set(sandbox: Sandbox) -> None:
    assert printed(examine(notebook(play(DEVICES)), sandbox, QUICK), 1) == "True\n"


def test_a_lock_on_a_file_that_others_see_is_none(sandbox: Sandbox) -> None:
    code = f"{ATTEMPTS}\nfcntl.flock(fd, fcntl.LOCK_EX)\nfcntl.lockf(fd, fcntl.LOCK_SH)\nprint('locked')"
    with sandbox.session(QUICK) as session, open(sys.executable, "rb") as file:
        assert session.run(0, code, 5) == ([["text", "stdout", "locked\n"]], None)
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # raises if anybody else holds one
        fcntl.flock(file, fcntl.LOCK_UN)
        kind, *_ = struct.unpack("hhqqi4x", fcntl.fcntl(file, fcntl.F_GETLK, struct.pack("hhqqi4x", 1, 0, 0, 0, 0)))
        assert kind == fcntl.F_UNLCK


def test_nothing_that_others_see_can_be_dropped_from_memory(sandbox: Sandbox) -> None:
    file = next(path for path in (Path(sys.prefix) / "lib").rglob("*.txt") if path.stat().st_size > 8192)
    file.read_bytes()
    drop = f"{ATTEMPTS}\nfd = os.open({str(file)!r}, os.O_RDONLY)\nos.posix_fadvise(fd, 0, 0, os.POSIX_FADV_DONTNEED)"
    with sandbox.session(QUICK) as session:
        assert session.run(0, drop, 5) == ([], None)
    descriptor = os.open(file, os.O_RDONLY)
    assert os.preadv(descriptor, [bytearray(1)], 4096, os.RWF_NOWAIT) == 1  # raises BlockingIOError if it is not there
    os.close(descriptor)


@any_wall
@pytest.mark.parametrize("long", [False, True])
def test_the_line_that_is_quoted_is_one_of_few(sandbox: Sandbox, long: bool) -> None:
    """The process says which line raised an exception: of what it may choose from, a hidden input could be spelt."""
    lie = """
before = type(runner)._handle
def handle(self, op, values):
    if op == "call" and np.ndim(values[1][0]) == 0 and values[1][0] > 50_000:
        return "error", ["ValueError", ["ValueError"], "", [[CELL, 314]]]
    return before(self, op, values)
type(runner)._handle = handle
def double(x): return np.multiply(x, 2)
"""
    many = "\n".join("1" for _ in range(400))
    source = FIND_RUNNER + lie.replace("CELL", "1" if long else "5") + (many if long else "")
    result = examine(doubling(source, play(many)), sandbox, QUICK)
    assert result.tests["double__hidden"].message == "A hidden check on double failed: double raised ValueError"


@any_wall
def test_which_cells_end_their_process_after_a_hidden_input_says_nothing(sandbox: Sandbox) -> None:
    """The cells run again, since one test's answer killed the others' processes: they may know its input by then."""
    first = time.monotonic() + 6
    tells = f"""
import time
def double(x):
    if np.ndim(x) == 0 and x > 50_000:
        time.sleep(max(0, {first} + 0.5 - time.monotonic()))
        kill_all(9)
    return np.multiply(x, 2)
"""
    dies = [play(f"import os, time\nif {digit} == 3 and time.monotonic() > {first}: os._exit(0)") for digit in range(5)]
    late = checks("### BEGIN HIDDEN TESTS\nassert double(2) == 4\n### END HIDDEN TESTS", "double__late")
    patient = dataclasses.replace(QUICK, call_seconds=10, test_seconds=12, submission_seconds=60)
    result = examine(doubling(KILL_ALL + tells, *dies, late), sandbox, patient)
    assert result.tests["double__hidden"].message == "double ended other processes."
    assert "kept ending its own process" in (result.tests["double__late"].message or "")
    assert "was stopped" not in repr(result.outputs)
    assert not any("cell" in event.text for event in result.events)


def test_what_sockets_hold_counts_as_memory(sandbox: Sandbox) -> None:
    code = """
import os, socket, time
for _ in range(12):
    if not os.fork():
        pairs = []
        try:
            while True:
                pairs.append(socket.socketpair())
                for end in pairs[-1]:
                    end.setblocking(False)
                    try:
                        while True: end.send(bytes(1 << 16))
                    except BlockingIOError: pass
        except OSError: time.sleep(60)
time.sleep(60)
"""
    with sandbox.session(QUICK) as session, pytest.raises(Died, match="more than 1 GiB of memory"):
        session.run(0, code, 30)


DECOYS = """
import ctypes, mmap, os, signal, threading, time
libc = ctypes.CDLL(None)
CLONE, EXIT = (56, 60) if os.uname().machine == "x86_64" else (220, 93)
def held(size):
    memory = mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    memory.madvise(14)  # with huge pages it is copied faster
    libc.memset(ctypes.c_void_p(ctypes.addressof(ctypes.c_char.from_buffer(memory))), 1, ctypes.c_size_t(size))
    return memory
for _ in range(30):
    if not os.fork():
        if os.fork(): os._exit(0)
        for _ in range(30): os.dup(0)
        time.sleep(60)
    os.wait()
"""
UNSEEN = {
    "gone when it is looked at": """
memory = held(300 << 20)
while True:
    if libc.fork() > 0: libc._exit(0)
""",
    "gone when it is looked at, and its parent waits": """
memory = held(300 << 20)
while True:
    if libc.syscall(CLONE, 0x8000 | 17, 0, 0, 0, 0) > 0: libc._exit(0)
""",
    "without its first thread": """
threading.Thread(target=lambda: (time.sleep(0.5), [held(300 << 20), time.sleep(60)])).start()
libc.syscall(EXIT, 0)
""",
}


MANY = "import os, time\ndef copied(work):\n    for _ in range(30):\n        if not os.fork(): work()\n"
HOLDERS = {
    "descriptors that take long to look at": "copied(lambda: [[os.dup(0) for _ in range(400)], time.sleep(60)])",
    "pipes": """
def fill():
    for _ in range(120): os.write(os.pipe()[1], b"0" * 4096)
    time.sleep(60)
copied(fill)
""",
    "sockets beside a folder with a long path": """
import socket
for _ in range(25):
    os.mkdir("x" * 200, 0o700)
    os.chdir("x" * 200)
def fill():
    kept = [os.open(".", os.O_RDONLY)]
    for _ in range(200): kept.append(socket.socketpair())
    time.sleep(60)
copied(fill)
""",
    "copies of copies": """
import ctypes, mmap
libc = ctypes.CDLL(None)
memory = mmap.mmap(-1, 3600 * 4096, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
start = ctypes.addressof(ctypes.c_char.from_buffer(memory))
for page in range(0, 3600, 2): libc.mprotect(ctypes.c_void_p(start + page * 4096), 4096, 1)
for _ in range(120):
    if os.fork(): break
time.sleep(60)
""",
}


@pytest.mark.parametrize("name", HOLDERS)
def test_what_descriptors_and_copies_hold_in_the_kernel_counts_as_memory(sandbox: Sandbox, name: str) -> None:
    size = 1 << 28 if name == "pipes" else QUICK.memory_bytes
    few = dataclasses.replace(QUICK, memory_bytes=size, processes=64 if "long" in name else 256)
    with sandbox.session(few) as session, pytest.raises(Died, match="GiB of memory"):
        session.run(0, f"{MANY}{HOLDERS[name]}\ntime.sleep(30)", 60)


@pytest.mark.parametrize("hold", UNSEEN.values(), ids=UNSEEN)
def test_memory_counts_in_processes_that_are_hard_to_see(sandbox: Sandbox, hold: str) -> None:
    code = f"""{DECOYS}
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
for _ in range(8):
    if not os.fork():
{textwrap.indent(hold, "        ")}
    time.sleep(0.3)
time.sleep(20)
"""
    with sandbox.session(QUICK) as session, pytest.raises(Died, match="more than 1 GiB of memory"):
        session.run(0, code, 60)


AWAITED = {
    "by threads": """
import select, socket, threading, time
pairs, returned = [socket.socketpair() for _ in range(20)], []
def wait():
    poll = select.poll()
    for pair in pairs:
        for end in pair: poll.register(end.fileno(), select.POLLPRI)
    returned.append(poll.poll(20_000))
threads = [threading.Thread(target=wait) for _ in range(12)]
for thread in threads: thread.start()
time.sleep(0.5)
for pair in pairs:
    for end in pair: end.close()
end = time.monotonic() + 8
for thread in threads: thread.join(max(0, end - time.monotonic()))
print(len(returned))
""",
    "by first threads, and who closed it is gone": """
import os, select, socket, threading, time
told, tell = os.pipe()
for _ in range(12):
    if not os.fork():
        pairs = [socket.socketpair() for _ in range(20)]
        poll = select.poll()
        for pair in pairs:
            for end in pair: poll.register(end.fileno(), select.POLLPRI)
        def close():
            time.sleep(0.2)
            for pair in pairs:
                for end in pair: end.close()
        threading.Thread(target=close).start()
        poll.poll(20_000)
        os.write(tell, b"x")
        os._exit(0)
returned, end = b"", time.monotonic() + 8
while len(returned) < 12 and select.select([told], [], [], max(0, end - time.monotonic()))[0]:
    returned += os.read(told, 12)
print(len(returned))
""",
}


@pytest.mark.parametrize("how", AWAITED)
def test_threads_do_not_hold_what_is_closed_while_they_wait_for_it(sandbox: Sandbox, how: str) -> None:
    """It is in no list of descriptors, and so counts nowhere."""
    with sandbox.session(QUICK) as session:
        ((_, _, text),), error = session.run(0, AWAITED[how], 30)
        assert (error, text) == (None, "12\n")


LOCKED = """
import ctypes, os, threading, time
threading.stack_size(1 << 16)
libc = ctypes.CDLL(None)
libc.mmap.restype = ctypes.c_void_p
def mapped(size, protection): return ctypes.c_void_p(libc.mmap(None, ctypes.c_size_t(size), protection, 0x22, -1, 0))
if not os.fork():
    size = ctypes.c_size_t(300 << 20)
    zeros, page, stacks = mapped(300 << 20, 1), mapped(4096, 1), mapped(1 << 19, 3)
    for number in range(1, 17):  # they share the memory, and with it the lock
        libc.clone(libc.sleep, ctypes.c_void_p(stacks.value + (number << 14) - 64), 0x111, ctypes.c_void_p(60))
    def read():
        while True:
            libc.madvise(zeros, size, 22)
            libc.madvise(zeros, size, 4)
    def protect():
        while True:
            for protection in (0, 1): libc.mprotect(page, ctypes.c_size_t(4096), protection)
    for work in (read, read, protect): threading.Thread(target=work).start()
    time.sleep(60)
time.sleep(3)
here, there = os.pipe()
for _ in range(6):
    if not os.fork():
        memory = b"x" * 200_000_000
        os.write(there, b"x")
        time.sleep(0.5)
        os._exit(0)
for _ in range(6): os.read(here, 1), os.wait()
"""


def test_who_is_counted_does_not_decide_how_often(sandbox: Sandbox) -> None:
    """What a count reads may have to wait for a lock of the submission's own."""
    limits = dataclasses.replace(QUICK, memory_bytes=700 << 20)
    with sandbox.session(limits) as session, pytest.raises(Died, match="GiB of memory"):
        session.run(0, LOCKED, 60)


def test_processes_that_replace_each_other_end_with_the_session(sandbox: Sandbox) -> None:
    hop = "while True:\n    os.setpgid(0, 0)\n    if libc.fork() > 0: libc._exit(0)"
    code = f"{DECOYS}\nfor _ in range(8):\n    if not os.fork():\n{textwrap.indent(hop, ' ' * 8)}"
    with sandbox.session(QUICK) as session:
        session.run(0, code, 30)  # may fail to start the last: those that ended count until somebody asks for them
        start = time.monotonic()
        session.close()
        assert time.monotonic() - start < 5


def test_no_process_stays_stopped(sandbox: Sandbox) -> None:
    """The supervisor stops all for a moment, and the kernel may stop one that was being started after the others."""
    code = "import os, signal\nif not os.fork():\n    os.kill(os.getpid(), signal.SIGSTOP); os._exit(7)\n"
    with sandbox.session(QUICK) as session:
        ((_, _, text),), error = session.run(0, f"{code}print(os.waitstatus_to_exitcode(os.wait()[1]))", 10)
        assert (error, text) == (None, "7\n")


def test_many_short_processes_may_be_started(sandbox: Sandbox) -> None:
    code = """
import os, subprocess, threading, time
end, ended = time.monotonic() + 4, []
def start(run):
    while time.monotonic() < end: ended.append(run())
def fork():
    pid = os.fork()
    if not pid: os._exit(0)
    return os.waitpid(pid, 0)[1]
def stay():
    pid = os.fork()
    if not pid:
        time.sleep(0.01)
        os._exit(0)
    return os.waitpid(pid, 0)[1]
runs = [fork, stay, stay, lambda: subprocess.run(["true"]).returncode, lambda: os.system("ls > /dev/null")]
threads = [threading.Thread(target=start, args=[run]) for run in runs]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(set(ended), len(ended) > 100)
"""
    with sandbox.session(QUICK) as session:
        outputs, error = session.run(0, code, 30)
        assert (error, [output[2] for output in outputs]) == (None, ["{0} True\n"])


def test_a_program_that_cannot_be_read_counts_all_the_same(sandbox: Sandbox) -> None:
    """Nobody may look into such a process, nor share out what it shares with others."""
    code = """
import os, subprocess, sys, shutil, tempfile
program = f"{tempfile.mkdtemp()}/program"
with open(os.path.realpath(sys.executable), "rb") as file, open(
    program, "wb", opener=lambda name, flags: os.open(name, flags, 0o111)
) as copy:
    shutil.copyfileobj(file, copy)
eat = "import time; x = bytearray(200_000_000); x[::4096] = bytes(len(x[::4096])); x = [x]; time.sleep(60)"
for _ in range(8): subprocess.Popen([program, "-S", "-c", eat], env={**os.environ, "PYTHONHOME": sys.base_prefix})
import time
time.sleep(60)
"""
    with sandbox.session(QUICK) as session:
        if sandbox.wall == "container":  # where no program of its own can be run
            _, error = session.run(0, code, 30)
            assert "PermissionError" in str(error)
            return
        with pytest.raises(Died, match="more than 1 GiB of memory"):
            session.run(0, code, 30)


FLOOD = """
import os, time
def f(wait):
    if not os.fork():
        os.system("i=0; while [ $i -lt 400 ]; do ( : & ); i=$((i + 1)); done")
        for _ in range(8):
            if not os.fork(): eaten = b"x" * 200_000_000; time.sleep(60)
        time.sleep(60)
    wait()
    return 1
"""


def test_news_that_nobody_reads_do_not_stop_the_counting(sandbox: Sandbox) -> None:
    cells = [answer(FLOOD, "f"), checks("assert f(lambda: time.sleep(9)) == 1", "f__waits")]
    limits = Limits(test_seconds=40, call_seconds=30, memory_bytes=2**30)
    result = examine(notebook(*cells, setup="import time"), sandbox, limits)
    found = result.tests["f__waits"]
    assert found.verdict == "failed"
    assert re.search("more than 1 GiB of memory|its process ended", str(found.message))


MAPPINGS = """
import ctypes, os, time
for _ in range(3):
    if not os.fork(): eaten = b"x" * 170_000_000; time.sleep(60)
time.sleep(1)
libc = ctypes.CDLL(None)
libc.mmap.restype = ctypes.c_void_p
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long]
libc.mprotect.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
pages = libc.mmap(None, 60_000 * 4096, 0, 0x22, -1, 0)
for i in range(0, 60_000, 2): libc.mprotect(pages + 4096 * i, 4096, 1)
for _ in range(COPIES):
    if not os.fork(): time.sleep(60)
time.sleep(60 if COPIES else 3)
"""


TOO_MANY = "of memory|MiB of files"
"""Behind the wall `container`, who is first to find them too many may be looking for files."""


def test_what_the_kernel_keeps_of_mappings_counts_as_memory(sandbox: Sandbox) -> None:
    limits = Limits(memory_bytes=3 * 2**28)
    with sandbox.session(limits) as session:
        assert session.run(0, MAPPINGS.replace("COPIES", "0"), 60)[1] is None
    with sandbox.session(limits) as session, pytest.raises(Died, match=TOO_MANY):
        session.run(0, MAPPINGS.replace("COPIES", "14"), 60)


def test_mappings_that_would_take_long_to_count_are_too_many(sandbox: Sandbox) -> None:
    """While they are counted, nobody looks at the memory and the files of a submission."""
    with sandbox.session(Limits(processes=64)) as session, pytest.raises(Died, match=TOO_MANY):
        session.run(0, MAPPINGS.replace("COPIES", "4"), 60)


SPIN = """
import os, time
spinning = []
for _ in range(6):
    pid = os.fork()
    if not pid:
        os.setsid()
        while True: pass
    spinning.append(pid)
"""


def test_the_time_of_all_processes_together_is_limited(sandbox: Sandbox) -> None:
    limits = Limits(cpu_seconds=1, processes=64)
    with sandbox.session(limits) as session, pytest.raises(Died, match="used more than 1 s of CPU time"):
        session.run(0, f"{SPIN}\ntime.sleep(60)", 60)


BURN = """
import ctypes, os, signal, time
HOW
def short():
    if not os.fork():
        start = time.process_time()
        while time.process_time() - start < SECONDS: pass
        os._exit(0)
start = time.monotonic()
while time.monotonic() - start < 20:
    short()
    time.sleep(1.1 * SECONDS)
"""
IGNORED = "signal.signal(signal.SIGCHLD, signal.SIG_IGN)"
NOT_WAITED = """
class Action(ctypes.Structure):
    _fields_ = [("h", ctypes.c_void_p), ("m", ctypes.c_long * 16), ("f", ctypes.c_int), ("r", ctypes.c_void_p)]
assert not ctypes.CDLL(None).sigaction(signal.SIGCHLD, ctypes.byref(Action(f=2)), None)
"""


@pytest.mark.parametrize("seconds", [0.001, 0.03, 0.1])
@pytest.mark.parametrize("how", [IGNORED, NOT_WAITED], ids=["ignored", "not waited for"])
def test_the_time_of_processes_that_nobody_waits_for_is_limited(sandbox: Sandbox, how: str, seconds: float) -> None:
    code = BURN.replace("HOW", how).replace("SECONDS", str(seconds))
    with sandbox.session(Limits(cpu_seconds=2)) as session, pytest.raises(Died, match="used more than 2 s of CPU time"):
        session.run(0, code, 60)


def test_processes_that_are_waited_for_are_not_charged_for_more_than_they_used(sandbox: Sandbox) -> None:
    """Many at once, more than there are cores, of a tenth of a core in all; most of their time, they sleep."""
    code = """
import os, time
start, used = time.monotonic(), 0
while time.monotonic() - start < 8:
    for _ in range(8):
        if not os.fork():
            time.sleep(0.05)
            begin = time.process_time()
            while time.process_time() - begin < 0.002: pass
            os._exit(0)
    for _ in range(8): os.wait()
    time.sleep(0.05)
print(sum(os.times()[:4]))
"""
    with sandbox.session(Limits()) as session:
        ((_, _, text),), error = session.run(0, code, 60)
        assert error is None
    with sandbox.session(Limits(cpu_seconds=2 * round(float(text) + 1))) as session:
        assert session.run(0, code, 60)[1] is None


def test_who_keeps_many_cores_busy_gives_way_to_others(sandbox: Sandbox) -> None:
    wait = """
for _ in range(600):
    share = sum(1.25 ** -os.getpriority(os.PRIO_PROCESS, pid) for pid in spinning)
    if share <= 2: break
    time.sleep(0.05)
print(share <= 2, share > 0.05)
"""
    with sandbox.session(Limits()) as session:
        ((_, _, text),), error = session.run(0, SPIN + wait, 60)
        assert (error, text) == (None, "True True\n")


def test_threads_that_keep_many_cores_busy_give_way_too(sandbox: Sandbox) -> None:
    code = """
import hashlib, os, threading, time
block = bytes(10**6)
def burn():
    while True: hashlib.sha256(block)
burning = [threading.Thread(target=burn, daemon=True) for _ in range(6)]
for thread in burning: thread.start()
for _ in range(600):
    niceness = {os.getpriority(os.PRIO_PROCESS, one.native_id) for one in burning}
    if min(niceness) > 0: break
    time.sleep(0.05)
print(0 < min(niceness), max(niceness) < 19)
"""
    with sandbox.session(Limits()) as session:
        ((_, _, text),), error = session.run(0, code, 60)
        assert (error, text) == (None, "True True\n")


def test_no_process_gets_a_share_of_the_processor_of_its_own(sandbox: Sandbox) -> None:
    code = "import os\nbefore = os.getsid(0)\nif not os.fork():\n    os.setsid(); os._exit(os.getsid(0) != before)\n"
    with sandbox.session(Limits()) as session:
        ((_, _, text),), error = session.run(0, f"{code}print(os.wait()[1])", 10)
        assert (error, text) == (None, "0\n")


@pytest.mark.parametrize("pid", ["-1", "0", "1", "2 ** 32 - 1", "2 ** 40", "2 ** 70", "True", "3.0", "'2'", "None"])
def test_a_copy_that_lies_about_its_number_costs_its_own_points_only(sandbox: Sandbox, pid: str) -> None:
    lie = f"import os\nos.getpid = lambda: {pid}"
    result = examine(
        notebook(play(lie), answer(RIGHT, "double"), *[checks(code, name) for name, code in TESTS]), sandbox, QUICK
    )
    assert len(result.tests) == 3
    assert score(examine(doubling(RIGHT), sandbox, QUICK)) == 3


def test_a_copy_that_claims_to_be_another_process_does_not_get_it_killed(sandbox: Sandbox) -> None:
    with subprocess.Popen(["sleep", "60"]) as victim:
        lie = f"import os\nos.getpid = lambda: {victim.pid}"
        examine(
            notebook(play(lie), answer(RIGHT, "double"), *[checks(code, name) for name, code in TESTS]), sandbox, QUICK
        )
        assert victim.poll() is None
        victim.kill()


@pytest.mark.parametrize("number", [9, 19])
def test_the_supervisor_cannot_be_ended_or_stopped(sandbox: Sandbox, number: int) -> None:
    code = f"import os\ntry: os.kill(os.getppid(), {number})\nexcept PermissionError: pass"
    with sandbox.session(QUICK) as session:
        assert session.run(0, code, 5) == ([], None)
        _, error = session.run(1, "while True: pass", 0.2)
        assert error[0] == "KeyboardInterrupt"


@any_wall
def test_the_time_of_a_submission_holds_for_greetings_and_new_starts_too(sandbox: Sandbox) -> None:
    slow = "import os, time\nos.register_at_fork(after_in_child=lambda: time.sleep(100))"
    start = time.monotonic()
    result = examine(doubling(f"{slow}\n{RIGHT}"), sandbox, Limits(cell_seconds=1, submission_seconds=3))
    assert score(result) == 0
    assert "ran out of time" in (result.tests["double__hidden"].message or "")
    assert time.monotonic() - start < 20


# ---- others --------------------------------------------------------------------------------------------------------

#: Ends every process that it can name, one by one; never outside of the sandbox.
KILL_ALL = (
    ONLY_IN_THE_SANDBOX
    + """
import os
import re
def kill_all(number):
    only_in_the_sandbox()
    for pid in [n for n in range(2, os.getpid() + 1000) if n != os.getpid()] + [os.getpid()]:
        try: os.kill(pid, number)
        except (ProcessLookupError, PermissionError): pass
"""
)

VANDALS = {
    "a fork bomb": "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass",
    "a fork bomb in the shell": "!f() { f | f & }; f",
    "memory": "a = []\nwhile True: a.append(np.ones(10 ** 6))",
    "memory of many processes": """
import os, time
for _ in range(12):
    if not os.fork():
        a = np.ones(30_000_000)
        time.sleep(60)
time.sleep(60)
""",
    "disk": """
import tempfile
n = 0
while True:
    n += 1
    with open(f"{tempfile.gettempdir()}/{n}", "wb") as file: file.write(b"0" * 10 ** 7)
""",
    "disk, of files that are deleted while they are mapped": """
import ctypes, os, tempfile, time
libc = ctypes.CDLL(None)
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long]
name = f"{tempfile.gettempdir()}/x"
while True:
    descriptor = os.open(name, os.O_RDWR | os.O_CREAT)
    os.write(descriptor, b"0" * 10 ** 7)
    libc.mmap(None, 4096, 3, 1, descriptor, 0)
    os.close(descriptor)
    os.unlink(name)
    time.sleep(0.02)
""",
    "disk, below a path that is too long": """
import os
import re
for _ in range(18): os.mkdir("d" * 250); os.chdir("d" * 250)
n = 0
while True:
    n += 1
    with open(f"{n}", "wb") as file: file.write(b"0" * 10 ** 7)
""",
    "many files": """
import tempfile
n = 0
while True:
    n += 1
    open(f"{tempfile.gettempdir()}/{n}", "w").close()
""",
    "50 MB on one line": "print('a' * 50_000_000)",
    "output for ever": "while True: print('a' * 1000)",
    "many pictures": """
from IPython.display import Image, display
while True: display(Image(b"\\x89PNG\\r\\n\\x1a\\n" + b"0" * 10 ** 6, format="png"))
""",
    "a loop that ignores interrupts": """
import signal
signal.signal(signal.SIGINT, signal.SIG_IGN)
while True:
    try:
        while True: pass
    except BaseException: pass
""",
    "an exit": "import os\nos._exit(0)",
    "a copy of itself that goes on beside it": "import os\nif not os.fork(): raise ValueError",
    "a crash": "import ctypes\nctypes.string_at(0)",
    "killing all it can see": KILL_ALL + "kill_all(9)",
    "stopping all it can see": KILL_ALL + "kill_all(19)",
    "a daemon that stays": """
import os, time
if not os.fork():
    os.setsid()
    if not os.fork():
        while True: open("left", "w").write("left"); time.sleep(0.01)
    os._exit(0)
""",
    "links and odd names": """
import os
import re
os.symlink("/", "link")
for name in ("-rf", "a\\nb", "\\x1b[31m", "x" * 255): open(os.path.join(".", name), "w").close()
for _ in range(1500): os.mkdir("deep"); os.chdir("deep")
""",
}

CENSUS = """
import os, tempfile
seen = []
for number in range(2, os.getpid() + 1000):
    try:
        os.kill(number, 0)
        if os.getsid(number) != os.getsid(1): seen.append(number)  # a thread of the first one is nobody
    except (ProcessLookupError, PermissionError): pass
print(sorted(os.listdir(tempfile.gettempdir())), os.listdir(), len(seen))
"""


@any_wall
def test_what_an_interrupted_cell_left_running_costs_nobody_else(sandbox: Sandbox) -> None:
    """It uses up the memory of all while another answer is asked, which is then the one that is stopped."""
    leaving = """
import os, time
for _ in range(8):
    if not os.fork():
        time.sleep(1.5)
        a = np.ones(25_000_000)
        time.sleep(60)
time.sleep(60)
"""
    slow = f"import time\n{RIGHT.replace('return', 'time.sleep(1.5); return')}"
    tests = [checks(code, name) for name, code in TESTS]
    patient = dataclasses.replace(QUICK, call_seconds=10, test_seconds=20)
    result = examine(notebook(answer(slow, "double"), play(leaving), *tests), sandbox, patient)
    assert score(result) == 3, result


@pytest.mark.parametrize("name", VANDALS)
def test_a_vandal_costs_itself_only(sandbox: Sandbox, name: str) -> None:
    start = time.monotonic()
    cells = [
        answer(RIGHT, "double"),
        answer(VANDALS[name], "vandal"),
        *[checks(code, name) for name, code in TESTS],
        checks("vandal()", "vandal__runs"),
    ]
    result = examine(notebook(*cells), sandbox, QUICK)
    # What it starts and leaves runs beside its own tests: it may lose those, and nobody else's.
    assert result.tests["vandal__runs"].score == 0
    assert len(result.tests) == 4
    assert time.monotonic() - start < 60
    if name not in ("a fork bomb in the shell", "a daemon that stays"):
        assert score(result) == 3, result
    assert len(shown(result)) < 2_000_000
    after = examine(doubling(RIGHT, play(CENSUS)), sandbox, QUICK)
    assert score(after) == 3
    # A Python that lives below /tmp stays there.
    kept = {Path(prefix).parts[2] for prefix in (sys.prefix, sys.base_prefix) if Path(prefix).is_relative_to("/tmp")}
    there = sorted({"home", *kept}) if sandbox.wall == "namespaces" else []
    assert printed(after, 5).rstrip() == f"{there} [] 4", "main, three tests"


CALLED_VANDALS = {
    "dies": "import os; os._exit(0)",
    "hangs": "while True: pass",
    "kills all it can see": "kill_all(9)",
    "stops all it can see": "kill_all(19)",
    "eats memory": "a = [np.ones(10 ** 6) for _ in range(10 ** 6)]",
    "exits": "import sys; sys.exit()",
}


@pytest.mark.parametrize("name", CALLED_VANDALS)
def test_an_answer_that_misbehaves_when_called_costs_its_own_points_only(sandbox: Sandbox, name: str) -> None:
    cells = [
        answer(f"{KILL_ALL}\ndef bad(x):\n    {CALLED_VANDALS[name]}", "bad"),
        checks("bad(1)\nassert False", "bad__one"),
        checks("### BEGIN HIDDEN TESTS\nbad(1)\nassert False\n### END HIDDEN TESTS", "bad__two"),
        answer(RIGHT, "double"),
        *[checks(code, name) for name, code in TESTS],
    ]
    result = examine(notebook(*cells), sandbox, QUICK)
    assert score(result) == 3
    assert result.tests["bad__one"].score == 0
