"""What the site's tables say of a learner, for the store: it compares with this what a device claims in its statements."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import Connection, select

from lms.accounts.models import Learner
from lms.cohorts.models import Cohort, Registration, cohort_membership
from lrs.storage.learner_context import LearnerContext


def learner_context(connection: Connection, name: str, campaign_roles: Mapping[str, str]) -> LearnerContext | None:
    """The context of a pseudonym; None when it is no learner of this site. campaign_roles: campaign -> the role one plays there."""
    try:
        uuid = UUID(name)
    except ValueError:
        return None
    learner = connection.execute(select(Learner.id, Learner.role, Learner.is_simulated).where(Learner.uuid == uuid)).one_or_none()
    if learner is None:
        return None
    own = select(Registration.uuid, Cohort.uuid).outerjoin(Cohort, Cohort.id == Registration.cohort_id)
    rows = connection.execute(own.where(Registration.learner_id == learner.id)).all()
    joined = select(Cohort.uuid).join(cohort_membership, cohort_membership.c.cohort_id == Cohort.id)
    cohorts = set(connection.execute(joined.where(cohort_membership.c.learner_id == learner.id)).scalars())
    cohorts |= {cohort for _, cohort in rows if cohort is not None}
    return LearnerContext(
        role=learner.role,
        is_simulated=learner.is_simulated,
        cohorts=frozenset(str(cohort) for cohort in cohorts),
        registrations=frozenset(str(registration) for registration, _ in rows),
        campaign_roles=campaign_roles,
    )
