"""The sandbox's processes: how they start, what bounds them, how they end."""

import functools
import itertools
import math
import os
import platform
import resource
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from conftest import needs_sandbox
from little import RIGHT, WRONG, doubling, given, notebook, play, printed, score
from needs import TESTED_WALL

from chainrule.grading.course import CourseError
from chainrule.grading.limits import Limits
from chainrule.grading.sealed import fork, walls
from chainrule.grading.sealed.examiner import examine
from chainrule.grading.sealed.inside import landlock, supervisor
from chainrule.grading.sealed.inside import walls as inside_walls
from chainrule.grading.sealed.inside.protocol import LIMITS, SIGNAL, Plan
from chainrule.grading.sealed.sandbox import Died, Sandbox, Stop, TimedOut
from chainrule.grading.students_half import STUDENTS_HALF


@pytest.fixture(
    scope="module",
    params=[pytest.param(TESTED_WALL, marks=needs_sandbox), pytest.param("none", marks=pytest.mark.any_wall)],
)
def sandbox(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    with Sandbox(request.param) as warm:
        yield warm


def text(run: tuple[list[Any], Any]) -> str:
    outputs, error = run
    assert error is None, error
    return "".join(output[2] for output in outputs)


def test_cells_share_names_and_say_what_went_wrong(sandbox: Sandbox) -> None:
    with sandbox.session(Limits()) as session:
        assert text(session.run(0, "x = 1\nprint(x)", 5)) == "1\n"
        _, error = session.run(1, "x += 1\nx / 0", 5)
        assert error[0] == "ZeroDivisionError"
        assert error[3] == [[1, 2]]
        assert text(session.run(2, "print(x)", 5)) == "2\n"


def test_sessions_know_nothing_of_each_other(sandbox: Sandbox) -> None:
    with sandbox.session(Limits()) as session:
        session.run(0, "import numpy\nnumpy.kept = 1\nopen('kept', 'w').close()\nkept = 1", 5)
    with sandbox.session(Limits()) as session:
        code = "import numpy, os\nprint(hasattr(numpy, 'kept'), os.listdir('.'), 'kept' in globals())"
        assert text(session.run(0, code, 5)) == "False [] False\n"


def test_libraries_are_loaded_for_the_submissions_that_use_them_and_find_what_these_would(sandbox: Sandbox) -> None:
    """Among what they find: joblib looks, when it is loaded, whether it may use processes."""
    loaded = "import sys\nprint('sklearn.svm' in sys.modules)"
    found = "import sklearn.svm\nimport joblib.parallel\nprint(joblib.parallel.mp is None)"
    said = []
    for modules in ("", "sklearn.svm LinearSVC\nno_such_module", "sklearn svm", ""):
        with sandbox.session(Limits(), modules=modules) as session:
            is_loaded = bool(modules) and inside_walls.KINDS[sandbox.wall].loads
            assert text(session.run(0, loaded, 5)) == f"{is_loaded}\n"
            said.append(text(session.run(1, found, 60)))
    assert len(set(said)) == 1


def test_copies_with_libraries_end_with_the_warm_process() -> None:
    with Sandbox("none") as warm, warm.session(Limits(), modules="scipy special") as session:
        assert text(session.run(0, "print(1)", 5)) == "1\n"
        assert warm._process is not None
        (copy,) = inside_walls.descendants(warm._process.pid)[:1]
    assert not Path(f"/proc/{copy}").exists()


def test_a_file_counts_as_written_whatever_is_written(sandbox: Sandbox) -> None:
    with sandbox.session(Limits()) as session:
        for name in ("read", "written", "replaced", "deleted"):
            session.put(name, b"1")
        session.watch(["read", "written", "replaced", "deleted"])
        code = "import os, shutil\none = open('read').read()\nopen('written', 'w').write(one)\n"
        code += "shutil.copy2('read', 'new')\nos.replace('new', 'replaced')\nos.remove('deleted')"
        assert text(session.run(0, code, 5)) == ""
        assert session.written() == {"written", "replaced", "deleted"}


def test_a_notebook_imports_what_it_writes(sandbox: Sandbox) -> None:
    with sandbox.session(Limits()) as session:
        session.run(0, "%%writefile mytools.py\ndef positive(x): return x > 0", 5)
        session.run(1, "import pathlib\npathlib.Path('other.py').write_text('one = 1')", 5)
        assert text(session.run(2, "import mytools, other\nprint(mytools.positive(other.one))", 5)) == "True\n"


def test_a_copy_goes_its_own_way(sandbox: Sandbox) -> None:
    with sandbox.session(Limits()) as session:
        session.run(0, "x = 1", 5)
        copy = session.fork()
        session.run(1, "x = 2", 5)
        copy.deadline = time.monotonic() + 5
        assert copy.talk(copy.wire.ask, "name", "x") == ("value", [1])
        copy.close()
        assert text(session.run(2, "print(x)", 5)) == "2\n"


WAITING = """
import asyncio, multiprocessing, subprocess, sys
program = [sys.executable, "-c", "print(3)"]
async def run():
    process = await asyncio.create_subprocess_exec(*program, stdout=subprocess.PIPE)
    out, _ = await process.communicate()
    return out, await process.wait()
print(subprocess.run(program, capture_output=True, timeout=30).stdout, asyncio.run(run()))
child = multiprocessing.get_context("fork").Process(target=print)
child.start()
child.join(30)
print(child.exitcode)
"""


def test_what_python_starts_is_waited_for_in_every_way(sandbox: Sandbox) -> None:
    with sandbox.session(Limits()) as session:
        outputs, error = session.run(0, WAITING, 60)
    assert error is None
    assert "".join(text for _, _, text in outputs).split("\n")[-3:] == ["b'3\\n' (b'3\\n', 0)", "0", ""]


TOGETHER = """
import getpass, os, threading, multiprocessing, time
from concurrent.futures import ThreadPoolExecutor
import numpy as np
import psutil
from joblib import Parallel, delayed
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.model_selection import cross_val_score
context = multiprocessing.get_context("fork")
def square(x): return x * x
X = np.random.default_rng(0).normal(size=(3000, 5))
HistGradientBoostingClassifier(max_iter=3).fit(X, X[:, 0] > 0)
forest = RandomForestClassifier(8, n_jobs=2).fit(X[:300], X[:300, 0] > 0)
assert len(cross_val_score(forest, X[:90], X[:90, 0] > 0, n_jobs=2)) == 5
assert Parallel(n_jobs=2)(delayed(square)(x) for x in range(4)) == [0, 1, 4, 9]
assert getpass.getuser()
assert psutil.Process().pid == os.getpid()
threads = [threading.Thread(target=np.dot, args=(X.T, X)) for _ in range(50)]
for thread in threads: thread.start()
for thread in threads: thread.join()
with ThreadPoolExecutor(4) as pool: assert list(pool.map(square, range(9)))[3] == 9
try: context.Lock()
except (ImportError, OSError): pass  # there are no semaphores behind this wall
else:
    with context.Pool(3) as pool:
        assert pool.map(square, range(9))[3] == 9
    queue = context.Queue()
    child = context.Process(target=queue.put, args=[7])
    child.start()
    assert queue.get(timeout=20) == 7
    child.join()
    event = context.Event()
    assert not event.wait(0.1)
    event.set()
    assert event.wait(0.1)
print("all")
"""


def test_what_works_together_in_python_and_its_libraries_works_here(sandbox: Sandbox) -> None:
    with sandbox.session(Limits()) as session:
        assert text(session.run(0, TOGETHER, 60)) == "all\n"


LOADED = """
import numpy as np
from sklearn.cluster import KMeans
from threadpoolctl import threadpool_info
print(KMeans(2).fit(np.eye(4)).n_clusters, {found["user_api"] for found in threadpool_info()} >= {"blas", "openmp"})
"""


def test_which_libraries_are_loaded_is_known(sandbox: Sandbox) -> None:
    with sandbox.session(Limits()) as session:
        assert text(session.run(0, LOADED, 60)) == "2 True\n"


COPIED = """
import asyncio, os, shutil, socket, threading
with open("a", "wb") as file: file.write(bytes(range(256)) * 1000)
shutil.copyfile("a", "b")
shutil.copy("a", "c")
shutil.copytree(".", "d")
ours, theirs = socket.socketpair()
read = []
def receive():
    while part := theirs.recv(1 << 16): read.append(part)
thread = threading.Thread(target=receive)
thread.start()
with open("a", "rb") as file: ours.sendfile(file)
ours.close()
thread.join()
whole = open("a", "rb").read()
print([open(name, "rb").read() == whole for name in ("b", "c", "d/b")], b"".join(read) == whole)
"""


def test_files_are_copied_and_sent(sandbox: Sandbox) -> None:
    with sandbox.session(Limits()) as session:
        assert text(session.run(0, COPIED, 30)) == "[True, True, True] True\n"


AWAITED = """
import asyncio
from subprocess import PIPE
async def wait(seconds):
    await asyncio.sleep(seconds)
    return seconds
def slow(): return 4
async def run():
    found = await asyncio.gather(wait(0.01), wait(0.02), asyncio.to_thread(slow))
    process = await asyncio.create_subprocess_shell("cat", stdin=PIPE, stdout=PIPE)
    return found, (await process.communicate(b"5"))[0]
print(asyncio.run(run()))
"""


def test_what_is_awaited_comes(sandbox: Sandbox) -> None:
    with sandbox.session(Limits()) as session:
        assert text(session.run(0, AWAITED, 30)) == "([0.01, 0.02, 4], b'5')\n"
        assert text(session.run(1, "print(await asyncio.wait_for(wait(0.01), 5))", 30)) == "0.01\n"


def test_what_a_cell_sets_for_its_own_sockets_and_output_ends_no_copy(sandbox: Sandbox) -> None:
    with sandbox.session(Limits()) as session:
        cell = "import socket, sys\nsocket.setdefaulttimeout(0.1)\nsocket.socket = None"
        assert text(session.run(0, cell, 5)) == ""
        copy = session.fork()
        time.sleep(0.3)
        copy.deadline = time.monotonic() + 5
        assert copy.talk(copy.wire.ask, "run", 1, "1")[0] == "ran"
        copy.close()
        session.run(1, "sys.stdout = None", 5)
        session.run(2, "x = 1", 5)
        assert session.run(3, "assert x == 1", 5)[0] == []


@needs_sandbox
def test_copies_that_take_long_to_count_are_not_too_many() -> None:
    """The examiner asks for them: one for each test cell. What they share counts once."""
    with Sandbox(TESTED_WALL) as warm, warm.session(Limits(memory_bytes=2 << 30)) as session:
        assert text(session.run(0, "texts = [f'{i:_>99}' for i in range(2_000_000)]", 30)) == ""
        copies = [session.fork() for _ in range(120)]
        time.sleep(5)
        for copy in copies:
            copy.deadline = time.monotonic() + 30
            assert copy.talk(copy.wire.ask, "name", "nothing")[0] == "missing"
            copy.close()


def test_a_cell_over_its_time_is_interrupted(sandbox: Sandbox) -> None:
    with sandbox.session(Limits()) as session:
        _, error = session.run(0, "x = 1\nwhile True: pass", 0.2)
        assert error[0] == "KeyboardInterrupt"
        assert text(session.run(1, "print(x)", 5)) == "1\n"


def test_a_cell_that_ignores_interrupts_times_out(sandbox: Sandbox) -> None:
    code = "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass"
    with sandbox.session(Limits()) as session, pytest.raises(TimedOut):
        session.run(0, code, 0.2)


def test_a_process_that_ends_is_noticed_at_once(sandbox: Sandbox) -> None:
    start = time.monotonic()
    with sandbox.session(Limits()) as session, pytest.raises(Died):
        session.run(0, "import os\nos._exit(0)", 30)
    assert time.monotonic() - start < 25


def test_nothing_can_signal_all_processes_at_once(sandbox: Sandbox) -> None:
    # Signal 0 asks only whether it would be allowed.
    with sandbox.session(Limits()) as session:
        _, error = session.run(0, "import os\nos.kill(-1, 0)", 5)
        assert error[0] == "PermissionError"


def test_the_memory_of_a_process_is_bounded(sandbox: Sandbox) -> None:
    with sandbox.session(Limits(memory_bytes=1 << 30)) as session:
        _, error = session.run(0, "x = bytearray(2 << 30)", 5)
        assert error[0] == "MemoryError"


def test_the_same_scores_with_and_without_a_sandbox(sandbox: Sandbox) -> None:
    assert score(examine(doubling(RIGHT), sandbox)) == 3
    assert score(examine(doubling(WRONG), sandbox)) == 0


def test_a_sandbox_that_was_killed_starts_again(sandbox: Sandbox) -> None:
    assert sandbox._process is not None
    sandbox._process.kill()
    sandbox._process.wait()
    assert score(examine(doubling(RIGHT), sandbox)) == 3


THREADS = """
import threading, time
threading.stack_size(1 << 16)
stop = threading.Event()
started, end = 0, time.monotonic() + 1
while started < {most} and time.monotonic() < end:
    try:
        threading.Thread(target=stop.wait, daemon=True).start()
        started += 1
    except RuntimeError:
        time.sleep(0.001)
print(started)
"""


def test_processes_are_looked_at_when_they_have_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine they wait for a core to do so, and one that is being started is there only then."""
    watching = object.__new__(supervisor.Supervisor)
    watching._wall = SimpleNamespace(signal_all=lambda number: None)
    looks = iter([{1: "R"}, {1: "T", 2: "R"}, {1: "T", 2: "T"}, {}])
    state = functools.partial(supervisor._State, (1, ""), 0.0, 0.0, 1)
    monkeypatch.setattr(watching, "_states", lambda: {pid: state(letter, 0) for pid, letter in next(looks).items()})
    assert watching._stopped().keys() == {1, 2}


def test_what_grows_during_a_long_count_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who was looked at may grow while others are, even if it was stopped: in a call into the kernel."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        limits = dict.fromkeys(LIMITS, 64)
        watching = supervisor.Supervisor(ours, inside_walls.Wall(Plan("none")), limits)
        for seconds, counted in ((0.0, 40), (0.3, 60)):
            looks = iter([(40, 10), (math.inf, 30)])

            def memory(pids: list[int], *, exact: bool, looks=looks, seconds=seconds) -> tuple[float, int]:
                time.sleep(seconds)
                return next(looks)

            monkeypatch.setattr(watching, "_memory", memory)
            assert watching._use({}, 1.0)["memory_bytes"] == counted


@needs_sandbox
def test_a_neighbours_threads_keep_no_process_from_starting() -> None:
    """Behind the wall `container`, an ordinary user runs both."""
    limits = Limits(processes=64)
    with (
        Sandbox(TESTED_WALL) as first,
        Sandbox(TESTED_WALL) as second,
        first.session(limits) as here,
        second.session(limits) as there,
    ):
        assert int(text(there.run(0, THREADS.format(most=50), 5))) == 50
        assert int(text(here.run(0, THREADS.format(most=50), 5))) == 50
        for _ in range(5):
            here.fork().close()


@needs_sandbox
def test_threads_count_as_processes() -> None:
    said = ""
    with Sandbox(TESTED_WALL) as warm, warm.session(Limits(processes=64)) as session:
        try:
            said = text(session.run(0, THREADS.format(most=300) + "time.sleep(2)", 10))
        except Died as died:
            said = str(died)
    assert "more than 64 processes" in said or int(said) < 64


@needs_sandbox
def test_all_processes_end_with_the_session() -> None:
    code = "import subprocess, os\nfor _ in range(3): subprocess.Popen(['sleep', '86399'], start_new_session=True)"
    with Sandbox(TESTED_WALL) as sealed, sealed.session(Limits()) as session:
        session.run(0, code, 5)
        assert _sleepers_become(3)
        session.close()
        assert _sleepers_become(0)


def _sleepers_become(count: int) -> bool:
    deadline = time.monotonic() + 5
    while (now := _sleepers(Path("/proc"))) != count and time.monotonic() < deadline:
        time.sleep(0.05)
    return now == count


def _sleepers(proc: Path) -> int:
    count = 0
    for path in proc.glob("[0-9]*/cmdline"):
        try:
            count += path.read_bytes() == b"sleep\x0086399\x00"
        except OSError:
            continue
    return count


def test_the_own_group_ends_with_an_open_session() -> None:
    with Sandbox("none") as warm, warm.session(Limits()) as session:
        session.run(0, "import subprocess\nsubprocess.Popen(['sleep', '86398'])", 5)
        session.close()
        time.sleep(0.5)
    assert not [p for p in Path("/proc").glob("[0-9]*/cmdline") if p.exists() and b"86398" in p.read_bytes()]


def test_where_no_process_can_be_copied_it_says_where_to_grade(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "fork")
    with pytest.raises(CourseError, match="WSL"), Sandbox("none"):
        pass


def test_a_sandbox_that_cannot_be_built_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walls, "_DEVICES", ("no such device",))
    said = r"(No such file|Operation not permitted).*--wall none"
    with pytest.raises(CourseError, match=said), Sandbox("namespaces"):
        pass


def test_without_landlock_it_says_what_is_not_promised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(landlock, "abi", lambda: 0)
    with (
        pytest.raises(CourseError, match=r"no Landlock.*reading every file.*--wall weak-container"),
        Sandbox("container"),
    ):
        pass


def test_root_without_a_spare_user_is_told_how_to_start_the_container(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walls, "_mapped_users", lambda: [(0, 1)])
    with pytest.raises(CourseError, match=r"none of the 1 in this container is free: start .*--user 1000"):
        walls.spare_user()
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(CourseError, match=r"namespaces and container: as root .*--user 1000[^:]*$"), Sandbox():
        pass


def test_auto_takes_the_next_wall_where_the_first_does_not_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walls, "_namespaces", lambda plan, hidden: walls.Start([], "no_such_module", plan, {}))
    monkeypatch.setattr(landlock, "abi", lambda: 0)
    with pytest.raises(CourseError, match="namespaces: .*no_such_module.*; container: .*no Landlock"), Sandbox():
        pass


@needs_sandbox
def test_the_course_is_hidden_even_inside_the_python_installation(tmp_path: Path) -> None:
    inside = Path(sys.prefix) / "share"
    there = next(path for path in inside.rglob("*") if path.is_file())
    with Sandbox(TESTED_WALL, hidden=(inside,)) as sealed:
        code = f"try: print(open({str(there)!r}).read())\nexcept OSError: print('no')"
        assert printed(examine(notebook(play(code)), sealed), 1) == "no\n"


@needs_sandbox
def test_settings_in_the_python_installation_are_hidden() -> None:
    there = next(path for path in (Path(sys.prefix) / "share" / "jupyter").rglob("*.json") if path.is_file())
    with Sandbox(TESTED_WALL) as sealed:
        code = f"try: print(open({str(there)!r}).read())\nexcept OSError: print('no')"
        assert printed(examine(notebook(play(code)), sealed), 1) == "no\n"


def test_of_where_programs_are_installed_only_programs_and_libraries_are_shown(tmp_path, monkeypatch) -> None:
    for name in ("bin", "lib", "etc", "source", "share/nbgrader/exchange"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "pyvenv.cfg").touch()
    monkeypatch.setattr(sys, "prefix", str(tmp_path))  # `python -m venv .` in a teacher's folder
    with walls.prepared("namespaces", []) as start:
        shown = {name for name in start.plan.trees | start.plan.files if name.startswith(f"{tmp_path}/")}
        assert shown == {f"{tmp_path}/{name}" for name in ("bin", "lib", "share", "pyvenv.cfg")}
        assert f"{tmp_path}/share/nbgrader" in start.plan.hidden
        assert not {"/usr", "/usr/local", "/usr/local/etc", "/usr/src"} & start.plan.trees.keys()


@needs_sandbox
def test_many_small_files_have_a_limit_of_their_own() -> None:
    code = "import time\nfor n in range({}): open(str(n), 'w').close()\ntime.sleep(0.5)"
    with Sandbox(TESTED_WALL) as sandbox:
        with sandbox.session(Limits()) as session:
            assert session.run(0, code.format(5000), 60)[1] is None
        with sandbox.session(Limits(files=100)) as session:
            try:
                _, error = session.run(0, code.format(200), 60)
            except Stop:
                assert session.reason() == "it made more than 100 files"
            else:
                assert "No space left" in error[2]


def test_memory_in_large_pages_is_the_same() -> None:
    code = """
from chainrule.grading.sealed.inside import linux
held = [list(range(i, i + 1000)) for i in range(5000)]
print(linux.use_large_pages() > 0, held == [list(range(i, i + 1000)) for i in range(5000)])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    can = sys.platform == "linux" and tuple(map(int, platform.release().split(".")[:2])) >= (6, 1)
    assert done.stdout == f"{can} True\n"


def test_who_pauses_with_all_processes_gives_way_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """But nobody does before a second is over, or who has two cores busy on average."""
    gave_way: list[int] = []
    monkeypatch.setattr(supervisor, "_give_way", lambda pid, *_: gave_way.append(pid))
    state = supervisor._State((os.getpid(), ""), 0.0, 0.0, 1, "R", 0)
    for busy, pause, times, gives_way in ((6, 3, 10, True), (10, 0, 1, False), (20, 0, 1, True), (2, 10, 10, False)):
        ours, theirs = socket.socketpair()
        gave_way.clear()
        with ours, theirs:
            watching = supervisor.Supervisor(ours, inside_walls.Wall(Plan("none")), dict.fromkeys(LIMITS, 64))
            monkeypatch.setattr(watching, "_memory", lambda *_, **__: (0.0, 0))
            monkeypatch.setattr(watching, "_mappings", lambda *_: 0.0)
            for cores in ([64.0] * busy + [0.0] * pause) * times:
                monkeypatch.setattr(watching, "_running", lambda *_, cores=cores, **__: cores)
                watching._use({os.getpid(): state}, 0.1)
        assert bool(gave_way) == gives_way


@pytest.mark.parametrize("gone", [0, 3, 100])
def test_files_that_are_gone_before_they_are_counted_count_if_they_always_are(tmp_path, monkeypatch, gone) -> None:
    (tmp_path / "file").write_bytes(b"x" * 8192)
    wall, listdir, times = inside_walls.Container(Plan("container")), os.listdir, itertools.count()
    wall.home = str(tmp_path)
    monkeypatch.setattr(os, "listdir", lambda folder: [*listdir(folder), *["moved"] * (next(times) < gone)])
    assert (wall.disk_used([], 100)[0] > 1 << 40) == (gone == 100)


def test_a_deleted_file_of_which_a_part_is_mapped_is_too_much_whatever_disk_it_is_said_to_be_on(
    tmp_path, monkeypatch
) -> None:
    wall = inside_walls.Container(Plan("container"))
    wall.home = str(tmp_path)
    line = f"7f0000000000-7f0000001000 rw-s 00000000 00:99 77 {tmp_path}/file (deleted)\n"
    monkeypatch.setattr(inside_walls, "maps", lambda *_: line)
    assert wall.disk_used([os.getpid()], 100)[0] > 1 << 40
    with tempfile.TemporaryFile(dir=tmp_path) as file:
        monkeypatch.setattr(inside_walls, "maps", lambda *_: line.replace("77", str(os.fstat(file.fileno()).st_ino)))
        assert wall.disk_used([os.getpid()], 100)[0] < 1 << 20


def test_files_that_are_moved_about_while_they_are_counted_are_noticed(tmp_path, monkeypatch) -> None:
    for name in ("first", "last"):
        (tmp_path / name).mkdir()
    (tmp_path / "last" / "file").write_bytes(b"x" * 8192)
    wall, stat = inside_walls.Container(Plan("container")), os.stat
    wall.home = str(tmp_path)
    for _ in range(3):
        time.sleep(0.05)
        still, _ = wall.disk_used([], 100)
    assert not wall.is_moving

    def moved(name, **where):
        if name == "last":  # what is in it goes where the look has been
            monkeypatch.setattr(os, "stat", stat)
            os.rename(tmp_path / "last" / "file", tmp_path / "first" / "file")
        return stat(name, **where)

    monkeypatch.setattr(os, "listdir", lambda folder, listed=os.listdir: sorted(listed(folder)))
    monkeypatch.setattr(os, "stat", moved)
    assert wall.disk_used([], 100)[0] == still - 8192
    assert wall.disk_used([], 100)[0] == still
    assert wall.is_moving
    for _ in range(2):
        time.sleep(0.05)
        wall.disk_used([], 100)
    assert not wall.is_moving


def test_processes_that_end_for_ever_keep_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """They can be started faster than they are waited for, by an ordinary user behind the wall `container`."""
    waits = itertools.count()

    def wait(_pid: int, _options: int) -> tuple[int, int, resource.struct_rusage]:
        assert next(waits) < 10_000, "for ever"
        return 7, 0, resource.getrusage(resource.RUSAGE_SELF)

    monkeypatch.setattr(os, "wait4", wait)
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(SIGNAL.pack(0, 0))  # asks for a turn
        theirs.shutdown(socket.SHUT_WR)
        supervisor.Supervisor(ours, inside_walls.Wall(Plan("none")), dict.fromkeys(LIMITS, 64)).run(theirs, ours)
    assert next(waits) > 0


@needs_sandbox
def test_a_python_below_tmp_is_there_and_nothing_else_is(monkeypatch: pytest.MonkeyPatch) -> None:
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        prefix = Path(folder) / "venv"
        prefix.mkdir()
        prefix.parent.chmod(0o755)
        (prefix / "pyvenv.cfg").touch()
        (prefix.parent / "secret").touch()
        installation = walls._installation()
        monkeypatch.setattr(walls, "_installation", lambda: [*installation, prefix])
        with Sandbox(TESTED_WALL) as sealed:
            secret = str(prefix.parent / "secret")
            code = f"import os\nprint(os.listdir({str(prefix)!r}))\ntry: open({secret!r})\nexcept OSError: print('no')"
            assert printed(examine(notebook(play(code)), sealed), 1) == "['pyvenv.cfg']\nno\n"


@needs_sandbox
def test_the_students_half_is_there(sandbox: Sandbox) -> None:
    names = ", ".join(STUDENTS_HALF[1:])
    shown = notebook(given(f"from chainrule import {names}"), play("print('there')"))
    assert printed(examine(shown, sandbox), 2) == "there\n"


@needs_sandbox
@pytest.mark.parametrize("room", [1 << 30, 1 << 20])
def test_a_copy_of_the_examiner_goes_on_with_the_memory_that_others_left(room: int):
    def work(line: fork.Line) -> None:
        line.pause()
        bytearray(1 << 29)

    with fork.Copy(work, 1 << 30, 60) as copy:
        assert copy.listen(pytest.fail) is None
        copy.go_on([], room)
        assert copy.listen(pytest.fail) == (None if room > 1 << 29 else "memory")


@pytest.mark.parametrize(
    ("cell", "points"),
    [
        ("import socket\nsocket.setdefaulttimeout(0.01)", 3),
        ("import sys\nsys.stdout = None", 0),  # IPython can run no cell then
    ],
)
def test_what_a_cell_sets_for_itself_is_no_tampering(sandbox: Sandbox, cell: str, points: int) -> None:
    source = doubling(RIGHT)
    source.cells[-1].source = f"import time\ntime.sleep(0.1)\n{source.cells[-1].source}"
    submitted = deepcopy(source)
    submitted.cells.insert(1, play(cell))
    result = examine(submitted, sandbox, source=source)
    assert (score(result), result.events) == (points, [])
