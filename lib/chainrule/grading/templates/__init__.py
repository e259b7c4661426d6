"""The pages that people read, as Jinja templates."""

from pathlib import Path

TEMPLATES = Path(__file__).parent
