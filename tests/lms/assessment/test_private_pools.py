"""Private pools: finals draw from them, nothing gives them out, and what cannot be opened stops the test instead of the secrecy."""

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
import sitting_cast as s
from award_site import pharmacist
from click.testing import CliRunner, Result
from flask import Flask
from lms_cast import Person, add_person
from lms_site import close, make_site
from private_texts import KEY, MARK, texts_of, write
from pypdf import PdfReader

from courses.exchange import formats
from courses.export.cli import COMMANDS
from horslesmurs import main
from lms.assessment.errors import PoolUnreadable
from lms.assessment.pools import pool_files
from lms.assessment.pools.pool_files import PoolTexts
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lrs.reading.reader import iter_since

COURSE = "pharmacists"


def command(site: Flask, *words: str) -> Result:
    env = {"HORSLESMURS_DATA": str(site_of(site).settings.data)}
    return CliRunner(env=env).invoke(main, words)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    app = make_site(tmp_path_factory.mktemp("pools") / "data")
    yield app
    close(app)


@pytest.fixture(scope="module")
def loaded(site: Flask, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """By the commands an operator types: make-keys, encrypt, load. Gives the encrypted file."""
    folder = tmp_path_factory.mktemp("author")
    public = command(site, "content", "pool", "make-keys")
    assert public.output.startswith("-----BEGIN PUBLIC KEY-----"), public.output
    (folder / "site.pub").write_text(public.output, "ascii")
    write(folder / "pool", texts_of(site_of(site).newest_content.catalogue.course(COURSE)))
    file = folder / "pharmacists.pool"
    made = command(
        site, "content", "pool", "encrypt", str(folder / "pool"), str(file), "--course", COURSE, "--to", str(folder / "site.pub")
    )
    assert made.exit_code == 0, made.output
    put = command(site, "content", "pool", "load", str(file), "--course", COURSE)
    assert put.exit_code == 0, put.output
    return file


def passed(site: Flask) -> tuple[Person, str]:
    person = pharmacist(site)
    s.finish_modules(site, person)
    address = s.start(person)
    s.answer_all(site, person, address)
    assert s.hand_in(person, address).status_code == 303
    return person, address


def test_a_final_draws_from_the_pool_alone_and_passes(site: Flask, loaded: Path) -> None:
    person, address = passed(site)
    items = s.items(site, address)
    assert len(items) == 20
    assert all(row.item.startswith("p-") for row in items)
    assert s.sittings(site, person)[0].verdict == "passed"
    practice = site_of(site).newest_content.catalogue.module("oral-interviews", "fr")
    assert not any(item.key.startswith("p-") for item in practice.forms["final"])


def test_a_question_page_shows_its_question_and_no_key(site: Flask, loaded: Path) -> None:
    person = pharmacist(site)
    s.finish_modules(site, person)
    address = s.start(person)
    for number in (1, 7, 20):
        page = person.get(f"{address}/question/{number}").get_data(as_text=True)
        assert f"{MARK}-Q" in page
        assert KEY not in page


ROLES = ("pharmacist", "gp", "nurse", "patient", "educator", "clinician", "training_manager", "data_protection_officer", "admin")


@pytest.mark.slow
def test_no_page_of_anybody_gives_out_a_word_of_it(site: Flask, loaded: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The property over every GET route of the site and each role, after a sitting: the mark is nowhere but on an open question."""
    person, address = passed(site)
    uuid = address.rpartition("/")[2]
    values = {
        "course_key": COURSE, "module_key": "oral-interviews", "number": 1, "attempt": 1, "uuid": uuid, "lang": "fr", "kind": "jwt",
        "course": COURSE, "version": "1.0", "language": "fr", "kid": "k1", "code": "0000", "file": "fr/pharmacists/oral-interviews.md",
        "path": "nothing.svg", "report_key": "completion", "table": "steps", "slug": "diarrhee", "campaign": "azur", "week": 1,
    }  # fmt: skip
    people = [person, Person(site, None), *(add_person(site, role, f"{role}-{uuid4().hex[:6]}") for role in ROLES)]
    n_pages = 0
    for rule in site.url_map.iter_rules():
        if "GET" not in (rule.methods or ()):
            continue
        with site.test_request_context():
            built = rule.build({name: (rule.defaults or {}).get(name, values.get(name, uuid4())) for name in rule.arguments})
        assert built
        for one in people:
            reply = one.get(built[1])
            n_pages += reply.status_code == 200
            assert MARK.encode() not in reply.data, (rule.endpoint, one.name)
    assert n_pages > 300
    found = person.post("/fr/chercher", q=f"{MARK}-Q")
    assert f"{MARK}-right" not in found.get_data(as_text=True)
    assert MARK not in caplog.text


def test_a_contested_result_shows_the_answer_and_never_the_key(site: Flask, loaded: Path) -> None:
    person = pharmacist(site)
    s.finish_modules(site, person)
    address = s.start(person)
    s.answer_all(site, person, address, dict.fromkeys(range(1, 21), "other"))
    s.hand_in(person, address)
    assert KEY not in person.get(f"{address}/resultat").get_data(as_text=True)
    assert person.post(f"{address}/contester").status_code in (200, 303)
    page = (
        add_person(site, "admin", f"reviews-{uuid4().hex[:6]}")
        .get(f"/fr/suivi-des-tests/{address.rpartition('/')[2]}")
        .get_data(as_text=True)
    )
    assert f"{MARK}-Q" in page
    assert f"{MARK}-right" not in page
    assert KEY not in page


def test_statements_name_keys_and_hold_no_word_of_it(site: Flask, loaded: Path) -> None:
    passed(site)
    with site.app_context(), db.engine.connect() as connection:
        told = json.dumps([row.statement for row in iter_since(connection, 0)])
    assert "/p-" in told
    assert MARK not in told


def test_no_file_of_the_data_folder_holds_it_in_clear_but_sittings(site: Flask, loaded: Path) -> None:
    """The database holds the questions that were asked, and none that was not."""
    _person, address = passed(site)
    data = site_of(site).settings.data
    for path in (path for path in data.rglob("*") if path.is_file() and not path.name.startswith("horslesmurs.sqlite")):
        assert MARK.encode() not in path.read_bytes(), path
    assert (data / "pools" / "pharmacists.pool").stat().st_mode & 0o077 == 0
    with site.app_context(), db.engine.connect() as connection:
        kept = "".join(str(row[0]) for row in connection.exec_driver_sql("SELECT frozen FROM sitting_item"))
    texts = texts_of(site_of(site).newest_content.catalogue.course(COURSE))
    asked = {
        line.partition(" ")[2].partition(" ")[0] for line in texts["fr/oral-interviews.items.md"].splitlines() if line.startswith("## ")
    }
    drawn = {row.item for one in (address,) for row in s.items(site, one)}
    assert drawn < asked
    assert f"{MARK}-Q" in kept


EXPORTS = {
    "booklet": ("oral-interviews", "--to"), "gamebook": ("azur", "--to"), "offline": ("--to",),
    **{name: ("oral-interviews", "--format", name, "--to") for name in formats.TARGETS},
    "review-pack": ("oral-interviews", "--to"), "triage-sheet": ("--to",),
}  # fmt: skip


def test_every_export_command_is_looked_at() -> None:
    assert {one.name for one in COMMANDS} == {*EXPORTS, "import", "export"} - set(formats.TARGETS), "a new export: add it here"
    assert set(formats.TARGETS) <= set(EXPORTS), "a new format: add it here"


@pytest.mark.sampled(5)
@pytest.mark.parametrize("name", sorted(EXPORTS))
def test_no_export_holds_a_word_of_it(site: Flask, loaded: Path, tmp_path: Path, name: str) -> None:
    is_format = name in formats.TARGETS
    ending = formats.TARGETS[name][1] if is_format else "zip" if name == "offline" else "pdf"
    target = tmp_path / f"out.{ending}"
    made = command(site, "content", "export" if is_format else name, *EXPORTS[name], str(target))
    assert made.exit_code == 0, made.output
    raw = target.read_bytes()
    assert MARK.encode() not in raw
    if ending == "zip":
        with zipfile.ZipFile(target) as archive:
            assert all(MARK.encode() not in archive.read(one) for one in archive.namelist())
    if target.suffix == ".pdf":
        assert MARK not in "".join(page.extract_text() for page in PdfReader(io.BytesIO(raw)).pages)
    assert MARK not in made.output


@pytest.mark.slow
def test_the_other_commands_say_no_word_of_it(site: Flask, loaded: Path, tmp_path: Path) -> None:
    passed(site)
    for words in (
        ("content", "check"),
        ("content", "list"),
        ("content", "pool", "list"),
        ("lrs", "export", "--to", str(tmp_path / "out.json")),
    ):
        made = command(site, *words)
        assert MARK not in made.output, words
    for path in tmp_path.glob("*"):
        assert MARK.encode() not in path.read_bytes()
    copied = command(site, "backup", str(tmp_path / "copy.sqlite"))
    assert copied.exit_code == 0, copied.output
    assert "sittings hold in clear the questions they asked" in copied.output
    assert MARK.encode() not in (tmp_path / "copy.sqlite.site.tar").read_bytes()


@pytest.mark.slow
def test_another_sites_file_and_a_changed_one_are_refused(site: Flask, loaded: Path, tmp_path: Path) -> None:
    raw = loaded.read_bytes()
    settings = site_of(site).settings
    for broken in (
        raw[:-1],
        raw[:-1] + bytes([raw[-1] ^ 1]),
        raw[: len(raw) // 2],
        b"",
        b"not a pool",
        raw.replace(b"pool 1", b"pool 2", 1),
    ):
        with pytest.raises(PoolUnreadable):
            pool_files.decrypt(settings, broken)
    other = make_site(tmp_path / "other")
    pool_files.make_keys(site_of(other).settings)
    with pytest.raises(PoolUnreadable):
        pool_files.decrypt(site_of(other).settings, raw)
    refused = command(other, "content", "pool", "load", str(loaded), "--course", COURSE)
    assert refused.exit_code == 2
    assert not pool_files.courses_with_pool(site_of(other).settings)
    close(other)


def test_a_pool_that_cannot_be_opened_stops_the_test_and_never_asks_public_questions(site: Flask, loaded: Path) -> None:
    path = pool_files.file_of(site_of(site).settings, COURSE)
    raw = path.read_bytes()
    person = pharmacist(site)
    s.finish_modules(site, person)
    try:
        path.write_bytes(raw[:-1])
        assert person.post("/fr/cours/pharmacists/test", phase="final").headers["Location"].endswith("/test")
        assert "ne peut pas" in person.get("/fr/cours/pharmacists/test").get_data(as_text=True)
        assert s.sittings(site, person) == []
    finally:
        path.write_bytes(raw)
    assert s.start(person)


@pytest.mark.slow
def test_faults_of_a_pool_are_told_to_its_author(site: Flask, loaded: Path, tmp_path: Path) -> None:
    course = site_of(site).newest_content.catalogue.course(COURSE)
    good = texts_of(course)
    fr = "fr/oral-interviews.items.md"
    faults = {
        "in one alone": {**good, fr: good[fr].replace("## p-k15-0 ", "## p-k15-9 ")},
        "items to draw": {path: text.split("## p-k15-0 ")[0] for path, text in good.items()},
        "# practice": {**good, fr: good[fr].replace("# final", "# practice")},
        "a module of pharmacists": {**good, "fr/fever.items.md": "# final\n"},
        "has this key": {path: text.replace("## p-k15-0 ", "## f-before-start ") for path, text in good.items()},
    }
    public = tmp_path / "site.pub"
    public.write_text(command(site, "content", "pool", "make-keys").output, "ascii")
    for number, (words, texts) in enumerate(faults.items()):
        folder = write(tmp_path / str(number), texts)
        made = command(site, "content", "pool", "encrypt", str(folder), str(tmp_path / "out.pool"), "--course", COURSE, "--to", str(public))
        assert made.exit_code == 2, words
        assert words in made.stderr, (words, made.stderr)
    assert not (tmp_path / "out.pool").exists()


def test_a_removed_pool_leaves_sittings_and_public_questions(site: Flask, loaded: Path) -> None:
    person, address = passed(site)
    raw = pool_files.file_of(site_of(site).settings, COURSE).read_bytes()
    assert command(site, "content", "pool", "remove", "--course", COURSE, "--yes").exit_code == 0
    assert command(site, "content", "pool", "remove", "--course", COURSE, "--yes").exit_code == 2
    other = pharmacist(site)
    s.finish_modules(site, other)
    assert not any(row.item.startswith("p-") for row in s.items(site, s.start(other)))
    assert person.get(f"{address}/resultat").status_code == 200
    pool_files.store(site_of(site).settings, COURSE, raw)


def test_the_same_texts_encrypted_twice_are_not_the_same_bytes(site: Flask) -> None:
    settings = site_of(site).settings
    public = pool_files.make_keys(settings)
    texts = PoolTexts("c", {"fr/a.items.md": "x"})
    first, second = pool_files.encrypt(texts, public), pool_files.encrypt(texts, public)
    assert first != second
    assert pool_files.decrypt(settings, first) == pool_files.decrypt(settings, second) == texts
