"""Each template is one that Jinja reads: a brace and a number sign in an example would begin a remark and take the page away."""

from pathlib import Path

import pytest
from jinja2 import Environment, TemplateSyntaxError

TEMPLATES = Path(__file__).parents[3] / "lms" / "templates"
READER = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)


def test_every_template_is_read() -> None:
    paths = sorted(TEMPLATES.rglob("*.html"))
    assert len(paths) > 100
    for path in paths:
        READER.parse(path.read_text("utf-8"), filename=str(path))


def test_an_example_that_begins_a_remark_is_seen() -> None:
    with pytest.raises(TemplateSyntaxError):
        READER.parse("<code>## Title {#key}</code>")
