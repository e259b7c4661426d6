"""A JupyterHub with the configuration of docs/jupyterhub.md: students fetch and submit, instructors grade and return.

It runs for real, on loopback, with users of the system. They exist in a file system of its own alone, which ends with
it (see `elsewhere.py`).
"""

import contextlib
import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import nbformat
import pytest
import requests
import yaml
from class_of_students import RIGHT, filled_in
from conftest import ROOT
from traitlets.config import Config

from chainrule.grading.course import CONFIG, Course

GUIDE = ROOT / "docs" / "jupyterhub.md"
FILES = ROOT / "docs" / "jupyterhub"
USERS = {"grader-chainrule": 23001, "ida": 23002, "ana": 23003, "ben": 23004}

HUB = """
import os
load_subconfig({course!r})
c.JupyterHub.bind_url = "http://127.0.0.1:{public}"
c.JupyterHub.hub_bind_url = "http://127.0.0.1:{hub}"
c.JupyterHub.db_url = "sqlite://"
c.JupyterHub.authenticator_class = "dummy"
c.JupyterHub.proxy_class = "configurable-http-proxy"
c.ConfigurableHTTPProxy.command = [{proxy!r}]
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{api}"
c.ConfigurableHTTPProxy.pid_file = "proxy.pid"
c.JupyterHub.cookie_secret_file = "secret"
c.Authenticator.allowed_users = {{"ida", "ana", "ben"}}
c.LocalAuthenticator.create_system_users = False
c.Spawner.cmd = [{server!r}]
c.Spawner.env_keep = kept = ["PATH", "PYTHONPATH", "JUPYTER_CONFIG_PATH"]
c.JupyterHub.services[0]["environment"] = {{name: os.environ[name] for name in kept if name in os.environ}}
c.JupyterHub.services.append({{"name": "test", "api_token": {token!r}}})
scopes = ["admin:users", "admin:servers", "tokens"]
c.JupyterHub.load_roles.append({{"name": "test", "services": ["test"], "scopes": scopes}})
"""


@dataclass
class Hub:
    """A hub that runs, and who may call it."""

    url: str
    folder: Path
    tokens: dict[str, str]

    def ask(self, who: str, path: str, data: Any = None, method: str = "POST") -> Any:
        """Call a server or a service of the hub as one of its users, and return the answer; with data, by POST."""
        method = "GET" if data is None else method
        headers = {"Authorization": f"token {self.tokens[who]}"}
        answer = requests.request(method, self.url + path, json=data, headers=headers, timeout=300)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    @property
    def course(self) -> Course:
        return Course(self.folder / "homes" / "grader-chainrule" / "course")


def free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


def lay_out(folder: Path, release_tiny_course) -> None:
    """Make the users' homes, the exchange, and a course that is the grader's."""
    folder.chmod(0o755)
    users = [f"{name}:x:{number}:{number}::{folder}/homes/{name}:/bin/sh\n" for name, number in USERS.items()]
    (folder / "passwd").write_text(Path("/etc/passwd").read_text() + "".join(users))
    (folder / "exchange").mkdir()
    (folder / "exchange").chmod(0o1777)
    (folder / "homes").mkdir()
    for name, number in USERS.items():
        (folder / "homes" / name).mkdir(mode=0o700)
        if name == "grader-chainrule":
            release_tiny_course(folder / "homes" / name / "course")
        subprocess.run(["chown", "-R", f"{number}:{number}", folder / "homes" / name], check=True)
    (folder / "jupyter").mkdir()
    config = (FILES / CONFIG).read_text()
    assert "/srv/nbgrader/exchange" in config
    (folder / "jupyter" / CONFIG).write_text(config.replace("/srv/nbgrader/exchange", str(folder / "exchange")))


def configure(folder: Path, token: str) -> str:
    """Write the hub's configuration, the guide's with the places of this test; return its address."""
    public, hub, api, service = free_ports(4)
    programs = Path(sys.prefix) / "bin"
    course = (FILES / "chainrule.py").read_text()
    places = {
        "/home/grader-chainrule/course": str(folder / "homes" / "grader-chainrule" / "course"),
        "/opt/chainrule/bin/jupyterhub-singleuser": str(programs / "jupyterhub-singleuser"),
        "127.0.0.1:9999": f"127.0.0.1:{service}",
    }
    for theirs, ours in places.items():
        assert course.count(theirs) == 1
        course = course.replace(theirs, ours)
    (folder / "chainrule.py").write_text(course)
    (folder / "jupyterhub_config.py").write_text(
        HUB.format(
            course=str(folder / "chainrule.py"),
            public=public,
            hub=hub,
            api=api,
            proxy=str(programs / "configurable-http-proxy"),
            server=str(programs / "jupyterhub-singleuser"),
            token=token,
        )
    )
    return f"http://127.0.0.1:{public}"


@pytest.fixture(scope="module")
def hub(release_tiny_course) -> Iterator[Hub]:
    folder = Path(tempfile.mkdtemp(prefix="hub-"))
    lay_out(folder, release_tiny_course)
    token = secrets.token_hex(16)
    running = Hub(configure(folder, token), folder, {"test": token})
    with_users = f"mount --bind {folder}/passwd /etc/passwd && exec {sys.prefix}/bin/jupyterhub"
    command = [sys.executable, str(ROOT / "tests" / "elsewhere.py"), "0", "sh", "-c", with_users]
    environment = {**os.environ, "JUPYTER_CONFIG_PATH": str(folder / "jupyter")}
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=subprocess.STDOUT)
    try:
        until(lambda: process.poll() is not None or "version" in running.ask("test", "/hub/api/"))
        for name in ("ida", "ana", "ben"):
            running.tokens[name] = running.ask("test", f"/hub/api/users/{name}/tokens", {})["token"]
        yield running
    finally:
        process.terminate()
        process.wait(120)
        print((folder / "log").read_text())  # pytest shows it if a test has failed
        shutil.rmtree(folder)


def until(holds) -> None:
    """Wait until something holds; a server that does not answer yet is asked again."""
    for _ in range(900):
        with contextlib.suppress(requests.RequestException):
            if holds():
                return
        time.sleep(0.2)
    raise AssertionError("it took longer than three minutes")


def start_server(hub: Hub, name: str) -> None:
    hub.ask("test", f"/hub/api/users/{name}/server", {})
    until(lambda: hub.ask("test", f"/hub/api/users/{name}")["servers"][""]["ready"])


@pytest.mark.needs("root")
def test_a_student_hands_in_and_gets_feedback_from_an_instructor(hub):
    assignment, formgrader = (
        {"course_id": "chainrule", "assignment_id": "01_tiny"},
        "/services/chainrule/formgrader/api",
    )
    until(lambda: hub.ask("ida", f"{formgrader}/status"))
    released = hub.ask("ida", f"{formgrader}/assignment/01_tiny/release", {})
    assert released["success"], released

    start_server(hub, "ana")
    courses = hub.ask("ana", "/user/ana/courses")
    assert courses["value"] == ["chainrule"]
    listed = hub.ask("ana", "/user/ana/assignments/fetch", assignment)
    assert [one["status"] for one in listed["value"]] == ["fetched"]
    work = nbformat.writes(filled_in(hub.course, {**RIGHT, "facts": "facts = {'half of ten': 4}"}))
    model = {"type": "notebook", "format": "json", "content": json.loads(work)}
    hub.ask("ana", "/user/ana/api/contents/01_tiny/01_tiny.ipynb", model, "PUT")
    assert hub.ask("ana", "/user/ana/assignments/submit", assignment)["success"]

    collected = hub.ask("ida", f"{formgrader}/assignment/01_tiny/collect", {})
    assert "ana" in collected["log"]
    assert "cheating" not in collected["log"]
    graded = hub.ask("ida", f"{formgrader}/submission/01_tiny/ana/autograde", {})
    assert graded["success"], graded
    autograded = nbformat.read(hub.course.autograded("ana", "01_tiny"), as_version=4)
    assert autograded.metadata.chainrule.submission.wall in ("namespaces", "container")
    (submission,) = hub.ask("ida", f"{formgrader}/submissions/01_tiny")
    assert submission["score"] == 3.5
    for step in ("generate_feedback", "release_feedback"):
        done = hub.ask("ida", f"{formgrader}/assignment/01_tiny/{step}", {})
        assert done["success"], done

    hub.ask("ana", "/user/ana/assignments/fetch_feedback", assignment)
    (page,) = (hub.folder / "homes" / "ana").glob("01_tiny/feedback/*/01_tiny.html")
    assert "hidden check" in page.read_text()

    # Students reach neither the course nor the work of others.
    for path in ("/services/chainrule/formgrader/api/status", "/user/ida/api/status"):
        with pytest.raises(requests.HTTPError) as refused:
            hub.ask("ben", path)
        assert refused.value.response.status_code in (403, 404)
    assert hub.course.root.parent.stat().st_mode & 0o077 == 0
    inbound = hub.folder / "exchange" / "chainrule" / "inbound"
    assert inbound.stat().st_mode & 0o044 == 0


def test_on_kubernetes_the_course_is_mounted_for_those_who_teach_alone():
    """KubeSpawner's settings, as JupyterHub applies them: it needs no cluster for that."""
    values = yaml.safe_load((FILES / "values.yaml").read_text())
    c = Config()
    exec(values["hub"]["extraConfig"]["chainrule"], {"c": c})
    (override,) = c.Spawner.group_overrides.values()
    assert override["groups"] == ["formgrade-chainrule"]
    mounted, everywhere = override["spawner_override"], values["singleuser"]["storage"]["extraVolumeMounts"]
    assert mounted["volume_mounts"]["course"]["name"] == mounted["volumes"]["course"]["name"]
    assert "course" not in everywhere
    assert f'"{everywhere["exchange"]["mountPath"]}"' in (FILES / CONFIG).read_text()

    def number(user: int, *groups: str) -> int:
        owner = SimpleNamespace(id=user, groups=[SimpleNamespace(name=name) for name in groups])
        spawner = SimpleNamespace(user=owner)
        c.KubeSpawner.pre_spawn_hook(spawner)
        return spawner.uid

    assert {number(1, "formgrade-chainrule"), number(2, "formgrade-chainrule", "nbgrader-chainrule")} == {10000}
    assert len({10000, number(3, "nbgrader-chainrule"), number(4, "nbgrader-chainrule"), number(5)}) == 4


def test_root_takes_nothing_from_a_place_that_is_everybodys_and_opens_nothing_first():
    """The guide's commands for one machine: a student can have been in /tmp before, and be quick."""
    (commands,) = [text for text in re.findall(r"```text\n(.*?)```", GUIDE.read_text(), re.DOTALL) if "tljh" in text]
    assert "/tmp/" not in commands
    assert "$(mktemp -d)" in commands
    closed = {
        "install -d -m 0750 -g grader-chainrule /opt/chainrule": "/opt/chainrule/bin/pip install",
        "chmod 0700 /home/grader-chainrule": "chainrule new /home/grader-chainrule/course",
    }
    assert all(-1 < commands.find(first) < commands.find(then) for first, then in closed.items())
