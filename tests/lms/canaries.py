"""A site on real files whose people leave words that can be looked for, byte by byte, in everything the site keeps."""

import json
import re
import shutil
from base64 import b64encode
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import choice
from string import ascii_lowercase
from typing import Any
from uuid import UUID, uuid4

from click.testing import CliRunner, Result
from flask import Flask
from lms_cast import FEVER, PASSPHRASE, Person, add_person
from lms_site import close, shared_catalogue
from sqlalchemy import text

from horslesmurs import main
from lms.accounts.models import Learner
from lms.app import create_app
from lms.settings import read
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lrs.keys import access_keys
from xapi.actor import account
from xapi.builders import activity, statement

VERSION = {"X-Experience-API-Version": "2.0.0"}
WEEK = {"campaign": "azur", "week": "2", "look": "nadia", "length": "normal", "difficulty": "1"}


def command(data: Path, *words: str) -> Result:
    """A command in this process, with the environment of its own that a shell would give it."""
    return CliRunner(env={"HORSLESMURS_DATA": str(data)}).invoke(main, words)


@dataclass
class Known:
    """What a test knows of one person. rows: (table, uuid) of what the site acknowledged."""

    name: str
    pseudonym: UUID
    canaries: tuple[bytes, ...]
    rows: set[tuple[str, str]] = field(default_factory=set)


class CanarySite:
    """The whole application on one data folder; opened anew after what needs a stopped site."""

    def __init__(self, data: Path) -> None:
        self.data = data
        assert command(data, "db", "upgrade").exit_code == 0
        self._app: Flask | None = None

    @property
    def app(self) -> Flask:
        if self._app is None:
            self._app = create_app(read({"HORSLESMURS_DATA": str(self.data)}), shared_catalogue())
        return self._app

    def close(self) -> None:
        if self._app is not None:
            close(self._app)
            self._app = None

    def open_account(self) -> Known:
        mark = "zq" + "".join(choice(ascii_lowercase) for _ in range(9))
        person = add_person(self.app, "patient", mark, email=f"{mark}@example.org")
        pseudonym = person.pseudonym
        words = (mark, f"{mark}@example.org", str(pseudonym), pseudonym.hex, mark.title(), f"free-{mark}-text")
        known = Known(mark, pseudonym, tuple(word.encode() for word in words))
        known.rows.add(("learner", pseudonym.hex))
        return known

    def live(self) -> Known:
        """Somebody who has an account, answers, plays, and writes from a device."""
        known = self.open_account()
        self.answer(known)
        self.play(known)
        self.send(known)
        return known

    def person(self, known: Known) -> Any:
        return Person(self.app, known.name)

    def kill(self) -> None:
        """What a killed process leaves: the files as they are at this instant, the log not yet brought in."""
        image = self.data.with_name("image")
        shutil.copytree(self.data, image)
        self.close()
        shutil.rmtree(self.data)
        image.replace(self.data)

    def answer(self, known: Known) -> None:
        """She answers one question; the attempt and its statement are acknowledged."""
        before = self._uuids("attempt")
        person = self.person(known)
        person.post(f"{FEVER}/commencer")
        number = str(len([row for row in known.rows if row[0] == "attempt"]) + 1)
        assert person.post(f"{FEVER}/question/1/reponse", attempt=number, shown_at="1790000000", choice="c").status_code == 303
        known.rows |= {("attempt", uuid) for uuid in self._uuids("attempt") - before}

    def play(self, known: Known) -> None:
        """She begins a week with a character of her own name."""
        before = self._uuids("play")
        answer = self.person(known).post("/fr/jouer/commencer", **WEEK, name=known.name.title(), token=str(uuid4()))
        assert answer.status_code == 303, answer.text[:300]
        known.rows |= {("play", uuid) for uuid in self._uuids("play") - before}

    def send(self, known: Known) -> None:
        """Her device writes a statement and a document with free text."""
        settings = site_of(self.app).settings
        actor = account(settings.home_page, known.pseudonym)
        key, secret = site_of(self.app).store.writer.submit(lambda work: access_keys.create(work, label="device", actor=actor))
        id = uuid4()
        said = statement(id=id, actor=actor, verb="answered", object=activity("https://x.example/a"), timestamp="2026-11-23T10:00:00Z")
        said["result"] = {"response": f"free-{known.name}-text"}
        headers = VERSION | {"Authorization": "Basic " + b64encode(f"{key.id}:{secret}".encode()).decode()}
        client = self.app.test_client()
        assert client.post("/xapi/statements", json=[said], headers=headers).status_code == 200
        where = {"activityId": "https://x.example/a", "agent": json.dumps(actor), "stateId": str(id)}
        document = {"data": f"free-{known.name}-text", "content_type": "text/plain"}
        response = client.put("/xapi/activities/state", headers=headers, query_string=where, **document)
        assert response.status_code == 204
        known.rows.add(("lrs_statements", str(id)))

    def erase_on_the_page(self, known: Known) -> bool:
        """True when the page says that she is erased, and not that she is being erased."""
        person = self.person(known)
        answer = person.post("/fr/compte/effacer", passphrase=PASSPHRASE)
        assert answer.headers["Location"] == "/fr/efface"
        return self.says_erased(person)

    def becomes_erased(self) -> bool:
        """Without a worker nothing changes by itself."""
        return False

    def says_erased(self, person: Any) -> bool:
        heading = re.search("<h1>(.*?)</h1>", person.get("/fr/efface").text)
        assert heading
        return heading[1] == "Votre compte est effacé"

    def where_is(self, known: Known) -> list[str]:
        """Every file of the data folder that holds one of her words."""
        found = []
        for path in sorted(self.data.rglob("*")):
            with suppress(FileNotFoundError, IsADirectoryError):  # a running site takes files away meanwhile
                raw = path.read_bytes()
                found += [f"{path.relative_to(self.data)}: {word.decode()}" for word in known.canaries if word in raw]
        return found

    def lost(self, known: Known) -> set[tuple[str, str]]:
        """Acknowledged rows that are not there."""
        return {(table, uuid) for table, uuid in known.rows if uuid not in self._uuids(table)}

    def names(self) -> set[str]:
        with self.app.app_context(), db.engine.connect() as connection:
            return set(connection.execute(text("SELECT username FROM account")).scalars())

    def learners(self) -> set[UUID]:
        with self.app.app_context():
            return set(db.session.scalars(db.select(Learner.uuid)))

    def _uuids(self, table: str) -> set[str]:
        column = "id" if table == "lrs_statements" else "uuid"
        with self.app.app_context(), db.engine.connect() as connection:
            return set(connection.execute(text(f"SELECT {column} FROM {table}")).scalars())
