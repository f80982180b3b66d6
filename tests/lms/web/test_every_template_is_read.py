"""Each template is one that Jinja reads: a brace and a number sign in an example would begin a remark and take the page away."""

from pathlib import Path

import pytest
from flask import Flask

TEMPLATES = Path(__file__).parents[3] / "lms" / "templates"


def reader() -> Flask:
    site = Flask("templates")
    site.jinja_env.add_extension("jinja2.ext.i18n")
    return site


def test_every_template_is_read() -> None:
    jinja, paths = reader().jinja_env, sorted(TEMPLATES.rglob("*.html"))
    assert len(paths) > 100
    for path in paths:
        jinja.parse(path.read_text("utf-8"), filename=str(path))


def test_an_example_that_begins_a_remark_is_seen() -> None:
    with pytest.raises(Exception, match="comment"):
        reader().jinja_env.parse("<code>## Title {#key}</code>")
