"""The page that plays the game in this browser, and the files it keeps: runtime, code, book, and the worker that runs them."""

import hashlib

from flask import Response, abort, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.play_here import bundle, code_archive, runtime
from lms.play_here.bundle import Parcel
from lms.play_here.pages import pages
from lms.play_here.runtime import FILES, Runtime
from lms.web.current_site import current_site
from lms.web.guards.security import POLICY
from lms.web.routing import assets, locales
from lms.web.routing.pages import ANYONE
from lms.web.site import content
from lms.web.site.layout import settings

WORKER = "play-here-worker.js"
WORKER_POLICY = POLICY.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")
"""Of the worker alone: WebAssembly may run there, text never becomes a script, and nobody but this site is asked."""
MB = 1_000_000


@pages.page("/jouer-ici", "/play-here", access=ANYONE)
def here() -> ResponseReturnValue:
    """Nothing is loaded before it is asked for. Without the runtime the page says where the game is played."""
    one_runtime, parcel = runtime.find(settings().data), _parcel()
    if one_runtime is None or parcel is None:
        return render_template("play_here/here.html", facts=None, size=0)
    code = code_archive.archive()
    files = [{"address": _runtime_address(one_runtime, name), "bytes": one_runtime.sizes[name]} for name in FILES]
    files.append({"address": url_for("play_here.code", mark=code.mark), "bytes": len(code.data)})
    files.append({"address": url_for("play_here.bundle_file", mark=parcel.mark), "bytes": len(parcel.data)})
    worker = url_for("play_here.worker", v=_worker_mark())
    files.append({"address": worker, "bytes": len(_worker_text(one_runtime))})
    facts = {
        "mark": hashlib.sha256("".join(str(one["address"]) for one in files).encode()).hexdigest()[:12],
        "files": files,
        "bytes": sum(int(str(one["bytes"])) for one in files),
        "worker": worker,
        "code": url_for("play_here.code", mark=code.mark),
        "compiled": f"/play-here/compiled/{code.mark}-{one_runtime.version}.zip",
        "memory": f"/play-here/memory/{code.mark}-{runtime.lock_mark()}.gz",
        "bundle": url_for("play_here.bundle_file", mark=parcel.mark),
        "page": url_for("play_here.here"),
        "pages": url_for("weeks.home"),
        "language": locales.current(),
        "device": _("A browser"),
    }
    size = (one_runtime.packed_bytes + len(code.data) + len(parcel.gzip)) / MB
    return render_template("play_here/here.html", facts=facts, size=size)


@pages.plain("/play-here/worker.js", access=ANYONE)
def worker() -> ResponseReturnValue:
    """Below the scope of a service worker, so that it begins without network too."""
    response = make_response(_worker_text(_runtime()))
    response.mimetype = "text/javascript"
    response.headers["Content-Security-Policy"] = WORKER_POLICY
    response.headers["Cache-Control"] = assets.LONG if request.args.get("v") == _worker_mark() else "no-cache"
    return response


@pages.plain("/play-here/runtime/<version>/<name>", access=ANYONE)
def runtime_file(version: str, name: str) -> ResponseReturnValue:
    one_runtime = _runtime()
    if version != one_runtime.version or name not in FILES:
        abort(404)
    coding = assets.coding()
    body, is_packed = one_runtime.body(name, coding)
    response = Response(body, mimetype=FILES[name])
    if is_packed and coding:
        response.headers["Content-Encoding"] = coding
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = assets.LONG
    return response


@pages.plain("/play-here/code/<mark>.zip", access=ANYONE)
def code(mark: str) -> ResponseReturnValue:
    parcel = code_archive.archive()
    return _kept(Response(parcel.data, mimetype="application/zip"), mark == parcel.mark)


@pages.plain("/play-here/bundle/<mark>.bin", access=ANYONE)
def bundle_file(mark: str) -> ResponseReturnValue:
    """A text that changed a moment ago has another mark by now: what stands is sent, and not entry under the old name for long."""
    parcel = _parcel()
    if parcel is None:
        abort(404)
    response = Response(parcel.data, mimetype="application/octet-stream")
    if request.accept_encodings["gzip"]:
        response.set_data(parcel.gzip)
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    return _kept(response, mark == parcel.mark)


def _kept(response: Response, is_known: bool) -> Response:
    response.headers["Cache-Control"] = assets.LONG if is_known else "no-cache"
    return response


def _runtime() -> Runtime:
    one_runtime = runtime.find(settings().data)
    if one_runtime is None:
        abort(404)
    return one_runtime


def _runtime_address(one_runtime: Runtime, name: str) -> str:
    return url_for("play_here.runtime_file", version=one_runtime.version, name=name)


def _worker_text(one_runtime: Runtime) -> bytes:
    return f'const RUNTIME = "/play-here/runtime/{one_runtime.version}/";\n'.encode() + current_site().assets[WORKER].body


def _worker_mark() -> str:
    return current_site().assets[WORKER].mark


def _parcel() -> Parcel | None:
    """Parcel once for the texts that stand."""
    site, catalogue = current_site(), content.catalogue()
    entry = site.browser_bundle
    if entry is None or entry[0] is not catalogue:
        entry = site.browser_bundle = (catalogue, bundle.pack(catalogue, site.picture_parts, is_demo=settings().is_demo))
    return entry[1] if isinstance(entry[1], Parcel) else None


def is_offered() -> bool:
    """Whether this site has what browsers need."""
    return runtime.find(settings().data) is not None
