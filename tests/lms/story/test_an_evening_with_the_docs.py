"""An operator who has only the docs: an empty folder, TLS, staff with a second factor, people imported, a dead worker told within a minute,
last night's copy on a second machine, an upgrade and the way back, a person exported and erased, the audit of one record.
"""

import base64
import html
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from child_environment import python_path
from serving_site import free_port
from tls_proxy import NAME, Proxied, reserve_ports, tls_proxy
from tls_visitor import Visitor

from lms.accounts.second_factor import app_codes
from lms.running import database_setup
from lms.settings import read

ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.slow
PATIENCE_S = 180
PEOPLE = "Nom;Prénom;Profession;RPPS;Employeur;Courriel\r\nZqvaubert;Élise;pharmacienne;;Officine;zqv.elise@example.org\r\n"
CODE = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4} [0-9A-HJKMNP-TV-Z]{4} [0-9A-HJKMNP-TV-Z]{4}\b")
PASSPHRASE = "quatre lampes bleues dehors"


class Machine:
    """One machine: a settings file, a data folder, and commands as the docs write them."""

    def __init__(self, folder: Path, **settings: object) -> None:
        self.folder, self.data = folder, folder / "data"
        folder.mkdir()
        self.file = folder / "hors-les-murs.toml"
        values = {"data": str(self.data), **settings}
        self.file.write_text("".join(f"{name} = {json.dumps(value)}\n" for name, value in values.items()), "utf-8")

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("HORSLESMURS_")}
        return kept | {"HORSLESMURS_SETTINGS": str(self.file), "PYTHONPATH": python_path(ROOT)}

    def run(self, *words: str, code: int = 0) -> str:
        """Standard output of `horslesmurs` with these words."""
        process = subprocess.run(
            [sys.executable, str(ROOT / "horslesmurs.py"), *words], env=self.environment, capture_output=True, text=True
        )
        assert process.returncode == code, (words, process.returncode, process.stdout, process.stderr)
        return process.stdout

    def serve(self) -> "subprocess.Popen[bytes]":
        command = [sys.executable, str(ROOT / "horslesmurs.py"), "serve"]
        with (self.folder / "log.ndjson").open("ab") as log:
            return subprocess.Popen(command, env=self.environment, stdout=log, stderr=log)

    def findings(self) -> dict[str, list[str]]:
        """What `doctor` says, by state."""
        process = subprocess.run(
            [sys.executable, str(ROOT / "horslesmurs.py"), "doctor", "--json"], env=self.environment, capture_output=True, text=True
        )
        found: dict[str, list[str]] = {}
        for line in process.stdout.splitlines():
            finding = json.loads(line)
            found.setdefault(finding["state"], []).append(f"{finding['part']}: {finding['words']}")
        assert process.returncode == (1 if "fault" in found else 0)
        return found


def until(is_so: Callable[[], object], what: str, seconds: float = PATIENCE_S) -> float:
    """Wait until it is so; gives how many seconds that took."""
    start = time.monotonic()
    while not is_so():
        assert time.monotonic() - start < seconds, what
        time.sleep(0.5)
    return time.monotonic() - start


@pytest.fixture
def evening(tmp_path: Path) -> Iterator[tuple[Machine, Proxied]]:
    """The site served behind nginx from an empty folder, as docs/running-a-site.md and docs/backups.md say."""
    ports, port = reserve_ports(), free_port()
    copies = tmp_path / "copies"
    copies.mkdir(mode=0o700)
    machine = Machine(
        tmp_path / "machine", instance="real", site_rule="38.0", origin=f"https://{NAME}:{ports[0]}", port=port, trusted_proxies=1,
        contact="dpo@example.org", team_day="01 02 03 04 05", team_night="01 02 03 04 06", backup_folder=str(copies), backup_days=403,
    )  # fmt: skip
    machine.run("upgrade")
    process = machine.serve()
    proxy = tmp_path / "nginx"
    proxy.mkdir()
    try:
        with tls_proxy(proxy, port, ports) as proxied:
            until(lambda: health(port) is not None, "the site does not answer")
            yield machine, proxied
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def health(port: int) -> dict[str, object] | None:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10) as answer:
            return dict(json.loads(answer.read()))
    except urllib.error.HTTPError as error:
        return dict(json.loads(error.read()))
    except OSError:
        return None


def staff_with_two_factors(machine: Machine, proxied: Proxied, name: str, role: str) -> Visitor:
    """An account by command, agreement, an app for codes; signed in anew with a code on paper."""
    passphrase = machine.run("user", "add", name, "--role", role).split(": ", 1)[1].strip()
    visitor = Visitor(proxied)
    visitor.post("/fr/connexion", name=name, passphrase=passphrase)
    visitor.post("/fr/accord", consent="yes")
    assert visitor.get("/fr/compte").place.startswith("/fr/compte/second-facteur"), "staff open nothing before the second factor"
    page = visitor.post("/fr/compte/second-facteur/commencer", passphrase=passphrase)
    typed = re.findall(r'class="code">([A-Z2-7 ]+)<', page.text)[0].replace(" ", "")
    secret = base64.b32decode(typed + "=" * (-len(typed) % 8))
    done = visitor.post("/fr/compte/second-facteur/confirmer", code=app_codes.code_at(secret, time.time()))
    papers = re.findall(r'<li class="code">([^<]+)</li>', done.text)
    assert len(papers) == 8, done.text[:2000]
    again = Visitor(proxied)
    asked = again.post("/fr/connexion", name=name, passphrase=passphrase)
    assert asked.place.startswith("/fr/connexion/code")
    assert again.get("/fr/compte").place.startswith("/fr/connexion"), "the passphrase alone opens nothing"
    again.post("/fr/connexion/code", code=papers[0])
    assert again.get("/fr/compte").place == "/fr/compte"
    return again


def import_one(machine: Machine, proxied: Proxied) -> tuple[Visitor, Visitor, str]:
    """The training manager imports a pharmacist, who opens her account with the printed code; gives both and the cohort."""
    manager = staff_with_two_factors(machine, proxied, "responsable.formation", "training_manager")
    cohort = machine.run("cohort", "add", "Officines", "--educator", "responsable.formation").strip()
    seen = manager.upload(f"/fr/cohortes/{cohort}/importer", "file", "officines.csv", PEOPLE.encode())
    assert seen.status == 200, seen.text[:3000]
    carried = dict(re.findall(r'name="(text|mark)" value="([^"]*)"', seen.raw.decode()))
    done = manager.post(f"/fr/cohortes/{cohort}/importer/ecrire", **{name: html.unescape(value) for name, value in carried.items()})
    code = CODE.findall(done.text)[0]
    person = Visitor(proxied)
    assert "elise.zqvaubert" in person.post("/fr/code", code=code).text
    person.post("/fr/code/suite", code=code, passphrase=PASSPHRASE, consent="yes")
    assert person.get("/fr/compte").place == "/fr/compte"
    return manager, person, cohort


def test_an_operator_with_the_docs_alone(evening: tuple[Machine, Proxied], tmp_path: Path) -> None:
    machine, proxied = evening
    port = read(machine.environment).port
    admin = staff_with_two_factors(machine, proxied, "operatrice", "admin")
    manager, person, cohort = import_one(machine, proxied)

    # Somebody looks at her record, and the log says who.
    record = re.search(rf"/fr/cohortes/{cohort}/personnes/\d+", manager.get(f"/fr/cohortes/{cohort}/personnes").text)
    assert record
    assert "Zqvaubert" in manager.get(record[0]).text
    printed = machine.run("audit", "show", "elise.zqvaubert")
    assert "responsable.formation" in printed
    assert "whole" in machine.run("audit", "verify")

    # A worker that stands still is told within a minute, to programs and on every page of an admin.
    until(lambda: (health(port) or {}).get("status") in ("ok", "degraded"), "the site is not well")
    worker = json.loads((machine.data / "health" / "worker.json").read_text())["pid"]
    os.kill(worker, signal.SIGSTOP)
    seconds = until(lambda: "worker_stopped" in json.dumps(health(port)), "nobody is told of a dead worker")
    assert seconds < 60
    assert "Le processus de fond" in admin.get("/fr/site/etat").text
    assert any("processes" in line for line in machine.findings().get("fault", [])) or seconds < 60
    os.kill(worker, signal.SIGCONT)

    # The worker made the first copy by itself; on a second machine the file and the paper bring everybody back.
    until(lambda: list((tmp_path / "copies").glob("*.age")), "the worker made no copy")
    paper = tmp_path / "paper.txt"
    paper.write_text(machine.run("backups", "key"))
    machine.run("backups", "run")
    newest = max((tmp_path / "copies").glob("*.age"))
    second = Machine(tmp_path / "second", instance="real", site_rule="38.0")
    second.run("restore", str(newest), "--key", str(paper))
    assert second.run("user", "list") == machine.run("user", "list")
    assert "whole" in second.run("audit", "verify")
    assert "comes back whole" in machine.run("backups", "try")

    # There: the tables of an older version are brought up with a copy before, and go back to it.
    settings = read(second.environment)
    database_setup.downgrade(settings, "0022_cases")
    said = second.run("upgrade")
    assert "From 0022_cases" in said
    assert database_setup.is_newest(settings)
    second.run("restore", said.split("horslesmurs restore ")[1].splitlines()[0], "--yes")
    assert "elise.zqvaubert" in second.run("user", "list")

    # She takes a copy of her data, and erases herself.
    copy = person.post("/fr/vos-donnees/copie", passphrase=PASSPHRASE)
    with zipfile.ZipFile(io.BytesIO(copy.raw)) as archive:
        text = b"".join(archive.read(name) for name in archive.namelist()).decode("utf-8", "replace")
        assert any(name.endswith(".json") for name in archive.namelist())
        assert any(name.endswith(".html") for name in archive.namelist())
    assert "elise.zqvaubert" in text
    person.post("/fr/compte/effacer", passphrase=PASSPHRASE)
    until(lambda: "Votre compte est effacé" in Visitor(proxied).get("/fr/efface").text, "she is not erased")
    assert "zqvaubert" not in machine.run("user", "list")
    until(lambda: not files_with(machine.data, (b"qvaubert", b"zqv.elise")), "bytes of her are left")
    assert "whole" in machine.run("audit", "verify")
    late = Machine(tmp_path / "third", instance="real", site_rule="38.0")
    machine.run("backups", "run")  # lays today's erasures beside the copies
    late.run("restore", str(newest), "--key", str(paper))
    assert "zqvaubert" not in late.run("user", "list"), "an older copy brings nobody back who was erased since"

    # What is left to do is what only clinicians and the operator can: publish content.
    until(lambda: {line.partition(":")[0] for line in machine.findings().get("fault", [])} <= {"content"}, str(machine.findings()), 60)


def files_with(folder: Path, words: tuple[bytes, ...]) -> list[str]:
    found = []
    for path in folder.rglob("*"):
        try:
            raw = path.read_bytes().lower() if path.is_file() else b""
        except OSError:
            continue
        if any(word in raw for word in words):
            found.append(path.relative_to(folder).as_posix())
    return found
