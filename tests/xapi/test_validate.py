"""What the checks refuse, requirement by requirement, in both versions; and what they take."""

import pytest
from hypothesis import given
from hypothesis import strategies as some
from xapi_cast import AGENT, BREAKS, GROUP, Break, whole

from xapi.errors import StatementInvalid
from xapi.reasons import REASONS, sentence
from xapi.validate import check_batch, problems_of
from xapi.validate.values import DEEPEST

VERSIONS = ("1.0.3", "2.0.0")


@pytest.mark.parametrize("version", VERSIONS)
def test_a_whole_statement_is_valid(version: str) -> None:
    assert problems_of(whole(), version) == []


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("broken", BREAKS, ids=lambda row: f"{row.requirement} {row.where} {row.code}")
def test_each_break_is_refused_at_its_path(broken: Break, version: str) -> None:
    found = {(problem.path, problem.code) for problem in problems_of(broken.apply(whole()), version)}
    assert (broken.where, broken.code) in found


@pytest.mark.parametrize("broken", [row for row in BREAKS if row.at[0] in ("actor", "verb", "result")], ids=lambda row: row.where)
def test_a_sub_statement_is_held_to_the_same(broken: Break) -> None:
    inner = broken.apply(whole())
    sub = {key: inner[key] for key in ("actor", "verb", "object", "result", "context") if key in inner} | {"objectType": "SubStatement"}
    outer = {"actor": AGENT, "verb": {"id": "http://example.com/v"}, "object": sub}
    assert (broken.where.replace("$", "$.object", 1), broken.code) in {(row.path, row.code) for row in problems_of(outer)}


def test_a_sub_statement_has_no_id_and_holds_no_other() -> None:
    inner = {"objectType": "SubStatement", "actor": AGENT, "verb": {"id": "http://example.com/v"}, "object": {"id": "http://example.com/o"}}
    assert problems_of({**inner, "objectType": "SubStatement"})[0].code == "unknown_property"
    outer = {"actor": AGENT, "verb": {"id": "http://example.com/v"}, "object": inner}
    assert problems_of(outer) == []
    assert "sub_nested" in {row.code for row in problems_of(outer | {"object": inner | {"object": inner}})}
    assert problems_of(outer | {"object": inner | {"id": whole()["id"]}})[0].path == "$.object.id"


@pytest.mark.parametrize("thing", [AGENT, GROUP, {"objectType": "StatementRef", "id": "00000000-0000-4000-8000-000000000003"}])
def test_revision_and_platform_go_with_activities_only(thing: dict[str, object]) -> None:
    paths = {row.path for row in problems_of(whole() | {"object": thing}) if row.code == "only_with_activity"}
    assert paths == {"$.context.revision", "$.context.platform"}


def test_context_agents_and_groups_belong_to_2_0() -> None:
    made = whole()
    made["context"]["contextAgents"] = [{"objectType": "contextAgent", "agent": AGENT, "relevantTypes": ["http://example.com/t"]}]
    made["context"]["contextGroups"] = [{"objectType": "contextGroup", "group": GROUP}]
    assert problems_of(made, "2.0.0") == []
    assert {row.code for row in problems_of(made, "1.0.3")} == {"unknown_property"}
    made["context"]["contextAgents"] = [{"objectType": "contextAgent", "agent": GROUP, "relevantTypes": []}]
    assert {row.code for row in problems_of(made, "2.0.0")} == {"object_type", "empty"}


def test_an_extension_may_hold_anything_but_not_without_end() -> None:
    made, deep = whole(), []
    made["context"]["extensions"]["http://example.com/e"] = None
    assert problems_of(made) == []
    for _ in range(DEEPEST):
        deep = [deep]
    made["context"]["extensions"]["http://example.com/e"] = deep
    assert [row.code for row in problems_of(made)] == ["too_deep"]


@pytest.mark.parametrize(("length", "codes"), [(3, []), (3.0, []), (3.5, ["not_number"]), (True, ["not_number"]), (-1.0, ["not_number"])])
def test_a_length_is_a_whole_number_however_json_writes_it(length: object, codes: list[str]) -> None:
    made = whole()
    made["attachments"][0]["length"] = length
    assert [row.code for row in problems_of(made)] == codes


def test_a_batch_names_its_first_bad_statement_and_all_its_problems() -> None:
    bad = {"actor": 1}
    with pytest.raises(StatementInvalid) as caught:
        check_batch([whole(), bad, bad])
    assert caught.value.index == 1
    assert {row.path for row in caught.value.problems} == {"$.actor", "$.verb", "$.object"}


def test_every_reason_has_words_in_both_languages() -> None:
    for row in BREAKS:
        for problem in problems_of(row.apply(whole())):
            assert problem.code in REASONS
            assert sentence(problem, "fr") != sentence(problem, "en")


JSON = some.recursive(
    some.none() | some.booleans() | some.floats(allow_nan=False) | some.integers() | some.text(max_size=20),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)


@given(value=JSON, where=some.sampled_from([row.at for row in BREAKS]), version=some.sampled_from(VERSIONS))
def test_whatever_stands_in_a_place_the_checks_answer(value: object, where: tuple[str | int, ...], version: str) -> None:
    problems = problems_of(Break("", where, value, "").apply(whole()), version)
    assert all(row.code in REASONS and row.path.startswith("$") for row in problems)


@pytest.mark.parametrize("version", ["1.0.3", "2.0.0"])
@pytest.mark.parametrize(
    "target",
    [
        {"id": "https://x.example/a"},
        {"objectType": "Agent", "mbox": "mailto:a@b.example"},
        {"objectType": "Group", "mbox": "mailto:a@b.example"},
        {
            "objectType": "SubStatement",
            "actor": {"mbox": "mailto:a@b.example"},
            "verb": {"id": "https://x.example/v"},
            "object": {"id": "https://x.example/a"},
        },
    ],
)
def test_a_voiding_statement_points_at_a_statement_and_at_nothing_else(version: str, target: dict[str, object]) -> None:
    sent = {"actor": {"mbox": "mailto:a@b.example"}, "verb": {"id": "http://adlnet.gov/expapi/verbs/voided"}, "object": target}
    assert [(problem.path, problem.code) for problem in problems_of(sent, version)] == [("$.object", "void_target")]
    sent["object"] = {"objectType": "StatementRef", "id": "00000000-0000-4000-8000-000000000001"}
    assert problems_of(sent, version) == []
