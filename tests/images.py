"""Builds the Dockerfile's images with buildah, without a container registry, and tries them: ``make images``.

The base is a Debian root that mmdebstrap makes; it takes the place of the image that the Dockerfile names. Run as root
on Debian or Ubuntu: ``apt-get install buildah mmdebstrap``. The last line says how many checks passed.
"""

import ast
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from class_of_students import ROOT
from test_gradescope import check_schema, laid_out

from chainrule.grading.course import Course
from chainrule.grading.term import gradescope

ASSIGNMENT = "01_linear_classifier"
BASE = "localhost/chainrule-base"
STORAGE = ["--storage-driver", "vfs"]  # works anywhere, also on file systems that have no overlays
CHROOT = ["--isolation", "chroot"]  # needs no namespaces


def run(*command: str, **options: object) -> str:
    """Run a command, and return what it wrote to its standard output."""
    done = subprocess.run(command, check=False, stdout=subprocess.PIPE, text=True, **options)
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stdout}\nended with status {done.returncode}")
    return done.stdout.strip()


def buildah(*arguments: str) -> str:
    """Call buildah."""
    return run("buildah", *STORAGE, *arguments)


def in_image(image: str, *command: str, folder: Path | None = None, user: str | None = None) -> str:
    """Run a command in a fresh container of an image, and return what it printed."""
    container = buildah("from", "--pull-never", f"localhost/chainrule-{image}")
    mounts = ["--volume", f"{folder}:/course"] if folder else []
    as_user = ["--user", user] if user else []
    try:
        return buildah("run", *CHROOT, *mounts, *as_user, container, "--", *command)
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
    arguments = ["--pull-never", "--build-arg", f"BASE={BASE}", "--target", target, "--tag", f"chainrule-{target}"]
    buildah("bud", "--quiet", "--layers", *CHROOT, *mounts, *arguments, str(ROOT))


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


PASSED: list[str] = []

LOOK = """
import importlib.util as u, json, pathlib, sys
print(json.dumps({
    "half": [name for name in ("check", "plots", "reference", "grading") if u.find_spec(f"chainrule.{name}")],
    "hidden": [str(path) for root in ("/opt", "/home", "/course", "/src", "/tmp", "/handout")
               for path in pathlib.Path(root).rglob("*")
               if path.is_file() and path.suffix in (".ipynb", ".py") and b"BEGIN " + b"HIDDEN" in path.read_bytes()
               and "nbgrader" not in path.parts],
}))
"""


def main() -> None:
    """Build both images, and try them."""
    make_base()
    with tempfile.TemporaryDirectory() as name:
        mounts = settings_of_pip(Path(name))
        for target in ("grading", "student"):
            build(target, mounts)
            check(f"{target} is built", True)
        try_gradescope(mounts)
    found = json.loads(in_image("student", "python", "-c", LOOK, user="0"))
    check("the student's image has the students' half alone", found["half"] == ["check", "plots"])
    check("and no hidden test", found["hidden"] == [])
    check("and is not root's", in_image("student", "id", "-u") == "10000")
    check("and calls its users what nbgrader expects", in_image("student", "id", "-un", user="12345:100") == "jovyan")
    listed = in_image("student", "sh", "-c", "jupyter server extension list 2>&1")
    check("and has no formgrader", "formgrader disabled" in listed)
    check("and a hub's server", in_image("student", "jupyterhub-singleuser", "--version") != "")
    with tempfile.TemporaryDirectory() as name:
        course = Path(name)
        course.chmod(0o755)
        course_with_a_submission(course)
        graded = "chainrule release >&2 && chainrule grade --wall container --json found.json >&2 && cat found.json"
        (found,) = json.loads(in_image("grading", "sh", "-c", f"cd /course && {graded}", folder=course))["submissions"]
        check("the grading image grades behind a wall", (found["status"], found["wall"]) == ("graded", "container"))
        check("and gives a right submission all its points", found["score"] == found["max_score"] > 0)
    print(f"{len(PASSED)} passed, 0 failed")


if __name__ == "__main__":
    main()
