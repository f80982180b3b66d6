"""Reading request bodies on the event loop: bounded in size, time, number and memory, so that a slow sender holds no thread."""

import asyncio
import io
import tempfile
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
DISCARDED = 2 * 1024 * 1024
"""Bytes of a refused body that are still read, so that its sender sees the page; a larger one is cut off at once."""
DISCARD_PAUSE_S, DISCARD_S = 1.0, 5.0
"""How long the next piece of it may take, and all of it."""


@dataclass(frozen=True)
class BodyLimits:
    """seconds: a whole body must be here by then, plus one second for each `rate` bytes that have come, and never after `longest` seconds.

    in_memory: bytes of one body kept in memory; a larger one goes to an unnamed file. at_once: bodies being read at the same time.
    on_disk: bytes in unnamed files at the same time.
    """

    seconds: float = 30.0
    rate: int = 8 * 1024
    longest: float = 600.0
    in_memory: int = 64 * 1024
    at_once: int = 512
    on_disk: int = 512 * 1024 * 1024

    def allowed(self, n_bytes: int) -> float:
        """Seconds a sender has in all, once `n_bytes` bytes are here."""
        return min(self.seconds + n_bytes / self.rate, self.longest)


class BodyRefused(Exception):
    """The body is not taken. status: the HTTP status to answer. size: bytes announced or received so far."""

    def __init__(self, status: int, size: int) -> None:
        super().__init__(f"status {status} at {size} bytes")
        self.status, self.size = status, size


class ClientGone(Exception):
    """The client closed the connection before its body was whole: nobody is left to answer."""


class Body:
    """One request's body. Close it when the request is over."""

    def __init__(self, bodies: "Bodies") -> None:
        self.file: IO[bytes] = io.BytesIO()
        self.size = 0
        self._bodies = bodies
        self.is_on_disk = False

    def write(self, chunk: bytes) -> None:
        """Raises OSError when the disk is full."""
        limits = self._bodies.limits
        if not self.is_on_disk and self.size + len(chunk) > limits.in_memory:
            file = tempfile.TemporaryFile(dir=self._bodies.folder)  # noqa: SIM115 - closed with the body
            file.write(self.file.getvalue())  # type: ignore[attr-defined]  # still in memory, so a BytesIO
            self.file, self.is_on_disk = file, True
            self._bodies.on_disk += self.size
        self.file.write(chunk)
        self.size += len(chunk)
        if self.is_on_disk:
            self._bodies.on_disk += len(chunk)

    def close(self) -> None:
        if self.is_on_disk:
            self._bodies.on_disk -= self.size
        self.is_on_disk = False
        self.file.close()


class Bodies:
    """All bodies of one process. Used on the event loop alone, so it needs no lock."""

    def __init__(self, limits: BodyLimits, folder: Path | None = None) -> None:
        """folder: where bodies too large for memory go, as files without a name; None for the system's."""
        self.limits, self.folder = limits, folder
        self.on_disk = 0
        self._unfinished: dict[Body, asyncio.Future[None]] = {}
        """In the order in which they began."""

    async def read(self, receive: Receive, size: int | None, largest: int) -> Body:
        """The whole body. size: the Content-Length, None when it comes in chunks. largest: bytes allowed.

        Raises BodyRefused (413 too large; 408 too slow, or the oldest of too many; 503 no space) and ClientGone.
        """
        if size is not None and size > largest:
            raise BodyRefused(413, size)
        body = Body(self)
        try:
            await self._fill(body, receive, largest)
            if size is not None and body.size != size:
                raise BodyRefused(400, body.size)
        except BaseException:
            body.close()
            raise
        body.file.seek(0)
        return body

    async def _fill(self, body: Body, receive: Receive, largest: int) -> None:
        self._make_room()
        loop = asyncio.get_running_loop()
        start, end = loop.time(), loop.create_future()
        self._unfinished[body] = end
        try:
            more = True
            while more:
                message = await _next_message(receive, end, start + self.limits.allowed(body.size) - loop.time())
                if message is None:
                    raise BodyRefused(408, body.size)
                more = self._take(body, message, largest)
        finally:
            self._unfinished.pop(body, None)

    def _take(self, body: Body, message: Message, largest: int) -> bool:
        """Keep what one message brings. Gives whether more is to come."""
        if message["type"] != "http.request":
            raise ClientGone
        chunk = message.get("body", b"")
        if body.size + len(chunk) > largest:
            raise BodyRefused(413, body.size + len(chunk))
        try:
            body.write(chunk)
        except OSError:
            raise BodyRefused(503, body.size) from None
        if self.on_disk > self.limits.on_disk and body.is_on_disk and not self._end_oldest(lambda other: other.is_on_disk, but=body):
            raise BodyRefused(503, body.size)
        return bool(message.get("more_body", False))

    def _make_room(self) -> None:
        """When too many bodies are unfinished the oldest gives way: an honest one is whole within moments, one held open is not."""
        if len(self._unfinished) >= self.limits.at_once:
            self._end_oldest()

    def _end_oldest(self, which: Callable[[Body], bool] = lambda body: True, but: Body | None = None) -> bool:
        """End the unfinished body that began first: its sender gets 408. False when there is none to end."""
        oldest = next((body for body in self._unfinished if body is not but and which(body)), None)
        if oldest is None:
            return False
        end = self._unfinished.pop(oldest)
        if not end.done():
            end.set_result(None)
        return True


async def discard(receive: Receive, most: int = DISCARDED, pause: float = DISCARD_PAUSE_S, seconds: float = DISCARD_S) -> bool:
    """Read what is still to come of a refused body and keep nothing. Gives whether all of it came.

    A connection that is closed with bytes unread is reset, and a proxy or browser that is still sending then loses the page that says why.
    Raises ClientGone.
    """
    end, size = asyncio.get_running_loop().time() + seconds, 0
    while size <= most:
        left = end - asyncio.get_running_loop().time()
        try:
            message = await asyncio.wait_for(receive(), min(pause, left)) if left > 0 else None
        except TimeoutError:
            message = None
        if message is None:
            return False
        if message["type"] != "http.request":
            raise ClientGone
        size += len(message.get("body", b""))
        if not message.get("more_body", False):
            return True
    return False


async def _next_message(receive: Receive, end: asyncio.Future[None], seconds: float) -> Message | None:
    """The next message; None when it is not here in time, or `end` came first.

    The wait is our own timer's, never the end of a cancelled `receive`: under load a sender was seen to get no answer, most likely
    because the server's future did not come back from being cancelled.
    """
    arriving = asyncio.ensure_future(receive())
    futures: set[asyncio.Future[Any]] = {arriving, end}
    await asyncio.wait(futures, timeout=max(0.0, seconds), return_when=asyncio.FIRST_COMPLETED)
    if arriving.done():
        return arriving.result()
    arriving.add_done_callback(_forget)
    arriving.cancel()
    return None


def _forget(task: asyncio.Future[Message]) -> None:
    """Take what a message that came too late brought, so that nobody is told of an exception nobody waits for."""
    if not task.cancelled():
        task.exception()
