"""The Dockerfile, read without a builder; `make images` builds it."""

import json
import re
import subprocess

import pytest
import yaml
from conftest import ROOT

INSTRUCTIONS = {"ARG", "CMD", "COPY", "ENV", "FROM", "RUN", "USER", "WORKDIR"}
"""Those that the Dockerfile needs; hadolint, in `make images`, knows all."""

TARGETS = {"grading", "student"}


def stages() -> dict[str, list[tuple[str, str]]]:
    """Return the instructions of each stage, those of the stage that it starts from first."""
    text = re.sub(r"^#.*\n", "", (ROOT / "Dockerfile").read_text(), flags=re.MULTILINE).replace("\\\n", " ")
    found: dict[str, list[tuple[str, str]]] = {}
    lines: list[tuple[str, str]] = []  # before the first stage: its arguments
    for line in filter(None, text.splitlines()):
        instruction, rest = line.split(maxsplit=1)
        if instruction == "FROM":
            parent, _, name = rest.split()
            lines = found[name] = [*found.get(parent, lines)]
        lines.append((instruction, rest))
    return found


STAGES = stages()


def copied(stage: str) -> set[str]:
    """Return all that a stage copies: ``release:/path`` if it is another stage's."""
    paths: set[str] = set()
    for instruction, rest in STAGES[stage]:
        if instruction == "COPY":
            *sources, _ = rest.split()
            other = [source.removeprefix("--from=") + ":" for source in sources if source.startswith("--from=")]
            paths |= {"".join(other) + source for source in sources if not source.startswith("--")}
    return paths


def test_the_instructions_are_known_and_the_base_has_a_version():
    assert set(STAGES) >= TARGETS
    assert {instruction for lines in STAGES.values() for instruction, _ in lines} == INSTRUCTIONS
    base = dict(rest.partition("=")[::2] for instruction, rest in STAGES["python"] if instruction == "ARG")
    assert re.fullmatch(r"docker\.io/\S+:\d+\.\d+[\w.-]*", base["BASE"])


def test_what_is_copied_exists_and_the_builder_gets_nothing_else():
    sources = {path for stage in STAGES for path in copied(stage) if ":" not in path}
    assert [path for path in sources if not (ROOT / path).exists()] == []
    everything, *rules = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line[0] != "#"]
    assert everything == "*"
    assert {rule.removeprefix("!") for rule in rules if rule.startswith("!")} == sources


def test_students_get_the_wheel_of_their_half_alone():
    theirs = {"requirements.txt", "docs/jupyterhub/nbgrader_config.py"}
    assert copied("student") == {*theirs, "release:/handout/requirements.txt", "release:/handout/*.whl"}
    *_, user = [rest for instruction, rest in STAGES["student"] if instruction == "USER"]
    assert int(user.partition(":")[0]) > 0


def test_no_image_holds_a_secret():
    given = [rest for lines in STAGES.values() for instruction, rest in lines if instruction in ("ARG", "ENV")]
    assert not re.search(r"(?i)token|secret|passw|_key", " ".join(given))
    assert not re.search(r"--(index-url|extra-index-url|trusted-host)|https?://", str(STAGES))


def test_the_guides_build_targets_that_exist():
    pages = [*ROOT.glob("docs/*.md"), ROOT / "Dockerfile"]
    built = [pair for page in pages for pair in re.findall(r"--target (\S+) --tag chainrule-(\S+)", page.read_text())]
    assert {target for target, _ in built} == {tag for _, tag in built} == TARGETS


def test_the_hub_on_kubernetes_starts_images_that_are_built():
    text = (ROOT / "docs" / "jupyterhub" / "values.yaml").read_text()
    assert yaml.safe_load(text)["singleuser"]["image"]["name"].endswith("/chainrule-student")
    assert set(re.findall(r"/chainrule-(\w+)", text)) == TARGETS


@pytest.mark.parametrize("path", [".devcontainer/devcontainer.json", "docs/github/devcontainer.json"])
def test_a_codespace_starts_from_an_image_with_a_version_and_runs_what_exists(path):
    settings = json.loads((ROOT / path).read_text())
    assert re.fullmatch(r"\S+:\d+\.\d+", settings["image"])
    for name in re.findall(r"\bmake (\S+)", settings["postCreateCommand"]):
        subprocess.run(["make", "--dry-run", name], cwd=ROOT, check=True, capture_output=True)
