"""Begins a game inside of a browser's Python: what JavaScript hands over becomes slots, a way to the site and a bundle."""

from __future__ import annotations

import importlib
import importlib.util
import io
import json
import marshal
import pickle
import random
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from game.browser.same_site import SameSite
from game.browser.session import Bundle, Session
from game.browser.stored_files import StoredFiles


class _JsSlot:
    """A file of the browser, held by this tab alone (FileSystemSyncAccessHandle)."""

    def __init__(self, handle: Any) -> None:
        self._handle = handle

    def size(self) -> int:
        return int(_call(self._handle.getSize))

    def read(self, at: int, count: int) -> bytes:
        return bytes(_call(self._handle.readAt, at, count).to_bytes())

    def write(self, at: int, data: bytes) -> None:
        if int(_call(self._handle.writeAt, at, data)) != len(data):
            raise OSError("the browser kept a part")

    def flush(self) -> None:
        _call(self._handle.flush)

    def truncate(self, size: int) -> None:
        _call(self._handle.truncate, size)


def _call(function: Any, *values: Any) -> Any:
    """A call of JavaScript; what it throws is an OSError here."""
    ffi = importlib.import_module("pyodide.ffi")  # there is one in a browser alone
    try:
        return function(*(ffi.to_js(value) if isinstance(value, bytes) else value for value in values))
    except ffi.JsException as error:
        raise OSError(str(error)) from error


def _sender(send: Any) -> Any:
    def ask(method: str, path: str, headers: Mapping[str, str], body: bytes | None) -> tuple[int, str, bytes]:
        answer = _call(send, method, path, json.dumps(dict(headers)), b"" if body is None else body)
        return int(answer.status), str(answer.headers), bytes(answer.data.to_bytes())

    return ask


class Answers:
    """What the worker calls: messages in, pages out as JSON."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def answer(self, text: str) -> str:
        """{kind: page, press, fill, back or tick; key; value} -> the page."""
        message = json.loads(text)
        session, kind = self._session, message["kind"]
        if kind == "press":
            page = session.press(message["key"])
        elif kind == "fill":
            page = session.fill(message["key"], message["value"])
        else:
            page = {"back": session.back, "tick": session.tick}.get(kind, session.page)()
        return json.dumps(page | {"id": message.get("id")}, ensure_ascii=False)

    def has_to_send(self) -> bool:
        return self._session.has_to_send


def begin(bundle: Any, first: Any, second: Any, send: Any, site: str, language: str, device: str) -> Answers:
    """bundle: as the site buffer it, from the same origin as this code. first, second: the browser's files. Raises DeviceError."""
    random.seed()  # memory that was copied has the luck of that moment
    values = pickle.loads(bundle.to_bytes())  # noqa: S301 - the site's own bytes, beside the code that reads them
    session = Session(
        Bundle(**values), StoredFiles(_JsSlot(first), _JsSlot(second)), SameSite(_sender(send)), site=site, language=language, device=device
    )
    return Answers(session)


def compiled() -> bytes:
    """The game's code as this Python has compiled it, packed: a later start has nothing to compile."""
    buffer, here = io.BytesIO(), Path(__file__).resolve().parents[2]
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(here.rglob("*.py")):
            name = path.relative_to(here).as_posix()
            code = compile(path.read_bytes(), name, "exec", dont_inherit=True)
            head = importlib.util.MAGIC_NUMBER + (0).to_bytes(4, "little") + bytes(8)
            archive.writestr(f"{name}c", head + marshal.dumps(code))
    return buffer.getvalue()
