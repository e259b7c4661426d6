"""`chainrule doctor`, the help, and completion in a shell: what tells people what they need."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import ROOT, needs_sandbox
from nbgrader.coursedir import CourseDirectory

from chainrule import datasets
from chainrule.cli import main
from chainrule.grading.people import doctor
from chainrule.grading.sealed import capacity, walls, workers
from chainrule.grading.sealed.inside import landlock


def said(*arguments: str) -> tuple[int, dict[str, str]]:
    """Run the doctor; return its exit status, and what it says of what."""
    done = CliRunner().invoke(main, ["doctor", *arguments])
    lines = dict(line.split(": ", 1) for line in done.output.splitlines())
    return done.exit_code, lines


@pytest.fixture
def here(tiny_course, monkeypatch):
    monkeypatch.chdir(tiny_course.root)
    return tiny_course


@pytest.fixture
def quick(monkeypatch):
    """Without the sandbox, which takes a while to start."""
    monkeypatch.setattr(doctor, "_CHECKS", doctor._CHECKS[:-1])


def test_the_exchange_is_looked_at(here, tmp_path, monkeypatch):
    monkeypatch.setattr(doctor, "_CHECKS", (doctor._exchange,))
    root = tmp_path / "exchange"
    with (here.root / "nbgrader_config.py").open("a") as config:
        config.write(f"\nc.Exchange.root = {str(root)!r}\n")
    assert said() == (
        0,
        {"– exchange": f"no {root}: only courses on a hub need it. To make it: sudo install -d -m 1777 {root}"},
    )
    root.mkdir()
    assert said() == (0, {"✓ exchange": str(root)})
    root.chmod(0o777)
    text = f"in {root} anyone can put another folder in the place of a course's. Run: sudo chmod 1777 {root}"
    assert said() == (0, {"– exchange": text})
    root.chmod(0o1777)
    assert said() == (0, {"✓ exchange": str(root)})
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert said() == (0, {"– exchange": f"{root} may not be written. Run: sudo chmod 1777 {root}"})


def test_a_course_of_an_older_version_is_told_what_its_settings_lack(here, monkeypatch):
    monkeypatch.setattr(doctor, "_CHECKS", (doctor._course,))
    assert said() == (0, {"✓ course": str(here.root)})
    monkeypatch.setattr(CourseDirectory, "get_existing_timestamp", None)
    path = here.root / "nbgrader_config.py"
    path.write_text(path.read_text().replace("mended.mend()", ""))
    ((about, text),) = said()[1].items()
    assert about == "– course"
    assert text.endswith("Add to it: from chainrule.grading.plugins import mended; mended.mend()")


@needs_sandbox
def test_nothing_is_missing_where_the_tests_run(here):
    status, lines = said()
    assert status == 0
    assert lines["✓ sandbox"] == "namespaces"
    assert lines["✓ course"] == str(here.root)
    assert "✓ packages" in lines
    assert "✓ JupyterLab" in lines


def rows_of_the_guide() -> dict[str, tuple[str, str]]:
    """The table of docs/where.md, as plain text: emphasis, code and links without their marks."""
    page = (
        re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", (ROOT / "docs" / "where.md").read_text())
        .replace("`", "")
        .replace("*", "")
    )
    rows = [[part.strip() for part in line.strip("|").split("|")] for line in page.splitlines() if line.startswith("|")]
    return {row[0]: (row[1], row[2]) for row in rows if len(row) == 3}


def test_where_this_is_is_a_row_of_the_guide(here, monkeypatch):
    table = rows_of_the_guide()
    assert {name: table[name] for name in doctor.PLACES} == doctor.PLACES
    for name in ("GITHUB_ACTIONS", "CODESPACES", "JUPYTERHUB_USER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(doctor, "_CHECKS", (doctor._place,))
    assert said()[1]["✓ where"].startswith(("Linux, your own", "Docker, Podman"))
    monkeypatch.setenv("JUPYTERHUB_USER", "ana")
    assert said() == (0, {"✓ where": " | ".join(("JupyterHub", *table["JupyterHub"]))})
    monkeypatch.setenv("CODESPACES", "true")
    assert said()[1]["✓ where"].startswith("GitHub Actions, Codespaces | ")
    monkeypatch.setattr(doctor.sys, "platform", "darwin")
    assert said()[1]["✓ where"].startswith("macOS | none | ")


def test_a_container_is_told_from_a_machine_whose_disk_was_made_from_an_image(tmp_path, monkeypatch):
    for name in ("GITHUB_ACTIONS", "CODESPACES", "JUPYTERHUB_USER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(doctor, "_ROOT", tmp_path)
    processes = tmp_path / "proc/self/ns/pid"
    processes.parent.mkdir(parents=True)
    (tmp_path / ".dockerenv").touch()
    processes.symlink_to("pid:[4026531836]")
    assert doctor.place() == "Linux, your own machine or server"
    processes.unlink()
    processes.symlink_to("pid:[4026532251]")
    assert doctor.place() == "Docker, Podman"
    (tmp_path / ".dockerenv").unlink()
    assert doctor.place() == "Linux, your own machine or server"
    (tmp_path / "run").mkdir()
    (tmp_path / "run/.containerenv").touch()
    assert doctor.place() == "Docker, Podman"


@pytest.fixture
def container(here, tmp_path, monkeypatch):
    """Writes a container's limits, as both kinds of control groups have them; returns what the doctor says of it."""

    def limited(files: dict[str, str]) -> dict[str, str]:
        for name, text in files.items():
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(text)
        return said()[1]

    monkeypatch.setattr(doctor, "_CHECKS", (doctor._capacity,))
    monkeypatch.setattr(capacity, "_CGROUPS", tmp_path)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(8)))
    monkeypatch.setattr(os, "sysconf", {"SC_PAGE_SIZE": 4096, "SC_PHYS_PAGES": 4 << 20}.__getitem__)
    return limited


def test_the_capacity_is_the_machines_where_nothing_limits_it(container):
    assert container({"cpu.max": "max 100000", "memory.max": "max"}) == {
        "✓ capacity": "8 cores, 16384 MB: grades 8 at a time"
    }


def test_a_container_grades_as_many_at_a_time_as_fit_into_it(container):
    limits = {"cpu.max": "300000 100000", "memory.max": str(1500 << 20)}
    assert container(limits) == {"✓ capacity": "3 cores, 1500 MB: grades 2 at a time"}
    assert workers.count(None, 100) == 2
    assert workers.count(4, 100) == 4


def test_half_a_core_and_little_memory_are_told_what_to_do(container):
    half = {"cpu/cpu.cfs_quota_us": "50000", "cpu/cpu.cfs_period_us": "100000"}
    small = {"memory/memory.limit_in_bytes": str(768 << 20)}
    advice = "Give the container a whole core."
    said_of_half = f"0.5 cores, 768 MB: slow answers may run out of time. {advice}"
    assert container({**half, **small}) == {"– capacity": said_of_half}
    assert workers.count(None, 100) == 1
    less = container({"memory/memory.limit_in_bytes": str(512 << 20)})
    assert less == {"– capacity": "0.5 cores, 512 MB: too little for assignment 6. Give the container 1 GB."}


def test_without_a_wall(here, monkeypatch):
    monkeypatch.setattr(walls, "TRIED", ("container",))
    monkeypatch.setattr(landlock, "abi", lambda: 0)
    status, lines = said()
    assert status == 1
    assert "no Landlock" in lines["✗ sandbox"]


def test_without_mnist_one_may_go_on(here, quick, monkeypatch):
    monkeypatch.setenv("CHAINRULE_DATA", str(here.root))
    status, lines = said()
    assert status == 0
    assert lines["– MNIST"].endswith("Run: chainrule data mnist")
    (here.root / "mnist").mkdir()
    for name in datasets.MNIST_FILES:
        (here.root / "mnist" / name).touch()
    assert "✓ MNIST" in said()[1]


def test_other_versions_than_the_pinned_ones(here, quick):
    (here.root / "requirements.txt").write_text("numpy==1.0.0\npip==1.0\n")
    status, lines = said()
    assert status == 0
    assert "untested versions: numpy " in lines["– packages"]
    assert "not 1.0.0. Run in the clone: pip install -r requirements.txt" in lines["– packages"]
    assert "pip 1.0" not in lines["– packages"]


def test_a_package_that_is_not_installed(here, quick, monkeypatch):
    monkeypatch.setattr(doctor, "instructors_packages", lambda: ["numpy", "no-such-package"])
    assert said() == (1, said()[1])
    assert said()[1]["✗ packages"].startswith("no-such-package. Run in the clone: pip install")


def test_extensions_that_are_switched_off(here, quick, monkeypatch):
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", str(here.root))
    config = here.root / "jupyter_server_config.json"
    config.write_text('{"ServerApp": {"jpserver_extensions": {"nbgrader.server_extensions.formgrader": false}}}')
    status, lines = said()
    assert status == 1
    assert lines["✗ JupyterLab"].endswith("--sys-prefix nbgrader.server_extensions.formgrader")


def test_outside_a_course(tmp_path, quick, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert "Change to the course directory." in said()[1]["– course"]


@pytest.mark.parametrize("command", main.commands)
def test_every_help_begins_with_a_sentence_that_fits_a_line(command):
    overview = CliRunner().invoke(main, ["--help"]).output
    (line,) = [line for line in overview.splitlines() if line.startswith(f"  {command} ")]
    assert line.endswith(".")
    assert not line.endswith("...")
    help = CliRunner().invoke(main, [command, "--help"]).output
    assert line.split(maxsplit=1)[1] in help
    assert all(option.help for option in main.commands[command].params if option.param_type_name == "option")


def test_a_shell_completes_commands_and_assignments(here):
    def completed(words: str) -> list[str]:
        number = str(len(words.split(" ")) - 1)
        variables = {"_CHAINRULE_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": number}
        script = Path(sys.executable).with_name("chainrule")
        done = subprocess.run(script, env={**os.environ, **variables}, capture_output=True, text=True)
        return [line.partition(",")[2] for line in done.stdout.splitlines()]

    assert completed("chainrule rel") == ["release"]
    assert completed("chainrule grade 01") == ["01_tiny"]
    assert completed("chainrule grade --js") == ["--json"]
