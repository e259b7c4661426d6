"""Passed, failed, not tested: whose doing it was that a test stopped, and what each costs."""

import json
import time
from pathlib import Path

import pytest
from class_of_students import RIGHT as ANSWERS
from class_of_students import hand_in
from click.testing import CliRunner
from little import RIGHT, answer, checks, given, notebook
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory

from chainrule.cli import main
from chainrule.grading.authoring import release, source
from chainrule.grading.course import Course
from chainrule.grading.limits import Limits
from chainrule.grading.results import NOT_TESTED, TestResult
from chainrule.grading.sealed.examiner import Examination, examine
from chainrule.grading.sealed.sandbox import Sandbox

QUICK = Limits(cell_seconds=5, call_seconds=3, test_seconds=3, examiner_bytes=400 << 20)


def hidden(code: str) -> str:
    return f"### BEGIN HIDDEN TESTS\n{code}\n### END HIDDEN TESTS"


def run(sandbox: Sandbox, code: str, test: str, model: str = RIGHT, limits: Limits = QUICK) -> Examination:
    """Examine an answer, and a second one that is right: whatever becomes of the first, this keeps its point."""
    other = [answer("def half(x): return x / 2", "half"), checks("assert half(4) == 2", "half__x")]
    submitted, source = (notebook(answer(text, "double"), checks(test, "double__x"), *other) for text in (code, model))
    result = examine(submitted, sandbox, limits, source=source)
    assert result.tests["half__x"].verdict == "passed"
    return result


def verdict(sandbox: Sandbox, code: str, test: str, **options: object) -> TestResult:
    return run(sandbox, code, test, **options).tests["double__x"]  # type: ignore[arg-type]


# Not tested

BROKEN = {
    "an index out of range": "assert double(3) == 6\nsecret = [1, 2]\nassert secret[5] == 3",
    "a name that nobody has": "assert double(3) == sceret",
    "a missing file": "open('/nothing/there')",
    "a missing module": "import chainrule.reference.sceret",
    "no division": "assert double(1 / 0)",
    "no memory": "np.ones(1 << 40)",
}


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize("where", ["visible", "hidden"])
def test_a_test_that_breaks_by_itself_costs_nothing_and_is_told_to_the_instructor_alone(
    sandbox: Sandbox, name: str, where: str
) -> None:
    test = hidden(BROKEN[name]) if where == "hidden" else BROKEN[name]
    for code in (RIGHT, "def double(x): return 2 * x"):
        result = run(sandbox, code, test)
        found = result.tests["double__x"]
        assert (found.verdict, found.score, found.message, found.mistake) == ("not tested", 1, NOT_TESTED, None)
        line = test.splitlines().index(BROKEN[name].splitlines()[-1]) + 1
        assert f'File "<test double__x>", line {line}' in (found.trouble or "")
        assert BROKEN[name].splitlines()[-1] in (found.trouble or "")
        assert "sceret" not in repr(result.outputs) + repr(result.events)


def test_a_test_that_is_too_slow_by_itself_has_not_tested(sandbox: Sandbox) -> None:
    found = verdict(sandbox, RIGHT, "assert double(3) == 6\nwhile True: pass")
    assert found.verdict == "not tested"
    assert "took too long, even with the instructor's own answers" in (found.trouble or "")


ONE_PROCESS = {
    "a class of the answers'": (
        "class Stack:\n    pass\ndef double(x):\n    return Stack()",
        "assert isinstance(double(3), Stack)",
    ),
    "what an answer keeps": ("seen = []\ndef double(x):\n    seen.append(x)", "double(3)\nassert seen == [3]"),
    "an argument that changes": ("def double(x):\n    x *= 2", "x = np.ones(2)\ndouble(x)\nassert x[0] == 2"),
}


@pytest.mark.parametrize("name", ONE_PROCESS)
@pytest.mark.parametrize("where", ["visible", "hidden"])
def test_a_test_that_the_own_answers_pass_only_in_one_process_costs_nothing(
    sandbox: Sandbox, name: str, where: str
) -> None:
    model, test = ONE_PROCESS[name]
    test = hidden(test) if where == "hidden" else test
    for code in (model, RIGHT):
        found = verdict(sandbox, code, test, model=model)
        assert (found.verdict, found.score, found.message) == ("not tested", 1, NOT_TESTED)
        assert "Your own answers do not pass it where tests run" in (found.trouble or "")


FROM_ITSELF = """
def thrice(x):
    error = ValueError(x) if x == 3 else 3 * x
    if x == 3:
        raise error from error
    return error
"""


@pytest.mark.parametrize("call", ["assert thrice(double(1.5))", "check.call(double, thrice)"])
def test_an_exception_that_a_test_raises_from_itself_ends(sandbox: Sandbox, call: str) -> None:
    """Also where an answer calls the test's function, and a check passes a failure on."""
    codes = {"right": "def double(x): return x(1) if callable(x) else 2", "other": "def double(x): return x(3)"}
    codes["other"] = codes["other"] if "check" in call else "def double(x): return 3"
    test = f"from chainrule import check\n{FROM_ITSELF}\n{call}"
    ours, theirs = (notebook(answer(codes[kind], "double"), checks(test, "double__x")) for kind in codes)
    start = time.monotonic()
    assert examine(theirs, sandbox, source=ours).tests["double__x"].verdict == "failed"
    assert time.monotonic() - start < 30


# Whatever an answer does, it fails

STUMBLES = {
    "a short list": ("def double(x): return [x]", "assert double(3)[1] == 6"),
    "None": ("def double(x): pass", "assert double(3) + 0 == 6"),
    "no function": ("double = 7", "assert double(3) == 6"),
    "nothing": ("", "assert double(3) == 6"),
    "a syntax error": ("def double(x: return", "assert double(3) == 6"),
    "an exception in a helper of the test's": (
        "def double(f): return f(1)",
        "assert double(lambda *a: [][9] if a else 6) == 6",
    ),
    "text": ("def double(x): return 'a'", "assert double(3) - 6 == 0"),
    "another shape": ("def double(x): return np.ones(7)", "assert (double(np.ones(3)) - np.ones(3) == 1).all()"),
    "an exception": ("def double(x): raise IndexError(7)", "assert double(3) == 6"),
    "an interrupt": ("def double(x): raise KeyboardInterrupt", "assert double(3) == 6"),
    "an exit": ("def double(x): raise SystemExit", "assert double(3) == 6"),
    "a name error": ("def double(x): raise NameError('few', name='few')", "assert double(3) == 6"),
    "a memory error": ("def double(x): raise MemoryError", "assert double(3) == 6"),
    "too much to compare": (
        "def double(x): return np.ones((30_000, 1), dtype='i1')",
        "assert (double(3) * np.ones(30_000) == 6).all()",
    ),
    "a size for a helper": (
        "class Large: size = 1 << 40\ndef double(f): return f(Large())",
        "assert double(lambda x=None: 6 if x is None else np.arange(x.size).sum()) == 6",
    ),
    "a size that fits nowhere": (
        "class Large: size = 60_000_000\ndef double(f): return f(Large())",
        "assert double(lambda x: 6 if x == 1 else np.arange(1, x.size + 1) * 1.0) == 6",
    ),
    "integers without end": (
        "def double(f): return f(np.full(400_000, 2**62 - 57), dtype='O')",
        "assert double(np.prod) == 6",
    ),
    "keys that collide": (
        "def double(x): return {k * (2**61 - 1): 0 for k in range(9_000)}",
        "for n in range(500): assert double(3) == 6",
    ),
}
MODELS = {
    "an exception in a helper of the test's": "def double(f): return 6 if f else 0",
    "a size for a helper": "def double(f): return 6",
    "a size that fits nowhere": "def double(f): return 6",
    "integers without end": "def double(f): return 6",
    "a short list": "def double(x): return [x, 6]",
}


@pytest.mark.parametrize("name", STUMBLES)
@pytest.mark.parametrize("where", ["visible", "hidden"])
def test_no_answer_turns_a_failure_into_what_was_not_tested(sandbox: Sandbox, name: str, where: str) -> None:
    code, test = STUMBLES[name]
    model = MODELS.get(name, RIGHT)
    found = verdict(sandbox, code, hidden(test) if where == "hidden" else test, model=model)
    assert (found.verdict, found.score, found.trouble) == ("failed", 0, None)
    assert found.message


def test_no_answer_gets_a_trial_cut_short_to_count_as_a_broken_test(sandbox: Sandbox) -> None:
    """What is left of the submission's time is too little for a second trial with the instructor's own answers."""
    test = "import time\ntime.sleep(2)\nassert double(3)[1] == 6"

    def book(code: str, other: str) -> NotebookNode:
        parts = [answer(code, "double"), *(checks(test, f"double__{name}") for name in "ab")]
        return notebook(*parts, answer(other, "half"), checks("assert half(4) == 2", "half__x"))

    submitted = book("def double(x): return [x]", "def half(x):\n    while True: pass")
    limits = Limits(test_seconds=3, submission_seconds=6)
    source = book("def double(x): return [x, 6]", "def half(x): return x / 2")
    result = examine(submitted, sandbox, limits, source=source)
    assert {name: found.verdict for name, found in result.tests.items()} == dict.fromkeys(
        ("double__a", "double__b", "half__x"), "failed"
    )


def test_a_limit_holds_in_c_code_and_says_what_happened(sandbox: Sandbox) -> None:
    code, test = STUMBLES["integers without end"]
    start = time.monotonic()
    result = run(sandbox, code, test, model="def double(f): return 6")
    assert result.tests["double__x"].message == "double was stopped: checking its result took too long."
    assert [event.kind for event in result.events] == ["ran out of time"]
    assert time.monotonic() - start < 60


def test_everything_together_is_bounded(sandbox: Sandbox) -> None:
    limits = Limits(cell_seconds=2, call_seconds=2, test_seconds=2, submission_seconds=4)
    cells = [answer("def f(x):\n    while True: pass", "f")] + [checks("f(1)", f"f__{n}") for n in range(40)]
    start = time.monotonic()
    result = examine(notebook(*cells), sandbox, limits)
    assert time.monotonic() - start < 30
    assert {test.verdict for test in result.tests.values()} == {"failed"}


# What a person sees of it


BROKEN_TEST = """
# %% test="double__broken" points=2
assert double(3) == 6
### BEGIN HIDDEN TESTS
secret = [314159]
assert secret[5] == 3
### END HIDDEN TESTS
"""


@pytest.fixture
def course(released_course: Course, monkeypatch: pytest.MonkeyPatch) -> Course:
    """A course with a test that breaks, and two students."""
    text = released_course.text("01_tiny")
    text.write_text(text.read_text() + BROKEN_TEST)
    source.build(released_course, "01_tiny", run=False)
    release.release(released_course, "01_tiny")
    for student in ("ada", "ben"):
        hand_in(released_course, student, ANSWERS)
    monkeypatch.chdir(released_course.root)
    return released_course


@pytest.mark.parametrize("how", ["chainrule", "nbgrader"])
def test_a_broken_test_waits_for_a_person_with_all_points(course: Course, how: str) -> None:
    if how == "chainrule":
        done = CliRunner().invoke(main, ["grade", "--no-sandbox", "--jobs", "1", "--json", "out.json"])
        assert done.exit_code == 0
        assert done.output.count("IndexError: list index out of range") == 1
        assert 'File "<test double__broken>", line 4' in done.output
        tests = json.loads(Path("out.json").read_text())["submissions"][0]["answers"][0]["tests"]
        assert "IndexError" in tests[-1].pop("trouble")
        assert tests[-1] == {
            "grade_id": "double__broken",
            "score": 2,
            "max_score": 2,
            "verdict": "not tested",
            "message": NOT_TESTED,
            "mistake": None,
            "explained": None,
            "hidden": False,
            "lent": [],
            "earned": None,
            "trusting": None,
        }
    else:
        config = course.settings()
        config.Examine.sealed = False
        api = NbGraderAPI(CourseDirectory(config=config, root=str(course.root)), config=config)
        assert api.autograde("01_tiny", "ada")["success"]
    with Gradebook(course.db_url, "chainrule") as book:
        submission = book.find_submission_notebook("01_tiny", "01_tiny", "ada")
        grade = next(grade for grade in submission.grades if grade.name == "double__broken")
        assert (grade.auto_score, grade.manual_score, grade.needs_manual_grade) == (2, None, True)
        others = [
            one.needs_manual_grade for one in submission.grades if one.name.startswith("double__") and one is not grade
        ]
        assert others == [False, False]
    graded = course.autograded("ada", "01_tiny").read_text()
    assert NOT_TESTED in graded
    assert "IndexError" not in graded
    assert "314159" not in graded

    assert CliRunner().invoke(main, ["feedback"]).exit_code == 0
    (page,) = course.root.glob("feedback/ada/01_tiny/*.html")
    assert NOT_TESTED in page.read_text()
    assert "IndexError" not in page.read_text()
    assert CliRunner().invoke(main, ["report"]).exit_code == 0
    report = (course.root / "report.html").read_text()
    assert "IndexError: list index out of range" in report
    assert "line 4" in report


def test_grading_again_keeps_what_is_wrong_until_it_is_repaired(course: Course) -> None:
    for _ in range(2):
        done = CliRunner().invoke(main, ["grade", "--no-sandbox", "--jobs", "1"])
        assert "IndexError" in done.output
    text = course.text("01_tiny")
    text.write_text(text.read_text().replace("secret[5] == 3", "secret"))
    source.build(course, "01_tiny", run=False)
    assert "IndexError" not in CliRunner().invoke(main, ["grade", "--no-sandbox", "--jobs", "1"]).output
    assert not list(course.root.glob(".chainrule/troubles/*/*.json"))


def test_verify_fails_on_a_broken_test(course: Course, tmp_path: Path) -> None:
    folder = tmp_path / "corpus" / "01_tiny"
    folder.mkdir(parents=True)
    (folder / "double.py").write_text("# %% right: sum | adds\ndef double(x):\n    return x + x\n")
    done = CliRunner().invoke(main, ["verify", "--corpus", str(folder.parent), "--no-sandbox", "--jobs", "1"])
    assert done.exit_code == 1
    assert "not tested: 01_tiny/double.py, right: sum (adds)" in done.output
    assert "IndexError: list index out of range" in done.output


def test_lint_names_a_test_that_the_own_answers_do_not_pass(course: Course) -> None:
    done = CliRunner().invoke(main, ["lint", "--no-sandbox"])
    assert done.exit_code == 1
    assert "double__broken fails with your own answers, and will not be tested" in done.output
    assert "IndexError" in done.output


# Names

NAMES = {
    "a plain dict": "assert type(globals()) is dict",
    "in a function": "def f(): return double(3)\nassert f() == 6",
    "in a function in a function": "def f():\n    return lambda: double(3)\nassert f()() == 6",
    "in a comprehension": "assert [double(x) for x in range(3)] == [0, 2, 4]",
    "in a class": "class A:\n    y = double(3)\nassert A.y == 6",
    "bound before it is read": "double = lambda x: 5\nassert double(3) == 5",
    "read before it is bound": "double = double(3)\nassert double == 6",
    "changed in place": "n += 1\nassert n == 8",
    "deleted": "del double\ntry: double\nexcept NameError: pass\nelse: assert False",
    "a builtin": "assert max(1, 2) == 2 and len([1]) == 1",
    "of a given cell": "k[0] = 9\nassert k[0] == 9 and twice(3) == 12",
    "a name that is not used": "if False: nothing\nassert double(3) == 6",
    "a name that is not there": "try: nothing\nexcept NameError: pass\nelse: assert False",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_test_finds_names(sandbox: Sandbox, name: str) -> None:
    cells = [
        given("def twice(x): return double(double(x))\nk = np.zeros(2)", "twice"),
        answer("def double(x): return 2 * x\nmax = len = 5\nn = 7", "double"),
        checks("k[1] = 7", "double__before"),
        checks(NAMES[name], "double__x"),
        checks(hidden(NAMES[name]), "double__hidden"),
        checks("assert k.tolist() == [0, 0]", "double__after"),
    ]
    result = examine(notebook(*cells), sandbox, QUICK)
    assert {test.message for test in result.tests.values()} == {None}
