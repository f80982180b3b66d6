"""For patients and caregivers a call that was not needed is neither right nor wrong: no such mark, nothing to take again."""

import html
import re
from collections.abc import Iterator, Mapping

import pytest
from flask import Flask
from lms_cast import Person
from lms_site import shared_catalogue
from test_answering import right, told
from test_module_end import answer, completions, end_of, read_all

from courses.items.marking import mark
from courses.model.content import URGENCIES, Item, Module, Option

COURSES = {"patient-essentials": "patient", "caregivers": "caregiver", "gps": "gp", "pharmacists": "pharmacist"}
CARED_FOR = ("patient", "caregiver")
AT = {"fr": ("cours", "question", "reponse"), "en": ("courses", "item", "answer")}
POSSIBLE = {"fr": "Possible aussi", "en": "Fine too"}
BEGINS = {"fr": "Appeler était possible aussi", "en": "Calling was fine too"}
NOT_BEST = re.compile(r"Une autre réponse|Une autre option|Option risquée|Another option|Risky option")


def modules(language: str, audiences: tuple[str, ...]) -> Iterator[Module]:
    catalogue = shared_catalogue()
    for course, audience in COURSES.items():
        if audience in audiences:
            yield from (catalogue.module(key, language) for key in catalogue.courses[course].modules)


def faster(item: Item) -> list[Option]:
    """The options, unsafe ones apart, that act before every right one; by the typed urgencies alone."""
    needed = [URGENCIES.index(option.urgency) for option in item.options if option.verdict == "right" and option.urgency]
    options = [option for option in item.options if option.urgency and option.verdict not in ("right", "unsafe")]
    return [option for option in options if needed and URGENCIES.index(option.urgency) < min(needed)]


def cases(language: str, audiences: tuple[str, ...] = CARED_FOR) -> list[tuple[Module, Item, Option]]:
    """Every such option of every item, those of the forms too."""
    return [
        (module, item, option)
        for module in modules(language, audiences)
        for item in (*module.items, *(one for pool in module.forms.values() for one in pool))
        for option in faster(item)
    ]


def page_after(person: Person, module: Module, number: int, key: str) -> str:
    course, question, reply = AT[module.language]
    at = f"/{module.language}/{course}/{module.course}/{module.key}/{question}/{number}"
    sent = person.post(f"{at}/{reply}", attempt=1, shown_at="1790000000", choice=key)
    assert sent.status_code == 303
    text = html.unescape(person.get(sent.headers["Location"]).text)
    return text[text.index("<main") : text.index("</main>")]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_option_that_calls_faster_than_needed_is_marked_wrong(language: str) -> None:
    found = cases(language)
    assert len(found) >= 18
    for _, item, option in found:
        made = mark(item, option.key)
        assert (option.verdict, made.is_possible, made.is_unsafe) == ("possible", True, False), item.key
        assert option.feedback.startswith(BEGINS[language]), item.key


@pytest.mark.parametrize("language", ["fr", "en"])
def test_restraint_is_marked_for_professionals_and_a_late_call_is_not_possible_for_anybody(language: str) -> None:
    assert {option.verdict for _, _, option in cases(language, ("gp", "pharmacist"))} == {"other"}
    for module in modules(language, CARED_FOR):
        for item in module.items:
            assert {option.key for option in item.options if option.verdict == "possible"} == {option.key for option in faster(item)}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_says_possible_too_and_never_that_another_option_is_better(site: Flask, learner: Person, language: str) -> None:
    shown = 0
    for module in modules(language, CARED_FOR):
        for number, item in enumerate(module.items, 1):
            for option in faster(item)[:1]:
                page = page_after(learner, module, number, option.key)
                chosen = next(part for part in re.split(r'<div class="answer ', page) if part.startswith("possible chosen"))
                assert POSSIBLE[language] in chosen, item.key
                assert not NOT_BEST.search(chosen), item.key
                assert "icon-other" not in chosen, item.key
                shown += 1
    assert shown >= 8


def answered(site: Flask) -> Mapping[str, object]:
    return told(site, "answered")[-1]


def test_the_statement_says_that_another_answer_was_asked_and_that_it_was_a_call_not_needed(site: Flask, learner: Person) -> None:
    module = shared_catalogue().module("fever", "fr")
    number, item = next((number, item) for number, item in enumerate(module.items, 1) if faster(item))
    page_after(learner, module, number, faster(item)[0].key)
    said = answered(site)
    assert said["result"]["success"] is False  # type: ignore[index]
    extensions = said["context"]["extensions"]  # type: ignore[index]
    assert [value for key, value in extensions.items() if key.endswith("/unneeded_call")] == [True]
    late = next(number for number, item in enumerate(module.items, 1) if item.unsafe_keys)
    page_after(learner, module, late, min(module.items[late - 1].unsafe_keys))
    assert not any(key.endswith("/unneeded_call") for key in answered(site)["context"]["extensions"])  # type: ignore[index]


@pytest.mark.parametrize("key", ["fever", "treatment-cycle", "nausea-mouth-appetite", "carer-red-signals", "carer-role"])
def test_it_leaves_nothing_to_take_again_and_the_module_ends(site: Flask, learner: Person, key: str) -> None:
    module = shared_catalogue().module(key, "fr")
    at = f"/fr/cours/{module.course}/{key}"
    read_all(site, learner, at, key)
    called = 0
    for number, item in enumerate(module.items, 1):
        early = faster(item)
        called += bool(early)
        given = {"choice": early[0].key} if early else right(item)
        answer(learner, number, at, **given)
    assert called
    page = end_of(learner, at)
    assert "callout good" in page
    assert "Reprendre" not in page
    assert f"{called} question" in page
    assert "c’est toujours possible" in page
    assert completions(site, learner) == 1
