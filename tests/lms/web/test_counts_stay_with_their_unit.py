"""A count on a page stays on the line of its unit: “15” at the end of a line and “minutes” on the next are read twice."""

import re
from pathlib import Path

from flask import Flask
from jinja2.filters import do_mark_safe

from lms.web.routing.locales import typeset_on_page

TEMPLATES = Path(__file__).parents[3] / "lms" / "templates"
COUNTED = re.compile(r"%\((?:n|num|days)\)s (?:minutes?|hours?|days?|weeks?|months?|years?)\b")
CALL = re.compile(r"\b(?:_|gettext|ngettext)\(")


def end_of_call(text: str, start: int) -> int:
    """Where the bracket that opens at `start` is closed; brackets in quotes are words."""
    depth, quote = 0, ""
    for place in range(start, len(text)):
        sign = text[place]
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "'\"":
            quote = sign
        else:
            depth += {"(": 1, ")": -1}.get(sign, 0)
            if depth == 0:
                return place + 1
    raise AssertionError(text[start : start + 80])


def counted_sentences() -> list[tuple[str, str, str]]:
    """Each sentence of a template with a count and its unit: the file, the call, and what follows it."""
    found = []
    for path in sorted(TEMPLATES.rglob("*.html")):
        text = path.read_text("utf-8")
        for call in CALL.finditer(text):
            end = end_of_call(text, call.end() - 1)
            if COUNTED.search(text[call.start() : end]):
                found.append((path.relative_to(TEMPLATES).as_posix(), text[call.start() : end], text[end : end + 8]))
    return found


def test_every_count_with_its_unit_is_typeset() -> None:
    found = counted_sentences()
    assert len(found) > 30
    assert [(file, call) for file, call, after in found if after != "|typeset"] == []


def test_markup_stays_markup_and_a_sign_is_not_escaped_twice() -> None:
    app = Flask(__name__)
    with app.test_request_context("/fr/"):
        assert typeset_on_page(do_mark_safe("A &amp; B, 15 minutes")) == "A &amp; B, 15\u00a0minutes"
        assert hasattr(typeset_on_page(do_mark_safe("15 minutes")), "__html__")
        assert not hasattr(typeset_on_page("<b>15 minutes</b>"), "__html__")
