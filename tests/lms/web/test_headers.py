"""Every HTML answer, errors included, carries the strict content policy; no page carries anything inline."""

import re

import pytest
from flask import Flask
from lms_cast import MakePerson, Person
from test_routes_and_roles import Routes, routes, routes_in_one_language

INLINE = re.compile(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)
ASKED = ("default-src 'none'", "script-src 'self'", "style-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'")


def html_answers(site: Flask, person: Person, routes_asked: Routes) -> dict[str, tuple[str, str]]:
    """path -> (policy, text) of every HTML answer a GET or an empty POST gives, plus the error pages."""
    found = {}
    paths = [("GET", "/fr/nowhere"), ("POST", "/fr/connexion"), ("PUT", "/fr/")]
    for method, path in paths + [(method, path) for _, method, path in routes_asked(site)]:
        answer = person.client.open(path, method=method)
        if answer.mimetype == "text/html":
            found[f"{method} {path}"] = (answer.headers.get("Content-Security-Policy", ""), answer.text)
    return found


@pytest.mark.parametrize("routes_asked", [routes_in_one_language, pytest.param(routes, marks=pytest.mark.slow)])
def test_every_page_carries_the_policy_and_nothing_inline(
    routes_asked: Routes, site: Flask, make_person: MakePerson, guest: Person
) -> None:
    answers = html_answers(site, guest, routes_asked) | html_answers(site, make_person("admin"), routes_asked)
    assert len(answers) > 80
    weak = [path for path, (policy, _) in answers.items() if "unsafe" in policy or not all(part in policy for part in ASKED)]
    assert weak == []
    assert {path: INLINE.search(text) for path, (_, text) in answers.items() if INLINE.search(text)} == {}


def test_a_signed_in_page_is_not_kept_by_caches(learner: Person) -> None:
    assert learner.get("/fr/compte").headers["Cache-Control"] == "no-store"


def test_cookies_are_out_of_reach_of_scripts(guest: Person) -> None:
    sent = guest.get("/fr/").headers.getlist("Set-Cookie")
    assert sent
    assert all("HttpOnly" in cookie and "SameSite=Lax" in cookie for cookie in sent)


def test_static_files_are_named_by_their_content_and_sent_small(guest: Person) -> None:
    page = guest.get("/fr/").text
    found = re.findall(r'href="(/static/[^"]+)"', page)
    assert len(found) >= 3
    for path in found:
        answer = guest.get(path, headers={"Accept-Encoding": "br"})
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers.get("Content-Encoding") == "br"
