"""Loading a folder: what is shown, in which language, and that one broken file takes nothing else down."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from courses.errors import UnknownContent, UnknownRule
from courses.serving import catalogue

SHIPPED = Path(__file__).parents[3] / "content"

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def load(folder, **changes):
    return catalogue.load(folder, **({"now": NOW} | changes))


def test_the_sample_has_no_problem(check):
    assert [str(problem) for problem in check()] == []


def test_a_demo_shows_drafts_and_a_real_site_only_what_is_published(folder):
    demo, real = load(folder), load(folder, instance="real")
    assert list(demo.courses) == ["counter", "garden"]
    assert demo.course("garden").modules == ("warm", "tea")
    assert list(real.courses) == ["garden"]
    assert real.course("garden").modules == ("warm",)
    with pytest.raises(UnknownContent):
        real.module("tea", "fr")


def test_a_real_site_shows_the_source_while_its_translation_is_a_draft(folder):
    shown = load(folder, instance="real").module("warm", "en")
    assert (shown.language, shown.freshness) == ("fr", "missing")


def test_published_content_goes_by_itself_after_its_day(folder):
    assert load(folder, instance="real", now=datetime(2027, 5, 1, tzinfo=UTC)).course("garden").modules == ("warm",)
    assert "garden" not in load(folder, instance="real", now=datetime(2027, 5, 2, tzinfo=UTC)).courses


def test_a_demo_says_that_published_content_has_expired(folder):
    assert load(folder, now=datetime(2027, 5, 2, tzinfo=UTC)).module("warm", "fr").state == "expired"


def test_a_real_site_leaves_out_a_published_module_with_a_problem(folder, rewrite):
    rewrite("fr/garden/warm.md", "c’est simple", "prenez du Doliprane")
    assert "garden" not in load(folder, instance="real").courses
    assert load(folder).module("warm", "fr").title == "J’ai chaud"


def test_withdrawn_content_is_shown_nowhere(folder, rewrite):
    rewrite("fr/garden/warm.md", "state: published", "state: withdrawn")
    rewrite("en/garden/warm.md", "state: draft", "state: withdrawn")
    assert load(folder).course("garden").modules == ("tea",)


def test_a_translation_goes_with_its_source_and_no_language_is_left_with_half_a_module(folder, rewrite):
    rewrite("fr/garden/warm.md", "state: published", "state: withdrawn")
    found = load(folder)
    assert found.course("garden").modules == ("tea",)
    assert not [key for key in found.modules if key[0] == "warm"]
    for key, language in found.modules:
        assert found.module(key, language)


def test_a_broken_file_leaves_out_its_own_module_only_and_is_listed(folder):
    (folder / "fr/garden/tea.md").write_bytes(b"---\nkey: [tea\n---\n\xff")
    (folder / "en/garden/tea.md").unlink()
    (folder / "fr/counter/ask.items.md").write_text("## broken {single\n- [?] x\n", "utf-8")
    found = load(folder)
    assert found.course("garden").modules == ("warm",)
    assert len(found.module("warm", "fr").items) == 8
    assert found.module("ask", "fr").screens
    assert {problem.path for problem in found.problems if problem.severity == "error"} >= {"fr/garden/tea.md", "fr/counter/ask.items.md"}


def test_an_item_with_a_problem_is_left_out_and_its_neighbours_stay(folder, rewrite):
    line = rewrite("fr/garden/warm.items.md", "- [x] J’appelle tout de suite.", "- [ ] J’appelle tout de suite.")
    found = load(folder)
    assert "at-night" not in [item.key for item in found.module("warm", "fr").items]
    assert "which-signs" in [item.key for item in found.module("warm", "fr").items]
    assert any(problem.code == "110" and abs(problem.line - line) <= 3 for problem in found.problems)


def test_values_of_the_site_rule_stand_in_texts_and_items(folder):
    shown = load(folder, rule_key="38.5-twice").module("warm", "fr")
    assert "38,5\u00a0°C ou plus une fois, ou 38,0\u00a0°C ou plus deux fois" in shown.screens[0].blocks[1].markdown
    assert shown.item("at-night").question.startswith("Il est 2\u00a0h. Vous avez 38,9\u00a0°C.")


def test_an_item_that_the_rule_makes_false_is_withdrawn_by_itself(folder):
    once, held = load(folder, rule_key="38.0").module("warm", "fr"), load(folder, rule_key="38.3-held").module("warm", "fr")
    assert once.withdrawn == ("given",)
    assert held.withdrawn == ()
    assert "given" in [item.key for item in held.items]


def test_an_items_version_changes_with_its_words_its_marks_and_the_sites_values(folder, rewrite):
    first = load(folder)
    assert load(folder).item("warm", "at-night", "fr").version == first.item("warm", "at-night", "fr").version
    other_rule = load(folder, rule_key="37.5")
    assert other_rule.item("warm", "at-night", "fr").version != first.item("warm", "at-night", "fr").version
    assert other_rule.item("warm", "which-signs", "fr").version == first.item("warm", "which-signs", "fr").version
    rewrite("fr/garden/warm.items.md", "- [ ] La météo.", "- [x] La météo.")
    assert load(folder).item("warm", "which-signs", "fr").version != first.item("warm", "which-signs", "fr").version


def test_forms_and_finals_stand_apart_from_practice(folder):
    shown = load(folder).module("ask", "fr")
    assert [len(pool) for pool in (shown.items, *shown.forms.values())] == [8, 1, 1, 1, 2]
    assert list(shown.forms) == ["A", "B", "C", "final"]
    assert shown.item("final-1").form == "final"


def test_a_rule_nobody_wrote_is_refused(folder):
    with pytest.raises(UnknownRule):
        load(folder, rule_key="39.0")


SLOW_PRESETS = [pytest.param(key, marks=pytest.mark.slow) for key in ("37.5", "38.0", "38.3-held")]


@pytest.mark.slow
@pytest.mark.parametrize("key", [*SLOW_PRESETS, "38.5-twice"])
def test_the_shipped_content_loads_under_every_preset(key):
    shown = catalogue.load(SHIPPED, rule_key=key, now=NOW)
    assert "patient-essentials" in shown.courses
    assert shown.module("fever", "en").language == "en"
    assert shown.game is not None


def test_a_day_is_a_day_whatever_the_hour(folder):
    late = NOW + timedelta(hours=11, minutes=59)
    assert late.date() == date(2026, 11, 23)
    assert load(folder, now=late).modules.keys() == load(folder).modules.keys()
