"""The ASGI application that granian runs: whole bodies only, a WSGI application in threads, answers sent without holding a thread.

A thread is taken when a request's body is here, and given back when the application has made its answer or the next piece of a long one.
Slow senders and slow readers wait on the event loop, where one costs a few kilobytes.
"""

import asyncio
import contextvars
import io
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from lms.asgi.bodies import DISCARDED, Bodies, Body, BodyRefused, ClientGone, Message, Receive, discard
from lms.asgi.environ import REFUSAL, SIZE, Scope, announced_size, environ_of
from lms.asgi.threads import Threads

log = logging.getLogger("lms")
Send = Callable[[Message], Awaitable[None]]
Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

PIECE = 64 * 1024
"""Bytes of a long answer sent at once."""
AT_ONCE = 256 * 1024
"""An answer up to this size is made whole and sent as one."""


@dataclass
class Answer:
    """What the application answered. rest: the iterator of what is still to make; None when body is all of it."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes
    rest: Iterator[bytes] | None = None
    close: Callable[[], None] = lambda: None


class Front:
    """threads: requests in the application at once. most_waiting: requests that wait for a thread; more get 503.

    largest: bytes a body may have, by path. send_seconds: how long a client may take to accept one piece of a long answer.
    """

    def __init__(
        self,
        app: Wsgi,
        bodies: Bodies,
        largest: Callable[[str], int],
        *,
        threads: int,
        most_waiting: int = 1024,
        send_seconds: float = 60.0,
    ) -> None:
        self._app, self._bodies, self._largest = app, bodies, largest
        self._pool = Threads(threads)
        self._free, self._most_waiting, self._send_seconds = threads, most_waiting, send_seconds
        self._waiting: deque[asyncio.Future[None]] = deque()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        body: Body | None = None
        try:
            has_body, size = announced_size(scope)
            refusal: BodyRefused | None = None
            if has_body:
                try:
                    body = await self._bodies.read(receive, size, self._largest(scope["path"]))
                except BodyRefused as error:
                    refusal = error
                    if error.status == 413 and max(error.size, size or 0) <= DISCARDED and not _asks_first(scope):
                        await discard(receive)
            environ = environ_of(scope, body, io.BytesIO())
            if refusal is not None:
                environ[REFUSAL], environ[SIZE] = refusal.status, str(max(refusal.size, size or 0))
            await self._answer(environ, receive if refusal is None else None, send)
        except ClientGone:
            return
        finally:
            if body is not None:
                body.close()

    async def _answer(self, environ: dict[str, Any], receive: Receive | None, send: Send) -> None:
        """Raises ClientGone when the client leaves before a thread is free. receive: None when its body was not read to the end."""
        if len(self._waiting) >= self._most_waiting:
            await _send_whole(send, BUSY)
            return
        context = contextvars.copy_context()
        await self._take_thread(receive)
        try:
            answer = await self._pool.call(context.run, make_answer, self._app, environ)
        finally:
            self._give_thread_back()
        if REFUSAL in environ:
            answer.headers.append((b"connection", b"close"))
        if answer.rest is None:
            await _send_whole(send, answer)
            return
        try:
            await self._send_in_pieces(send, answer, context)
        finally:
            await self._pool.call(context.run, answer.close)

    async def _take_thread(self, receive: Receive | None) -> None:
        if self._free:
            self._free -= 1
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            if receive is None:
                await turn
                return
            departure = asyncio.ensure_future(_until_gone(receive))
            await asyncio.wait({turn, departure}, return_when=asyncio.FIRST_COMPLETED)
            departure.cancel()
        except BaseException:  # the server gave this request up: its place in the line must not take a thread with it
            self._leave_line(turn)
            raise
        if not turn.done():
            self._waiting.remove(turn)
            raise ClientGone

    def _leave_line(self, turn: asyncio.Future[None]) -> None:
        if turn in self._waiting:
            self._waiting.remove(turn)
        elif turn.done() and not turn.cancelled():
            self._give_thread_back()

    def _give_thread_back(self) -> None:
        if self._waiting:
            self._waiting.popleft().set_result(None)
        else:
            self._free += 1

    async def _send_in_pieces(self, send: Send, answer: Answer, context: contextvars.Context) -> None:
        """A long answer: the next piece is made when the client has accepted the one before. A client that accepts nothing is left."""
        assert answer.rest is not None  # noqa: S101 - asked by the caller
        await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
        data = answer.body
        try:
            while data:
                for at in range(0, len(data), PIECE):
                    message = {"type": "http.response.body", "body": data[at : at + PIECE], "more_body": True}
                    await asyncio.wait_for(send(message), self._send_seconds)
                data = await self._pool.call(context.run, next_bytes, answer.rest, AT_ONCE)
        except TimeoutError:
            return
        await send({"type": "http.response.body", "body": b"", "more_body": False})


BUSY = Answer(503, [(b"content-type", b"text/plain"), (b"retry-after", b"5")], b"The site is busy. Try again in a few seconds.\n")


def _asks_first(scope: Scope) -> bool:
    """Whether the client waits for `100 Continue`: a body that it has not begun to send needs not come at all."""
    return any(name == b"expect" for name, _value in scope["headers"])


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] == "http.request":
        pass


async def _send_whole(send: Send, answer: Answer) -> None:
    await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
    await send({"type": "http.response.body", "body": answer.body, "more_body": False})


def make_answer(app: Wsgi, environ: dict[str, Any]) -> Answer:
    """Run the application in this thread. An answer longer than AT_ONCE is begun only."""
    start_lines: list[tuple[int, list[tuple[bytes, bytes]]]] = []

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        start_lines[:] = [(int(status[:3]), [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers])]

    iterable: Any = None
    try:
        iterable = app(environ, start_response)
        rest = iter(iterable)
        body = next_bytes(rest, AT_ONCE)
        answer = Answer(*start_lines[0], body)
        close = getattr(iterable, "close", None)
        if len(body) < AT_ONCE:
            iterable = None
            if close:
                close()
            return answer
        answer.rest, answer.close = rest, close or answer.close
        return answer
    except Exception as error:
        log.exception("defect: %s outside the application's own handlers", type(error).__name__, exc_info=False)
        if iterable is not None and hasattr(iterable, "close"):
            iterable.close()
        return Answer(500, [(b"content-type", b"text/plain")], b"Something went wrong on our side.\n")


def next_bytes(parts: Iterator[bytes], enough: int) -> bytes:
    """The next parts joined, `enough` bytes or a little more; fewer only at the end."""
    chunks, size = [], 0
    for part in parts:
        chunks.append(part)
        size += len(part)
        if size >= enough:
            break
    return b"".join(chunks)
