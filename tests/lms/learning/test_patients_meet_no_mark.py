"""Patients and carers never read a mark, a pass or a failure: looked for in the text of every page that they can reach from home."""

import html
import re
from collections import deque
from uuid import uuid4

import pytest
from flask import Flask
from lms_cast import MakePerson, Person
from marks_in_words import marks_on
from people_cast import open_cohort, put_in

from lms.web.current_site import site_of

TEXT = re.compile(r"(?s)<(script|style|svg).*?</\1>|<[^>]+>")
LINK = re.compile(r'href="(/(?:fr|en)/[^"#?]*)"')
NOT_HERS = re.compile(
    r"/(?:fr|en)/(?:signes|symptoms|sources|chercher|search|quand-j-appelle|when-i-call|guide-entretien|interview-guide"
    r"|vos-donnees/durees|hors-connexion/cours|offline/courses|your-data/[a-z-]+|verifier|verify|conditions|terms|mentions|legal|cours/(?:pharmacists|gps)|courses/(?:pharmacists|gps)).*"
    r"|.*\.(?:pdf|zip)|.*(?:livret|booklet|version-papier).*"
)
"""The same for everybody, other people's courses, whole courses for a phone: texts of medicine. A red point there is on the skin."""
MOST = 800


def words_of(page: str) -> str:
    start = page.find("<main")
    return " ".join(html.unescape(TEXT.sub(" ", page[start : page.find("</main>")])).split())


def pages_of(person: Person, first: list[str]) -> dict[str, str]:
    """The text of each page of hers in one language, by its path. first: where she begins; the language is that of its first path."""
    found: dict[str, str] = {}
    waiting, met = deque(first), set(first)
    while waiting:
        path = waiting.popleft()
        answer = person.get(path)
        if answer.status_code in (301, 302, 303):
            links = [answer.headers["Location"].partition("?")[0]]
        elif answer.status_code == 200 and answer.content_type.startswith("text/html"):
            found[path] = words_of(answer.text)
            links = LINK.findall(answer.text)
        else:
            continue
        new = [link for link in links if link.startswith(first[0]) and link not in met and not NOT_HERS.fullmatch(link)]
        met.update(new)
        waiting.extend(dict.fromkeys(new))
        assert len(met) < MOST
    return found


def live(site: Flask, person: Person, course: str, module: str, staff: Person) -> None:
    """Read a module, answer every question badly, then see its end; play a short week; be in a group."""
    put_in(site, person, open_cohort(site, staff, "Automne", "patient-essentials"))
    base = f"/fr/cours/{course}/{module}"
    person.post(f"{base}/commencer")
    for number in range(1, 7):
        person.post(f"{base}/{number}/lu")
    for number in range(1, 16):
        for choice in ("d", "c", "b"):
            person.post(f"{base}/question/{number}/reponse", attempt="1", shown_at="1790000000", choice=choice, confidence="sure")
    person.post(f"{base}/finir")
    form = {"campaign": "tutorial", "week": "1", "look": "awa", "length": "short", "difficulty": "1"}
    week = person.post("/fr/jouer/commencer", token=str(uuid4()), **form).headers["Location"]
    while (shown := person.get(week)).status_code == 200:
        turn = re.findall(r'name="turn" value="(\d+)"', shown.text)[0]
        option = re.findall(r'name="option" value="([^"]+)"', shown.text)
        person.post(f"{week}/faire", turn=turn, **({"do": "decide", "option": option[-1]} if option else {"do": "next"}))


@pytest.mark.parametrize(
    ("role", "course", "module", "ways"),
    [
        ("patient", "patient-essentials", "fever",
         "/fr/ /fr/cours/patient-essentials/fever/fin /fr/avancee /fr/a-revoir /fr/jouer /fr/compte /fr/mes-groupes"),
        pytest.param(
         "caregiver", "caregivers", "carer-role",
         "/en/ /en/courses/caregivers/carer-role/end /en/progress /en/look-again /en/play /en/account /en/my-groups",
         marks=pytest.mark.slow),
    ],
)  # fmt: skip
def test_no_page_of_hers_says_a_mark(site: Flask, make_person: MakePerson, role: str, course: str, module: str, ways: str) -> None:
    person = make_person(role)
    live(site, person, course, module, make_person("educator"))
    pages = pages_of(person, ways.split())
    assert [way for way in ways.split() if way not in pages] == []
    assert any(path.endswith(("/bilan", "/debrief")) for path in pages)
    assert marks_on(pages) == []
    assert person.get(f"/fr/cours/{course}/test").status_code == 404
    assert person.get("/fr/mes-attestations").status_code in (403, 404)


def test_the_look_would_see_one(site: Flask, make_person: MakePerson) -> None:
    """A pharmacist's end of a module counts her answers, and the page of her test says what passing means."""
    person, base = make_person("pharmacist"), "/fr/cours/pharmacists/interactions"
    person.post(f"{base}/commencer")
    module = site_of(site).newest_content.catalogue.module("interactions", "fr")
    for number in range(1, len(module.screens) + 1):
        person.post(f"{base}/{number}/lu")
    number, item = next((number, item) for number, item in enumerate(module.items, 1) if item.kind == "single")
    person.post(f"{base}/question/{number}/reponse", attempt="1", shown_at="1790000000", choice=min(item.right_keys))
    end, test = (words_of(person.get(path).text) for path in (f"{base}/fin", "/fr/cours/pharmacists/test"))
    assert marks_on({"end": end})
    assert marks_on({"test": test})
