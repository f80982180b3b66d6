"""No page of writing is outside the lists that axe goes through."""

from flask import Flask
from werkzeug.exceptions import MethodNotAllowed, NotFound
from writing_pages import CLINICIAN, EDUCATOR, NO_PAGES


def endpoint_of(site: Flask, address: str) -> str:
    path = address.partition("?")[0].rstrip("/")
    try:
        return site.url_map.bind("localhost").match(path, method="GET")[0]
    except (NotFound, MethodNotAllowed):
        return f"nothing at {path}"


def test_every_page_of_writing_is_in_a_list_in_both_languages(desk_site: Flask) -> None:
    wanted = {
        one.endpoint for one in desk_site.url_map.iter_rules() if one.endpoint.startswith("authoring.") and "GET" in (one.methods or ())
    }
    for lang, way in (("fr", "rediger"), ("en", "writing")):
        found = {endpoint_of(desk_site, f"/{lang}/{way}/{path}") for path in (*EDUCATOR[lang], *CLINICIAN[lang])}
        assert found | NO_PAGES.keys() == wanted, (found | NO_PAGES.keys()) ^ wanted
