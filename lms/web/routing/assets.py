"""Static files: read once, named by their content, sent compressed."""

import gzip
import hashlib
import mimetypes
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import brotli
from flask import Flask, Response, abort, request, url_for

from lms.web.current_site import Asset, current_site, site_of
from lms.web.routing.pages import ANYONE, grant

COMPRESSIBLE = ("text/", "image/svg", "application/json", "application/javascript", "application/manifest+json")
LONG = "public, max-age=31536000, immutable"
SMALLEST = 600
"""Under this many bytes compression gains nothing."""


GOAL_BYTES = 9_000
"""What a page of the game may weigh on the wire."""
MORE_EFFORT = ((5, 11_200), (10, 10_600), (11, 9_200))
"""(effort, bytes): a page over the goal and packed to this size so far may come under it with that effort; a larger one does not."""


class PackedForms(Mapping[str, bytes]):
    """A file's compressed forms by coding, each made when it is first asked for: a start does not wait for 70 of them."""

    CODINGS = ("br", "gzip")

    def __init__(self, body: bytes) -> None:
        self._body = body
        self._forms: dict[str, bytes] = {}

    def __getitem__(self, coding: str) -> bytes:
        if coding not in self.CODINGS:
            raise KeyError(coding)
        if coding not in self._forms:
            self._forms[coding] = pack(self._body, coding, 11)
        return self._forms[coding]

    def __iter__(self) -> Iterator[str]:
        return iter(self.CODINGS)

    def __len__(self) -> int:
        return len(self.CODINGS)


def pack_page(body: bytes, coding: str) -> bytes:
    """A page as quickly as may be; those just over the goal once more, a twentieth smaller for 0.6 ms of processor, the few that are over
    it still (2 of 100 of the game) again for 18 ms, and the one in a thousand that misses it by a hundred bytes for 45 ms."""
    packed = pack(body, coding)
    for effort, most in MORE_EFFORT:
        if coding == "br" and GOAL_BYTES < len(packed) <= most:
            packed = pack(body, coding, effort)
    return packed


def pack(body: bytes, coding: str, effort: int = 4) -> bytes:
    return brotli.compress(body, quality=effort) if coding == "br" else gzip.compress(body, compresslevel=min(effort, 9), mtime=0)


def is_compressible(kind: str) -> bool:
    return kind.startswith(COMPRESSIBLE)


def read_all(folder: Path, names: Sequence[str] | None = None) -> dict[str, Asset]:
    """Every file of the folder by its path, or these alone; text with both packed forms."""
    assets = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and (names is None or path.name in names):
            body = path.read_bytes()
            kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            packed: Mapping[str, bytes] = PackedForms(body) if is_compressible(kind) else {}
            assets[path.relative_to(folder).as_posix()] = Asset(body, packed, kind, hashlib.sha256(body).hexdigest()[:12])
    return assets


def coding() -> str | None:
    """The packing this browser takes, the smaller first."""
    return next((name for name in ("br", "gzip") if request.accept_encodings[name] > 0), None)


def init(app: Flask) -> None:
    assets = site_of(app).assets

    def static(path: str) -> Response:
        asset = assets.get(path)
        if asset is None:
            abort(404)
        encoding = coding()
        body = asset.packed.get(encoding or "")
        response = Response(asset.body if body is None else body, mimetype=asset.kind)
        if body is not None and encoding:
            response.headers["Content-Encoding"] = encoding
        response.headers["Vary"] = "Accept-Encoding"
        response.headers["Cache-Control"] = LONG if request.args.get("v") == asset.mark else "public, max-age=300"
        response.set_etag(asset.mark)
        response.make_conditional(request)
        return response

    app.add_url_rule("/static/<path:path>", "static", grant(static, ANYONE))
    app.jinja_env.globals["asset"] = asset_url
    app.after_request(compress)


def asset_url(path: str) -> str:
    """The address of a static file, with the mark of its content; KeyError for a file that is not there."""
    return url_for("static", path=path, v=current_site().assets[path].mark)


def compress(response: Response) -> Response:
    """Pack a page on its way out. Pages carry a random CSRF token and no secret beside what people typed, sent over one origin."""
    if response.direct_passthrough or response.is_streamed or "Content-Encoding" in response.headers or response.status_code in (204, 304):
        return response
    encoding = coding()
    if encoding and is_compressible(response.mimetype or "") and len(response.get_data()) >= SMALLEST:
        response.set_data(pack_page(response.get_data(), encoding))
        response.headers["Content-Encoding"] = encoding
        response.headers.add("Vary", "Accept-Encoding")
    return response
