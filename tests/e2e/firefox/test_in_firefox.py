"""The site in Firefox ESR: its pages, a module to its end, a week of the game, pages without network.

Without JavaScript it is walked in Chromium alone: WebDriver BiDi finds nothing in a page of a Firefox whose scripts are off.
"""

from collections.abc import Iterator
from pathlib import Path

import axe_playwright_python
import pytest
from firefox_browser import Firefox, firefox, missing
from served import Site

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(bool(missing()), reason=f"not on this machine: {', '.join(missing())}"),
]
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
RUN_AXE = """axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations']})
  .then(({violations}) => violations.map((one) => `${one.id}: ${one.nodes[0].html.slice(0, 100)}`))"""
WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
FILLED = """Promise.all(['fr', 'en'].map(async (lang) => Boolean(await (await caches.open(`safety-${lang}`)).match('/offline-filled'))))
  .then((all) => all.every(Boolean))"""
PAGES = {
    "fr": (
        "", "fievre", "vrai-probleme", "quand-j-appelle", "signes", "signes/diarrhee", "cours", "cours/patient-essentials", "chercher",
        "aide", "preparer-ma-consultation", "avancee", "jouer", "atelier/azur/2", "connexion", "carte", "code", "sources",
        "vos-donnees", "nowhere",
    ),
    "en": (
        "", "fever", "real-problem", "when-i-call", "symptoms", "symptoms/fever-or-shivers", "courses", "courses/patient-essentials",
        "search", "help", "prepare-my-appointment", "progress", "play", "workshop/azur/2", "sign-in", "card", "code", "sources",
        "your-data", "nowhere",
    ),
}  # fmt: skip
SAFETY = {"fr": ("vrai-probleme", "fievre", "quand-j-appelle"), "en": ("real-problem", "fever", "when-i-call")}
PICK = "document.querySelectorAll('main select').forEach((one, at) => { one.selectedIndex = Math.min(at + 1, one.length - 1); })"
MODULE = "/fr/cours/patient-essentials/fever"
MOST_PAGES = 60


@pytest.fixture
def person() -> Iterator[Firefox]:
    with firefox() as one:
        assert str(one.ask("version")).lower().startswith("firefox")
        yield one


@pytest.mark.parametrize(("lang", "scheme", "width"), [("fr", "light", 360), ("en", "dark", 1280)])
def test_the_pages_are_whole_and_axe_finds_nothing(site: Site, lang: str, scheme: str, width: int) -> None:
    found: list[str] = []
    with firefox(scheme=scheme) as person:
        person.ask("size", width=width, height=800)
        for path in PAGES[lang]:
            status = person.open(f"{site.address}/{lang}/{path}")
            assert status == (404 if path == "nowhere" else 200), path
            person.value(f"{AXE}; undefined")
            found += [f"{path}: {one}" for one in person.value(RUN_AXE)]
            if person.value(WIDE):
                found.append(f"{path}: it scrolls sideways")
        found += [words for words in person.ask("said") if "404" not in words]
    assert found == []


def end_of_module(person: Firefox, site: Site) -> list[str]:
    """Read every screen and answer every question by keyboard; give the addresses on the way."""
    person.open(f"{site.address}{MODULE}/1")
    seen = []
    for _ in range(MOST_PAGES):
        address = str(person.ask("address"))
        seen.append(address.removeprefix(site.address))
        if address.endswith("/fin"):
            return seen
        if person.count("main input[type=radio]"):
            person.ask("press", selector="main input[type=radio]", key=" ")
        elif person.count("main input[type=checkbox]"):
            person.ask("press", selector="main input[type=checkbox]", key=" ")
        elif person.count("#number"):
            person.ask("type", selector="#number", words="38")
        person.value(PICK)
        buttons = "main form .actions button.button, main .actions a.button, main form button.button"
        person.follow(buttons, key="Enter")
    raise AssertionError(seen)


def test_a_module_is_read_and_answered_to_its_end_by_keyboard(site: Site, person: Firefox) -> None:
    person.ask("size", width=360, height=740)
    seen = end_of_module(person, site)
    assert any("/question/" in address for address in seen)
    assert person.text("main h1")
    assert person.value(WIDE) is False


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_week_of_the_game_is_lived_to_its_look_back(site: Site, person: Firefox, lang: str) -> None:
    person.ask("size", width=360, height=640)
    person.open(f"{site.address}/{lang}/{'jouer/personnage' if lang == 'fr' else 'play/character'}/tutorial/1")
    person.follow("main form .actions button")
    for _ in range(120):
        if person.count("[data-screen=debrief]"):
            break
        if person.count("input[name=option]"):
            person.ask("press", selector="input[name=option]", key=" ")
            person.follow("button[value=decide]")
        elif person.count("button[value=hang_up]"):
            person.follow("button[value=hang_up]")
        else:
            assert person.count(".scene svg"), "the picture is there"
            person.follow(".bar-call [value=next]")
    assert person.count("[data-screen=debrief]"), "the week does not end"
    assert [words for words in person.ask("said") if "422" not in words] == []


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_safety_pages_open_without_network_after_one_visit(site: Site, person: Firefox, lang: str) -> None:
    first = f"{site.address}/{lang}/{SAFETY[lang][0]}"
    person.open(first)
    for _ in range(100):
        if person.value(FILLED):
            break
        person.value("new Promise((done) => { setTimeout(done, 200); })")
    assert person.value(FILLED), "the pages are not kept"
    # Firefox parts the page from the network, and not its service worker: the site falls silent too.
    person.ask("offline", is_offline=True)
    with site.silent():
        for path in SAFETY[lang]:
            person.open(f"{site.address}/{lang}/{path}")
            assert person.text("main h1"), path
            assert person.value("Boolean(document.documentElement.dataset.copied)"), "it is the copy"
            assert path == SAFETY[lang][2] or person.count("main a[href='tel:15']"), "the sheet names who to call; the others ring"
            assert person.value("getComputedStyle(document.querySelector('.brand')).display") == "flex", "its style sheets are there"
        with pytest.raises(AssertionError, match=r"(?i)offline|NS_ERROR"):
            person.open(f"{site.address}/{lang}/{'cours' if lang == 'fr' else 'courses'}")
    person.ask("offline", is_offline=False)


def wait_for(person: Firefox, script: str) -> None:
    for _ in range(150):
        if person.value(script):
            return
        person.value("new Promise((done) => { setTimeout(done, 200); })")
    raise AssertionError(f"never true: {script}")


def test_a_course_kept_is_read_and_answered_without_network_and_sent(site: Site, person: Firefox) -> None:
    person.ask("size", width=360, height=740)
    row = "document.querySelector('[data-course=caregivers-living]')"
    person.open(f"{site.address}/fr/hors-connexion")
    wait_for(person, "!document.getElementById('all').hidden")
    person.value(f"{row}.querySelector('[data-keep]').click()")
    wait_for(person, f"!{row}.querySelector('[data-remove]').hidden")
    module = str(person.value(f"{row}.querySelector('[data-modules] a').href"))
    person.ask("offline", is_offline=True)
    with site.silent():
        person.open(module)
        wait_for(person, "!document.getElementById('moves').hidden")
        assert person.value("Boolean(document.documentElement.dataset.copied)"), "it is the copy"
        for _ in range(30):
            if person.value("[...document.querySelectorAll('form.item')].some((one) => one.checkVisibility())"):
                break
            person.value("document.getElementById('on').click()")
        person.value("""(() => {
          const form = [...document.querySelectorAll('form.item')].find((one) => one.checkVisibility());
          form.querySelectorAll('select').forEach((one, at) => { one.selectedIndex = at + 1; });
          form.querySelector('label.choice input')?.click();
          form.querySelector('.check').click();
        })()""")
        wait_for(person, "document.getElementById('platform').textContent.includes('attendent')")
        assert person.value("Offline.events().then((all) => all.filter((one) => one.kind === 'answer').length)") == 1
    person.ask("offline", is_offline=False)
    person.value("dispatchEvent(new Event('online'))")
    wait_for(person, "Offline.events().then((all) => all.length === 0)")
