"""The workflows for students' repositories and for the course's: their commands are run, as GitHub would run them."""

import base64
import functools
import http.server
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
import yaml
from class_of_students import RIGHT, filled_in
from click.testing import CliRunner
from conftest import ROOT, needs_sandbox

from chainrule.cli import main
from chainrule.grading.course import CourseError
from chainrule.grading.submission.stamps import when
from chainrule.grading.term import incoming, repositories

FILES = ROOT / "docs" / "github"
OURS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
THEIRS = sorted(FILES.glob("*.yml"))
INSTALLING = re.compile(r"\bpip install\b")
"""What is installed here already: the commands that install are read, not run."""


def steps(workflow: Path) -> list[dict]:
    return [step for job in yaml.safe_load(workflow.read_text())["jobs"].values() for step in job.get("steps", [])]


def run_steps(workflow: str, folder: Path, **given: str) -> str:
    """Run the commands of a workflow in a folder, and return the summary; `given` replaces its expressions."""
    (job,) = yaml.safe_load((FILES / workflow).read_text())["jobs"].values()
    summary, temporary = folder.parent / "summary.md", folder.parent / "temporary"
    temporary.mkdir()
    summary.touch()
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    runner = {"PATH": path, "GITHUB_STEP_SUMMARY": str(summary), "RUNNER_TEMP": str(temporary)}
    for step in job["steps"]:
        if "run" not in step or INSTALLING.search(step["run"]):
            continue
        variables = {**job.get("env", {}), **step.get("env", {})}
        known = {name: given.get(name, text) for name, text in variables.items()}
        assert not [name for name, text in known.items() if "${{" in text]
        assert "${{" not in step["run"], "what others write never becomes part of a command"
        shell = [sys.executable, "-c"] if step.get("shell") == "python" else ["bash", "-eo", "pipefail", "-c"]
        place = folder / step.get("working-directory", ".")
        options = {"cwd": place, "env": {**os.environ, **runner, **known}, "capture_output": True, "text": True}
        done = subprocess.run([*shell, step["run"]], check=False, **options)
        assert done.returncode == 0, done.stdout + done.stderr
    return summary.read_text()


def test_a_students_push_shows_which_visible_tests_pass(tmp_path, released_course):
    folder = tmp_path / "runner"
    (folder / "handout").mkdir(parents=True)
    shutil.copy(FILES / "visible.py", folder / "handout")
    shutil.copytree(released_course.release("01_tiny").parent, folder / "work" / "01_tiny")
    answers = {**RIGHT, "double": "def double(x):\n    raise ValueError('<b>not</b> done')"}
    nbformat.write(filled_in(released_course, answers), folder / "work" / "01_tiny" / "01_tiny.ipynb")
    (folder / "work" / "torn.ipynb").write_text("{")
    summary = run_steps("visible.yml", folder)
    assert "1 of 3 visible tests pass" in summary
    assert "| double: number | not yet |" in summary
    assert "| facts: half | passed |" in summary
    assert "    ValueError: <b>not</b> done" in summary.splitlines()
    assert "not a notebook that can be read" in summary


def test_what_is_installed_for_students_is_what_their_zip_lists():
    (command,) = (step["run"] for step in steps(FILES / "visible.yml") if INSTALLING.search(step.get("run", "")))
    assert command.endswith("--requirement requirements.txt")
    assert json.loads((FILES / "devcontainer.json").read_text())["postCreateCommand"] == command


def commit(repository: Path) -> None:
    """Make a student's folder a repository with one commit."""
    who = ["-c", "user.name=student", "-c", "user.email=student@example.org"]
    for command in (["init", "-q"], ["add", "."], [*who, "commit", "-qm", "hand in"]):
        subprocess.run(["git", *command], cwd=repository, check=True)


def links(place: Path) -> None:
    (place / "timestamp.txt").symlink_to("../../ana/01_tiny/01_tiny.ipynb")
    (place / "more.ipynb").symlink_to("../../../source/01_tiny/01_tiny.ipynb")


def a_folder_for_the_time(place: Path) -> None:
    (place / "timestamp.txt").mkdir()
    (place / "timestamp.txt" / "x").touch()


def many_names(place: Path) -> None:
    for number in range(60):
        (place / f"{number}").write_bytes(b"x" * 10_000)


def a_secret(place: Path) -> None:
    (place / "submission_secret.txt").write_text("secret")


def only_a_link(place: Path) -> None:
    shutil.rmtree(place)
    place.symlink_to("/etc")


def a_large_repository(place: Path) -> None:
    (place.parent / "noise").write_bytes(os.urandom(3 << 20))


def many_people(place: Path) -> None:
    """Git reads this file whole, however long: 200 MB of zeros, which are 200 kB in a pack."""
    (place.parent / ".mailmap").write_bytes(bytes(200 << 20))


def a_hole(place: Path) -> None:
    """Git then has no size for a file of its list."""
    commit(place.parent)
    blob = subprocess.check_output(["git", "rev-parse", f"HEAD:{place.name}/{place.name}.ipynb"], cwd=place.parent)
    name = blob.decode().strip()
    (place.parent / ".git" / "objects" / name[:2] / name[2:]).unlink()


REFUSED = [only_a_link, a_large_repository, many_people, a_hole]


@pytest.mark.parametrize("odd", [links, a_folder_for_the_time, many_names, a_secret, *REFUSED])
def test_whatever_is_in_a_repository_only_regular_files_come_and_those_of_others(
    odd, tmp_path, tiny_course, monkeypatch
):
    monkeypatch.setattr(repositories, "_MOST_BYTES", 2 << 20)
    monkeypatch.setattr(repositories, "_MOST_MEMORY", 100 << 20)
    monkeypatch.setattr(incoming, "MOST_FILES", 50)
    roster = {}
    for student in ("ana", "mallory", "zoe"):
        place = tmp_path / "hub" / student / "01_tiny"
        place.mkdir(parents=True)
        (place / "01_tiny.ipynb").write_text(f"work of {student}")
        if student == "mallory":
            odd(place)
        if not (place.parent / ".git").exists():
            commit(place.parent)
        roster[student] = student
    said: list[str] = []
    collected = repositories.collect(tiny_course, "01_tiny", roster, f"{tmp_path}/hub/", said.append)
    found = sorted((tiny_course.root / "submitted").rglob("*"))
    assert not any(path.is_symlink() for path in found)
    for student in ("ana", "zoe"):
        (notebook, stamp) = sorted((tiny_course.root / "submitted" / student / "01_tiny").iterdir())
        assert notebook.read_text() == f"work of {student}"
        assert when(stamp.read_bytes())[1] is None
    if odd in REFUSED:
        assert collected == ["ana", "zoe"]
        assert said[0].startswith("mallory: mallory ")
    else:
        hers = tiny_course.root / "submitted" / "mallory" / "01_tiny"
        assert collected == ["ana", "mallory", "zoe"]
        assert (hers / "01_tiny.ipynb").read_text() == "work of mallory"
        assert when((hers / "timestamp.txt").read_bytes())[1] is None
        assert len(list(hers.iterdir())) <= 51
        assert not (hers / "submission_secret.txt").exists()


def test_one_repository_has_only_so_much_time_whatever_git_has_to_do_for_its_files(tmp_path, tiny_course, monkeypatch):
    for student in ("ana", "ben"):
        place = tmp_path / student / "01_tiny"
        place.mkdir(parents=True)
        for number in range(4 if student == "ana" else 1):
            (place / f"{number}.ipynb").write_text("{}")
        commit(place.parent)
    clock = itertools.count(0, 60)  # a minute between any two looks at it
    monkeypatch.setattr(repositories, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    said: list[str] = []
    collected = repositories.collect(tiny_course, "01_tiny", {"ana": "ana", "ben": "ben"}, f"{tmp_path}/", said.append)
    assert collected == ["ana", "ben"]
    assert [line.partition(" (")[0] for line in said] == ["ana: left out"]
    assert "3.ipynb" in said[0]


@pytest.mark.parametrize("history", ["all", "too much"])
def test_the_time_is_that_of_the_last_commit_to_the_assignment(tmp_path, tiny_course, monkeypatch, history):
    """One repository has all assignments: who begins the next one is not late with the last."""
    times = {"01_tiny": "2026-09-30T12:00:00+00:00", "02_next": "2026-10-04T12:00:00+00:00"}
    for name, time in times.items():
        place = tmp_path / "ana" / name
        place.mkdir(parents=True)
        (place / f"{name}.ipynb").write_text("{}")
        monkeypatch.setenv("GIT_COMMITTER_DATE", time)
        commit(place.parent)
    asked = repositories._git

    def git(folder, *arguments, **limits):
        if history == "too much" and arguments[0] == "fetch":
            raise repositories._GitError
        return asked(folder, *arguments, **limits)

    monkeypatch.setattr(repositories, "_git", git)
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "nowhere"))  # as in a hook of the course's own repository
    repositories.collect(tiny_course, "01_tiny", {"ana": "ana"}, f"{tmp_path}/")
    stamp = (tiny_course.root / "submitted" / "ana" / "01_tiny" / "timestamp.txt").read_text()
    assert stamp.startswith("2026-09-30 12:00" if history == "all" else "2026-10-04 12:00")


LOGIN = "x-access-token:se%2Fcret"


def test_a_password_in_an_address_stands_in_no_command_line(tmp_path, tiny_course, monkeypatch):
    """Neither in those of git nor in those of the programs that git starts; and the server gets it all the same."""
    place = tmp_path / "ana" / "01_tiny"
    place.mkdir(parents=True)
    (place / "01_tiny.ipynb").write_text("{}")
    commit(place.parent)
    bare, traced = tmp_path / "bare", tmp_path / "trace"
    subprocess.run(["git", "clone", "-q", "--bare", "ana", bare / "ana.git"], cwd=tmp_path, check=True)
    subprocess.run(["git", "update-server-info"], cwd=bare / "ana.git", check=True)
    logins = set()

    class Handler(http.server.SimpleHTTPRequestHandler):
        def do_GET(self):
            logins.add(self.headers.get("Authorization"))
            if self.headers.get("Authorization"):
                return super().do_GET()
            self.send_response(401)
            self.send_header("WWW-Authenticate", 'Basic realm="students"')
            self.end_headers()

        def log_message(self, *_):
            pass

    monkeypatch.setenv("GIT_TRACE", str(traced))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=bare)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://{LOGIN}@127.0.0.1:{server.server_port}/"
        said: list[str] = []
        repositories.collect(tiny_course, "01_tiny", {"ana": "ana.git"}, address, said.append)
        repositories.collect(tiny_course, "01_tiny", {"ben": f"{address}gone.git"}, say=said.append)
        server.shutdown()
    assert {login and base64.b64decode(login.split()[1]).decode() for login in logins} == {
        None,
        "x-access-token:se/cret",
    }
    assert "git-remote-http" in traced.read_text() or "remote-http" in traced.read_text()
    assert not re.search("x-access-token|se%2Fcret|se/cret", traced.read_text() + "".join(said))


def test_a_password_on_the_command_line_is_warned_of(tiny_course, monkeypatch):
    monkeypatch.chdir(tiny_course.root)
    Path("roster.csv").write_text("id,repository\n")
    command = ["collect-git", "01_tiny"]
    for address, warned in (("https://x:y@example.org/", True), ("https://example.org/", False)):
        assert ("CHAINRULE_GIT_ADDRESS" in CliRunner().invoke(main, [*command, "--address", address]).output) is warned
    monkeypatch.setenv("CHAINRULE_GIT_ADDRESS", "https://x:y@example.org/")
    assert "CHAINRULE" not in CliRunner().invoke(main, command).output


def test_empty_rows_of_a_roster_are_left_out(tmp_path):
    """Spreadsheets write them."""
    (tmp_path / "roster.csv").write_text(
        "id,repository\nada,https://example.org/a\n,\n\nben,b\nada,https://example.org/a\n"
    )
    assert repositories.read_roster(tmp_path / "roster.csv") == {"ada": "https://example.org/a", "ben": "b"}


def test_a_roster_without_a_column_or_with_a_path_for_a_name_is_refused(tmp_path):
    for text, why in {
        "id,name\nana,x": "no column 'repository'",
        "id,repository\n../x,y": "not a valid student ID",
        "id,repository\n,y": "not a valid student ID",
        "id,repository\nana,x\nana,y": "two repositories",
    }.items():
        (tmp_path / "roster.csv").write_text(text)
        with pytest.raises(CourseError, match=why):
            repositories.read_roster(tmp_path / "roster.csv")


@needs_sandbox
def test_the_course_grades_what_is_in_the_students_repositories(tmp_path, released_course):
    repositories = tmp_path / "github" / "example-course"
    for student, answers in {"ana": RIGHT, "ben": {**RIGHT, "double": "def double(x):\n    return 6"}}.items():
        place = repositories / student / "01_tiny"
        place.mkdir(parents=True)
        nbformat.write(filled_in(released_course, answers), place / "01_tiny.ipynb")
        commit(repositories / student)
    lines = ["id,repository", "ana,example-course/ana", "ben,example-course/ben", "eva,example-course/gone"]
    (released_course.root / "roster.csv").write_text("\n".join(lines))
    given = {"ASSIGNMENT": "01_tiny", "CHAINRULE_GIT_ADDRESS": f"file://{tmp_path}/github/"}
    summary = run_steps("hidden.yml", released_course.root, **given)
    gone, collected = summary.splitlines()[:2]
    assert gone.startswith("    eva: example-course/gone cannot be cloned (git ended with 128): it is not there, ")
    assert collected == "    01_tiny: 2 of 3 collected"
    assert summary.splitlines()[-2:] == ["| ana | graded | 4.5 | 4.5 |", "| ben | graded | 1.0 | 4.5 |"]
    assert (released_course.root / "feedback" / "ana" / "01_tiny" / "01_tiny.html").is_file()
    (upload,) = (step["with"]["path"] for step in steps(FILES / "hidden.yml") if "upload" in step.get("uses", ""))
    assert all((released_course.root / name).exists() for name in upload.split())


@pytest.mark.parametrize("workflow", [*OURS, *THEIRS], ids=lambda path: path.stem)
def test_every_action_is_pinned_and_no_workflow_may_do_more_than_it_needs(workflow):
    used = re.findall(r"uses: (\S+)(.*)", workflow.read_text())
    actions = [(name, comment) for name, comment in used if "/.github/workflows/" not in name]
    assert all(re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", name) and " # v" in comment for name, comment in actions)
    content = yaml.safe_load(workflow.read_text())
    assert content["permissions"] == {"contents": "read"}


def test_the_containers_for_codespaces_say_what_to_install():
    course = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text())
    target = course["postCreateCommand"].split()[1]
    assert f"INSTALLED := {target}" in (ROOT / "Makefile").read_text()
    students = json.loads((FILES / "devcontainer.json").read_text())
    assert students["image"] == course["image"]
