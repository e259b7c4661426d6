"""The catalogues of what students read, ``lib/chainrule/language/*.po``: ``make messages`` brings them up to date.

Run ``python tests/messages.py``, or, for a new language, ``python tests/messages.py fr``. Messages that are new in the
code are added, untranslated; those that are gone are dropped; what is translated is compiled to ``.mo``.
"""

import ast
import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).parent.parent / "lib" / "chainrule"
FOLDER = PACKAGE / "language"

_ARGUMENTS = {"say": (0,), "words": (0,), "named": (1, 2), "Mistake": (1, 2)}
"""Which arguments of which functions are messages, if they are literals."""

_OF_MISTAKES = {"named", "Mistake"}

_IN_TEMPLATE = re.compile(r'\bsay\("([^"]+)"')
_SOME_DAY = datetime(2026, 1, 1, tzinfo=UTC)
_HEADER = {
    "project": "chainrule",
    "header_comment": "# What students read. `make messages` adds what is new in the code, and drops what is gone.",
    "version": "1",
    "msgid_bugs_address": "chainrule",
    "last_translator": "chainrule",
    "language_team": "chainrule",
    "creation_date": _SOME_DAY,  # the same messages give the same bytes
    "revision_date": _SOME_DAY,
}


def extracted() -> dict[str, list[str]]:
    """Return every message of the code, with the files that say it."""
    found: dict[str, list[str]] = {}
    for path in sorted([*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.j2")]):
        for message in _messages(path):
            name = str(path.relative_to(PACKAGE))
            if name not in found.setdefault(message, []):
                found[message].append(name)
    return found


def _messages(path: Path) -> Iterator[str]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".j2":
        yield from _IN_TEMPLATE.findall(text)
        return
    speaks = "chainrule.language import" in text
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            function = getattr(node.func, "id", getattr(node.func, "attr", ""))
            for i in _ARGUMENTS.get(function, ()) if speaks or function in _OF_MISTAKES else ():
                argument = node.args[i] if i < len(node.args) else None
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value


def read(path: Path) -> Catalog:
    """Return a catalogue."""
    with path.open("rb") as file:
        return read_po(file, locale=path.stem)


def compiled(catalogue: Catalog) -> bytes:
    """Return what ``gettext`` reads."""
    file = io.BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def update(language: str) -> int:
    """Bring a language's files up to date, and return how many messages are not translated yet."""
    path = FOLDER / f"{language}.po"
    known = read(path) if path.is_file() else Catalog(language)
    catalogue = Catalog(language, fuzzy=False, **_HEADER)
    for message, files in extracted().items():
        old = known.get(message)
        said = old.string if old is not None and not old.fuzzy else ""
        catalogue.add(message, said, locations=[(file, None) for file in files])
    with path.open("wb") as file:
        write_po(file, catalogue, width=120, include_lineno=False)
    path.with_suffix(".mo").write_bytes(compiled(catalogue))
    return sum(not message.string for message in catalogue if message.id)


if __name__ == "__main__":
    for language in sys.argv[1:] or sorted(path.stem for path in FOLDER.glob("*.po")):
        print(f"{language}: {update(language)} messages to translate")
