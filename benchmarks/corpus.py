"""What students read about the strangers' wrong answers: how many are named or explained, how many falsely.

Run it in the project's directory: ``python benchmarks/corpus.py [ASSIGNMENT…] [--jobs N] [--list]``; all 3,482 answers
take about half an hour. An answer counts by the best of what its student reads: the name of a mistake, what the
result is, where it is wrong, how the answer behaves, or nothing but that it is wrong.

No program can tell whether what is said is what the author meant. All names that the corpus expects were compared with
the authors' comments; those found false are listed here. A name that the corpus does not expect counts as not judged.
With ``--list``, what the student reads is printed beside the author's comment, to be judged again.
"""

import argparse
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from machine import machine

from chainrule.grading.course import Course
from chainrule.grading.people.terminal import Ticker
from chainrule.grading.term.verify import Verdict, verify

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))
from questions import FORMULAS  # noqa: E402

FALSE: dict[tuple[str, str], str] = {
    ("ComputationalGraph", "set-of-sources"): "sign-flipped",
    ("hinge_gradient_example", "default-margin-used"): "zero-margin-counted",
}
"""Names of another mistake than the author's, by answer and section."""

_KINDS = ("name", "what", "where", "behaviour", None)


def graded(course: Course, assignments: list[str], jobs: int | None) -> list[Verdict]:
    """Grade the strangers' answers alone."""
    with TemporaryDirectory() as folder, Ticker("Grading") as ticker:
        for name in assignments:
            (Path(folder) / name).symlink_to(course.corpus(name) / "strangers")
        return verify(course, assignments, Path(folder), jobs=jobs, progress=ticker)


def is_formula(verdict: Verdict) -> bool:
    """Whether the question asks for a loss, gradient, gate, layer or optimiser."""
    return verdict.section.answer in FORMULAS[verdict.section.assignment]


def row(about: str, verdicts: list[Verdict]) -> str:
    """Return a row of the table: wrong answers by what is said of them, and how many pass every visible check."""
    kinds, many = Counter(verdict.explained for verdict in verdicts), len(verdicts)
    false = sum(FALSE.get((one.section.answer, one.section.name)) in one.mistakes for one in verdicts)
    unread = sum(not set(one.mistakes) <= set(one.section.expect or ()) for one in verdicts)
    told = many - kinds[None]
    numbers = [kinds[kind] for kind in _KINDS] + [f"{told} ({told / many:.0%})"]
    numbers += [f"{false} ({false / many:.1%})", unread, sum(not one.visible for one in verdicts)]
    return f"| {about} | {many} | " + " | ".join(map(str, numbers)) + " |"


def main() -> None:
    """Print the machine and the tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("assignments", nargs="*")
    parser.add_argument("--jobs", type=int)
    parser.add_argument("--list", action="store_true")
    given = parser.parse_args()
    course = Course(ROOT)
    verdicts = graded(course, given.assignments or course.assignments(), given.jobs)
    wrong = [verdict for verdict in verdicts if verdict.section.kind == "wrong"]
    if given.list:
        for verdict in wrong:
            section = verdict.section
            print(f"\n{section.assignment}: {section.answer}, {section.name}: {section.says}\n")
            print("\n".join(f"    {line}" for message in verdict.messages for line in message.splitlines()))
    print(machine())
    print("\n| answers | wrong | name | what | where | behaviour | nothing | told | falsely named | unread | unseen |")
    print("|" + "---|" * 11)
    for assignment in sorted({verdict.section.assignment for verdict in wrong}):
        print(row(assignment, [verdict for verdict in wrong if verdict.section.assignment == assignment]))
    print(row("all", wrong))
    print(row("losses, gradients, gates, layers, optimisers", list(filter(is_formula, wrong))))
    right = [verdict for verdict in verdicts if verdict.section.kind == "right"]
    refused = [verdict for verdict in right if not verdict.as_expected]
    missed = [verdict for verdict in wrong if not verdict.as_expected]
    print(f"\nright answers: {len(right)}, refused: {len(refused)}; wrong answers that keep all points: {len(missed)}")
    for verdict in refused + missed:
        print(f"  {verdict.section.assignment}: {verdict.section.answer}, {verdict.section.name}: {verdict.messages}")


if __name__ == "__main__":
    main()
