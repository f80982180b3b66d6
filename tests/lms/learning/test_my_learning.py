"""My learning: objectives in words by the last answers, what comes next with its true minutes, the same figures as worked by hand."""

import re

import pytest
from flask import Flask
from lms_cast import FEVER, MakePerson, Person

from courses.model import timing
from courses.model.content import Item, Module
from lms.web.current_site import site_of
from lms.web.site import content

PAGE = "/fr/avancee"


def module_of(site: Flask) -> Module:
    return site_of(site).newest_content.catalogue.module("fever", "fr")


def read_all(person: Person, module: Module) -> None:
    person.post(f"{FEVER}/commencer")
    for number in range(1, len(module.screens) + 1):
        person.post(f"{FEVER}/{number}/lu")


def give(person: Person, module: Module, item: Item, attempt: int, *, right: bool) -> None:
    number = module.items.index(item) + 1
    wrong = [option.key for option in item.options if option.verdict != "right"]
    choice = sorted(item.right_keys) if right else [next(iter(sorted(item.unsafe_keys)), wrong[0])]
    sent = person.post(f"{FEVER}/question/{number}/reponse", attempt=str(attempt), shown_at="1790000000", choice=choice)
    assert sent.status_code == 303, item.key


def part(page: str, title: str) -> str:
    return page.split(f"<h2>{title}</h2>", 1)[1].split("</section>", 1)[0]


def choices(module: Module, objective: str) -> list[Item]:
    return [item for item in module.items if item.objective == objective and item.kind in ("single", "multi")]


def test_an_objective_is_solid_by_its_last_answers_and_to_read_again_after_an_unsafe_one(site: Flask, learner: Person) -> None:
    module, objectives = module_of(site), site_of(site).newest_content.catalogue.objectives
    read_all(learner, module)
    item = next(item for item in choices(module, "K02") if item.unsafe_keys)
    words = objectives["K02"].text["fr"]
    assert "Cela s’écrira ici" not in learner.get(PAGE).text, "nothing answered: no list of what she can do"
    give(learner, module, item, 1, right=False)
    page = learner.get(PAGE).text
    assert words in part(page, "À relire un jour")
    assert words not in part(page, "Ce que je sais faire")
    give(learner, module, item, 2, right=True)
    page = learner.get(PAGE).text
    assert words in part(page, "Ce que je sais faire")
    assert words not in part(page, "À relire un jour")
    give(learner, module, item, 3, right=False)
    assert words in part(learner.get(PAGE).text, "À relire un jour"), "the last word counts, not the best one"


def test_an_objective_stands_in_one_list_alone(site: Flask, learner: Person) -> None:
    module, objectives = module_of(site), site_of(site).newest_content.catalogue.objectives
    read_all(learner, module)
    for place, item in enumerate(item for item in module.items if item.kind in ("single", "multi")):
        give(learner, module, item, 1, right=place % 2 == 0)
    page = learner.get(PAGE).text
    for key in {item.objective for item in module.items if item.objective}:
        assert page.count(f">{objectives[key].text['fr']}<") == 1, key


def test_patients_and_carers_read_no_mark_no_share_and_no_code(site: Flask, learner: Person) -> None:
    module = module_of(site)
    read_all(learner, module)
    for item in choices(module, "K02") + choices(module, "K01"):
        give(learner, module, item, 1, right=True)
    page = re.sub(r"<[^>]+>", " ", learner.get(PAGE).text)
    assert not re.search(r"\d\s*%|\bK\d\d\b|\bnote\b|réussi|échou", page)


@pytest.mark.parametrize(("read", "answered"), [(0, 0), (2, 0), (5, 0), (5, 6), (5, 13)])
def test_the_minutes_left_shrink_with_each_step_and_count_the_questions(site: Flask, read: int, answered: int) -> None:
    """An oracle of its own: words over 150 a minute, 8 s a question, scaled to the author's minutes, rounded up."""
    module = module_of(site)
    screens = [sum(len(block.markdown.split()) for block in screen.blocks) / 150 for screen in module.screens]
    items = []
    for item in module.items:
        longest = max((option.feedback for option in item.options), key=len, default="")
        words = f"{item.question} {item.explanation} {longest} {' '.join(option.text for option in item.options)}"
        items.append(len(words.split()) / 150 + 8 / 60)
    left = module.minutes * (sum(screens[read:]) + sum(items[answered:])) / (sum(screens) + sum(items))
    assert timing.minutes_left(module, read, answered) == max(1, -int(-left // 1))
    if (read, answered) == (5, 0):
        assert timing.minutes_left(module, read, answered) >= 6, "13 questions are not one minute"


def test_before_the_first_screen_as_many_minutes_are_left_as_the_module_says(site: Flask) -> None:
    """A product of figures with a point may lie a hair above the whole number: 12 minutes were told as 13."""
    with site.app_context():
        shelf = content.catalogue()
        modules = [shelf.module(key, language) for course in shelf.courses.values() for key in course.modules for language in ("fr", "en")]
    assert [(one.key, one.language) for one in modules if timing.minutes_left(one, 0, 0) != one.minutes] == []


def test_the_home_page_of_an_account_begins_with_the_next_step(site: Flask, make_person: MakePerson) -> None:
    learner = make_person("patient")
    assert "Reprendre" not in learner.get("/fr/").text
    learner.post(f"{FEVER}/commencer")
    learner.post(f"{FEVER}/1/lu")
    home = learner.get("/fr/").text.split("<main", 1)[1]
    title = module_of(site).title.replace("\u00a0", " ")
    assert f"Reprendre : « {title} »" in home.replace("\u00a0", " ")
    assert home.index("Reprendre") < home.index("fièvre ou des frissons")
    assert "Écran 2 sur 5" in home.replace("\u00a0", " ")


def test_a_professional_finds_her_own_course_first(make_person: MakePerson) -> None:
    for role, own in (("pharmacist", "pharmacists"), ("gp", "gps"), ("caregiver", "caregivers"), ("patient", "patient-essentials")):
        for path in ("/fr/", "/fr/cours"):
            first = re.search(r'href="/fr/cours/([a-z-]+)"', make_person(role).get(path).text.split("<main", 1)[1])
            assert first is not None
            assert first[1] == own, (role, path)
