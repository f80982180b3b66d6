"""docs/api/openapi.yaml describes every address that answers programs; those below /api/v1 have a description made from the code."""

import sys
from pathlib import Path
from typing import Any

import yaml
from flask import Flask

from lms.api import description
from lms.web.guards.problems import BELOW
from lrs.web.application import HANDLERS, OPEN

ROOT = Path(__file__).resolve().parents[3]
DESCRIPTION: dict[str, Any] = yaml.safe_load((ROOT / "docs" / "api" / "openapi.yaml").read_text("utf-8"))
FOR_PEOPLE = {
    "home.root": "leads to a language",
    "finding.pack": "a file to keep",
    "learning.media": "pictures",
    "static": "styles, scripts, pictures",
    "credentials.picture": "a picture",
    "credentials.verify_in_any_language": "leads to a page",
    "credentials.verify_code_in_any_language": "leads to a page",
    "offline.touch_icon": "a picture",
    "offline.worker": "a script of the pages",
    "play_here.bundle_file": "what the game in browsers is played with",
    "play_here.code": "the code of the game in browsers",
    "play_here.runtime_file": "the runtime of the game in browsers",
    "play_here.worker": "a script of the pages",
    "home.status_in_any_language": "leads to a page",
    "lti.choice": "a form inside a platform's page, whose answer is a page",
    "lti.launch": "a form that a platform's page sends by a browser, whose answers are pages (LTI 1.3)",
    "lti.login": "a browser sent by a platform, whose answers lead on (LTI 1.3)",
    "lti.open_launch": "the step of a browser after its launch, which leads to a page",
    "platforms.logo": "a picture",
    "platforms.begin": "a page inside a platform's own, before it registers",
    "platforms.register": "a form inside a platform's page, whose answer is a page",
    "providers.come_back": "a browser sent back by a provider, whose answers are pages",
    "providers.logout": "asked by a provider of identities alone, as its own standard says (OpenID Connect Back-Channel Logout)",
}
"""Addresses without a language that the description leaves out, and what they are."""
JSON_PAGES = {"offline.manifest"}


def described() -> set[tuple[str, str]]:
    return {(path, method.upper()) for path, methods in DESCRIPTION["paths"].items() for method in methods}


def real(site: Flask) -> set[tuple[str, str]]:
    found = {(f"/xapi/{resource}", method) for resource, methods in HANDLERS.items() for method in methods}
    for rule in site.url_map.iter_rules():
        in_a_language = rule.rule.startswith(("/fr/", "/en/"))
        if rule.endpoint.partition("@")[0] in JSON_PAGES or (not in_a_language and rule.endpoint not in FOR_PEOPLE):
            found |= {(_braces(rule.rule), method) for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}}
    return found


def _braces(rule: str) -> str:
    """Flask's `<int:number>` as OpenAPI's `{number}`."""
    steps = rule.split("/")
    return "/".join("{" + step.strip("<>").rpartition(":")[2] + "}" if step.startswith("<") else step for step in steps)


def test_every_address_that_answers_programs_is_described_and_no_other(site: Flask) -> None:
    of_api = {pair for pair in real(site) if pair[0].startswith(f"{BELOW}/")}
    assert described() == real(site) - of_api
    made = description.document("https://site.example")["paths"]
    assert {(path, method.upper()) for path, methods in made.items() for method in methods} == of_api - {(f"{BELOW}/openapi.json", "GET")}


def test_the_kept_copy_of_the_apis_description_is_what_the_code_makes() -> None:
    """Who changes the API reads the difference: run scripts/api_description.py."""
    sys.path.insert(0, str(ROOT))
    from scripts import api_description

    assert api_description.PLACE.read_text("utf-8") == api_description.text()


def test_each_document_of_the_api_says_what_it_is(site: Flask) -> None:
    made = description.document("https://site.example")
    assert len({one["operationId"] for methods in made["paths"].values() for one in methods.values()}) == len(description.OPERATIONS)
    assert all({"401", "403", "429", "503"} <= set(one["responses"]) for methods in made["paths"].values() for one in methods.values())
    assert made["components"]["schemas"]["Person"]["description"].startswith("Somebody who is in a cohort now.")
    assert site.test_client().get(f"{BELOW}/openapi.json").json["openapi"] == "3.1.0"


def test_what_needs_no_key_says_so() -> None:
    store = {path: methods for path, methods in DESCRIPTION["paths"].items() if path.startswith("/xapi/")}
    opened = {path.removeprefix("/xapi/") for path, methods in store.items() for one in methods.values() if one.get("security") == []}
    assert opened == set(OPEN)


def test_each_refusal_of_the_store_is_described() -> None:
    for path, methods in DESCRIPTION["paths"].items():
        for method, one in methods.items():
            if path.startswith("/xapi/") and one.get("security") != []:
                assert {"400", "401", "403", "429", "503"} <= set(one["responses"]), f"{method} {path}"


def test_the_descriptions_parts_are_there() -> None:
    """Each reference leads somewhere, in this file or in the one of statements."""
    parts = yaml.safe_load((ROOT / "docs" / "api" / "statement.yaml").read_text("utf-8"))

    def leads(value: Any, own: Any) -> None:
        if isinstance(value, dict):
            target = value.get("$ref")
            if target is not None:
                file, _, steps = target.partition("#/")
                place = parts if file else own
                for step in steps.split("/"):
                    place = place[step]
        for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            leads(inner, own)

    leads(DESCRIPTION, DESCRIPTION)
    leads(parts, parts)
