"""The same class graded by one process, by several, and by a Dask cluster: nothing differs but times."""

import contextlib
import json
import os
import pickle
import shutil
import signal
import subprocess
import sys
import time

import dask
import distributed
import pytest
from class_of_students import RIGHT, hand_in, outcome
from click.testing import CliRunner

from chainrule.cli import main
from chainrule.grading.course import CourseError
from chainrule.grading.notebooks import source_text
from chainrule.grading.sealed import workers
from chainrule.grading.term import grade

PICTURE = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()\nprint('drawn')\n"
CLASS = {
    "ada": RIGHT,
    "bob": {"double": "def double(x):\n    return abs(2 * x)", "facts": "facts = {}"},
    "cid": {},
    "dan": {**RIGHT, "double": PICTURE + "def double(x):\n    return x + x"},
    "eve": {**RIGHT, "facts": "import os\nos._exit(3)"},
    "fay": b"no notebook",
    "gus": {**RIGHT, "explain_double": "Because."},
    "hal": {"facts": "facts = {'half of ten': 'five'}"},
}


@pytest.fixture(scope="module")
def course(tmp_path_factory, release_tiny_course):
    made = release_tiny_course(tmp_path_factory.mktemp("released") / "course")
    for number, (student, content) in enumerate(CLASS.items()):
        path = hand_in(made, student, content)
        path.with_name("timestamp.txt").write_text(f"2030-01-0{number + 1} 11:59:00 UTC")
    return made


@pytest.fixture(autouse=True)
def _ungraded(course):
    """Forget what the test before has graded."""
    kept = (course.root / "gradebook.db").read_bytes()
    yield
    shutil.rmtree(course.root / "autograded", ignore_errors=True)
    (course.root / "gradebook.db").write_bytes(kept)


@pytest.fixture(scope="module")
def alone(course):
    """What one process gives."""
    kept = (course.root / "gradebook.db").read_bytes()
    run(course, jobs=1)
    found = outcome(course)
    shutil.rmtree(course.root / "autograded")
    (course.root / "gradebook.db").write_bytes(kept)
    return found


@pytest.fixture(scope="module")
def cluster():
    """Two worker processes; two threads each, which must not get into each other's way."""
    with distributed.LocalCluster(n_workers=2, threads_per_worker=2, dashboard_address=":0") as made:
        yield made


def run(course, **options):
    return grade.grade_class(course, ["01_tiny"], **{"wall": "none", **options})


def test_the_class_is_as_mixed_as_it_should_be(course):
    results = {result.student: result for result in run(course, jobs=1)}
    assert [result.score for result in results.values()] == [4.5, 1.5, 0, 4.5, 3.5, 0, 4.5, 0]
    assert results["fay"].status == "unreadable"


@pytest.mark.parametrize("jobs", [2, 4])
def test_processes_give_what_one_gives(course, alone, jobs):
    run(course, jobs=jobs)
    assert outcome(course) == alone


def test_the_order_does_not_matter(course, alone, monkeypatch):
    monkeypatch.setattr(grade, "find", lambda *args, find=grade.find: find(*args)[::-1])
    run(course, jobs=1)
    assert outcome(course) == alone


def test_a_cluster_gives_what_one_process_gives(course, alone, cluster):
    run(course, scheduler=cluster.scheduler_address)
    assert outcome(course) == alone


def test_the_command_grades_on_a_cluster(course, alone, cluster, monkeypatch):
    monkeypatch.chdir(course.root)
    done = CliRunner().invoke(main, ["grade", "--no-sandbox", "--scheduler", cluster.scheduler_address])
    assert done.exit_code == 0, done.output
    assert "8 submissions (7 graded, 1 unreadable)" in done.output
    assert outcome(course) == alone


def test_a_worker_of_a_cluster_that_is_killed_costs_nothing(course, alone, cluster):
    with distributed.Client(cluster.scheduler_address, set_as_default=False) as client:
        first, _ = client.run(os.getpid).values()

    def kill(done, total):
        if done == 1:
            os.kill(first, signal.SIGKILL)

    run(course, scheduler=cluster.scheduler_address, progress=kill)
    assert outcome(course) == alone


@pytest.fixture
def certificates(tmp_path):
    """Settings of Dask for encrypted connections, with keys in files."""
    keys = distributed.Security.temporary()
    (tmp_path / "ca.pem").write_text(keys.tls_ca_file)
    (tmp_path / "key.pem").write_text(keys.tls_client_key)
    (tmp_path / "cert.pem").write_text(keys.tls_client_cert)
    tls = "distributed.comm.tls"
    return {
        f"{tls}.ca-file": f"{tmp_path}/ca.pem",
        f"{tls}.client.key": f"{tmp_path}/key.pem",
        f"{tls}.client.cert": f"{tmp_path}/cert.pem",
    }


def test_an_encrypted_cluster_of_separate_programs(course, alone, certificates, tmp_path, monkeypatch):
    """Scheduler and workers are started by Dask's commands; one worker is killed, one has another version."""
    known = f"--tls-ca-file {tmp_path}/ca.pem --tls-cert {tmp_path}/cert.pem --tls-key {tmp_path}/key.pem".split()
    (tmp_path / "other.py").write_text("import chainrule.grading.term.grade as grade\ngrade.__version__ = '9.9.9'\n")
    found = tmp_path / "scheduler.json"
    with contextlib.ExitStack() as ended:

        def start(*arguments):
            command = [sys.executable, "-m", "dask", *arguments, *known, "--no-dashboard"]
            process = ended.enter_context(subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.DEVNULL))
            ended.callback(process.kill)
            return process

        start("scheduler", "--protocol", "tls", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(found))
        while not (found.exists() and found.stat().st_size):
            time.sleep(0.1)
        address = json.loads(found.read_text())["address"]
        worker = ("worker", "--nthreads", "1", "--no-nanny", address)
        first, second = start(*worker), start(*worker)
        with monkeypatch.context() as impatient:
            impatient.setattr(workers, "_ANSWER_SECONDS", 1)
            with pytest.raises(CourseError, match="No Dask scheduler answers"):
                run(course, scheduler=address)
        with dask.config.set(certificates):
            run(course, scheduler=address, progress=lambda done, total: first.kill() if done == 1 else None)
            assert outcome(course) == alone
            second.kill()
            start(*worker, "--preload", str(tmp_path / "other.py"))
            with pytest.raises(CourseError, match=r"has chainrule 9.9.9, but .* sends it work"):
                run(course, scheduler=address, force=True)


def test_a_cluster_that_goes_away_is_one_line_and_what_is_graded_is_kept(course, alone, monkeypatch):
    monkeypatch.setattr(workers, "_ANSWER_SECONDS", 2)
    with distributed.LocalCluster(n_workers=1, processes=False, dashboard_address=":0") as made:

        def close(done, total):
            if done == 2:
                made.close()

        with pytest.raises(CourseError, match=r"Dask scheduler at .* is gone. What is graded is kept"):
            run(course, scheduler=made.scheduler_address, progress=close)
    assert outcome(course)["rows"][0] == 2
    run(course, jobs=1)
    assert outcome(course) == alone


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nonsense"])
def test_a_scheduler_that_does_not_answer_is_one_line(course, monkeypatch, address):
    monkeypatch.setattr(workers, "_ANSWER_SECONDS", 0.5)
    with pytest.raises(CourseError, match=f"No Dask scheduler answers at {address}. Check the address"):
        run(course, scheduler=address)


def test_a_worker_is_no_scheduler(course, cluster):
    address = next(iter(cluster.scheduler_info["workers"]))
    with pytest.raises(CourseError, match="No Dask scheduler answers"):
        run(course, scheduler=address)


def test_without_dask_a_line_says_what_to_install(course, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(CourseError, match=r"pip install 'dask\[distributed\]'"):
        run(course, scheduler="tcp://127.0.0.1:8786")


def test_jobs_and_a_scheduler_exclude_each_other(course, monkeypatch):
    monkeypatch.chdir(course.root)
    done = CliRunner().invoke(main, ["grade", "--jobs", "2", "--scheduler", "tcp://127.0.0.1:8786"])
    assert done.exit_code == 2
    assert "--jobs is for this machine" in done.output


def calls(course):
    source = source_text(course, "01_tiny")
    return [grade.prepare(course, handed, source, wall="none") for handed in grade.find(course, ["01_tiny"])]


def test_what_is_sent_needs_no_file_of_the_course(course, alone, tmp_path):
    sent = pickle.dumps(calls(course)[0])
    away = course.root.rename(tmp_path / "away")
    try:
        text, result = grade._work(pickle.loads(sent))
    finally:
        away.rename(course.root)
    assert result.score == 4.5
    seconds = f'"seconds": {result.seconds}'
    assert text.replace(seconds, '"seconds": 0') == alone["autograded/ada/01_tiny/01_tiny.ipynb"]


def test_a_worker_of_another_version_refuses(course):
    call = pickle.loads(pickle.dumps(calls(course)[0]).replace(grade.__version__.encode(), b"9.9.9"))
    with pytest.raises(CourseError, match=r"has chainrule .*, but 9.9.9 sends it work: install the same version"):
        grade._work(call)
