"""The files of packages: their folder, reading one, keeping and removing a package's."""

import mimetypes
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from werkzeug.exceptions import HTTPException
from werkzeug.utils import send_from_directory
from werkzeug.wrappers import Response

from lms.settings import Settings
from lrs.storage.private_files import make_private_folder

FOLDER = "cmi5"
TYPES = {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".wasm": "application/wasm",
}
"""Where the machine's own table may differ."""


PAGE = "text/html"
STAND_INS = b"""<script>(() => {
const memory = () => { const all = new Map(); return { get length() { return all.size }, key: (n) => [...all.keys()][n] ?? null,
  getItem: (name) => all.get(String(name)) ?? null, setItem: (name, value) => { all.set(String(name), String(value)) },
  removeItem: (name) => { all.delete(String(name)) }, clear: () => { all.clear() } } }
for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { value: memory(), configurable: true })
Object.defineProperty(document, 'cookie', { get: () => '', set: () => {}, configurable: true })
})()</script>"""
"""In a sandbox without an origin a browser throws where a page reads its cookies or its storage, and libraries of publishers do (axios, in
@xapi/cmi5): they find neither cookie nor anything kept."""
_HEAD = re.compile(rb"<head(?:\s[^>]*)?>", re.I)
_DOCTYPE = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*<!doctype[^>]*>", re.I)


def folder_of(settings: Settings, package: UUID) -> Path:
    return settings.data / FOLDER / str(package)


def make_folder(settings: Settings, package: UUID) -> Path:
    """A new and empty one. Raises OSError."""
    make_private_folder(settings.data / FOLDER)
    folder = folder_of(settings, package)
    folder.mkdir(mode=0o700)
    return folder


def remove(settings: Settings, package: UUID) -> None:
    shutil.rmtree(folder_of(settings, package), ignore_errors=True)


def answer(settings: Settings, package: UUID, path: str, environ: dict[str, Any], headers: Mapping[str, str]) -> Response:
    """One file, also a part of it (Range); 404 for what is not there. A page begins with STAND_INS."""
    kind = TYPES.get(Path(path).suffix.lower()) or mimetypes.guess_type(path)[0] or "application/octet-stream"
    try:
        response = send_from_directory(folder_of(settings, package), path, environ, mimetype=kind, etag=True, max_age=None)
        if kind == PAGE:
            response.close()
            response = _page((folder_of(settings, package) / path).read_bytes())
    except (HTTPException, OSError, ValueError):
        response = Response("Not found\n", 404)
    response.headers.update(headers)
    return response


def _page(raw: bytes) -> Response:
    """In the encoding that the page itself names; one in UTF-16 stays as it is."""
    if not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        place = _HEAD.search(raw) or _DOCTYPE.match(raw)
        at = place.end() if place is not None else 0
        raw = raw[:at] + STAND_INS + raw[at:]
    return Response(raw, content_type=PAGE)
