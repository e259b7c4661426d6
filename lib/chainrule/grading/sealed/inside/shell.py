"""IPython in the student's process: it runs cells, and their outputs are collected."""

import binascii
import contextlib
import io
import os
import subprocess
import sys
from typing import Any

from . import wire

CELL = "<cell {}>"

_RESULT = 1000
"""Characters of what a cell ends with that are kept, whatever it prints: they may be the points of a test."""
"""The file name of a cell's code in tracebacks."""


class Text(io.TextIOBase):
    """Standard output or error: text beyond the limit is dropped at once."""

    def __init__(self, outputs: "Outputs", name: str) -> None:
        self._outputs = outputs
        self.name = f"<{name}>"
        self._stream = name

    encoding = "utf-8"

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._outputs.text(self._stream, text)
        return len(text)


class Outputs:
    """The outputs of a cell, in order.

    Parameters
    ----------
    limit : int
        The most characters of text; the rest is dropped at once.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self.clear()

    def clear(self) -> None:
        """Forget all outputs."""
        self._items: list[list[Any]] = []
        self._room = self._limit
        self._pictures = wire.MAX_PICTURES

    def text(self, stream: str, text: str) -> None:
        """Add text that was printed to ``stdout`` or ``stderr``."""
        if self._room <= 0 or not text:
            return
        text = text[: self._room]
        self._room -= len(text)
        if self._items and self._items[-1][0] == stream:
            self._items[-1][1].append(text)
        else:
            self._items.append([stream, [text]])

    def data(self, kind: str, bundle: dict[str, Any]) -> None:
        """Add a ``display`` or ``result``: only its text and its PNG picture are kept."""
        if len(self._items) >= wire.MAX_OUTPUTS:
            if kind != "result":
                return
            self._items.pop()
        text = bundle.get("text/plain")
        room = max(self._room, _RESULT if kind == "result" else 0)
        text = str(text)[:room] if text is not None else ""
        self._room -= len(text)
        picture = bundle.get("image/png")
        if isinstance(picture, str):
            picture = binascii.a2b_base64(picture)
        if not isinstance(picture, bytes) or len(picture) > self._pictures:
            picture = None
        else:
            self._pictures -= len(picture)
        if text or picture:
            self._items.append([kind, text, picture])

    def take(self) -> list[list[Any]]:
        """Return all outputs as plain data, and forget them."""
        items = [["text", item[0], "".join(item[1])] if len(item) == 2 else item for item in self._items]
        self.clear()
        return items


def warm_shell() -> Any:
    """Load the libraries that notebooks use, and return an IPython shell that is ready to run cells."""
    import matplotlib.pyplot as plt
    import numpy as np  # noqa: F401
    from IPython.core.compilerop import CachingCompiler
    from IPython.core.displayhook import DisplayHook
    from IPython.core.displaypub import DisplayPublisher
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    class Compiler(CachingCompiler):
        """Gives the code of a cell a file name with the cell's number."""

        cell = 0

        def get_code_name(self, raw_code: str, transformed_code: str, number: int) -> str:
            return CELL.format(Compiler.cell)

    class Publisher(DisplayPublisher):
        outputs: Outputs | None = None

        def publish(self, data: Any, metadata: Any = None, source: Any = None, **kwargs: Any) -> None:
            if self.outputs is not None:
                self.outputs.data("display", data)

        def clear_output(self, wait: bool = False) -> None:
            if self.outputs is not None:
                self.outputs.clear()

    class Hook(DisplayHook):
        def write_output_prompt(self) -> None:
            pass

        def write_format_data(self, format_dict: dict[str, Any], md_dict: Any = None) -> None:
            if shell.display_pub.outputs is not None:
                shell.display_pub.outputs.data("result", format_dict)

        def finish_displayhook(self) -> None:
            self._is_active = False

    class Shell(InteractiveShell):
        displayhook_class = Hook
        display_pub_class = Publisher
        compiler_class = Compiler
        display_pub: Publisher
        compile: Compiler

        def enable_gui(self, gui: Any = None) -> None:
            pass

        failed: BaseException | None = None
        """What was raised where a magic runs code, such as ``%run``, which goes on."""

        def showtraceback(self, *args: Any, **kwargs: Any) -> None:
            """Show nothing, but keep it: the examiner shows all errors, in its own way."""
            self.failed = sys.exc_info()[1]

        def showsyntaxerror(self, *args: Any, **kwargs: Any) -> None:
            pass

        def showindentationerror(self) -> None:
            pass

        def _format_exception_for_storage(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
            """Keep no errors in the history, which nobody sees: IPython reads the sources of libraries for them."""
            return {}

        def system(self, cmd: str) -> None:
            process = subprocess.Popen(
                self.var_expand(cmd, depth=1),  # type: ignore[no-untyped-call]
                shell=True,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
            )
            assert process.stdout is not None
            while block := os.read(process.stdout.fileno(), 65536):
                sys.stdout.write(block.decode(errors="replace"))
            self.user_ns["_exit_code"] = process.wait()

        system_piped = system_raw = system

    settings = Config()
    settings.HistoryManager.enabled = False
    settings.InteractiveShell.colors = "nocolor"
    shell = Shell.instance(config=settings)
    shell.run_line_magic("matplotlib", "inline")
    with contextlib.suppress(ImportError):
        import chainrule.check
        import chainrule.datasets
        import chainrule.plots

        chainrule.datasets.digits()
        chainrule.datasets.mnist_folder()
    figure, axes = plt.subplots(figsize=(1, 1))
    axes.set_title("$x$ y")
    figure.savefig(io.BytesIO(), format="png")
    plt.close(figure)
    shell.run_cell("None", store_history=False)  # type: ignore[no-untyped-call]
    return shell
