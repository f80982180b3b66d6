"""What the builders give is valid, lean, and never names a person."""

from datetime import UTC, datetime, timedelta, timezone
from uuid import uuid4

import pytest

from xapi import activities, actor, builders
from xapi.errors import ActorInvalid
from xapi.validate import problems_of
from xapi.vocabulary import BASE, EXT, TYPES, VERBS


def test_an_actor_is_an_account_and_nothing_else() -> None:
    made = actor.account("https://site.example", uuid4())
    assert actor.is_pseudonymous(made, "https://site.example")
    assert not actor.is_pseudonymous(made, "https://other.example")
    for named in ({"mbox": "mailto:a@b.example"}, made | {"name": "Ada"}, {"account": {"homePage": "https://site.example", "name": "ada"}}):
        assert not actor.is_pseudonymous(named)


def test_a_name_cannot_slip_into_an_account() -> None:
    with pytest.raises(ActorInvalid):
        actor.account("https://site.example", "ada@example.com")


def test_equal_actors_have_one_identifier() -> None:
    one = actor.account("https://site.example", "00000000-0000-0000-0000-000000000001")
    assert actor.identifier(one) == actor.identifier(one | {"name": "x"})
    assert actor.identifier({"objectType": "Group", "member": [one]}) is None


def test_every_verb_and_type_makes_a_valid_statement() -> None:
    for verb in VERBS:
        for kind in TYPES:
            made = builders.statement(
                id=uuid4(),
                actor=actor.account("https://site.example", uuid4()),
                verb=verb,
                object=builders.activity(activities.module("fever"), kind, {"fr": "Fièvre"}),
                timestamp=datetime.now(UTC),
                context=builders.context(registration=uuid4(), extensions=dict.fromkeys(EXT, 1)),
            )
            wanted = ["void_target"] if verb == "voided" else []
            assert [row.code for row in problems_of(made)] == wanted


def test_times_are_utc_with_milliseconds_and_need_a_zone() -> None:
    paris = datetime(2026, 11, 23, 20, 4, 13, 651234, timezone(timedelta(hours=1)))
    assert builders.moment(paris) == "2026-11-23T19:04:13.651Z"
    with pytest.raises(ValueError, match="zone"):
        builders.moment(datetime(2026, 11, 23))


def test_empty_parts_are_left_out() -> None:
    made = builders.context(extensions={"cohort": None, "role": "patient"})
    assert made == {"extensions": {f"{BASE}ext/role": "patient"}}
    assert builders.result() == {}
    assert builders.result(duration_seconds=90) == {"duration": "PT90.00S"}


def test_vocabulary_has_one_name_an_iri_and_words_in_both_languages() -> None:
    for table in ({key: row.iri for key, row in VERBS.items()}, {key: row.iri for key, row in TYPES.items()}, EXT):
        assert len(set(table.values())) == len(table)
    assert all(set(row.display) == {"fr", "en"} and all(row.display.values()) for row in VERBS.values())
