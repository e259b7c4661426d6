"""Builds the Dockerfile's images with buildah, without a container registry, and tries them: ``make images``.

The base is a Debian root that mmdebstrap makes; it takes the place of the image that the Dockerfile names. Containers
have the rights that Docker gives by default: no namespaces, no mounts. Run as root on Debian or Ubuntu: ``apt-get
install buildah mmdebstrap``. The last line says how many checks passed. The images stay in buildah's storage, so the
next run is faster: ``buildah rmi chainrule-grading chainrule-student chainrule-base`` and ``buildah rmi --prune``
remove them.
"""

import ast
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import nbformat
from class_of_students import ROOT, outcome
from test_gradescope import check_schema, laid_out

from chainrule.grading import regions
from chainrule.grading.cells import role
from chainrule.grading.course import Course
from chainrule.grading.people import demo
from chainrule.grading.stubs import released
from chainrule.grading.term import gradescope

ASSIGNMENT = "01_linear_classifier"
BASE = "localhost/chainrule-base"
CHROOT = ["--isolation", "chroot"]  # needs no namespaces


def run(*command: str, **options: object) -> str:
    """Run a command, and return what it wrote to its standard output."""
    done = subprocess.run(command, check=False, capture_output=True, text=True, **options)
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stdout}\n{done.stderr}\nended with status {done.returncode}")
    return done.stdout.strip()


def buildah(*arguments: str) -> str:
    """Call buildah."""
    return run("buildah", *arguments)


def in_image(image: str, *command: str, volumes: Sequence[str] = (), user: str = "0", seccomp: str = "") -> str:
    """Run a command in a fresh container of an image, and return what it printed."""
    rules = ["--security-opt", f"seccomp={seccomp}"] if seccomp else []
    as_user = ["--user", user] if user else []
    container = buildah("from", "--pull-never", *rules, f"localhost/chainrule-{image}")
    with tempfile.TemporaryDirectory() as told:  # by way of a file: of standard output, buildah 1.28 loses some
        Path(told).chmod(0o777)
        mounts = [part for volume in (*volumes, f"{told}:/told") for part in ("--volume", volume)]
        to_file = ["sh", "-c", 'exec "$@" > /told/output', "sh"]
        try:
            buildah("run", *CHROOT, *mounts, *as_user, container, "--", *to_file, *command)
            return Path(told, "output").read_text().strip()
        finally:
            buildah("rm", container)


def make_base(suite: str = "bookworm") -> None:
    """Make a Debian with Python, as an image."""
    if BASE in buildah("images", "--format", "{{.Name}}"):
        return
    with tempfile.TemporaryDirectory() as folder:
        archive = f"{folder}/root.tar"
        run("mmdebstrap", "--quiet", "--variant=apt", "--include=python3,python3-venv,ca-certificates", suite, archive)
        container = buildah("from", "scratch")
        buildah("add", container, archive, "/")
    buildah("commit", "--quiet", container, BASE)
    buildah("rm", container)


def settings_of_pip(folder: Path) -> list[str]:
    """Return the options that give a build this machine's settings of pip, and the folders that these name."""
    settings = run(sys.executable, "-m", "pip", "config", "list").splitlines()
    pairs = {name.split(".")[-1]: ast.literal_eval(value) for name, value in (line.split("=", 1) for line in settings)}
    lines = [f"{name} = {' '.join(value.split())}" for name, value in pairs.items()]
    (folder / "pip.conf").write_text("\n".join(["[global]", *lines, ""]))
    named = {Path(part.removeprefix("file://")) for value in pairs.values() for part in value.split()}
    folders = {"/" + path.parts[1] + "/" + path.parts[2] for path in named if path.is_absolute() and path.exists()}
    volumes = [f"{path}:{path}:ro" for path in sorted({*folders, "/etc/ssl"})]
    return [part for volume in (f"{folder}/pip.conf:/etc/pip.conf:ro", *volumes) for part in ("--volume", volume)]


def build(target: str, mounts: list[str]) -> None:
    """Build one of the Dockerfile's targets."""
    image = f"chainrule-{target}"
    arguments = ["--pull-never", "--build-arg", f"BASE={BASE}", "--target", target, "--tag", image]
    started = time.monotonic()
    buildah("bud", "--quiet", "--layers", *CHROOT, *mounts, *arguments, str(ROOT))
    size = buildah("images", "--format", "{{.Size}}", f"localhost/{image}")
    check(f"{target} is built: {size}, {time.monotonic() - started:.0f} s", True)


def course_with_a_submission(folder: Path) -> None:
    """Lay out a course with one right submission, from the corpus's own: the instructor's notebook, handed in."""
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    name = ASSIGNMENT
    (folder / "source" / name).mkdir(parents=True)
    for path in (ROOT / "source" / name).glob(f"{name}.*"):
        shutil.copy(path, folder / "source" / name)
    submitted = folder / "submitted" / "ana" / name
    submitted.mkdir(parents=True)
    shutil.copy(ROOT / "source" / name / f"{name}.ipynb", submitted)


def check(what: str, holds: bool) -> None:
    """Say that a check passed, or end with what did not hold."""
    if not holds:
        sys.exit(f"failed: {what}")
    PASSED.append(what)
    print(f"passed: {what}", flush=True)


def try_gradescope(mounts: list[str]) -> None:
    """Run both scripts of an autograder's zip as Gradescope does: in a fresh image, as root without namespaces."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "autograder"
        archive = gradescope.write_zip(Course(ROOT), ASSIGNMENT, Path(name) / "autograder.zip")
        laid_out(archive, folder)
        shutil.copy(ROOT / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", folder / "submission")
        container = buildah("from", "--pull-never", BASE)
        in_it = ["run", *CHROOT, *mounts, "--volume", f"{folder}:/autograder", container, "--"]
        try:
            buildah(*in_it, "/autograder/source/setup.sh")
            check("Gradescope's setup.sh runs", True)
            modes = {path.stat().st_mode & 0o077 for path in (folder / "source").rglob("*")}
            check("and leaves the hidden tests to root alone", modes == {0})
            buildah(*in_it, "/autograder/run_autograder")
        finally:
            buildah("rm", container)
        found = json.loads((folder / "results" / "results.json").read_text())
        check_schema(found)
        scores = [(test["score"], test["max_score"]) for test in found["tests"]]
        check("run_autograder grades", len(scores) > 5 and all(score == most for score, most in scores))


def try_students_image() -> None:
    """Look for what students must not get, and work through an assignment with what is there."""
    found = json.loads(in_image("student", "python", "-c", LOOK))
    check("student has the students' half alone", found == ["check", "plots"])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        lines = hidden_lines()
        (folder / "lines").write_text("\n".join(lines))
        search = "cd / && find . -xdev -type f -not -path './proc/*' -exec grep -lF --file=/given/lines {} + || true"
        listed = in_image("student", "sh", "-c", search, volumes=[f"{folder}:/given:ro"])
        check(f"and none of {len(lines)} lines of hidden tests", listed == "")

        source = nbformat.read(Course(ROOT).source(ASSIGNMENT), as_version=4)
        nbformat.write(released(source), folder / "as_released.ipynb")
        nbformat.write(demo.fill_in(source, demo.STUDENTS[0], []), folder / "answered.ipynb")
        for path in folder.glob("*.ipynb"):
            path.chmod(0o666)  # both are saved by the image's user
        execute = "cd /work && jupyter nbconvert --log-level=ERROR --to notebook --inplace --execute"
        both = f"{execute} answered.ipynb && {execute} --allow-errors as_released.ipynb"
        work = {"volumes": [f"{folder}:/work"], "user": "10000:100"}
        in_image("student", "sh", "-c", both, **work)
        check("and passes the visible tests with right answers", True)
        cells = nbformat.read(folder / "as_released.ipynb", as_version=4).cells
    said = [(role(cell), output.ename) for cell in cells for output in cell.get("outputs", []) if "ename" in output]
    check("and runs the notebook as released", {name for _, name in said} <= {"CheckFailed", *UNANSWERED})
    check("of which no given cell fails", "given" not in {kind for kind, _ in said})

    check("and is not root's", in_image("student", "id", "-u", user="") == "10000")
    check("and calls its users what nbgrader expects", in_image("student", "id", "-un", user="12345:100") == "jovyan")
    listed = in_image("student", "sh", "-c", "jupyter server extension list 2>&1")
    check("and has no formgrader", re.search(r"\.formgrader (\x1b\[31m)?disabled", listed) is not None)
    check("and a hub's server", in_image("student", "jupyterhub-singleuser", "--version") != "")


def hidden_lines() -> list[str]:
    """Return the longer lines of all hidden tests that students do not also get to see."""
    secret, seen = set(), (ROOT / "docs" / "student.md").read_text()
    for path in ROOT.glob("source/*/*.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        seen += "".join(cell.source for cell in released(notebook).cells)
        tests = [cell.source for cell in notebook.cells if role(cell) == "test"]
        secret |= {line.strip() for source in tests for line in regions.split(source)[1]}
    return sorted(line for line in secret if len(line) > 30 and " import " not in line and line not in seen)


def try_grading_image() -> None:
    """Grade a submission as root, and the demo's class as another user, and compare the latter with this machine's."""
    with tempfile.TemporaryDirectory() as name:
        course = Path(name)
        course.chmod(0o755)
        course_with_a_submission(course)
        graded = "chainrule release >&2 && chainrule grade --json found.json >&2 && cat found.json"
        (found,) = json.loads(in_image("grading", "sh", "-c", graded, volumes=[f"{course}:/course"]))["submissions"]
        check(f"grading grades as root behind the wall {found['wall']}", found["wall"] == "container")
        check("and gives a right submission all its points", found["score"] == found["max_score"] > 0)
    with tempfile.TemporaryDirectory() as name:
        here, there = Path(name, "here"), Path(name, "there")
        there.mkdir()
        there.chmod(0o777)
        volumes = [f"{ROOT}:/course:ro", f"{there}:/class"]
        told = in_image("grading", "chainrule", "demo", ASSIGNMENT, "--dir=/class", volumes=volumes, user="1000:1000")
        chainrule = Path(sys.executable).with_name("chainrule")
        run(str(chainrule), "demo", ASSIGNMENT, f"--dir={here}", cwd=ROOT)
        scores = outcome(Course(there))["gradebook"]
        (wall,) = re.findall(r"ran behind the wall: (\S+)", told)
        check(f"and grades the demo's class as an ordinary user behind the wall {wall}", wall == "container")
        check(f"with the scores of this machine, all {len(scores)}", scores == outcome(Course(here))["gradebook"] != [])


def try_doctor() -> None:
    """Let the doctor look at the grading image, and at one whose container refuses Landlock, as old Docker does."""
    for user in ("0", "1000:1000"):
        lines = in_image("grading", "chainrule", "doctor", user=user).splitlines()
        holds = any(line.startswith("✓ where: Docker, Podman | container | ") for line in lines)
        check(f"doctor names its row and its wall for user {user}", holds and lines[-1] == "✓ sandbox: container")
    with tempfile.TemporaryDirectory() as name:
        rules = json.loads(SECCOMP.read_text())
        for rule in rules["syscalls"]:
            rule["names"] = [one for one in rule["names"] if not one.startswith("landlock_")]
        (refusing := Path(name, "seccomp.json")).write_text(json.dumps(rules))
        told = in_image("grading", "sh", "-c", "! chainrule doctor", user="1000:1000", seccomp=str(refusing))
    check("and says what to do where there is no wall", "Use Linux 6.2 or newer" in told.splitlines()[-1])


def try_hub_on_one_machine(mounts: list[str]) -> None:
    """Run the guide's commands for The Littlest JupyterHub, with an empty environment in place of its own."""
    page = (ROOT / "docs" / "jupyterhub.md").read_text()
    (commands,) = [text for text in re.findall(r"```text\n(.*?)```", page, re.DOTALL) if "tljh" in text]
    script = f"""
        mkdir -p /srv/nbgrader /opt/tljh/config/jupyterhub_config.d && python3 -m venv /opt/tljh/user
        cd /clone
        {commands.replace("tljh-config reload hub", "")}
        test -r /opt/tljh/config/jupyterhub_config.d/chainrule.py
        cd / && useradd jupyter-ana
        as_ana="runuser -u jupyter-ana --"
        for closed in /opt/chainrule /home/grader-chainrule; do if $as_ana ls $closed; then exit 1; fi; done
        $as_ana touch /srv/nbgrader/exchange/ours
        $as_ana /opt/tljh/user/bin/python -c '{LOOK}' | grep -Fx '["check", "plots"]'
        cd /home/grader-chainrule/course && runuser -u grader-chainrule /opt/chainrule/bin/chainrule doctor
    """
    container = buildah("from", "--pull-never", BASE)
    try:
        buildah("run", *CHROOT, *mounts, "--volume", f"{ROOT}:/clone:ro", container, "--", "bash", "-euc", script)
        check("the guide's commands for a hub on one machine keep students from what is the grader's", True)
    finally:
        buildah("rm", container)


PASSED: list[str] = []
SECCOMP = Path("/usr/share/containers/seccomp.json")
UNANSWERED = ("NotImplementedError", "NameError")
"""How a cell fails that needs an answer: one that is not given yet, or what an earlier cell makes with it."""

LOOK = """
import importlib.util as u, json
print(json.dumps([name for name in ("check", "plots", "reference", "grading") if u.find_spec(f"chainrule.{name}")]))
"""


def main() -> None:
    """Build both images, and try them."""
    make_base()
    with tempfile.TemporaryDirectory() as name:
        mounts = settings_of_pip(Path(name))
        for target in ("grading", "student"):
            build(target, mounts)
        try_students_image()
        try_doctor()
        try_grading_image()
        try_gradescope(mounts)
        try_hub_on_one_machine(mounts)
    print(f"{len(PASSED)} passed, 0 failed")


if __name__ == "__main__":
    main()
