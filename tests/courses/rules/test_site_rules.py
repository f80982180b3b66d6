"""The fever rule of the site: when to call, under each preset, and how it is said."""

from pathlib import Path

import pytest

from courses.errors import ContentUnreadable, UnknownRule
from courses.model.rules import Reading, SiteRule
from courses.rules import rule_files

CONTENT = Path(__file__).parents[3] / "content"


@pytest.fixture(scope="module")
def rules() -> rule_files.Rules:
    return rule_files.load(CONTENT)


def meaning(rule: SiteRule, *readings: tuple[float, float]) -> str:
    return rule.meaning([Reading(degrees, hour) for degrees, hour in readings])


@pytest.mark.parametrize(
    ("key", "table"),
    [
        ("37.5", {37.4: "none", 37.5: "call", 38.0: "call", 36.0: "none", 35.9: "call"}),
        ("38.0", {37.9: "none", 38.0: "call", 36.0: "none", 35.9: "call"}),
        ("38.3-held", {37.9: "none", 38.0: "second", 38.2: "second", 38.3: "call", 35.9: "call"}),
        ("38.5-twice", {37.9: "none", 38.0: "second", 38.4: "second", 38.5: "call", 35.9: "call"}),
    ],
)
def test_one_reading_means_what_the_preset_says(rules, key, table):
    assert {degrees: meaning(rules.presets[key], (degrees, 0)) for degrees in table} == table


def test_a_second_reading_an_hour_later_decides(rules):
    held, twice = rules.presets["38.3-held"], rules.presets["38.5-twice"]
    for rule in (held, twice):
        assert meaning(rule, (38.1, 0), (38.0, 1)) == "call"
        assert meaning(rule, (38.1, 0), (38.0, 0.5)) == "second"
        assert meaning(rule, (38.1, 0), (37.6, 1)) == "none"


def test_held_starts_again_after_a_lower_reading_and_twice_does_not(rules):
    readings = ((38.1, 0), (37.5, 1), (38.0, 2))
    assert meaning(rules.presets["38.3-held"], *readings) == "second"
    assert meaning(rules.presets["38.5-twice"], *readings) == "call"


@pytest.mark.parametrize("key", ["37.5", "38.0", "38.3-held", "38.5-twice"])
def test_shivers_or_feeling_very_unwell_always_mean_call(rules, key):
    rule = rules.presets[key]
    assert rule.is_call_now([Reading(36.8, shivers=True)])
    assert rule.is_call_now([Reading(None, very_unwell=True)])
    assert not rule.is_call_now([Reading(None)])
    assert not rule.is_call_now([])


@pytest.mark.parametrize("key", ["37.5", "38.0", "38.3-held", "38.5-twice"])
def test_the_examples_in_texts_are_true_under_the_preset(rules, key):
    rule = rules.presets[key]
    shown = rule.values("en")
    said = ("call", "example", "example_calm", "example_low")
    means = {name: meaning(rule, (float(shown[f"fever.{name}"].split("\u00a0")[0]), 0)) for name in said}
    assert means == {"call": "call", "example": "call", "example_calm": "none", "example_low": "call"}


def test_values_are_written_as_each_language_writes_them(rules):
    rule = rules.preset()
    assert rule.key == "38.0"
    assert rule.values("fr")["fever.call"] == "38,0\u00a0°C"
    assert rule.values("en")["fever.call"] == "38.0\u00a0°C"
    assert rules.preset("38.3-held").values("fr")["fever.wait"] == "1\u00a0heure"


def test_every_sentence_is_said_in_both_languages_under_every_preset(rules):
    for rule in rules.presets.values():
        for language in ("fr", "en"):
            for key, text in rule.values(language).items():
                assert text.strip(), key
                assert "{" not in text, key


def test_a_preset_nobody_wrote_is_refused_with_the_list(rules):
    with pytest.raises(UnknownRule, match=r"38\.3-held"):
        rules.preset("39")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("call: 37.5", "call: hot", "must be a number"),
        ("spell: held", "spell: often", "spell must be one of"),
        ('default: "38.0"', 'default: "39"', "not one of the presets"),
        ("call: 38.3", "call: 45", "expected 34 < low"),
        ("numbers:", "telephones:", "'numbers' is missing"),
    ],
)
def test_a_broken_rules_file_is_refused_at_its_line(tmp_path, old, new, said):
    text = (CONTENT / rule_files.RULES).read_text("utf-8")
    assert old in text
    (tmp_path / "_structure").mkdir()
    (tmp_path / rule_files.RULES).write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(ContentUnreadable, match=said) as refused:
        rule_files.load(tmp_path)
    assert refused.value.line >= 1
