"""What keeps a test of any nbgrader course from being sealed: found in its code, with advice on how to rewrite it.

A test is *sealed* if its verdict uses only plain values that come from the student's process. It is *trusting* if it
asks for something that only that process can tell. Which of the two it is, is found out by running it with the
instructor's own answers (`sealed.examiner`); this module says why, and in which line.
"""

import ast
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from nbformat import NotebookNode

from chainrule.grading import cells, names

_ADVICE = {
    "identity": (
        "compares by `is`, but every call returns a new copy",
        "compare values with `==`; whether an argument was changed in place can be seen from the argument itself",
    ),
    "inside": (
        "looks into the code or the names of an answer",
        "test what the answer does: call it, and compare what it returns",
    ),
    "changes": (
        "deletes or replaces a name that the student's code uses",
        "give the answer a function to call as an argument, and see whether it calls it",
    ),
    "subclass": (
        "makes a subclass of a class of the student's",
        "call the methods of the student's class, or let a read-only cell define the subclass",
    ),
    "own object": (
        "uses an operator, a conversion or an iteration of an object of the student's own class",
        "call a method that returns a plain value, and compare that",
    ),
    "figure": (
        "looks at a figure as the student's cells left it",
        "let the answer return the numbers that it plots, and mark the picture by hand",
    ),
    "time": (
        "measures time",
        "count the calls of a function that the answer is given, or use an input that slow code cannot manage",
    ),
    "output": (
        "looks at what an answer prints, or reads for it from the keyboard",
        "let the answer return what it would print, and take as an argument what it would read",
    ),
    "file": (
        "reads or writes a file that is not one of those beside the notebook",
        "let the answer return what it would write",
    ),
    "code": (
        "lets a text of the student's be run as code (eval, query, execute …)",
        "let the answer be a function, and call it; or compare the text",
    ),
    "name": (
        "looks up, imports or formats what a text says that may be the student's (getattr, import_module, format)",
        "compare the text, or look it up in a dictionary of your own",
    ),
    "shell": (
        "uses a magic or a line for the shell",
        "write it in plain Python",
    ),
}

_INSIDE = {
    *("dir", "vars", "globals", "locals", "getsource", "getsourcelines", "getfile", "id", "get_ipython", "gc"),
    *("__code__", "__dict__", "__globals__", "__closure__", "co_code", "co_names", "inspect", "dis", "ast"),
}
_FIGURE = {"gca", "gcf", "get_fignums", "plotchecker", "matplotcheck"}
_TIME = {"time", "perf_counter", "process_time", "monotonic", "timeit", "default_timer", "time_ns"}
_OUTPUT = {"redirect_stdout", "redirect_stderr", "StringIO", "capture_output", "patch", "stdout", "stdin", "stderr"}
_FILE = {
    *("open", "exists", "isfile", "is_file", "listdir", "glob", "read_text", "read_bytes", "write_text", "remove"),
    *("read_csv", "read_excel", "read_json", "loadtxt", "genfromtxt", "load", "imread", "unlink", "Image"),
}
_CODE = {"eval", "exec", "compile", "query", "sympify", "parse_expr", "system", "Popen", "check_output", "loads"}
_ENGINES = {"execute", "executemany", "executescript", "read_sql", "read_sql_query", "read_sql_table"}
_ENGINES |= {"sql", "sqldf", "duckdb", "SQLContext", "exec_driver_sql"}
"""What runs a text in an engine of its own, of which Python does not report that it does."""

_CALLERS = {"unsafe_load", "unsafe_load_all", "full_load", "full_load_all", "jsonpickle", "dictConfig", "fileConfig"}
_CALLERS |= {f"{c}{kind}Loader" for c in ("", "C") for kind in ("", "Full", "Unsafe")}
_CALLERS |= {"locate", "resolve_name", "loadTestsFromName", "loadTestsFromNames"}
"""What looks up and calls whatever a text names, without making code: PyYAML's loaders but for the safe one, …"""

_HARMLESS_MAGICS = {"time", "timeit", "capture", "prun", "matplotlib", "config", "precision", "load_ext", "autoreload"}
"""Those that run a cell as it is, or only set how something is shown."""

_BY_NAME = {"getattr": 1, "setattr": 1, "delattr": 1, "__getattribute__": 0}
_BY_NAME |= {"import_module": 0, "__import__": 0, "attrgetter": 0, "methodcaller": 0}
"""What takes the name of anything that there is, as which argument."""

_NAMESPACES = {"globals", "locals", "vars", "__dict__", "modules"}

_FORMATS = {"format", "format_map", "vformat"}
_OF_ITS_OWN = {"range", "enumerate", "zip", "sorted", "reversed", "list", "tuple", "set", "dict", "str", "len"}
_OF_ITS_OWN |= {"items", "keys", "values", "split", "strip", "join", "lower", "upper", "format"}
"""Functions and methods that make text of the test's own only of such."""

_OPERATIONS = {
    "len",
    "str",
    "repr",
    "list",
    "tuple",
    "set",
    "dict",
    "sorted",
    "sum",
    "min",
    "max",
    "iter",
    "next",
    "bool",
}
_OPERATIONS |= {"int", "float", "abs", "hash", "isinstance", "issubclass", "type", "reversed", "round", "format", "any"}


_KINDS = {"inside": _INSIDE, "figure": _FIGURE, "time": _TIME, "output": _OUTPUT, "code": _CODE | _ENGINES | _CALLERS}


@dataclass(frozen=True)
class Obstacle:
    """Something in a test that cannot be sealed.

    Parameters
    ----------
    line : int
        The line of the test cell.
    kind : str
        What it is, in a word.
    """

    line: int
    kind: str

    @property
    def is_of_objects(self) -> bool:
        """Whether it asks for what only objects of the student's know; a handle may answer that by itself."""
        return self.kind in ("identity", "inside", "changes", "subclass", "own object")

    @property
    def what(self) -> str:
        """What the test does, to be read after its name."""
        return _ADVICE[self.kind][0]

    @property
    def advice(self) -> str:
        """How to rewrite it."""
        return _ADVICE[self.kind][1]


def obstacles(source: NotebookNode, beside: Collection[str] = ()) -> dict[str, list[Obstacle]]:
    """Return what may keep the tests of an instructor's notebook from being sealed, by ``grade_id``.

    Parameters
    ----------
    source : NotebookNode
        The notebook, with the instructor's answers.
    beside : collection of str
        The files beside it, by their relative names.
    """
    students: set[str] = set()
    classes: set[str] = set()
    objects: set[str] = set()
    found: dict[str, list[Obstacle]] = {}
    for cell in source.cells:
        if cells.role(cell) == "test":
            scan = _Scan(students, classes, objects, beside)
            found[str(cells.grade_id(cell))] = sorted(scan.of(cell.source), key=lambda one: (one.line, one.kind))
        elif cells.role(cell) in ("answer", "written", "play") and cell.cell_type == "code":
            code = names.python(cell.source)
            students |= names.functions(code)
            classes |= {node.name for node in names.nodes(code) if isinstance(node, ast.ClassDef)}
            objects |= _made_of(code, classes)
    return found


def makers_of_code(source: NotebookNode) -> set[str]:
    """Return the tests, by ``grade_id``, that may let a text of the student's be run by an engine, as a database has.

    They, or functions of other cells of the instructor's that they call. That Python itself runs a text is seen when
    it does; but not what it looks up by a name: tests that take such a name from elsewhere, or let a library do it, are
    among these; nor what a magic or a shell line does, which is nothing where no notebook runs.
    """
    engines = _ENGINES | _CALLERS
    found: set[str] = set()
    for cell in source.cells:
        if cells.role(cell) in ("given", "play"):
            for node in names.nodes(names.python(cell.source)):
                if _is_function(node) and _words(node) & engines:
                    engines |= names.definitions(ast.unparse(node))
        elif cells.role(cell) == "test":
            tree = names.parsed(names.python(cell.source))
            if tree and (_words(tree) & engines or any(_by_name(tree)) or any(map(_is_for_shell, ast.walk(tree)))):
                found.add(str(cells.grade_id(cell)))
    return found


def _is_function(node: ast.AST) -> bool:
    """Return whether a statement makes a function or class, or gives one another name; not what one has returned."""
    match node:
        case ast.FunctionDef() | ast.ClassDef() | ast.Assign(value=ast.Lambda() | ast.Attribute()):
            return True
        case ast.Assign(value=ast.Call(func=ast.Name(id="partial") | ast.Attribute(attr="partial"))):
            return True
    return False


def _is_for_shell(node: ast.AST) -> bool:
    """Return whether a node of a translated cell is a magic or a shell line that does something, here or elsewhere."""
    match node:
        case ast.Call(
            func=ast.Attribute(value=ast.Call(func=ast.Name(id="get_ipython")), attr=way), args=[ast.Constant(name), *_]
        ):
            return not way.endswith("_magic") or name not in _HARMLESS_MAGICS
    return False


def _by_name(tree: ast.Module) -> Iterator[ast.expr]:
    """Yield what looks something up by a text which is not, for all that can be seen, the test's own.

    So does, for all that can be seen, a function that does it and is handed on: ``reduce(getattr, …)``.
    """
    own = _own(tree)
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        texts: list[ast.expr] = []
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=arguments) if name in _BY_NAME:
                texts = arguments[_BY_NAME[name] : _BY_NAME[name] + 1]
            case ast.Call(func=ast.Attribute(attr=name, value=ast.Name(id="str")), args=arguments) if name in _FORMATS:
                texts = arguments[:1]
            case ast.Call(func=ast.Attribute(attr=name, value=text)) if name in _FORMATS:
                texts = [text]
            case ast.Subscript(value=value, slice=text) if _words(value) & _NAMESPACES:
                texts = [text]
            case ast.Name(id=name) if name in _BY_NAME and id(node) not in called:
                yield node
        if isinstance(node, ast.expr) and not all(_is_own_text(text, own) for text in texts):
            yield node


def _own(tree: ast.Module) -> set[str]:
    """Return the names that code binds to nothing but its own literals, and what it makes of them."""
    bound: list[tuple[str, ast.expr | None]] = []
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=targets, value=value):
                bound += [(name, value) for target in targets for name in _stored(target)]
            case ast.AugAssign(target=target, value=value) | ast.AnnAssign(target=target, value=value):
                bound += [(name, value) for name in _stored(target)]
            case ast.For(target=target, iter=value) | ast.comprehension(target=target, iter=value):
                bound += [(name, value) for name in _stored(target)]
            case ast.NamedExpr(target=ast.Name(id=name), value=value):
                bound.append((name, value))
            case ast.arg(arg=name) | ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                bound.append((name, None))
            case ast.withitem(optional_vars=ast.expr() as target):
                bound += [(name, None) for name in _stored(target)]
    own = {name for name, _ in bound}
    while others := {name for name, value in bound if name in own and not (value and _is_own_text(value, own))}:
        own -= others
    return own


def _is_own_text(value: ast.expr, own: Collection[str]) -> bool:
    """Return whether an expression is made of literals and of some names."""
    for node in ast.walk(value):
        match node:
            case ast.Name(id=name) if name not in own and name not in _OF_ITS_OWN:
                return False
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in _OF_ITS_OWN:
                pass
            case ast.Call():
                return False
    return True


def _stored(target: ast.expr) -> list[str]:
    return [node.id for node in ast.walk(target) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]


def _words(top: ast.AST) -> set[str]:
    words = {node.id for node in ast.walk(top) if isinstance(node, ast.Name)}
    return words | {node.attr for node in ast.walk(top) if isinstance(node, ast.Attribute)}


class _Scan:
    """Looks for obstacles in one test cell."""

    def __init__(
        self, students: Collection[str], classes: Collection[str], objects: Collection[str], beside: Collection[str]
    ) -> None:
        self._students, self._classes, self._objects = students, classes, set(objects)
        self._beside = beside

    def of(self, source: str) -> set[Obstacle]:
        """Return the obstacles in a cell's source."""
        code = names.python(source)
        tree = names.parsed(code)
        if code != source or tree is None:
            return {Obstacle(1, "shell")}
        self._objects |= _made_of(code, self._classes)
        found = {Obstacle(getattr(node, "lineno", 1), kind) for node in ast.walk(tree) for kind in self._kinds(node)}
        return found | {Obstacle(node.lineno, "name") for node in _by_name(tree)}

    def _kinds(self, node: ast.AST) -> Iterator[str]:
        match node:
            case ast.Compare(ops=ops, comparators=others, left=left):
                sides = [left, *others]
                constant = any(isinstance(side, ast.Constant) for side in sides)
                if any(isinstance(op, ast.Is | ast.IsNot) for op in ops):
                    if not constant:
                        yield "identity"
                elif any(map(self._is_own, sides)):
                    yield "own object"
            case ast.BinOp(left=left, right=right) if self._is_own(left) or self._is_own(right):
                yield "own object"
            case ast.Subscript(value=value) | ast.UnaryOp(operand=value) | ast.For(iter=value) if self._is_own(value):
                yield "own object"
            case ast.Call(func=ast.Name(id=name), args=arguments) if name in _OPERATIONS:
                if any(map(self._is_own, arguments)):
                    yield "own object"
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=arguments) if name in _FILE:
                known = [argument.value for argument in arguments[:1] if isinstance(argument, ast.Constant)]
                if not any(file in self._beside for file in known):
                    yield "file"
            case ast.ClassDef(bases=bases) if any(isinstance(b, ast.Name) and b.id in self._classes for b in bases):
                yield "subclass"
            case ast.Delete(targets=targets) if any(map(self._is_students, targets)):
                yield "changes"
            case ast.Global(names=some) if set(some) & set(self._students):
                yield "changes"
            case ast.Assign(targets=targets) if any(map(self._is_students, targets)):
                yield "changes"
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.alias(name=name):
                for kind, words in _KINDS.items():
                    if name in words or name.partition(".")[0] in words and isinstance(node, ast.alias):
                        yield kind

    def _is_students(self, node: ast.AST) -> bool:
        return isinstance(node, ast.Name) and node.id in self._students

    def _is_own(self, node: ast.AST) -> bool:
        """Return whether an expression is an object of a class of the student's, as far as the code shows."""
        match node:
            case ast.Name(id=name):
                return name in self._objects
            case ast.Call(func=ast.Name(id=name)):
                return name in self._classes
        return False


def _made_of(code: str, classes: Collection[str]) -> set[str]:
    """Return the names that code gives to new objects of some classes."""
    return {
        target.id
        for node in names.nodes(code)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)
        if isinstance(node.value.func, ast.Name) and node.value.func.id in classes
        for target in node.targets
        if isinstance(target, ast.Name)
    }
