"""Every page, in both languages, light and dark, on a phone and on a desk: axe finds nothing, nothing scrolls sideways."""

import re
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID, uuid4

import accessibility_record
import pytest
from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from conftest_browser import Served
from list_marks import HANGING
from lms_cast import Person
from playwright.sync_api import Browser, Error, Page, expect

from lms.api.operations import OPERATIONS

pytestmark = pytest.mark.browser
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
VIEWS = [
    ("fr", "light", 360),
    pytest.param("en", "dark", 1280, marks=pytest.mark.slow),
    pytest.param("fr", "dark", 1280, marks=pytest.mark.slow),
    pytest.param("en", "dark", 360, marks=pytest.mark.slow),
    pytest.param("en", "light", 1280, marks=pytest.mark.slow),
]
"""Each page in one view every time; in the other language, schemes and widths, crosswise, in the slow tests."""
every_view = pytest.mark.parametrize(("lang", "theme", "width"), VIEWS)
MODULE = {"fr": "cours/patient-essentials/fever", "en": "courses/patient-essentials/fever"}
ITEM = {"fr": "question", "en": "item"}
ANSWER = {"fr": "reponse", "en": "answer"}
CODES = ["code", "code/ABCD-EFGH-JKMN"]
SIGNING = {"fr": ["connexion", "nouveau-compte", "phrase-oubliee", *CODES], "en": ["sign-in", "new-account", "forgotten", *CODES]}
OPEN = {
    "fr": [
        "fievre",
        "sources",
        "accessibilite",
        "etat-du-site",
        "qui-sommes-nous",
        "vos-donnees",
        "cours",
        "emporter-un-cours",
        "hors-connexion",
        "jouer-ici",
        "hors-connexion/cours/patient-essentials/fever",
        "chercher",
        "signes",
        "signes/diarrhee",
        "aide",
        "jouer/phrase",
        "jouer/carnet",
        *SIGNING["fr"],
        "nowhere",
    ],
    "en": [
        "fever",
        "sources",
        "accessibility",
        "status",
        "about",
        "your-data",
        "courses",
        "take-a-course",
        "offline",
        "play-here",
        "offline/courses/patient-essentials/fever",
        "search",
        "symptoms",
        "symptoms/fever-or-shivers",
        "help",
        "play/sentence",
        "play/notebook",
        *SIGNING["en"],
        "nowhere",
    ],
}
MINE = {
    "fr": [
        *("", "compte", "compte/effacer", "vos-donnees/copie", "compte/phrase", "compte/second-facteur", "compte/appareils"),
        *("avancee", "mes-groupes", "compte/connexions", "compte/accords", "vos-donnees/durees"),
    ],
    "en": [
        *("", "account", "account/erase", "your-data/copy", "account/passphrase", "account/second-factor", "account/devices"),
        *("progress", "my-groups", "account/sign-ins", "account/agreements", "your-data/how-long"),
    ],
}
STAFF = {
    "fr": [
        "site/personnes",
        "site/personnes/1",
        "site/cles",
        "site/webhooks",
        "site/plateformes",
        "site/departs",
        "site/enonces",
        "site/etat",
        "site/journal",
    ],
    "en": [
        "site/people",
        "site/people/1",
        "site/access-keys",
        "site/webhooks",
        "site/platforms",
        "site/leavers",
        "site/statements",
        "site/health",
        "site/audit",
    ],
}
COHORTS = {"fr": "cohortes", "en": "cohorts"}
INVITE = {"fr": "inviter", "en": "invite"}
BESIDE = {"fr": ("completion/comparer", "completion/evolution"), "en": ("completion/compare", "completion/over-time")}
ANSWERS = {"fr": "personnes/{}/reponses", "en": "people/{}/answers"}
"""The answers of a patient who agreed to it; her number goes in."""
TEXT = "fr/patient-essentials/fever.md"
QUESTIONS = "fr/caregivers/carer-role.items.md"
WRITING = {
    "fr": [
        *(
            "rediger",
            f"rediger/texte/{TEXT}",
            f"rediger/versions/{TEXT}",
            "rediger/textes-livres",
            "rediger/partager",
            "rediger/images",
            "rediger/nouveau",
            "rediger/aide",
        ),
        *("rediger/registres/glossary", "rediger/registres/sources/fiche", "rediger/registres/objectives/emplois?key=K01"),
        *("rediger/parcours/caregivers", "rediger/parcours/caregivers/carer-role", "rediger/commun/_structure/glossary.yml"),
        *(f"rediger/fiche/{TEXT}", f"rediger/questions/{QUESTIONS}", f"rediger/question/{QUESTIONS}?kind=match"),
        *("rediger/mots-du-jeu", "rediger/mots-du-jeu/says", "rediger/cartes/fiche?key=small-walk", "rediger/tri"),
        *(f"rediger/relire/{TEXT}?at=title", "rediger/attente", f"rediger/question/{QUESTIONS}?kind=short"),
    ],
    "en": [
        *("writing", f"writing/text/{TEXT}", f"writing/versions/{TEXT}", "writing/pictures", "writing/new", "writing/help"),
        *("writing/import", "writing/export?module=fever&language=en&format=gift"),
        *("writing/registers/objectives", "writing/registers/glossary/entry", "writing/registers/sources/uses?key=inca-carers"),
        *("writing/course/gps", "writing/course/patient-essentials/fever", "writing/shared/_structure/gps/course.yml"),
        *("writing/form/fr/situations/headache-first.md", f"writing/questions/{QUESTIONS}", f"writing/question/{QUESTIONS}?kind=single"),
        *("writing/read/en/patient-essentials/fever.md", "writing/waiting", "writing/cards", "writing/links?kind=modules&key=carer-role"),
    ],
}
NEWEST = {
    "fr": (
        ("light", 360, "educator", ["jouer/situations?about=call", "jouer/situations/headache-first", "atelier/azur/2"]),
        ("dark", 1280, "educator", ["atelier", "atelier/azur/2?number=1&choices=a"]),
        ("dark", 360, "learner", ["preparer-ma-consultation", "{week}", "{done}/conseil"]),
        ("dark", 1280, "learner", ["cours/patient-essentials/fever/simple", "efface"]),
    ),
    "en": (
        ("dark", 1280, "educator", ["play/situations?about=call", "play/situations/headache-first", "workshop/azur/2/sheet?choices=ab"]),
        ("light", 1280, "learner", ["prepare-my-appointment", "{week}", "{done}/tip"]),
    ),
}
"""Pages of few changes: each once or twice over the languages, schemes and widths."""
PLAYED = {
    "weeks.debrief",
    "weeks.debrief_part",
    "weeks.home",
    "weeks.pause",
    "safety.real_problem",
    "weeks.replay",
    "weeks.start",
    "safety.when_i_call",
}
"""Looked at in tests/e2e/test_game_accessibility.py, where a week is really played."""
CASES = {"cases.index", "cases.opening", "cases.show"}
"""Looked at in test_cases_in_a_browser.py, where cases are really played."""
SAT = {
    "assessment.contested",
    "assessment.follow_up",
    "assessment.question",
    "assessment.receipt",
    "assessment.result",
    "assessment.review",
    "learning.test",
}
"""Looked at in test_sitting_in_a_browser.py, where a test is really sat."""
ATTESTED = {
    "credentials.all_attestations",
    "credentials.any_attestation",
    "credentials.attestation",
    "credentials.attestations",
    "credentials.verify",
    "credentials.verify_code",
}
"""Looked at in test_attestations_in_a_browser.py."""
CARDED = {"sign_in_cards.own", "sign_in_cards.sign_in"}
"""Looked at in test_sign_in_card_in_a_browser.py."""
PROVIDED = {"providers.failure", "providers.first_passphrase", "providers.new_account", "providers.own", "providers.profession"}
"""Looked at in tests/lms/providers/test_with_a_real_provider.py, on the way to a provider of identities and back."""
LAUNCHED = {"lti.failure", "lti.first_time", "lti.own_results", "lti.result"}
"""Looked at in tests/lms/lti/test_with_a_real_platform.py, on the way from a learning platform."""
ASKED = {"lti.rosters"}
"""Looked at in tests/lms/lti/test_members_in_a_browser.py, with what a platform answers."""
REGISTERED = {"platforms.begin", "platforms.one"}
"""Looked at in tests/lms/lti/test_registering_in_a_browser.py, while a platform registers."""
PACKAGES = {"cmi5.about_package", "cmi5.module", "cmi5.package_people", "cmi5.packages"}
"""Looked at in tests/lms/cmi5/test_pages_in_a_browser.py, once a package was brought in."""
SECOND_STEP = {"accounts.sign_in_code"}
"""Looked at in test_second_step_in_a_browser.py, after a real passphrase."""
PREPARED = {"learning.reviews", "preparing.by_dates", "preparing.guide_form", "preparing.topics"}
"""Looked at in test_reviews_in_a_browser.py, where cards are really turned and dates written down."""
PILOTED = {"accounts.consent", "authoring.pilot", "authoring.pilot_row"}
"""Looked at in test_pilot_in_a_browser.py."""
WRITTEN_TO = {
    "messages.ask_passphrase_page",
    "messages.confirm_address",
    "messages.of_cohort",
    "messages.own",
    "messages.passphrase_link",
    "messages.recovery_code",
    "messages.stop_address_page",
    "messages.stop_page",
}
"""Looked at in test_messages_in_a_browser.py."""
PEOPLE = {"people.assign", "people.due", "people.import_people", "people.needing_help", "people.record", "people.roster"}
"""Looked at in test_people_in_a_browser.py, where people are really imported."""
EVIDENCED = {
    "evidence.complaint",
    "evidence.course",
    "evidence.courses",
    "evidence.legal_notice",
    "evidence.opinion",
    "evidence.terms",
    "learning.active_time",
}
"""Looked at in test_evidence_in_a_browser.py."""
TRIED = {
    *("trial.after", "trial.harm", "trial.information", "trial.leave", "trial.own", "trial.questions"),
    *("trial.site_trial", "trial.site_trials"),
}
"""Looked at in tests/lms/trial/test_trial_in_a_browser.py."""
WRITTEN = {
    "authoring.clinical_text",
    "authoring.course_settings",
    "authoring.new_course",
    "authoring.shipped_text",
    "authoring.sign_triage_row",
    "authoring.site_rules",
    "authoring.triage_row",
    "authoring.triage_row_key",
}
"""Looked at in test_writing_pages_in_a_browser.py, on a site whose shipped texts changed, and by a clinician."""
NO_PAGE = {
    **{f"api.{operation.name}": "for other programs" for operation in OPERATIONS if operation.method == "GET"},
    "api.describe": "a document for other programs",
    "authoring.open_source": "it leads to the source of a row",
    "authoring.shared_archive": "a file",
    "workshop.scene_of": "leads to a scene of the workshop",
    "people.import_model": "a table for other programs",
    "credentials.achievement": "a document for other programs",
    "credentials.attestation_pdf": "a PDF",
    "credentials.badge": "a file",
    "credentials.issuer": "a document for other programs",
    "credentials.keys": "a document for other programs",
    "credentials.one_key": "a document for other programs",
    "credentials.picture": "a picture",
    "credentials.status": "a document for other programs",
    "credentials.verify_code_in_any_language": "it leads to the page in the reader's language",
    "credentials.verify_in_any_language": "it leads to the page in the reader's language",
    "authoring.review_pack_pdf": "a PDF",
    "authoring.export_file": "a file for other programs",
    "finding.booklet": "a PDF",
    "trial.booklet": "a PDF",
    "finding.gamebook": "a PDF",
    "finding.pack": "an archive",
    "finding.package": "an archive",
    "finding.links_file": "an archive",
    "home.root": "it leads to the home page",
    "home.status_in_any_language": "it leads to the page in the reader's language",
    "dashboards.csv": "a table for other programs",
    "dashboards.pdf": "a PDF",
    "learning.media": "pictures",
    "messages.calendar": "a file for other programs",
    "platforms.logo": "a picture",
    "lti.keys": "a document for other programs",
    "lti.launch": "it leads to a page that says where to begin",
    "lti.login": "it leads to a learning platform",
    "lti.open_launch": "it leads to the page of a launch",
    "providers.again": "it leads to a provider of identities",
    "providers.come_back": "it leads to the page after a provider's answer",
    "providers.start": "it leads to a provider of identities",
    "operations.healthz": "words for a supervisor",
    "operations.metrics": "figures for a supervisor",
    "offline.manifest": "a document for browsers",
    "offline.touch_icon": "a picture",
    "offline.who": "a document for the script of a page",
    "offline.worker": "a script",
    "play_here.bundle_file": "a file of the game in browsers",
    "play_here.code": "an archive",
    "play_here.runtime_file": "files of the game in browsers",
    "play_here.worker": "a script",
    "safety.when_i_call_pdf": "a PDF",
    "workshop.workshop_pdf": "a PDF",
    "static": "style sheets and scripts",
}
UNCLEAR = {"fr": "cours/patient-essentials/fever/1/pas-clair", "en": "courses/patient-essentials/fever/1/not-clear"}


def learning(lang: str) -> list[str]:
    """Pages of courses as the learner who finished a module sees them."""
    module, item = MODULE[lang], ITEM[lang]
    course = module.rpartition("/")[0]
    items = [f"{module}/{item}/{number}" for number in range(1, 9)]
    answers = [f"{module}/{item}/{number}/{ANSWER[lang]}/1" for number in (1, 2)]
    paper = f"{course}/{'papier' if lang == 'fr' else 'paper'}"
    return [course, paper, module, f"{module}/2", *items[:1], *items[6:], *answers, f"{module}/{'fin' if lang == 'fr' else 'end'}"]


def looked_at(lang: str, cohort: UUID) -> list[str]:
    """Every path of a language that the tests of this file open."""
    newest = [path for *_, paths in NEWEST[lang] for path in paths]
    cohorts = [COHORTS[lang], f"{COHORTS[lang]}/{cohort}", f"{COHORTS[lang]}/{cohort}/items", f"{COHORTS[lang]}/{cohort}/{INVITE[lang]}"]
    cohorts += [f"{COHORTS[lang]}/{cohort}/{name}" for name in (ANSWERS[lang].format(1), *BESIDE[lang])]
    paths = ["", *OPEN[lang], *MINE[lang], *STAFF[lang], *WRITING[lang], UNCLEAR[lang], *learning(lang), *cohorts, *newest]
    week = f"{'jouer' if lang == 'fr' else 'play'}/{UUID(int=1)}"
    return [f"/{lang}/{path.format(week=week, done=week)}" for path in paths]


@pytest.fixture
def axe() -> Axe:
    return Axe()


def open_as(chromium: Browser, served: Served, person: Person | None, theme: str, width: int) -> Page:
    context = chromium.new_context(viewport={"width": width, "height": 800}, reduced_motion="reduce")
    cookies: list[Any] = [{"name": "theme", "value": theme, "url": served.address}]
    cookie = person.client.get_cookie("hlm") if person else None
    if cookie is not None:
        cookies.append({"name": "hlm", "value": cookie.value, "url": served.address})
    context.add_cookies(cookies)
    return context.new_page()


def axe_result(page: Page, axe: Axe) -> AxeResults:
    """What axe says of the page that is there once a click's navigation has ended."""
    options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    page.wait_for_load_state("load")
    try:
        return axe.run(page, options=options)
    except Error:  # on a slow machine a click returns before its page is there: axe then stood in a document that went away
        page.wait_for_load_state("load")
        return axe.run(page, options=options)


def faults(page: Page, axe: Axe) -> Iterator[str]:
    """What axe finds, each with its first place; sideways scrolling; messages of the console."""
    # The whole page in one view where a bar sticks to the foot of the screen: it hides what one scrolls to, which is no fault of its size.
    if page.locator(".bar-call").count():
        page.set_viewport_size({"width": page.viewport_size["width"], "height": page.evaluate("document.documentElement.scrollHeight")})
    found = axe_result(page, axe)
    accessibility_record.note(page, found)
    for violation in found.response["violations"]:
        yield f"{violation['id']} at {violation['nodes'][0]['target']}: {violation['nodes'][0]['html'][:120]}"
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        yield "scrolls sideways"
    yield from (f"a mark of a list hangs over the edge: {words}" for words in page.evaluate(HANGING))


Visitors = dict[Person | None, list[str]]


@pytest.fixture
def tour(chromium: Browser, served: Served, axe: Axe, lang: str, theme: str, width: int) -> Callable[[Visitors], list[str]]:
    """Gives what is wrong on the pages of each person, in one view."""

    def look(people: Visitors) -> list[str]:
        found = []
        for person, paths in people.items():
            page = open_as(chromium, served, person, theme, width)
            said: list[str] = []
            page.on("console", lambda message, said=said: said.append(message.text))  # type: ignore[misc]
            for path in paths:
                page.goto(f"{served.address}/{lang}/{path}")
                found += [f"/{lang}/{path} {theme} {width}: {fault}" for fault in faults(page, axe)]
            found += [f"console: {words}" for words in said if "404" not in words]
            page.context.close()
        return found

    return look


@every_view
def test_open_pages(tour: Callable[[Visitors], list[str]], lang: str) -> None:
    assert tour({None: ["", *OPEN[lang]]}) == []


@every_view
def test_pages_of_a_learner(tour: Callable[[Visitors], list[str]], served: Served, lang: str) -> None:
    assert tour({served.learner: [*MINE[lang], UNCLEAR[lang], *learning(lang)]}) == []


@every_view
@pytest.mark.slow
def test_pages_of_staff(tour: Callable[[Visitors], list[str]], served: Served, lang: str) -> None:
    cohort = f"{COHORTS[lang]}/{served.cohort}"
    reports = [f"{cohort}/{key}" for key in ("completion", "items", "decisions", "signs", *BESIDE[lang])]
    reports.append(f"{cohort}/{ANSWERS[lang].format(served.learner.account.learner.id)}")
    staff: Visitors = {
        served.educator: [COHORTS[lang], cohort, f"{cohort}/{INVITE[lang]}", *reports, *WRITING[lang]],
        served.admin: STAFF[lang],
    }
    assert tour(staff) == []


def play(learner: Person, is_finished: bool) -> str:
    """The path of a short week, begun or played by going on."""
    form = {"campaign": "tutorial", "week": "1", "look": "awa", "length": "short", "difficulty": "1"}
    week = learner.post("/fr/jouer/commencer", token=str(uuid4()), **form).headers["Location"]
    while is_finished and (response := learner.get(week)).status_code == 200:
        turn = re.findall(r'name="turn" value="(\d+)"', response.text)[0]
        option = re.findall(r'name="option" value="([^"]+)"', response.text)
        learner.post(f"{week}/faire", turn=turn, **({"do": "decide", "option": option[-1]} if option else {"do": "next"}))
    return week.rpartition("/")[2]


@pytest.fixture(scope="module")
def weeks(served: Served) -> dict[str, str]:
    """Names of a week just begun, on the morning of its first card, and of one played to its end."""
    return {"week": play(served.learner, is_finished=False), "done": play(served.learner, is_finished=True)}


@pytest.mark.slow
@pytest.mark.parametrize("lang", [pytest.param("fr", marks=pytest.mark.slow), "en"])
def test_the_newest_pages(chromium: Browser, served: Served, axe: Axe, weeks: dict[str, str], lang: str) -> None:
    found = []
    way = "jouer" if lang == "fr" else "play"
    names = {name: f"{way}/{uuid}" for name, uuid in weeks.items()}
    for theme, width, who, paths in NEWEST[lang]:
        page = open_as(chromium, served, getattr(served, who), theme, width)
        for path in paths:
            answer = page.goto(f"{served.address}/{lang}/{path.format(**names)}")
            assert answer is not None
            assert answer.status == 200, path
            found += [f"/{lang}/{path} {theme} {width}: {fault}" for fault in faults(page, axe)]
        page.context.close()
    assert found == []


def test_every_page_is_looked_at_or_has_a_reason_not_to_be(served: Served) -> None:
    """Over both languages together: a page that is new stands in a list here, in the game's own test, or among what is no page."""
    bound = served.site.url_map.bind("127.0.0.1")
    seen = set()
    for path in (path for lang in ("fr", "en") for path in looked_at(lang, served.cohort) if "nowhere" not in path):
        seen.add(bound.match(path.partition("?")[0], "GET")[0])
    rules = [rule for rule in served.site.url_map.iter_rules() if "GET" in (rule.methods or ())]
    pages = {rule.endpoint for rule in rules if not rule.endpoint.endswith("_csv")}  # a table's file is no page
    elsewhere = (
        PLAYED
        | SAT
        | ATTESTED
        | WRITTEN_TO
        | PEOPLE
        | PILOTED
        | TRIED
        | PREPARED
        | EVIDENCED
        | CARDED
        | PROVIDED
        | LAUNCHED
        | PACKAGES
        | ASKED
        | REGISTERED
        | SECOND_STEP
        | CASES
        | WRITTEN
        | set(NO_PAGE)
    )
    assert pages - seen - elsewhere == set()
    assert elsewhere - pages == set()


@pytest.mark.parametrize(
    "theme",
    [
        pytest.param("light", marks=pytest.mark.slow),
        pytest.param("dark", marks=pytest.mark.slow),
        pytest.param("contrast", marks=pytest.mark.slow),
    ],
)
def test_pages_that_ask_to_put_something_right(chromium: Browser, served: Served, axe: Axe, theme: str) -> None:
    """Forms sent empty, with every fold open: the summary takes the focus, each field says what to do."""
    found = []
    forms = [("fr/connexion", None), ("fr/nouveau-compte", None), (f"fr/{MODULE['fr']}/question/1", None)]
    forms += [
        ("fr/cohortes", served.educator),
        ("fr/site/personnes", served.admin),
        ("fr/site/cles", served.admin),
        ("fr/site/webhooks", served.admin),
        ("fr/site/departs", served.admin),
    ]
    for path, person in forms:
        page = open_as(chromium, served, person, theme, 360)
        page.goto(f"{served.address}/{path}")
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        page.locator("main form.flow button.button").first.click()
        expect(page.locator("main [role=alert]"), path).to_be_focused(timeout=30_000)
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        found += [f"{path} {theme}: {fault}" for fault in faults(page, axe)]
        page.context.close()
    assert found == []


def test_it_sees_a_picture_without_words_and_a_field_without_label(chromium: Browser, served: Served, axe: Axe) -> None:
    page = open_as(chromium, served, None, "light", 360)
    page.goto(f"{served.address}/fr/connexion")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"/static/icon.svg\"><input name=\"x\">')")
    assert {fault.partition(" ")[0] for fault in faults(page, axe)} == {"image-alt", "label"}
    page.context.close()


def test_a_module_is_read_and_an_item_answered_by_keyboard_without_javascript(chromium: Browser, served: Served) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served.address}/fr/{MODULE['fr']}/question/1")
    radio = page.locator("input[type=radio]").first
    radio.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/reponse/1")
    assert page.locator(".answer.chosen").count() == 1
    context.close()
