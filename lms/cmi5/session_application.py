"""What a launched unit reaches, before Flask: its token, the store within its session, its files. No cookie is looked at here.

`/cmi5/SESSION/fetch/SECRET` gives the token once; `/cmi5/SESSION/xapi/…` is the store; `/cmi5/SESSION/files/SECRET/…` are the package's
files, in a sandbox without an origin. The session stands in the address so that a preflight, which bears no token, is answered for
the one origin the unit has: `null` in the sandbox, else that of the publisher's site.
"""

import base64
import hmac
import json
import secrets
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Request, Response

from lms.cmi5 import package_files, satisfaction, session_calls
from lms.cmi5.keeping import Site
from lms.cmi5.launching import FETCH_LASTS, digest, token_of
from lms.cmi5.session_calls import Caller
from lms.cmi5_modules.models import Cmi5Session
from lms.settings import Settings
from lrs.errors import KeyExpired, KeyUnknown
from lrs.keys.access_keys import PSEUDONYMOUS, AccessKey
from lrs.storage.store import Store
from lrs.web import StoreApplication
from lrs.web.access_control import Buckets, credentials
from lrs.web.call import Call
from xapi.actor import account

CALLS_A_MINUTE = 600
SCOPES = frozenset({"statements/write", "statements/read/mine", "state"})
CROSS_ORIGIN = {"Cross-Origin-Resource-Policy": "cross-origin", "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
SANDBOX = "null"
"""The origin of a page in a sandbox."""
Start = Callable[..., Any]


class SessionApplication:
    """headers: of every answer of the site. site_of: what writing needs of the content, made for each call."""

    def __init__(self, store: Store, settings: Settings, headers: Mapping[str, str], site_of: Callable[[], Site]) -> None:
        self._store, self._settings, self._site_of = session_calls.store_of_sessions(store), settings, site_of
        self._headers = {**headers, **CROSS_ORIGIN, "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'"}
        self._calls = Buckets()

    def __call__(self, environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        path = str(environ.get("PATH_INFO", "")).encode("latin-1").decode("utf-8", "replace")
        name, _slash, rest = path.lstrip("/").partition("/")
        part, _slash, rest = rest.partition("/")
        session = self._find(name)
        if session is None or part not in ("fetch", "xapi", "files"):
            return Response("Not found\n", 404, self._headers)(environ, start_response)
        if part == "files":
            return self._file(session, rest, environ)(environ, start_response)
        if part == "fetch":
            return self._token(session, rest, Request(environ))(environ, start_response)
        return self._call(session, rest, environ, start_response)

    def _find(self, name: str) -> Cmi5Session | None:
        try:
            uuid = UUID(name)
        except ValueError:
            return None
        with Session(self._store.engine, expire_on_commit=False) as reader:
            return reader.scalar(select(Cmi5Session).where(Cmi5Session.uuid == uuid))

    def _call(self, session: Cmi5Session, rest: str, environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        caller = Caller(session, session_calls.terms_of(session, self._site_of()), self._site_of)
        application = StoreApplication(
            self._store,
            origins=(origin_of(session),),
            headers=self._headers,
            guard=_SessionGuard(caller, self._store, self._calls),
            handlers=session_calls.handlers(caller),
        )
        prefix = f"{environ.get('SCRIPT_NAME', '')}/{session.uuid}/xapi"
        raw = f"/{rest}".encode().decode("latin-1")
        return application({**environ, "SCRIPT_NAME": prefix, "PATH_INFO": raw}, start_response)

    def _token(self, session: Cmi5Session, secret: str, request: Request) -> Response:
        """The token, once (8.2). A refusal is answered with 200 too, and says what to do."""
        headers = {**self._headers, "Access-Control-Allow-Origin": origin_of(session), "Vary": "Origin"}
        if request.method == "OPTIONS":
            more = {"Access-Control-Allow-Methods": "POST, OPTIONS", "Access-Control-Allow-Headers": "Content-Type"}
            return Response("", 204, {**headers, **more})
        if request.method != "POST":
            return Response("Send a POST.\n", 405, {**headers, "Allow": "POST, OPTIONS"})
        if not hmac.compare_digest(digest(secret), session.fetch_hash):
            return _json(error("2", "This address is not the one of a launch."), headers)
        token = secrets.token_urlsafe(32)
        if not self._keep_token(session.id, token):
            return _json(error("1", "This launch was used already, or is over. Open it again from your course."), headers)
        basic = base64.b64encode(token_of(session.uuid, token).encode()).decode()
        return _json({"auth-token": basic}, headers)

    def _keep_token(self, session_id: int, token: str) -> bool:
        """False when the token was fetched before, or the launch is over."""
        now = self._store.now()

        def run(connection: Connection) -> bool:
            with Session(bind=connection) as work:
                row = work.get(Cmi5Session, session_id, with_for_update={"of": Cmi5Session})
                if row is None or row.fetched_at is not None or row.left_at is not None or row.launched_at + FETCH_LASTS <= now:
                    return False
                row.fetched_at, row.token_hash = now, digest(token)
                work.commit()
                return True

        return self._store.writer.submit(run)

    def _file(self, session: Cmi5Session, rest: str, environ: dict[str, Any]) -> Response:
        secret, _slash, path = rest.partition("/")
        is_open = session.ends_at > self._store.now() and hmac.compare_digest(digest(secret), session.files_hash)
        request = Request(environ)
        base = f"{request.scheme}://{request.host}{environ.get('SCRIPT_NAME', '')}/{session.uuid}/"
        if not is_open or request.method not in ("GET", "HEAD"):
            return Response("Not found\n", 404, self._headers)
        return package_files.answer(self._settings, session.owner.module.uuid, path, environ, {**self._headers, **sandbox(base)})


class _SessionGuard:
    """Admits the token of one session, while it is open."""

    def __init__(self, caller: Caller, store: Store, calls: Buckets) -> None:
        self._caller, self._store, self._calls = caller, store, calls

    def admit(self, call: Call) -> AccessKey:
        """Raises KeyUnknown, KeyExpired, TooFast."""
        session, home_page = self._caller.session, self._store.home_page
        id, secret = credentials(call.headers.get("authorization", ""))
        is_right = hmac.compare_digest(digest(secret), session.token_hash or digest(""))
        if id != str(session.uuid) or session.token_hash is None or not is_right:
            raise KeyUnknown("this is not the token of this session")
        if session.left_at is not None or session.ends_at <= self._store.now():
            raise KeyExpired("this session is over; open the unit again from your course")
        self._calls.count(id, CALLS_A_MINUTE, time.monotonic())
        # its statements bear the registration as their authority, so that reading one's own reads this registration alone
        learner = account(home_page, session.owner.registration.learner.uuid)
        registration = str(session.owner.uuid)
        return AccessKey(registration, "cmi5", PSEUDONYMOUS, SCOPES, learner, None, 0, "", None, None, None)


def origin_of(session: Cmi5Session) -> str:
    """Where the unit's page is, as browsers say it."""
    unit = satisfaction.unit_of(session.owner.module, session.unit)
    if unit is None or not unit.site:
        return SANDBOX
    parts = urlsplit(unit.url)
    port = f":{parts.port}" if parts.port not in (None, 443) else ""
    return f"https://{parts.hostname}{port}"


def sandbox(base: str) -> dict[str, str]:
    """For the files of a package: scripts run, without an origin, without a cookie, and reach nothing but what lies below `base`."""
    rules = (
        "sandbox allow-scripts allow-forms allow-modals allow-downloads",
        f"default-src {base} data: blob: 'unsafe-inline' 'unsafe-eval'",
        "base-uri 'none'",
        f"form-action {base}",
    )
    return {
        "Content-Security-Policy": "; ".join(rules),
        "Cross-Origin-Opener-Policy": "unsafe-none",
        "Access-Control-Allow-Origin": "*",
    }


def error(code: str, text: str) -> dict[str, str]:
    return {"error-code": code, "error-text": text}


def _json(value: Mapping[str, str], headers: Mapping[str, str]) -> Response:
    return Response(json.dumps(value), 200, headers, content_type="application/json")
