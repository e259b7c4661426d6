"""What ends a run early, and what gets in its way: the next run ends with what one whole run gives."""

import contextlib
import errno
import os
import random
import re
import select
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import needs
import pytest
from class_of_students import RIGHT, hand_in, outcome
from conftest import needs_sandbox

from chainrule.grading.authoring import source
from chainrule.grading.course import Course, CourseError
from chainrule.grading.sealed import workers
from chainrule.grading.term import grade as grading
from chainrule.grading.term import gradebook, submitted

STUDENTS = [f"s{number}" for number in range(8)]

GRADE = """
import multiprocessing, sys
from chainrule.grading.course import Course
from chainrule.grading.sealed import workers
from chainrule.grading.term.grade import grade_class

if __name__ == "__main__":
    course = Course.find()
    workers.warm_up(course.root, sys.argv[1], 2)
    workers.hire(course.root, sys.argv[1])  # as the command does

    def tell(done, total):
        print(done, *(child.pid for child in multiprocessing.active_children()), flush=True)

    grade_class(course, ["01_tiny"], jobs=2, wall=sys.argv[1], progress=tell)
"""


@pytest.fixture(scope="module")
def original(tmp_path_factory, release_tiny_course):
    """A course in which nothing is graded yet."""
    course = release_tiny_course(tmp_path_factory.mktemp("released") / "course")
    for number, student in enumerate(STUDENTS):
        path = hand_in(course, student, RIGHT if number % 3 else {"double": f"def double(x):\n    return {number} * x"})
        path.with_name("timestamp.txt").write_text("2030-01-01 11:59:00 UTC")
    return course


@pytest.fixture
def course(original, monkeypatch):
    """The same course for each test, in one place for the sake of the warm sandbox, and ungraded again afterwards."""
    monkeypatch.chdir(original.root)
    kept = {path: path.read_bytes() for path in original.root.rglob("*") if path.is_file()}
    yield original
    shutil.rmtree(original.root / "autograded", ignore_errors=True)
    for path, content in kept.items():
        path.write_bytes(content)


@pytest.fixture(scope="module")
def whole(original, tmp_path_factory):
    """What one whole run leaves behind."""
    course = Course(shutil.copytree(original.root, tmp_path_factory.mktemp("whole") / "course"))
    run(course)
    return outcome(course)


def run(course, **options):
    return grading.grade_class(course, ["01_tiny"], **{"jobs": 1, "wall": "none", **options})


def start(course, mark, *, wall="none"):
    """Start a run with two workers in a process of its own; all of its processes carry a mark."""
    command = [sys.executable, "-c", GRADE, wall]
    return subprocess.Popen(
        command, cwd=course.root, stdout=subprocess.PIPE, text=True, env={**os.environ, "MARK": mark}
    )


def progress(process):
    """Wait for the next line of progress, and return how many are done, and the processes of the workers."""
    done, *children = map(int, process.stdout.readline().split() or [len(STUDENTS)])
    return done, children


def left_behind(mark):
    """Return the processes with a mark, after a moment in which they may end."""
    for _ in range(400):
        found = []
        for folder in Path("/proc").iterdir():
            try:
                if folder.name.isdigit() and f"MARK={mark}".encode() in (folder / "environ").read_bytes().split(b"\0"):
                    found.append(folder.name)
            except OSError:
                pass
        if not found:
            break
        time.sleep(0.05)
    return found


@needs_sandbox
def test_a_run_that_is_killed_again_and_again_ends_with_what_one_run_gives(course, whole):
    moments = random.Random(7)
    for attempt in range(3):
        mark = f"killed-{os.getpid()}-{attempt}"
        with start(course, mark, wall="auto") as process:
            progress(process)
            for _ in range(moments.randrange(3)):
                progress(process)
            select.select([process.stdout], [], [], moments.random() / 4)
            process.kill()
        assert not left_behind(mark)
    results = run(course)
    assert {result.student: result.status for result in results} == dict.fromkeys(STUDENTS, "graded")
    assert scores(outcome(course)) == scores(whole)


def scores(found):
    """Return an outcome without the notebooks' remark behind which wall they were graded."""
    return {name: re.sub('"wall": "[a-z-]+"', "", content) if isinstance(content, str) else content
            for name, content in found.items()}  # fmt: skip


def test_workers_that_are_killed_cost_nothing(course, whole):
    moments, killed = random.Random(3), 0
    done = 0
    with start(course, f"workers-{os.getpid()}") as process:
        while done < len(STUDENTS):
            done, children = progress(process)
            if children and killed < 2 and done % 2:
                time.sleep(moments.random() / 10)
                with contextlib.suppress(ProcessLookupError):
                    os.kill(moments.choice(children), signal.SIGKILL)
                    killed += 1
    assert process.returncode == 0
    assert killed
    assert outcome(course) == whole


SEAMS = {
    "before the gradebook": (gradebook.Grades, "record", "before"),
    "within the transaction": (gradebook.Grades, "_save_scores", "after"),
    "after the gradebook": (gradebook.Grades, "record", "after"),
    "after the notebook": (Path, "replace", "after"),  # of which each submission has two: the time stamp's comes first
}


@pytest.mark.parametrize("seam", SEAMS)
def test_killed_between_two_writes(course, whole, monkeypatch, seam):
    owner, name, when = SEAMS[seam]
    real = getattr(owner, name)
    child = os.fork()
    if not child:
        workers._warm.clear()  # its process belongs to the parent
        turns = iter([False, True] if owner is not Path else [False, False, False, True])

        def deadly(*args, **kwargs):
            now = next(turns)
            if now and when == "before":
                os.kill(os.getpid(), signal.SIGKILL)
            result = real(*args, **kwargs)
            if now:
                os.kill(os.getpid(), signal.SIGKILL)
            return result

        setattr(owner, name, deadly)
        try:
            run(course)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    seen = []
    run(course, progress=lambda done, total: seen.append(total))
    assert seen[0] == len(STUDENTS) - (2 if seam == "after the notebook" else 1)
    assert outcome(course) == whole


@needs_sandbox
def test_ctrl_c_ends_all_and_keeps_what_is_graded(course, whole):
    hand_in(course, "s1", {**RIGHT, "double": "import time\ntime.sleep(50)"})
    mark = f"interrupted-{os.getpid()}"
    command = [Path(sys.executable).with_name("chainrule"), "grade", "--jobs", "2"]
    process = subprocess.Popen(
        command,
        cwd=course.root,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "MARK": mark},
        start_new_session=True,
    )
    while not course.autograded("s3", "01_tiny").exists():
        assert process.poll() is None
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does
    output, errors = process.communicate(timeout=20)
    assert process.returncode == 130
    assert errors.splitlines()[-1].startswith("chainrule: stopped after ")
    assert "run the same command again for the rest" in errors
    assert "Traceback" not in output + errors
    assert not left_behind(mark)
    kept = outcome(course)
    assert kept["rows"][0] == len([name for name in kept if name.endswith(".ipynb")]) < len(STUDENTS)
    hand_in(course, "s1", RIGHT)
    run(course)
    assert scores(outcome(course)) == scores(whole)


def change_source(course, old, new):
    path = course.text("01_tiny")
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    source.build(course, "01_tiny", run=False)


def regraded(course):
    seen = []
    run(course, progress=lambda done, total: seen.append(total))
    return seen[0]


def test_what_is_graded_again(course):
    run(course)
    assert regraded(course) == 0
    hand_in(course, "s2", RIGHT | {"facts": "facts = {}"})
    assert regraded(course) == 1
    source.build(course, "01_tiny")  # with outputs
    assert regraded(course) == 0
    change_source(course, "assert double(-3.5) == -7", "assert double(-3.5) == -8")
    assert regraded(course) == len(STUDENTS)


def test_another_version_grades_again(course, monkeypatch):
    run(course)
    monkeypatch.setattr(grading, "__version__", "9.9")
    assert regraded(course) == len(STUDENTS)


def test_two_graders_at_once(course):
    with (
        grading.alone(course),
        pytest.raises(CourseError, match=rf"Another process \({os.getpid()} on .*\) is grading"),
    ):
        run(course)
    run(course)


def test_a_locked_gradebook_is_waited_for(course, whole):
    other = sqlite3.connect(course.root / "gradebook.db", check_same_thread=False)
    other.execute("begin exclusive")
    threading.Timer(1, other.rollback).start()
    run(course)
    other.close()
    assert outcome(course) == whole


def test_a_gradebook_that_is_locked_meanwhile_ends_the_run(course, whole, monkeypatch):
    monkeypatch.setattr(gradebook, "_LOCKED_SECONDS", 0.1)
    other = sqlite3.connect(course.root / "gradebook.db")

    def lock(done, total):
        if done == 2:
            other.execute("begin exclusive")

    with pytest.raises(CourseError, match="database is locked. Another program is using it: close it"):
        run(course, progress=lock)
    other.rollback()
    assert outcome(course)["rows"][0] == 2
    run(course)
    assert outcome(course) == whole


def test_a_gradebook_that_may_not_be_written(course, monkeypatch):
    url = f"sqlite:///file:{course.root}/gradebook.db?mode=ro&uri=true"
    monkeypatch.setattr(Course, "db_url", url)
    with pytest.raises(CourseError, match="readonly database. Check its permissions"):
        run(course)
    assert not (course.root / "autograded").exists()


class TestFullDisk:
    """`Path.write_text` fails as on a full disk; and, where this may mount one, a full disk."""

    def test_simulated(self, course, whole, monkeypatch):
        def full(path, *args, **kwargs):
            if path.parent.parent.name == "s4":
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
            return write(path, *args, **kwargs)

        write = Path.write_text
        monkeypatch.setattr(Path, "write_text", full)
        with pytest.raises(CourseError, match="No space left on device. Results so far are kept"):
            run(course)
        monkeypatch.setattr(Path, "write_text", write)
        assert outcome(course)["rows"][0] == 4
        run(course)
        assert outcome(course) == whole

    @pytest.mark.needs("root")
    @pytest.mark.parametrize("room", [5_000, 30_000])
    def test_real(self, course, whole, tmp_path, room):
        small = tmp_path / "small"
        small.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(small)]
        if subprocess.run(mount, capture_output=True, check=False).returncode:
            needs.skip("mount")
        try:
            there = Course(shutil.copytree(course.root, small / "course"))
            filler = small / "filler"
            free = os.statvfs(small)
            filler.write_bytes(b"\0" * max(free.f_bavail * free.f_bsize - room, 0))
            with pytest.raises(CourseError, match="No space left on device|disk is full|disk I/O error"):
                run(there)
            filler.unlink()
            run(there)
            assert outcome(there) == whole
        finally:
            workers._cool()
            subprocess.run(["umount", "--lazy", str(small)], check=True)


def test_a_folder_that_cannot_be_written_costs_only_its_own_submission(course, whole):
    (course.root / "autograded").mkdir(exist_ok=True)
    (course.root / "autograded" / "s3").write_text("in the way")
    results = {result.student: result for result in run(course)}
    assert results["s3"].status == "failed"
    assert "s3" in results["s3"].reason
    assert [result.status for result in results.values()].count("graded") == len(STUDENTS) - 1
    (course.root / "autograded" / "s3").unlink()
    run(course)
    assert outcome(course) == whole


def changing(path, times, monkeypatch):
    """Let a file grow whenever it is looked at, so many times."""
    left = iter(range(times))

    def fstat(descriptor, real=os.fstat):
        found = real(descriptor)
        if os.path.samestat(found, path.stat()) and next(left, None) is not None:
            with path.open("ab") as file:
                file.write(b" ")
        return found

    monkeypatch.setattr(os, "fstat", fstat)


def test_a_file_that_changes_once_is_read_again(course, monkeypatch):
    path = course.submitted("s2", "01_tiny")
    content = path.read_bytes()
    changing(path, 1, monkeypatch)
    assert submitted.read(path) == content + b" "


def test_a_file_that_keeps_changing_is_not_graded_and_the_others_are(course, whole, monkeypatch):
    monkeypatch.setattr(submitted, "_READ_AGAIN_SECONDS", (0.01,))
    path = course.submitted("s2", "01_tiny")
    content = path.read_bytes()
    changing(path, 6, monkeypatch)  # looked at three times each time
    results = {result.student: result for result in run(course)}
    assert results["s2"].status == "failed"
    assert results["s2"].reason == "Not graded: the file changed while it was read; run the same command again."
    assert [result.status for result in results.values()].count("graded") == len(STUDENTS) - 1
    path.write_bytes(content)
    run(course)
    assert outcome(course) == whole
