"""Pages of every kind and who opens them: for tests that look at all of them in one way."""

from collections.abc import Iterator
from typing import NamedTuple

from conftest_browser import Served
from lms_cast import Person
from playwright.sync_api import Browser, Page
from test_pages_are_accessible import COHORTS, INVITE, MINE, OPEN, STAFF, WRITING, learning

MORE = {
    "fr": ("vrai-probleme", "quand-j-appelle", "preparer-ma-consultation",
           "jouer", "jouer/personnage/azur/2", "atelier", "carte", "mentions-legales"),
    "en": ("real-problem", "when-i-call", "prepare-my-appointment",
           "play", "play/character/azur/2", "workshop", "card", "legal-notice"),
}  # fmt: skip
OWN = {
    "fr": ("compte/carte", "compte/code-de-secours", "messages", "revoir", "avancee"),
    "en": ("account/card", "account/recovery-code", "messages", "review", "progress"),
}
ROSTERS = {"fr": ("personnes", "demander", "aide", "messages"), "en": ("people", "assign", "help", "messages")}
REPORTS = ("completion", "items", "decisions", "signs")
BESIDE = {"fr": ("completion/comparer", "completion/evolution"), "en": ("completion/compare", "completion/over-time")}


class Visit(NamedTuple):
    """One page of one person; None for a guest. path: with its language, without the address of the site."""

    person: Person | None
    path: str


def visits(served: Served, lang: str, weeks: tuple[str, ...] = ()) -> list[Visit]:
    """Pages of guests, a learner, an educator and an admin. weeks: names of weeks of the game of the learner."""
    cohort = f"{COHORTS[lang]}/{served.cohort}"
    way = "jouer" if lang == "fr" else "play"
    of_learner = [*MINE[lang], *OWN[lang], *learning(lang), *(f"{way}/{week}" for week in weeks)]
    of_educator = [COHORTS[lang], cohort, f"{cohort}/{INVITE[lang]}", *WRITING[lang]]
    of_educator += [f"{cohort}/{name}" for name in (*ROSTERS[lang], *REPORTS, *BESIDE[lang])]
    people: dict[Person | None, list[str]] = {
        None: ["", *OPEN[lang], *MORE[lang]],
        served.learner: of_learner,
        served.educator: of_educator,
        served.admin: STAFF[lang],
    }
    return [Visit(person, f"/{lang}/{path}") for person, paths in people.items() for path in paths]


PLAYED = """() => {
  const [place, all, denied] = ['#place', '#all', '#denied'].map((name) => document.querySelector(name))
  return (!place || place.textContent !== '') && (!all || !denied || !all.hidden || !denied.hidden)
}"""
"""A kept module shows one step at a time, and the page of the phone its courses, only once their scripts have run."""


def opened(chromium: Browser, served: Served, all_visits: list[Visit], **more: object) -> Iterator[tuple[str, Page, int]]:
    """Each page in turn, with its address and status, in one browser a person. more: of the browser's context."""
    by_person: dict[Person | None, list[str]] = {}
    for visit in all_visits:
        by_person.setdefault(visit.person, []).append(visit.path)
    for person, paths in by_person.items():
        context = chromium.new_context(base_url=served.address, reduced_motion="reduce", **more)  # type: ignore[arg-type]
        cookie = person.client.get_cookie("hlm") if person else None
        if cookie is not None:
            context.add_cookies([{"name": "hlm", "value": cookie.value, "url": served.address}])
        page = context.new_page()
        for path in paths:
            answer = page.goto(path)
            assert answer is not None
            page.wait_for_function(PLAYED)
            yield path, page, answer.status
        context.close()
