"""A patient reads, answers, lives a week at home and sees her progress; her educator sees it within seconds. By keyboard, on a phone."""

import os
import re
import time

import pytest
from hands import Hands
from playwright.sync_api import Page
from served import PATIENTS, MakePage, Site

pytestmark = pytest.mark.browser

REPORTS = ("completion", "items", "decisions", "signs")
WAYS = [
    pytest.param(("fr", True), PATIENTS[0], id="fr-js"),
    pytest.param(("fr", False), PATIENTS[1], id="fr-plain", marks=pytest.mark.slow),
    pytest.param(("en", True), PATIENTS[2], id="en-js", marks=pytest.mark.slow),
    pytest.param(("en", False), PATIENTS[3], id="en-plain", marks=pytest.mark.slow),
]
"""Both languages, with and without JavaScript; the two crosswise ones are slow."""
FEVER = {"fr": "/fr/cours/patient-essentials/fever", "en": "/en/courses/patient-essentials/fever"}
PLAY = {"fr": "/fr/jouer", "en": "/en/play"}
PROGRESS = {"fr": "/fr/avancee", "en": "/en/progress"}
COHORTS = {"fr": "/fr/cohortes", "en": "/en/cohorts"}
SIGN_IN = {"fr": "/fr/connexion", "en": "/en/sign-in"}
EVENING = re.compile("soir|nuit|evening|night")
MOST_TURNS = 120
MOST_SECONDS = 5.0
"""On a machine with a core to spare; more when others keep its cores busy (see patience)."""


def sign_in(page: Page, site: Site, name: str, lang: str) -> Hands:
    hands = Hands(page)
    page.goto(SIGN_IN[lang])
    hands.write("#name", name)
    hands.write("#passphrase", site.passphrases[name])
    hands.press("main form .button")
    return hands


def read_module(hands: Hands, lang: str) -> None:
    """Every screen, then every item; what is left at the end is taken again with the answer each page said to remember."""
    page = hands.page
    remembered: dict[str, str] = {}
    page.goto(FEVER[lang])
    hands.press("main form .button")
    while page.locator("article.text").count():
        hands.press("main form .button")
    while page.locator("main form.actions .button").count() == 0:
        if page.locator("fieldset.choices, #number").count():
            answer_item(hands)
            hands.press("main form .button")
        else:
            remember(page, remembered)
            hands.press("main .actions a.button")
    remember(page, remembered)
    hands.press("main form.actions .button")
    while page.locator(AGAIN).count():
        hands.press(AGAIN)
        wanted = remembered[place_of(page)]
        value = page.locator("label.choice").filter(has_text=wanted).locator("input").first.get_attribute("value")
        hands.choose("choice", value or "")
        hands.press("main form .button")
    hands.press("main form.actions .button")


AGAIN = 'main .actions a.button[href*="again=1"]'


def remember(page: Page, remembered: dict[str, str]) -> None:
    """The answer to remember of a question's own page, when it names one."""
    right = page.locator(".answer.right p strong")
    if right.count():
        remembered[place_of(page)] = right.first.inner_text()


def place_of(page: Page) -> str:
    """The number of the question in the address."""
    return re.findall(r"/(?:question|item)/(\d+)", page.url)[0]


def answer_item(hands: Hands) -> None:
    """Something in every field: what is chosen does not matter here."""
    page = hands.page
    if page.locator("input[type=radio][name=choice]").count():
        hands.choose("choice")
    elif page.locator("input[type=checkbox][name=choice]").count():
        hands.tick("choice", page.locator("input[name=choice]").first.get_attribute("value") or "")
    elif page.locator("#number").count():
        hands.write("#number", "38")
    for number, field in enumerate(page.locator("select").all()):
        hands.reach(field)
        for _ in range(number + 1 if "order-" in (field.get_attribute("name") or "") else 1):
            page.keyboard.press("ArrowDown")


def play_week(hands: Hands, lang: str, length: str) -> int:
    """From the first page of the game to the look back. Measures in the evening, calls when something is wrong, else in the third evening.

    Gives the calls made; calling is never wrong.
    """
    page = hands.page
    page.goto(PLAY[lang])
    hands.press("main .card")
    hands.choose("look", "nadia")
    hands.choose("length", length)
    hands.press("main form .actions .button")
    calls = evenings = 0
    for _ in range(MOST_TURNS):
        if page.locator("[data-screen=debrief]").count():
            return calls
        if page.locator("input[name=person]").count():
            calls += 1
            hands.tick("sign", "fever")
            hands.choose("person", "on_call" if EVENING.search(page.locator("h1").inner_text()) else "team")
            hands.press("button[value=call]")
        elif page.locator("input[name=words]").count():
            hands.choose("words")
            hands.press("button[value=say]")
        elif page.locator("button[value=hang_up]").count():
            hands.press("button[value=hang_up]")
        elif page.locator("input[name=option]").count():
            hands.choose("option")
            hands.press("button[value=decide]")
        elif not calls and EVENING.search(page.locator("h1").inner_text()) and (is_worrying(page) or evenings > 2):
            hands.press("button.call")
        elif not calls and page.locator("input[value=measure_temp]:enabled").count() and EVENING.search(page.locator("h1").inner_text()):
            hands.open(".acts summary")
            hands.choose("action", "measure_temp")
            hands.press(".bar-call [value=act]")
        else:
            evenings += bool(EVENING.search(page.locator("h1").inner_text()))
            hands.press(".bar-call [value=next]")
    raise AssertionError(f"the week does not end: {page.url}")


def patience() -> float:
    """Seconds the educator waits: five, stretched by how much more work than cores the machine has."""
    return MOST_SECONDS * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def is_worrying(page: Page) -> bool:
    return bool(re.search(r"froid|frisson|chaud|bouillante|cold|shiver|hot|burning", page.locator(".says").first.inner_text()))


def counted(page: Page, site: Site, lang: str) -> dict[str, int]:
    """n of each report, as the educator's pages say it."""
    found = {}
    for report in REPORTS:
        page.goto(f"{COHORTS[lang]}/{site.cohort}/{report}")
        said = " ".join(page.locator("main p.small").all_inner_texts())
        numbers = re.findall(r"\bn\s=\s(\d+)", said)
        found[report] = int(numbers[0]) if numbers else -1
    return found


def settled(page: Page, site: Site, lang: str) -> dict[str, int]:
    """n of each report once the worker has shown all that was there: no other number in three looks, and every learner in what all do.

    Who left a week before its first decision is in no report of decisions.
    """
    before: dict[str, int] = {}
    same = 0
    for _ in range(100):
        now = counted(page, site, lang)
        same = same + 1 if now == before else 0
        if same >= 2 and now["items"] == now["completion"] >= 30 and min(now.values()) > 0:
            return now
        before = now
        time.sleep(0.5)
    raise AssertionError(f"the reports do not agree: {before}")


@pytest.mark.slow
@pytest.mark.parametrize(("way", "name"), WAYS)
def test_what_a_patient_does_is_a_figure_for_her_educator_within_seconds(
    make_page: MakePage, site: Site, way: tuple[str, bool], name: str
) -> None:
    lang, javascript = way
    educator = make_page(javascript=javascript, width=1280, height=900)
    sign_in(educator, site, "educator", lang)
    before = settled(educator, site, lang)

    hands = sign_in(make_page(javascript=javascript), site, name, lang)
    read_module(hands, lang)
    calls = play_week(hands, lang, "normal" if javascript else "short")
    done = time.monotonic()
    assert calls >= 1

    wanted = {report: n + 1 for report, n in before.items()}
    after = counted(educator, site, lang)
    while after != wanted and time.monotonic() - done < patience():
        time.sleep(0.3)
        after = counted(educator, site, lang)
    assert after == wanted

    hands.page.goto(PROGRESS[lang])
    row = hands.page.locator("tr", has=hands.page.locator('a[href*="/fever"]')).inner_text()
    assert re.search("terminé|done", row)
