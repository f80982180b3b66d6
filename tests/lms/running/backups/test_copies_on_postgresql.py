"""Copies, a restore into another database, an upgrade and the way back on PostgreSQL; and kill -9 in the middle of each."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from child_environment import python_path
from click.testing import CliRunner, Result
from lms_cast import FEVER, add_person
from lms_site import close, make_site
from own_postgresql import own_postgresql
from sqlalchemy import select
from sqlalchemy.engine import make_url

from horslesmurs import main
from lms.accounts.models import Account
from lms.running import database_setup
from lms.running.backups import copies
from lms.settings import read
from lrs.maintenance import backup

ROOT = Path(__file__).resolve().parents[4]
KILLS = 6


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with own_postgresql(tmp_path_factory) as address:
        yield address


class Machine:
    """A data folder and a database of its own on the one server; the copies lie in a folder that all machines see."""

    def __init__(self, address: str, folder: Path, name: str) -> None:
        with closing(psycopg.connect(address, autocommit=True)) as server:
            server.execute(f"CREATE DATABASE {name}")
        self.url = make_url(address).set(database=name).render_as_string(hide_password=False)
        (folder / "copies").mkdir(exist_ok=True)
        names = {"data": folder / name, "database": self.url, "backup_folder": folder / "copies"}
        self.settings = {f"HORSLESMURS_{key.upper()}": str(value) for key, value in names.items()}
        self.copies = folder / "copies"

    def run(self, *words: str) -> Result:
        return CliRunner(env=self.settings).invoke(main, words)

    def done(self, *words: str) -> str:
        result = self.run(*words)
        assert result.exit_code == 0, f"{words}: {result.output}"
        return result.stdout

    def live(self, *names: str) -> None:
        app = make_site(Path(self.settings["HORSLESMURS_DATA"]), database=self.url)
        for name in names:
            add_person(app, "patient", name).post(f"{FEVER}/commencer")
        close(app)

    def names(self) -> list[str]:
        engine = database_setup.open_engine(read(self.settings))
        try:
            with engine.connect() as connection:
                return list(connection.execute(select(Account.username).order_by(Account.username)).scalars())
        finally:
            engine.dispose()

    def newest(self) -> Path:
        return list(copies.every(self.copies).values())[-1]

    def killed(self, longest_s: float, *words: str) -> list[int]:
        """Exit codes of KILLS runs killed at even steps, and of one that nobody killed."""
        seconds = ",".join(f"{longest_s * (number + 1) / KILLS:.3f}" for number in range(KILLS))
        program = [sys.executable, str(Path(__file__).with_name("killed_commands.py")), seconds, *words]
        kept = {name: value for name, value in os.environ.items() if not name.startswith("HORSLESMURS_")}
        environment = kept | self.settings | {"PYTHONPATH": python_path(ROOT)}
        process = subprocess.run(program, env=environment, capture_output=True, text=True)
        assert process.returncode == 0, process.stderr
        return [int(line) for line in process.stdout.splitlines() if line.lstrip("-").isdigit()]


@pytest.mark.slow
def test_the_copy_comes_back_in_another_database_without_whom_was_erased(address: str, tmp_path: Path) -> None:
    machine = Machine(address, tmp_path, "first_site")
    machine.live("gone", "stays")
    paper = tmp_path / "paper.txt"
    paper.write_text(machine.done("backups", "key"))
    machine.done("backups", "run")
    older = machine.newest()
    assert b"stays" not in older.read_bytes()
    assert "comes back whole: entries: " in machine.done("backups", "try")
    machine.done("user", "erase", "gone", "--yes")
    machine.done("backups", "run")
    other = Machine(address, tmp_path, "second_site")
    said = other.done("restore", str(older), "--key", str(paper))
    assert "Erased again: 1" in said
    assert other.names() == ["stays"]
    assert machine.names() == ["stays"]


@pytest.mark.slow
def test_an_upgrade_is_gone_back_from(address: str, tmp_path: Path) -> None:
    machine = Machine(address, tmp_path, "upgraded_site")
    machine.live("stays")
    database_setup.downgrade(read(machine.settings), "0022_cases")
    said = machine.done("upgrade")
    assert "From 0022_cases" in said
    assert database_setup.is_newest(read(machine.settings))
    machine.done("user", "add", "later", "--role", "patient")
    back = said.split("horslesmurs restore ")[1].splitlines()[0]
    refused = machine.run("restore", back)
    assert refused.exit_code == 2, "what came since is told first"
    machine.done("restore", back, "--yes")
    assert machine.names() == ["stays"]


@pytest.mark.slow
def test_kills_in_copy_restore_and_upgrade_leave_a_whole_site(address: str, tmp_path: Path) -> None:
    machine = Machine(address, tmp_path, "killed_site")
    machine.live("stays")
    ends = machine.killed(2.4, "backups", "run")
    assert (ends[0], ends[-1]) == (-9, 0)
    assert not list(machine.copies.glob(".*.part"))
    assert "comes back whole" in machine.done("backups", "try")
    machine.done("backup", str(tmp_path / "plain"))
    ends = machine.killed(2.4, "restore", str(tmp_path / "plain"), "--yes")
    assert (ends[0], ends[-1]) == (-9, 0)
    assert machine.names() == ["stays"], "the dump comes back in one transaction: all of it, or the old rows"
    ends = machine.killed(3.0, "upgrade")
    assert (ends[0], ends[-1]) == (-9, 0)
    database_setup.check(read(machine.settings))
    assert machine.names() == ["stays"]
    for manifest in (Path(machine.settings["HORSLESMURS_DATA"]) / "before-upgrade").glob("*.json"):
        assert backup.verify(manifest.with_suffix(""))["kind"] == "postgresql"
