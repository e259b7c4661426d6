"""The page that goes back to a student: nbgrader's feedback with a template of our own (``templates/feedback``).

``nbgrader_config.py`` sets both parts: `PREPROCESSORS` work on the graded notebook, `FeedbackExporter` makes the page.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from types import CodeType
from typing import Any

from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket
from markupsafe import Markup
from nbconvert.exporters import HTMLExporter, TemplateExporter
from nbconvert.exporters.exporter import ResourcesDict
from nbconvert.filters import Highlight2HTML
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from nbgrader.preprocessors import GetGrades, NbGraderPreprocessor
from pygments.formatters import HtmlFormatter
from traitlets import Bool
from traitlets.config import Config

from chainrule.check.failures import ASKED, NAMED
from chainrule.grading import cells, filters, harmless, markup
from chainrule.grading.submission import grade_one
from chainrule.grading.templates import TEMPLATES
from chainrule.grading.term import gradebook, penalties
from chainrule.language import say, speaking, spoken


@dataclass(frozen=True)
class Question:
    """A row of the table at the top: an answer and its score.

    Parameters
    ----------
    name : str
        The answer.
    topic : str
        The heading that the question stands under.
    score, max_score : float
        Its points, over all its tests.
    marked : bool
        Whether the score is final; a person may still have to mark it.
    mistakes : list of str
        Names of the mistakes that its tests recognised, from `chainrule.mistakes`.
    """

    name: str
    topic: str
    score: float
    max_score: float
    marked: bool
    mistakes: list[str]


def questions(notebook: NotebookNode) -> list[Question]:
    """Return the score of each answer in a graded notebook, whose cells hold the gradebook's scores."""
    parts: dict[str, list[NotebookNode]] = {}
    for cell in notebook.cells:
        if cells.role(cell) in ("test", "written"):
            parts.setdefault(cells.answer_of(cell.metadata.nbgrader.grade_id), []).append(cell.metadata.nbgrader)
    graded = notebook.metadata.get("chainrule", {}).get("submission", {}).get("answers", [])
    mistakes = {answer["answer"]: [test["mistake"] for test in answer["tests"]] for answer in graded}
    topic = cells.topics(notebook)
    return [
        Question(
            name,
            topic.get(name, ""),
            score=sum(marks.score for marks in found),
            max_score=sum(marks.points for marks in found),
            marked=all(marks.marked for marks in found),
            mistakes=list(dict.fromkeys(filter(None, mistakes.get(name, [])))),
        )
        for name, found in parts.items()
    ]


class GetMarks(GetGrades):
    """nbgrader's `GetGrades`, with today's late penalty.

    It also distinguishes a zero from a score that nobody has given yet, and hides comments on an earlier answer.
    """

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Put scores and comments into a graded notebook, and their sums into the resources."""
        names = resources["nbgrader"]
        which = names["notebook"], names["assignment"], names["student"]
        self.notebook_id, self.assignment_id, self.student_id = which
        with gradebook.session(names["db_url"]) as session:
            penalties.refresh(session, self.config, names["assignment"], names["student"])
            marks = gradebook.marks_of(session, *which)
        self.gradebook = gradebook.Loaded(marks.grades, marks.comments)
        self._waiting = 0.0
        nb, resources = NbGraderPreprocessor.preprocess(self, nb, resources)
        score = max(0.0, marks.score - marks.late_penalty - self._waiting)
        names.update(score=score, max_score=marks.max_score, late_penalty=marks.late_penalty)
        return nb, resources

    def preprocess_cell(
        self, cell: NotebookNode, resources: ResourcesDict, cell_index: int
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Put a cell's score into its metadata."""
        cell, resources = super().preprocess_cell(cell, resources, cell_index)
        if cells.role(cell) in ("test", "written"):
            grade = self.gradebook.find_grade(str(cells.grade_id(cell)))
            marked = grade.auto_score is not None or grade.manual_score is not None
            if cells.role(cell) == "written" and grade.manual_score is not None and grade.needs_manual_grade:
                # The answer was handed in again: its mark and comment belong to the earlier one.
                marked = False
                self._waiting += cell.metadata.nbgrader.pop("score")
                cell.metadata.nbgrader.update(score=0.0, comment=None)
            cell.metadata.nbgrader["marked"] = marked
        return cell, resources


class Overview(Preprocessor):
    """Sums up a graded notebook for the template, and removes what is shown elsewhere or is for graders only."""

    enabled = Bool(True).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Fill ``resources["title"]``, ``["questions"]``, ``["findings"]`` and ``["code_colours"]``."""
        resources["findings"] = [cell.source for cell in nb.cells if _has_tag(cell, grade_one.FINDINGS)]
        resources["code_colours"] = _code_colours()
        nb.cells = [
            cell for cell in nb.cells if not _has_tag(cell, grade_one.SCHEME) and not _has_tag(cell, grade_one.FINDINGS)
        ]
        resources["title"] = cells.title(nb)
        resources["questions"] = questions(nb)
        return nb, resources


class FeedbackExporter(HTMLExporter):
    """Makes the page; what students wrote is shown as text, or as Markdown that was made harmless."""

    @property
    def default_config(self) -> Config:
        """Settings, which the course may override with ``c.FeedbackExporter``."""
        own = {
            "template_name": "feedback",
            "template_file": "index.html.j2",
            "extra_template_basedirs": [str(TEMPLATES)],
            "extra_template_paths": [str(TEMPLATES)],
            "exclude_anchor_links": True,
            "sanitize_html": True,
            "optimistic_validation": True,
        }
        config: Config = super().default_config
        config.merge(Config({"FeedbackExporter": own}))
        return config

    def from_notebook_node(  # type: ignore[override]  # as in nbconvert
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """Make a page as `HTMLExporter` does, but for its last step: `markup` has seen to what that is for.

        `HTMLExporter` parses the whole page once more, to describe pictures that nobody has described.
        """
        highlight = filters.highlight_code
        if "Highlight2HTML" in self.config:  # the course's own settings
            highlight = filters.highlighter(Highlight2HTML(pygments_lexer=filters.lexer(nb), parent=self))
        chosen = self.filters.get("highlight_code", highlight)
        self.register_filter("highlight_code", chosen)  # type: ignore[no-untyped-call]
        known = self._init_resources(resources)  # type: ignore[no-untyped-call]
        with speaking(cells.language(nb)):
            return TemplateExporter.from_notebook_node(self, nb, known, **kw)

    def default_filters(self) -> Iterator[tuple[str, Callable[..., Any]]]:
        """Let the template ask for a cell's role, and show formulas without a script."""
        yield from super().default_filters()  # type: ignore[no-untyped-call]
        yield "role", cells.role
        yield "markdown2html", filters.markdown2html
        yield "strip_files_prefix", filters.strip_files_prefix
        yield "without_tags", harmless.without_tags

    def _create_environment(self) -> Environment:
        """Escape everything that no converter made."""
        environment: Environment = super()._create_environment()  # type: ignore[no-untyped-call]
        environment.autoescape = True
        environment.globals["say"], environment.globals["spoken"] = say, spoken
        tests: dict[str, Callable[[str], bool]] = {"naming": partial(_says, NAMED), "asking": partial(_says, ASKED)}
        environment.tests |= tests
        environment.bytecode_cache = _COMPILED
        return environment

    def _register_filter(self, environ: Environment, name: str, jinja_filter: Any) -> Any:
        if name in markup.CONVERTERS and callable(jinja_filter) and not isinstance(jinja_filter, type):
            jinja_filter = markup.converter(name, jinja_filter)
        return super()._register_filter(environ, name, jinja_filter)  # type: ignore[no-untyped-call]


class _Compiled(BytecodeCache):
    """Templates that this process has compiled, for all its exporters."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._known.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code is not None
        self._known[bucket.key, bucket.checksum] = bucket.code


_COMPILED = _Compiled()


@cache
def _code_colours() -> dict[str, Markup]:
    """Return the stylesheet of highlighted code on light and on dark screens."""
    return {
        screen: markup.stylesheet(HtmlFormatter(style=style).get_style_defs(".highlight"))
        for screen, style in _STYLES.items()
    }


_STYLES = {"light": "default", "dark": "github-dark"}

PREPROCESSORS = [GetMarks, Overview]
"""What ``nbgrader generate_feedback`` runs over a graded notebook."""


def _says(message: str, line: str) -> bool:
    """Tell whether a line of a message begins as one of these, in the language that is spoken."""
    return line.startswith(say(message).partition("{")[0])


def _has_tag(cell: NotebookNode, tag: str) -> bool:
    return tag in cell.metadata.get("tags", [])
