"""The modules we ship keep their promises: whole in both languages, sourced, dated, kind, and true under every site rule."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from courses.checks import all_checks
from courses.library import content_folder
from courses.model import timing
from courses.model.content import Item, Module
from courses.rules import rule_files
from courses.serving import catalogue
from courses.serving.catalogue import Catalogue

CONTENT = Path(__file__).parents[4] / "content"
TODAY = date(2026, 11, 30)
COURSES = ("patient-essentials", "patient-living", "caregivers", "caregivers-living", "gps", "pharmacists")
PRESETS = tuple(rule_files.load(CONTENT).presets)
SHIPPED = {
    "fever", "treatment-cycle", "nausea-mouth-appetite", "tablets-at-home", "carer-role", "carer-red-signals",
    "gp-fever-neutropenia", "gp-oral-therapies", "oral-interviews", "interactions", "at-the-counter", "adherence",
    "immunotherapy", "belly-and-fluids", "safe-dispensing",
    "energy-nerves-skin", "gp-urgent-signs",
    "gp-prevention-after", "gp-apps-photos-data", "supportive-care", "carer-digital-together", "carer-wellbeing",
    "carer-talking", "gp-pathway-evidence", "appointments-and-screens",
    "carer-daily-care", "gp-digestive-nutrition", "mood-intimacy-after", "town-hospital",
}  # fmt: skip
BLAME = re.compile(r"\b(?:fautes?|erreurs?|ratée?s?|mauvaise?s?|échou\w+|wrong|mistakes?|fault|failed|bad answer)\b", re.IGNORECASE)
TYPED_TEMPERATURE = re.compile(r"\b3[5-9](?:[.,]\d)?\s*°")
CHOICES = ("single", "multi")


def load(rule: str = "38.0") -> Catalogue:
    return catalogue.load(CONTENT, rule_key=rule, now=datetime.combine(TODAY, datetime.min.time(), UTC))


@pytest.fixture(scope="module")
def shipped() -> Catalogue:
    return load()


@pytest.fixture(scope="module", params=PRESETS)
def under_each_rule(request: pytest.FixtureRequest) -> Catalogue:
    return load(request.param)


def modules(content: Catalogue, *audiences: str) -> Iterator[Module]:
    for (key, language), module in content.modules.items():
        if key in SHIPPED and language in ("fr", "en") and (not audiences or module.audience in audiences):
            yield module


def every_item(module: Module) -> list[Item]:
    return [*module.items, *(item for pool in module.forms.values() for item in pool)]


def files() -> Iterator[tuple[str, str]]:
    for language in ("fr", "en"):
        for course in COURSES:
            for path in sorted((CONTENT / language / course).glob("*.md")):
                yield str(path.relative_to(CONTENT)), path.read_text("utf-8")


def test_the_checks_find_nothing_in_the_modules_we_ship() -> None:
    ours = re.compile(rf"(?:fr|en|_structure)/(?:{'|'.join(COURSES)})/|_structure/(?:objectives|references|glossary)\.yml")
    found = [str(problem) for problem in all_checks.problems(content_folder.load(CONTENT, today=TODAY)) if ours.match(problem.path)]
    assert found == []


def test_every_module_stands_in_french_and_english(shipped: Catalogue) -> None:
    for language in ("fr", "en"):
        assert {module.key for module in modules(shipped) if module.language == language} == SHIPPED


@pytest.mark.sampled(2)
def test_a_guest_reads_what_to_do_for_a_fever_on_the_first_screen(under_each_rule: Catalogue) -> None:
    for language in ("fr", "en"):
        first = under_each_rule.module("fever", language).screens[0]
        said = "\n".join(block.markdown for block in first.blocks if block.kind == "safety")
        for value in ("fever.rule", "fever.low_rule", "fever.unwell_rule", "number.samu", "number.deaf"):
            assert f"{{{{{value}}}}}" in said or under_each_rule.rule.values(language)[value] in said, value


def test_no_item_of_the_fever_module_is_lost_under_any_site_rule(under_each_rule: Catalogue) -> None:
    for language in ("fr", "en"):
        module = under_each_rule.module("fever", language)
        assert module.withdrawn == ()
        assert len(module.items) >= 8


def test_each_module_has_eight_practice_items_that_explain_every_option(shipped: Catalogue) -> None:
    for module in modules(shipped):
        assert sum(item.kind != "survey" for item in module.items) >= 8, module.path
        for item in every_item(module):
            if item.kind in CHOICES and (item.form == "practice" or item.is_safety):
                assert all(option.feedback for option in item.options), (module.path, item.key)
            if item.kind != "survey":
                assert all((item.explanation, item.references, item.objective)), (module.path, item.key)


def test_an_unsafe_option_is_told_why_and_what_to_do_instead(shipped: Catalogue) -> None:
    """The risk, the reason, then the safe act: one sentence would leave a part out."""
    for module in modules(shipped):
        for item in every_item(module):
            for option in item.options:
                if option.verdict == "unsafe":
                    sentences = re.split(r"(?<=[.!?])\s", option.feedback.strip())
                    assert len(sentences) >= 2, (module.path, item.key, option.feedback)


def test_the_right_answer_stands_in_no_place_more_than_half_the_time(shipped: Catalogue) -> None:
    for module in modules(shipped):
        places = [next(p for p, o in enumerate(item.options) if o.verdict == "right") for item in module.items if item.kind == "single"]
        assert max(places.count(place) for place in places) <= (len(places) + 1) // 2, (module.path, places)


def test_choosing_the_longest_option_passes_no_test(shipped: Catalogue) -> None:
    """A test that rewards a look at the layout measures nothing; seen at 90 % before the other options were written out."""
    for audience in ("patient", "caregiver", "gp", "pharmacist"):
        for language in ("fr", "en"):
            asked = [
                item
                for module in modules(shipped, audience)
                if module.language == language
                for item in every_item(module)
                if item.form != "practice" and item.kind == "single"
            ]
            longest = [max(item.options, key=lambda option: len(option.text)).verdict == "right" for item in asked]
            assert sum(longest) <= 0.5 * len(longest), (audience, language)


def test_professionals_decide_cases(shipped: Catalogue) -> None:
    for module in modules(shipped, "gp", "pharmacist"):
        items = [item for item in module.items if item.kind != "survey"]
        assert sum(item.is_case for item in items) >= 0.7 * len(items), module.path


def test_each_module_for_patients_and_carers_has_a_simple_version_in_both_languages(shipped: Catalogue) -> None:
    for key in {module.key for module in modules(shipped, "patient", "caregiver")}:
        french, english = ([screen.key for screen in shipped.module(key, language).simple] for language in ("fr", "en"))
        assert french, key
        assert french == english, key
    assert not any(module.simple for module in modules(shipped, "gp", "pharmacist"))


def test_every_safety_block_names_a_source_that_is_still_valid(shipped: Catalogue) -> None:
    for module in modules(shipped):
        for screen in module.screens:
            for block in screen.blocks:
                if block.kind != "safety":
                    continue
                cited = re.findall(r"@([a-z0-9-]+)", block.markdown)
                assert cited, (module.path, block.key)
                for key in cited:
                    assert (shipped.references[key].valid_until or TODAY) > TODAY, (module.path, key)


def test_everything_is_a_draft_without_a_made_up_reviewer_and_expires(shipped: Catalogue) -> None:
    for module in modules(shipped):
        assert (module.state, module.reviewers, module.reviewed_on) == ("draft", (), None), module.path
        assert module.expires is not None
        assert module.expires <= TODAY + timedelta(days=183 if module.is_critical else 366), module.path


def test_a_real_instance_shows_none_of_these_drafts() -> None:
    real = catalogue.load(CONTENT, now=datetime.combine(TODAY, datetime.min.time(), UTC), instance="real")
    assert not list(modules(real))


def test_no_word_blames_the_learner() -> None:
    for path, text in files():
        found = BLAME.search(text)
        assert found is None, (path, found)


def test_patients_and_carers_never_read_a_temperature_typed_by_hand() -> None:
    for path, text in files():
        if "/gps/" not in path and "/pharmacists/" not in path:
            assert TYPED_TEMPERATURE.search(text) is None, path


def test_every_audience_has_parallel_forms_and_each_certificate_a_pool_of_ninety(shipped: Catalogue) -> None:
    """Items in forms A, B, C and in the final pool, by course."""
    least = {"patient-essentials": 20, "patient-living": 25, "caregivers": 15, "caregivers-living": 8, "gps": 18, "pharmacists": 25}
    for language in ("fr", "en"):
        for course, in_a_form in least.items():
            theirs = [shipped.module(key, language) for key in shipped.courses[course].modules]
            pools = Counter(item.form for module in theirs for item in every_item(module))
            assert pools["A"] == pools["B"] == pools["C"] >= in_a_form, (course, language, pools)
            cases = sum(item.form == "final" and item.is_case for module in theirs for item in every_item(module))
            assert cases >= 90 if course in ("gps", "pharmacists") else pools["final"] == 0, (course, language, pools)


def test_the_patients_forms_each_ask_all_twenty_skills_once(shipped: Catalogue) -> None:
    skills = {f"K{number:02}" for number in range(1, 21)}
    for form in ("A", "B", "C"):
        objectives = [
            item.objective for key in shipped.courses["patient-essentials"].modules for item in shipped.module(key, "fr").forms[form]
        ]
        assert sorted(objectives) == sorted(skills), form


def test_both_languages_ask_the_same_items_with_the_same_marks(shipped: Catalogue) -> None:
    for key in SHIPPED:
        french, english = (every_item(shipped.module(key, language)) for language in ("fr", "en"))
        told = [[(item.key, item.kind, item.objective, [o.verdict for o in item.options]) for item in each] for each in (french, english)]
        assert told[0] == told[1], key


def test_every_source_in_the_register_is_used_or_asked_for_by_the_game(shipped: Catalogue) -> None:
    """A register that grows by itself is a register nobody reads again."""
    used = {key for _, text in files() for key in re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)+", text)}
    for path in [*(CONTENT / "_structure").rglob("*.yml"), *CONTENT.glob("*/situations/*.md")]:
        if path.name != "references.yml":
            used |= set(re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)+", path.read_text("utf-8")))
    assert set(shipped.references) <= used


def test_the_minutes_a_module_says_count_its_questions_and_fit_a_slow_reader(shipped: Catalogue) -> None:
    """The review: “about 8 minutes” was the screens alone, and 13 questions followed."""
    for key, language in shipped.modules:
        module = shipped.module(key, language)
        measured = timing.measured_minutes(module)
        assert abs(module.minutes - measured) <= 1, (key, language, round(measured, 1), module.minutes)
        assert 8 <= module.minutes <= 15, (key, module.minutes)
        assert measured <= 15, (key, language, round(measured, 1))


def test_each_module_has_an_illustration_of_its_own(shipped: Catalogue) -> None:
    pictures: dict[str, set[str]] = {}
    for module in modules(shipped):
        text = " ".join(block.markdown for screen in module.screens for block in screen.blocks)
        pictures.setdefault(module.key, set()).update(re.findall(r"\(media:(modules/[\w-]+\.svg)\)", text))
    assert {key for key, own in pictures.items() if not own} == set()
    uses = Counter(picture for own in pictures.values() for picture in own)
    assert [picture for picture, count in uses.items() if count > 1] == []


def test_each_place_named_for_a_system_of_the_founding_document_exists(shipped: Catalogue) -> None:
    """docs/seed-systems.md: 56 rows, and every `module#screen` of them is a screen that readers meet."""
    table = (CONTENT.parent / "docs/seed-systems.md").read_text("utf-8")
    places = {f"{module.key}#{screen.key}" for module in modules(shipped) for screen in module.screens} | SHIPPED
    assert [int(number) for number in re.findall(r"^\| (\d+) \|", table, re.MULTILINE)] == list(range(1, 57))
    assert set(re.findall(r"`([a-z0-9-]+(?:#[a-z0-9-]+)?)`", table)) <= places
