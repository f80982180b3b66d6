"""Webhooks, and what they told, as lists for admins. Never a secret, and of an event its type alone."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import case, select
from sqlalchemy.orm import Session

from lms.api.webhooks import events, hooks
from lms.api.webhooks.models import Webhook
from lms.jobs.models import DONE, DROPPED, FAILED, RUNNING, UNCERTAIN, WAITING, Job
from lms.web.routing import locales
from lms.web.tables.database_rows import DatabaseRows
from lms.web.tables.listing import Column, Listing


def event_words() -> Mapping[str, str]:
    """What each type means."""
    return {
        events.ATTESTATION_ISSUED: _("a professional confirmed an attestation"),
        events.ATTESTATION_WITHDRAWN: _("an attestation was withdrawn"),
        events.ASSIGNMENT_DONE: _("a professional did what she was asked for"),
        events.PERSON_SUSPENDED: _("the account of a professional was suspended"),
    }


def state_words() -> Mapping[str, str]:
    return {"open": _("in use"), "stopped": _("stopped after failures"), "ended": _("ended")}


def state_of(hook: Webhook) -> str:
    """A key of state_words."""
    return "ended" if hook.ended_at is not None else "stopped" if hook.paused_at is not None else "open"


def hook_listing(reader: Session) -> Listing[Webhook]:
    """The newest first."""
    words, state = state_words(), case((Webhook.ended_at.is_not(None), "ended"), (Webhook.paused_at.is_not(None), "stopped"), else_="open")
    columns: list[Column[Webhook]] = [
        Column("label", _("For"), lambda hook: hook.label, Webhook.label, is_typed=True),
        Column("address", _("Address"), lambda hook: hook.address, Webhook.address, is_typed=True),
        Column("events", _("Tells that"), lambda hook: ", ".join(event_words()[one] for one in hook.events)),
        Column("since", _("Since"), lambda hook: locales.day(hook.created_at), Webhook.created_at),
        Column("answered", _("Last answered well"), lambda hook: _moment(hook.answered_at), Webhook.answered_at),
        Column("failing", _("Failing since"), lambda hook: _moment(hook.failing_since), Webhook.failing_since),
        Column("state", _("State"), lambda hook: words[state_of(hook)], state),
    ]
    return Listing(columns, DatabaseRows(reader, select(Webhook), Webhook.id, _first), "-since")


def sent_listing(reader: Session) -> Listing[Job]:
    """What was told, or waits to be, the newest first."""
    labels = {str(uuid): label for uuid, label in reader.execute(select(Webhook.uuid, Webhook.label))}
    states = _job_states()
    columns: list[Column[Job]] = [
        Column("at", _("Since when"), lambda job: locales.moment(job.created_at), Job.created_at),
        Column("to", _("To"), lambda job: labels.get(str(job.payload.get("hook")), "–"), is_typed=True),
        Column("what", _("What"), lambda job: event_words().get(job.payload.get("event", {}).get("type", ""), "–")),
        Column("state", _("State"), lambda job: states[job.state], Job.state),
        Column("tries", _("Tries"), lambda job: str(job.attempts), Job.attempts, is_number=True),
        Column("error", _("Last failure"), lambda job: error_words(job.error), Job.error),
    ]
    return Listing(columns, DatabaseRows(reader, select(Job).where(Job.kind == hooks.KIND), Job.id, _first), "-at", "sent-")


def error_words(error: str) -> str:
    """What stands in Job.error, for a person."""
    if error.startswith("http_"):
        return _("it answered %(status)s", status=error.removeprefix("http_"))
    return {
        "": "–",
        "address_refused": _("the address leads to this machine or an inner network"),
        "unreachable": _("it does not answer"),
    }.get(error, _("a fault of the site: %(kind)s", kind=error))


def _job_states() -> Mapping[str, str]:
    return {
        WAITING: _("waits"), RUNNING: _("is being sent"), DONE: _("taken"), DROPPED: _("given up"),
        FAILED: _("given up"), UNCERTAIN: _("given up"),
    }  # fmt: skip


def _first(rows: Sequence[Any]) -> list[Any]:
    return [row[0] for row in rows]


def _moment(at: datetime | None) -> str:
    return locales.moment(at) if at is not None else "–"
