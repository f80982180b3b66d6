"""No request is answered with 5xx, whatever stands in its address, its query, its form, its body or its headers."""

import random
from collections.abc import Iterator
from itertools import islice
from uuid import uuid4

import pytest
from flask import Flask
from hostile import BODIES, HEADERS, PATHS, PLAIN, Asked, answers_5xx, form, of_rule, path_of, query, usual_values
from lms_cast import MakePerson, Person
from test_routes_and_roles import PLACES, TABLE
from werkzeug.routing import Rule

from lms.accounts import opening

EVERY = 72
LEAVING = ("accounts.sign_out",)
FORM = "application/x-www-form-urlencoded"


def rules(site: Flask, language: str) -> list[Rule]:
    return [rule for rule in site.url_map.iter_rules() if rule.rule.startswith(f"/{language}/") or not rule.rule.startswith(("/fr", "/en"))]


def typed(asked: Iterator[Asked]) -> Iterator[Asked]:
    for one in asked:
        yield Asked(one.method, one.path, one.data, FORM) if isinstance(one.data, bytes) and one.kind is None else one


def test_hostile_values_in_every_route_are_answered_below_500(site: Flask, admin: Person) -> None:
    """An administrator opens every page, so that no door stands before the code that reads the values.

    Each route gets every seventy-second request, begun at another one, so that all are sent to some route; the slow test sends all to all.
    """
    token = admin.token()
    found = []
    for number, rule in enumerate(rules(site, "en")):
        if rule.endpoint not in LEAVING:
            found += answers_5xx(admin.client, islice(typed(of_rule(rule, PLACES, token)), number % EVERY, None, EVERY))
    assert found == []


REPORTED = (
    "/en/courses/patient-essentials/fever/item/1/answer/9223372036854775808",
    "/en/site/people?from=9223372036854775808",
    "/en/site/people?from=-1",
    "/en/site/statements?before=9223372036854775808",
    "/media/x.svg%00",
    f"/media/{'x' * 10_000}.svg",
    "/en/courses/patient-essentials/fever/1?number=x",
    "/en/courses/patient-essentials/fever/1?course_key=/",
    "/en/courses?_anchor=a&_external=1&_scheme=x",
    "/en/sign-in?next=//[::1",
)


@pytest.mark.parametrize("path", REPORTED)
def test_what_was_answered_with_500_is_answered_with_a_page(admin: Person, path: str) -> None:
    assert Asked("GET", path).send(admin.client) in (200, 302, 400, 404)


@pytest.mark.parametrize("what", ["passphrase", "cohort"])
def test_a_person_whose_number_no_database_holds_is_not_here(admin: Person, what: str) -> None:
    for number in ("9223372036854775808", "9" * 30, "9" * 5000):
        assert admin.post(f"/en/site/people/{number}/{what}", cohort=str(uuid4())).status_code == 404


@pytest.mark.parametrize("path", ["/api/pair", "/en/sign-in", "/xapi/statements"])
def test_json_nested_without_end_is_refused(guest: Person, path: str) -> None:
    assert 400 <= Asked("POST", path, b"[" * 40_000, "application/json").send(guest.client) < 500


@pytest.mark.parametrize("path", ["/en/sign-in", "/en/display", "/api/pair"])
def test_json_too_large_gets_the_page_for_it(guest: Person, path: str) -> None:
    """The page asks who is here; that must not read the body a second time."""
    assert Asked("POST", path, b'{"code":' * 40_000, "application/json").send(guest.client) in (400, 413)


def test_two_who_take_the_same_name_at_the_same_moment_get_a_page(site: Flask, guest: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second one asks before the first is kept, as two web processes on PostgreSQL can: the database refuses it."""
    monkeypatch.setattr(opening, "find", lambda *asked: None)
    typed_in = {"name": "twice.taken", "role": "patient", "passphrase": "quatre mots bien ordinaires", "consent": "yes"}
    statuses = [Person(site, None).post("/en/new-account", **typed_in).status_code for _ in range(2)]
    assert statuses[0] == 303
    assert statuses[1] in (409, 422)


def test_odd_paths_and_headers_are_answered_below_500(site: Flask, guest: Person) -> None:
    token = guest.token()
    asked = [Asked(method, path, {"csrf_token": token} if method == "POST" else None) for path in PATHS for method in ("GET", "POST")]
    places = ("/en/", "/en/courses", "/xapi/statements", "/healthz", "//en//courses")
    asked += [Asked("GET", path, headers=headers) for headers in HEADERS for path in places]
    asked += [Asked("POST", "/en/sign-in", {"csrf_token": token}, headers=headers) for headers in HEADERS]
    assert answers_5xx(guest.client, iter(asked)) == []


@pytest.mark.slow
@pytest.mark.parametrize("role", ["anonymous", "patient", "educator", "admin"])
def test_any_mixture_of_hostile_values_is_answered_below_500(site: Flask, guest: Person, make_person: MakePerson, role: str) -> None:
    person = guest if role == "anonymous" else make_person(role)
    chance, found = random.Random(f"hostile {role}"), []
    every = [rule for rule in rules(site, "fr") if rule.endpoint not in LEAVING and role in TABLE[rule.endpoint]]
    step = 1 if role == "admin" else EVERY // 12
    for number, rule in enumerate(every):
        token = person.token()
        found += answers_5xx(person.client, islice(typed(of_rule(rule, PLACES, token)), number % step, None, step))
        found += answers_5xx(person.client, (mixture(rule, chance, token) for _ in range(20)))
    assert found == []


def mixture(rule: Rule, chance: random.Random, token: str) -> Asked:
    at = path_of(rule, usual_values(rule, PLACES))
    headers = dict(chance.choice(HEADERS))
    if "POST" in (rule.methods or ()) and chance.random() < 0.6:
        body, kind = chance.choice([(form(chance.choice(PLAIN), token), FORM), *BODIES])
        return Asked("POST", f"{at}?{query(chance.choice(PLAIN))[:2000]}", body, kind, headers)
    return Asked("GET", f"{at}?{query(chance.choice(PLAIN))}", headers=headers)
