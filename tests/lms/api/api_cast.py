"""Programs with access keys, for tests of the API."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from werkzeug.test import TestResponse

from lms.web.current_site import site_of
from lrs.keys import access_keys
from lrs.keys.access_keys import AccessKey

EVERYTHING = ("api/cohorts", "api/progress", "api/names", "api/attestations", "api/assign")
AT = "/api/v1"


@dataclass(frozen=True)
class Program:
    """Speaks to the API with one access key. It keeps no cookie."""

    site: Flask
    key: AccessKey
    secret: str

    @property
    def authorization(self) -> str:
        return "Basic " + base64.b64encode(f"{self.key.id}:{self.secret}".encode()).decode()

    def ask(self, method: str, path: str, body: object = None, headers: Mapping[str, str] | None = None, **more: Any) -> TestResponse:
        sent = {"Authorization": self.authorization, "Accept-Language": "en", **(headers or {})}
        if body is not None:
            more |= {"data": json.dumps(body), "content_type": "application/json"}
        return self.site.test_client().open(f"{AT}{path}", method=method, headers=sent, **more)

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.ask("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})

    def assign(self, cohort: UUID, due_on: str, sent: str = "", **body: Any) -> TestResponse:
        new = {"kind": "course", "key": "pharmacists", "due_on": due_on, **body}
        return self.ask("POST", f"/cohorts/{cohort}/assignments", new, {"Idempotency-Key": sent or uuid4().hex})


def make_program(site: Flask, *scopes: str, cohort: UUID | None = None, **more: Any) -> Program:
    values = {"label": "Program", "scopes": scopes or EVERYTHING, "cohort": str(cohort) if cohort else None, **more}
    key, secret = site_of(site).store.writer.submit(lambda connection: access_keys.create(connection, **values))
    return Program(site, key, secret)
