"""Puts requests of staff and events of accounts in the audit log, for every page by itself.

A request of staff is put in the log before its view runs: what cannot be written down is not done (the page is answered 500). A refusal
adds a second line. An event of a log line is put there after what it tells of; when that fails, the log lines say so.
"""

import logging
import threading
import time
from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, current_app, g, has_app_context, request
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms import logs
from lms.accounts.merging import pseudonyms
from lms.accounts.models import LEARNER_ROLES, Learner
from lms.audit import lines, subjects
from lms.audit.actions import DENIED, EVENTS, REFUSED, SHOWS_NOBODY
from lms.audit.chain import Entry, Line
from lms.audit.marks import COMMAND, mark_of
from lms.web.current_site import current_site
from lms.web.database.extensions import reading_session
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.routing.pages import Access, access_of

log = logging.getLogger("lms.audit")
MERGED = "accounts_merged"
NOBODY = 0
"""No account has this number."""
REFUSALS_AN_HOUR = 600
"""Refused sign-ins that one process writes down in an hour: a machine that guesses does not fill the log. Each is in the log lines."""


def init(app: Flask) -> None:
    """Call it after the guards that refuse a page: what they refuse is seen by the answer's status."""
    app.before_request(record_request)
    app.after_request(record_refusal)
    logs.listen(record_event)


def is_of_staff(access: Access | None) -> bool:
    """Whether a page is for staff alone."""
    return access is not None and bool(access.roles) and not access.roles & set(LEARNER_ROLES)  # type: ignore[operator]  # `bool` excludes None


def record_request() -> None:
    endpoint = request.endpoint
    if endpoint is None or endpoint in SHOWS_NOBODY or not is_of_staff(access_of(current_app.view_functions[endpoint])):
        return
    values = request.view_args or {}
    learner = subjects.learner_of(reading_session(), endpoint, values)
    about = mark_of(_key(), learner) if learner is not None else ""
    line = _add(Entry(now(), endpoint, *_by_current_user(), about=about, thing=subjects.thing_of(values)))
    g.audit_line = line.number


def record_refusal(response: Response) -> Response:
    """Say that nothing was done, or that a page was denied to somebody's role. A stranger's requests are not written down."""
    number = g.pop("audit_line", None)
    if response.status_code >= 400 and number is not None:
        _add(Entry(now(), REFUSED, *_by_current_user(), thing=f"{number}/{response.status_code}"))
    elif response.status_code == 403 and _is_known_at_a_page_of_staff():
        _add(Entry(now(), DENIED, *_by_current_user(), thing=request.endpoint or ""))
    return response


def _is_known_at_a_page_of_staff() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return view is not None and is_of_staff(access_of(view)) and bool(current_user.is_authenticated)


def record_event(name: str, fields: Mapping[str, Any]) -> None:
    """What a listener of lms.logs hears. Outside of an application nothing can be written."""
    if (
        name not in EVENTS
        or not has_app_context()
        or not _is_own(name, fields)
        or (name == "sign_in_refused" and not _refusals.may_write())
    ):
        return
    try:
        about = _mark(fields.get("account"))
        by, role = (COMMAND, "") if fields.get("by") == COMMAND else (_mark(fields.get("by")) or about, "")
        if name == "sign_in_refused":
            by = ""
        merged = _mark_of_former(fields.get("account")) if name == MERGED else ""
        thing = merged or "/".join(str(fields[key]) for key in ("role", "key", "cohort", "reason", "method") if fields.get(key))
        _add(Entry(now(), name, by, role, about, thing[: subjects.LONGEST]))
    except Exception:  # what the event tells of is done: the person must not see an error for it
        log.exception("an event is not in the audit log")


def _is_own(name: str, fields: Mapping[str, Any]) -> bool:
    """Not what staff do to an account: that request is in the log already. Told all the same: whose a new account is, what was merged."""
    return name in ("account_opened", MERGED) or fields.get("by") in (None, COMMAND, fields.get("account"))


def _mark(account_id: object) -> str:
    # Nobody is looked for as well: a refused sign-in takes the same steps for a known and an unknown name.
    learner = subjects.of_account(reading_session(), account_id if isinstance(account_id, int) else NOBODY)
    return mark_of(_key(), learner) if learner is not None else ""


def _mark_of_former(account_id: object) -> str:
    """The mark of the account that was merged last into this one: its earlier lines bear it."""
    reader = reading_session()
    learner = reader.scalar(select(Learner.id).where(Learner.account_id == account_id))
    former = pseudonyms.former_of(reader, learner) if learner is not None else []
    return mark_of(_key(), former[0]) if former else ""


def _by_current_user() -> tuple[str, str]:
    return mark_of(_key(), current_user.learner.uuid), current_user.role


def _key() -> bytes:
    return lines.key_of(current_site().settings)


def _add(entry: Entry) -> Line:
    key = _key()

    def work_of(work: Session) -> Line:
        return lines.add(work, key, entry)

    line = submit(work_of)
    by = {"by": entry.by, "role": entry.by_role, "about": entry.about, "place": entry.thing}
    logs.event("audit", count=line.number, action=entry.action, chain=line.chain, **by)
    return line


class Refusals:
    """Counts refused sign-ins by the hour of the process's clock."""

    def __init__(self) -> None:
        self._lock, self._hour, self._count = threading.Lock(), -1, 0

    def may_write(self) -> bool:
        hour = int(time.monotonic() // 3600)
        with self._lock:
            self._count = 1 if hour != self._hour else self._count + 1
            self._hour = hour
            return self._count <= REFUSALS_AN_HOUR


_refusals = Refusals()
