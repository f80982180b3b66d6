"""Addresses that the application remembers are those that Flask builds."""

from typing import Any

import pytest
from flask import Flask, url_for
from flask.globals import request_ctx
from werkzeug.routing import BuildError

from lms.web.routing.addresses import MOST, AddressedFlask

ASKED: list[tuple[str, dict[str, Any]]] = [
    ("home.home", {}),
    ("home.home", {"lang": "en"}),
    ("learning.module", {"course_key": "patient-essentials", "module_key": "fever"}),
    ("learning.module", {"course_key": "é/ ?", "module_key": "x"}),
    ("learning.screen", {"course_key": "patient-essentials", "module_key": "fever", "number": 1}),
    ("learning.screen", {"course_key": "patient-essentials", "module_key": "fever", "number": 2}),
    ("static", {"path": "a b.css", "v": "1"}),
    ("home.home", {"v": True}),
    ("home.home", {"v": 1}),
    ("home.home", {"_anchor": "main"}),
    ("home.home", {"_external": True}),
    ("finding.search", {"q": "<é>"}),
    ("finding.search", {"q": None}),
    (".home", {}),
]


@pytest.mark.parametrize("path", ["/fr/", "/en/", "/healthz"])
@pytest.mark.parametrize("mount", ["", "/under"])
def test_a_remembered_address_is_the_one_flask_builds(site: Flask, path: str, mount: str) -> None:
    with site.test_request_context(path, environ_overrides={"SCRIPT_NAME": mount}):
        site.preprocess_request()
        for endpoint, values in ASKED * 2:
            if endpoint == ".home" and request_ctx.request.blueprint != "home":
                continue
            assert url_for(endpoint, **values) == Flask.url_for(site, endpoint, **values), (endpoint, values)


def test_an_address_that_is_not_there_is_refused_each_time(site: Flask) -> None:
    with site.test_request_context("/fr/"):
        for _ in range(2):
            with pytest.raises(BuildError):
                url_for("learning.module", course_key="patient-essentials")


def test_no_address_with_a_key_of_a_person_or_typed_words_is_remembered_and_there_is_an_end(site: Flask) -> None:
    assert isinstance(site, AddressedFlask)
    with site.test_request_context("/fr/"):
        url_for("finding.search", q="my own words")
        assert not any("my own words" in str(address) for address in site._addresses.values())
        for number in range(MOST + 10):
            url_for("learning.screen", course_key="a", module_key="b", number=number)
        assert 0 < len(site._addresses) <= MOST
