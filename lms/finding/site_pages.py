"""What the search finds beside the courses: the site's pages and tools, the sheet's signs as titles, cards and situations of the game."""

import re
from collections.abc import Iterator, Mapping

from flask import current_app, url_for
from flask_babel import force_locale, gettext

from courses.library.content_folder import LANGUAGES
from courses.model.game import Book
from courses.serving.catalogue import Catalogue
from courses.serving.search import EVERYBODY, STAFF, Hit, Page, clean, pages
from courses.serving.search_words import Meanings
from lms.web.site import content

PLACE = re.compile(r"\{+[^{}]*\}+")
ENDPOINTS = {
    "fever": "home.fever",
    "real-problem": "safety.real_problem",
    "sheet": "safety.when_i_call",
    "prepare": "home.prepare",
    "play": "weeks.home",
    "courses": "learning.courses",
    "progress": "learning.progress",
    "sources": "home.sources",
    "accessibility": "home.accessibility",
    "your-data": "privacy.privacy",
    "about": "home.about",
    "workshop": "workshop.workshops",
}
"""Pages of the site by the key that search.yml knows them by."""
FOR_STAFF = frozenset({"workshop"})


def everything(catalogue: Catalogue, meanings: Mapping[str, Meanings]) -> Iterator[Page]:
    """All that may be found on this site, for every reader; find() leaves out what is for staff."""
    yield from pages(catalogue, meanings)
    for language in LANGUAGES:
        yield from _site_pages(catalogue, language, meanings[language].page_words)
        yield from _symptoms(catalogue, language, meanings[language].symptom_words)
        yield from _cases(catalogue, language)
        if catalogue.game is not None:
            yield from _of_game(catalogue.game, language)


def _symptoms(catalogue: Catalogue, language: str, more: Mapping[str, str]) -> Iterator[Page]:
    """A page a symptom, found by its title, its other words and those of the register: its signs name too much that is another page's.

    The order of results knows nothing of urgency.
    """
    if "symptoms.symptom" not in current_app.view_functions:
        return
    with force_locale(language):
        above = gettext("All symptoms")
    for symptom in catalogue.symptoms.symptoms:
        words = " ".join((*symptom.words[language], more.get(symptom.key, "")))
        yield Page("symptom", symptom.key, language, symptom.title[language], above, "", "symptom", EVERYBODY, words)


def _cases(catalogue: Catalogue, language: str) -> Iterator[Page]:
    """The short cases, for the profession each is written for: by title and scene, never by what is right in it."""
    with force_locale(language):
        above = gettext("Short cases")
    for case in catalogue.cases.cases.values():
        title, scene = (PLACE.sub("", catalogue.cases.text(language, f"case.{case.key}.{part}")) for part in ("title", "scene"))
        yield Page("case", case.key, language, title, above, clean(scene), "case", case.profession)


def _site_pages(catalogue: Catalogue, language: str, words: Mapping[str, str]) -> Iterator[Page]:
    for key, title in titles(catalogue.game, language).items():
        if ENDPOINTS[key] in current_app.view_functions:
            audience = STAFF if key in FOR_STAFF else EVERYBODY
            yield Page("page", key, language, title, "", "", "page", audience, words.get(key, ""))


def titles(game: Book | None, language: str) -> dict[str, str]:
    """What each page of the site is called; without the game's pages where this instance may not show them."""
    with force_locale(language):
        names = {
            "fever": gettext("Fever: what to do"),
            "courses": gettext("Courses"),
            "progress": gettext("My learning"),
            "sources": gettext("Sources"),
            "accessibility": gettext("Accessibility"),
            "your-data": gettext("Your data"),
            "about": gettext("About us"),
        }
        if game is not None and game.campaigns:
            names |= {"play": gettext("Play a week"), "workshop": gettext("Workshop")}
    if game is not None:
        names |= {"real-problem": game.words[language]["real_problem.title"], "prepare": game.words[language]["prepare.title"]}
        if game.shows_alerts:
            names["sheet"] = game.words[language]["sheet.title"]
    return names


def _of_game(game: Book, language: str) -> Iterator[Page]:
    words = game.words[language]
    if game.shows_alerts:
        sheet = words["sheet.title"]
        for sign in dict.fromkeys(alert.symptom for alert in game.numbers.alerts if alert.on_sheet):
            rows = (words.get(f"alert.{alert.key}.sheet", "") for alert in game.numbers.alerts if alert.symptom == sign and alert.on_sheet)
            if title := words.get(f"sign.{sign}.told"):
                yield Page("sign", sign, language, title, sheet, "", "sign", EVERYBODY, PLACE.sub("", " ".join(rows)))
    if not game.campaigns:
        return
    for key in game.cards:
        title, text = (PLACE.sub("", words[f"card.{key}.{part}"]) for part in ("title", "text"))
        yield Page("card", key, language, title, words["card_day"], clean(text), "card")
    for key in game.situations:
        name = str(game.character[language]["name"])
        yield Page("situation", key, language, game.text(language, f"situation.{key}.title", name=name), "", "", "situation", STAFF)


def address(hit: Hit) -> str:
    """Where it stands; empty when it went a moment ago."""
    if hit.kind == "page":
        return url_for(ENDPOINTS[hit.screen])
    if hit.kind == "sign":
        return url_for(ENDPOINTS["sheet"], _anchor=f"sign-{hit.screen}")
    if hit.kind == "symptom":
        return _symptom_address(hit)
    if hit.kind == "case":
        return _case_address(hit)
    if hit.kind == "card":
        return url_for(ENDPOINTS["play"])
    if hit.kind == "situation":
        return url_for("preview.try_one", situation=hit.screen)
    for course in content.catalogue().courses.values():
        if hit.module in course.modules:
            keys = [screen.key for screen in content.catalogue().module(hit.module, hit.language).screens]
            if hit.screen in keys:
                return url_for("learning.screen", course_key=course.key, module_key=hit.module, number=keys.index(hit.screen) + 1)
    return ""


def _case_address(hit: Hit) -> str:
    catalogue = content.catalogue()
    case = catalogue.cases.cases.get(hit.screen)
    courses = (course for course in catalogue.courses.values() if case is not None and course.audience == case.profession)
    course = next(courses, None)
    return url_for("cases.opening", course_key=course.key, case_key=hit.screen) if course else ""


def _symptom_address(hit: Hit) -> str:
    slugs = (symptom.slugs[hit.language] for symptom in content.catalogue().symptoms.symptoms if symptom.key == hit.screen)
    slug = next(slugs, "")
    return url_for("symptoms.symptom", slug=slug) if slug else ""
