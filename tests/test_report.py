"""The class report: its statistics against SciPy and NumPy, and the page."""

import re
from html.parser import HTMLParser

import numpy as np
import pytest
import scipy.stats
from class_of_students import RIGHT, hand_in
from click.testing import CliRunner
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from nbgrader.api import Gradebook

from chainrule import mistakes
from chainrule.cli import main
from chainrule.grading.people import report
from chainrule.grading.results import Answer, Event, Submission, TestResult
from chainrule.grading.term.grade import grade_class

POINTS = st.integers(0, 8).map(lambda number: number / 2)
TABLES = st.tuples(st.integers(2, 12), st.integers(2, 6)).flatmap(lambda shape: arrays(float, shape, elements=POINTS))
SHAPE = st.tuples(st.integers(3, 12), st.integers(2, 6))
RIGHT_OR_WRONG = SHAPE.flatmap(lambda shape: arrays(float, shape, elements=st.sampled_from([0.0, 1.0])))


# --- Statistics ---------------------------------------------------------------------------------------------------


@given(arrays(float, st.integers(1, 20), elements=POINTS), st.data())
def test_difficulty_is_the_mean_share_of_the_known_points(scores, data):
    unknown = data.draw(arrays(bool, scores.shape))
    assume(not unknown.all())
    scores[unknown] = np.nan
    np.testing.assert_allclose(report.difficulty(scores, 4), np.nanmean(scores) / 4)
    assert 0 <= report.difficulty(scores, 4) <= 1


def test_difficulty_of_a_question_that_nobody_marked_is_not_known():
    assert np.isnan(report.difficulty(np.array([np.nan, np.nan]), 4))


@given(TABLES)
def test_discrimination_is_pearsons_correlation_with_the_other_questions(scores):
    for column, value in enumerate(report.discrimination(scores)):
        rest = np.delete(scores, column, axis=1).sum(axis=1)
        if np.ptp(scores[:, column]) == 0 or np.ptp(rest) == 0:
            assert np.isnan(value)
        else:
            np.testing.assert_allclose(value, scipy.stats.pearsonr(scores[:, column], rest).statistic, atol=1e-12)


@given(RIGHT_OR_WRONG)
def test_discrimination_of_right_or_wrong_is_the_point_biserial_correlation(scores):
    rest = scores[:, 1:].sum(axis=1)
    assume(np.ptp(scores[:, 0]) > 0 and np.ptp(rest) > 0)
    expected = scipy.stats.pointbiserialr(scores[:, 0] == 1, rest).statistic
    np.testing.assert_allclose(report.discrimination(scores)[0], expected, atol=1e-12)


@given(TABLES, st.randoms(use_true_random=False))
def test_discrimination_knows_neither_order_nor_unit(scores, random):
    order = random.sample(range(len(scores)), len(scores))
    np.testing.assert_allclose(report.discrimination(scores[order]), report.discrimination(scores), atol=1e-12)
    np.testing.assert_allclose(report.discrimination(4 * scores + 1), report.discrimination(scores), atol=1e-12)


def test_discrimination_leaves_out_students_whose_score_is_not_known():
    known = np.array([[0.0, 1.0], [1.0, 3.0], [2.0, 2.0]])
    with_unknown = np.vstack([known, [np.nan, 9.0]])
    assert report.discrimination(with_unknown)[0] == pytest.approx(report.discrimination(known)[0])


@given(st.lists(st.integers(0, 40), min_size=1))
def test_the_distribution_is_numpys_histogram(points):
    shares = [number / 40 for number in points]
    # In fortieths the bins have exact edges; NumPy, too, counts a full share to the last.
    expected = np.histogram(points, bins=10, range=(0, 40))[0]
    assert report.distribution(shares) == expected.tolist()
    assert report.distribution([-0.4]) == [1, *[0] * 9]  # extra credit below zero


# --- The page -----------------------------------------------------------------------------------------------------


class Page(HTMLParser):
    """The elements of a page, and its text."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.tags, self.ids, self.text = [], set(), ""
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        self.ids.add(dict(attributes).get("id"))

    def handle_data(self, data):
        self.text += f" {data.strip()} "


@pytest.fixture(scope="module")
def course(tmp_path_factory, release_tiny_course):
    """A class of seven: two all right, two with a mistake, one that dies, one cut off, one that is no notebook."""
    course = release_tiny_course(tmp_path_factory.mktemp("report") / "course")
    for student in ("ada", "ben"):
        hand_in(course, student, RIGHT)
    for student in ("chen", "dina"):
        hand_in(course, student, {**RIGHT, "double": "def double(x):\n    return abs(x + x)"})
    hand_in(course, "kim", {"double": "def double(x):\n    import os\n    os._exit(1)"})
    path = hand_in(course, "mia", RIGHT)
    path.write_text(path.read_text()[:-400])
    hand_in(course, "nils", b"PK homework.docx")
    grade_class(course, ["01_tiny"], jobs=1, wall="none")
    return course


@pytest.fixture
def written(course, tmp_path, monkeypatch):
    monkeypatch.chdir(course.root)
    done = CliRunner().invoke(main, ["report", "--output", str(tmp_path / "class.html")])
    assert done.exit_code == 0, done.output
    assert done.output.split() == [str(tmp_path / "class.html")]
    return (tmp_path / "class.html").read_text()


def test_questions_of_the_readable_submissions(course):
    (found,) = report.collect(course, ["01_tiny"])
    double, facts, explained = found.questions
    assert (double.name, double.full, double.some, double.none, double.max_score) == ("double", 3, 2, 1, 3.5)
    assert double.difficulty == pytest.approx((3 * 3.5 + 2 * 1.5) / 6 / 3.5)
    assert facts.discrimination is not None
    assert explained.unknown > 0
    assert explained.difficulty is None
    assert [question.name for question in found.nobody] == []
    assert sum(found.counts) == 7


def test_points_that_a_person_gave_count(course):
    with Gradebook(course.db_url, "chainrule") as gradebook:
        grade = gradebook.find_grade("explain_double", "01_tiny", "01_tiny", "ada")
        before = report.collect(course, ["01_tiny"])[0]
        grade.manual_score = 1
        gradebook.db.commit()
        after = report.collect(course, ["01_tiny"])[0]
        grade.manual_score = None
        gradebook.db.commit()
    assert before.shares[0] == 1
    assert after.shares[0] == pytest.approx(5.5 / 8.5)
    assert after.questions[2].unknown == before.questions[2].unknown - 1


def test_findings_say_what_happened(course):
    (found,) = report.collect(course, ["01_tiny"])
    findings = {finding.student: finding for finding in found.findings}
    assert findings.keys() == {"kim", "mia", "nils"}
    assert findings["kim"].kinds == ["stopped"]
    assert findings["mia"].kinds == ["repaired"]
    assert findings["nils"].kinds == ["unreadable"]
    assert "not JSON" in findings["nils"].notes[0]


def test_the_page_needs_neither_network_nor_script(written):
    page = Page(written)
    assert not {"script", "link", "img", "iframe", "object"} & {tag for tag, _ in page.tags}
    assert not re.search(r"https?:|//|@import|url\((?!#)", written)
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]


def test_every_picture_has_a_title_and_a_text(written):
    page = Page(written)
    pictures = [attributes for tag, attributes in page.tags if tag == "svg" and "aria-hidden" not in attributes]
    assert len(pictures) == 2
    for attributes in pictures:
        assert attributes["role"] == "img"
        assert set(attributes["aria-labelledby"].split()) <= page.ids


def test_the_page_tells_who_and_what(written):
    text = " ".join(Page(written).text.split())
    for words in ("7 submissions", "double", "explain_double", "kim", "stopped", "unreadable", "Difficulty"):
        assert words in text


def a_submission(student="eve", mistakes=(), **changes):
    tests = [TestResult("f__value", 2, "failed", "f: wrong.", name) for name in mistakes or (None,)]
    made = {
        "student": student,
        "assignment": "a",
        "status": "graded",
        "reason": None,
        "seconds": 1.0,
        "answers": [Answer("f", tests)],
    }
    return Submission(**{**made, **changes})


def a_report(*submissions):
    scores = np.zeros((len(submissions), 1))
    return report.AssignmentReport("a", ["f"], {"f": "1 · F"}, {"f": 2.0}, list(submissions), scores)


def test_mistakes_are_counted_once_for_each_student_the_commonest_first():
    found = a_report(
        a_submission("x", ("transposed", "transposed", "sign-flipped")), a_submission("y", ("sign-flipped",))
    ).mistakes
    assert [(mistake.name, mistake.students) for mistake in found] == [("sign-flipped", 2), ("transposed", 1)]
    assert found[0].says == next(entry.says for entry in mistakes.TABLE if entry.name == "sign-flipped")
    assert found[0].answers == ["f"]


def test_questions_that_nobody_got_are_named(tmp_path):
    report.write([a_report(a_submission())], tmp_path / "page.html")
    assert "Nobody got all points for f" in " ".join(Page((tmp_path / "page.html").read_text()).text.split())


def test_events_become_findings():
    events = [Event("ran out of time", "f ran on"), Event("stopped", "f ended"), Event("stopped", "so did g")]
    (finding,) = a_report(a_submission(events=events)).findings
    assert finding.kinds == ["ran out of time", "stopped"]
    assert finding.notes == ["f ran on", "f ended", "so did g"]


def test_tests_that_broke_are_shown_with_their_traceback(tmp_path):
    broken = TestResult("f__value", 2, "not tested", "It counts as passed.", trouble="<b> IndexError in line 7")
    one = a_submission(answers=[Answer("f", [broken])])
    report.write([a_report(one)], tmp_path / "page.html")
    page = Page((tmp_path / "page.html").read_text())
    assert "<b> IndexError in line 7" in page.text
    assert a_report(one).findings[0].kinds == ["not tested"]


def test_without_names_nobody_is_named(tmp_path):
    """Nor by what a note quotes: students call their files by their names and numbers."""
    tests = [TestResult("double__number", 2.0, "not tested", trouble='File "<test double__number>", line 1: secret')]
    reason = "The notebook was not named 01_tiny.ipynb but LovelaceAda_matr4711_hw1.ipynb."
    events = [Event("stopped", "double ended ada's processes"), Event("ran out of time", "the cell ada_lovelace")]
    one = Submission("ada", "01_tiny", "repaired", reason, 0.1, [Answer("double", tests)], events)
    report.write([a_report(one)], tmp_path / "page.html", names=False)
    page = (tmp_path / "page.html").read_text()
    assert not re.search(r"(?i)lovelace|4711|\bada\b|secret", page)
    assert all(f">{kind}<" in page for kind in ("repaired", "not tested", "stopped", "ran out of time"))


def test_what_students_wrote_is_shown_as_text(tmp_path):
    evil = "<script>steal()</script>"
    one = a_submission(student=evil, reason=evil, status="repaired", events=[Event("stopped", evil)])
    report.write([a_report(one)], tmp_path / "page.html")
    page = Page((tmp_path / "page.html").read_text())
    assert "script" not in {tag for tag, _ in page.tags}
    assert page.text.count(evil) == 3


# --- The command --------------------------------------------------------------------------------------------------


def test_nothing_graded_is_one_line(released_course, monkeypatch):
    monkeypatch.chdir(released_course.root)
    done = CliRunner().invoke(main, ["report"])
    assert done.exit_code == 2
    assert done.output == "chainrule: No graded submissions yet for 01_tiny: run `chainrule grade` first.\n"
    assert not (released_course.root / "report.html").exists()


def test_before_any_release_is_one_line(tiny_course, monkeypatch):
    monkeypatch.chdir(tiny_course.root)
    done = CliRunner().invoke(main, ["report"])
    assert done.exit_code == 2
    assert len(done.output.splitlines()) == 1
    assert "chainrule release" in done.output
