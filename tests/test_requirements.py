"""The pinned packages are those that the project asks for."""

import re
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
