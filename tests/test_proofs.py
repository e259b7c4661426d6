"""What is known of the tests of a foreign course: found out once, kept, and not taken from chance."""

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import needs_sandbox
from kinds_of_tests import Book, Kind

from chainrule.grading import stock
from chainrule.grading.limits import Limits
from chainrule.grading.sealed import proofs, workers
from chainrule.grading.sealed.beside import Beside
from chainrule.grading.sealed.examiner import prove
from chainrule.grading.sealed.proofs import Proof


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
    assert proofs.known(source, tmp_path / "proofs", lambda: proof) == proof
    another_process()
    assert proofs.known(source, tmp_path / "proofs", pytest.fail) == proof


def test_another_notebook_or_package_is_proved_again(tmp_path, monkeypatch, another_process):
    for installed in ("one", "other"):
        monkeypatch.setattr(proofs, "_installed", lambda installed=installed: installed)
        for kinds in ([], [Kind("a", "x = 1", "x = 2", ("assert x == 1",))]):
            another_process()
            proof = Proof(opened={installed: str(kinds)})
            assert proofs.known(Book(kinds).source(), tmp_path, lambda proof=proof: proof) == proof


def test_tests_that_fail_are_tried_again(tmp_path, another_process):
    source = Book([]).source()
    proofs.known(source, tmp_path, lambda: Proof(broken={"a": "took too long"}))
    another_process()
    assert proofs.known(source, tmp_path, Proof) == Proof()


@needs_sandbox
def test_what_passes_by_chance_is_not_sealed(tmp_path: Path):
    """With the random state that every student's process begins with, this test passes whatever it seeds."""
    toss = "import random\ndef toss():\n    return random.random() < 0.5"
    test = "import random\nrandom.seed(5)\nassert not toss()"
    source = Book([Kind("toss", toss, "pass", (test,))]).source()
    source.metadata[stock.KEY] = {"replaceable": []}
    proof = prove(source, workers.warm_sandbox(tmp_path, "auto"), Limits(), Beside())
    assert proof.opened.keys() == {"toss_0"}
