"""Made-up statements of about 1.7 kB, and a client of several connections that times each answer."""

import base64
import http.client
import json
import random
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode
from uuid import UUID, uuid4

from xapi import activities, actor, builders

HOME = "https://site.example"
LEARNERS, ITEMS = 500, 200
VERBS = ("answered", "progressed", "completed", "selected", "reported")


def learner(number: int) -> dict[str, Any]:
    return actor.account(HOME, UUID(int=number + (4 << 76) + (8 << 60)))


def statement(chance: random.Random) -> dict[str, Any]:
    """One statement as the site writes them."""
    item = chance.randrange(ITEMS)
    number = chance.randrange(LEARNERS)
    words = {"fr": "Votre proche a 38,4 °C ce soir : que faites-vous ?", "en": "Your relative has 38.4 °C tonight: what do you do?"}
    choices = [{"id": key, "description": {"fr": f"choix {key} " * 4, "en": f"choice {key} " * 4}} for key in "abcd"]
    return builders.statement(
        id=UUID(int=chance.getrandbits(128), version=4),
        actor=learner(number),
        verb=VERBS[chance.randrange(len(VERBS))],
        object=builders.activity(
            activities.item("fever", f"i{item}"),
            "cmi.interaction",
            words,
            interaction_type="choice",
            correct_responses=["a"],
            choices=choices,
        ),
        timestamp=datetime.now(UTC),
        result=builders.result(success=True, scaled=1.0, response="a", duration_seconds=chance.random() * 60),
        context=builders.context(
            registration=UUID(int=number + (4 << 76) + (9 << 60)),
            language="fr",
            platform="pages",
            parent=[builders.activity(activities.module("fever"), "module", {"fr": "Fièvre", "en": "Fever"})],
            grouping=[builders.activity(activities.course("patients"), "course", {"fr": "Patients", "en": "Patients"})],
            extensions={
                "role": "patient",
                "simulated": True,
                "cohort": str(UUID(int=7)),
                "item_version": "1",
                "phase": "practice",
                "form": "a",
            },
        ),
    )


def batches(count: int, size: int, seed: int) -> Iterator[list[dict[str, Any]]]:
    chance = random.Random(seed)
    for _ in range(count // size):
        yield [statement(chance) for _ in range(size)]


class Client:
    """Several connections that ask as fast as they are answered, for some seconds."""

    def __init__(self, port: int, key: tuple[str, str] | None, connections: int = 8) -> None:
        self._port, self._connections = port, connections
        self._headers = {"X-Experience-API-Version": "2.0.0", "Content-Type": "application/json"}
        if key is not None:
            self._headers["Authorization"] = "Basic " + base64.b64encode(":".join(key).encode()).decode()

    def run(self, seconds: float, asks: Callable[[int], Iterator[tuple[str, str, bytes | None]]]) -> dict[str, float]:
        """Answers a second and the 95th percentile of their milliseconds. asks(connection) gives method, path, body."""
        times: list[float] = []
        statuses: set[int] = set()
        end = time.perf_counter() + seconds

        def work(number: int) -> None:
            connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
            for method, path, body in asks(number):
                begun = time.perf_counter()
                if begun > end:
                    break
                connection.request(method, path, body, self._headers)
                answer = connection.getresponse()
                answer.read()
                times.append(time.perf_counter() - begun)
                statuses.add(answer.status)
            connection.close()

        threads = [threading.Thread(target=work, args=(number,)) for number in range(self._connections)]
        begun = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        taken = time.perf_counter() - begun
        if statuses - {200, 204}:
            raise SystemExit(f"the server answered {sorted(statuses)}")
        return {"per_s": len(times) / taken, "p95_ms": statistics.quantiles(times, n=20)[18] * 1000}


def posts(size: int, seed: int) -> Callable[[int], Iterator[tuple[str, str, bytes | None]]]:
    """New statements, made before the clock runs: bodies of the same text with fresh ids."""
    chance = random.Random(seed)
    pool = [[statement(chance) for _ in range(size)] for _ in range(40)]
    texts = [json.dumps(rows if size > 1 else rows[0]) for rows in pool]
    ids = [[row["id"] for row in rows] for rows in pool]

    def asks(connection: int) -> Iterator[tuple[str, str, bytes | None]]:
        own = random.Random(seed * 1000 + connection)
        while True:
            which = own.randrange(len(pool))
            text = texts[which]
            for id in ids[which]:
                text = text.replace(id, str(uuid4()))
            yield "POST", "/xapi/statements", text.encode()

    return asks


def gets(kind: str, seed: int) -> Callable[[int], Iterator[tuple[str, str, bytes | None]]]:
    """kind: newest, agent, or verb+activity; each asks for 50."""

    def asks(connection: int) -> Iterator[tuple[str, str, bytes | None]]:
        own = random.Random(seed * 1000 + connection)
        while True:
            given: dict[str, str] = {"limit": "50"}
            if kind == "agent":
                given["agent"] = json.dumps(learner(own.randrange(LEARNERS)))
            elif kind == "verb+activity":
                given["verb"] = builders.verb_row(VERBS[own.randrange(len(VERBS))])["id"]
                given["activity"] = activities.item("fever", f"i{own.randrange(ITEMS)}")
            yield "GET", "/xapi/statements?" + urlencode(given, quote_via=quote), None

    return asks
