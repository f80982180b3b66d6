"""Who follows a platform's course beside who came here by it. Counted for one page, and kept nowhere."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.accounts.models import PROFESSIONAL_ROLES, Account, Learner
from lms.accounts.providers import sealing
from lms.accounts.providers.identity_models import Identity
from lms.cohorts.models import COURSE, Registration
from lms.lti.rosters.members import Member
from lms.lti_platforms import LtiPlatform


class Beside(NamedTuple):
    """came: members whose platform opened an account here; missing: the others; left: accounts opened by it that follow the course here
    and are not on the list."""

    came: Sequence[tuple[Member, Account]]
    missing: Sequence[Member]
    left: Sequence[Account]


def lay_beside(reader: Session, platform: LtiPlatform, course: str, members: Sequence[Member]) -> Beside:
    """course: key of the professional course here. Professionals' accounts alone."""
    issuer = platform.identity_issuer
    query = select(Identity.subject_hash, Account).join(Account, Account.id == Identity.account_id)
    query = query.join(Learner, Learner.account_id == Account.id).where(Identity.issuer == issuer, Learner.role.in_(PROFESSIONAL_ROLES))
    account_of: dict[str, Account] = {hash: account for hash, account in reader.execute(query)}  # noqa: C416  a Row is no pair to mypy
    there = {sealing.fingerprint(issuer, "sub", one.subject): one for one in members}
    came = [(one, account_of[hash]) for hash, one in there.items() if hash in account_of]
    followers = select(Learner.account_id).join(Registration, Registration.learner_id == Learner.id)
    here = set(reader.scalars(followers.where(Registration.kind == COURSE, Registration.key == course)))
    left = [account for hash, account in account_of.items() if hash not in there and account.active and account.id in here]
    left.sort(key=lambda account: account.username)
    return Beside(came, [one for hash, one in there.items() if hash not in account_of], left)
