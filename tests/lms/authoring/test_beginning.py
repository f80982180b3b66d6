"""An educator begins a page without git: both languages, its line in the course, its history; clashes are said kindly."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from writers import Writer

from courses.checks import all_checks
from courses.library import content_folder, new_files
from courses.text import yaml_files
from lms.authoring import history
from lms.web.current_site import site_of

NEW = "/en/writing/new"


def begin(who: Writer, key: str, where: str = "patient-essentials", **more: str) -> Any:
    return who.person.post(NEW, **{"where": where, "key": key, "title_fr": "Soins de la bouche", "title_en": "Mouth care", **more})


def test_a_module_is_begun_in_both_languages_and_joins_its_course(desk_site: Flask, claire: Writer) -> None:
    own = site_of(desk_site).settings.own_content
    answer = begin(claire, "mouth-every-day", title_fr='Ma bouche : "chaque jour" \\ & co', title_en="")
    assert answer.status_code == 303
    assert answer.location.endswith("/en/writing/form/fr/patient-essentials/mouth-every-day.md")
    found = content_folder.load(own, today=date.today())
    assert "mouth-every-day" in found.structure.courses["patient-essentials"].modules
    french, english = (found.of("mouth-every-day", language) for language in ("fr", "en"))
    assert french
    assert french.text
    assert english
    assert english.text
    assert french.text.front.text("title") == 'Ma bouche : "chaque jour" \\ & co'
    assert english.text.front.text("title") == "Title to write"
    assert "state: draft}" in (own / english.path).read_text("utf-8")
    assert french.items
    assert english.items
    codes = {problem.code for problem in all_checks.problems(found) if "mouth-every-day" in problem.path}
    assert codes <= {"310", "129", "133", "017"}, "only the source is still to name, and more to write"
    versions = history.versions(own, ["fr/patient-essentials/mouth-every-day.md"])
    assert [(version.did, version.who) for version in versions] == [("new", str(claire.person.pseudonym))]
    assert "began the page" in claire.person.get("/en/writing/versions/fr/patient-essentials/mouth-every-day.md").text
    assert claire.person.get("/en/writing?place=patient-essentials&state=draft&sort=title").text.count("mouth-every-day") >= 1


@pytest.mark.slow
def test_what_was_begun_is_written_and_its_author_is_not_its_reader(claire: Writer, jean: Writer) -> None:
    file = "fr/caregivers/asking-for-help.md"
    assert begin(claire, "asking-for-help", "caregivers").status_code == 303
    text = claire.text(file).replace("source", "inca-carers")
    for number, said in enumerate(new_files.first_words("fr")):
        text = text.replace(said, f"Mes mots {number}.")
    for number in (2, 3):
        text += f"\n## Écran {number} {{#screen-{number}}}\n\nUne phrase. [@inca-carers]\n"
    assert claire.save(file, text).status_code == 303
    items = file.replace(".md", ".items.md")
    asked = claire.text(items).replace("@ source", "@ inca-carers")
    for number, said in enumerate(new_files.first_words("fr")):
        asked = asked.replace(said, f"Ma phrase {'abcdefghijklmnopqrstuvwxyz'[number]} est ici.")
    assert claire.save(items, asked).status_code == 303
    moved = claire.move(file, "in_review")
    assert moved.status_code == 303, moved.text
    soon = (date.today() + timedelta(days=90)).isoformat()
    assert claire.publish(file, soon).status_code == 403
    assert jean.publish(file, soon).status_code == 303


@pytest.mark.slow
def test_a_situation_is_begun_and_can_be_filled_in(desk_site: Flask, claire: Writer) -> None:
    file = "fr/situations/a-neighbour-asks.md"
    own = site_of(desk_site).settings.own_content
    assert begin(claire, "a-neighbour-asks", "situation", title_fr="La voisine demande").status_code == 303
    assert yaml_files.parse((own / file).read_text("utf-8").split("---")[1], file)["title"] == "La voisine demande"
    page = claire.page(file)
    assert re.search(r"sources: no &#39;source&#39;", page), "the one thing a skeleton cannot know"
    for language in ("fr", "en"):
        path = f"{language}{file.removeprefix('fr')}"
        assert claire.save(path, in_own_words(claire.text(path), language)).status_code == 303
    assert "Nothing to put right" in claire.page(file)
    assert "Nothing to put right" in claire.page(file.replace("fr/", "en/"))


@pytest.mark.slow
def test_a_situation_begins_with_a_copy_of_another_one(desk_site: Flask, claire: Writer) -> None:
    own = site_of(desk_site).settings.own_content
    titles = {"title_fr": "Les cheveux, plus tard", "title_en": "Hair, later"}
    for where, of in (("gps", "situations/hair"), ("situation", "patient-essentials/fever")):
        refused = begin(claire, "hair-later", where, copy_of=of, **titles)
        assert refused.status_code == 422
        assert "A module is copied into a course" in refused.text
    assert not list(own.rglob("hair-later*"))
    assert begin(claire, "hair-later", "situation", copy_of="situations/hair", **titles).status_code == 303
    for language, title in (("fr", "Les cheveux, plus tard"), ("en", "Hair, later")):
        old, new = ((own / f"{language}/situations/{key}.md").read_text("utf-8") for key in ("hair", "hair-later"))
        assert old.split("---\n", 2)[2] == new.split("---\n", 2)[2], "its words are those of the other"
        head = yaml_files.parse(new.split("---")[1], "x")
        assert (head["key"], head["title"], head["state"]) == ("hair-later", title, "draft")
        assert "reviewed" not in head
    assert "Nothing to put right" in claire.page("fr/situations/hair-later.md")


def in_own_words(text: str, language: str) -> str:
    """What an author makes of a new file: a source, and other words than those it came with."""
    for number, said in enumerate(sorted(new_files.first_words(language))):
        text = text.replace(said, f"Kaki {'abcdefghijklmnopqrstuvwxyz'[number]}.")
    return text.replace("sources: [source]", "sources: [inca-carers]")


@pytest.mark.sampled(4)
@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"key": "fever"}, "fr/patient-essentials/fever.md has it already"),
        ({"key": "hair"}, "fr/situations/hair.md has it already"),
        ({"key": "Mouth Care"}, "joined by hyphens"),
        ({"key": "../../evil"}, "joined by hyphens"),
        ({"key": "bouche-séchée"}, "joined by hyphens"),
        ({"key": ""}, "joined by hyphens"),
        ({"key": "a" * 61}, "Up to 60 characters"),
        ({"key": "fine", "where": ""}, "Choose a course, or the game."),
        ({"key": "fine", "where": "nowhere"}, "Choose a course, or the game."),
        ({"key": "fine", "where": "../fr"}, "Choose a course, or the game."),
        ({"key": "fine", "title_fr": " \n ", "title_en": ""}, "Write a title of up to 120 characters."),
        ({"key": "fine", "title_fr": "a" * 121}, "Write a title of up to 120 characters."),
    ],
)
def test_a_clash_is_said_kindly_and_nothing_is_written(desk_site: Flask, claire: Writer, fields: dict[str, str], said: str) -> None:
    own = site_of(desk_site).settings.own_content
    before = sorted(path for path in own.rglob("*.md"))
    course = (own / "_structure/patient-essentials/course.yml").read_bytes()
    answer = begin(claire, **fields)
    assert answer.status_code == 422
    assert said in answer.text
    if title := fields.get("title_fr", "Soins de la bouche").strip():
        assert f'value="{title}"' in answer.text, "what was typed stays"
    assert sorted(path for path in own.rglob("*.md")) == before
    assert (own / "_structure/patient-essentials/course.yml").read_bytes() == course


def test_a_page_that_cannot_be_committed_leaves_no_half_of_it(desk_site: Flask, claire: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    own = site_of(desk_site).settings.own_content
    course = (own / "_structure/gps/course.yml").read_bytes()

    def full(*_arguments: Any, **_named: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(history, "commit", full)
        answer = begin(claire, "half-a-page", "gps")
        assert answer.status_code == 422
        assert "cannot write its files" in answer.text
        assert 'value="half-a-page"' in answer.text
    assert not list(own.rglob("half-a-page*"))
    assert (own / "_structure/gps/course.yml").read_bytes() == course
