"""What is found alike: copies with other names, and not what people write who do not know each other."""

import ast
import re
from collections import defaultdict

import nbformat
import pytest
from class_of_students import ROOT, hand_in
from click.testing import CliRunner
from nbformat import NotebookNode

from chainrule.cli import main
from chainrule.grading.authoring import corpus
from chainrule.grading.course import Course
from chainrule.grading.people import similarity

PROJECT = Course(ROOT)
ASSIGNMENTS = PROJECT.assignments()


def right_answers(assignment: str) -> dict[str, dict[str, str]]:
    """Return the corpus's right answers by question and name: people's who did not know each other."""
    found = defaultdict(dict)
    for section in corpus.read(PROJECT, [assignment]):
        if section.kind == "right":
            found[section.answer][section.name] = section.code
    return found


FROM_ANOTHER = ({"layer_lists", "own_subclass"}, {"sgd", "seed_plus_four", "a_large_seed"})
"""The right answers (to `MLP`, to `train_mlp`) that were written one from another."""


def _from_another(pair: frozenset[str]) -> bool:
    return any(pair <= written for written in FROM_ANOTHER)


class Disguise(ast.NodeTransformer):
    """Another's answer as one's own: every name of the author's is changed, and so are docstrings and layout."""

    def __init__(self, own: set[str]):
        self.own = own

    def _new(self, name: str) -> str:
        return f"my_{name[::-1]}" if name in self.own else name

    def visit_Name(self, node):
        node.id = self._new(node.id)
        return node

    def visit_arg(self, node):
        node.arg = self._new(node.arg)
        return node


def disguised(code: str, question: str) -> str:
    tree = ast.parse(code)
    stored = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    stored |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)} - {"self"}
    return "# All my own work.\n" + ast.unparse(Disguise(stored - {question}).visit(tree))


def alike(question: str, answers: dict[str, str]) -> set[frozenset[str]]:
    texts = {name: text for name, code in answers.items() if (text := similarity.text_of(code))}
    return {frozenset(students) for students, _ in similarity.compare(question, texts)}


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_independent_right_answers_are_not_alike(assignment):
    found = set().union(*(alike(question, answers) for question, answers in right_answers(assignment).items()))
    assert all(_from_another(pair) for pair in found)


@pytest.mark.parametrize(
    ("assignment", "question"),
    [
        ("02_svm_gradient", "svm_loss"),
        ("02_svm_gradient", "train_svm"),
        ("03_softmax_cross_entropy", "softmax_loss"),
        ("04_backprop_by_hand", "backprop_hidden_layer"),
        ("05_modular_gates", "ComputationalGraph"),
        ("06_mlp_mnist", "MLP"),
        ("06_mlp_mnist", "train_mlp"),
    ],
)
def test_a_renamed_copy_is_found_in_a_class(assignment, question):
    answers = right_answers(assignment)[question]
    others = [code for codes in right_answers("01_linear_classifier").values() for code in codes.values()][:25]
    class_ = {**answers, **{f"student {number}": code for number, code in enumerate(others)}}
    for name, code in answers.items():
        found = alike(question, {**class_, "copy": disguised(code, question)})
        assert frozenset({name, "copy"}) in found
        assert all("copy" in pair or _from_another(pair) for pair in found)


def test_a_task_of_three_lines_says_nothing():
    """Not even if two of three hundred wrote the very same."""
    lines = ("def softmax(s):", "    e = np.exp(s - s.max(axis=1, keepdims=True))", "    return e / e.sum(1)[:, None]")
    code = "\n".join(lines)
    others = {f"student {number}": f"def softmax(scores):\n    return other_{number}(scores)" for number in range(300)}
    assert alike("softmax", {**others, "ada": code, "ben": code}) == set()


def test_what_the_release_gave_does_not_count():
    code = right_answers("06_mlp_mnist")["MLP"].popitem()[1]
    texts = {name: similarity.text_of(code) for name in ("ada", "ben")}
    texts |= {f"x{number}": similarity.text_of("def f():\n    pass") for number in range(20)}
    assert {pair for pair, _ in similarity.compare("MLP", texts)} == {("ada", "ben")}
    assert list(similarity.compare("MLP", texts, given=[similarity.text_of(code)])) == []


def test_what_many_write_does_not_count():
    code = right_answers("06_mlp_mnist")["MLP"].popitem()[1]
    texts = {f"student {number}": similarity.text_of(code) for number in range(10)}
    assert list(similarity.compare("MLP", texts)) == []


@pytest.mark.parametrize("code", ["def f(:", "x = " + "(" * 500, "\0", "x = 1" + "+1" * 20_000, "x = 0x" + "f" * 5000])
def test_what_is_no_python_is_compared_with_nothing_and_stops_nothing(code):
    similarity.text_of(code)


def graded(course: Course, student: str, answers: dict[str, str]) -> None:
    """Put a graded notebook there as grading leaves it."""
    notebook: NotebookNode = nbformat.read(hand_in(course, student, answers), as_version=4)
    path = course.autograded(student, "01_tiny")
    path.parent.mkdir(parents=True)
    nbformat.write(notebook, path)


def test_the_page_shows_both_sides_and_says_what_it_does_not_mean(released_course, monkeypatch):
    answers = right_answers("05_modular_gates")["ComputationalGraph"]
    original = next(iter(answers.values()))
    evil = "\nx = '<script>steal()</script>'"
    for number, code in enumerate([original + evil, disguised(original, "") + evil, *list(answers.values())[1:]]):
        graded(released_course, f"student{number}", {"double": code})
    graded(released_course, "damaged", {"double": original})
    released_course.autograded("damaged", "01_tiny").write_text('{"cells": [')
    monkeypatch.chdir(released_course.root)
    done = CliRunner().invoke(main, ["similar", "01_tiny"])
    assert (done.exit_code, done.output) == (
        0,
        "similar.html: 1 pairs of students with answers to read side by side.\n",
    )
    page = (released_course.root / "similar.html").read_text()
    assert "student0 and student1" in page
    assert "student2" not in page
    assert "It does not prove that somebody copied" in page
    assert page.count('class="shared"') > 20
    assert "<script" not in page
    assert not re.search(r"https?://", page)
    assert "<title>Alike · Tiny</title>" in page


def test_fewer_than_two_submissions_say_so(released_course, monkeypatch):
    monkeypatch.chdir(released_course.root)
    done = CliRunner().invoke(main, ["similar", "01_tiny"])
    assert done.exit_code == 2
    assert "Fewer than two submissions of 01_tiny are graded: run `chainrule grade 01_tiny`." in done.output
