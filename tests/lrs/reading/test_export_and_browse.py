"""Statements written out for others, and read by staff."""

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from lrs_cast import HOME, LEARNER, make_caller, make_statement

from lrs.cli import lrs
from lrs.reading import browse, export
from lrs.storage.store import Store, open_store
from xapi import builders


def test_ndjson_and_csv_hold_the_same_statements_and_tell_how_far_they_are(store: Store) -> None:
    caller, told = make_caller(store), []
    sent = [make_statement(result={"response": "=1+1", "score": {"scaled": 0.5}}) for _ in range(3)]
    caller.post("statements", sent)
    lines, table = io.StringIO(), io.StringIO()
    with store.engine.connect() as connection:
        assert export.ndjson(connection, lines, progress=lambda done, total: told.append((done, total))) == 3
        assert export.table(connection, table) == 3
    assert [json.loads(line)["id"] for line in lines.getvalue().splitlines()] == [row["id"] for row in sent]
    rows = list(csv.DictReader(io.StringIO(table.getvalue())))
    assert [row["id"] for row in rows] == [row["id"] for row in sent]
    assert told[-1] == (3, 3)


def test_a_cell_cannot_become_a_formula(sqlite_store: Store) -> None:
    for text in ("=1+1", "+1", "-1", "@x", "\tx"):
        make_caller(sqlite_store).post("statements", make_statement(result={"response": text}))
    table = io.StringIO()
    with sqlite_store.engine.connect() as connection:
        export.table(connection, table)
    assert all(row["response"].startswith("'") for row in csv.DictReader(io.StringIO(table.getvalue())))


@pytest.mark.parametrize(
    ("language", "wanted"),
    [("fr", "00000000 a répondu à « Fièvre » (juste, 50 %)"), ("en", "00000000 answered “Fever” (correct, 50%)")],
)
def test_a_statement_reads_as_a_sentence(language: str, wanted: str) -> None:
    statement = make_statement(result=builders.result(success=True, scaled=0.5))
    assert browse.sentence(statement, language) == wanted.replace("« ", "«\u00a0").replace(" »", "\u00a0»").replace(" %", "\u00a0%")


def test_every_kind_of_object_reads_as_a_sentence() -> None:
    sub = {
        "objectType": "SubStatement",
        "actor": LEARNER,
        "verb": {"id": "http://x.example/v/pondered"},
        "object": {"id": "http://x.example/o"},
    }
    for thing in (LEARNER, {"objectType": "Group", "member": [LEARNER]}, {"objectType": "StatementRef", "id": "0" * 36}, sub):
        assert browse.sentence(make_statement(object=thing), "en").startswith("00000000 answered ")


def test_an_object_without_a_name_is_told_by_its_address() -> None:
    thing = {"id": "https://hors-les-murs.example/content/week/home/2"}
    assert browse.sentence(make_statement(object=thing), "en") == "00000000 answered “week/home/2”"


def test_staff_find_statements_by_pseudonym_verb_activity_and_time(store: Store) -> None:
    caller = make_caller(store)
    ids = caller.post("statements", [make_statement(), make_statement(verb="completed")]).json
    with store.engine.connect() as connection:
        lines = browse.page(connection, "fr", pseudonym=LEARNER["account"]["name"], home_page=HOME, verb="completed")
        assert [line.id for line in lines] == [ids[1]]
        assert json.loads(lines[0].raw)["id"] == ids[1]
        older = browse.page(connection, "fr", after=lines[0].seq)
        assert [line.id for line in older] == [ids[0]]
        assert browse.page(connection, "fr", until="2000-01-01T00:00:00.000000Z") == []


def test_the_commands_work_from_end_to_end(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'horslesmurs.sqlite'}"
    store = open_store(url, home_page=HOME, create=True)
    make_caller(store).post("statements", make_statement())
    store.writer.close()
    store.engine.dispose()
    runner = CliRunner()

    def run(*words: str, given: str = "") -> str:
        result = runner.invoke(lrs, ["--data", str(tmp_path), "--home-page", HOME, *words], input=given, catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return str(result.stdout)

    made = dict(line.split() for line in run("keys", "create", "--label", "x", "--scope", "all", "--days", "3").splitlines())
    assert run("keys", "rotate", made["id"]).split()[1] != made["secret"]
    run("keys", "revoke", made["id"])
    assert "x" in run("keys")
    assert "1 statements" in run("export", str(tmp_path / "out.ndjson"))
    run("forward", "add", "other", "http://127.0.0.1:9/xapi", "--key", "k", given="secret\n")
    assert (tmp_path / "keys" / "forward-other.json").stat().st_mode & 0o077 == 0
    assert "other: 0 statements" in run("forward", "run")
    run("forward", "pause", "other")
    run("forward", "remove", "other")
    assert "1 statements and 0 documents" in run("erase", LEARNER["account"]["name"], "--yes")
    assert (tmp_path / "erased.ndjson").exists()
