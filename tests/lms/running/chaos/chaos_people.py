"""People on a site under faults, each with a ledger of what was acknowledged to her: devices, learners, and two operators at terminals."""

import base64
import http.client
import json
import random
import re
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urlencode
from uuid import UUID, uuid4

from chaos_site import ChaosSite

from xapi import actor, builders

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
HIDDEN = re.compile(r'name="(choice|attempt|shown_at)" value="([^"]*)"')
FEVER = "/fr/cours/patient-essentials/fever"
PASSPHRASE = "quatre mots bien ordinaires"


@dataclass
class Ledger:
    """What was acknowledged. said: ids of statements; unsure: those whose answer never came; codes: of answers, 0 for a broken line."""

    said: set[str] = field(default_factory=set)
    unsure: set[str] = field(default_factory=set)
    attempts: int = 0
    commands: Counter[str] = field(default_factory=Counter)
    codes: Counter[int] = field(default_factory=Counter)
    erased: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


class Visitor:
    """One client; every broken line is an answer 0, and the next request opens a connection anew."""

    def __init__(self, port: int, ledger: Ledger) -> None:
        self._port, self._ledger, self._cookies = port, ledger, dict[str, str]()

    def ask(self, method: str, path: str, body: bytes | None = None, **heads: str) -> tuple[int, str, str]:
        """Status, text, Location."""
        link = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        cookie = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        own = {"Cookie": cookie, "Origin": f"http://127.0.0.1:{self._port}"}
        try:
            link.request(method, path, body, own | {name.replace("_", "-"): value for name, value in heads.items()})
            answer = link.getresponse()
            text = answer.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException):
            self._ledger.codes[0] += 1
            return 0, "", ""
        finally:
            link.close()
        for head in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = head.partition(";")[0].partition("=")
            self._cookies[name] = value
        self._ledger.codes[answer.status] += 1
        if answer.status >= 500 and answer.status != 503:
            self._ledger.faults.append(f"{method} {path}: {answer.status}")
        return answer.status, text, answer.headers.get("Location", "")

    def form(self, path: str, **values: str) -> tuple[int, str]:
        found = TOKEN.search(self.ask("GET", "/fr/accessibilite")[1])
        body = urlencode({"csrf_token": found[1] if found else "", **values}).encode()
        code, text, _ = self.ask("POST", path, body, Content_Type="application/x-www-form-urlencoded")
        return code, text


class Person(threading.Thread):
    """Goes on until the day ends. busy: how long she waits between two acts, in seconds."""

    def __init__(self, site: ChaosSite, ledger: Ledger, end: threading.Event, seed: int, busy: tuple[float, float]) -> None:
        super().__init__(daemon=True)
        self.site, self.ledger, self.over, self.busy = site, ledger, end, busy
        self.chance = random.Random(seed)

    def run(self) -> None:
        while not self.over.wait(self.chance.uniform(*self.busy)):
            try:
                self.act()
            except Exception as error:  # whatever it is, it is a finding of the day
                self.ledger.faults.append(f"{type(self).__name__}: {type(error).__name__}: {error}")

    def act(self) -> None:
        raise NotImplementedError


class DeviceOwner(Person):
    """A device that sends statements and sends again what was not acknowledged, with the same id."""

    def __init__(self, site: ChaosSite, ledger: Ledger, end: threading.Event, seed: int, key: str, uuid: UUID, home_page: str) -> None:
        super().__init__(site, ledger, end, seed, (0.05, 0.4))
        self._visitor = Visitor(site.network.port, ledger)
        self._heads = {"Authorization": "Basic " + base64.b64encode(key.encode()).decode(), "Content_Type": "application/json"}
        self._actor = actor.account(home_page, uuid)
        self._waiting: list[dict[str, object]] = []

    def act(self) -> None:
        if len(self._waiting) < 40:
            self._waiting += [self._statement() for _ in range(self.chance.choice((1, 1, 5)))]
        batch = self._waiting[:20]
        ids = {str(one["id"]) for one in batch}
        self.ledger.unsure |= ids
        heads = self._heads | {"X_Experience_API_Version": "2.0.0"}
        code, _, _ = self._visitor.ask("POST", "/xapi/statements", json.dumps(batch).encode(), **heads)
        if code == 200:
            self.ledger.said |= ids
            self.ledger.unsure -= ids
            self._waiting = self._waiting[20:]
        elif code in (400, 401, 403, 409):
            self.ledger.faults.append(f"statements: {code}")
            self._waiting = []

    def _statement(self) -> dict[str, object]:
        at = datetime.now(UTC)
        return builders.statement(
            id=uuid4(), actor=self._actor, verb="answered", object=builders.activity("https://chaos.example/a"), timestamp=at
        )


class LearnerAtPages(Person):
    """Signs in, reads, answers; a POST that was answered with 303 is an attempt that must be there."""

    def __init__(self, site: ChaosSite, ledger: Ledger, end: threading.Event, seed: int, name: str, passphrase: str) -> None:
        super().__init__(site, ledger, end, seed, (0.3, 1.5))
        self._visitor, self._name, self._passphrase, self._is_in = Visitor(site.network.port, ledger), name, passphrase, False

    def act(self) -> None:
        if not self._is_in:
            self._is_in = self._sign_in()
            return
        question = f"{FEVER}/question/{self.chance.randrange(1, 5)}"
        code, page, _ = self._visitor.ask("GET", question)
        fields = dict(HIDDEN.findall(page))
        if code != 200 or "choice" not in fields:
            self._is_in = code == 200
            return
        code, _ = self._visitor.form(f"{question}/reponse", **fields)
        self.ledger.attempts += code == 303

    def _sign_in(self) -> bool:
        code, _ = self._visitor.form("/fr/connexion", name=self._name, passphrase=self._passphrase)
        if code not in (302, 303):
            return False
        self._visitor.form("/fr/accord", consent="yes")
        code, _ = self._visitor.form(f"{FEVER}/commencer")
        return code in (302, 303)


class Operator(Person):
    """At a terminal beside another operator: copies, looks, opens and erases people. A command that cannot run now must say why."""

    def __init__(self, site: ChaosSite, ledger: Ledger, end: threading.Event, seed: int) -> None:
        super().__init__(site, ledger, end, seed, (1.0, 4.0))
        self._number = 0

    def act(self) -> None:
        do = self.chance.choice((self._copy, self._copy, self._look, self._verify, self._person))
        do()

    def _run(self, *words: str) -> bool:
        begins = time.monotonic()
        process = self.site.command(*words)
        self.ledger.commands[f"{' '.join(words[:2])}: {process.returncode}"] += 1
        if process.returncode not in (0, 1, 2) or "Traceback" in process.stderr:
            self.ledger.faults.append(f"{words}: {process.returncode} after {time.monotonic() - begins:.0f} s: {process.stderr[-600:]}")
        return process.returncode == 0

    def _copy(self) -> None:
        self._run("backups", "run")

    def _look(self) -> None:
        self._run("doctor", "--json")

    def _verify(self) -> None:
        if not self._run("audit", "verify") and self.ledger.commands["audit verify: 1"]:
            self.ledger.faults.append("the audit log is not whole")

    def _person(self) -> None:
        self._number += 1
        name = f"zqchaos{'abcdefgh'[self._number % 8]}{self.chance.getrandbits(40):010x}".translate(
            str.maketrans("0123456789", "ghijklmnop")
        )
        if self._run("user", "add", name, "--role", "patient") and self._run("user", "erase", name, "--yes"):
            self.ledger.erased.append(name)
