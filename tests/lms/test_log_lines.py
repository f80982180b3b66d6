"""Every line of the log is one JSON object of one form, says when, where and for which request, and nothing about a person."""

import io
import json
import logging
import re
import sys
import threading
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask, request
from lms_cast import PASSPHRASE, MakePerson, Person
from test_commands import command

from lms import logs
from lms.learning import routes as learning
from lms.running import database_setup
from lms.settings import read
from lms.web.guards import request_ids

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
HEXADECIMAL = re.compile(r"[0-9a-f]{16}")


class Log:
    """What standard error got since the start of a test."""

    def __init__(self, capture: pytest.CaptureFixture[str]) -> None:
        self._capture, self._text = capture, ""

    @property
    def text(self) -> str:
        self._text += self._capture.readouterr().err
        return self._text

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text.splitlines()]

    def events(self, name: str) -> list[dict[str, Any]]:
        return [line for line in self.lines if line["event"] == name]


@pytest.fixture
def log(capsys: pytest.CaptureFixture[str]) -> Iterator[Log]:
    """The log as the web process writes it."""
    root = logging.getLogger()
    level = root.level
    logs.configure("web", catch_defects=False)
    yield Log(capsys)
    for handler in [handler for handler in root.handlers if isinstance(handler, logs.StandardError)]:
        root.removeHandler(handler)
    root.setLevel(level)


def test_every_line_has_time_level_part_process_and_event(log: Log) -> None:
    logging.getLogger("lms.x").warning("two\nlines %s", "ünd")
    logs.event("signed_in", account=7)
    first, second = log.lines
    assert (first["level"], first["part"], first["event"], first["message"]) == ("warning", "web", "message", "two lines ünd")
    assert (second["event"], second["account"]) == ("signed_in", 7)
    assert all(MOMENT.fullmatch(line["time"]) and line["pid"] for line in log.lines)
    assert all(line.isascii() for line in log.text.splitlines())


@pytest.mark.parametrize(
    "value", ["Élodie", "Nadia Benali", "nadia@example.org", "38,4 de fièvre", "x" * 81, "a\nb", b"nadia b", ["nadia b"], {"a": "é"}]
)
def test_a_field_takes_plain_keys_alone(log: Log, value: object) -> None:
    logs.event("key_made", key=value)
    assert log.lines[0]["key"] == "withheld"


def test_a_field_nobody_foresaw_is_refused(log: Log) -> None:
    with pytest.raises(ValueError, match="has no field name"):
        logs.event("signed_in", name="nadia")
    logging.getLogger("lms.x").info("x", extra={"event": "Nadia Benali", "fields": {"name": "canary", "count": 3}})
    assert "canary" not in log.text
    assert "Nadia" not in log.text
    assert log.lines[0]["count"] == 3


def test_errors_are_told_by_their_kind_and_our_lines_never_by_their_words(log: Log) -> None:
    try:
        try:
            raise KeyError("canary-cause")
        except KeyError as error:
            raise ValueError("canary-leukaemia") from error
    except ValueError:
        logging.getLogger("lms.x").exception("it failed")
        logging.getLogger("sqlalchemy.pool").exception("reset failed for %r", "canary-parameter")
    ours, theirs = log.lines
    assert (ours["error"], ours["caused_by"], ours["message"]) == ("ValueError", "KeyError", "it failed")
    assert theirs["message"] == "reset failed for %r"
    assert re.fullmatch(r"test_log_lines.py:\d+ test_errors_are_told\w+", ours["frames"][0])
    assert "canary" not in log.text


def test_a_message_of_another_library_is_cut_at_its_first_line_and_only_warnings_are_taken(log: Log) -> None:
    logging.getLogger("_granian").error("Application callable raised an exception\nTraceback\nValueError: canary")
    logging.getLogger("urllib3").info("canary")
    assert [line["message"] for line in log.lines] == ["Application callable raised an exception"]


def test_what_ends_a_thread_or_a_process_is_a_line_too(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    logs.configure("worker")

    def fail() -> None:
        raise RuntimeError("canary-thread")

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    sys.excepthook(OSError, OSError("canary-process"), None)
    assert [(line["event"], line["error"], line["part"]) for line in log.lines] == [
        ("defect", "RuntimeError", "worker"),
        ("defect", "OSError", "worker"),
    ]
    assert "canary" not in log.text


def test_a_reader_of_the_log_that_went_away_stops_nobody(monkeypatch: pytest.MonkeyPatch, log: Log) -> None:
    string_io = io.StringIO()
    string_io.close()
    monkeypatch.setattr(sys, "stderr", string_io)
    logs.event("signed_in", account=1)
    monkeypatch.setattr(sys, "stderr", open("/dev/full", "w"))  # noqa: SIM115 - closed below
    logs.event("signed_in", account=1)
    with pytest.raises(OSError):  # noqa: PT011 - what the interpreter says of a full disk
        sys.stderr.close()


# requests


def test_each_request_has_an_id_in_its_header_its_lines_and_its_error_page(
    site: Flask, guest: Person, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*args: object) -> None:
        raise RuntimeError("canary-leukaemia")

    monkeypatch.setattr(learning, "standings", break_down)
    answer = guest.get("/fr/cours")
    id = answer.headers["X-Request-ID"]
    assert HEXADECIMAL.fullmatch(id)
    (line,) = log.events("defect")
    assert (line["request"], line["endpoint"], line["error"]) == (id, "learning.courses", "RuntimeError")
    assert any(frame.startswith("lms/learning/routes.py:") for frame in line["frames"])
    assert f"À citer si vous demandez de l’aide\u00a0: {id}" in answer.text
    assert "canary" not in log.text
    missing = guest.get("/en/nowhere")
    assert missing.headers["X-Request-ID"] in missing.text
    assert logs.REQUEST.get() == ""


def test_every_answer_of_every_kind_bears_an_id(site: Flask, guest: Person) -> None:
    paths = ["/fr/", "/en/nowhere", "/healthz", "/metrics", "/static/nothing", "/xapi/about", "/xapi/statements", "/fr/compte"]
    answers = [guest.get(path) for path in paths]
    answers += [
        site.test_client().post("/fr/connexion"),
        site.test_client().post("/fr/connexion", headers={"Origin": "http://evil.example"}),
    ]
    ids = [answer.headers["X-Request-ID"] for answer in answers]
    assert all(HEXADECIMAL.fullmatch(id) for id in ids)
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize(
    ("proxies", "given", "is_taken"),
    [
        (1, "4bf92f3577b34da6a3ce929d0e0e4736", True),
        (1, "7A9E7E4A-d069-453f-9b9d-a2dd6036394e", True),
        (0, "4bf92f3577b34da6a3ce929d0e0e4736", False),
        (1, "canary-leukaemia", False),
        (1, "abc", False),
        (1, "a" * 65, False),
        (1, "4bf92f3577b34da6\u0661\u0661", False),
        (1, "4bf92f35 77b34da6", False),
    ],
)
def test_only_a_trusted_proxys_hexadecimal_id_is_taken(proxies: int, given: str, is_taken: bool, tmp_path: Any) -> None:
    app = Flask(__name__)
    request_ids.init(app)
    chosen = read({"HORSLESMURS_DATA": str(tmp_path), "HORSLESMURS_TRUSTED_PROXIES": str(proxies)})
    app.wsgi_app = request_ids.RequestIds(app.wsgi_app, chosen)  # type: ignore[method-assign]
    app.add_url_rule("/", view_func=lambda: request.method)
    id = app.test_client().get("/", headers={"X-Request-ID": given.encode().decode("latin-1")}).headers["X-Request-ID"]
    assert (id == given) == is_taken


def test_the_access_log_is_off_until_asked_for_and_says_no_address(tmp_path: Any, log: Log) -> None:
    for setting in ("no", "yes"):
        app = Flask(__name__)
        request_ids.init(app)
        chosen = read({"HORSLESMURS_DATA": str(tmp_path), "HORSLESMURS_LOG_ACCESS": setting})
        app.wsgi_app = request_ids.RequestIds(app.wsgi_app, chosen)  # type: ignore[method-assign]
        app.add_url_rule("/<path:what>", "page", view_func=lambda what: what)
        app.test_client().get("/canary-path?q=canary-query", headers={"User-Agent": "canary-agent", "Referer": "canary-referer"})
        app.test_client().get("/")
    first, second = log.events("answered")
    assert (first["endpoint"], first["method"], first["status"]) == ("page", "GET", 200)
    assert (second["endpoint"], second["status"]) == ("none", 404)
    assert "canary" not in log.text


# what people and operators do


def test_signing_in_and_out_and_refusals_are_events_without_names(site: Flask, learner: Person, log: Log) -> None:
    client = Person(site, None)
    for name, passphrase in ((learner.name, PASSPHRASE), (learner.name, "canary wrong words"), ("canary-nobody", "canary wrong words")):
        client.post("/fr/connexion", name=name, passphrase=passphrase)
    account = learner.account.id
    (signed_in,) = log.events("signed_in")
    assert signed_in["account"] == account
    assert signed_in["request"]
    assert [line["account"] for line in log.events("sign_in_refused")] == [account, None]
    assert str(learner.name) not in log.text
    assert "canary" not in log.text
    assert PASSPHRASE not in log.text


def test_what_admins_do_is_an_event_with_who_did_it(site: Flask, admin: Person, learner: Person, log: Log) -> None:
    by, account = admin.account.id, learner.account.id
    admin.post("/en/site/people", name=f"canary-{uuid4().hex[:6]}", role="gp")
    admin.post(f"/en/site/people/{account}/passphrase")
    admin.post("/en/site/access-keys", label="canary label", scopes="state", days="30")
    (made,) = log.events("key_made")
    admin.post(f"/en/site/access-keys/{made['key']}/secret")
    admin.post(f"/en/site/access-keys/{made['key']}/end")
    lines = [line for line in log.lines if line["event"] != "audit"]  # tests/lms/audit holds those
    told = [(line["event"], line.get("account"), line.get("by"), line.get("role")) for line in lines]
    assert told[0][0] == "account_opened"
    assert told[0][2:] == (by, "gp")
    assert told[1] == ("passphrase_reset", account, by, None)
    assert [row[0] for row in told[2:]] == ["key_made", "key_rotated", "key_revoked"]
    assert {row[2] for row in told} == {by}
    assert all(line["request"] for line in log.lines)
    assert "canary" not in log.text


def test_erasing_oneself_is_an_event(site: Flask, learner: Person, log: Log) -> None:
    account = learner.account.id
    learner.post("/fr/compte/effacer", passphrase=PASSPHRASE)
    (line,) = log.events("account_erased")
    assert (line["account"], line["by"]) == (account, account)


@pytest.mark.slow
def test_operators_commands_are_events_on_standard_error(tmp_path: Any) -> None:
    database_setup.upgrade(read({"HORSLESMURS_DATA": str(tmp_path)}))
    copy = str(tmp_path / "copy.sqlite")
    words = (
        ("user", "add", "canary-ada", "--role", "educator", "--email", "canary@example.org"),
        ("user", "passphrase", "canary-ada"),
        ("user", "role", "canary-ada", "admin"),
        ("backup", copy),
        ("user", "erase", "canary-ada", "--yes"),
        ("lrs", "keys", "create", "--label", "canary-label"),
        ("lrs", "export", str(tmp_path / "all.ndjson")),
    )
    told: list[dict[str, Any]] = []
    for one in words:
        answer = command(tmp_path, *one)
        assert answer.exit_code == 0, answer.stderr
        lines = [line for line in answer.stderr.splitlines() if line.startswith("{")]
        assert "canary" not in "".join(lines)
        told += [json.loads(line) for line in lines]
    events = [line["event"] for line in told if line["event"] != "audit"]
    assert events == [
        "account_opened",
        "passphrase_reset",
        "role_changed",
        "backup_made",
        "account_erased",
        "key_made",
        "statements_exported",
    ]
    assert {(line["part"], line["by"]) for line in told} == {("command", "command")}
    assert {line["account"] for line in told if "account" in line} == {told[0]["account"]}


def test_an_account_erased_by_its_owner_is_an_event_without_her_name(site: Flask, make_person: MakePerson, log: Log) -> None:
    person = make_person("patient")
    account = person.account.id
    assert person.post("/fr/compte/effacer", passphrase=PASSPHRASE).status_code in (200, 303)
    assert [(line["account"], line["by"]) for line in log.events("account_erased")] == [(account, account)]
