"""Accounts of people who left are suspended from a file: whom each line means is said first, and a doubtful line does nothing."""

from pathlib import Path
from uuid import uuid4

import pytest
from click.testing import CliRunner
from flask import Flask
from lms_cast import MakePerson, Person

from horslesmurs import main
from lms.accounts import professions
from lms.cohorts import account_changes, record_looks
from lms.errors import Unknown
from lms.people.imports.leaving import Leaver, leaver
from lms.running import leaving_commands
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lms.web.database.writing import submit

RPPS = "79927398713"
"""The worked example of the key's algorithm, eleven digits long."""


def looked_at(site: Flask, text: str) -> list[Leaver]:
    with site.app_context():
        return [leaver(db.session(), line.number, line.cells) for line in leaving_commands.lines_of(text.encode("utf-8-sig"))]


def test_name_address_and_number_mean_an_account_whatever_the_heading_is(site: Flask, make_person: MakePerson) -> None:
    name, address = f"anne-{uuid4().hex[:6]}", f"{uuid4().hex[:6]}@example.org"
    anne = make_person("pharmacist", name, email=address).account.id
    with site.app_context():
        submit(lambda work: professions.declare(work, anne, professions.Facts("pharmacist", rpps=RPPS), now()).account_id)
    for text in (f"Nom de connexion;Service\n{name.upper()};B\n", f"E-mail\n{address}\n", f"N° RPPS,Courriel\n{RPPS},{address}\n"):
        assert [one.account_id for one in looked_at(site, text)] == [anne], text


def test_doubtful_lines_do_nothing_and_say_why(site: Flask, learner: Person, educator: Person, admin: Person) -> None:
    text = f"name;email\nnobody;\n{learner.name};\n{educator.name};{admin.name}\n{educator.name};nobody@example.org\n;\n"
    found = looked_at(site, text)
    assert [one.account_id for one in found] == [None, None, None, None]
    assert [one.number for one in found] == [2, 3, 4, 5]
    assert "patient or carer" in found[1].words
    assert "different accounts" in found[2].words


def test_a_suspended_account_is_signed_out_and_said_to_be_so(site: Flask, educator: Person) -> None:
    account_id = educator.account.id
    with site.app_context():
        submit(lambda work: account_changes.set_open(work, account_id, None, now(), is_open=False))
        learner_id = educator.account.learner.id
        looks = record_looks.of(db.session(), learner_id)
    assert [(look.what, look.by_id, look.by_role) for look in looks] == [("suspended", None, "admin")], "she reads it on her own page"
    assert educator.get("/fr/compte").status_code == 302
    assert looked_at(site, f"name\n{educator.name}\n")[0].words == "suspended already"


def test_a_spreadsheets_own_letters_and_quotes_are_read(site: Flask, make_person: MakePerson) -> None:
    name = f"zoé-{uuid4().hex[:6]}"
    anne = make_person("gp", name).account.id
    raw = f'sep=,\r\n"Identifiant","Service"\r\n"{name}","a, b"\r\n'.encode("cp1252")
    with site.app_context():
        found = [leaver(db.session(), line.number, line.cells) for line in leaving_commands.lines_of(raw)]
    assert [(one.number, one.account_id) for one in found] == [(3, anne)]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "The file is empty"),
        (b"Service;Etage\nB;2\n", "names no column"),
        (b"\xff\xfe\x00", "letters of the file"),
        (b'name\n"open\n', r"never closes \(line 2\)"),
        (b"PK\x03\x04", "not a CSV file"),
        (b"name;nom\na;b\n", "stands there twice: name"),
    ],
)
def test_a_file_that_names_nobody_is_refused_with_what_to_do(raw: bytes, words: str) -> None:
    with pytest.raises(Unknown, match=words):
        leaving_commands.lines_of(raw)


@pytest.mark.slow
def test_the_command_looks_first_and_suspends_when_told(tmp_path: Path) -> None:
    ours = {"HORSLESMURS_DATA": str(tmp_path / "data")}
    run = CliRunner(env=ours)
    file = tmp_path / "left.csv"
    file.write_text("name\nclaire\nnobody\n", "utf-8")
    assert run.invoke(main, ["db", "upgrade"]).exit_code == 0
    assert run.invoke(main, ["user", "add", "claire", "--role", "educator"]).exit_code == 0
    looked = run.invoke(main, ["user", "left", str(file)])
    assert "would be suspended\tclaire (educator)" in looked.output, looked.output
    assert "1 of 2 lines. Nothing was changed" in looked.output
    done = run.invoke(main, ["user", "left", str(file), "--write"])
    assert "\tsuspended\tclaire (educator)" in done.output, done.output
    assert "suspended already" in run.invoke(main, ["user", "left", str(file)]).output
