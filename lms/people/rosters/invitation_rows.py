"""Links and cards of a cohort as a list: what each is, until when it opens, how often it was used. Never a code."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from lms.cohorts import card_names
from lms.cohorts.models import Invitation
from lms.web.routing import locales
from lms.web.tables.listing import Column, Listing, MemoryRows


@dataclass(frozen=True)
class InvitationRow:
    """state: open, used, revoked or expired."""

    invitation: Invitation
    state: str


def listing(rows: Sequence[InvitationRow], filters: Mapping[str, str]) -> Listing[InvitationRow]:
    """filters: `state` of the address. The newest first."""
    states = state_words()
    fitting = [row for row in rows if filters.get("state", "") not in states or row.state == filters["state"]]
    columns: list[Column[InvitationRow]] = [
        Column("what", _("What"), name, name),
        Column("made", _("Made on"), lambda row: locales.day(row.invitation.created_at), lambda row: row.invitation.created_at),
        Column("until", _("Opens until"), lambda row: locales.day(row.invitation.expires_at), lambda row: row.invitation.expires_at),
        Column("used", _("Used"), _used, lambda row: row.invitation.uses),
        Column("state", _("State"), lambda row: states[row.state], lambda row: list(states).index(row.state)),
    ]
    return Listing(columns, MemoryRows(fitting), "-made")


def state_words() -> Mapping[str, str]:
    return {"open": _("open"), "used": _("used"), "revoked": _("ended by staff"), "expired": _("out of date")}


def name(row: InvitationRow) -> str:
    """`Carte Tilleul`, or `Lien`."""
    label = row.invitation.label
    return _("Card %(name)s", name=card_names.words(label, locales.current())) if label else _("Link")


def _used(row: InvitationRow) -> str:
    uses, most = row.invitation.uses, row.invitation.max_uses
    return _("%(n)s of %(all)s", n=uses, all=most) if most else ngettext("%(num)s time", "%(num)s times", uses)
