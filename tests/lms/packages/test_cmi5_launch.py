"""A cmi5 package launched against our own store: the statements of one session, what is never sent twice, and a link used again."""

import base64
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import package_forms
import pytest
from app_server import served_at
from flask import Flask
from playwright.sync_api import Browser, Page
from werkzeug.utils import send_from_directory
from werkzeug.wrappers import Request, Response

from courses.packages import archive
from lms.web.current_site import site_of
from lrs.keys import access_keys

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CONTENT_FOLDER = Path(__file__).resolve().parents[3] / "content"
VERB = "http://adlnet.gov/expapi/verbs/"
CATEGORY = "https://w3id.org/xapi/cmi5/context/categories/"
SESSION = "https://w3id.org/xapi/cmi5/context/extensions/sessionid"


@dataclass
class Platform:
    """What a platform does at a launch: gives the token once, keeps LMS.LaunchData, passes xAPI on to the store."""

    site: Flask
    folder: Path
    token: str
    address: str = ""
    fetched: set[str] = field(default_factory=set)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        request = Request(environ)
        if request.path.startswith("/package/"):
            return send_from_directory(self.folder, request.path.removeprefix("/package/"), environ)(environ, start_response)
        if request.path == "/fetch":
            return self._fetch(request)(environ, start_response)
        return self.site.wsgi_app(environ, start_response)

    def _fetch(self, request: Request) -> Response:
        ticket = request.args["ticket"]
        if ticket in self.fetched:
            return Response(json.dumps({"error-code": "1", "error-text": "Already in Use"}), mimetype="application/json")
        self.fetched.add(ticket)
        return Response(json.dumps({"auth-token": self.token}), mimetype="application/json")


@pytest.fixture
def platform(site: Flask, tmp_path: Path) -> Iterator[Platform]:
    store = site_of(site).store
    key, secret = store.writer.submit(
        lambda connection: access_keys.create(connection, label="Platform", scopes=access_keys.SCOPES, policy="any")
    )
    made = Platform(site, tmp_path, base64.b64encode(f"{key.id}:{secret}".encode()).decode())
    with served_at(made) as made.address:
        yield made


class Learner:
    """One registration of one learner in one module of a package."""

    def __init__(self, platform: Platform, chromium: Browser, module: str, mastery: float | None) -> None:
        self.platform, self.module, self.mastery = platform, module, mastery
        self.registration = str(uuid4())
        self.activity = f"https://platform.example/au/{uuid4()}"
        self.actor = {"objectType": "Agent", "account": {"homePage": "https://platform.example", "name": str(uuid4())}}
        self.context = chromium.new_context(viewport={"width": 360, "height": 740})

    def query(self, **more: str) -> dict[str, str]:
        return {"activityId": self.activity, "agent": json.dumps(self.actor), "registration": self.registration, **more}

    def launch(self, *, mode: str = "Normal", ticket: str = "") -> Page:
        data: dict[str, Any] = {
            "contextTemplate": {"contextActivities": {"grouping": [{"id": self.activity}]}, "extensions": {SESSION: str(uuid4())}},
            "launchMode": mode,
            "moveOn": "Completed",
        }
        if self.mastery is not None:
            data["masteryScore"] = self.mastery
        client = self.platform.site.test_client()
        headers = {"Authorization": f"Basic {self.platform.token}", "X-Experience-API-Version": "1.0.3"}
        where = f"/xapi/activities/state?{urlencode(self.query(stateId='LMS.LaunchData'))}"
        before = client.get(where, headers=headers)
        kept = client.put(where, json=data, headers=headers | ({"If-Match": before.headers["ETag"]} if before.status_code == 200 else {}))
        assert kept.status_code == 204, kept.text
        terms = {
            "endpoint": f"{self.platform.address}/xapi/",
            "fetch": f"{self.platform.address}/fetch?ticket={ticket or uuid4()}",
            "actor": json.dumps(self.actor),
            "registration": self.registration,
            "activityId": self.activity,
        }
        page = self.context.new_page()
        page.goto(f"{self.platform.address}/package/{self.module}?{urlencode(terms)}")
        page.wait_for_selector(".moves:not([hidden])")
        return page

    def statements(self) -> list[dict[str, Any]]:
        """The oldest first."""
        headers = {"Authorization": f"Basic {self.platform.token}", "X-Experience-API-Version": "1.0.3"}
        answer = self.platform.site.test_client().get(
            f"/xapi/statements?registration={self.registration}&limit=0&ascending=true", headers=headers
        )
        return list(answer.json["statements"])

    def verbs(self) -> list[str]:
        return [one["verb"]["id"].removeprefix(VERB) for one in self.statements()]


def walk(page: Page, *, safely: bool) -> None:
    """Every screen, then every question."""
    facts = json.loads(page.eval_on_selector("#facts", "(one) => one.textContent"))
    while page.locator("#on").is_visible():
        form = page.locator("form.item:visible")
        if form.count():
            item = facts["items"][int(form.get_attribute("data-item") or 1) - 1]
            package_forms.fill(form, item, safely=safely)
            form.locator(".check").click()
        page.click("#on")
    page.wait_for_load_state("networkidle")


def unpack(site: Flask, folder: Path, course: str) -> None:
    content = site_of(site).newest_content.catalogue
    request = archive.Request(course, "fr", "cmi5", CONTENT_FOLDER / "media", date(2026, 11, 29))
    zipfile.ZipFile(io.BytesIO(archive.pack(content, request))).extractall(folder)


def test_a_patient_is_initialized_completed_and_terminated_and_nothing_else_leaves(platform: Platform, chromium: Browser) -> None:
    unpack(platform.site, platform.folder, "patient-essentials")
    her = Learner(platform, chromium, "fr/fever.html", None)
    page = her.launch()
    walk(page, safely=True)
    assert page.locator("#review .good").is_visible()
    page.close(run_before_unload=True)
    page = her.launch()
    assert page.locator("#end").is_visible(), "she is back where she left"
    page.goto("about:blank")
    page.wait_for_timeout(500)
    assert her.verbs() == ["initialized", "completed", "terminated", "initialized", "terminated"]
    for statement in her.statements():
        assert {one["id"] for one in statement["context"]["contextActivities"]["category"]} >= {f"{CATEGORY}cmi5"}
        assert SESSION in statement["context"]["extensions"]
        assert "score" not in statement.get("result", {})
        assert datetime.fromisoformat(statement["timestamp"]).astimezone(UTC) <= datetime.now(UTC)


def test_a_professional_fails_then_passes_and_each_is_said_once(platform: Platform, chromium: Browser) -> None:
    unpack(platform.site, platform.folder, "pharmacists")
    him = Learner(platform, chromium, "fr/at-the-counter.html", 0.8)
    page = him.launch()
    walk(page, safely=False)
    page.close(run_before_unload=True)
    page = him.launch()
    while page.locator("#back").is_visible():
        page.click("#back")
    walk(page, safely=True)
    page.click("#back")
    page.click("#on")
    page.goto("about:blank")
    page.wait_for_timeout(500)
    verbs = [verb for verb in him.verbs() if verb != "answered"]
    assert verbs.count("completed") == 1
    assert verbs.count("passed") == 1
    assert verbs.count("failed") <= 1
    assert "answered" in him.verbs()
    (passed,) = [one for one in him.statements() if one["verb"]["id"] == f"{VERB}passed"]
    assert passed["result"]["score"]["scaled"] >= 0.8
    assert {one["id"] for one in passed["context"]["contextActivities"]["category"]} == {f"{CATEGORY}cmi5", f"{CATEGORY}moveon"}


def test_a_link_used_again_says_to_open_the_course_again(platform: Platform, chromium: Browser) -> None:
    unpack(platform.site, platform.folder, "patient-essentials")
    her = Learner(platform, chromium, "fr/fever.html", None)
    her.launch(ticket="one")
    page = her.launch(ticket="one")
    assert "Rouvrez le cours depuis votre plateforme" in page.inner_text("#platform")
    assert her.verbs() == ["initialized"]


@pytest.mark.parametrize("mode", ["Browse", "Review"])
def test_a_module_that_is_only_viewed_sends_no_result(platform: Platform, chromium: Browser, mode: str) -> None:
    unpack(platform.site, platform.folder, "patient-essentials")
    her = Learner(platform, chromium, "fr/fever.html", None)
    page = her.launch(mode=mode)
    walk(page, safely=True)
    page.goto("about:blank")
    page.wait_for_timeout(500)
    assert her.verbs() == ["initialized", "terminated"]
