"""A site in which the released notebooks run in the browser, by JupyterLite and Pyodide: nothing to install.

The site is a folder of files for any web server. Its first page is ``templates/site``; the student's half is a wheel
that Python loads as it starts, and carries the data that a browser cannot download.
"""

import importlib.metadata
import io
import json
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import nbformat
import numpy as np

from chainrule import datasets
from chainrule.datasets.carried import FOLDER
from chainrule.datasets.small_digits import all_digits
from chainrule.grading.authoring import bundle
from chainrule.grading.authoring.release import find_leak
from chainrule.grading.course import Course, CourseError
from chainrule.grading.files import remove
from chainrule.grading.settings import own_mistakes
from chainrule.grading.templates import template

PYODIDE = "0.27.7"
"""The Python that the notebooks run on; jupyterlite-pyodide-kernel 0.6 is made for 0.27."""

SLICE = {"train": 5_000, "test": 1_000}
"""How many images of MNIST the site carries: those of the checks."""

_CDN = f"https://cdn.jsdelivr.net/pyodide/v{PYODIDE}/full/pyodide.js"
_KERNEL, _SLIDERS = "jupyterlite-pyodide-kernel", "jupyterlab_widgets"
_PLUGIN = "@jupyterlite/pyodide-kernel-extension:kernel"
_WHEELS = "static/wheels"
_FROM_THE_WORKER = "../../../.."
"""From the script that runs Python, in ``extensions/@jupyterlite/pyodide-kernel-extension/static/``, to the site."""

_MADE_HERE = ".chainrule-site"
_KEPT = (".git", "CNAME")
"""What is not the site's own in the checkout that is published: GitHub keeps a domain of one's own in a file."""

_ONLY_IN_COLAB = """\
# Google Colab needs this; anywhere else it does nothing.
if "google.colab" in str(get_ipython()):
    %pip install --quiet {wheel}"""


@dataclass(frozen=True)
class Repository:
    """A public repository on GitHub that will hold the site, from which Colab and Binder can take its notebooks.

    Parameters
    ----------
    name : str
        As in the address, ``OWNER/NAME``.
    branch : str
        The branch that holds the site.
    """

    name: str
    branch: str = "main"

    @classmethod
    def parse(cls, text: str) -> "Repository":
        """Return the repository that ``OWNER/NAME`` or ``OWNER/NAME@BRANCH`` names.

        Raises
        ------
        CourseError
            If the text has another form.

        Examples
        --------
        >>> Repository.parse("ada/networks@gh-pages")
        Repository(name='ada/networks', branch='gh-pages')
        """
        found = re.fullmatch(r"(?P<name>[\w.-]+/[\w.-]+)(@(?P<branch>[\w./-]+))?", text)
        if not found:
            raise CourseError(f"{text!r} is no repository on GitHub: write OWNER/NAME, or OWNER/NAME@BRANCH.")
        return cls(found["name"], found["branch"] or cls.branch)

    def raw(self, path: str) -> str:
        """Return the address of a file itself."""
        return f"https://raw.githubusercontent.com/{self.name}/{self.branch}/{quote(path)}"

    def colab(self, path: str) -> str:
        """Return the address that opens a notebook in Google Colab."""
        return f"https://colab.research.google.com/github/{self.name}/blob/{self.branch}/{quote(path)}"

    def binder(self, path: str) -> str:
        """Return the address that opens a notebook on Binder."""
        return f"https://mybinder.org/v2/gh/{self.name}/{quote(self.branch, safe='')}?labpath={quote(path, safe='')}"


@dataclass(frozen=True)
class Site:
    """A site that was built: its folder, and whether it carries a slice of MNIST."""

    folder: Path
    has_mnist: bool


def build(
    course: Course,
    assignments: list[str],
    folder: Path,
    pyodide: Path | None = None,
    repository: Repository | None = None,
) -> Site:
    """Build the site.

    It contains what students are given and nothing else: the released notebooks, the student's half of the package,
    and data. An earlier site in the folder is replaced, except for a ``.git``.

    Parameters
    ----------
    course : Course
        The course directory.
    assignments : list of str
        The names of assignments, which have been released.
    folder : Path
        Where to build it: a folder that is empty, or not there, or holds an earlier site.
    pyodide : Path, optional
        A folder with Pyodide to copy into the site; without it, browsers load it from its content delivery network.
    repository : Repository, optional
        Where the site will be on GitHub: the first page then also leads to Colab and Binder, the notebooks begin with a
        cell that installs the student's half in Colab, and ``binder/`` says what Binder installs.

    Raises
    ------
    CourseError
        If JupyterLite is not installed, an assignment is not released, the folder holds something else, `pyodide` is
        not the Pyodide that fits, or a file would give something away.
    """
    extensions = [_extension(_KERNEL), _extension(_SLIDERS)]
    for name in assignments:
        if not course.release(name).is_file():
            raise CourseError(f"{name} is not released yet. Run: chainrule release {name}")
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir()) and not (folder / _MADE_HERE).is_file()):
        raise CourseError(f"{folder} contains something else; choose another with --dir.")
    if pyodide is not None:
        _check_pyodide(pyodide)
    with tempfile.TemporaryDirectory() as temporary:
        draft, lite = Path(temporary, "site"), Path(temporary, "lite")
        data, wheels = _data(), lite / "wheels"
        half = bundle.students_wheel(wheels, own_mistakes(course), data)
        for package in ("comm", "ipywidgets"):
            _repacked(package, wheels)
        for name in assignments:
            _copy_released(course, name, lite / "contents" / name)
            if repository is not None:
                _prepare_for_colab(lite / "contents" / name / f"{name}.ipynb", repository.raw(f"{_WHEELS}/{half.name}"))
        _run_jupyterlite(lite, draft, extensions, sorted(path.name for path in wheels.iterdir()), pyodide is not None)
        shutil.copytree(wheels, draft / _WHEELS)
        if pyodide is not None:
            shutil.copytree(pyodide, draft / "static" / "pyodide")
        if repository is not None:
            _prepare_for_binder(draft / "binder", half)
        _write_first_page(course, assignments, draft, repository)
        (draft / _MADE_HERE).touch()
        (draft / ".nojekyll").touch()  # GitHub Pages would leave files out
        _replace(folder, draft)
    return Site(folder, any("mnist" in name for name in data))


def _extension(package: str) -> Path:
    """Return the folder of the extension of JupyterLab that a package is: JupyterLite's Python kernel, or sliders."""
    try:
        importlib.metadata.version("jupyterlite-core")
        files = importlib.metadata.files(package) or []
    except importlib.metadata.PackageNotFoundError as error:
        raise CourseError(
            f"{error.name} is not installed. In the folder of the package, run: pip install '.[instructor,site]'"
        ) from error
    (manifest,) = (file for file in files if file.match("labextensions/@*/*/package.json"))
    return Path(str(manifest.locate())).resolve().parent


def _check_pyodide(folder: Path) -> None:
    """Check that a folder holds Pyodide, of the version that fits the kernel."""
    try:
        found = json.loads((folder / "pyodide-lock.json").read_text(encoding="utf-8"))["info"]["version"]
    except (OSError, ValueError, KeyError) as error:
        raise CourseError(f"{folder} is not Pyodide: it has no readable pyodide-lock.json.") from error
    if found.rpartition(".")[0] != PYODIDE.rpartition(".")[0]:
        raise CourseError(f"{folder} is Pyodide {found}; the site needs {PYODIDE}.")


def _copy_released(course: Course, name: str, target: Path) -> None:
    """Copy the files of a released assignment, after another look at whether they give something away."""
    released = course.release(name).parent
    for path in bundle.released_files(released):
        copy = target / path.relative_to(released)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    if leak := find_leak(nbformat.read(course.source(name), as_version=4), target):
        raise CourseError(f"{name} is not for a site: in release/, {leak}")


def _data() -> dict[str, bytes]:
    """Return the data that the wheel carries, by its path in the package; MNIST only if it is on this machine."""
    pixels, labels = all_digits()
    found = {"digits": {"pixels": pixels.astype(np.uint8), "labels": labels.astype(np.uint8)}}
    if all((datasets.mnist_folder() / name).is_file() for name in datasets.MNIST_FILES):
        images = datasets.mnist(**SLICE)
        found["mnist"] = {
            name: np.rint(array * 255).astype(np.uint8) if name.startswith("X") else array.astype(np.uint8)
            for name, array in images._asdict().items()
        }
    return {f"datasets/{FOLDER}/{name}.npz": _packed(arrays) for name, arrays in found.items()}


def _packed(arrays: Mapping[str, Any]) -> bytes:
    packed = io.BytesIO()
    np.savez_compressed(packed, **arrays)
    return packed.getvalue()


def _repacked(name: str, into: Path) -> None:
    """Write the wheel of an installed package in pure Python: browsers would fetch it from PyPI otherwise."""
    installed = importlib.metadata.distribution(name)
    with zipfile.ZipFile(into / f"{name}-{installed.version}-py3-none-any.whl", "w", zipfile.ZIP_DEFLATED) as wheel:
        for file in installed.files or []:
            if ".." not in file.parts and "__pycache__" not in file.parts:
                wheel.writestr(zipfile.ZipInfo(file.as_posix()), file.read_binary())


def _run_jupyterlite(lite: Path, draft: Path, extensions: list[Path], wheels: list[str], with_pyodide: bool) -> None:
    """Build JupyterLite, with nothing of what is installed here but its Python kernel and sliders."""
    kernel = {
        "pyodideUrl": "./static/pyodide/pyodide.js" if with_pyodide else _CDN,
        # Wheels that are given like this are loaded as they are: the student's half asks for a newer matplotlib than
        # Pyodide has, but does without. The others are named because no cell needs to show that it imports them.
        "loadPyodideOptions": {
            "packages": ["numpy", "matplotlib", *(f"{_FROM_THE_WORKER}/{_WHEELS}/{name}" for name in wheels)]
        },
    }
    settings = {
        "jupyter-lite-schema-version": 0,
        "jupyter-config-data": {"appName": "chainrule", "litePluginSettings": {_PLUGIN: kernel}},
    }
    options = {
        "apps": ["lab"],
        "contents": ["contents"],
        "federated_extensions": [str(extension) for extension in extensions],
        "ignore_sys_prefix": True,
        "no_sourcemaps": True,
        "no_unused_shared_packages": True,
        "output_dir": str(draft),
    }
    (lite / "jupyter-lite.json").write_text(json.dumps(settings), encoding="utf-8")
    (lite / "jupyter_lite_config.json").write_text(json.dumps({"LiteBuildConfig": options}), encoding="utf-8")
    command = [sys.executable, "-m", "jupyterlite_core", "build", "--lite-dir", str(lite)]
    done = subprocess.run(command, cwd=lite, capture_output=True, text=True, errors="replace", check=False)
    if done.returncode:
        reason = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1]
        raise CourseError(f"JupyterLite cannot build the site: {reason}")


def _prepare_for_colab(notebook: Path, wheel: str) -> None:
    """Put a cell before all others that installs the student's half, if the notebook is opened in Google Colab."""
    content = nbformat.read(notebook, as_version=4)
    cell = nbformat.v4.new_code_cell(_ONLY_IN_COLAB.format(wheel=wheel), id="only-in-colab")
    content.cells.insert(0, cell)
    nbformat.write(content, notebook)


def _prepare_for_binder(folder: Path, half: Path) -> None:
    """Write what Binder installs: the Python and the packages that the course was released with."""
    folder.mkdir()
    (folder / "runtime.txt").write_text(f"python-{sys.version_info.major}.{sys.version_info.minor}\n")
    (folder / "requirements.txt").write_text(bundle.requirements(f"{_WHEELS}/{half.name}"))


def _write_first_page(course: Course, assignments: list[str], draft: Path, repository: Repository | None) -> None:
    """Write the page from which students start, in place of JupyterLite's."""
    listed = []
    for name in assignments:
        path = f"{name}/{name}.ipynb"
        ways = {"in the browser": f"lab/index.html?path={quote(path)}"}
        if repository is not None:
            ways |= {"Colab": repository.colab(f"files/{path}"), "Binder": repository.binder(f"files/{path}")}
        listed.append((_title(course.release(name)), ways))
    course_id = course.settings().CourseDirectory.get("course_id") or course.root.name
    page = template("site").render(course=course_id, assignments=listed, elsewhere=repository is not None)
    (draft / "index.html").write_text(page, encoding="utf-8")


def _title(notebook: Path) -> str:
    """Return the first heading of a notebook, or else its name."""
    for cell in nbformat.read(notebook, as_version=4).cells:
        if cell.cell_type == "markdown" and cell.source.startswith("# "):
            heading: str = cell.source.splitlines()[0]
            return heading.removeprefix("# ")
    return notebook.stem


def _replace(folder: Path, draft: Path) -> None:
    """Put what is in `draft` into the folder, in place of all that is there."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        if old.name not in _KEPT:
            remove(old)
    for new in draft.iterdir():
        shutil.move(new, folder / new.name)
