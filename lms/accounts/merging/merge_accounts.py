"""Merging: everything of one account becomes the other's, in one transaction, and the one that is left empty goes."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Table, and_, delete, literal, select, update
from sqlalchemy.orm import Session

from lms.accounts.consents import consents
from lms.accounts.merging import merge_runs
from lms.accounts.merging.merge_models import FormerPseudonym
from lms.accounts.merging.merge_rules import MOVED, MOVED_WHERE_FREE
from lms.accounts.models import STAFF_ROLES, Account, Device, Learner, Profession
from lms.errors import MergeRefused, NotFound
from lms.web.database.extensions import db
from lrs.keys import access_keys
from lrs.writing.document_owner import hand_over
from lrs.writing.row_extraction import agent_term
from xapi import actor

STAFF, ROLES, SIMULATED, VERIFIED, OPEN_TEST, SAME = "staff", "roles", "simulated", "verified", "open_test", "same"


def refusal(reader: Session, heir: Account, source: Account) -> str | None:
    """Why these two are not to be merged, as a key; None when they may be.

    same: one account; staff: one of them looks after others; roles: they differ, so that what a patient did would become a professional's;
    simulated: one is a demonstration; verified: somebody checked both, or both bear a number of their profession that differs: two people;
    open_test: a test is going on.
    """
    professions = [reader.get(Profession, one.id) for one in (heir, source)]
    found = {
        SAME: heir.id == source.id,
        STAFF: heir.role in STAFF_ROLES or source.role in STAFF_ROLES,
        ROLES: heir.role != source.role,
        SIMULATED: heir.learner.is_simulated != source.learner.is_simulated,
        VERIFIED: _are_two_people(*professions),
        OPEN_TEST: _has_open_test(reader, [heir.learner.id, source.learner.id]),
    }
    return next((key for key, is_so in found.items() if is_so), None)


def _are_two_people(one: Profession | None, other: Profession | None) -> bool:
    if one is None or other is None:
        return False
    return one.state == other.state == "verified" or bool(one.rpps and other.rpps and one.rpps != other.rpps)


def _has_open_test(reader: Session, learner_ids: Sequence[int]) -> bool:
    sitting = db.metadata.tables["sitting"].c
    return reader.execute(select(sitting.id).where(sitting.learner_id.in_(learner_ids), sitting.ended_at.is_(None))).first() is not None


def merge(work: Session, kept_id: int, gone_id: int, home_page: str, at: datetime, by: int | None) -> None:
    """Make everything of one account the other's. by: the account of who does it, None for a command. Call it inside the writer.

    Its statements stay as they were said, under the pseudonym they bear, which stands for the other from now on. Nothing brings the two
    apart again but a copy. Raises NotFound, MergeRefused: nothing is changed then.
    """
    heir, source = work.get(Account, kept_id), work.get(Account, gone_id)
    if heir is None or source is None:
        raise NotFound
    if (reason := refusal(work, heir, source)) is not None:
        raise MergeRefused(reason)
    ids = {"account": (heir.id, source.id), "learner": (heir.learner.id, source.learner.id)}
    pseudonyms = heir.learner.uuid, source.learner.uuid
    withdrawn = [purpose for purpose in consents.VERSIONS if any(_is_withdrawn(work, one, purpose) for one in (heir, source))]
    email = None if heir.email else source.email
    consented = (source.consented_at, source.consent_version) if heir.consented_at is None else (heir.consented_at, heir.consent_version)
    if _takes_profession(work, heir.id, source.id):
        work.execute(delete(Profession).where(Profession.account_id == heir.id))
    _end_devices(work, source.learner.id, at)
    merge_runs.join_runs(work, *ids["learner"])
    merge_runs.join_memberships(work, *ids["learner"])
    for name in sorted({*MOVED, *MOVED_WHERE_FREE}):
        _move(work, db.metadata.tables[name], ids, MOVED_WHERE_FREE.get(name))
    hand_over(work.connection(), *(agent_term(actor.account(home_page, one)) for one in reversed(pseudonyms)))
    work.expunge_all()
    work.execute(delete(Learner).where(Learner.id == ids["learner"][1]))
    work.execute(delete(Account).where(Account.id == gone_id))
    work.add(FormerPseudonym(uuid=pseudonyms[1], learner_id=ids["learner"][0], merged_at=at, merged_by=by))
    heir = work.get_one(Account, kept_id)
    heir.email = email or heir.email
    heir.consented_at, heir.consent_version = consented
    for purpose in withdrawn:
        consents.withdraw(work, heir, purpose, at)
    work.flush()


def _is_withdrawn(reader: Session, account: Account, purpose: str) -> bool:
    """Whether she said no, and has not said yes since. Who was never asked has not said no."""
    newest = next((one for one in consents.of_account(reader, account.id) if one.purpose == purpose), None)
    return newest is not None and not newest.is_given


def _takes_profession(reader: Session, kept_id: int, gone_id: int) -> bool:
    """Whether the profession of the account that goes was checked, and that of the one that stays was not."""
    heir, source = reader.get(Profession, kept_id), reader.get(Profession, gone_id)
    return heir is not None and source is not None and source.state == "verified"


def _end_devices(work: Session, learner_id: int, at: datetime) -> None:
    still = (Device.learner_id == learner_id, Device.revoked_at.is_(None))
    for key in work.scalars(select(Device.access_key).where(*still)).all():
        access_keys.revoke(work.connection(), key, now=at)
    work.execute(update(Device).where(*still).values(revoked_at=at))


def _move(work: Session, table: Table, ids: dict[str, tuple[int, int]], same: tuple[str, ...] | None) -> None:
    """Rows of the one that goes become the other's; same: what makes two rows the same, None when nothing does."""
    for key in table.foreign_keys:
        target = key.column.table.name
        if key.ondelete != "CASCADE" or target not in ids:
            continue
        heir, source = ids[target]
        where = key.parent == source
        if same is not None:
            other = table.alias()
            taken = and_(other.c[key.parent.name] == heir, *(other.c[name] == table.c[name] for name in same))
            where = and_(where, ~select(literal(1)).select_from(other).where(taken).correlate(table).exists())
        work.execute(update(table).where(where).values({key.parent.name: heir}))
