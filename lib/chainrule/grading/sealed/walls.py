"""The walls around students' code, and how a warm process is started behind each of them.

``namespaces`` isolates each submission completely; ``container`` is for systems that do not allow namespaces, such as
Docker; ``weak-container`` is the same on a kernel without full Landlock support; ``none`` trusts every submission. The
other side of each is in `inside.walls`.
"""

import compileall
import contextlib
import itertools
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import matplotlib

import chainrule
from chainrule import datasets
from chainrule.grading.course import CourseError
from chainrule.grading.limits import ONE_THREAD, WALLS
from chainrule.grading.sealed import inside
from chainrule.grading.sealed.inside import landlock, linux
from chainrule.grading.sealed.inside.protocol import Plan
from chainrule.grading.students_half import students_paths

AUTO, *_ = WALLS
TRIED = ("namespaces", "container")
"""What "auto" tries, in this order."""

_RUNNER = "/chainrule-runner"
_SHOWN = ("bin", "sbin", "lib", "lib32", "lib64", "libexec", "include", "share")
"""What is shown of a folder in which programs are installed."""
_SETTINGS = ("jupyter", "jupyterhub", "nbgrader")
"""What is hidden of its `share`: an exchange lies there, too."""
_ETC = ("ld.so.cache", "ld.so.conf", "ld.so.conf.d", "alternatives", "localtime", "fonts", "mime.types")
_MACHINE = (
    "/etc/timezone",
    "/etc/os-release",
    "/etc/ssl/certs",
    "/etc/ssl/openssl.cnf",
    "/proc",
    "/sys/devices/system",
)
"""Of the rest of the system, what libraries look at. Of `/proc`, `new_code` keeps what belongs to a process."""
_DEVICES = ("null", "full", "random", "urandom")  # not zero: mapping it would give memory that no limit counts
_FIRST_SPARE_USER = 0x70000000
"""From here to 2**31 systemd's list of users is empty. Process numbers are below 2**22."""
_SPARE_USERS = ((1 << 31) - _FIRST_SPARE_USER) >> 22
"""How many each process has of them."""

_NO_LANDLOCK = (
    "this machine has {}, so nothing keeps a submission from {}. Use Linux 6.2 or newer (in a container, Docker 23 or "
    "newer), or, if you accept that, --wall weak-container"
)
_NO_USER = (
    "as root it runs students' code as a separate user, and none of the {} in this container is free: start the "
    "container as an ordinary user (docker run --user 1000), or with more users"
)
_HIDDEN_PYTHON = (
    "as root it runs students' code as a separate user, who cannot enter {}: install Python and this package "
    "where every user can read them"
)


@dataclass(frozen=True)
class Start:
    """How to start the warm process, apart from its socket.

    Parameters
    ----------
    launcher : list of str
        The start of its command line.
    module : str
        The module it runs.
    plan : Plan
        How it is isolated.
    environment : dict
        The environment of the launcher or, without one, of the process.
    """

    launcher: list[str]
    module: str
    plan: Plan
    environment: dict[str, str]

    def command(self, descriptor: int, hash_seed: int) -> list[str]:
        """Return the command line for a process that listens on a socket, with Python's hash seed."""
        python = ["/usr/bin/env", f"PYTHONHASHSEED={hash_seed}", sys.executable, "-P", "-m", self.module]
        return [*self.launcher, *python, str(descriptor), self.plan.packed()]


@contextlib.contextmanager
def prepared(wall: str, hidden: Iterable[Path]) -> Iterator[Start]:
    """Provide what a warm process behind a wall needs for as long as it lives.

    Parameters
    ----------
    wall : str
        One of `WALLS` except "auto".
    hidden : iterable of Path
        Folders it must not see, even inside the Python installation.

    Raises
    ------
    CourseError
        If it is already clear that this wall does not work here.
    """
    if wall != "none" and sys.platform != "linux":
        raise CourseError("it works only on Linux")
    if wall == "none":
        yield Start([], f"{inside.__name__}.student", Plan(wall), os.environ | ONE_THREAD)
        return
    plan = Plan(wall, user=spare_user() if os.geteuid() == 0 else None, socket_bytes=_socket_bytes())
    if wall == "namespaces":
        yield _namespaces(plan, hidden)
    else:
        with _folder(plan.user) as folder:
            yield _container(plan, hidden, folder)


_asked = itertools.count()


def spare_user() -> int:
    """Return the number of a user who owns and runs nothing, another one at each call and in each process here.

    Raises
    ------
    CourseError
        In a container with few users, if no number is left.
    """
    most = max(first + count for first, count in _mapped_users())
    if most >= 1 << 31:
        return _FIRST_SPARE_USER + (next(_asked) % _SPARE_USERS << 22) + os.getpid()
    import pwd  # not on Windows, where this module is imported all the same

    size, first = most // 4, next(_asked)
    for step in range(size):
        user = most - 1 - (os.getpid() + first + step) % size
        try:
            pwd.getpwuid(user)
        except KeyError:
            return user
    raise CourseError(_NO_USER.format(most))


def _mapped_users() -> list[tuple[int, int]]:
    lines = Path("/proc/self/uid_map").read_text().splitlines()
    return [(int(first), int(count)) for first, _, count in map(str.split, lines)]


def _socket_bytes() -> int:
    with contextlib.suppress(OSError):
        return int(Path("/proc/sys/net/core/wmem_default").read_text()) + (64 << 10)
    return 1 << 20


def lacking(version: int) -> str | None:
    """Return what this version of Landlock leaves open in a container; None if nothing."""
    if version >= landlock.FILES:
        return None
    what = "reading every file that its user may read" if not version else "emptying files that its user may write"
    return _NO_LANDLOCK.format("no Landlock" if not version else f"an early Landlock (ABI {version})", what)


# ---- namespaces ----------------------------------------------------------------------------------------------------


def _namespaces(plan: Plan, hidden: Iterable[Path]) -> Start:
    trees = {str(tree): str(tree) for tree in _installation()}
    files = {path: path for path in _markers()}
    links = {str(path): os.readlink(path) for path in _folders() if path.is_symlink()}
    covered = _covered(hidden)
    for source, target in _halves():
        (trees if source.is_dir() else files)[f"{_RUNNER}/{target}"] = str(source)
    for path in (Path("/etc", name) for name in _ETC):
        if path.exists():
            (trees if path.is_dir() else files)[str(path)] = str(path)
    files |= {f"/dev/{name}": f"/dev/{name}" for name in _DEVICES}
    plan = replace(plan, trees=trees, files=files, links=links, hidden=[str(path) for path in covered])
    launcher = [sys.executable, "-P", "-m", "inside.enter", plan.packed()]
    variables = [f"{name}={value}" for name, value in _environment(_RUNNER, "/tmp").items()]
    found_at = {"PYTHONPATH": str(Path(inside.__path__[0]).parent), "PYTHONDONTWRITEBYTECODE": "1"}
    return Start([*launcher, "/usr/bin/env", "-i", *variables], "inside.student", plan, found_at)


# ---- container -----------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def _folder(user: int | None) -> Iterator[Path]:
    """Provide a folder with the students' half of the package, and in it a folder owned by the spare user."""
    with tempfile.TemporaryDirectory(prefix="chainrule-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        for source, target in _halves():
            if source.is_dir():
                shutil.copytree(source, folder / "runner" / target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                (folder / "runner" / target).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(source, folder / "runner" / target)
        compileall.compile_dir(folder / "runner", quiet=2)
        home = folder / "home"
        home.mkdir(0o700)
        if user is not None:
            os.chown(home, user, user)
        yield folder


def _container(plan: Plan, hidden: Iterable[Path], folder: Path) -> Start:
    version = landlock.abi()
    missing = lacking(version)
    if plan.wall == "container" and missing is not None:
        raise CourseError(missing)
    if plan.user is not None:
        closed = [path for tree in _installation() for path in (*tree.parents, tree) if not path.stat().st_mode & 1]
        if closed:
            raise CourseError(_HIDDEN_PYTHON.format(closed[0]))
    else:
        linux.hide_memory()  # this process has the user of the students' code
    covered = _covered(hidden)
    readable, listed = [str(folder / "runner")], []
    for tree in _installation():
        some, names = _around(tree, covered)
        readable += some
        # To import, Python lists `lib`. The right holds for all below: of `share`, also for what is handed in there.
        listed += names if tree.name != "share" else []
    readable += _markers() + [f"/etc/{name}" for name in _ETC] + [f"/dev/{name}" for name in _DEVICES]
    plan = replace(
        plan,
        readable=readable,
        listed=listed,
        landlock=version,
        folder=str(folder / "home"),
        hidden=[*map(str, covered)],
    )
    return Start([], "inside.student", plan, _environment(str(folder / "runner"), str(folder / "home")))


# ---- tests --------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=8)
def for_tests(hidden: tuple[Path, ...], named: tuple[str, ...]) -> list[str]:
    """Return the files and folders that tests may read, with everything in them.

    These are Python and all that it has been told to import from, the course's data sets, and what the system has for
    all programs.

    Parameters
    ----------
    hidden : tuple of Path
        Folders of which nothing may be read, unless Python lies there.
    named : tuple of str
        Files and folders that may be read, too.
    """
    closed = [path.resolve() for path in hidden] + _settings()
    imported = [Path(entry).resolve() for entry in sys.path if entry]
    imported = [path for path in imported if not any(one.is_relative_to(path) for one in closed)]
    data = [datasets.mnist_folder().resolve()]
    found = [path for tree in (*_installation(), *data, *map(Path, named)) for path in _around(tree, closed)[0]]
    found = [path for path in found if not os.path.islink(path)]  # it may lead to what is hidden
    fonts_and_styles = [matplotlib.get_cachedir(), matplotlib.get_configdir()]
    system = [f"/etc/{name}" for name in _ETC] + [f"/dev/{name}" for name in _DEVICES] + list(_MACHINE)
    return [*found, *map(str, imported), *_markers(), *system, *filter(None, fonts_and_styles)]


def _around(tree: Path, hidden: list[Path]) -> tuple[list[str], list[str]]:
    """Return what to allow so that a tree is readable except for some folders in it, and the folders on the way."""
    if tree in hidden:
        return [], []
    if not any(path.is_relative_to(tree) for path in hidden):
        return [str(tree)], []
    readable, listed = [], [str(tree)]
    for path in tree.iterdir():
        some, names = _around(path, hidden)
        readable += some
        listed += names
    return readable, listed


# ---- what both need ------------------------------------------------------------------------------------------------


def _environment(runner: str, home: str) -> dict[str, str]:
    environment = ONE_THREAD | {
        "HOME": home,
        "IPYTHONDIR": f"{home}/ipython",
        "JOBLIB_MULTIPROCESSING": "0",  # its processes would ask /proc about themselves, and need semaphores
        "LANG": "C.UTF-8",
        "MPLCONFIGDIR": f"{home}/matplotlib",
        "PATH": os.pathsep.join([f"{sys.prefix}/bin", "/usr/local/bin", "/usr/bin", "/bin"]),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": os.pathsep.join([f"{runner}/lib", runner]),
        "TMPDIR": home,
        "USER": "student",  # `getpass` would look for its number in a list that is not there
    }
    return environment | ({"CHAINRULE_DATA": f"{runner}/data"} if datasets.mnist_folder().is_dir() else {})


def _halves() -> Iterator[tuple[Path, str]]:
    """Yield source and target of the students' half, its data, and the program that runs cells."""
    for path in students_paths():
        yield path, f"lib/chainrule/{path.name}"
    yield Path(inside.__path__[0]), "inside"
    if datasets.mnist_folder().is_dir():
        yield datasets.mnist_folder().resolve(), "data/mnist"


def _folders() -> list[Path]:
    """Return the folders of the system and of Python that are shown, existing or not.

    All else below the same prefixes may be anybody's: an exchange, settings, a course in which Python was installed.
    """
    roots = [Path("/", name) for name in ("bin", "sbin", "lib", "lib32", "lib64")]
    prefixes = dict.fromkeys(map(Path, ("/usr", "/usr/local", sys.prefix, sys.base_prefix)))
    return roots + [prefix / name for prefix in prefixes for name in _SHOWN]


def _installation() -> list[Path]:
    """Return the folders with Python and everything it needs, none inside another and none a link."""
    found: list[Path] = []
    paths = [path for path in _folders() if path.is_dir() and not path.is_symlink()]
    for path in sorted(dict.fromkeys(paths), key=lambda path: len(path.parts)):
        if not any(path.is_relative_to(tree) for tree in found):
            found.append(path)
    return found


def _markers() -> list[str]:
    """Return the files by which Python knows a virtual environment."""
    marker = Path(sys.prefix, "pyvenv.cfg")
    return [str(marker)] if marker.is_file() else []


def _covered(hidden: Iterable[Path]) -> list[Path]:
    """Return the folders inside the installation to hide from students: this package, settings, and those requested."""
    packages = [Path(entry) / "chainrule" for entry in sys.path if entry]
    paths = dict.fromkeys([Path(chainrule.__file__).parent, *packages, *_settings(), *hidden])
    trees = _installation()
    return [path for path in paths if path.is_dir() and any(map(path.is_relative_to, trees))]


def _settings() -> list[Path]:
    """Return the folders inside the installation that may hold anybody's settings, and an exchange."""
    return [path / name for path in _folders() if path.name == "share" for name in _SETTINGS if (path / name).is_dir()]
