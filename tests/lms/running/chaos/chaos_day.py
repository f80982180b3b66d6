"""A day of a site at fifty times its speed: kills, a full disk, clock jumps, a lost network, two operators; then everything is counted.

python tests/lms/running/chaos/chaos_day.py --minutes 1440 --speed 50 --seed 7        by hand: make chaos

minutes: of the simulated day; one takes 60 / speed seconds. What a fault takes in earnest (a start of the site) is not made shorter.
"""

import argparse
import json
import random
import sqlite3
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any
from uuid import UUID

ROOT = Path(__file__).resolve().parents[4]
sys.path[:0] = [str(ROOT), *(str(ROOT / "tests" / place) for place in ("lms/running/chaos", "lms", ""))]

from chaos_people import PASSPHRASE, DeviceOwner, LearnerAtPages, Ledger, Operator  # noqa: E402
from chaos_site import ChaosSite  # noqa: E402

FAULTS = ("kill web", "kill worker", "kill supervisor", "kill all", "full disk", "clock", "network", "pause worker")
EVERY_MINUTES = 8.0
DEVICES, LEARNERS, OPERATORS = 3, 3, 2


class Day:
    """Runs the faults in a shuffled order, each kind once before any comes again."""

    def __init__(self, site: ChaosSite, minutes: float, speed: float, seed: int) -> None:
        self.site, self.seconds, self.chance = site, minutes * 60 / speed, random.Random(seed)
        self.every_s = EVERY_MINUTES * 60 / speed
        self.done: Counter[str] = Counter()
        self._left: list[str] = []

    def go(self, over: threading.Event) -> None:
        end = time.monotonic() + self.seconds
        while time.monotonic() < end or len(+self.done) < len(self._possible()):
            over.wait(self.every_s * self.chance.uniform(0.6, 1.4))
            if not self._left:
                self._left = self.chance.sample(self._possible(), len(self._possible()))
            kind = self._left.pop()
            self.done[kind] += self._fault(kind)
            self.site.wait_until_up()

    def _possible(self) -> list[str]:
        is_possible = {"full disk": self.site.disk.can_be_full, "clock": self.site.can_jump}
        return [kind for kind in FAULTS if is_possible.get(kind, True)]

    def _fault(self, kind: str) -> bool:
        """Whether there was something to do it to: a part that is just being started anew cannot be killed."""
        site, word = self.site, kind.rpartition(" ")[2]
        match kind:
            case "full disk":
                site.disk.fill()
                time.sleep(3)
                site.disk.make_room()
            case "clock":
                site.set_clock(self.chance.choice((-26, -1, 2, 30)))
                time.sleep(4)
                site.set_clock(0)
            case "network":
                site.network.cut(True)
                time.sleep(2)
                site.network.cut(False)
            case "pause worker":
                return site.pause("worker", 4) > 0
            case _:
                count = site.kill(word)
                site.keep_running()
                return count > 0
        return True


def people(site: ChaosSite, ledger: Ledger, over: threading.Event) -> list[threading.Thread]:
    """Opens their accounts with commands and pages, and pairs the devices' keys; none is at work yet."""
    from lms.accounts import opening, passphrases
    from lms.app import create_app
    from lms.settings import read
    from lms.web.current_site import site_of
    from lms.web.database.instants import now
    from lms.web.database.writing import submit
    from lrs.keys import access_keys
    from xapi.actor import account

    settings = read(site.settings)
    app = create_app(settings)
    found: list[threading.Thread] = []
    with app.app_context():
        stored = passphrases.hashed(PASSPHRASE)

        def open_one(work: Any, name: str) -> UUID:
            return opening.open_account(work, opening.NewAccount(name, stored, "patient"), now()).learner.uuid

        for number in range(LEARNERS):
            name = f"apprenante-{'abcdefgh'[number]}"
            submit(lambda work, name=name: open_one(work, name))
            found.append(LearnerAtPages(site, ledger, over, 100 + number, name, PASSPHRASE))
        for number in range(DEVICES):
            uuid = submit(lambda work, number=number: open_one(work, f"appareil-{'abcdefgh'[number]}"))
            who = account(settings.home_page, uuid)
            key, secret = site_of(app).store.writer.submit(
                lambda work, who=who: access_keys.create(work, label="device", actor=who, rate=0)
            )
            found.append(DeviceOwner(site, ledger, over, 200 + number, f"{key.id}:{secret}", uuid, settings.home_page))
        site_of(app).writer.close()
    return found + [Operator(site, ledger, over, 300 + number) for number in range(OPERATORS)]


def counted(site: ChaosSite, ledger: Ledger) -> dict[str, Any]:
    """What the day left, read from the files themselves after the site stopped."""
    with sqlite3.connect(site.data / "horslesmurs.sqlite") as database:
        kept = Counter(row[0] for row in database.execute("SELECT id FROM lrs_statements"))
        own = {row[0] for row in database.execute("SELECT id FROM lrs_statements WHERE body LIKE '%chaos.example%'")}
        attempts = database.execute("SELECT count(*) FROM attempt").fetchone()[0]
        check = database.execute("PRAGMA quick_check").fetchone()[0]
        names = {row[0] for row in database.execute("SELECT username FROM account")}
    return {
        "acknowledged": len(ledger.said), "lost": len(ledger.said - kept.keys()), "doubled": sum(count > 1 for count in kept.values()),
        "foreign": len(own - ledger.said - ledger.unsure), "attempts": [ledger.attempts, attempts], "quick_check": check,
        "erased": len(ledger.erased), "came back": sorted(names & set(ledger.erased)),
    }  # fmt: skip


def proven(site: ChaosSite, ledger: Ledger) -> dict[str, Any]:
    """What commands say afterwards: the log is whole, the newest copy comes back apart, nothing but texts is at fault."""
    audit, trial = site.command("audit", "verify"), site.command("backups", "try")
    lines = [json.loads(line) for line in site.command("doctor", "--json").stdout.splitlines()]
    words = [f"{line['part']}: {line['words']}" for line in lines if line["state"] == "fault"]
    found = [
        path.name for path in site.data.rglob("*") if path.is_file() and any(name.encode() in path.read_bytes() for name in ledger.erased)
    ]
    return {"audit": audit.stdout.strip(), "trial": trial.stdout.strip()[-200:], "faults of doctor": words, "bytes of erased people": found}


def main(words: list[str] | None = None) -> int:
    asked = argparse.ArgumentParser()
    for name, kind, usual in (("--minutes", float, 1440.0), ("--speed", float, 50.0), ("--seed", int, 7)):
        asked.add_argument(name, type=kind, default=usual)
    options = asked.parse_args(words)
    with tempfile.TemporaryDirectory() as folder:
        report = run(Path(folder), options.minutes, options.speed, options.seed)
    print(json.dumps(report, indent=1, ensure_ascii=False))
    return 0 if is_good(report) else 1


def run(folder: Path, minutes: float, speed: float, seed: int) -> dict[str, Any]:
    ledger, over = Ledger(), threading.Event()
    site = ChaosSite(folder)
    try:
        upgraded = site.command("upgrade")
        assert upgraded.returncode == 0, upgraded.stderr
        everybody = people(site, ledger, over)
        site.start()
        site.wait_until_up()
        day = Day(site, minutes, speed, seed)
        for one in everybody:
            one.start()
        day.go(over)
        time.sleep(5)
        over.set()
        for one in everybody:
            one.join(310)
        site.wait_until_up()
        time.sleep(6)  # the worker ends what erasures left
        site.stop()
        facts = {"faults": dict(day.done), "left out": sorted(set(FAULTS) - set(day.done)), **counted(site, ledger)}
        facts |= {"codes": dict(ledger.codes), "commands": dict(ledger.commands), "defects": [*site.stayed, *ledger.faults][:20]}
        return {**facts, **proven(site, ledger)}
    finally:
        over.set()
        site.close()


def is_good(report: dict[str, Any]) -> bool:
    acknowledged, kept = report["attempts"]
    nothing = ("lost", "doubled", "foreign", "came back", "defects", "bytes of erased people")
    return (
        not any(report[name] for name in nothing)
        and report["quick_check"] == "ok"
        and kept >= acknowledged
        and "whole" in report["audit"]
        and "whole" in report["trial"]
    )


if __name__ == "__main__":
    sys.exit(main())
