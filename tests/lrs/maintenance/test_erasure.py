"""Erasing one actor: everything of hers, nothing of others, not a byte left, and again after a restore."""

import errno
import json
import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random
from string import ascii_lowercase
from typing import Any

import pytest
from asking import described, first, multipart, part
from lrs_cast import EDUCATOR, HOME, LEARNER, MODULE, STRANGER, make_caller, make_statement
from sqlalchemy import Connection, event

from lrs.errors import JournalUnwritable, ReclaimWaits
from lrs.keys import access_keys
from lrs.maintenance import backup, erasure, erasure_journal
from lrs.maintenance.erasure_journal import Noting
from lrs.reading.reader import iter_since
from lrs.storage import clock
from lrs.storage.database import connect
from lrs.storage.store import Store, open_store
from lrs.writing.row_extraction import agent_term

CANARY = "zebra-canary-7"


def fill(store: Store) -> dict[str, str]:
    """Statements and documents of three people; ids by name."""
    caller = make_caller(store)
    ids = {
        "own": make_statement(result={"response": CANARY}, context={"extensions": {"http://example.com/e": CANARY}}),
        "named": make_statement(actor=EDUCATOR, context={"instructor": LEARNER}),
        "other": make_statement(actor=STRANGER),
    }
    assert caller.post("statements", list(ids.values())).status_code == 200
    for agent in (LEARNER, STRANGER):
        caller.post("activities/state", {"note": CANARY if agent is LEARNER else "kept"}, activityId=MODULE, agent=agent, stateId="s")
        caller.post("agents/profile", {"note": "x"}, agent=agent, profileId="p")
    return {name: str(row["id"]) for name, row in ids.items()}


def left(store: Store) -> set[str]:
    with store.engine.connect() as connection:
        return {kept.statement["id"] for kept in iter_since(connection, 0)}


def test_everything_of_one_actor_goes_and_nothing_of_others(store: Store) -> None:
    ids = fill(store)
    done = store.writer.submit(lambda connection: erasure.erase(connection, LEARNER))
    assert done.taken == erasure.ErasureCounts(2, 2)
    assert left(store) == {ids["other"]}
    caller = make_caller(store)
    assert caller.get("activities/state", activityId=MODULE, agent=LEARNER, stateId="s").status_code == 404
    assert caller.get("activities/state", activityId=MODULE, agent=STRANGER, stateId="s").json == {"note": "kept"}
    assert caller.ids(agent=LEARNER, related_agents="true") == []


def test_content_mode_empties_statements_and_keeps_the_rows(store: Store) -> None:
    ids = fill(store)
    store.writer.submit(lambda connection: erasure.erase(connection, LEARNER, mode=erasure.CONTENT))
    assert left(store) == set(ids.values())
    own: dict[str, Any] = make_caller(store).get("statements", statementId=ids["own"]).json
    assert CANARY not in json.dumps(own)
    assert own["verb"]["id"]


def test_not_a_byte_stays_in_the_file(sqlite_store: Store) -> None:
    fill(sqlite_store)
    database = Path(str(sqlite_store.engine.url.database))

    def bytes_of() -> bytes:
        return b"".join(path.read_bytes() for path in database.parent.iterdir())

    assert CANARY.encode() in bytes_of()
    sqlite_store.writer.submit(lambda connection: erasure.erase(connection, LEARNER))
    erasure.reclaim(sqlite_store.engine)
    assert CANARY.encode() not in bytes_of()
    assert LEARNER["account"]["name"].encode() not in bytes_of()


def test_somebody_who_reads_meanwhile_is_said_to_hold_the_bytes(sqlite_store: Store) -> None:
    fill(sqlite_store)
    hasty = connect(str(sqlite_store.engine.url))
    event.listen(hasty, "connect", lambda raw, _: raw.execute("PRAGMA busy_timeout=20"))
    with sqlite_store.engine.connect() as reader:
        reader.exec_driver_sql("SELECT count(*) FROM lrs_statements").scalar()
        sqlite_store.writer.submit(lambda connection: erasure.erase(connection, LEARNER))
        with pytest.raises(ReclaimWaits, match="reclaim"):
            erasure.reclaim(hasty)
    erasure.reclaim(hasty)
    hasty.dispose()


def test_the_keys_of_the_actors_own_devices_go_too(store: Store) -> None:
    own, other = make_caller(store, scopes=access_keys.DEVICE, actor=LEARNER), make_caller(store, scopes=access_keys.DEVICE, actor=STRANGER)
    own.post("statements", make_statement())
    store.writer.submit(lambda connection: erasure.erase(connection, LEARNER))
    with store.engine.connect() as connection:
        left_over = {key.id for key in access_keys.everyone(connection)}
    assert own.id not in left_over
    assert other.id in left_over


def test_numbers_given_are_not_given_again(store: Store) -> None:
    caller = make_caller(store)
    caller.post("statements", make_statement())
    with store.engine.connect() as connection:
        (first,) = iter_since(connection, 0)
    store.writer.submit(lambda connection: erasure.erase(connection, LEARNER))
    caller.post("statements", make_statement(actor=STRANGER))
    with store.engine.connect() as connection:
        (second,) = iter_since(connection, 0)
    assert second.seq > first.seq


def test_a_backup_restored_over_the_database_is_cleaned_again(store: Store, database: str, tmp_path: Path) -> None:
    content = b"attached " + CANARY.encode()
    statement = make_statement(attachments=[described(content)])
    assert multipart(make_caller(store), first(statement), part(content)).status_code == 200
    ids, copy = fill(store), tmp_path / "copy"
    backup.backup(database, copy)
    store.writer.submit(lambda connection: erasure.erase(connection, LEARNER))
    store.writer.close()
    store.engine.dispose()
    assert backup.restore(copy, database) == erasure.ErasureCounts(3, 2)
    again = open_store(database, home_page=HOME)
    assert left(again) == {ids["other"]}
    with again.engine.connect() as connection:
        for table in ("lrs_documents", "lrs_attachment_contents", "lrs_statements", "lrs_access_keys"):
            rows = connection.exec_driver_sql(f"SELECT * FROM {table}").all()
            assert CANARY not in str(rows)
            assert LEARNER["account"]["name"] not in str(rows)
    again.writer.close()
    again.engine.dispose()


def test_a_restored_backup_is_cleaned_again(sqlite_store: Store, tmp_path: Path) -> None:
    ids, journal = fill(sqlite_store), tmp_path / "erased.ndjson"
    url, copy = str(sqlite_store.engine.url), tmp_path / "copy.sqlite"
    backup.backup(url, copy)
    sqlite_store.writer.submit(lambda connection: erasure.erase(connection, LEARNER))
    with sqlite_store.engine.connect() as connection:
        erasure_journal.note(journal, erasure.tombstones_of(connection))
    text = f"sqlite:///{tmp_path / 'lost.sqlite'}"
    for target, known in ((url, None), (text, journal)):
        if target == url:
            sqlite_store.writer.close()
            sqlite_store.engine.dispose()
        assert backup.restore(copy, target, journal=known).statements == 2
        again = open_store(target, home_page=HOME)
        assert left(again) == {ids["other"]}
        again.engine.dispose()


def test_without_tombstones_the_restored_backup_would_hold_her(sqlite_store: Store, tmp_path: Path) -> None:
    ids, copy = fill(sqlite_store), tmp_path / "copy.sqlite"
    backup.backup(str(sqlite_store.engine.url), copy)
    text = f"sqlite:///{tmp_path / 'lost.sqlite'}"
    backup.restore(copy, text)
    again = open_store(text, home_page=HOME)
    assert left(again) == set(ids.values())
    again.engine.dispose()


def test_a_journal_cut_short_keeps_what_is_whole(tmp_path: Path) -> None:
    journal = tmp_path / "erased.ndjson"
    erasure_journal.note(journal, [erasure.Tombstone(5, "all", "2026-11-23T19:00:00.000000Z")])
    with journal.open("a") as file:
        file.write('{"actor": 6, "mo')
    assert erasure_journal.tombstones_in(journal) == [erasure.Tombstone(5, "all", "2026-11-23T19:00:00.000000Z")]


def test_an_unknown_mode_is_refused(sqlite_store: Store) -> None:
    with pytest.raises(ValueError, match="choose"):
        sqlite_store.writer.submit(lambda connection: erasure.erase(connection, LEARNER, mode="some"))


def test_two_erasures_whose_turns_cross_are_both_noted(sqlite_store: Store, tmp_path: Path) -> None:
    """The one that asked first is written last: each has its own line, and a restore finds both."""
    fill(sqlite_store)
    url, copy, journal = str(sqlite_store.engine.url), tmp_path / "copy", tmp_path / "erased.ndjson"
    backup.backup(url, copy)
    later, earlier = (clock.now() + timedelta(seconds=seconds) for seconds in (60, 0))
    for actor, at in ((LEARNER, later), (STRANGER, earlier)):
        noting = Noting(journal)
        made = sqlite_store.writer.submit(
            lambda connection, actor=actor, at=at, noting=noting: erasure.erase(connection, actor, noting=noting, now=at)
        )
        assert erasure_journal.tombstones_in(journal)[-1] == made.tombstone
    assert {grave.actor for grave in erasure_journal.tombstones_in(journal)} == {agent_term(LEARNER), agent_term(STRANGER)}
    text = f"sqlite:///{tmp_path / 'lost.sqlite'}"
    backup.restore(copy, text, journal=journal)
    again = open_store(text, home_page=HOME)
    assert left(again) == set()
    again.engine.dispose()


def test_the_line_is_on_disk_before_anything_is_erased(sqlite_store: Store, tmp_path: Path) -> None:
    """Seen from the journal's side: when the line is written, her statements are still there."""
    fill(sqlite_store)
    seen: list[set[str]] = []

    class Watching(Noting):
        def note(self, grave: erasure_journal.Tombstone) -> None:
            super().note(grave)
            assert erasure_journal.tombstones_in(self.journal) == [grave]
            seen.append(left(sqlite_store))

    sqlite_store.writer.submit(lambda connection: erasure.erase(connection, LEARNER, noting=Watching(tmp_path / "erased.ndjson")))
    assert len(seen[0]) == 3
    assert len(left(sqlite_store)) == 1


def test_nobody_is_erased_when_the_journal_cannot_be_written(sqlite_store: Store, tmp_path: Path) -> None:
    ids, journal = fill(sqlite_store), tmp_path / "erased.ndjson"
    journal.mkdir()
    with pytest.raises(JournalUnwritable, match="nobody was erased"):
        sqlite_store.writer.submit(lambda connection: erasure.erase(connection, LEARNER, noting=Noting(journal)))
    assert left(sqlite_store) == set(ids.values())


def test_a_full_disk_leaves_the_journal_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal, one = tmp_path / "erased.ndjson", erasure_journal.Tombstone(5, "all", "2026-11-23T19:00:00.000000Z")
    erasure_journal.note(journal, [one])
    before = journal.read_bytes()

    def half(number: int, words: bytes) -> int:
        if len(words) < 20:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(number, words[: len(words) - 10])

    write = os.write
    monkeypatch.setattr(os, "write", half)
    with pytest.raises(JournalUnwritable, match="No space left"):
        erasure_journal.note(journal, [one._replace(actor=6)])
    assert journal.read_bytes() == before


def test_an_erasure_that_was_rolled_back_is_struck_out(sqlite_store: Store, tmp_path: Path) -> None:
    """She was told no, and goes on learning: the next start must not erase her."""
    ids, noting = fill(sqlite_store), Noting(tmp_path / "erased.ndjson")

    def fail(connection: Connection) -> None:
        erasure.erase(connection, LEARNER, noting=noting)
        raise RuntimeError("the transaction failed")

    with pytest.raises(RuntimeError):
        sqlite_store.writer.submit(fail)
    assert len(erasure_journal.tombstones_in(noting.journal)) == 1
    erasure.withdraw(sqlite_store.engine, noting)
    assert erasure_journal.tombstones_in(noting.journal) == []
    assert left(sqlite_store) == set(ids.values())
    kept = Noting(noting.journal)
    sqlite_store.writer.submit(lambda connection: erasure.erase(connection, LEARNER, noting=kept))
    erasure.withdraw(sqlite_store.engine, kept)
    assert erasure_journal.tombstones_in(noting.journal) == kept.graves, "what the database kept is not struck out"


def test_a_line_cut_short_does_not_swallow_the_next(tmp_path: Path) -> None:
    journal = tmp_path / "erased.ndjson"
    graves = [erasure_journal.Tombstone(number, "all", "2026-11-23T19:00:00.000000Z") for number in (5, 7)]
    erasure_journal.note(journal, graves[:1])
    with journal.open("a") as file:
        file.write('{"actor": 6, "mo')
    erasure_journal.note(journal, graves[1:])
    assert erasure_journal.tombstones_in(journal) == graves


def test_what_names_the_actor_after_the_erasure_stays_after_a_restore(store: Store, database: str, tmp_path: Path) -> None:
    """An educator's own later statement that names the pseudonym is the educator's; applying the tombstone again spares it."""
    # One clock for statements, documents and tombstone: PostgreSQL's own does not follow a shifted one (tests/later).
    store = replace(store, now=lambda: clock.now())
    fill(store)
    grave = store.writer.submit(lambda connection: erasure.erase(connection, LEARNER)).tombstone
    later = make_statement(actor=EDUCATOR, context={"instructor": LEARNER})
    caller = make_caller(store)
    assert caller.post("statements", later).status_code == 200
    caller.post("activities/state", {"note": "later"}, activityId=MODULE, agent=LEARNER, stateId="s")
    copy, journal = tmp_path / "copy", tmp_path / "erased.ndjson"
    erasure_journal.note(journal, [grave])
    backup.backup(database, copy)
    store.writer.close()
    store.engine.dispose()
    backup.restore(copy, database, journal=journal)
    again = open_store(database, home_page=HOME)
    assert str(later["id"]) in left(again)
    assert make_caller(again).get("activities/state", activityId=MODULE, agent=LEARNER, stateId="s").json == {"note": "later"}
    again.writer.close()
    again.engine.dispose()


def test_an_erasure_takes_what_a_clock_ahead_had_stored(sqlite_store: Store) -> None:
    ids = fill(sqlite_store)
    sqlite_store.writer.submit(lambda connection: erasure.erase(connection, LEARNER, now=clock.now() - timedelta(days=1)))
    assert left(sqlite_store) == {ids["other"]}


def test_what_was_let_in_just_before_is_swept_up(sqlite_store: Store) -> None:
    fill(sqlite_store)
    sqlite_store.writer.submit(lambda connection: erasure.erase(connection, LEARNER))
    make_caller(sqlite_store).post("statements", make_statement())
    with sqlite_store.engine.connect() as connection:
        graves = erasure.unfinished_erasures(connection)
    assert sqlite_store.writer.submit(lambda connection: erasure.sweep(connection, graves)).statements == 1
    assert sqlite_store.writer.submit(lambda connection: erasure.sweep(connection, graves)).statements == 0


def test_rewriting_takes_the_copies_that_overwriting_deleted_rows_leaves(tmp_path: Path) -> None:
    """Pages that were split and joined keep old copies of rows that secure_delete does not reach."""
    chance, path = Random(3), tmp_path / "rows.sqlite"
    engine = connect(f"sqlite:///{path}")
    living: list[str] = []
    gone: list[str] = []
    with engine.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql("CREATE TABLE person (name TEXT PRIMARY KEY, words TEXT) WITHOUT ROWID")
        for _ in range(4000):
            if living and chance.random() < 0.25:
                gone.append(living.pop(chance.randrange(len(living))))
                connection.exec_driver_sql("DELETE FROM person WHERE name = ?", (gone[-1],))
            else:
                living.append("".join(chance.choice(ascii_lowercase) for _ in range(chance.randint(12, 60))))
                connection.exec_driver_sql("INSERT INTO person VALUES (?, ?)", (living[-1], living[-1] * chance.randint(1, 12)))

    def left_over() -> list[str]:
        raw = path.read_bytes()
        return [name for name in gone if name.encode() in raw]

    with engine.connect() as connection:
        connection.rollback()
        connection.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert left_over() != [], "this is why overwriting is not enough"
    erasure.reclaim(engine)
    assert left_over() == []
    engine.dispose()
