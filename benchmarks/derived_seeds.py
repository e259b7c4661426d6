"""Right answers that draw other numbers than the reference, graded by all tests, those that train for long included.

Run it in the project's directory: ``python benchmarks/derived_seeds.py [NUMBER]``. The notebooks say where an answer
may derive seeds in its own way, or draw more. So right answers of the corpus do so, in NUMBER ways each (15 by
default), which changes every start, order and mask. Each must keep its points. It prints what is refused, and a table;
fifteen minutes on two cores.
"""

import re
import sys
import tempfile
from pathlib import Path

from machine import machine

from chainrule.grading.authoring import corpus
from chainrule.grading.course import Course
from chainrule.grading.term.verify import verify

DERIVED = "seed = 1000 * seed + {}"
ALSO_DRAWN = "rng.random({})"
QUESTIONS = {
    "01_linear_classifier:minibatches": (r"def minibatches\(.*\):", DERIVED),
    "02_svm_gradient:train_svm": (r"W = 0\.001 \* rng\.standard_normal\(.*", ALSO_DRAWN),
    "03_softmax_cross_entropy:train_softmax": (r"W = 0\.001 \* rng\.standard_normal\(.*", ALSO_DRAWN),
    "06_mlp_mnist:Dropout": (r"def __init__\(self, keep, seed.*\):", DERIVED),
    "06_mlp_mnist:MLP": (r"def __init__\(self, sizes, seed.*\):", DERIVED),
    "06_mlp_mnist:train_mlp": (r"def train_mlp\(.*\):", DERIVED),
}
"""The line of an answer below which another is put, and that line."""
MOST = 3
"""How many answers to each question are varied."""


def varied(code: str, line: str, added: str, number: int) -> str | None:
    """Return an answer with a line more, below the first that fits; None if none does."""
    found = re.search(rf"^( *){line}\n( *)", code, re.MULTILINE)
    return found and f"{code[: found.start(2)]}{found[2]}{added.format(7919 * number)}\n{code[found.start(2) :]}"


def main() -> None:
    ways = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    course = Course.find()
    print(f"{machine()}\n\n| question | right answers, with other draws | refused |\n|---|---|---|")
    for question, (line, added) in QUESTIONS.items():
        assignment, answer = question.split(":")
        right = [section for section in corpus.read(course, [question]) if section.kind == "right"]
        codes = [code for section in right if varied(code := section.code, line, added, 1)][:MOST]
        texts = [
            f"# %% right: answer_{n}_{number} | other draws\n{varied(code, line, added, number)}\n"
            for n, code in enumerate(codes)
            for number in range(1, ways + 1)
        ]
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, assignment, f"{answer}.py")
            path.parent.mkdir()
            path.write_text("\n".join(texts), encoding="utf-8")
            verdicts = verify(course, [question], Path(folder))
        refused = [verdict for verdict in verdicts if not verdict.as_expected]
        print(f"| {answer} | {len(verdicts)} | {len(refused)} |", flush=True)
        for verdict in refused:
            print(f"    {verdict.section.name}: {' '.join(verdict.messages)}", flush=True)


if __name__ == "__main__":
    main()
