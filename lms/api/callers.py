"""Who calls: a program with an access key, or a person by her session, who reads only. Known before anything of the call is read."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import request, session
from flask_login import current_user
from sqlalchemy import select

from lms import logs
from lms.accounts.consents import consents
from lms.accounts.factor_routes import is_asked
from lms.accounts.models import Account
from lms.accounts.second_factor.sign_in_step import PASSED
from lms.api import refusals
from lms.cohorts import registering
from lms.cohorts.models import Cohort
from lms.web.current_site import current_site
from lms.web.database.extensions import reading_session
from lms.web.routing.pages import COHORT_STAFF
from lrs.errors import StoreError, TooFast
from lrs.keys.access_keys import AccessKey
from lrs.web.call import Call

READER_RATE = 120
"""Calls a minute of one person."""
NAMES = "api/names"


@dataclass(frozen=True)
class Caller:
    """Exactly one of the two is there."""

    key: AccessKey | None
    account: Account | None

    @property
    def sees_names(self) -> bool:
        """Staff read the names of their cohorts on the site's own pages; a key needs the right to."""
        return self.account is not None or (self.key is not None and self.key.may(NAMES))

    def cohorts(self) -> Sequence[Cohort]:
        """Those the key is for, or those the person follows; by id."""
        if self.account is not None:
            return sorted(registering.cohorts_of(reading_session(), self.account), key=lambda cohort: cohort.id)
        query = select(Cohort).order_by(Cohort.id)
        uuid = self.key.cohort if self.key is not None else None
        return reading_session().scalars(query if uuid is None else query.where(Cohort.uuid == UUID(uuid))).all()

    def cohort(self, uuid: UUID) -> Cohort:
        """Raises CallRefused for one that is absent or somebody else's: one answer for both."""
        cohort = next((one for one in self.cohorts() if one.uuid == uuid), None)
        if cohort is None:
            raise refusals.not_here()
        return cohort

    def note_people_read(self, cohort: Cohort) -> None:
        """For the audit log, once the answer is made and before it leaves."""
        if self.account is not None:
            logs.event("api_people_read", account=self.account.id, cohort=cohort.uuid)
        elif self.key is not None:
            logs.event("api_people_read", key=self.key.id, cohort=cohort.uuid)


def of_key(scope: str) -> Caller:
    """The program behind the Authorization header. Raises CallRefused."""
    header = request.headers.get("Authorization", "")
    try:
        key = current_site().api_guard.admit(Call(request.method, "api", {}, {"authorization": header}, b""))
    except StoreError as error:
        raise refusals.of_store(error) from error
    if not scope:
        raise refusals.people_only()
    if not key.may(scope):
        raise refusals.no_right(scope)
    return Caller(key, None)


def of_session(*, is_own: bool) -> Caller:
    """Whoever is signed in. is_own: she asks for her own data; else she must follow cohorts. Raises CallRefused."""
    if not current_user.is_authenticated:
        raise refusals.nobody()
    account: Account = current_user._get_current_object()
    try:
        current_site().api_readers.count(f"account/{account.id}", READER_RATE, time.monotonic())
    except TooFast as error:
        raise refusals.of_store(error) from error
    if not consents.has_agreed(account) or (is_asked(account.role) and not session.get(PASSED)):
        raise refusals.not_ready()
    if not is_own and account.role not in (COHORT_STAFF.roles or ()):
        raise refusals.not_here()
    return Caller(None, account)


def is_by_key() -> bool:
    """A key that is sent counts alone: no cookie stands in for a wrong one."""
    return "Authorization" in request.headers
