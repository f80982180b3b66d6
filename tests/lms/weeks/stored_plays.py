"""What the site keeps of a play, read past its pages: the document, the index row, the statements."""

import json
from collections import Counter
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import select

from game import statements
from game.core.state.commands import NextSlot, read_entry
from game.core.week import Week
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lms.weeks.models import Play
from lrs.reading import reader
from lrs.storage.tables import documents
from xapi.vocabulary import EXT


def index_row(site: Flask, play: str) -> Play:
    with site.app_context():
        return db.session.scalars(select(Play).where(Play.uuid == UUID(play))).one()


def documents_of(site: Flask, play: str) -> list[Any]:
    """Every document of that name, whosever it is."""
    with site.app_context(), db.engine.connect() as connection:
        return list(connection.execute(select(documents).where(documents.c.name == play)))


def save_of(site: Flask, play: str) -> dict[str, Any]:
    """The save in the one document of a play."""
    (document,) = documents_of(site, play)
    save: dict[str, Any] = json.loads(document.content)["save"]
    return save


def statements_of(site: Flask, play: str) -> list[dict[str, Any]]:
    """All statements of a play, in the order they came."""
    with site.app_context(), db.engine.connect() as connection:
        stored = [one.statement for one in reader.iter_since(connection, 0)]
    return [one for one in stored if one.get("context", {}).get("extensions", {}).get(EXT["play"]) == play]


def count_events(stored: list[dict[str, Any]]) -> Counter[str]:
    """Each event, whoever told it and when."""
    hidden = ("id", "timestamp", "stored", "authority", "actor", "version")
    bare = [{key: value for key, value in one.items() if key not in hidden} for one in stored]
    for one in bare:
        one["context"] = {key: value for key, value in one["context"].items() if key not in ("platform", "language")}
    return Counter(json.dumps(one, sort_keys=True) for one in bare)


def statements_at_one_sitting(site: Flask, saved: dict[str, Any], registration: str) -> list[dict[str, Any]]:
    """The statements of the same commands given to the core alone, as far as the save goes."""
    book, rule = site_of(site).newest_content.catalogue.game, site_of(site).newest_content.rule
    week = Week.resume(book, rule, saved["origin"])
    events = list(week.begin())
    log = list(saved.get("log", []))
    end = (saved["day"], saved["slot"], saved.get("is_over", False))
    while True:
        while log and log[0][:2] == [week.state.day, week.state.slot]:
            events += week.do(read_entry(log.pop(0)).command)
        if (week.state.day, week.state.slot, week.state.is_over) == end:
            break
        events += week.do(NextSlot())
    actor = {"objectType": "Agent", "account": {"homePage": "https://elsewhere.example", "name": str(uuid4())}}
    return [
        statements.statement(one, id=uuid4(), timestamp=now(), actor=actor, registration=registration, platform="x", language="fr")
        for one in events
        if statements.is_told(one)
    ]
