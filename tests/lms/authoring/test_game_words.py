"""The game's words and the cards of the mornings by form: wrong words are told beside their box, no other byte changes."""

import html
import re

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from writers import BASE, Writer

from courses.authoring.registers import word_groups
from courses.authoring.registers.yaml_places import CannotEdit
from lms.settings import CONTENT
from lms.web.current_site import site_of

WORDS = "/en/writing/game-words/says"
CARDS = ("_structure/game/cards.yml", "fr/game/cards.yml", "en/game/cards.yml")
NEW = {
    "at": "", "key": "tea-first", "title_fr": "Une tisane d’abord", "title_en": "A herbal tea first",
    "text_fr": "S’asseoir cinq minutes avec une tasse, puis décider de la suite.",
    "text_en": "Sit down for five minutes with a cup, then decide what comes next.",
    "skill": "K09", "source": "asco-sio-fatigue-2024", "first_day": "", "last_day": "",
}  # fmt: skip


def own_text(site: Flask, path: str) -> str:
    folder = site_of(site).settings.shown_content
    return (folder / path).read_bytes().decode()


def boxes(page: str) -> dict[str, str]:
    found = re.findall(r'<textarea id="(line-\d+-\w\w)"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    return {name: html.unescape(words) for name, words in found}


def box_of(stem: str, path: str) -> tuple[str, int]:
    """The group of a line, and its place in it."""
    steps = tuple(path.split("/"))
    for group in word_groups.groups(CONTENT, stem):
        for number, line in enumerate(group.lines):
            if line.path == steps:
                return group.key, number
    raise KeyError(path)


def error(page: str, box: str) -> str:
    part = re.search(rf'id="{box}-error">(.*?)</span>', page, re.DOTALL)
    return html.unescape(re.sub("<[^>]+>", "", part[1])) if part else ""


def test_a_line_is_changed_in_both_languages_and_no_other_byte(desk_site: Flask, claire: Writer) -> None:
    before = {path: own_text(desk_site, path) for path in ("fr/game/says.yml", "en/game/says.yml")}
    at, number = box_of("says", "says/dizzy/a")
    page = claire.person.get(f"{WORDS}?at={at}").text
    fields = boxes(page)
    french, english = f"line-{number}-fr", f"line-{number}-en"
    old = {name: fields[name] for name in (french, english)}
    changed = {french: "Debout, tout tourne. Je n’ai presque rien bu.", english: "Standing up, it all spins. I hardly drank."}
    answer = claire.person.post(WORDS, at=at, base=BASE.findall(page)[0], do="save", **{**fields, **changed})
    assert (answer.status_code, answer.location) == (303, f"{WORDS}?at={at}")
    for language in ("fr", "en"):
        after, path = own_text(desk_site, f"{language}/game/says.yml"), f"{language}/game/says.yml"
        assert after == before[path].replace(old[f"line-{number}-{language}"], changed[f"line-{number}-{language}"], 1)
    assert "Standing up, it all spins" in claire.person.get("/en/writing/game-words?q=all+spins").text


def test_what_is_wrong_is_told_beside_its_box_in_the_readers_language(desk_site: Flask, claire: Writer) -> None:
    before = own_text(desk_site, "fr/game/says.yml")
    at, first = box_of("says", "says/fever/a")
    page = claire.person.get(f"/fr/rediger/mots-du-jeu/says?at={at}").text
    fields, base = boxes(page), BASE.findall(page)[0]
    wrong = {
        f"line-{first + 0}-fr": ("J’ai 38,5 °C.", "température"),
        f"line-{first + 1}-fr": ("Bonjour {nom}.", "nom"),
        f"line-{first + 2}-en": ("", "deux langues"),
        f"line-{first + 3}-en": ("I counted 3 blankets.", "3"),
        f"line-{first + 4}-fr": ("Une accolade { seule.", "accolade"),
    }
    for box, (words, said) in wrong.items():
        for do in ("save", "look"):
            answer = claire.person.post("/fr/rediger/mots-du-jeu/says", at=at, base=base, do=do, **{**fields, box: words})
            assert answer.status_code == 422, box
            assert said in error(answer.text, box), (box, error(answer.text, box))
    assert own_text(desk_site, "fr/game/says.yml") == before


def test_the_second_of_two_sees_both_and_keeps_what_she_typed(desk_site: Flask, claire: Writer, jean: Writer) -> None:
    address = "/en/writing/game-words/wishes"
    hers, his = (who.person.get(address).text for who in (claire, jean))
    fields = boxes(hers)
    one = {"line-1-fr": "Samedi, on fait le gâteau.", "line-1-en": "Saturday we bake."}
    other = {"line-1-fr": "Samedi, c’est le gâteau.", "line-1-en": "Saturday is cake."}
    at = re.search(r'name="at" value="([^"]*)"', hers)[1]
    assert claire.person.post(address, at=at, base=BASE.findall(hers)[0], **{**fields, **one}).status_code == 303
    stopped = jean.person.post(address, at=at, base=BASE.findall(his)[0], **{**fields, **other})
    assert stopped.status_code == 409
    assert "Saturday we bake." in stopped.text
    assert boxes(stopped.text)["line-1-en"] == "Saturday is cake."
    assert jean.person.post(address, at=at, base=BASE.findall(stopped.text)[0], **{**fields, **other}).status_code == 303


def test_the_raw_text_keeps_every_line_that_a_page_may_ask_for(desk_site: Flask, claire: Writer) -> None:
    path = "en/game/report.yml"
    page = claire.person.get(f"/en/writing/shared/{path}").text
    text = html.unescape(re.search(r'<textarea id="text"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)[1])
    lines = [row for row in text.split("\n") if "felt_fever" not in row]
    answer = claire.person.post(f"/en/writing/shared/{path}", base=BASE.findall(page)[0], do="save", text="\n".join(lines))
    assert answer.status_code == 422
    assert "nothing was kept" in html.unescape(answer.text)


@pytest.mark.slow
def test_a_card_is_added_changed_and_taken_away_with_its_words(desk_site: Flask, claire: Writer) -> None:
    before = {path: own_text(desk_site, path) for path in CARDS}
    address = "/en/writing/cards/one"
    page = claire.person.get(address).text
    assert claire.person.post(address, base=BASE.findall(page)[0], do="save", **NEW).status_code == 303
    assert "Une tisane d’abord" in own_text(desk_site, CARDS[1])
    page = claire.person.get(f"{address}?key=tea-first").text
    fields = {**NEW, "at": "tea-first", "title_en": "First a herbal tea"}
    assert claire.person.post(address, base=BASE.findall(page)[0], do="save", **fields).status_code == 303
    assert "First a herbal tea" in claire.person.get("/en/writing/cards").text
    page = claire.person.get(f"{address}?key=tea-first").text
    assert claire.person.post(address, base=BASE.findall(page)[0], do="remove", **fields).status_code == 303
    assert {path: own_text(desk_site, path) for path in CARDS} == before


@pytest.mark.slow
def test_a_card_that_a_week_needs_is_not_taken_away(desk_site: Flask, claire: Writer) -> None:
    address = "/fr/rediger/cartes/fiche"
    keys = re.findall(r'<li id="([a-z-]+)"><a', claire.person.get("/fr/rediger/cartes").text)
    refused = None
    for key in keys:  # the supply of some week ends before the list does
        page = claire.person.get(f"{address}?key={key}").text
        answer = claire.person.post(address, at=key, base=BASE.findall(page)[0], do="remove")
        if answer.status_code == 422:
            refused = answer
            break
    assert refused is not None
    assert "trop peu de cartes" in html.unescape(refused.text)


def test_a_card_with_a_fault_is_told_beside_its_field(claire: Writer) -> None:
    address = "/en/writing/cards/one"
    base = BASE.findall(claire.person.get(address).text)[0]
    wrong = {
        "title_en": ("", "both languages"),
        "skill": ("K99", "Choose the skill"),
        "first_day": ("9", "Two days"),
        "key": ("Tea", "Lower-case"),
    }
    for field, (value, said) in wrong.items():
        answer = claire.person.post(address, base=base, do="look", **{**NEW, field: value})
        assert answer.status_code == 422, field
        assert said in error(answer.text, field), field
    assert claire.person.post(address, base=base, do="look", **NEW).status_code == 200


LINES = [
    (language, stem, line)
    for stem in word_groups.stems(CONTENT)
    for group in word_groups.groups(CONTENT, stem)
    for line in group.lines
    for language in line.words
]
SIGNS = st.text(
    st.characters(blacklist_categories=("Cs", "Cc", "Co", "Cn"), blacklist_characters="\ufeff\u2028\u2029"), min_size=1, max_size=60
)


def check_edit(language: str, stem: str, line: word_groups.Line, words: str) -> None:
    path = word_groups.path_of(language, stem)
    text = (CONTENT / path).read_bytes().decode()
    try:
        after = word_groups.with_words(text, path, {line.path: words})
    except CannotEdit:
        return
    rows, new_rows = text.split("\n"), after.split("\n")
    assert len(rows) == len(new_rows), (path, line.name)
    differing = [number for number, (one, other) in enumerate(zip(rows, new_rows, strict=True)) if one != other]
    assert len(differing) <= 1, (path, line.name)
    if words == line.words[language]:
        assert after == text
    now = word_groups.leaves(after, path)
    assert {place: said for place, said in now.items() if place != line.path} == {
        place: said for place, said in word_groups.leaves(text, path).items() if place != line.path
    }
    assert word_groups.with_words(after, path, {line.path: line.words[language]}).encode() == text.encode()


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(st.sampled_from(LINES), SIGNS)
def test_any_line_of_any_shipped_file_changes_alone_and_back(place: tuple[str, str, word_groups.Line], words: str) -> None:
    check_edit(*place, words)


def test_one_line_of_a_shipped_file_changes_alone_and_back() -> None:
    check_edit(*LINES[len(LINES) // 2], "Other words: with a colon, # and “quotes”")


def test_every_line_of_every_file_stands_in_one_group() -> None:
    for stem in word_groups.stems(CONTENT):
        grouped = [line.path for group in word_groups.groups(CONTENT, stem) for line in group.lines]
        for language in ("fr", "en"):
            path = word_groups.path_of(language, stem)
            assert set(word_groups.leaves((CONTENT / path).read_text("utf-8"), path)) <= set(grouped)
        assert len(grouped) == len(set(grouped))
        assert all(len(group.lines) <= word_groups.MOST for group in word_groups.groups(CONTENT, stem))
