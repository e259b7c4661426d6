"""The pinned packages are those that the project asks for."""

import re
import subprocess
import tomllib

from conftest import ROOT


def test_requirements_pin_every_package_and_name_no_host():
    lines = (ROOT / "requirements.txt").read_text().splitlines()
    pins = {line.partition("==")[0] for line in lines if re.fullmatch(r"[a-z0-9.-]+==[\w.]+", line)}
    others = [
        line for line in lines if line and not line.lstrip().startswith("#") and line.partition("==")[0] not in pins
    ]
    assert not others
    assert not [line for line in lines if "://" in line]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    wanted = project["dependencies"] + extras["instructor"] + extras["site"] + extras["dev"]
    assert {re.split(r"[\[<>=]", name)[0] for name in wanted} <= pins, "run: make requirements"


def planned(tmp_path, **variables: str) -> str:
    """Return what ``make`` would do for its set-up, without doing it."""
    command = ["make", "--dry-run", "--always-make", f"BIN={tmp_path}/bin", f"INSTALLED={tmp_path}/installed"]
    assigned = [f"{name}={text}" for name, text in variables.items()]
    done = subprocess.run([*command, *assigned, f"{tmp_path}/installed"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_set_up_takes_the_same_pins_with_uv_and_without(tmp_path):
    with_uv, without = planned(tmp_path, UV="/opt/uv"), planned(tmp_path, UV="")
    assert "/opt/uv venv " in with_uv
    assert "/opt/uv pip install " in with_uv
    assert " -m venv " not in with_uv
    assert "uv " not in without.partition("\n")[2]
    for commands in (with_uv, without):
        assert "--requirement requirements.txt" in commands
        assert "--no-deps --editable ." in commands
