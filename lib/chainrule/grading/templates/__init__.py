"""The pages that people read, as Jinja templates."""

from pathlib import Path

import jinja2

TEMPLATES = Path(__file__).parent


def template(name: str) -> jinja2.Template:
    """Return a page of our own, by the name of its folder; all that is put into it is escaped."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader([TEMPLATES / name, TEMPLATES]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("index.html.j2")
