"""What is known of the tests of a foreign course: found out once, kept, and not taken from chance."""

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import needs_sandbox
from kinds_of_tests import Book, Kind
from little import answer, checks, notebook
from nbformat import NotebookNode
from needs import WALL

from chainrule.grading import stock
from chainrule.grading.course import Course
from chainrule.grading.limits import Limits
from chainrule.grading.sealed import beside, proofs
from chainrule.grading.sealed.beside import Beside
from chainrule.grading.sealed.examiner import examine, prove
from chainrule.grading.sealed.proofs import Proof
from chainrule.grading.sealed.sandbox import Sandbox
from chainrule.grading.settings import offer_trusted


@pytest.fixture(autouse=True)
def another_process(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Let each test begin in a process that knows nothing, and go on in another."""

    def begin() -> None:
        monkeypatch.setattr(proofs, "_known", {})

    begin()
    return begin


def test_what_one_process_found_out_another_finds_in_the_course(tmp_path, another_process):
    source = Book([]).source()
    proof = Proof(trusting={"a": "why"}, opened={"b": "why"})
    assert proofs.known(source, "none", tmp_path / "proofs", lambda: proof) == proof
    another_process()
    assert proofs.known(source, "none", tmp_path / "proofs", pytest.fail) == proof


def test_another_notebook_or_package_is_proved_again(tmp_path, monkeypatch, another_process):
    for installed in ("one", "other"):
        monkeypatch.setattr(proofs, "_installed", lambda installed=installed: installed)
        for kinds in ([], [Kind("a", "x = 1", "x = 2", ("assert x == 1",))]):
            another_process()
            proof = Proof(opened={installed: str(kinds)})
            assert proofs.known(Book(kinds).source(), "none", tmp_path, lambda proof=proof: proof) == proof


def test_another_python_is_another_key(monkeypatch):
    """Right answers failed after an upgrade of Python: its bytecode has other places."""
    before = proofs._installed()
    proofs._installed.cache_clear()
    monkeypatch.setattr(sys, "version", "3.99.0 (main)")
    assert proofs._installed() != before
    proofs._installed.cache_clear()


@needs_sandbox
def test_trusted_modules_that_changed_are_met_anew(tmp_path: Path, monkeypatch, sandbox: Sandbox):
    """With one more line in them, right answers failed: where a test meets objects is told by lines."""
    helper = "from chainrule import check\ndef copy_of(make):\n    return check.call(check.call(make).copy)\n"
    stack = "class Stack:\n    def copy(self):\n        return Stack()\n    def pop(self):\n        return 5"
    test = "from trusted.stacks import copy_of\nassert copy_of(Stack).pop() == 5"
    source = notebook(answer(stack, "Stack"), checks(test, "Stack__copy"))
    trusted, course = tmp_path / "trusted", Course(tmp_path)
    trusted.mkdir()
    (trusted / "__init__.py").touch()
    for above in ("", "# more\n"):
        (trusted / "stacks.py").write_text(above + helper)
        for name in [name for name in sys.modules if name.partition(".")[0] == "trusted"]:
            del sys.modules[name]
        offer_trusted(course)
        found = examine(source, sandbox, source=source, beside=beside.of(course, "ps1", source))
        assert found.tests["Stack__copy"].message is None


def test_tests_that_fail_are_tried_again(tmp_path, another_process):
    source = Book([]).source()
    proofs.known(source, "none", tmp_path, lambda: Proof(broken={"a": "took too long"}))
    another_process()
    assert proofs.known(source, "none", tmp_path, Proof) == Proof()


def test_behind_another_wall_it_is_found_out_again(tmp_path):
    source, proof = Book([]).source(), Proof(opened={"a": "why"})
    assert proofs.known(source, "container", tmp_path, lambda: proof) == proof
    assert proofs.known(source, "namespaces", tmp_path, Proof) == Proof()


SPENT = {
    "time of a call": ("def f():\n    while True: pass", "f() == 1"),
    "time of the test": ("def f():\n    return 1", "[0 for _ in iter(f, 2)]"),
    "memory of the answer": ("def f():\n    return len(bytearray(1 << 40))", "f() == 1"),
    "memory of the test": ("def f():\n    return 1", "bytes(1 << 40)"),
    "time of a cell": ("while True: pass\ndef f():\n    return 1", "f() == 1"),
}


@needs_sandbox
@pytest.mark.parametrize("name", SPENT)
def test_what_runs_out_of_something_is_not_opened(sandbox: Sandbox, name: str):
    answer, test = SPENT[name]
    source = Book([Kind("f", answer, "pass", (f"assert {test}",))]).source()
    source.metadata[stock.KEY] = {"replaceable": []}
    limits = Limits(cell_seconds=0.4, call_seconds=0.3, test_seconds=0.5)
    proof = prove(source, sandbox, limits, Beside())
    assert proof.broken.keys() == {"f_0"}
    assert not proof.opened
    assert "nobody knows whether it can be sealed" in proof.broken["f_0"]


CODE = {
    "eval": ("'1 + 1'", "eval(f) == 2"),
    "exec in a library": ("'a > 1'", "len(__import__('pandas').DataFrame({'a': [1, 2]}).query(f)) == 1"),
    "a database": ("'select 2'", "__import__('sqlite3').connect(':memory:').execute(f).fetchall() == [(2,)]"),
    "a database in a helper": ("'select 2'", "run(f) == [(2,)]"),
    "annotations": (
        "{'a': '1 + 1'}",
        "__import__('inspect').get_annotations(type('C', (), {'__annotations__': dict(f)}), eval_str=True)['a'] == 2",
    ),
    "a magic": ("'x = 2'", "get_ipython().run_cell_magic('time', '', (f)) is None"),
    "an attribute": ("'pi'", "getattr(__import__('math'), (f)) > 3"),
    "a format": ("'{.real}'", "(f).format(2) == '2'"),
    "pickle": ("__import__('pickle').dumps(len)", "__import__('pickle').loads(f) is len"),
}
HELPER = "import sqlite3\ndef run(text):\n    return sqlite3.connect(':memory:').execute(text).fetchall()"


@needs_sandbox
def test_what_turns_text_into_code_is_trusting(sandbox: Sandbox):
    kinds = [
        Kind(f"f{n}", f"f{n} = {f}", "pass", (f"assert {test}".replace("(f)", f"(f{n})"),), above=HELPER)
        for n, (f, test) in enumerate(CODE.values())
    ]
    harmless = (
        "import ast, collections\nP = collections.namedtuple('P', 'x')\nassert ast.literal_eval(g) == 1",
        "import inspect\nassert str(inspect.signature(dict.get)) and g",
        "assert (eval(g) if len(g) > 1 else 1) == 1",
        "%time x = 1\nget_ipython().run_cell_magic('time', '', 'y = 1')\nassert x == y and g",
    )
    source = Book([*kinds, Kind("g", "g = '1'", "pass", harmless)]).source()
    source.metadata[stock.KEY] = {"replaceable": []}
    proof = prove(source, sandbox, Limits(), Beside())
    assert proof.trusting.keys() == {f"f{n}_0" for n in range(len(CODE))}
    assert all("text" in why or "looks into the code" in why for why in proof.trusting.values())
    assert not proof.opened
    assert not proof.broken


@needs_sandbox
@pytest.mark.parametrize("caught", [False, True])
def test_a_sealed_test_runs_no_text_of_a_students(sandbox: Sandbox, tmp_path: Path, caught: bool):
    """With the instructor's own answers, it has none to run."""
    test = "value = eval(f) if isinstance(f, str) else f"
    test = f"try:\n    {test}\nexcept Exception:\n    value = 3" if caught else test
    ours, theirs = (
        notebook(answer(f"f = {f}", "f"), checks(f"{test}\nassert value == 3", "f__x"))
        for f in ("3", f"\"open('{tmp_path}/x', 'w') and 3\"")
    )
    assert examine(ours, sandbox, Limits(), source=ours).tests["f__x"].verdict == "passed"
    assert examine(theirs, sandbox, Limits(), source=ours).tests["f__x"].verdict == "failed"
    assert not any(tmp_path.iterdir())


CALLING = """
kept = []
class Calling(type):
    @property
    def __module__(cls):
        if kept: kept[0]("setattr(__import__('builtins'), 'gained', 1)")
        return "of the student's"
class Thing(metaclass=Calling): pass
thing = Thing()
def f(run):
    kept.append(run)
    return run == 1
"""


@needs_sandbox
def test_nor_does_it_while_a_name_is_looked_up(sandbox: Sandbox):
    """Then an answer can call what it was lent before."""
    hidden = "### BEGIN HIDDEN TESTS\nimport builtins\nthing\nassert hasattr(builtins, 'gained') == (f(1) == 1)\n"
    test = f"def run(text):\n    return eval(text)\nf(run)\n{hidden}### END HIDDEN TESTS"
    ours, theirs = (
        notebook(answer(code, "f"), checks(test, "f__x")) for code in ("thing = 1\ndef f(run):\n    return 0", CALLING)
    )
    assert examine(ours, sandbox, Limits(), source=ours).tests["f__x"].verdict == "passed"
    assert examine(theirs, sandbox, Limits(), source=ours).tests["f__x"].verdict == "failed"


@needs_sandbox
def test_no_test_imports_what_it_wrote(sandbox: Sandbox):
    test = (
        "import importlib.util as made, pathlib, tempfile\npath = pathlib.Path(tempfile.mkdtemp(), 'made.py')\n"
        "path.write_text(f)\nspec = made.spec_from_file_location('made', path)\n"
        "spec.loader.exec_module(made.module_from_spec(spec))"
    )
    book = notebook(answer("f = 'x = 1'", "f"), checks(test, "f__x"))
    assert examine(book, sandbox, Limits(), source=book).tests["f__x"].verdict == "not tested"


@needs_sandbox
@pytest.mark.parametrize("kind", ["file", "database"])
def test_a_test_writes_nothing_where_the_course_is(sandbox: Sandbox, tmp_path: Path, kind: str):
    (tmp_path / "gradebook.db").write_bytes(b"")
    table = "create table if not exists t (a)"
    path = "import os, tempfile\npath = os.path.join(tempfile.gettempdir(), name)\n"
    write = {
        "file": "with open(path, 'w') as file: file.write('x')",
        "database": f"import sqlite3\nsqlite3.connect(path).execute({table!r})",
    }[kind]
    ours, theirs = (
        notebook(answer(f"name = {name!r}", "name"), checks(path + write, "name__x"))
        for name in ("x", str(tmp_path / "gradebook.db"))
    )
    assert examine(ours, sandbox, Limits(), source=ours).tests["name__x"].verdict == "passed"
    assert examine(theirs, sandbox, Limits(), source=ours).tests["name__x"].verdict == "failed"
    assert (tmp_path / "gradebook.db").read_bytes() == b""


@needs_sandbox
@pytest.mark.parametrize("kind", ["ours", "of others"])
def test_a_test_reads_and_lists_for_a_student_only_what_tests_need(tmp_path: Path, monkeypatch, kind: str):
    """That is what lies beside the notebook, Python's packages, and what the course names, but for the course."""
    monkeypatch.setenv("TOKEN", "secret")
    course, named, beside = tmp_path / "named" / "course", tmp_path / "named" / "data.csv", tmp_path / "data.csv"
    course.mkdir(parents=True)
    for path in (beside, named):
        path.write_text("a,b")
    for path in (course / "gradebook.db", tmp_path / "id_rsa", course / "secret.ipynb"):
        path.write_text("secret")
    read = (
        "import os, colorsys\nis_folder = os.path.isdir(name)\n"
        "found = os.listdir(name) if is_folder else open(name, errors='replace').read()\n"
        "assert found == 'a,b' or 'email' in found, found"
    )
    right = [named, os.path.dirname(os.__file__), *(["data.csv"] if kind == "of others" else [])]
    secret = ("/proc/self/environ", "/dev/fd/../environ", course / "gradebook.db", tmp_path / "id_rsa")
    listed = (course, tmp_path, tmp_path / "named", "..", "../..")
    books = {
        path: notebook(answer(f"name = {str(path)!r}", "name"), checks(read, "name__x"))
        for path in (*right, *secret, *listed)
    }
    if kind == "of others":
        for book in books.values():
            book.metadata[stock.KEY] = {"replaceable": []}
    limits, files = Limits(readable=(str(named),)), Beside({"data.csv": beside})
    with Sandbox(WALL, hidden=(course,)) as sandbox:
        for path, book in books.items():
            test = examine(book, sandbox, limits, source=books[named], beside=files).tests["name__x"]
            assert test.verdict == ("passed" if path in right else "failed"), path
            assert "secret" not in (test.message or "")


PACKED = """
import io, zipfile
def packed():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("new.csv", "1")
        {more}
    return target.getvalue()
"""
TAKEN = """
import io, os, tempfile, zipfile
from pathlib import Path
zipfile.ZipFile(io.BytesIO(packed())).extractall()
zipfile.ZipFile(io.BytesIO(packed())).extractall(tempfile.gettempdir())
assert Path("new.csv").read_text() == "1"
### BEGIN HIDDEN TESTS
assert Path("new.csv").read_text() == "1"
### END HIDDEN TESTS
"""
SUMMED = """
import os, tempfile
from pathlib import Path
### BEGIN HIDDEN TESTS
assert not os.listdir(tempfile.gettempdir())
assert not Path("new.csv").exists() and len(Path("large.csv").read_text()) == 100_000
assert total() == sum(map(int, Path("numbers.txt").read_text().split()))
### END HIDDEN TESTS
"""


@needs_sandbox
@pytest.mark.parametrize("more", ["pass", "archive.writestr('numbers.txt', '0')", "archive.writestr('large.csv', '0')"])
def test_no_test_sees_what_another_has_written(sandbox: Sandbox, tmp_path: Path, more: str):
    """Nor does a test of its own answers, which runs before those of a student's."""
    files = {"numbers.txt": tmp_path / "numbers.txt", "large.csv": tmp_path / "large.csv"}
    files["numbers.txt"].write_text("17 25")
    files["large.csv"].write_text("7" * 100_000)
    tests = [checks(TAKEN, "packed_a"), checks(SUMMED, "total_0"), checks(TAKEN, "packed_b")]

    def book(more: str, total: str) -> NotebookNode:
        made = notebook(answer(PACKED.format(more=more), "packed"), answer(total, "total"), *tests)
        made.metadata[stock.KEY] = {"replaceable": []}
        return made

    right = "def total():\n    return sum(map(int, open('numbers.txt').read().split()))"
    source = book("pass", right)
    for total, score in ((right, 1), ("def total():\n    return 0", 0)):
        found = examine(book(more, total), sandbox, source=source, beside=Beside(files)).tests
        assert found["total_0"].score == score
        # Where the student's code runs, the folder for temporary files is not empty.
        assert {name for name, test in found.items() if test.trusting} == {"total_0"}
        assert "large" in more or found["packed_a"].score == found["packed_b"].score == 1


@needs_sandbox
def test_very_deep_folders_of_a_test_are_removed(sandbox: Sandbox, tmp_path: Path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    deep = "import os\nfor _ in range(depth):\n    os.mkdir('d')\n    os.chdir('d')"
    book = notebook(answer("depth = 1500", "depth"), checks(deep, "depth__x"))
    assert examine(book, sandbox, source=book).tests["depth__x"].verdict == "passed"
    assert not any(tmp_path.iterdir())


@needs_sandbox
def test_an_instructor_hears_which_file_a_test_may_not_open(sandbox: Sandbox, tmp_path: Path):
    (tmp_path / "words.txt").write_text("a b")
    source = Book(
        [Kind("f", "f = 1", "pass", (f"assert open('{tmp_path}/words.txt').read() == 'a b' and f",))]
    ).source()
    source.metadata[stock.KEY] = {"replaceable": []}
    (why,) = prove(source, sandbox, Limits(), Beside()).broken.values()
    assert f"c.Examine.readable = ['{tmp_path}']" in why
    assert not prove(source, sandbox, Limits(readable=(str(tmp_path),)), Beside()).broken


RESETS = {
    "itself": ("", "random.seed(5)"),
    "a lambda": ("reset = lambda: random.seed(0)", "reset()"),
    "another name": ("reset = random.seed", "reset(0)"),
    "a method": ("class Case:\n    def reset(self):\n        random.seed(0)", "Case().reset()"),
    "a state": ("random.seed(0)\nstate = random.getstate()", "random.setstate(state)"),
    "a module": ("import helper", "helper.reset()"),
}


@needs_sandbox
@pytest.mark.parametrize("name", RESETS)
def test_what_passes_by_chance_is_not_sealed(sandbox: Sandbox, tmp_path: Path, name: str):
    """With the random state that every student's process begins with, this test passes whatever it seeds."""
    (tmp_path / "helper.py").write_text("import random\ndef reset():\n    random.seed(0)")
    toss = "import random\ndef toss():\n    return random.random() < 0.5"
    above, reset = RESETS[name]
    test = f"import random\n{reset}\nassert not toss()"
    source = Book([Kind("toss", toss, "pass", (test,), above=f"import random\n{above}")]).source()
    source.metadata[stock.KEY] = {"replaceable": []}
    proof = prove(source, sandbox, Limits(), Beside({"helper.py": tmp_path / "helper.py"}))
    assert (proof.opened | proof.trusting).keys() == {"toss_0"}


@needs_sandbox
def test_what_a_cell_seeds_decides_no_seal(sandbox: Sandbox):
    """The student's process runs that cell, too."""
    draw = "import random\ndef draw():\n    return random.random() < 0.5"
    source = Book([Kind("draw", draw, "pass", ("assert draw()",), above="import random\nrandom.seed(1)")]).source()
    source.metadata[stock.KEY] = {"replaceable": []}
    assert not (proof := prove(source, sandbox, Limits(), Beside())).opened
    assert not proof.trusting


@needs_sandbox
def test_the_hash_of_a_text_seals_no_test(sandbox: Sandbox):
    bucket = "def bucket(key):\n    return hash(key) % 2"
    test = "assert [bucket(key) for key in 'abcdef'] == [hash(key) % 2 for key in 'abcdef']"
    source = Book([Kind("bucket", bucket, "pass", (test,))]).source()
    source.metadata[stock.KEY] = {"replaceable": []}
    assert prove(source, sandbox, Limits(), Beside()).trusting.keys() == {"bucket_0"}
