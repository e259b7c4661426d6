"""Checks what this machine lacks for grading and teaching, and says how to get it."""

import os
import re
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from chainrule import datasets
from chainrule.grading.authoring.bundle import instructors_packages
from chainrule.grading.course import CONFIG, Course, CourseError

PLACES = {
    "Linux, your own machine or server": (
        "namespaces",
        "nothing to install. Ubuntu 24.04 and newer restrict user namespaces, so container is used there unless root "
        "allows them or you grade as root",
    ),
    "Docker, Podman": (
        "container",
        "a host with Linux 6.2 and Docker 23, or newer; no extra docker run options, as root or not",
    ),
    "JupyterHub": (
        "as the machine; on Kubernetes container",
        "the guide to JupyterHub; namespaces if pods may create them",
    ),
    "Gradescope": ("container", "chainrule gradescope ASSIGNMENT writes its zip"),
    "GitHub Actions, Codespaces": ("container; namespaces after one sysctl", "the guide to GitHub"),
    "macOS": (
        "none",
        "--no-sandbox, only for submissions you trust; otherwise Linux in a container or virtual machine",
    ),
    "Windows": ("–", "grade in WSL; Windows itself can release, collect, export and report"),
}
"""The rows of docs/where.md that can be told from each other, by place: the wall, and what it requires."""

_ROOT = Path("/")
_MACHINES_PROCESSES = "pid:[4026531836]"
"""The kernel's name of the first PID namespace, on every machine."""

_EXTENSIONS = ("formgrader", "assignment_list", "course_list", "validate_assignment")
_PIN = re.compile(r"^([\w.-]+)==([\w.!+]+)", re.MULTILINE)


@dataclass(frozen=True)
class Finding:
    """The result of one check.

    Parameters
    ----------
    about : str
        What was checked.
    state : {"fine", "optional", "missing"}
        Whether it is there and, if not, whether grading and teaching work without it.
    text : str
        What was found, or what is missing and how to get it.
    """

    about: str
    state: str
    text: str


def examine(folder: Path) -> Iterator[Finding]:
    """Check this machine, step by step.

    Parameters
    ----------
    folder : Path
        The course directory, or any other.

    Yields
    ------
    Finding
        One for each check; the slow ones come last.
    """
    for check in _CHECKS:
        yield check(folder)


def _course(folder: Path) -> Finding:
    from chainrule.grading.plugins import autograde, mended

    about = "course"
    if not (folder / CONFIG).is_file():
        text = f"{folder} is not a course: it has no {CONFIG}. Change to the course directory."
        return Finding(about, "optional", text)
    try:
        settings = Course(folder).settings()
    except CourseError as error:
        return Finding(about, "missing", str(error))
    if settings.Autograde.get("exporter_class") is autograde.SubmissionExporter and not mended.is_done():
        lines = "from chainrule.grading.plugins import mended; mended.mend()"
        text = f"{CONFIG} is older than this package: formgrader shows names as markup. Add to it: {lines}"
        return Finding(about, "optional", text)
    return Finding(about, "fine", str(folder))


def _packages(folder: Path) -> Finding:
    missing = [name for name in instructors_packages() if _version(name) is None]
    if missing:
        advice = "Run in the clone: pip install -r requirements.txt"
        return Finding("packages", "missing", f"{', '.join(missing)}. {advice}")
    pins = folder / "requirements.txt"
    wanted = dict(_PIN.findall(pins.read_text(encoding="utf-8"))) if pins.is_file() else {}
    found = {name: _version(name) for name in instructors_packages() if name in wanted}
    others = [f"{name} {one}, not {wanted[name]}" for name, one in found.items() if one != wanted[name]]
    python = f"Python {sys.version.split()[0]}"
    if others:
        advice = "Run in the clone: pip install -r requirements.txt"
        return Finding("packages", "optional", f"{python}; untested versions: {'; '.join(others)}. {advice}")
    return Finding("packages", "fine", f"{python}, nbgrader {_version('nbgrader')}, NumPy {_version('numpy')}")


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _extensions(folder: Path) -> Finding:
    from jupyter_core.paths import jupyter_config_path, jupyter_path
    from jupyter_server.extension.config import ExtensionConfigManager

    about = "JupyterLab"
    if not any(Path(path, "@jupyter", "nbgrader").is_dir() for path in jupyter_path("labextensions")):
        text = (
            "nbgrader's JupyterLab extensions are not installed. Run: pip install --force-reinstall --no-deps nbgrader"
        )
        return Finding(about, "missing", text)
    enabled = ExtensionConfigManager(read_config_path=jupyter_config_path()).get_jpserver_extensions()
    names = [f"nbgrader.server_extensions.{name}" for name in _EXTENSIONS]
    off = [name for name in names if not enabled.get(name)]
    if off:
        command = "Run: jupyter server extension enable --sys-prefix"
        return Finding(about, "missing", f"nbgrader is not enabled. {command} {' '.join(off)}")
    return Finding(about, "fine", "with nbgrader's formgrader, assignment list and Validate button")


def _mnist(folder: Path) -> Finding:
    where = datasets.mnist_folder()
    if all((where / name).is_file() for name in datasets.MNIST_FILES):
        return Finding("MNIST", "fine", str(where))
    text = f"not in {where}: only the last part of assignment 6 needs it. Run: chainrule data mnist"
    return Finding("MNIST", "optional", text)


def _exchange(folder: Path) -> Finding:
    from nbgrader.exchange.default import Exchange

    try:
        settings = Course(folder).settings() if (folder / CONFIG).is_file() else None
    except CourseError as error:
        return Finding("exchange", "missing", str(error))
    root = Path(Exchange(config=settings).root)
    if not root.is_dir():
        make = f"sudo install -d -m 1777 {root}"
        return Finding("exchange", "optional", f"no {root}: only courses on a hub need it. To make it: {make}")
    if not os.access(root, os.W_OK | os.X_OK):
        return Finding("exchange", "optional", f"{root} may not be written. Run: sudo chmod 1777 {root}")
    if root.stat().st_mode & (stat.S_IWOTH | stat.S_ISVTX) == stat.S_IWOTH:
        text = f"in {root} anyone can put another folder in the place of a course's. Run: sudo chmod 1777 {root}"
        return Finding("exchange", "optional", text)
    if settings is None or not settings.CourseDirectory.get("course_id"):
        return Finding("exchange", "optional", f"{root}; it needs c.CourseDirectory.course_id in {CONFIG}")
    return Finding("exchange", "fine", str(root))


def place() -> str:
    """Return which of `PLACES` this machine is."""
    if sys.platform != "linux":
        return "macOS" if sys.platform == "darwin" else "Windows"
    if Path("/autograder").is_dir():
        return "Gradescope"
    if os.environ.keys() & {"GITHUB_ACTIONS", "CODESPACES"}:
        return "GitHub Actions, Codespaces"
    if "JUPYTERHUB_USER" in os.environ:
        return "JupyterHub"
    return "Docker, Podman" if _in_container() else "Linux, your own machine or server"


def _in_container() -> bool:
    """Return whether this is a container; Docker's mark alone may be left in a machine's disk made from an image."""
    if (_ROOT / "run/.containerenv").exists():
        return True
    namespace = os.readlink(_ROOT / "proc/self/ns/pid")
    return (_ROOT / ".dockerenv").exists() and namespace != _MACHINES_PROCESSES


def _place(folder: Path) -> Finding:
    here = place()
    wall, requires = PLACES[here]
    return Finding("where", "fine", f"{here} | {wall} | {requires}")


def _capacity(folder: Path) -> Finding:
    from chainrule.grading.sealed import capacity

    cores, there = capacity.cores(), capacity.memory()
    text = f"{cores:g} cores" + (f", {there >> 20} MB" if there is not None else "")
    if there is not None and there < capacity.SUBMISSION_BYTES:
        return Finding("capacity", "optional", f"{text}: too little for assignment 6. Give the container 1 GB.")
    if cores < 1:
        advice = "Give the container a whole core."
        return Finding("capacity", "optional", f"{text}: slow answers may run out of time. {advice}")
    return Finding("capacity", "fine", f"{text}: grades {capacity.submissions()} at a time")


def _sandbox(folder: Path) -> Finding:
    from chainrule.grading.limits import Limits
    from chainrule.grading.sealed.sandbox import Sandbox, Stop

    try:
        with Sandbox() as sandbox, sandbox.session(Limits()) as session:
            session.run(0, "1 + 1", seconds=30)
    except (CourseError, Stop) as error:
        return Finding("sandbox", "missing", str(error))
    return Finding("sandbox", "fine", sandbox.wall)


_CHECKS: tuple[Callable[[Path], Finding], ...] = (
    _course,
    _packages,
    _extensions,
    _mnist,
    _exchange,
    _place,
    _capacity,
    _sandbox,
)
