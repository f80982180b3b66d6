"""Whatever an author can save, the site starts with, and every page answers."""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st
from lms_cast import Person, add_person
from lms_site import make_database
from writers import Writer

from courses.cli import content
from courses.errors import ContentUnreadable
from courses.serving import catalogue
from lms.app import create_app
from lms.settings import CONTENT, read
from lms.web.current_site import SiteContent, site_of
from lms.web.database.extensions import db
from lms.web.database.instants import now

SAMPLE = Path(__file__).parents[2] / "courses" / "sample"
SITUATIONS = ("headache-first", "grandson-cold", "antiemetic-on-time", "hair", "silent-stop")
WARM, SCENE = "fr/garden/warm.md", "fr/situations/headache-first.md"
KEYS: dict[str, tuple[str, ...]] = {
    WARM: ("key", "title", "summary", "state", "version", "authors", "reviewers", "reviewed_on", "expires", "references", "note", "odd"),
    "en/garden/warm.md": ("key", "title", "summary", "state", "expires", "references", "translation"),
    "fr/garden/warm.simple.md": ("key", "title", "state", "tested_by", "tested_on"),
    "_structure/garden/course.yml": ("key", "audience", "title", "summary", "version", "public", "credential", "modules"),
    "_structure/references.yml": ("asco-idsa-2018", "title", "organisation", "year", "doi", "checked_on", "valid_until"),
    "_structure/objectives.yml": ("measure", "fr", "en", "critical"),
    "_structure/glossary.yml": ("fever", "fr", "en"),
    "_structure/wording.yml": ("brands", "banned", "blame", "allowed"),
    "_structure/rules.yml": ("fever", "default", "low", "presets", "call", "spell", "words", "numbers", "references", "name"),
    "_structure/game/cards.yml": ("cards", "thermometer-first", "fever-line"),
    "_structure/game/characters.yml": ("character", "fr", "looks"),
    "_structure/game/banned.yml": ("fr", "en", "banned", "allowed"),
    "fr/game/screen.yml": ("room", "face", "posture", "slot"),
    SCENE: (
        "key", "title", "state", "expires", "skills", "sources", "regimens", "roles", "campaigns", "days", "slots", "needs", "alert",
        "room",
        "face", "posture", "people", "about", "module", "note", "only_scripted", "choices", "measure", "paracetamol",
    ),
    "en/situations/headache-first.md": ("key", "title", "state", "translation"),
}  # fmt: skip
VALUES = (
    "null", "~", "true", "no", "0", "-1", "3.5", "2027-05-27", "2027-05-27T10:00:00Z", "2027-05-27 10:00:00", "2027-02-30", "[]", "{}",
    "[1, [2]]", "{a: b}", "{fr: 1, en: [x]}", "[null, true]", '""', '" "', ".nan", "-.inf", "1e999", "9" * 30, "9" * 5000,
    "0x" + "f" * 6000,
    "x" * 20_000, "&a [*a]", "&a {b: *a}", "!!python/object/apply:os.system [id]", "!!set {a, b}", "!!binary aGk=", "2027-13-45",
    "12:30:45",
    '"\\u200b"', "'38,0'", "|\n  a\n  b", ">-\n  TODO", "[draft]", "{1: 2, null: 3}", "? a", "javascript:alert(1)", "*nobody", "%",
    "@x", "`",
)  # fmt: skip
PAGES = (
    "/fr/", "/fr/fievre", "/fr/sources", "/fr/cours", "/fr/cours/garden", "/fr/cours/counter", "/fr/cours/garden/warm",
    "/fr/cours/garden/warm/1", "/fr/cours/garden/warm/2", "/en/courses/garden/warm/1", "/fr/cours/garden/warm/simple",
    "/fr/cours/garden/warm/fin", "/fr/cours/garden/warm/question/1", "/en/courses/garden/tea/1", "/fr/cours/garden/tea/1",
    "/fr/chercher?q=fievre", "/fr/quand-j-appelle", "/fr/vrai-probleme", "/fr/jouer", "/fr/jouer/personnage/azur/1",
    "/fr/jouer/situations", "/fr/jouer/situations/headache-first", "/en/play/situations/headache-first",
    "/fr/jouer/situations/hair", "/fr/atelier", "/fr/atelier/azur/0", "/fr/atelier/azur/1", "/fr/preparer-ma-consultation",
    "/fr/avancee", "/fr/cohortes", "/fr/rediger", "/fr/rediger/nouveau", "/fr/rediger/images", f"/fr/rediger/texte/{WARM}",
    f"/fr/rediger/texte/{SCENE}", "/en/writing/text/en/garden/warm.md",
)  # fmt: skip
WRITING = ("/fr/rediger", "/en/writing")
"""Pages for educators alone."""


def lay_out(folder: Path) -> Path:
    """Three modules and five situations, on the shipped registers of the game: enough for every kind of page."""
    shutil.copytree(SAMPLE, folder)
    for name in ("rules.yml", "wording.yml"):
        shutil.copy(CONTENT / "_structure" / name, folder / "_structure" / name)
    shutil.copytree(CONTENT / "_structure/game", folder / "_structure/game")
    with (folder / "_structure/objectives.yml").open("a", encoding="utf-8") as file:
        file.write("\n" + (CONTENT / "_structure/objectives.yml").read_text("utf-8"))
    known = set(re.findall(r"^([\w-]+):", (folder / "_structure/references.yml").read_text("utf-8"), re.MULTILINE))
    more = re.split(r"^(?=[\w-]+:$)", (CONTENT / "_structure/references.yml").read_text("utf-8"), flags=re.MULTILINE)[1:]
    with (folder / "_structure/references.yml").open("a", encoding="utf-8") as file:
        file.write("".join(one for one in more if one.partition(":")[0] not in known))
    for language in ("fr", "en"):
        shutil.copytree(CONTENT / language / "game", folder / language / "game")
        (folder / language / "situations").mkdir()
        for key in SITUATIONS:
            shutil.copy(CONTENT / language / "situations" / f"{key}.md", folder / language / "situations")
    return folder


def with_value(text: str, key: str, value: str) -> str:
    """The text with the first `key:` given another value, in the place and shape it stands; added to the head when it is not there."""
    inline = re.compile(rf"([{{,]\s*{re.escape(key)}: )(\{{[^{{}}]*\}}|\[[^\]]*\]|\"[^\"]*\"|[^,{{}}\n]*)")
    block = re.compile(rf"^( *){re.escape(key)}:(?:.*)\n(?:\1 +.*\n)*", re.MULTILINE)
    if found := block.search(text):
        indent = found[1]
        return text[: found.start()] + f"{indent}{key}: {value}\n".replace("\n  ", f"\n{indent}  ") + text[found.end() :]
    if found := inline.search(text):
        return text[: found.start()] + found[1] + value + text[found.end() :]
    head = "---\n" if text.startswith("---\n") else ""
    return f"{head}{key}: {value}\n" + text[len(head) :]


class Served:
    """A site on a folder of its own, an educator and a patient in front of it."""

    def __init__(self, data: Path) -> None:
        self.folder = lay_out(data / "folder")
        self.made = read({"HORSLESMURS_DATA": str(data / "data"), "HORSLESMURS_CONTENT": str(self.folder)})
        make_database(self.made)
        self.app: Flask = create_app(self.made)
        self.people: list[Person] = [add_person(self.app, role, f"{role}-walker") for role in ("educator", "patient")]

    def start_again(self) -> None:
        """What a start does, and from then on what every page reads."""
        found = catalogue.load(self.made.shown_content, now=now(), instance=self.made.instance)
        self.app.before_request_funcs = {}  # nothing renews the catalogue behind the test
        site_of(self.app).newest_content = SiteContent(found)

    def walk(self, pages: tuple[str, ...] = PAGES) -> list[tuple[str, int]]:
        """The pages that answer with a fault of the server."""
        educator, patient = self.people
        asked = [(educator, page) for page in pages] + [(patient, page) for page in pages if not page.startswith(WRITING)]
        answers = [(page, person.get(page).status_code) for person, page in asked]
        return [(page, status) for page, status in answers if status >= 500]

    def checked(self) -> str:
        """`content check` gives problems, never a traceback."""
        ran = CliRunner().invoke(content, ["check", "--folder", str(self.folder)])
        assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.exc_info
        assert "Traceback" not in ran.output
        return ran.output

    def close(self) -> None:
        site_of(self.app).writer.close()
        with self.app.app_context():
            db.engine.dispose()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    made = Served(tmp_path_factory.mktemp("any"))
    assert made.walk(FEW_PAGES) == []
    yield made
    made.close()


def is_refused(served: Served) -> bool:
    """Whether a start is refused with a sentence."""
    try:
        served.start_again()
    except ContentUnreadable:
        return True
    return False


def survive(served: Served, path: str, key: str, value: str, pages: tuple[str, ...] = PAGES) -> None:
    file = served.folder / path
    text = file.read_text("utf-8")
    file.write_text(with_value(text, key, value), "utf-8")
    try:
        served.checked()
        if is_refused(served):
            assert path == "_structure/rules.yml", "without its fever rule alone a site does not start"
        else:
            assert served.walk(pages) == []
    finally:
        file.write_text(text, "utf-8")


PLACES = [(path, key) for path, keys in KEYS.items() for key in keys]
FEW_PAGES = (
    "/fr/", "/fr/sources", "/fr/cours", "/fr/cours/garden", "/fr/cours/garden/warm", "/en/courses/garden/warm/1",
    "/fr/quand-j-appelle", "/fr/jouer", "/fr/jouer/situations/headache-first", "/fr/atelier/azur/0", "/fr/rediger",
    f"/fr/rediger/texte/{WARM}", f"/fr/rediger/texte/{SCENE}",
)  # fmt: skip


@effort(max_examples=1, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(place=st.sampled_from(PLACES), value=st.sampled_from(VALUES))
def test_a_value_of_any_kind_in_any_file_never_stops_a_page(served: Served, place: tuple[str, str], value: str) -> None:
    survive(served, *place, value, FEW_PAGES)


ROUNDS = len(VALUES) // 3
"""A round has one value in each place, and takes about 80 seconds of one processor."""


@pytest.mark.slow
@pytest.mark.parametrize("turn", range(ROUNDS), ids=[f"round-{number + 1}" for number in range(ROUNDS)])
def test_every_value_and_every_place_never_stop_a_page(served: Served, turn: int) -> None:
    """Every third value in each place, the others in the two places after it: all pairs would take an hour."""
    for number, place in enumerate(PLACES):
        try:
            survive(served, *place, VALUES[number % 3 :: 3][turn])
        except AssertionError as error:
            raise AssertionError(f"{place}: {VALUES[number % 3 :: 3][turn][:80]}: {error}") from error


@pytest.mark.sampled(4)
@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        (WARM, "expires", "2027-05-27T10:00:00Z"),
        ("_structure/references.yml", "valid_until", "2027-05-27T10:00:00Z"),
        (SCENE, "room", "kitchn"),
        (SCENE, "slots", "[]"),
    ],
)
def test_the_site_starts_with_what_stopped_it(served: Served, path: str, key: str, value: str) -> None:
    file = served.folder / path
    text = file.read_text("utf-8")
    file.write_text(with_value(text, key, value), "utf-8")
    try:
        assert f"{path}:" in served.checked()
        app = create_app(served.made)
        assert Person(app, None).get("/fr/cours").status_code == 200
        if path == SCENE:
            served.start_again()
            assert served.walk(FEW_PAGES[-5:]) == []
        site_of(app).writer.close()
        with app.app_context():
            db.engine.dispose()
    finally:
        file.write_text(text, "utf-8")


@pytest.mark.parametrize("value", ["{}", "{samu: null}"])
def test_rules_without_emergency_numbers_stop_no_page(served: Served, value: str) -> None:
    survive(served, "_structure/rules.yml", "numbers", value, ("/fr/fievre", "/fr/un-vrai-probleme", "/fr/chercher"))


def test_a_pipe_or_a_folder_named_like_a_page_does_not_hold_the_start(served: Served) -> None:
    pipe, folder = served.folder / "fr/garden/tea.simple.md", served.folder / "fr/situations/odd.md"
    os.mkfifo(pipe)
    folder.mkdir()
    try:
        assert "fr/garden/tea.simple.md:1: 009" in served.checked()
        served.start_again()
        assert served.walk(FEW_PAGES) == []
    finally:
        pipe.unlink()
        folder.rmdir()


@pytest.fixture(scope="module")
def writing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Writer]]:
    made = Served(tmp_path_factory.mktemp("saves"))
    yield made, Writer(made.people[0])
    made.close()


@pytest.mark.slow
@effort(max_examples=2, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(place=st.sampled_from([place for place in PLACES if place[0].endswith(".md")]), value=st.sampled_from(VALUES))
def test_any_value_saved_in_the_browser_is_kept_and_can_be_mended_there(
    writing: tuple[Served, Writer], place: tuple[str, str], value: str
) -> None:
    served, writer = writing
    path, key = place
    good = (served.folder / path).read_text("utf-8")
    spoilt = with_value(good, key, value)
    answer = writer.save(path, spoilt)
    assert answer.status_code in (303, 422), answer.status_code
    if answer.status_code == 422:
        assert key in answer.text, "the words stay in the form"
    site = site_of(served.app)
    site.newest_content = SiteContent(catalogue.load(served.made.shown_content, now=now(), before=site.newest_content.catalogue))
    assert served.walk(FEW_PAGES) == []
    assert writer.save(path, good).status_code == 303
