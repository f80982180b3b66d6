"""Many learners in one process: a connection each, a pause of one to five seconds before each request, every answer timed."""

import asyncio
import random
import re
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

TOKEN = re.compile(rb'name="csrf_token" value="([^"]+)"')
FIELD = re.compile(rb'name="(choice|attempt|shown_at)" value="([^"]*)"')
LONGEST_WAIT_S = 60.0


@dataclass
class Seen:
    """Seconds of each answer, and how many came with which status; 0 stands for a connection that broke."""

    seconds: list[float] = field(default_factory=list)
    codes: Counter[int] = field(default_factory=Counter)

    def quantile_ms(self, share: float) -> float:
        return round(1000 * sorted(self.seconds)[min(len(self.seconds) - 1, int(share * len(self.seconds)))], 1)


class Connection:
    """One browser's connection, kept open. HTTP/1.1 with Content-Length or chunks."""

    def __init__(self, port: int, cookie: str) -> None:
        self._port, self._cookie = port, cookie
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, method: str, path: str, body: bytes = b"") -> tuple[int, bytes, str]:
        """Status, body and Location."""
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        origin = f"http://127.0.0.1:{self._port}"
        lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self._port}", f"Cookie: {self._cookie}", f"Origin: {origin}"]
        if body:
            lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        await writer.drain()
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        pairs = [(name.lower(), value.strip()) for name, _, value in (line.partition(":") for line in head.split("\r\n")[1:])]
        self._cookie = next(
            (value.partition(";")[0] for name, value in pairs if name == "set-cookie" and value.startswith("hlm=")), self._cookie
        )
        heads = dict(pairs)
        raw = await _body(reader, heads)
        if heads.get("connection", "").lower() == "close":
            self.close()
        return int(head.split(" ", 2)[1]), raw, heads.get("location", "")

    def close(self) -> None:
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


async def _body(reader: asyncio.StreamReader, heads: dict[str, str]) -> bytes:
    if heads.get("transfer-encoding", "") != "chunked":
        return await reader.readexactly(int(heads.get("content-length", "0")))
    parts = []
    while size := int((await reader.readuntil(b"\r\n")).strip(), 16):
        parts.append(await reader.readexactly(size))
        await reader.readexactly(2)
    await reader.readexactly(2)
    return b"".join(parts)


async def _walk(connection: Connection, pages: Sequence[str], questions: Sequence[str], chance: random.Random) -> AsyncIterator[None]:
    """One step of a learner: a page, or a question opened, answered, and what she reads after it. A yield stands before each request."""
    token = ""
    while True:
        for page in pages:
            yield
            await _timed(connection, "GET", page)
        if not questions:
            continue
        question = chance.choice(questions)
        yield
        raw = await _timed(connection, "GET", question)
        found = TOKEN.search(raw)
        token = found[1].decode() if found else token
        fields = {name.decode(): value.decode() for name, value in FIELD.findall(raw)}
        yield
        await _timed(connection, "POST", f"{question}/reponse", urlencode({"csrf_token": token, **fields}).encode())


_seen: dict[Connection, Seen] = {}


async def _timed(connection: Connection, method: str, path: str, body: bytes = b"") -> bytes:
    seen, begins = _seen[connection], time.perf_counter()
    try:
        code, raw, place = await asyncio.wait_for(connection.ask(method, path, body), LONGEST_WAIT_S)
    except (OSError, asyncio.IncompleteReadError, TimeoutError):
        connection.close()
        code, raw, place = 0, b"", ""
    seen.seconds.append(time.perf_counter() - begins)
    seen.codes[code] += 1
    return await _timed(connection, "GET", place) if code in (302, 303) and method == "POST" and place else raw


async def _learner(connection: Connection, pages: Sequence[str], questions: Sequence[str], until: float, chance: random.Random) -> None:
    await asyncio.sleep(chance.uniform(0, 5))
    async for _ in _walk(connection, pages, questions, chance):
        await asyncio.sleep(chance.uniform(1, 5))
        if time.perf_counter() > until:
            return


def run(port: int, cookies: Sequence[str], pages: Sequence[str], questions: Sequence[str], seconds: float) -> Seen:
    """So many learners as cookies, for so long; gives what all of them saw. The first five seconds, in which they arrive, count too."""
    connections = [Connection(port, cookie) for cookie in cookies]

    async def all_of_them() -> None:
        until = time.perf_counter() + seconds
        await asyncio.gather(*(_learner(one, pages, questions, until, random.Random(number)) for number, one in enumerate(connections)))
        for one in connections:
            one.close()

    whole = Seen()
    for one in connections:
        _seen[one] = whole
    asyncio.run(all_of_them())
    return whole
