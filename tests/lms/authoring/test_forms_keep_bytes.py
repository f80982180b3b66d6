"""A form replaces only the value that was changed in it: saved untouched no byte of a file moves, with one field changed no other one.

The quick test takes one file of each kind; the slow ones take every form of every file that ships, but for the questions of a file,
which all go through their forms without being kept, and one of which is saved.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from lms_cast import add_person
from lms_site import lay_parsed_content, make_database
from sent_forms import SentForm, form_with
from writers import Writer

from courses.authoring import item_edits
from courses.authoring.registers import shared_files, word_groups
from courses.library.content_folder import LANGUAGES
from lms.app import create_app
from lms.authoring.forms import question_fields
from lms.settings import CONTENT, read
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.web.routing.forms import Form

PAGES = sorted(
    path.relative_to(CONTENT).as_posix()
    for language in LANGUAGES
    for path in (CONTENT / language).glob("*/*.md")
    if path.parent.name != "cases"
)
WORDS = " Zéphyr"


@dataclass(frozen=True)
class Desk:
    """An educator and a clinician at a site with everything that ships; each test changes another entry."""

    site: Flask
    educator: Writer
    clinician: Writer

    def raw(self, path: str) -> bytes:
        settings = site_of(self.site).settings
        own = settings.own_content / path
        return (own if own.is_file() else settings.content / path).read_bytes()

    def form(self, address: str, name: str, *, who: Writer | None = None) -> SentForm:
        page = (who or self.educator).person.get(f"/en/writing/{address}")
        assert page.status_code == 200, address
        return form_with(page.text, name)

    def send(self, form: SentForm, *, who: Writer | None = None, **changed: str) -> None:
        answer = (who or self.educator).person.post(form.action, **form.data(do="save", **changed))
        assert answer.status_code == 303, answer.text.partition('class="error"')[2][:400]

    def keeps_all(self, path: str, address: str, name: str, *, words: str = WORDS, who: Writer | None = None) -> None:
        """Save it untouched; then with `words` behind what stands in one box: nothing else of the file is new."""
        before = self.raw(path)
        form = self.form(address, name, who=who)
        self.send(form, who=who)
        assert self.raw(path) == before, "saved untouched"
        self.send(form, who=who, **{name: form.value(name) + words})
        after = self.raw(path)
        assert after.count(words.encode()) == before.count(words.encode()) + 1
        assert is_one_value(before, after, form.value(name).encode(), words.encode()), name


def is_one_value(before: bytes, after: bytes, value: bytes, words: bytes) -> bool:
    """Whether `after` is `before` with the words behind one value; quotation marks that the value needs for them may come with them."""
    places = [match.start() for match in re.finditer(re.escape(words), after)]
    if any(after[:place] + after[place + len(words) :] == before for place in places):
        return True
    start = next((n for n in range(len(before)) if before[n] != after[n]), len(before))
    most = len(before) - start
    end = next((n for n in range(most) if before[-1 - n] != after[-1 - n]), most)
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    return new.replace(b'"', b"").replace(words, b"") == old.replace(b'"', b"") and old in value


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("bytes")
    made = read({"HORSLESMURS_DATA": str(folder / "data"), "HORSLESMURS_CONTENT": str(CONTENT)})
    make_database(made)
    lay_parsed_content(made)
    app = create_app(made)
    # Nothing renews the catalogue behind the test: reading all of it after each of some 500 saves would take an hour.
    for hooks in app.before_request_funcs.values():
        hooks[:] = [one for one in hooks if one.__name__ != "take_current"]
    yield Desk(app, Writer(add_person(app, "educator", "claire")), Writer(add_person(app, "clinician", "anne")))
    site_of(app).writer.close()
    with app.app_context():
        db.engine.dispose()


def save_a_page(desk: Desk, path: str) -> None:
    desk.keeps_all(path, f"form/{path}", "title")


def save_a_question(desk: Desk, path: str) -> None:
    item = item_edits.items_of(path, desk.raw(path).decode())[0]
    desk.keeps_all(path, f"question/{path}?item={item.key}", "question")


def save_an_entry(desk: Desk, register: str, key: str) -> None:
    field = {"sources": "note", "objectives": "fr", "glossary": "say_fr"}[register]
    if register == "sources" and not desk.form(f"registers/sources/entry?key={key}", "note").value("note"):
        field = "title"
    desk.keeps_all(shared_files.REGISTERS[register], f"registers/{register}/entry?key={key}", field)


def save_a_course_line(desk: Desk, course: str, module: str) -> None:
    path = f"_structure/{course}/course.yml"
    before = desk.raw(path)
    form = desk.form(f"course/{course}/{module}", "minutes")
    desk.send(form)
    assert desk.raw(path) == before, "saved untouched"
    minutes = form.value("minutes")
    desk.send(form, minutes="59")
    assert desk.raw(path).count(b"minutes: 59") == before.count(b"minutes: 59") + 1
    desk.send(desk.form(f"course/{course}/{module}", "minutes"), minutes=minutes)
    assert desk.raw(path) == before, "the minutes alone"


def save_words(desk: Desk, stem: str, group: str) -> None:
    paths = [word_groups.path_of(language, stem) for language in LANGUAGES]
    before = [desk.raw(path) for path in paths]
    form = desk.form(f"game-words/{stem}?at={group}", "line-0-fr")
    desk.send(form)
    assert [desk.raw(path) for path in paths] == before, "saved untouched"
    desk.keeps_all(paths[0], f"game-words/{stem}?at={group}", "line-0-fr", words=" enfin")
    assert desk.raw(paths[1]) == before[1], "the other language stays"


def save_a_card(desk: Desk, key: str) -> None:
    paths = [shared_files.CARDS, *(word_groups.path_of(language, "cards") for language in LANGUAGES)]
    before = [desk.raw(path) for path in paths]
    desk.keeps_all(word_groups.path_of("fr", "cards"), f"cards/one?key={key}", "title_fr", words=" enfin")
    assert [desk.raw(path) for path in (paths[0], paths[2])] == [before[0], before[2]]


def save_a_row(desk: Desk, key: str) -> None:
    """Saved untouched alone: a changed row is checked against all texts, which takes many seconds (test_triage_and_rules.py)."""
    before = desk.raw("_structure/triage.yml")
    desk.send(desk.form(f"triage/row?key={key}", "urgency", who=desk.clinician), who=desk.clinician)
    assert desk.raw("_structure/triage.yml") == before


def save_the_rules(desk: Desk) -> None:
    before = desk.raw("_structure/rules.yml")
    desk.send(desk.form("rules", "default", who=desk.clinician), who=desk.clinician)
    assert desk.raw("_structure/rules.yml") == before


def entries(register: str) -> list[str]:
    path = shared_files.REGISTERS[register]
    return list(shared_files.entries((CONTENT / path).read_text("utf-8"), path))


def lines() -> list[tuple[str, str]]:
    courses = sorted((CONTENT / "_structure").glob("*/course.yml"))
    return [(path.parent.name, key) for path in courses for key in shared_files.lines(path.read_text("utf-8"), str(path))]


def groups() -> list[tuple[str, str]]:
    return [(stem, group.key) for stem in word_groups.stems(CONTENT) for group in word_groups.groups(CONTENT, stem)]


def cards() -> list[str]:
    return list(shared_files.values((CONTENT / shared_files.CARDS).read_text("utf-8"), shared_files.CARDS)["cards"])


def rows() -> list[str]:
    return list(shared_files.values((CONTENT / "_structure/triage.yml").read_text("utf-8"), "_structure/triage.yml")["rows"])


@pytest.mark.parametrize("path", ["fr/caregivers/carer-role.md", "en/gps/gp-urgent-signs.md", "fr/situations/hair.md"])
def test_a_page_of_each_kind(desk: Desk, path: str) -> None:
    save_a_page(desk, path)


def test_a_question_an_entry_and_a_line(desk: Desk) -> None:
    save_a_question(desk, "en/caregivers/carer-role.items.md")
    save_an_entry(desk, "objectives", "K07")
    save_a_course_line(desk, "gps", "gp-urgent-signs")


@pytest.mark.slow
@pytest.mark.parametrize("path", [path for path in PAGES if not path.endswith(".items.md")])
def test_every_page(desk: Desk, path: str) -> None:
    save_a_page(desk, path)


@pytest.mark.slow
@pytest.mark.parametrize("path", [path for path in PAGES if path.endswith(".items.md")])
def test_every_question(desk: Desk, path: str) -> None:
    """The form gives back the question it opened, and one changed value changes its lines alone."""
    text = desk.raw(path).decode()
    registers = {name: set(entries(name)) for name in ("objectives", "sources")}
    for item in item_edits.items_of(path, text):
        form = desk.form(f"question/{path}?item={item.key}", "question")
        with desk.site.test_request_context():
            posted_form = Form(dict(form.fields))
            new = question_fields.read(
                posted_form, item, taken=(), objectives=registers["objectives"], sources={*registers["sources"], "fever-rule"}
            )
        assert posted_form.is_good, (item.key, posted_form.refusals)
        assert item_edits.with_item(text, path, item.key, new) == text, item.key
    save_a_question(desk, path)


@pytest.mark.slow
@pytest.mark.parametrize("register", list(shared_files.REGISTERS))
def test_every_entry(desk: Desk, register: str) -> None:
    for key in entries(register):
        before = desk.raw(shared_files.REGISTERS[register])
        desk.send(desk.form(f"registers/{register}/entry?key={key}", "base"))
        assert desk.raw(shared_files.REGISTERS[register]) == before, key
    for key in entries(register)[::25]:
        save_an_entry(desk, register, key)


@pytest.mark.slow
def test_every_line_of_every_course(desk: Desk) -> None:
    for course, module in lines():
        save_a_course_line(desk, course, module)


@pytest.mark.slow
@pytest.mark.parametrize("stem", word_groups.stems(CONTENT))
def test_every_line_of_the_game(desk: Desk, stem: str) -> None:
    paths = [word_groups.path_of(language, stem) for language in LANGUAGES]
    before = [desk.raw(path) for path in paths]
    for one, group in groups():
        if one == stem:
            desk.send(desk.form(f"game-words/{stem}?at={group}", "base"))
    assert [desk.raw(path) for path in paths] == before, "saved untouched"


@pytest.mark.slow
def test_words_cards_rows_and_rules(desk: Desk) -> None:
    save_words(desk, "wishes", groups_of("wishes")[0])
    for key in cards():
        save_a_card(desk, key)
    for key in rows():
        save_a_row(desk, key)
    save_the_rules(desk)


def groups_of(stem: str) -> list[str]:
    return [group for one, group in groups() if one == stem]
