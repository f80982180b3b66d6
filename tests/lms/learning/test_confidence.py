"""Sure or not: said before the answer, kept with it, shown back kindly, worth nothing in any mark."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from lms_cast import FEVER, MakePerson, Person
from sqlalchemy import select

from courses.items.marking import mark
from courses.model.content import Course, Item, Module, Option, Verdict
from lms.accounts.models import Learner
from lms.accounts.presence import Presence
from lms.cohorts.models import Registration
from lms.learning.answering import Answer, statement_of
from lms.learning.models import Attempt
from lms.learning.reading import Reader
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lrs.reading.reader import iter_since
from xapi import profile
from xapi.vocabulary import EXT

GOLDEN = Path(__file__).parents[2] / "golden" / "practice"
VERDICTS: tuple[tuple[str, Verdict], ...] = (("a", "right"), ("b", "unsafe"), ("c", "other"))


def statement(event: dict[str, Any]) -> dict[str, Any]:
    """The statement of an answer that an event file describes."""
    options = tuple(Option(letter, f"Option {letter}", verdict, "", 1) for letter, verdict in VERDICTS)
    item = Item(
        key="one", module="interactions", kind="single", question="Que faites-vous ?", language="fr", version="version-one",
        options=options, objective="K15", is_safety=True,
    )  # fmt: skip
    module = Module(
        key="interactions", course="pharmacists", audience="pharmacist", language="fr", title="Interactions", summary="", version="1",
        state="draft", minutes=5, is_critical=False, objectives=(), requires=(), authors=(), reviewers=(), reviewed_on=None, expires=None,
        references=(), screens=(), freshness="source", path="", items=(item,),
    )  # fmt: skip
    titles = {"fr": "Pharmaciens", "en": "Pharmacists"}
    course = Course("pharmacists", "pharmacist", titles, titles, "1.0", "certificate", ("interactions",))
    now, learner = datetime.fromisoformat(event["at"]), UUID(event["learner"])
    reading = Reader(
        Presence(learner, event["role"], False, 1), course, module, {"fr": "Interactions"}, "https://hors-les-murs.example", now
    )
    person = Learner(id=1, uuid=learner, role=event["role"], is_simulated=False)
    registration = Registration(id=1, uuid=UUID(event["registration"]), learner=person, kind="course", key="pharmacists", cohort=None)
    answer = Answer(item, {"fr": item}, event["response"], mark(item, event["response"]), 1, event["seconds"], event["confidence"])
    return statement_of(reading, registration, answer, Attempt(uuid=UUID(event["attempt"])))


@pytest.mark.parametrize("name", ["answered-sure", "answered-silent"])
def test_an_answer_makes_the_statement_beside_it(name: str) -> None:
    event = json.loads((GOLDEN / f"{name}.event.json").read_text("utf-8"))
    document = json.loads((GOLDEN / f"{name}.statement.json").read_text("utf-8"))
    made = json.loads(json.dumps(statement(event)))
    assert made == document
    profile.check(made)


def test_the_two_statements_differ_by_the_one_extension() -> None:
    sure, silent = (json.loads((GOLDEN / f"answered-{name}.statement.json").read_text("utf-8")) for name in ("sure", "silent"))
    assert sure["context"]["extensions"].pop(EXT["confidence"]) == "sure"
    assert sure == silent


def module_of(site: Flask, key: str = "fever") -> Module:
    return site_of(site).newest_content.catalogue.module(key, "fr")


def answered(site: Flask) -> list[tuple[Attempt, dict[str, Any]]]:
    with site.app_context(), db.engine.connect() as connection:
        by_id = {row.statement["id"]: row.statement for row in iter_since(connection, 0)}
        return [(row, by_id[str(row.uuid)]) for row in db.session.scalars(select(Attempt).order_by(Attempt.id))]


def give(person: Person, module: Module, item: Item, choice: str, confidence: str = "", attempt: int = 1, base: str = FEVER) -> Any:
    number = module.items.index(item) + 1
    return person.post(
        f"{base}/question/{number}/reponse", attempt=str(attempt), shown_at="1790000000", choice=choice, confidence=confidence
    )


def single(module: Module, *, safety: bool) -> Item:
    return next(item for item in module.items if item.kind == "single" and item.is_safety == safety and item.unsafe_keys == set())


@pytest.mark.parametrize("confidence", ["sure", "unsure", ""])
def test_what_she_says_is_kept_with_the_attempt_and_its_statement_and_moves_no_mark(
    site: Flask, learner: Person, stranger: Person, confidence: str
) -> None:
    module = module_of(site)
    item = module.items[0]
    for option in item.options:
        say = f"{option.key}-{confidence}"
        for person, words in ((learner, confidence), (stranger, "")):
            number = list(item.options).index(option) + 1
            assert give(person, module, item, option.key, words, number).status_code == 303, say
        (mine, told), (other, _) = answered(site)[-2:]
        assert mine.confidence == (confidence or None)
        assert told["context"]["extensions"].get(EXT["confidence"]) == (confidence or None)
        assert (mine.scaled, mine.is_right, mine.is_unsafe) == (other.scaled, other.is_right, other.is_unsafe)


def test_a_word_that_is_not_ours_is_refused(site: Flask, learner: Person) -> None:
    module, before = module_of(site), len(answered(site))
    assert give(learner, module, module.items[0], "b", "<b>certain</b>").status_code == 400
    assert len(answered(site)) == before


def test_the_question_asks_it_without_gender_and_a_survey_does_not(site: Flask, learner: Person) -> None:
    page = learner.get(f"{FEVER}/question/1").text
    for words in ("Cette réponse, vous la donnez…", "Sans hésiter", "Avec un doute", "facultatif"):
        assert words in page
    assert "sûr" not in page.split("<main", 1)[1].split("</form>", 1)[0].lower().replace("sûreté", "")
    catalogue = site_of(site).newest_content.catalogue
    for module in catalogue.modules.values():
        for number, item in enumerate(module.items, 1):
            if item.kind == "survey" and module.language == "fr":
                assert "confidence" not in learner.get(f"/fr/cours/{module.course}/{module.key}/question/{number}").text


def test_sure_and_unsafe_stands_before_unsure_and_unsafe_at_the_end_of_the_module(site: Flask, make_person: MakePerson) -> None:
    learner, module = make_person("patient"), module_of(site)
    learner.post(f"{FEVER}/commencer")
    for number in range(1, len(module.screens) + 1):
        learner.post(f"{FEVER}/{number}/lu")
    risky = [item for item in module.items if item.kind == "single" and item.unsafe_keys][:2]
    give(learner, module, risky[0], min(risky[0].unsafe_keys), "unsure")
    give(learner, module, risky[1], min(risky[1].unsafe_keys), "sure")
    page = learner.get(f"{FEVER}/fin").text
    first, second = (page.index(item.question[:25]) for item in (risky[1], risky[0]))
    assert first < second, "the answer nobody would check stands first"
    assert page.count("répondu sans hésiter") == 1
    for word in ("faux", "Faux", "erreur", "Erreur", "raté", "échou"):
        assert word not in page.split("<main", 1)[1]


def test_the_answer_says_it_kindly_and_a_doubt_that_was_right_is_told(site: Flask, make_person: MakePerson) -> None:
    learner, module = make_person("pharmacist"), module_of(site, "interactions")
    base = "/fr/cours/pharmacists/interactions"
    item = next(one for one in module.items if one.kind == "single")
    number = module.items.index(item) + 1
    wrong = next(option.key for option in item.options if option.verdict != "right")
    give(learner, module, item, wrong, "sure", base=base)
    assert "répondu sans hésiter" in learner.get(f"{base}/question/{number}/reponse/1").text
    give(learner, module, item, min(item.right_keys), "unsure", 2, base)
    page = learner.get(f"{base}/question/{number}/reponse/2").text
    assert "Vous aviez un doute" in page
    assert "répondu sans hésiter" not in page


def test_a_call_that_was_not_needed_is_never_sure_and_wrong(site: Flask, make_person: MakePerson) -> None:
    """For patients calling is never wrong (decision 0038), however sure they were."""
    learner, catalogue = make_person("patient"), site_of(site).newest_content.catalogue
    tried = 0
    for key in catalogue.courses["patient-essentials"].modules:
        module = catalogue.module(key, "fr")
        for item in module.items:
            if item.kind == "single" and item.possible_keys:
                base, number = f"/fr/cours/patient-essentials/{key}", module.items.index(item) + 1
                give(learner, module, item, min(item.possible_keys), "sure", base=base)
                assert "répondu sans hésiter" not in learner.get(f"{base}/question/{number}/reponse/1").text, item.key
                tried += 1
    assert tried > 3


def test_my_learning_lists_what_was_sure_first(site: Flask, make_person: MakePerson) -> None:
    learner, module = make_person("patient"), module_of(site)
    objectives = site_of(site).newest_content.catalogue.objectives
    risky = next(item for item in module.items if item.kind == "single" and item.unsafe_keys)
    other = next(
        item
        for item in module.items
        if item.kind == "single" and item.objective not in ("", risky.objective) and item.possible_keys == set()
    )
    give(learner, module, risky, min(risky.unsafe_keys), "unsure")
    give(learner, module, other, next(option.key for option in other.options if option.verdict != "right"), "sure")
    part = learner.get("/fr/avancee").text.split("À relire un jour", 1)[1].split("</section>", 1)[0]
    assert part.index(objectives[other.objective].text["fr"]) < part.index(objectives[risky.objective].text["fr"])
    assert "à relire en premier" in part
