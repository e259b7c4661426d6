"""Pairs of submissions that are more alike than chance explains, for a person to read.

The method. An answer is parsed, its docstrings are dropped, and all names that its author chose become the same name;
what remains is a sequence of tokens: kinds of nodes, operators, constants, and names from elsewhere (``sum``,
``axis``). Layout, comments and renaming do not change it. The *pieces* of an answer are all runs of `LENGTH` tokens,
except those of the released notebook. A piece weighs ``log2(N / (n - 1))`` if n of the N known answers have it: those
of the class, and the right ones of the corpus, whose authors did not know each other. So what many people write weighs
next to nothing, and what only two people write weighs most.

Two answers are shown if what they share is at least `SHARE` of their weight, and at least `LEAST` bits. A task of three
lines never gets there, however large the class; one of ten lines does in a class of about twenty. None of this proves
anything: see the page (``templates/similarity``).
"""

import ast
import itertools
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from chainrule import __version__
from chainrule.grading import cells
from chainrule.grading.authoring import corpus
from chainrule.grading.course import Course, CourseError
from chainrule.grading.notebooks import graded_notebook, parsed, source_text
from chainrule.grading.stubs import released
from chainrule.grading.templates import template

LENGTH = 14
"""How many tokens a piece has: about a line of code."""

SHARE = 0.6
LEAST = 20.0

_Piece = tuple[str, ...]


@dataclass(frozen=True)
class Text:
    """An answer as it is compared: its code, and where each of its pieces is.

    Parameters
    ----------
    source : str
        The code.
    pieces : dict
        For each piece, the numbers of its lines.
    """

    source: str
    pieces: Mapping[_Piece, frozenset[int]]


@dataclass(frozen=True)
class Alike:
    """Two answers to one question.

    Parameters
    ----------
    question : str
        The name of the question.
    share : float
        The part of both answers that they share, by weight: 0 to 1.
    bits : float
        The weight of that part: each bit halves the chance that two people who do not know each other would write it.
    sides : tuple
        For each student, the lines of the answer, and whether each is shared.
    """

    question: str
    share: float
    bits: float
    sides: tuple[list[tuple[str, bool]], list[tuple[str, bool]]]


@dataclass(frozen=True)
class Pair:
    """Two students, and their answers that are alike, the most telling first."""

    students: tuple[str, str]
    answers: list[Alike]

    @property
    def bits(self) -> float:
        """The sum over all answers."""
        return sum(one.bits for one in self.answers)


def text_of(source: str) -> Text | None:
    """Return an answer as it is compared; None if it is not Python."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    own = _own_names(tree)
    tokens = list(_tokens(tree, own))
    found: dict[_Piece, set[int]] = {}
    for start in range(len(tokens) - LENGTH + 1):
        run = tokens[start : start + LENGTH]
        found.setdefault(tuple(token for token, _ in run), set()).update(line for _, line in run)
    return Text(source, {piece: frozenset(lines) for piece, lines in found.items()})


def compare(
    question: str, answers: Mapping[str, Text], given: Iterable[Text] = (), known: Iterable[Text] = ()
) -> Iterator[tuple[tuple[str, str], Alike]]:
    """Yield the pairs of students whose answers to a question are alike.

    Parameters
    ----------
    question : str
        The name of the question.
    answers : mapping
        The answers of the class, by student.
    given : iterable of Text
        The code that everybody got.
    known : iterable of Text
        Answers of people who did not know each other.
    """
    before = {piece for one in given for piece in one.pieces}
    kept = {student: one.pieces.keys() - before for student, one in answers.items()}
    everyone = [*kept.values(), *(one.pieces.keys() - before for one in known)]
    many = Counter(itertools.chain.from_iterable(everyone))

    def weight(pieces: Iterable[_Piece]) -> float:
        # Each token is in LENGTH pieces, so together they count LENGTH times.
        return sum(math.log2(len(everyone) / max(many[piece] - 1, 1)) for piece in pieces) / LENGTH

    for one, other in itertools.combinations(sorted(answers), 2):
        shared = kept[one] & kept[other]
        bits = weight(shared)
        if bits < LEAST:
            continue
        share = bits / (bits + weight(kept[one] ^ kept[other]))
        if share >= SHARE:
            sides = tuple(_marked(answers[student], shared) for student in (one, other))
            yield (one, other), Alike(question, share, bits, (sides[0], sides[1]))


def find(course: Course, assignment: str) -> list[Pair]:
    """Return the pairs of students whose code is alike, the most telling first.

    Raises
    ------
    CourseError
        If fewer than two submissions are graded.
    """
    source = parsed(source_text(course, assignment))
    names = [str(cells.grade_id(cell)) for cell in source.cells if cells.role(cell) == "answer"]
    handed_in = _answers(course, assignment, names)
    if len(handed_in) < 2:
        raise CourseError(f"Fewer than two submissions of {assignment} are graded: run `chainrule grade {assignment}`.")
    given = list(_texts(cell.source for cell in released(source).cells if cell.cell_type == "code"))
    independent = _corpus(course, assignment)
    model = {str(cells.grade_id(cell)): cell.source for cell in source.cells if cells.role(cell) == "answer"}
    found: dict[tuple[str, str], list[Alike]] = {}
    for name in names:
        texts = {student: text for student, by_name in handed_in.items() if (text := text_of(by_name.get(name, "")))}
        known = _texts([model[name], *independent.get(name, [])])
        for students, alike in compare(name, texts, given, known):
            found.setdefault(students, []).append(alike)
    pairs = [Pair(students, sorted(alike, key=lambda one: -one.bits)) for students, alike in found.items()]
    return sorted(pairs, key=lambda pair: -pair.bits)


def write(course: Course, assignment: str, pairs: list[Pair], path: Path) -> None:
    """Write the page: one file that needs neither a network nor scripts."""
    title = cells.title(parsed(source_text(course, assignment))) or assignment
    page = template("similarity").render(title=title, pairs=pairs, share=SHARE, least=LEAST, version=__version__)
    path.write_text(page, encoding="utf-8")


def _answers(course: Course, assignment: str, names: list[str]) -> dict[str, dict[str, str]]:
    """Return the code that students handed in, by student and by answer."""
    found = {}
    for path in sorted(course.root.glob(f"autograded/*/{assignment}/{assignment}.ipynb")):
        notebook = graded_notebook(path)
        if notebook is None:
            continue  # grading makes it anew
        found[path.parent.parent.name] = {
            str(cells.grade_id(cell)): cell.source for cell in notebook.cells if cells.grade_id(cell) in names
        }
    return found


def _corpus(course: Course, assignment: str) -> dict[str, list[str]]:
    """Return the corpus's right answers, by answer; an assignment may have none."""
    if not course.corpus(assignment).is_dir():
        return {}
    found: dict[str, list[str]] = {}
    for section in corpus.read(course, [assignment]):
        if section.kind == "right":
            found.setdefault(section.answer, []).append(section.code)
    return found


def _texts(sources: Iterable[str]) -> Iterator[Text]:
    return (text for source in sources if (text := text_of(source)) is not None)


def _marked(answer: Text, shared: set[_Piece]) -> list[tuple[str, bool]]:
    lines = {line for piece in shared for line in answer.pieces[piece]}
    return [(line, number in lines) for number, line in enumerate(answer.source.splitlines(), 1)]


def _own_names(tree: ast.AST) -> set[str]:
    """Return the names that the author of an answer chose."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store | ast.Del):
            found.add(node.id)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.alias):
            found.add(node.asname or node.name)
    return found


def _tokens(node: ast.AST, own: set[str]) -> Iterator[tuple[str, int]]:
    """Yield the tokens below a node, each with its line."""
    stack = [(node, 1)]
    while stack:
        node, line = stack.pop()
        line = getattr(node, "lineno", line)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            continue  # a docstring, or a comment written as one
        if isinstance(node, ast.expr_context):
            continue
        yield _token(node, own), line
        stack.extend((child, line) for child in reversed(list(ast.iter_child_nodes(node))))


def _token(node: ast.AST, own: set[str]) -> str:
    kind = type(node).__name__
    if isinstance(node, ast.Name):
        return "name" if node.id in own else node.id
    if isinstance(node, ast.Attribute):
        return "." if isinstance(node.value, ast.Name) and node.value.id == "self" else f".{node.attr}"
    if isinstance(node, ast.Constant):
        # Python does not write integers of more than 4,300 digits in decimal.
        return (hex(node.value) if isinstance(node.value, int) else repr(node.value))[:40]
    if isinstance(node, ast.keyword):
        return f"{node.arg}="
    return kind
