"""A launched unit as its publisher's program sees it: the address, the token, and calls to the store of its session."""

import io
import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

from flask import Flask
from foreign_packages import package
from lms_cast import Person
from sqlalchemy import select
from werkzeug.test import TestResponse

from lms.cmi5_modules.models import Cmi5Module
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lrs.reading import query
from lrs.storage.tables import term

ADL = "http://adlnet.gov/expapi/verbs/"
CMI5 = "https://w3id.org/xapi/cmi5/"
SESSION = f"{CMI5}context/extensions/sessionid"
MASTERY = f"{CMI5}context/extensions/masteryscore"
CATEGORY = f"{CMI5}context/categories/cmi5"
MOVEON = f"{CMI5}context/categories/moveon"
VERSION = {"X-Experience-API-Version": "1.0.3"}
BUTTON = re.compile(r'<a class="button" href="([^"]+)" rel="noreferrer"')


def bring(staff: Person, raw: bytes, course: str = "patient-essentials", name: str = "course.zip") -> TestResponse:
    data = {"csrf_token": staff.token(), "course": course, "file": (io.BytesIO(raw), name)}
    return staff.client.post("/en/writing/packages", data=data, content_type="multipart/form-data")


def newest(site: Flask) -> Cmi5Module:
    with site.app_context():
        row = db.session.scalars(select(Cmi5Module).order_by(Cmi5Module.id.desc())).first()
        assert row is not None
        return row


def brought(site: Flask, staff: Person, inside: str = "", course: str = "patient-essentials") -> Cmi5Module:
    """The row of a package with these units."""
    answer = bring(staff, package(inside), course)
    assert answer.status_code == 303, answer.text[:500]
    return newest(site)


@dataclass
class Unit:
    """One launch. terms: what its address bears. token: of Basic auth, once fetched."""

    site: Flask
    address: str
    terms: dict[str, str] = field(default_factory=dict)
    token: str = ""
    data: dict[str, Any] = field(default_factory=dict)

    @property
    def actor(self) -> dict[str, Any]:
        return dict(json.loads(self.terms["actor"]))

    @property
    def path(self) -> str:
        return urlsplit(self.terms["endpoint"]).path

    def fetch(self, **more: Any) -> TestResponse:
        """By a client without a cookie, from a page without an origin."""
        return self.site.test_client().post(urlsplit(self.terms["fetch"]).path, headers={"Origin": "null"}, **more)

    def begin(self) -> "Unit":
        """Fetch the token, then read the launch data."""
        self.token = self.fetch().json["auth-token"]
        self.data = self.call("GET", "activities/state", stateId="LMS.LaunchData", **self.own).json
        return self

    @property
    def own(self) -> dict[str, str]:
        return {"activityId": self.terms["activityId"], "agent": self.terms["actor"], "registration": self.terms["registration"]}

    def call(self, method: str, resource: str, *, body: Any = None, headers: dict[str, str] | None = None, **params: str) -> TestResponse:
        more = {"Authorization": f"Basic {self.token}", "Origin": "null", **VERSION, **(headers or {})}
        return self.site.test_client().open(self.path + resource, method=method, query_string=params, headers=more, json=body)

    def statement(self, verb: str, *, defined: bool = True, **result: Any) -> dict[str, Any]:
        """As the standard wants it: the template of the launch, with what each verb needs."""
        context = json.loads(json.dumps(self.data["contextTemplate"]))
        context["registration"] = self.terms["registration"]
        needs: dict[str, Any] = {
            "completed": {"completion": True, "duration": "PT5S"},
            "passed": {"success": True, "duration": "PT5S"},
            "failed": {"success": False, "duration": "PT5S"},
            "terminated": {"duration": "PT9S"},
        }.get(verb, {}) if defined else {}  # fmt: skip
        if defined:
            names = [CATEGORY, *([MOVEON] if "success" in needs or "completion" in needs else [])]
            context["contextActivities"]["category"] = [{"id": name} for name in names]
        if "success" in needs and "masteryScore" in self.data:
            context["extensions"][MASTERY] = self.data["masteryScore"]
        made = {
            "id": str(uuid4()),
            "actor": self.actor,
            "verb": {"id": f"{ADL}{verb}"},
            "object": {"id": self.terms["activityId"]},
            "context": context,
            "timestamp": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        }
        return {**made, **({"result": {**needs, **result}} if needs or result else {})}

    def say(self, *verbs: str, **result: Any) -> None:
        for verb in verbs:
            answer = self.send(self.statement(verb, **result))
            assert answer.status_code == 200, answer.text

    def send(self, *statements: dict[str, Any]) -> TestResponse:
        return self.call("POST", "statements", body=list(statements) if len(statements) > 1 else statements[0])


def page_of(module: Cmi5Module) -> str:
    return f"/en/courses/{module.course}/package/{module.uuid}"


def launch(person: Person, module: Cmi5Module, unit: int = 1) -> Unit:
    answer = person.post(f"{page_of(module)}/open", unit=str(unit))
    address = answer.headers["Location"] if answer.status_code == 303 else unescape(BUTTON.findall(answer.text)[0])
    query_of = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    return Unit(person.site, address, query_of)


def told(site: Flask, registration: str) -> list[dict[str, Any]]:
    """The statements of a registration in the real store, the oldest first."""
    with site_of(site).store.engine.connect() as connection:
        filters = query.Filters(registration=term("registration", registration), ascending=True, limit=500)
        return [json.loads(row.whole) for row in query.find(connection, filters)]


def verbs(site: Flask, registration: str) -> list[str]:
    return [one["verb"]["id"].rsplit("/", 1)[1] for one in told(site, registration)]
