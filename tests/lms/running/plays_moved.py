"""A database as version 0.1.0 filled it with plays, and what must hold once the saves have moved into documents; on both databases.

plays_of_0007.json: rows that pages and devices of that version wrote, recorded from its own site.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from lms_cast import signed_in_values

from game.device import play_saves
from lms.accounts.models import Account
from lms.running import database_setup
from lms.settings import Settings
from lms.web.database.instants import now
from lms.web.database.writing import submit

RECORDED = json.loads(Path(__file__).with_name("plays_of_0007.json").read_text(encoding="utf-8"))
CASES: dict[str, str] = RECORDED["cases"]
BEFORE, AFTER = "0007_erasures", "0009_play_documents"
HELD = sa.text("SELECT uuid, turn, week, is_over, name, slot, etag FROM play ORDER BY id")


def value_of(recorded: Any, column: sa.Column[Any], is_sqlite: bool) -> Any:
    """A recorded value as the driver wants it."""
    if not isinstance(recorded, dict):
        return recorded
    ((kind, value),) = recorded.items()
    if kind == "uuid":
        return UUID(value).hex if is_sqlite else UUID(value)
    if kind == "time":
        return datetime.fromisoformat(value)
    if kind == "text":
        return value.encode()
    return value if isinstance(column.type, sa.JSON) else json.dumps(value)


def fill(settings: Settings) -> None:
    """The tables of that version with the recorded rows."""
    database_setup.upgrade(settings, BEFORE)
    engine = database_setup.open_engine(settings)
    with engine.execution_options(writes=True).begin() as connection:
        for name, rows in RECORDED["rows"].items():
            table = sa.Table(name, sa.MetaData(), autoload_with=connection)
            is_sqlite = connection.dialect.name == "sqlite"
            for row in rows:
                connection.execute(table.insert(), {key: value_of(value, table.c[key], is_sqlite) for key, value in row.items()})
            if not is_sqlite and "id" in table.c:  # rows were given their ids: the next one is counted on from there
                connection.execute(sa.text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT max(id) FROM {name}))"))
    engine.dispose()


def documents(settings: Settings) -> dict[str, bytes]:
    engine = database_setup.open_engine(settings)
    with engine.connect() as connection:
        rows = connection.execute(sa.text("SELECT name, content FROM lrs_documents")).all()
    engine.dispose()
    return {row.name: bytes(row.content) for row in rows}


def index(settings: Settings) -> dict[str, sa.Row[Any]]:
    """The rows of plays by the name of their document."""
    engine = database_setup.open_engine(settings)
    with engine.connect() as connection:
        rows = connection.execute(HELD).all()
    engine.dispose()
    return {str(UUID(str(row.uuid))): row for row in rows}


def recorded_saves() -> dict[str, dict[str, Any]]:
    return {row["uuid"]["uuid"]: row["saved"]["json"] for row in RECORDED["rows"]["play"]}


def without_name(save: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in save.items() if key not in ("play", "origin")}


def check_moved(settings: Settings) -> None:
    """Every save is in a document, every row follows its document, nothing a device wrote was overwritten."""
    before, after = recorded_saves(), documents(settings)
    rows = index(settings)
    old_documents = {row["name"]: row["content"]["text"].encode() for row in RECORDED["rows"]["lrs_documents"]}
    assert {name: after[name] for name in old_documents} == old_documents
    for case in ("pages", "guest", "simulated", "renamed"):
        assert without_name(play_saves.read(after[CASES[case]], CASES[case]).save) == without_name(before[CASES[case]]), case
    ahead = play_saves.read(after[CASES["device_ahead"]], CASES["device_ahead"]).save
    assert ahead["turn"] == before[CASES["device_ahead"]]["turn"] + 2
    # What stood in a row whose name a device has given to something else has a name of its own now.
    for case in ("next_week_unseen", "damaged_document"):
        wanted = without_name(before[CASES[case]])
        names = [name for name in after if name not in old_documents and name not in before]
        assert wanted in [without_name(dict(play_saves.read(after[name], name).save)) for name in names], case
    assert len(rows) == len(before)
    for name, row in rows.items():
        held = play_saves.read(after[name], name)
        assert (row.turn, row.week, bool(row.is_over), row.name, row.slot) == (
            held.turn,
            held.week,
            held.is_over,
            held.name,
            held.save["slot"],
        )
        assert row.etag == play_saves.etag(after[name])


def client_of(app: Flask, play: str) -> FlaskClient:
    """A browser of the learner whose play it is."""
    rows = RECORDED["rows"]
    registration = next(row["registration_id"] for row in rows["play"] if row["uuid"]["uuid"] == play)
    learner = next(row["learner_id"] for row in rows["registration"] if row["id"] == registration)
    person = next(row for row in rows["learner"] if row["id"] == learner)
    client = app.test_client()
    with client.session_transaction() as session:
        if person["account_id"] is None:
            session["guest"] = person["uuid"]["uuid"]
        else:
            name = next(row["username"] for row in rows["account"] if row["id"] == person["account_id"])
            with app.app_context():
                session.update(signed_in_values(name))
    return client


def check_pages(app: Flask) -> None:
    """The people of that version go on where they were, once they have agreed to what the site keeps."""
    with app.app_context():
        submit(lambda work: work.execute(sa.update(Account).values(consented_at=now())).rowcount)
    for case in ("pages", "device_ahead", "guest", "next_week_unseen"):
        client, play = client_of(app, CASES[case]), CASES[case]
        assert f'href="/fr/jouer/{play}"' in client.get("/fr/jouer").text, case
        assert client.get(f"/fr/jouer/{play}").status_code == 200, case
    text = client_of(app, CASES["next_week_unseen"]).get("/fr/jouer").text
    assert "/bilan" in text
    assert client_of(app, CASES["renamed"]).get(f"/fr/jouer/{CASES['renamed']}/bilan").status_code == 200


def check_down_and_up(settings: Settings) -> None:
    """Back in the older version each row holds its save again, and another upgrade changes no document."""
    before, rows = documents(settings), index(settings)
    database_setup.downgrade(settings, BEFORE)
    engine = database_setup.open_engine(settings)
    with engine.connect() as connection:
        table = sa.Table("play", sa.MetaData(), autoload_with=connection)
        saved = {str(UUID(str(row.uuid))): row.saved for row in connection.execute(sa.select(table))}
    engine.dispose()
    assert {name: play_saves.read(before[name], name).save for name in rows} == saved
    database_setup.upgrade(settings, AFTER)
    assert documents(settings) == before
    assert index(settings) == rows
