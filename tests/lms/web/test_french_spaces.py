"""No page in French can begin a line with a colon, a question mark or a closing quotation mark, wherever its words come from."""

import html
import re

from flask import Flask
from lms_cast import FEVER, Person

BREAKS = re.compile(r"\S {1,3}[?!;:»](?=\s|$)|« ")
HIDDEN = re.compile(r"<(script|style|code|pre|kbd|head|textarea)\b.*?</\1>|<[^>]+>", re.DOTALL)


def addresses(app: Flask) -> list[str]:
    """Every French page without a parameter that answers to GET, and pages of a module."""
    open_rules = [
        rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and not rule.arguments - set(rule.defaults or {})
    ]
    rules = [str(rule) for rule in open_rules]
    module = FEVER.replace("/en/", "/fr/")
    return [
        *sorted(rule for rule in rules if rule.startswith("/fr/")),
        module,
        f"{module}/1",
        f"{module}/question/1",
    ]


def test_no_french_page_has_a_space_that_breaks_before_a_sign(site: Flask, guest: Person, admin: Person) -> None:
    found, seen = [], 0
    for path in addresses(site):
        for person in (guest, admin):
            answer = person.get(path)
            if answer.status_code != 200 or "text/html" not in answer.content_type:
                continue
            seen += 1
            words = html.unescape(HIDDEN.sub("\n", answer.text))
            found += [f"{path}: {line.strip()[:90]}" for line in words.split("\n") if BREAKS.search(line.strip())]
    assert seen > 30
    assert sorted(set(found)) == []
