"""The end of a module: unsafe and missed answers first, offered again at once; done only when each safety question was answered safely."""

import html
import re
from typing import Any

import pytest
from flask import Flask
from lms_cast import FEVER, Person
from sqlalchemy import select, update
from test_answering import right, told

from courses.model.content import Item, Module
from lms.learning.models import Progress
from lms.web.current_site import site_of
from lms.web.database.instants import now
from lms.web.database.writing import submit


def fever(site: Flask) -> Module:
    return site_of(site).newest_content.catalogue.module("fever", "fr")


def read_all(site: Flask, person: Person, at: str = FEVER, module: str = "fever") -> None:
    for number in range(1, len(site_of(site).newest_content.catalogue.module(module, "fr").screens) + 1):
        person.post(f"{at}/{number}/lu")


def answer(person: Person, number: int, at: str = FEVER, attempt: int = 1, **given: Any) -> None:
    assert person.post(f"{at}/question/{number}/reponse", attempt=attempt, shown_at="1790000000", **given).status_code == 303


def unsafe(item: Item) -> dict[str, str]:
    return {"choice": min(item.unsafe_keys)}


def completions(site: Flask, person: Person) -> int:
    return sum(row["actor"]["account"]["name"] == str(person.pseudonym) for row in told(site, "completed"))


def end_of(person: Person, at: str = FEVER) -> str:
    person.post(f"{at}/finir")
    answer = person.get(f"{at}/fin")
    assert answer.status_code == 200
    page = answer.text
    return html.unescape(page[page.index("<main") : page.index("</main>")])


def test_dangerous_answers_are_named_before_anything_else_and_leave_the_module_open(site: Flask, learner: Person) -> None:
    read_all(site, learner)
    for number, item in enumerate(fever(site).items, 1):
        answer(learner, number, **(unsafe(item) if item.unsafe_keys else right(item)))
    page = end_of(learner)
    assert "callout good" not in page
    assert "Bien lu" not in page
    assert page.count("Option risquée") == sum(bool(item.unsafe_keys) for item in fever(site).items)
    first = next(item for item in fever(site).items if item.unsafe_keys)
    chosen = next(option for option in first.options if option.key == min(first.unsafe_keys))
    assert page.index("Option risquée") < page.index(chosen.text) < page.index("Reprendre ces") < page.index("Et ensuite")
    assert completions(site, learner) == 0
    assert not re.search(r"terminé\s*</td>", learner.get("/fr/avancee").text)


def test_they_are_offered_again_at_once_and_the_last_safe_answer_finishes(site: Flask, learner: Person) -> None:
    read_all(site, learner)
    items = fever(site).items
    for number, item in enumerate(items, 1):
        answer(learner, number, **(unsafe(item) if item.unsafe_keys else right(item)))
    page = end_of(learner)
    for _ in range(len(items)):
        way = next((part for part in page.split('"') if "again=1" in part and "/question/" in part and "reponse" not in part), "")
        if not way:
            break
        number = int(way.partition("?")[0].rpartition("/")[2])
        reply = learner.post(f"{FEVER}/question/{number}/reponse?again=1", attempt=2, shown_at="1790000000", **right(items[number - 1]))
        assert reply.headers["Location"].endswith("again=1")
        text = learner.get(reply.headers["Location"]).text
        page = text[text.index("Question suivante") - 400 :] if "Question suivante" in text else ""
    assert completions(site, learner) == 0
    page = end_of(learner)
    assert "callout good" in page
    assert "Option risquée" not in page
    assert completions(site, learner) == 1


SKIPPED = [("patient-essentials", "fever"), ("caregivers", "carer-role"), ("pharmacists", "interactions")]


@pytest.mark.parametrize(("course", "module"), SKIPPED)
def test_passing_every_question_over_is_not_finishing(site: Flask, learner: Person, course: str, module: str) -> None:
    at = f"/fr/cours/{course}/{module}"
    read_all(site, learner, at, module)
    page = end_of(learner, at)
    assert "Vous avez terminé" not in page
    assert completions(site, learner) == 0
    assert f"{at}/question/" in page


def test_a_module_without_safety_questions_is_done_after_one_answer(site: Flask, learner: Person) -> None:
    at = "/fr/cours/caregivers/carer-role"
    read_all(site, learner, at, "carer-role")
    answer(learner, 1, at, **right(site_of(site).newest_content.catalogue.module("carer-role", "fr").items[0]))
    assert "Vous avez terminé" in end_of(learner, at)
    assert completions(site, learner) == 1


def test_one_unsafe_answer_among_safe_ones_keeps_it_open(site: Flask, learner: Person) -> None:
    """Whichever safety question it is: unsafe, then skipped."""
    items = fever(site).items
    numbers = [number for number, item in enumerate(items, 1) if item.is_safety]
    for kept in numbers[:: len(numbers) - 1]:
        for manner in ("unsafe", "skipped"):
            person = learner if (kept, manner) == (numbers[0], "unsafe") else Person(site, None)
            read_all(site, person)
            for number, item in enumerate(items, 1):
                if number != kept:
                    answer(person, number, **right(item))
                elif manner == "unsafe":
                    answer(person, number, **unsafe(item))
            page = end_of(person)
            assert "Encore une réponse" in page, (kept, manner)
            assert "callout good" not in page


def test_a_safe_answer_once_is_enough_but_a_later_unsafe_one_is_still_named(site: Flask, learner: Person) -> None:
    read_all(site, learner)
    items = fever(site).items
    for number, item in enumerate(items, 1):
        answer(learner, number, **right(item))
    answer(learner, 1, attempt=2, **unsafe(items[0]))
    page = end_of(learner)
    assert completions(site, learner) == 1
    assert "Option risquée" in page
    assert "callout good" not in page


def test_a_completion_that_was_recorded_stays(site: Flask, learner: Person) -> None:
    """Of somebody who finished under the former rule, by reading alone."""
    read_all(site, learner)
    with site.app_context():
        submit(lambda work: work.execute(update(Progress).where(Progress.id == newest(work)).values(completed_at=now())))
    page = end_of(learner)
    assert "Vous avez terminé" in page
    assert "Pas encore répondu" in page
    assert re.search(r"terminé\s*</td>", learner.get("/fr/avancee").text)
    assert completions(site, learner) == 0


def newest(work: Any) -> int:
    return work.scalar(select(Progress.id).order_by(Progress.id.desc()).limit(1))


def test_the_same_words_in_english(site: Flask, guest: Person) -> None:
    at = "/en/courses/patient-essentials/fever"
    read_all(site, guest)
    answer(guest, 1, **unsafe(fever(site).items[0]))
    guest.post(f"{FEVER}/finir")
    page = guest.get(f"{at}/end").text
    assert "more answers, and this module is finished" in page
    assert "One answer carries a risk." in page
    assert "Take these" in page


def test_a_title_that_holds_quotation_marks_has_others_around_it(site: Flask, learner: Person) -> None:
    at, module = FEVER.replace("patient-essentials/fever", "pharmacists/oral-interviews"), "oral-interviews"
    read_all(site, learner, at, module)
    for number, item in enumerate(site_of(site).newest_content.catalogue.module(module, "fr").items, 1):
        answer(learner, number, at, **right(item))
    assert "Vous avez terminé «\u00a0Les entretiens “anticancéreux oraux”\u00a0»" in end_of(learner, at)
