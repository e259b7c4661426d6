"""What students read, in their language: whole sentences, looked up in gettext's catalogues beside this file.

The code holds the English, which is also the key of each message. Names of mistakes, answers and arguments are the
same in all languages, and no verdict depends on a translated text. ``docs/translating.md`` says how to add a language.

Which language: `CHAINRULE_LANGUAGE` in the environment, or else the course's, which the notebooks of a course set in
their setup cell (`use`), or else English. The locale is not asked: a notebook in English gives answers in English.

Examples
--------
>>> with speaking("de"):
...     say("{answer} returns None: is the `return` missing?", answer="softmax")
'softmax gibt None zurück: Fehlt das `return`?'
"""

import contextlib
import gettext
import os
from collections.abc import Iterator
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any

ENGLISH = "en"

VARIABLE = "CHAINRULE_LANGUAGE"
"""The environment variable by which students choose another language than the course's."""

_HERE = Path(__file__).parent
_course = ENGLISH
_pinned: ContextVar[str | None] = ContextVar("language", default=None)


def languages() -> list[str]:
    """Return the languages that there are, as in ``["de", "en", "es"]``."""
    return sorted([ENGLISH, *(path.stem for path in _HERE.glob("*.mo"))])


def use(language: str) -> None:
    """Set the course's language, as the setup cell of a notebook does.

    Raises
    ------
    ValueError
        If there is no catalogue for it.
    """
    global _course
    _catalogue(language)
    _course = language


@contextlib.contextmanager
def kept() -> Iterator[None]:
    """Keep the course's language as it is: what the code in the block chooses is forgotten."""
    global _course
    before = _course
    try:
        yield
    finally:
        _course = before


@contextlib.contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak a language for a while, whatever the environment says: that of a course, while its work is graded.

    Raises
    ------
    ValueError
        If there is no catalogue for it.
    """
    _catalogue(language)
    before = _pinned.set(language)
    try:
        yield
    finally:
        _pinned.reset(before)


def spoken() -> str:
    """Return the language that is spoken now."""
    return _pinned.get() or os.environ.get(VARIABLE) or _course


def say(message: str, /, **values: Any) -> str:
    """Return a message in the language that is spoken, with values in place of its ``{names}``.

    A `Phrase` among the values is said in that language, too.

    Parameters
    ----------
    message : str
        The English. It stands as a literal in the call, where the catalogues' tool finds it.
    """
    text = _catalogue(spoken()).gettext(message) if message else message
    return text.format(**{name: said(value) for name, value in values.items()}) if values else text


def said(value: Any) -> Any:
    """Return a `Phrase` in the language that is spoken; anything else, such as an argument's name, as it is."""
    return say(value.message, **value.values) if isinstance(value, Phrase) else value


class Phrase(str):
    """A phrase in English, such as the key of a table, that can be said in other languages.

    Examples
    --------
    >>> phrase = words("the mean of {name}", name=words("the upstream gradient"))
    >>> phrase
    'the mean of the upstream gradient'
    >>> with speaking("de"):
    ...     said(phrase)
    'der Mittelwert (der Upstream-Gradient)'
    """

    message: str
    values: dict[str, Any]

    def __new__(cls, message: str, /, **values: Any) -> "Phrase":
        """Make the English phrase of a message and its values."""
        self = super().__new__(cls, message.format(**values) if values else message)
        self.message, self.values = message, values
        return self


words = Phrase
"""Makes a phrase whose message is in the catalogues."""

formula = Phrase
"""Makes a phrase of signs alone, which needs no translation, from parts that may."""


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    if language == ENGLISH:
        return gettext.NullTranslations()
    path = _HERE / f"{language}.mo"
    if not path.is_file():
        raise ValueError(f"There is no language {language!r}; there are: {', '.join(languages())}.")
    with path.open("rb") as file:
        return gettext.GNUTranslations(file)
