"""The profile document holds together, and its check refuses what does not follow it."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from xapi import activities, actor, builders, profile
from xapi.errors import ProfileBroken
from xapi.profile.templates import PLACES
from xapi.vocabulary import EXT, TYPES, VERBS

Json = dict[str, Any]


def answered() -> Json:
    """A statement as the LMS writes it."""
    return builders.statement(
        id=uuid4(),
        actor=actor.account("https://site.example", uuid4()),
        verb="answered",
        object=builders.activity(activities.item("fever", "first"), "cmi.interaction", {"fr": "Fièvre"}),
        timestamp="2026-11-23T19:00:00Z",
        result=builders.result(success=True, scaled=1, response="a"),
        context=builders.context(
            registration=uuid4(),
            language="fr",
            platform="pages",
            parent=[builders.activity(activities.module("fever"))],
            extensions={"role": "patient", "simulated": False, "item_version": "1", "phase": "practice"},
        ),
    )


def test_a_statement_of_ours_follows_its_template() -> None:
    assert profile.problems(answered()) == []


def _named(made: Json) -> None:
    made["actor"]["name"] = "Ada"


def _other_verb(made: Json) -> None:
    made["verb"] = {"id": "http://example.com/verbs/pondered"}


def _other_extension(made: Json) -> None:
    made["context"]["extensions"]["http://example.com/mood"] = "good"


def _without_phase(made: Json) -> None:
    del made["context"]["extensions"][EXT["phase"]]


def _without_parent(made: Json) -> None:
    del made["context"]["contextActivities"]


def _free_text(made: Json) -> None:
    made["context"]["extensions"][EXT["form"]] = "I felt " * 20


def _elsewhere(made: Json) -> None:
    made["object"]["id"] = "http://example.com/x"


@pytest.mark.parametrize("fault", [_named, _other_verb, _other_extension, _without_phase, _without_parent, _free_text, _elsewhere])
def test_what_does_not_follow_is_refused(fault: Callable[[Json], None]) -> None:
    made = answered()
    fault(made)
    with pytest.raises(ProfileBroken):
        profile.check(made)


def test_every_name_in_the_templates_is_known() -> None:
    keys = [row.key for row in profile.TEMPLATES]
    assert len(set(keys)) == len(keys)
    for row in profile.TEMPLATES:
        assert row.verb in VERBS
        assert row.type in TYPES
        assert all(name[4:] in EXT if name.startswith("ext:") else name in PLACES for name in (*row.needs, *row.may))


def test_patterns_join_templates_and_patterns_that_exist() -> None:
    known = {row.key for row in profile.TEMPLATES} | {row.key for row in profile.PATTERNS}
    assert all(part in known for row in profile.PATTERNS for part in row.parts)


def test_the_document_is_a_profile_with_unique_ids() -> None:
    made = profile.document()
    assert made["type"] == "Profile"
    ids = [row["id"] for part in ("concepts", "templates", "patterns") for row in made[part]]
    assert len(set(ids)) == len(ids)
    ours = {row.iri for row in VERBS.values() if row.is_ours} | {row.iri for row in TYPES.values() if row.is_ours}
    assert ours <= set(ids)
