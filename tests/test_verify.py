"""Verifying a corpus: which wrong answers the tests let through, and which right ones they refuse."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from chainrule.cli import main
from chainrule.grading.authoring import corpus
from chainrule.grading.course import CourseError
from chainrule.grading.results import TestResult
from chainrule.grading.term.verify import Verdict, verify

DOUBLE = """\
# %% right: sum | adds
def double(x):
    return x + x
# %% wrong: triple | three times
# expect: doubled
def double(x):
    return 3 * x
# %% wrong: broken | not Python
def double(x):
    return (x
"""
PATH = Path("corpus/01_tiny/double.py")


@pytest.fixture(scope="module")
def course(tmp_path_factory, release_tiny_course):
    return release_tiny_course(tmp_path_factory.mktemp("verify") / "course")


def write(folder, text, answer="double"):
    path = folder / "01_tiny" / f"{answer}.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return folder


def test_every_answer_gets_a_verdict(course, tmp_path):
    write(tmp_path, DOUBLE)
    write(tmp_path, "# %% wrong: four | a slip\nfacts = {'half of ten': 4}", "facts")
    done = []
    verdicts = verify(
        course, ["01_tiny"], tmp_path, jobs=1, wall="none", progress=lambda count, total: done.append((count, total))
    )
    assert [(each.section.name, each.score, each.max_score, each.as_expected) for each in verdicts] == [
        ("sum", 3.5, 3.5, True),
        ("triple", 0, 3.5, True),
        ("broken", 0, 0, False),
        ("four", 0, 1, True),
    ]
    assert not verdicts[1].is_named
    assert verdicts[2].obstacle == "line 2 of the section is not Python: '(' was never closed"
    assert done[-1] == (4, 4)


def test_an_answer_may_read_what_a_cell_to_play_with_binds(released_course, tmp_path):
    path = released_course.source("01_tiny")
    path.write_text(path.read_text().replace('"print(f', '"ten = 10\\n",\n    "print(f'))
    right = "# %% right: ten | a name of a cell above\nfacts = {'half of ten': ten / 2}"
    write(tmp_path, f"{right}\n{right.replace('right', 'wrong').replace('/', '*')}", "facts")
    verdicts = verify(released_course, ["01_tiny"], tmp_path, jobs=1, wall="none")
    assert [(each.section.kind, each.score, each.as_expected) for each in verdicts] == [
        ("right", 1, True),
        ("wrong", 0, True),
    ]


def test_what_cannot_be_run_is_a_result(course, tmp_path, monkeypatch):
    monkeypatch.chdir(course.root)
    write(tmp_path, "# %% wrong: broken | not Python\ndef double(x: return x\n"
                    "# %% wrong: typo | another name\ndef duoble(x): return x\n"
                    "# %% wrong: half | an answer\ndef double(x): return x / 2\n")  # fmt: skip
    done = CliRunner().invoke(main, ["verify", "--corpus", str(tmp_path), "--no-sandbox", "--jobs", "1"])
    assert done.exit_code == 1
    assert "cannot be run: 01_tiny/double.py, wrong: broken (not Python): line 1 of the section is not" in done.output
    assert "cannot be run: 01_tiny/double.py, wrong: typo (another name): it does not define double" in done.output
    assert "double          ??✓" in done.output
    assert "1 of 3 wrong answers caught" in done.output


@pytest.mark.parametrize(
    ("expect", "found", "is_named"),
    [
        (("doubled",), ["doubled"], True),
        (("doubled", "halved"), ["halved"], True),
        (("doubled",), ["doubled", "halved"], False),
        (("doubled",), [], False),
        ((), [], True),
        ((), ["doubled"], False),
        (None, ["doubled"], False),
    ],
)
def test_names_that_are_found_are_those_expected(expect, found, is_named):
    section = corpus.Section("01_tiny", "double", "wrong", "slip", "a slip", expect, "double = 3")
    assert Verdict(section, [TestResult("f__x", 1, "failed", "f: wrong.", name) for name in found]).is_named is is_named


def test_what_should_be_explained_needs_no_name_but_an_explanation():
    section = corpus.parse("# %% wrong: slip | a slip\n# expect: explained\ndouble = 3", PATH, "01_tiny")[0]
    for kind, is_named in ((None, False), ("what", True), ("where", True)):
        assert Verdict(section, [TestResult("f__x", 1, "failed", "f: wrong.", explained=kind)]).is_named is is_named
    assert not Verdict(section, [TestResult("f__x", 1, "failed", "f: wrong.", "doubled", explained="name")]).is_named


def test_strangers_answers_are_read_if_they_are_asked_for_and_always_the_same_ones(course, tmp_path):
    write(tmp_path, "# %% right: fine | as it should be\ndef double(x): return x * 2\n")
    folder = tmp_path / "01_tiny" / "strangers"
    folder.mkdir()
    sections = [f"# %% wrong: slip-{i} | a slip\ndef double(x): return x + {i}\n" for i in range(80)]
    (folder / "double.py").write_text("".join(sections))

    def names(strangers):
        return [section.name for section in corpus.read(course, ["01_tiny"], tmp_path, strangers=strangers)]

    assert names(0) == ["fine"]
    assert len(names(1)) == 81
    some = names(8)
    assert 3 <= len(some) <= 20
    (folder / "double.py").write_text("".join(sections[40:]))
    assert set(names(8)) == {"fine", *(name for name in some[1:] if int(name.removeprefix("slip-")) >= 40)}


def test_the_command_reports_what_is_judged_wrongly(course, tmp_path, monkeypatch):
    monkeypatch.chdir(course.root)
    write(tmp_path, "# %% right: half | refused\ndef double(x): return x / 2\n"
                    "# %% wrong: fine | let through\ndef double(x): return x * 2\n")  # fmt: skip
    arguments = ["verify", "--corpus", str(tmp_path), "--no-sandbox", "--jobs", "1"]
    done = CliRunner().invoke(main, [*arguments, "--json", str(tmp_path / "out.json")])
    assert done.exit_code == 1
    assert "rejected: 01_tiny/double.py, right: half (refused): 0 of 3.5 points" in done.output
    assert "let through: 01_tiny/double.py, wrong: fine (let through): 3.5 of 3.5 points" in done.output
    results = json.loads((tmp_path / "out.json").read_text())["results"]
    assert "double(3) is 6" in results[0].pop("messages")[0]
    assert results[0] == {
        "assignment": "01_tiny",
        "answer": "double",
        "kind": "right",
        "name": "half",
        "score": 0,
        "max_score": 3.5,
        "mistake": None,
        "explained": None,
        "visible": True,
        "as_expected": False,
    }
    write(tmp_path, "# %% right: fine | as it should be\ndef double(x): return x * 2\n")
    assert CliRunner().invoke(main, arguments).exit_code == 0


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "double.py:1: a corpus file starts"),
        ("def double(x): ...", "double.py:1: a corpus file starts"),
        ("# %% right: a | b\nx\n\n# %% good: c | d\nx", "double.py:4: write"),
        ("# %% right: no note\nx", "double.py:1: write"),
        ("# %% wrong: a | b\n# expect: doubled\n\n", "double.py:1: the section has no code"),
        ("# %% wrong: a | b\n# expect: sign\nx", "double.py:1: unknown mistake 'sign'"),
        ("# %% right: a | b\n# expect: sign\nx", "cannot expect a mistake"),
        ("# %% right: a | b\nx\n# %% right: a | c\nx", "already a right answer"),
    ],
)
def test_a_malformed_corpus_says_where(text, says):
    with pytest.raises(CourseError, match=says):
        corpus.parse(text, PATH, "01_tiny")


def test_an_empty_corpus_and_unknown_answers(course, tmp_path):
    with pytest.raises(CourseError, match="There is no corpus"):
        verify(course, ["01_tiny"], tmp_path)
    write(tmp_path, "# %% right: a | b\nx = 1", "triple")
    with pytest.raises(CourseError, match=r"triple\.py: The notebook has no answer 'triple'"):
        verify(course, ["01_tiny"], tmp_path)


def test_degenerate_answers_are_made_for_each_question_and_must_earn_nothing(course, tmp_path):
    write(tmp_path, "# %% right: sum | adds\ndef double(x):\n    return x + x")
    verdicts = verify(course, ["01_tiny"], tmp_path, jobs=1, wall="none", degenerate=True)
    made = [verdict for verdict in verdicts if verdict.section.earns_nothing]
    assert {"zeros", "echo", "memory", "raise", "empty", "nan"} <= {
        verdict.section.name.removeprefix("degenerate: ") for verdict in made
    }
    assert all(verdict.obstacle is None for verdict in made)
    assert all(verdict.as_expected == (verdict.score == 0) for verdict in made)
    assert all(verdict.score == 0 for verdict in made if verdict.section.name == "degenerate: raise")
