"""A pilot from its first choice to its end, in the pages: who may do what, what is shown, and what shuts it again."""

import html
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from lms_cast import Person, add_person
from lms_site import lay_parsed_content, make_database

from courses.library import content_folder
from courses.pilot import pilot_file, standing
from courses.triage import register
from lms.app import create_app
from lms.errors import SettingsInvalid
from lms.learning import course_test
from lms.settings import CONTENT, read
from lms.web.current_site import site_of
from lms.web.database.extensions import db

ROLE = "/fr/cours/caregivers/carer-role"
INTERACTIONS = "/fr/cours/pharmacists/interactions"
SET = ("carer-role", "interactions")
CHANGED = "fr/caregivers/carer-role.md"


def most_situations(folder: str, names: list[str]) -> list[str]:
    """Situations whose names begin with h are enough here."""
    return [name for name in names if Path(folder).name == "situations" and not name.startswith("h")]


class Clock:
    """The time of the site's pages and of its content."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=3)  # the folder is looked at every two seconds
        return self.now


@pytest.fixture(scope="module")
def clock() -> Iterator[Clock]:
    """One time for the whole file: it only goes forward, as the content's shelf expects."""
    clock = Clock()
    with pytest.MonkeyPatch.context() as patch:
        for place in ("lms.web.site.content_renewal.now", "lms.authoring.pages.now"):
            patch.setattr(place, clock)
        yield clock


@pytest.fixture(scope="module")
def running_site(tmp_path_factory: pytest.TempPathFactory, clock: Clock) -> Iterator[Flask]:
    """The shipped modules, and six of the situations: each change reads what changed again."""
    folder = tmp_path_factory.mktemp("pilot")
    content = shutil.copytree(CONTENT, folder / "content", ignore=most_situations)
    values = {"DATA": str(folder / "data"), "CONTENT": str(content), "INSTANCE": "pilot", "SITE_RULE": "38.0"}
    settings = read({f"HORSLESMURS_{name}": value for name, value in values.items()})
    make_database(settings)
    lay_parsed_content(settings)
    app = create_app(settings)
    yield app
    site_of(app).writer.close()
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="module")
def crew(running_site: Flask) -> dict[str, Person]:
    people = {
        "anne": "clinician",
        "paul": "clinician",
        "dominique": "data_protection_officer",
        "claire": "educator",
        "louise": "pharmacist",
    }
    return {name: add_person(running_site, role, name) for name, role in people.items()} | {"guest": Person(running_site, None)}


@pytest.fixture
def pilot_site(running_site: Flask) -> Iterator[Flask]:
    """The site as before anybody did anything; a sentence that a test wrote is taken back."""
    own = site_of(running_site).settings.own_content
    (own / pilot_file.FILE).unlink(missing_ok=True)
    text = (CONTENT / CHANGED).read_text("utf-8")
    yield running_site
    if (own / CHANGED).is_file():
        (own / CHANGED).write_text(text, "utf-8")


def field(page: str, name: str) -> str:
    match = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert match, name
    return html.unescape(match[1])


def choose(person: Person, *units: str) -> None:
    assert person.post("/fr/pilote/ensemble", unit=list(units)).status_code == 303


def answer(person: Person, name: str, profession: str) -> None:
    base = field(person.get("/fr/pilote").text, "base")
    given = {"name": name, "profession": profession, "agree": "yes", "base": base}
    assert person.post("/fr/pilote/repondre", **given).status_code == 303


def rows(site: Flask) -> list[register.Row]:
    folder = site_of(site).settings.shown_content
    library = content_folder.load(folder, today=datetime.now(UTC).date())
    pilot, _ = pilot_file.read(library.texts)
    assert pilot is not None
    return standing.rows_of_set(library, library.shared.register, pilot)


def sign(person: Person, row: register.Row) -> None:
    base = field(person.get(f"/fr/pilote/signe/{row.key}").text, "base")
    assert person.post(f"/fr/pilote/signe/{row.key}", base=base, opened=list(row.says)).status_code == 303


def tick(person: Person) -> None:
    assert person.post("/fr/pilote/protection-des-donnees", name="Dominique Roy", agree="yes").status_code == 303


def open_pilot(site: Flask, crew: dict[str, Person], *units: str) -> None:
    choose(crew["claire"], *units)
    answer(crew["anne"], "Dr Anne Martin", "oncologist")
    answer(crew["paul"], "Paul Petit", "pharmacist")
    for row in rows(site):
        for name in ("anne", "paul"):
            sign(crew[name], row)
    tick(crew["dominique"])


def is_shown(person: Person, path: str = ROLE) -> bool:
    status = person.get(path).status_code
    assert status in (200, 404)
    return status == 200


@pytest.mark.slow
def test_a_pilot_opens_step_by_step_and_says_on_every_page_who_answers(pilot_site: Flask, crew: dict[str, Person]) -> None:
    guest = crew["guest"]
    assert not is_shown(guest)
    assert "Pilote" in guest.get("/fr/").text
    assert "pas encore ouvert" in guest.get("/fr/").text
    choose(crew["claire"], *SET)
    answer(crew["anne"], "Dr Anne Martin", "oncologist")
    answer(crew["paul"], "Paul Petit", "pharmacist")
    tick(crew["dominique"])
    assert not is_shown(guest), "two red flags are not signed"
    signed = rows(pilot_site)
    assert len(signed) == 2
    for place, row in enumerate(signed):
        for name in ("anne", "paul"):
            assert not is_shown(guest), (place, name)
            sign(crew[name], row)
    assert is_shown(guest)
    assert is_shown(guest, INTERACTIONS)
    assert not is_shown(guest, "/fr/cours/patient-essentials/fever"), "nobody took it"
    for path in (
        "/fr/",
        ROLE,
        f"{ROLE}/1",
        "/fr/vrai-probleme",
        "/fr/fievre",
        "/en/",
        "/en/courses/caregivers/carer-role",
        "/fr/nulle-part",
    ):
        page = guest.get(path).text
        assert "Dr Anne Martin" in page, path
        assert "Paul Petit" in page, path
    assert "Brouillon" in guest.get(ROLE).text, "what was taken stays a draft"
    page = guest.get("/fr/pilote").text
    assert "oncologue" in page
    assert "brouillon" in page
    assert "Dominique" not in page


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["fever", pytest.param("sheet", marks=pytest.mark.slow)])
def test_a_pilot_with_an_open_red_flag_is_refused(pilot_site: Flask, crew: dict[str, Person], unit: str) -> None:
    open_pilot(pilot_site, crew, *SET)
    assert is_shown(crew["guest"])
    choose(crew["claire"], *SET, unit)
    for name, words, profession in (("anne", "Dr Anne Martin", "oncologist"), ("paul", "Paul Petit", "pharmacist")):
        answer(crew[name], words, profession)
    row = next(one for one in rows(pilot_site) if standing.is_open(one))
    signed = crew["anne"].post(f"/fr/pilote/signe/{row.key}", base=standing.row_mark(row), opened=list(row.says))
    assert signed.status_code == 409, "nobody signs it while its question is open"
    assert not is_shown(crew["guest"]), "not even what was open before"
    page = crew["claire"].get("/fr/pilote").text
    assert "« anticancéreux" not in page, "titles of texts that are not shown are set like any other"
    page = page.replace("\u00a0", " ")
    assert "tout l’ensemble est refusé" in page
    assert crew["guest"].get("/fr/quand-j-appelle.pdf").status_code == 404
    choose(crew["claire"], *SET)
    assert is_shown(crew["guest"])


@pytest.mark.slow
def test_each_row_is_signed_alone_with_every_source_ticked(pilot_site: Flask, crew: dict[str, Person]) -> None:
    choose(crew["claire"], *SET)
    (row, *_others) = rows(pilot_site)
    path = f"/fr/pilote/signe/{row.key}"
    assert crew["anne"].post(path, base=standing.row_mark(row), opened=list(row.says)).status_code == 409, "she does not answer yet"
    answer(crew["anne"], "Dr Anne Martin", "oncologist")
    page = crew["anne"].get(path).text
    for words in row.says.values():
        assert html.escape(words) in page or words in html.unescape(page)
    refused = crew["anne"].post(path, base=field(page, "base"), opened=list(row.says)[1:])
    assert refused.status_code == 422
    assert crew["anne"].post(path, base="0" * 12, opened=list(row.says)).status_code == 409, "other words than those she read"
    sign(crew["anne"], row)
    assert "oncologue" in crew["claire"].get("/fr/pilote").text
    assert not [
        rule for rule in pilot_site.url_map.iter_rules() if "sign" in rule.rule and "pilot" in rule.rule and "<row>" not in rule.rule
    ]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["anne", pytest.param("paul", marks=pytest.mark.slow), pytest.param("dominique", marks=pytest.mark.slow)])
def test_whoever_takes_it_back_shuts_it_by_the_next_page(pilot_site: Flask, crew: dict[str, Person], name: str) -> None:
    open_pilot(pilot_site, crew, *SET)
    assert is_shown(crew["guest"])
    assert crew[name].post("/fr/pilote/reprendre").status_code == 303
    assert not is_shown(crew["guest"])
    assert crew["claire"].post("/fr/pilote/reprendre").status_code == 303, "who answered for nothing takes nothing back"


@pytest.mark.slow
def test_a_sentence_that_changes_shuts_its_module_until_it_is_taken_again(pilot_site: Flask, crew: dict[str, Person]) -> None:
    open_pilot(pilot_site, crew, *SET)
    stale = field(crew["anne"].get("/fr/pilote").text, "base")
    file = site_of(pilot_site).settings.own_content / CHANGED
    file.write_text(file.read_text("utf-8") + "\nUne ligne de plus.\n", "utf-8")
    assert not is_shown(crew["guest"])
    assert is_shown(crew["guest"], INTERACTIONS)
    given = {"name": "Dr Anne Martin", "profession": "oncologist", "agree": "yes", "base": stale}
    assert crew["anne"].post("/fr/pilote/repondre", **given).status_code == 409, "she has not read the new words"
    answer(crew["anne"], "Dr Anne Martin", "oncologist")
    assert not is_shown(crew["guest"])
    answer(crew["paul"], "Paul Petit", "pharmacist")
    assert is_shown(crew["guest"])


@pytest.mark.slow
def test_a_pilot_attests_nothing(pilot_site: Flask, crew: dict[str, Person]) -> None:
    open_pilot(pilot_site, crew, *SET)
    pharmacist = crew["louise"]
    assert is_shown(pharmacist, "/fr/cours/pharmacists")
    assert pharmacist.get("/fr/cours/pharmacists/test").status_code == 404
    assert pharmacist.post("/fr/cours/pharmacists/test", phase="final").status_code == 404
    catalogue = site_of(pilot_site).newest_content.catalogue
    assert course_test.starting.pool_of(catalogue, catalogue.course("pharmacists"), "fr", "final") == []


def test_refusals_are_said_beside_their_field(pilot_site: Flask, crew: dict[str, Person]) -> None:
    choose(crew["claire"], *SET)
    for person, path in ((crew["anne"], "/fr/pilote/repondre"), (crew["dominique"], "/fr/pilote/protection-des-donnees")):
        page = person.post(path, name="\u200b", profession="king")
        assert page.status_code == 422
        assert 'href="#name"' in page.text
        assert 'href="#agree"' in page.text


def test_who_signs_reads_every_sentence_before_readers_do(pilot_site: Flask, crew: dict[str, Person]) -> None:
    choose(crew["claire"], *SET)
    assert not is_shown(crew["guest"])
    paths = re.findall(r'href="(/fr/rediger/dossier/[^"]+)"', crew["anne"].get("/fr/pilote").text)
    assert paths == [f"/fr/rediger/dossier/{key}.pdf" for key in SET]
    assert crew["anne"].get(paths[0]).data.startswith(b"%PDF")
    assert crew["anne"].get("/fr/rediger/dossier/nothing.pdf").status_code == 404
    assert crew["louise"].get(paths[0]).status_code == 403


def test_other_instances_have_no_pilot(site: Flask, guest: Person) -> None:
    assert guest.get("/fr/pilote").status_code == 404


def test_a_pilot_starts_only_with_the_fever_rule_of_its_clinicians(tmp_path: Path) -> None:
    with pytest.raises(SettingsInvalid, match="fever rule"):
        read({"HORSLESMURS_DATA": str(tmp_path), "HORSLESMURS_INSTANCE": "pilot"})


@pytest.mark.slow
def test_what_is_kept_leads_to_no_record(pilot_site: Flask, crew: dict[str, Person]) -> None:
    open_pilot(pilot_site, crew, *SET)
    text = (site_of(pilot_site).settings.own_content / pilot_file.FILE).read_text("utf-8")
    assert "Dr Anne Martin" in text
    for name in ("anne", "paul", "dominique"):
        assert str(crew[name].pseudonym) not in text


@pytest.mark.slow
def test_after_six_months_it_is_shut_by_itself(pilot_site: Flask, crew: dict[str, Person], clock: Clock) -> None:
    open_pilot(pilot_site, crew, *SET)
    clock.now += timedelta(days=175)
    has_expired = not is_shown(crew["guest"])
    clock.now += timedelta(days=10)
    assert not is_shown(crew["guest"])
    assert "pas encore ouvert" in crew["guest"].get("/fr/").text
    assert not has_expired or clock.now.date() > datetime(2027, 5, 20, tzinfo=UTC).date(), "unless the draft itself expired first"
