"""`horslesmurs doctor` on real folders, databases and a real mail server: each fault with what to do; one look never hides another."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from click.testing import CliRunner
from lms_site import make_settings
from sqlalchemy import insert

from horslesmurs import main
from lms.health import notes
from lms.health.readings import BACKUP
from lms.running import database_setup
from lms.running.doctor import copies, examination, holders, machine, reach, storage
from lms.running.doctor.findings import Finding, Subject
from lms.settings import Settings
from lms.trial import sealing
from lms.trial.models import Trial

NOW = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
REAL = {"instance": "real", "site_rule": "38.0", "origin": "https://apprendre.example", "trusted_proxies": "1"}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with an empty site, made once."""
    data = tmp_path_factory.mktemp("template") / "data"
    database_setup.upgrade(make_settings(data))
    return data


@pytest.fixture
def made(template: Path, tmp_path: Path) -> Callable[..., Settings]:
    """Settings of a healthy empty site in a folder of its own."""
    data = Path(shutil.copytree(template, tmp_path / "data"))
    data.chmod(0o700)
    for root, folders, names in os.walk(data):
        for name in folders:
            os.chmod(os.path.join(root, name), 0o700)
        for name in names:
            os.chmod(os.path.join(root, name), 0o600)

    def make(**values: str) -> Settings:
        return make_settings(data, **values)

    return make


def found(look: Any, settings: Settings, now: datetime = NOW) -> list[Finding]:
    return list(look(Subject(settings, now)))


def states(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(finding.part, finding.state) for finding in findings]


def test_a_healthy_folder_is_its_owners_alone_and_one_open_file_is_named(made: Callable[..., Settings]) -> None:
    settings = made()
    assert states(found(machine.folder, settings)) == [("data folder", "ok")]
    (settings.data / "horslesmurs.sqlite").chmod(0o640)
    (finding,) = found(machine.folder, settings)
    assert finding.state == "fault"
    assert "horslesmurs.sqlite" in finding.words
    assert f"chmod -R go= {settings.data}" in finding.advice


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    (finding,) = found(machine.folder, make_settings(tmp_path / "nowhere"))
    assert (finding.state, "there is no folder" in finding.words) == ("fault", True)


def test_a_clock_before_this_program_or_behind_what_is_kept_is_a_fault(made: Callable[..., Settings]) -> None:
    settings = made()
    assert states(found(machine.clock, settings, datetime(1970, 1, 2, tzinfo=UTC))) == [("clock", "fault")]
    assert states(found(machine.clock, settings)) == [("clock", "ok")]
    engine = database_setup.open_engine(settings)
    with engine.begin() as connection:
        late = (NOW + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M:%S.000000Z")
        table = machine.statements
        row = {
            column.name: column.default.arg if column.default is not None and column.default.is_scalar else _value(column)
            for column in table.c
        }
        connection.execute(table.insert().values({**row, "stored": late}))
    engine.dispose()
    (finding,) = found(machine.clock, settings)
    assert (finding.state, "3 days" in finding.words) == ("fault", True)


def _value(column: Any) -> Any:
    kind = str(column.type).upper()
    return None if column.nullable else False if kind == "BOOLEAN" else 1 if "INT" in kind else "x"


def test_a_damaged_or_old_database_is_a_fault_with_its_way_out(made: Callable[..., Settings]) -> None:
    settings = made()
    assert states(found(storage.database, settings)) == [("database", "ok")]
    path = settings.data / "horslesmurs.sqlite"
    raw = bytearray(path.read_bytes())
    for place in range(8192, len(raw), 4096):
        raw[place : place + 600] = bytes(600)
    path.write_bytes(raw)
    (finding,) = found(storage.database, settings)
    assert finding.state == "fault"
    path.unlink()
    (finding,) = found(storage.database, settings)
    assert "horslesmurs db upgrade" in finding.words


def test_no_copy_an_old_copy_and_a_fresh_one(made: Callable[..., Settings]) -> None:
    settings = made(**REAL, backup_days="30")
    assert states(found(copies.copies, settings)) == [("copies", "fault"), ("copies", "warning")]
    assert states(found(copies.copies, made())) == [("copies", "warning")]
    for hours, state in ((1, "ok"), (24 * 8, "fault")):
        notes.write(settings.data, BACKUP, {"made_at": datetime.now(UTC).timestamp() - hours * 3600})
        assert states(found(copies.copies, settings)) == [("copies", state), ("copies", "warning")]


def test_with_patients_on_board_whoever_holds_the_data_is_declared_and_in_europe(made: Callable[..., Settings], tmp_path: Path) -> None:
    file = tmp_path / "holders.toml"
    bare = made(**REAL)
    assert states(found(holders.holders, made())) == [], "a demo is asked nothing"
    assert states(found(holders.holders, bare)) == [("data holders", "warning")]
    said = CliRunner(env={"HORSLESMURS_DATA": str(bare.data)}).invoke(main, ["user", "add", "nadia", "--role", "patient"])
    assert said.exit_code == 0, said.output
    assert states(found(holders.holders, bare)) == [("data holders", "fault")]
    for country, state in (("FR", "ok"), ("US", "fault")):
        file.write_text(f'[site]\nname = "H"\ncountry = "{country}"\nhds = "c"\n')
        assert states(found(holders.holders, made(**REAL, data_holders=str(file)))) == [("data holders", state)]
    with_copies = made(**REAL, data_holders=str(file), backup_folder=str(tmp_path))
    assert [finding.words for finding in found(holders.holders, with_copies)][1] == "who holds the copies is not declared"


def test_an_empty_key_is_named(made: Callable[..., Settings]) -> None:
    settings = made()
    (settings.data / "keys").mkdir(exist_ok=True)
    (settings.data / "keys" / "session.key").write_text("")
    (finding,) = found(storage.keys, settings)
    assert (finding.state, "session.key" in finding.words) == ("fault", True)


@pytest.mark.parametrize(
    ("values", "state", "words"),
    [
        ({}, "ok", "this machine alone"),
        ({**REAL, "origin": "http://127.0.0.1:8000"}, "fault", "this machine alone"),
        ({**REAL, "origin": "http://apprendre.example"}, "fault", "not encrypted"),
        ({**REAL, "trusted_proxies": "0"}, "fault", "one address"),
        (REAL, "ok", "trusted"),
        ({"host": "0.0.0.0"}, "fault", "listens on"),
    ],
)
def test_an_address_is_encrypted_and_behind_a_named_proxy(
    made: Callable[..., Settings], values: dict[str, str], state: str, words: str
) -> None:
    findings = found(reach.address, made(**values))
    assert any(finding.state == state and words in finding.words for finding in findings), findings


class _Silent:
    async def handle_DATA(self, *_: Any) -> str:
        raise AssertionError("the doctor sends no message")


@pytest.fixture
def mail_host() -> Iterator[Controller]:
    controller = Controller(_Silent(), hostname="127.0.0.1", port=_free_port())
    controller.start()
    yield controller
    if not controller.loop.is_closed():
        controller.stop(no_assert=True)


def _free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_the_mail_host_is_greeted_and_nothing_is_sent(made: Callable[..., Settings], mail_host: Controller) -> None:
    values = {"mail_host": "127.0.0.1", "mail_port": str(mail_host.port), "mail_security": "none", "mail_from": "site@example.org"}
    assert states(found(reach.mail, made(**values))) == [("mail", "ok")]
    mail_host.stop(no_assert=True)
    (finding,) = found(reach.mail, made(**values))
    assert finding.state == "fault"
    assert "does not take messages" in finding.words
    assert "no mail host" in found(reach.mail, made())[0].words


@pytest.mark.slow
def test_a_real_site_without_published_modules_is_told(made: Callable[..., Settings]) -> None:
    findings = found(reach.content, made(**REAL))
    assert any("nothing is published" in finding.words and finding.state == "fault" for finding in findings)
    assert all(finding.state == "ok" for finding in found(reach.content, made()))


def test_a_broken_rule_file_is_one_finding(made: Callable[..., Settings], tmp_path: Path) -> None:
    content = tmp_path / "content"
    (content / "_structure").mkdir(parents=True)
    (content / "_structure" / "rules.yml").write_text("a: [")
    (finding,) = found(reach.content, made(content=str(content)))
    assert finding.state == "fault"


def test_a_look_that_breaks_is_a_finding_and_takes_no_other_with_it(made: Callable[..., Settings], monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: Subject) -> Iterator[Finding]:
        raise ZeroDivisionError
        yield

    monkeypatch.setattr(examination, "LOOKS", (broken, machine.clock))
    findings = list(examination.examine(made(), NOW))
    assert states(findings) == [("broken", "fault"), ("clock", "ok")]
    assert "ZeroDivisionError" in findings[0].words


def test_every_fault_and_warning_says_what_to_do_and_no_secret(made: Callable[..., Settings]) -> None:
    settings = made(**REAL, database="postgresql://someone:geheim@127.0.0.1:1/none")
    findings = list(examination.examine(settings, NOW))
    assert {finding.part for finding in findings} >= {
        "data folder",
        "disk",
        "clock",
        "database",
        "copies",
        "address",
        "mail",
        "content",
        "processes",
    }
    assert all(finding.advice for finding in findings if finding.state != "ok")
    assert "geheim" not in str(findings)


@pytest.mark.slow
def test_the_command_prints_lines_or_json_and_ends_with_one_at_a_fault(made: Callable[..., Settings]) -> None:
    data = made().data
    fine = CliRunner(env={"HORSLESMURS_DATA": str(data)}).invoke(main, ["doctor"])
    assert (fine.exit_code, "ok     database" in fine.output) == (0, True), fine.output
    (data / "horslesmurs.sqlite").unlink()
    sick = CliRunner(env={"HORSLESMURS_DATA": str(data)}).invoke(main, ["doctor", "--json"])
    rows = [json.loads(line) for line in sick.output.splitlines()]
    assert sick.exit_code == 1
    assert any(row["part"] == "database" and row["state"] == "fault" for row in rows)


def test_a_trial_without_its_key_is_a_fault(made: Callable[..., Settings]) -> None:
    settings = made()
    assert found(storage.trials, settings) == []
    engine = database_setup.open_engine(settings)
    values = {"name": "exemple", "protocol": "{}", "lock": "{}", "instruments_box": "", "seed_box": "", "content_hash": ""}
    with engine.begin() as connection:
        connection.execute(insert(Trial).values(**values, content_changes=[], is_simulated=True, opened_at=NOW))
    engine.dispose()
    (finding,) = found(storage.trials, settings)
    assert (finding.part, finding.state) == ("trials", "fault")
    assert "exemple" in finding.words
    sealing.box_of(settings)
    assert states(found(storage.trials, settings)) == [("trials", "ok")]
