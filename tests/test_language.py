"""What students read, in other languages: the catalogues are complete, and change nothing but words."""

import ast
import gettext
import os
import re
import string
import subprocess
import sys

import messages
import numpy as np
import pytest

from chainrule import check, language, mistakes
from chainrule.check import failures
from chainrule.grading.students_half import STUDENTS_HALF

LANGUAGES = ("de", "es")

_SPOKEN = re.compile(r"[A-Za-z]{2,} [a-z]{2,}")
NOT_SPOKEN = (
    "operands could not be broadcast", "shapes (", "matmul: ", "Cannot cast ufunc", "The truth value of",
    "(arrays used as", "axis (?P", "setting an array element",  # what NumPy says
    "the output",  # removed by its name
    " is no fact", "the fact ", " should hold numbers",  # to authors
    "mu lr v", "<svg ", "<figure ", "<img ",
    "offset points", "axes fraction", "upper center", "lower center", "outside upper center",  # to matplotlib
)  # fmt: skip
"""Beginnings of texts with two words in a row that nobody translates."""

PICTURES = ("plots", "sliders", "figures")


@pytest.fixture(scope="module")
def extracted():
    return messages.extracted()


@pytest.mark.parametrize("name", LANGUAGES)
def test_a_catalogue_has_every_message_of_the_code_and_no_other(name, extracted):
    catalogue = messages.read(messages.FOLDER / f"{name}.po")
    entries = {message.id: message for message in catalogue if message.id}
    assert extracted.keys() - entries.keys() == set(), "run `make messages`, and translate what is new"
    assert entries.keys() - extracted.keys() == set(), "run `make messages`"
    assert not catalogue.obsolete
    assert [message for message, entry in entries.items() if entry.fuzzy or not entry.string.strip()] == []


def fields(text):
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


@pytest.mark.parametrize("name", LANGUAGES)
def test_a_translation_has_the_places_and_the_end_of_its_message(name):
    for message in messages.read(messages.FOLDER / f"{name}.po"):
        if "{" in message.id:
            assert sorted(set(fields(message.string))) == sorted(set(fields(message.id))), message.id
        for end in ("?", ".", ",", ":"):  # questions stay questions: a full stop is put after anything else
            assert message.string.endswith(end) == message.id.endswith(end), message.id
        # Names of functions and arguments stay as they are.
        assert re.findall(r"`[^`]*`", message.string) == re.findall(r"`[^`]*`", message.id), message.id


@pytest.mark.parametrize("name", LANGUAGES)
def test_what_is_compiled_is_what_was_translated(name):
    with (messages.FOLDER / f"{name}.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for message in messages.read(messages.FOLDER / f"{name}.po"):
        if message.id:
            assert compiled.gettext(message.id) == message.string, "run `make messages`"


def test_nothing_that_students_read_is_left_out():
    astray = []
    silent = ("__init__", "language", "kinds")  # what `kinds` refuses, the wire tells nobody
    rooms = [messages.PACKAGE / name for name in STUDENTS_HALF if name not in silent]
    for path in [
        file for room in rooms for file in (room.rglob("*.py") if room.is_dir() else [room.with_suffix(".py")])
    ]:
        tree = ast.parse(path.read_text())
        known = set()
        for node in ast.walk(tree):
            called = isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", ""))
            if called == "Unsendable" or (path.stem in PICTURES and isinstance(node, ast.Raise)):
                known |= {id(part) for part in ast.walk(node)}  # to authors
            if isinstance(node, ast.Expr) or called in ("say", "words", "named", "Mistake"):
                constant = isinstance(node, ast.Call) or isinstance(node.value, ast.Constant)
                known |= {id(part) for part in ast.walk(node)} if constant else set()
        astray += [
            f"{path.name}:{node.lineno}: {node.value}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in known
            if _SPOKEN.search(node.value) and not node.value.startswith(NOT_SPOKEN)
        ]
    assert astray == []


def failure(tell):
    with pytest.raises(check.CheckFailed) as caught:
        tell()
    return caught.value


def test_a_failure_is_explained_in_german():
    scores = np.array([[3.2, 5.1, -1.7], [1.3, 4.9, 2.0]])
    with language.speaking("de"):
        said = failure(lambda: check.value([-2.0, -4.0], np.array([2.0, 4.0]), "zwei Zahlen", facts={"scores": scores}))
    assert str(said) == "zwei Zahlen: das Ergebnis sollte ein Array der Form (2,) sein, ist aber list der Länge 2."
    with language.speaking("de"):
        said = failure(lambda: check.value(np.array([-2.0, -4.0, 6.0]), -np.array([-2.0, -4.0, 6.0]), "drei Zahlen"))
    assert str(said).splitlines() == [
        "drei Zahlen: das Ergebnis stimmt nicht:",
        "  erhalten [-2., -4.,  6.]",
        "  erwartet [ 2.,  4., -6.]",
        "Das sieht nach „sign-flipped“ aus: Es hat das umgekehrte Vorzeichen.",
        "Frage dich: Soll es hier positiv oder negativ sein? Suche die Zeile, in der sich das Vorzeichen entscheidet.",
    ]
    assert said.mistake == "sign-flipped"


def test_what_a_result_is_made_of_is_said_in_spanish():
    rng = np.random.default_rng(0)
    W, X = rng.normal(size=(3, 4)), rng.normal(size=(5, 4))

    def scores(W, X):
        return X @ W.T + (X @ W.T).mean()

    def tell():
        check.agrees(scores, lambda W, X: X @ W.T, W, X, about="cinco imágenes")

    english = failure(tell)
    with language.speaking("es"):
        spanish = failure(tell)
    assert "The result is right but for one thing: the mean of the right result is too much." in str(english)
    assert "El resultado es correcto salvo en una cosa: sobra la media del resultado correcto." in str(spanish)
    assert (english.mistake, english.explained) == (spanish.mistake, spanish.explained)


@pytest.mark.parametrize("name", LANGUAGES)
def test_the_same_mistakes_are_found_in_every_language(name):
    rng = np.random.default_rng(1)
    expected = rng.normal(size=(3, 4))
    X, y = rng.normal(size=(6, 4)), np.array([0, 1, 2, 0, 1, 1])
    facts = {"X": X, "y": y, "W": rng.normal(size=(3, 4)), "lam": 0.3, "quantity": "gradient"}
    wrong = [-expected, 2 * expected, expected / 6, expected * 6, expected + 0.3, expected.T.copy(), 0 * expected]
    english = [mistakes.explain(one, expected, facts) for one in wrong]
    with language.speaking(name):
        others = [mistakes.explain(one, expected, facts) for one in wrong]
    assert [one.mistake and one.mistake.name for one in others] == [one.mistake and one.mistake.name for one in english]
    assert [one.kind for one in others] == [one.kind for one in english]


def test_names_of_arguments_are_not_translated():
    with language.speaking("de"):
        assert language.say("The result stays the same whatever {name} is.", name="value").endswith("value ist.")
        assert language.say("value") == "Wert"


def test_a_student_chooses_by_the_environment_and_a_course_in_the_setup_cell(monkeypatch):
    monkeypatch.setattr(language, "_course", "en")
    monkeypatch.delenv(language.VARIABLE, raising=False)
    assert language.spoken() == "en"
    language.use("de")
    assert language.spoken() == "de"
    monkeypatch.setenv(language.VARIABLE, "es")
    assert language.spoken() == "es"
    with language.speaking("en"):  # while work is graded, nobody's environment counts
        assert language.spoken() == "en"


def test_a_language_that_is_not_there_is_an_error_that_lists_the_others(monkeypatch):
    with pytest.raises(ValueError, match="no language 'xx'; there are: de, en, es"):
        language.use("xx")
    monkeypatch.setenv(language.VARIABLE, "xx")
    with pytest.raises(ValueError, match="no language 'xx'"):
        failures.hint()


def test_no_catalogue_is_read_before_something_is_said():
    code = "import sys, chainrule.check, chainrule.language as l; sys.exit(l._catalogue.cache_info().currsize)"
    done = subprocess.run([sys.executable, "-c", code], env={**os.environ, language.VARIABLE: "de"}, check=False)
    assert done.returncode == 0
