"""/healthz, /metrics, the operator's page and the line for admins, through the real application."""

import os
import re
import shutil
import sqlite3
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from lms_cast import MakePerson, Person, add_person
from lms_site import close, make_site
from sqlalchemy import event
from test_commands import command

from lms.health import notes, readings
from lms.health.monitor import Monitor
from lms.health.reasons import CODES
from lms.running import database_setup
from lms.settings import read
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lrs.keys import access_keys
from lrs.maintenance import forwarding
from lrs.writing import statement_writer as storing

WHO = {"account": {"homePage": "https://hors-les-murs.example/", "name": "7a9e7e4a-d069-453f-9b9d-a2dd6036394e"}}
PAGES = {"fr": "/fr/site/etat", "en": "/en/site/health"}


@pytest.fixture(scope="module")
def apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A real site of its own, whose database gives up a lock after a moment."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("lrs.storage.database.WAIT_MS", 100)
        app = make_site(tmp_path_factory.mktemp("apart"), instance="real")
        yield app
        close(app)


def folder(app: Flask) -> Path:
    data: Path = site_of(app).settings.data
    return data


def told(app: Flask) -> tuple[int, list[str]]:
    site_of(app).health._last = None
    answer = app.test_client().get("/healthz")
    assert answer.json is not None
    return answer.status_code, [reason["code"] for reason in answer.json.get("reasons", [])]


def test_a_well_site_says_ok_and_nothing_more(apart: Flask) -> None:
    answer = apart.test_client().get("/healthz")
    assert (answer.status_code, answer.json) == (200, {"status": "ok"})
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_locked_database_is_503_with_its_reason_and_heals(apart: Flask) -> None:
    other = sqlite3.connect(folder(apart) / "horslesmurs.sqlite", isolation_level=None)
    other.execute("begin immediate")
    try:
        assert told(apart) == (503, ["database_busy"])
        assert apart.test_client().get("/fr/").status_code == 200  # reading goes on
    finally:
        other.close()
    assert told(apart) == (200, [])


def test_a_replaced_or_removed_database_is_503(tmp_path: Path) -> None:
    apart, file = make_site(tmp_path), tmp_path / "horslesmurs.sqlite"
    assert told(apart) == (200, [])
    shutil.copyfile(file, tmp_path / "other")
    (tmp_path / "other").replace(file)
    assert told(apart) == (503, ["database_replaced"])
    file.unlink()
    assert told(apart) == (503, ["database_replaced"])
    close(apart)


def test_the_write_is_a_real_one_and_leaves_nothing(apart: Flask) -> None:
    said: list[str] = []
    with apart.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", lambda *args: said.append(str(args[2])))
    assert told(apart) == (200, [])
    assert [words.split()[0] for words in said if "lrs_forwards" in words][:2] == ["INSERT", "DELETE"]
    with engine.connect() as connection:
        assert [row.name for row in forwarding.everyone(connection) if row.name.startswith("~")] == []


def test_a_writer_that_stands_still_holds_up_no_health_check(apart: Flask) -> None:
    """The first look waits for a moment and says what it knows; those that come meanwhile start no other."""
    monitor: Monitor = site_of(apart).health
    monitor._last = None
    with site_of(apart).writer.hold():
        first = monitor.health(wait_s=0.05)
        begun = monitor._thread
        assert first.told.database_stuck_s > 0
        monitor._asked_at -= 5
        assert [reason.code for reason in monitor.health(wait_s=0).reasons] == ["database_slow"]
        monitor._asked_at -= 10
        assert monitor.health(wait_s=0).status == "unavailable"
        assert monitor._thread is begun
    assert begun is not None
    begun.join(30)
    assert monitor.health().status == "ok"


def test_many_askers_cost_one_reading(site: Flask) -> None:
    site_of(site).health._last = None
    with site.app_context():
        engine = db.engine
    said: list[str] = []
    listen = lambda *args: said.append(str(args[2]))  # noqa: E731 - it is taken off again by its name
    event.listen(engine, "before_cursor_execute", listen)
    try:
        client = site.test_client()
        client.get("/healthz")
        once = len(said)
        for _ in range(20):
            client.get("/healthz")
    finally:
        event.remove(engine, "before_cursor_execute", listen)
    assert len(said) <= 2 * once  # a slow machine may pass into the next two seconds once
    assert once < 15


def test_a_worker_that_grows_silent_a_backup_that_ages_and_a_clock_put_back_are_told_and_heal(apart: Flask) -> None:
    data = folder(apart)
    notes.write(data, "worker", notes.identity())
    os.utime(notes.path_of(data, "worker"), (time.time() - 100,) * 2)
    assert told(apart) == (200, ["worker_stopped"])
    notes.touch(data, "worker")
    assert told(apart) == (200, [])
    notes.write(data, readings.BACKUP, {"made_at": time.time() - 200 * 3600})
    assert told(apart) == (200, ["backup_old"])
    notes.write(data, readings.BACKUP, {"made_at": time.time()})
    assert told(apart) == (200, [])
    keep_one_statement(apart)
    monitor: Monitor = site_of(apart).health
    monitor._now = lambda: now() - timedelta(hours=1)
    assert told(apart) == (200, ["clock_behind"])
    monitor._now = lambda: now() + timedelta(hours=1)
    assert told(apart) == (200, ["reports_late"])
    monitor._now = now
    assert told(apart) == (200, [])


def keep_one_statement(app: Flask) -> None:
    made = {"id": "0f0f0f0f-0000-4000-8000-00000000000f", "actor": WHO, "verb": {"id": "http://adlnet.gov/expapi/verbs/experienced"}}
    sent = made | {"object": {"id": "http://example.com/a"}, "timestamp": "2026-11-23T19:00:00Z"}
    site_of(app).store.writer.submit(lambda connection: storing.put(connection, [sent], authority=WHO))


def test_a_copy_that_fails_is_told_without_its_name_and_heals(apart: Flask) -> None:
    store = site_of(apart).store
    store.writer.submit(lambda connection: forwarding.add(connection, name="canary-region", endpoint="http://127.0.0.1:9"))
    with store.engine.connect() as connection:
        (row,) = forwarding.everyone(connection)
    for _ in range(3):
        forwarding.note_failure(store, row, OSError("canary words"))
        with store.engine.connect() as connection:
            (row,) = forwarding.everyone(connection)
    assert told(apart) == (200, ["copy_failing"])
    assert "canary" not in apart.test_client().get("/healthz").text
    store.writer.submit(lambda connection: forwarding.pause(connection, "canary-region", False))
    assert told(apart) == (200, [])
    store.writer.submit(lambda connection: forwarding.remove(connection, "canary-region"))


def test_a_disk_that_fills_is_told(apart: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readings, "disk", lambda data: (10**7, 10**11))
    assert told(apart) == (200, ["disk_low"])


# the operator's page, and the line for admins


def make_ill(app: Flask) -> None:
    notes.write(site_of(app).settings.data, "turn", notes.identity() | {"failures": 4, "error": "OSError", "fed": 10**9})


def make_well(app: Flask) -> None:
    notes.remove(site_of(app).settings.data, "turn")


def test_only_admins_see_the_line_and_it_goes_when_all_is_well(site: Flask, make_person: MakePerson, guest: Person) -> None:
    make_ill(site)
    try:
        for role in ("patient", "caregiver", "gp", "pharmacist", "educator"):
            assert "Something on the site needs care" not in make_person(role).get("/en/").text
        assert "Something on the site needs care" not in guest.get("/en/").text
        admin = make_person("admin")
        page = admin.get("/en/").text
        assert "Something on the site needs care" in page
        assert "1 points" not in page
        assert "Quelque chose est à regarder sur le site" in admin.get("/fr/cours").text
    finally:
        make_well(site)
    assert "Something on the site needs care" not in make_person("admin").get("/en/").text


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_page_says_what_works_and_what_to_do(site: Flask, admin: Person, lang: str) -> None:
    site_of(site).health._last = None
    page = admin.get(PAGES[lang]).text
    assert ("Tout est en ordre." if lang == "fr" else "Everything works.") in page
    make_ill(site)
    try:
        page = admin.get(PAGES[lang]).text
    finally:
        make_well(site)
    assert "worker_failing" in page
    assert ("Les tours du processus de fond échouent" if lang == "fr" else "The worker’s turns fail") in page
    assert "OSError" in page
    assert page.count("<tr") >= 10


def test_the_page_is_for_admins_alone(site: Flask, make_person: MakePerson) -> None:
    for role in ("patient", "educator"):
        assert make_person(role).get(PAGES["en"]).status_code == 403


# figures


def key_of(app: Flask, *scopes: str, cohort: str | None = None) -> tuple[str, str]:
    key, secret = site_of(app).store.writer.submit(
        lambda connection: access_keys.create(connection, label="figures", scopes=scopes, cohort=cohort)
    )
    return key.id, secret


def test_figures_open_with_a_key_of_their_scope_alone(site: Flask, admin: Person) -> None:
    client = site.test_client()
    assert client.get("/metrics").status_code == 401
    assert "horslesmurs" not in client.get("/metrics").text
    assert admin.get("/metrics").status_code == 401
    for scopes in (access_keys.DEVICE, ("statements/read",), ("state", "profile", "define")):
        assert client.get("/metrics", auth=key_of(site, *scopes)).status_code == 403
    assert client.get("/metrics", auth=key_of(site, "all", cohort="7a9e7e4a-d069-453f-9b9d-a2dd6036394e")).status_code == 403
    assert client.get("/metrics", auth=("x", "y")).status_code == 401
    for scope in ("metrics", "all"):
        assert client.get("/metrics", auth=key_of(site, scope)).status_code == 200
    assert client.get("/xapi/statements", auth=key_of(site, "metrics"), headers={"X-Experience-API-Version": "2.0.0"}).status_code == 403


@pytest.mark.parametrize(
    ("settings", "headers", "remote", "status"),
    [
        ({}, {}, "127.0.0.1", 401),
        ({"metrics_from_loopback": "yes"}, {}, "127.0.0.1", 200),
        ({"metrics_from_loopback": "yes"}, {}, "::1", 200),
        ({"metrics_from_loopback": "yes"}, {}, "192.0.2.7", 401),
        ({"metrics_from_loopback": "yes"}, {"X-Forwarded-For": "192.0.2.7"}, "127.0.0.1", 401),
        ({"metrics_from_loopback": "yes"}, {"X-Forwarded-For": "127.0.0.1"}, "127.0.0.1", 401),
        ({"metrics_from_loopback": "yes"}, {"Via": "1.1 proxy"}, "127.0.0.1", 401),
        ({"metrics_from_loopback": "yes", "trusted_proxies": "1"}, {}, "127.0.0.1", 401),
        ({"metrics_from_loopback": "yes", "trusted_proxies": "1"}, {"X-Forwarded-For": "127.0.0.1"}, "127.0.0.1", 401),
        ({"trusted_proxies": "1"}, {"X-Forwarded-For": "127.0.0.1"}, "10.0.0.1", 401),
    ],
)
def test_this_machine_is_let_in_only_when_asked_for_and_never_through_a_proxy(
    site: Flask, monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], headers: dict[str, str], remote: str, status: int
) -> None:
    names = {"data": str(folder(site)), **settings}
    monkeypatch.setattr(site_of(site), "settings", read({f"HORSLESMURS_{name.upper()}": value for name, value in names.items()}))
    assert site.test_client().get("/metrics", headers=headers, environ_base={"REMOTE_ADDR": remote}).status_code == status


SAMPLE = re.compile(r'([a-z_:][a-zA-Z0-9_:]*)(?:\{([a-zA-Z_]+="(?:[^"\\\n]|\\[\\"n])*"(?:,[a-zA-Z_]+="(?:[^"\\\n]|\\[\\"n])*")*)\})? (\S+)')


def parsed(text: str) -> dict[str, dict[str, float]]:
    """Prometheus' text form, read strictly: HELP and TYPE before the samples of each family, no family or sample twice, numbers."""
    families: dict[str, dict[str, float]] = {}
    kinds: dict[str, str] = {}
    helped: set[str] = set()
    assert text.endswith("\n")
    for line in text.splitlines():
        if line.startswith("# HELP "):
            name = line.split(" ", 3)[2]
            assert name not in helped
            assert line.split(" ", 3)[3].strip()
            helped.add(name)
        elif line.startswith("# TYPE "):
            _, _, name, kind = line.split(" ")
            assert name in helped
            assert name not in kinds
            assert kind in ("gauge", "counter", "histogram")
            kinds[name], families[name] = kind, {}
        else:
            match = SAMPLE.fullmatch(line)
            assert match, line
            base = re.sub(r"_(bucket|sum|count)$", "", match[1]) if match[1] not in kinds else match[1]
            assert base == list(kinds)[-1], f"{line} stands outside its family"
            assert (match[1] == base) == (kinds[base] != "histogram")
            label = f"{match[1]}{{{match[2] or ''}}}"
            assert label not in families[base], line
            families[base][label] = float(match[3])
    assert set(kinds) == helped
    return families


def test_figures_are_read_by_a_strict_reader_and_hold_everything(site: Flask, admin: Person) -> None:
    store = site_of(site).store
    store.writer.submit(lambda connection: forwarding.add(connection, name="region", endpoint="http://127.0.0.1:9"))
    data = site_of(site).settings.data
    notes.write(data, "worker", notes.identity())
    notes.write(data, "web-1", notes.identity())
    make_ill(site)
    site_of(site).health._last = None
    site.test_client().get("/xapi/about", headers={"X-Experience-API-Version": "2.0.0"})
    try:
        families = parsed(site.test_client().get("/metrics", auth=key_of(site, "metrics")).text)
    finally:
        make_well(site)
        for name in ("worker", "web-1"):
            notes.remove(data, name)
        store.writer.submit(lambda connection: forwarding.remove(connection, "region"))
    assert families["horslesmurs_status"] == {"horslesmurs_status{}": 1.0}
    reasons = families["horslesmurs_reason"]
    assert len(reasons) == len(CODES)
    assert reasons['horslesmurs_reason{code="worker_failing"}'] == 1.0
    assert sum(reasons.values()) == 1.0
    text = (
        "heartbeat_age_seconds worker_turn_age_seconds worker_turn_failures reports_failing damaged_files database_writable "
        "database_write_seconds writer_busy_seconds lake_lag_seconds copy_lag_seconds disk_free_bytes clock_behind_seconds content_renewed"
    )
    assert [name for name in text.split() if not families[f"horslesmurs_{name}"]] == []
    assert families["xapi_requests_total"]
    assert families["lrs_last_seq"]


def test_a_site_that_was_never_backed_up_tells_no_age_of_a_backup(site: Flask) -> None:
    families = parsed(site.test_client().get("/metrics", auth=key_of(site, "metrics")).text)
    assert families["horslesmurs_backup_age_seconds"] == {}


def test_the_backup_command_writes_down_its_success(tmp_path: Path) -> None:
    database_setup.upgrade(read({"HORSLESMURS_DATA": str(tmp_path)}))
    assert readings.backup(tmp_path).made_s is None
    assert command(tmp_path, "backup", str(tmp_path / "copy")).exit_code == 0
    age = readings.backup(tmp_path).made_s
    assert age is not None
    assert age < 600


def test_an_admin_of_a_site_whose_database_is_locked_still_reads_the_page(apart: Flask) -> None:
    admin = add_person(apart, "admin", "ada")
    other = sqlite3.connect(folder(apart) / "horslesmurs.sqlite", isolation_level=None)
    other.execute("begin immediate")
    try:
        site_of(apart).health._last = None
        page = admin.get(PAGES["en"])
    finally:
        other.close()
    assert page.status_code == 200
    assert "database_busy" in page.text
