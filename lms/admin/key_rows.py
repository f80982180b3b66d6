"""Access keys and copies for other stores as lists for admins. Never a secret: the store keeps only hashes."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import ColumnElement, case, select
from sqlalchemy.orm import Session

from lms.web.routing import locales
from lms.web.tables.database_rows import DatabaseRows
from lms.web.tables.listing import Column, Listing, MemoryRows
from lrs.keys.access_keys import AccessKey, key_of
from lrs.maintenance.forwarding import Forward
from lrs.storage import clock
from lrs.storage.tables import access_keys


def key_listing(reader: Session, filters: Mapping[str, str], cohorts: Mapping[str, str], moment: str) -> Listing[AccessKey]:
    """filters: `state` of the address. cohorts: names by UUID. moment: now, as the store writes it. The newest first."""
    table, state = access_keys.c, _state(moment)
    query = select(access_keys)
    if filters.get("state") in state_words():
        query = query.where(state == filters["state"])
    columns: list[Column[AccessKey]] = [
        Column("label", _("For"), lambda key: key.label, table.label, is_typed=True),
        Column("scopes", _("May"), _scopes, table.scopes),
        Column("limits", _("Limits"), lambda key: limits(key, cohorts)),
        Column("since", _("Since"), lambda key: _day(key.created), table.created),
        Column("used", _("Last used"), lambda key: _day(key.last_used) if key.last_used else "–", table.last_used),
        Column("state", _("State"), lambda key: state_words()[state_of(key, moment)], state),
    ]
    return Listing(columns, DatabaseRows(reader, query, table.id, _keys), "-since")


def _keys(rows: Sequence[Any]) -> list[AccessKey]:
    return [key_of(row) for row in rows]


def _scopes(key: AccessKey) -> str:
    words = scope_words()
    return ", ".join(words.get(scope, scope) for scope in sorted(key.scopes))


def scope_words() -> Mapping[str, str]:
    """What a key may do, in words."""
    return {
        "statements/write": _("send statements"),
        "statements/read/mine": _("read the statements it sent"),
        "statements/read": _("read all statements"),
        "state": _("read and write State documents"),
        "profile": _("read and write profiles"),
        "define": _("read agents and activities"),
        "metrics": _("read the figures of the site’s health"),
        "api/cohorts": _("API: read cohorts and what they are asked"),
        "api/progress": _("API: read who is how far"),
        "api/names": _("API: with their names"),
        "api/attestations": _("API: read attestations of a cohort"),
        "api/assign": _("API: ask a cohort for a course, and end it"),
        "all": _("everything of the store"),
    }


def limits(key: AccessKey, cohorts: Mapping[str, str]) -> str:
    """Whom and how much a key is for; `none` without a limit."""
    words = [
        _("accepts anybody, kept out of the reports") if key.policy == "any" else "",
        _("for one person") if key.actor else "",
        _("for the cohort %(name)s", name=cohorts.get(key.cohort, key.cohort)) if key.cohort else "",
        ngettext("%(num)s call a minute", "%(num)s calls a minute", key.rate) if key.rate else "",
        _("until %(day)s", day=_day(key.expires)) if key.expires else "",
    ]
    return ", ".join(filter(None, words)) or _("none")


def state_words() -> Mapping[str, str]:
    return {"open": _("in use"), "expired": _("run out"), "revoked": _("ended")}


def state_of(key: AccessKey, moment: str) -> str:
    """A key of state_words."""
    if key.revoked:
        return "revoked"
    return "expired" if key.expires and key.expires <= moment else "open"


def _state(moment: str) -> ColumnElement[str]:
    """The same in the database."""
    table = access_keys.c
    return case((table.revoked.is_not(None), "revoked"), (table.expires <= moment, "expired"), else_="open")


def _day(instant: str) -> str:
    return locales.day(clock.parse(instant))


def forward_listing(rows: Sequence[Forward]) -> Listing[Forward]:
    """Other stores that get copies."""
    columns: list[Column[Forward]] = [
        Column("to", _("To"), lambda row: row.name, lambda row: row.name),
        Column("lag", _("Still to send"), lambda row: str(row.lag), lambda row: row.lag, is_number=True),
        Column("refused", _("Refused"), lambda row: str(row.refused), lambda row: row.refused, is_number=True),
        Column("success", _("Last success"), _success, lambda row: row.last_success or ""),
        Column("state", _("State"), _forward_state, lambda row: (row.paused, row.failures)),
    ]
    return Listing(columns, MemoryRows(rows), "to", "copies-")


def _success(row: Forward) -> str:
    return locales.moment(clock.parse(row.last_success)) if row.last_success else "–"


def _forward_state(row: Forward) -> str:
    if row.paused:
        return _("held")
    if row.failures:
        time = locales.moment(clock.parse(row.next_try)) if row.next_try else "–"
        return f"{_('away, tried again on %(time)s', time=time)}. {row.last_error or ''}".strip()
    return _("going")
