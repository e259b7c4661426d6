"""The results of grading: the verdict on each test, and events of the run. Sums are derived, never stored."""

from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

from chainrule.grading.limits import MOST_MESSAGE
from chainrule.language import say, words

Verdict = Literal["passed", "failed", "not tested"]
"""*Not tested* means that the test itself broke, or that this machine cannot run it; no points are lost."""

Status = Literal["graded", "repaired", "unreadable", "failed"]

EventKind = Literal["ran out of time", "attempted tampering", "stopped", "given cell failed", "sandbox"]

_ELSEWHERE = "chainrule lint says why"
"""What a graded notebook says of a test that is not sealed: students may get it."""

NOT_TESTED = words(
    "This check could not be run; your answer is not at fault. It counts as passed until your instructor has "
    "reviewed it."
)
"""All that a student reads about a test that broke."""


def followed_through(lent: list[str]) -> str:
    """Return what a student reads of a test that was passed with trusted answers in the place of earlier ones.

    Examples
    --------
    >>> followed_through(["svm_loss"])
    'Passed with our svm_loss in place of yours, which fails its own checks.'
    """
    if len(lent) == 1:
        return say("Passed with our {answer} in place of yours, which fails its own checks.", answer=lent[0])
    listed = say("{others} and {last}", others=", ".join(lent[:-1]), last=lent[-1])
    return say("Passed with our {answers} in place of yours, which fail their own checks.", answers=listed)


@dataclass(frozen=True)
class Event:
    """Something an instructor should know about how a submission ran.

    Parameters
    ----------
    kind : str
        What happened, in a word or two.
    text : str
        What happened and where, as a sentence.
    """

    kind: EventKind
    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class TestResult:
    """The verdict on one test cell.

    Parameters
    ----------
    grade_id : str
        The test cell.
    max_score : float
        Its points.
    verdict : {"passed", "failed", "not tested"}
        Whether the answer earned the points. With *not tested*, it keeps them until a person decides.
    message : str or None
        The message for the student; None if the test passed.
    mistake : str or None
        A name from `chainrule.mistakes`, if the failure was recognised.
    explained : str or None
        How the failure is explained: ``"name"``, ``"what"``, ``"where"`` or ``"behaviour"``.
    hidden : bool
        Whether a hidden check failed, which the student could not see beforehand.
    trouble : str or None
        What is wrong with the test, with a traceback. Only for instructors, since it quotes hidden code.
    lent : list of str
        Failed earlier answers; with the trusted ones in their place, it passed.
    earned : float or None
        The points of a test that gives partial credit; None for all or none.
    trusting : str or None
        Why the verdict is only as good as the student's own process; None if it is sealed. For courses that this
        package did not write.
    """

    __test__ = False  # not a test class, whatever pytest thinks

    grade_id: str
    max_score: float
    verdict: Verdict = "passed"
    message: str | None = None
    mistake: str | None = None
    trouble: str | None = None
    explained: str | None = None
    hidden: bool = False
    lent: list[str] = field(default_factory=list)
    earned: float | None = None
    trusting: str | None = None

    def __post_init__(self) -> None:
        if self.message is not None and len(self.message) > MOST_MESSAGE:
            object.__setattr__(self, "message", self.message[:MOST_MESSAGE] + " …")

    @property
    def score(self) -> float:
        """All of the points or none, unless the test gives partial credit."""
        if self.earned is not None:
            return self.earned
        return 0.0 if self.verdict == "failed" else self.max_score


@dataclass(frozen=True)
class Answer:
    """The verdicts on one answer.

    Parameters
    ----------
    answer : str
        Its name.
    tests : list of TestResult
        In the notebook's order.
    """

    answer: str
    tests: list[TestResult]

    @property
    def score(self) -> float:
        """The points of its tests."""
        return sum(test.score for test in self.tests)

    @property
    def max_score(self) -> float:
        """The most points."""
        return sum(test.max_score for test in self.tests)


@dataclass(frozen=True)
class Submission:
    """The results for one submission. Scores are those of autograder tests only, before manual grading.

    Parameters
    ----------
    student, assignment : str
        The student, and the assignment.
    status : {"graded", "repaired", "unreadable", "failed"}
        Whether the file was intact. *Failed* means for a reason unrelated to the submission: nothing was recorded,
        and the next run tries again.
    reason : str or None
        What was repaired, or why nothing could be graded.
    seconds : float
        How long it took.
    answers : list of Answer
        One for each answer, in the notebook's order.
    events : list of Event
        What an instructor should know about the run: time-outs, crashes, tampering.
    wall : str
        The wall behind which the code ran, one of `limits.WALLS`; empty if grading failed before that.
    notebook : str
        The notebook, where an assignment has several; by default, that of the assignment's name.
    """

    student: str
    assignment: str
    status: Status
    reason: str | None
    seconds: float
    answers: list[Answer]
    events: list[Event] = field(default_factory=list)
    wall: str = ""
    notebook: str = ""

    def __post_init__(self) -> None:
        if not self.notebook:
            object.__setattr__(self, "notebook", self.assignment)

    @property
    def shown(self) -> str:
        """The assignment, and the notebook if it has another name."""
        return self.assignment if self.notebook == self.assignment else f"{self.assignment}/{self.notebook}"

    @property
    def score(self) -> float:
        """The points of all tests."""
        return sum(answer.score for answer in self.answers)

    @property
    def max_score(self) -> float:
        """The most points of all tests."""
        return sum(answer.max_score for answer in self.answers)

    @property
    def tests(self) -> list[TestResult]:
        """The verdicts on all test cells."""
        return [test for answer in self.answers for test in answer.tests]

    @property
    def troubles(self) -> dict[str, str]:
        """What is wrong with the tests that broke, by test cell."""
        return {test.grade_id: test.trouble for test in self.tests if test.trouble is not None}

    def with_troubles(self, troubles: dict[str, str]) -> "Submission":
        """Return a copy with the descriptions of broken tests, which `public_json` leaves out."""
        answers = [
            Answer(answer.answer, [replace(test, trouble=troubles.get(test.grade_id)) for test in answer.tests])
            for answer in self.answers
        ]
        return replace(self, answers=answers)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Submission":
        """Return the submission that `as_json` turned into `data`."""
        tests = [
            [TestResult(**{name: value for name, value in test.items() if name != "score"}) for test in answer["tests"]]
            for answer in data["answers"]
        ]
        return cls(
            student=data["student"],
            assignment=data["assignment"],
            status=data["status"],
            reason=data["reason"],
            seconds=data["seconds"],
            answers=[Answer(answer["answer"], of) for answer, of in zip(data["answers"], tests, strict=True)],
            events=[Event(**event) for event in data["events"]],
            wall=data["wall"],
            notebook=data.get("notebook", ""),
        )

    def as_json(self) -> dict[str, Any]:
        """Return everything as plain data, for the instructor."""
        return {
            "student": self.student,
            "assignment": self.assignment,
            "notebook": self.notebook,
            "status": self.status,
            "reason": self.reason,
            "score": self.score,
            "max_score": self.max_score,
            "seconds": self.seconds,
            "answers": [
                {
                    "answer": answer.answer,
                    "score": answer.score,
                    "max_score": answer.max_score,
                    "tests": [{**asdict(test), "score": test.score} for test in answer.tests],
                }
                for answer in self.answers
            ],
            "events": [asdict(event) for event in self.events],
            "wall": self.wall,
        }

    def public_json(self) -> dict[str, Any]:
        """Return plain data without the reasons why tests broke or are not sealed, which may tell of hidden ones."""
        data = self.with_troubles({}).as_json()
        for answer in data["answers"]:
            for test in answer["tests"]:
                test["trusting"] = test["trusting"] and _ELSEWHERE
        return data
