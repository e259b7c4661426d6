"""The tutorial: its blocks, taken from the page, make a course, an assignment, and the feedback that it shows."""

import html
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, needs_sandbox
from test_docs import BLOCK

PAGE = (ROOT / "docs" / "tutorial.md").read_text()
_FILE = re.compile(r"(Write|Add to|add to) `([^`]+)`[^`]*\Z")


def steps():
    """Yield the language, the text, and the file (and whether it goes on) of each block, in order."""
    end = 0
    for block in BLOCK.finditer(PAGE):
        named = _FILE.search(PAGE[end : block.start()])
        yield *block.groups(), named and (named[2], named[1] != "Write")
        end = block.end()


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """Do all that the page says, in its order; return what the commands and the feedback page said."""
    course = tmp_path_factory.mktemp("tutorial") / "networks"
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    where, texts = ROOT, []
    for language, text, file in steps():
        if language == "python":
            name, goes_on = file
            target = course / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text((target.read_text() + "\n" if goes_on else "") + text)
        elif language == "sh":
            for command in text.replace("../networks", str(course)).splitlines():
                if command == f"cd {course}":
                    where = course
                    continue
                done = subprocess.run(
                    command, shell=True, cwd=where, env={**os.environ, "PATH": path}, capture_output=True, text=True
                )
                assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
                texts.append(done.stdout)
    page = (course / "returned" / "07_batchnorm" / "ada.html").read_text()
    return course, "\n".join(texts) + html.unescape(re.sub(r"<[^>]+>", "", page))


@needs_sandbox
def test_everything_that_the_page_shows_is_said(said):
    _, text = said
    shown = [line for language, block, _ in steps() if language == "text" for line in block.splitlines()]
    assert len(shown) >= 6
    assert [line for line in shown if line.strip() not in text] == []


@needs_sandbox
def test_students_get_no_formula_and_no_solution(said):
    course, _ = said
    (wheel,) = (course / "release").glob("*.whl")
    assert b"own.json" in wheel.read_bytes()
    released = (course / "release" / "07_batchnorm" / "07_batchnorm.ipynb").read_text()
    assert "trusted" not in released
    assert "dx_hat" not in released
    assert "is not answered yet" in released


def test_every_block_of_the_page_says_where_it_goes():
    assert [text for language, text, file in steps() if language == "python" and file is None] == []
    assert {language for language, *_ in steps()} == {"python", "sh", "text"}
