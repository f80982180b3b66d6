"""Every kind of page, packed as a browser takes it: what a first visit, a reading page after it and a page of the game weigh."""

import random
import re
from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lms_cast import Person, add_person

from lms.web.current_site import site_of

FIRST_VISIT, NEXT_PAGE, GAME_PAGE = 15_000, 5_000, 9_000
SOURCES_OF_MODULE = 9_000
"""The bibliography of a module is one list, opened by who checks a claim, never on the way to what to do. That of the site has pages."""
OPEN = {
    "fr": ("", "fievre", "vrai-probleme", "quand-j-appelle", "signes", "cours", "chercher", "aide", "jouer", "atelier", "avancee",
           "connexion", "nouveau-compte", "carte", "code", "preparer-ma-consultation",
           "vos-donnees", "accessibilite", "qui-sommes-nous", "mentions-legales"),
    "en": ("", "fever", "real-problem", "when-i-call", "symptoms", "courses", "search", "help", "play", "workshop", "progress",
           "sign-in", "new-account", "card", "code", "prepare-my-appointment",
           "your-data", "accessibility", "about", "legal-notice"),
}  # fmt: skip
WEEKS = 4
"""Weeks of each campaign: an evening with two people, a plant and a calendar in the picture, the heaviest, is in one of three."""
WAYS = {"fr": ("cours", "question", "signes", "jouer/commencer", "faire"), "en": ("courses", "item", "symptoms", "play/begin", "do")}
FILE = re.compile(r'(?:href|src)="(/static/[^"]+)"')
TURN, OPTION = re.compile(r'name="turn" value="(\d+)"'), re.compile(r'name="option" value="([^"]+)"')


class Scale:
    """Weighs pages in bytes, packed; each file once."""

    def __init__(self, client: FlaskClient) -> None:
        self._client, self._files = client, dict[str, int]()

    def _packed(self, path: str) -> int:
        return len(self._client.get(path, headers={"Accept-Encoding": "br"}).data)

    def weigh(self, path: str) -> tuple[int, int]:
        """The page alone, and the page with every file it names."""
        page, text = self._packed(path), self._client.get(path).text
        for file in FILE.findall(text):
            self._files.setdefault(file, 0)
            self._files[file] = self._files[file] or self._packed(file)
        return page, page + sum(self._files[file] for file in set(FILE.findall(text)))


def reading_pages(site: Flask, lang: str) -> Iterator[str]:
    """Open pages, symptoms, and each module's course, own page, screens, and questions."""
    courses, item, symptoms, *_ = WAYS[lang]
    catalogue = site_of(site).newest_content.catalogue
    yield from (f"/{lang}/{path}" for path in OPEN[lang])
    yield from sorted(set(re.findall(rf'href="(/{lang}/{symptoms}/[a-z0-9-]+)"', site.test_client().get(f"/{lang}/{symptoms}").text)))
    for key, course in catalogue.courses.items():
        yield f"/{lang}/{courses}/{key}"
        for module_key in course.modules:
            at, module = f"/{lang}/{courses}/{key}/{module_key}", catalogue.modules[module_key, lang]
            yield at
            yield from (f"{at}/{number}" for number in range(1, len(module.screens) + 1))
            yield from (f"{at}/{item}/{number}" for number in range(1, len(module.items) + 1))


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_first_visit_and_every_reading_page_keep_their_weight(site: Flask, lang: str) -> None:
    scale, heavy, kinds = Scale(site.test_client()), list[str](), defaultdict[str, int](int)
    for path in reading_pages(site, lang):
        page, first = scale.weigh(path)
        kinds[re.sub(r"[\w-]+$", "", path)] += 1
        heavy += [f"{path}: {page} bytes"] if page > NEXT_PAGE else []
        heavy += [f"{path} as a first visit: {first} bytes"] if first > FIRST_VISIT else []
    assert heavy == []
    assert sum(kinds.values()) > 150, "the walk found the pages"
    lists = re.findall(r'href="(/\w+/sources\?page=\d+)"', site.test_client().get(f"/{lang}/sources").text)
    assert len(lists) > 3
    assert max(scale.weigh(path)[0] for path in lists) <= NEXT_PAGE
    modules = {key for course in site_of(site).newest_content.catalogue.courses.values() for key in course.modules}
    assert max(scale.weigh(f"/{lang}/sources?module={key}")[0] for key in modules) <= SOURCES_OF_MODULE


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_page_of_a_week_of_each_campaign_keeps_its_weight(site: Flask, lang: str) -> None:
    player = add_person(site, "patient", f"heavy-{lang}")
    heavy, count, chance = [], 0, random.Random(lang)
    game = site_of(site).newest_content.catalogue.game
    assert game is not None
    for campaign in [*game.campaigns] * WEEKS:  # the token draws the week: another each time, the same in each run
        for path, size in pages_of_a_week(player, lang, campaign, str(UUID(int=chance.getrandbits(128), version=4))):
            count += 1
            heavy += [f"{path}: {size} bytes"] if size > GAME_PAGE else []
    assert heavy == []
    assert count > 100 * WEEKS


def pages_of_a_week(player: Person, lang: str, campaign: str, token: str) -> Iterator[tuple[str, int]]:
    """Each page of the first week of a campaign, going on and taking the first choice, with its weight, to the look back."""
    *_, begin, do = WAYS[lang]
    form = {"token": token, "campaign": campaign, "week": "1", "look": "awa", "length": "normal", "difficulty": "1"}
    begun = player.post(f"/{lang}/{begin}", **form)
    assert begun.status_code == 303, begun.text
    week = begun.headers["Location"]
    for _ in range(150):
        packed = player.get(week, headers={"Accept-Encoding": "br"})
        if packed.status_code != 200:
            last = packed.headers["Location"]
            yield last, len(player.get(last, headers={"Accept-Encoding": "br"}).data)
            return
        yield week, len(packed.data)
        text = player.get(week).text
        option = OPTION.findall(text)
        player.post(f"{week}/{do}", turn=TURN.findall(text)[0], **({"do": "decide", "option": option[0]} if option else {"do": "next"}))
    raise AssertionError(f"{campaign}: the week does not end")
