"""The probe the store is measured against: Flask and SQLAlchemy Core, one table with the store's own columns and indexes, no other work.

Same pragmas, same group commit, same server. No validation, no access keys, no agents, no activities, no documents.
"""

import os
from typing import Any

import msgspec
from flask import Flask, Response, request
from sqlalchemy import MetaData, Table, bindparam, insert, select

from lrs.storage import clock
from lrs.storage.database import connect, is_sqlite
from lrs.storage.group_commit import GroupCommit
from lrs.storage.sequence import next_numbers
from lrs.storage.tables import metadata as store_metadata
from lrs.storage.tables import statements as store_statements
from lrs.storage.tables import term

PAGE = 50


def table() -> Table:
    """The store's statements table, alone."""
    return store_statements.to_metadata(MetaData())


def row(statement: dict[str, Any], moment: str) -> dict[str, Any]:
    return {
        "id": statement["id"],
        "stored": moment,
        "version": "2.0.0",
        "actor": term("agent", statement["actor"]["account"]["name"]),
        "verb": term("verb", statement["verb"]["id"]),
        "activity": term("activity", statement["object"]["id"]),
        "registration": term("registration", statement["context"]["registration"]),
        "authority": 1,
        "foreign_source": False,
        "voided": False,
        "body": msgspec.json.encode(statement).decode(),
    }


def make_app(url: str) -> Flask:
    engine, statements, app = connect(url), table(), Flask(__name__, static_folder=None)
    writer, add = GroupCommit(engine), insert(statements)

    def insert_rows(connection: Any, rows: list[dict[str, Any]]) -> None:
        if is_sqlite(connection):
            connection.execute(add, rows)
            return
        for number, made in zip(next_numbers(connection, len(rows), None).numbers, rows, strict=True):
            made["seq"] = number
        connection.execute(add, rows)

    @app.post("/xapi/statements")
    def post() -> Response:
        text = msgspec.json.decode(request.get_data())
        moment = clock.text(clock.now())
        rows = [row(statement, moment) for statement in (text if isinstance(text, list) else [text])]
        writer.submit(lambda connection: insert_rows(connection, rows))
        return Response(msgspec.json.encode([made["id"] for made in rows]), content_type="application/json")

    newest = select(statements.c.body).order_by(statements.c.seq.desc()).limit(PAGE)
    queries = {
        frozenset(): newest,
        frozenset(("agent",)): newest.where(statements.c.actor == bindparam("agent")),
        frozenset(("verb", "activity")): newest.where(
            statements.c.verb == bindparam("verb"), statements.c.activity == bindparam("activity")
        ),
    }

    @app.get("/xapi/statements")
    def get() -> Response:
        given: dict[str, Any] = {key: value for key, value in request.args.items() if key != "limit"}
        if "agent" in given:
            given["agent"] = term("agent", msgspec.json.decode(given["agent"])["account"]["name"])
        given |= {key: term(key, given[key]) for key in ("verb", "activity") if key in given}
        with engine.connect() as connection:
            bodies = connection.execute(queries[frozenset(given)], given).scalars().all()
        return Response('{"statements":[' + ",".join(bodies) + "]}", content_type="application/json")

    return app


def fill(url: str, batches: Any) -> None:
    """Make the table and load statements into it."""
    engine, statements = connect(url), table()
    if is_sqlite(engine):
        statements.metadata.create_all(engine)
    else:
        store_metadata.create_all(engine)  # the sequence's name is the table's
    writer, add = GroupCommit(engine), insert(statements)
    for batch in batches:
        rows = [row(statement, clock.text(clock.now())) for statement in batch]
        writer.submit(lambda connection, rows=rows: connection.execute(add, rows))
    writer.close()
    engine.dispose()


def from_environment() -> Flask:
    return make_app(os.environ["BENCH_DATABASE"])
