"""The files beside a notebook, on the examiner's side: a folder of its own with copies of them."""

import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path


@contextlib.contextmanager
def at(files: Mapping[str, Path]) -> Iterator[None]:
    """Work in a folder with copies of files, whose modules can be imported; none of them stays imported.

    Parameters
    ----------
    files : mapping of str to Path
        The files, by their relative names.
    """
    before, loaded = Path.cwd(), set(sys.modules)
    with tempfile.TemporaryDirectory(prefix="chainrule-beside-") as name:
        folder = Path(name).resolve()
        for relative, path in files.items():
            (folder / relative).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, folder / relative)
        os.chdir(folder)
        sys.path.insert(0, str(folder))
        try:
            yield
        finally:
            os.chdir(before)
            sys.path.remove(str(folder))
            for module in [name for name in sys.modules.keys() - loaded if _is_in(sys.modules[name], folder)]:
                del sys.modules[module]


def _is_in(module: object, folder: Path) -> bool:
    file = getattr(module, "__file__", None)
    return file is not None and Path(file).is_relative_to(folder)
