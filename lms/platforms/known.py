"""Which platforms count now: the settings' file first, then those that registered by themselves, once an admin accepted them."""

from collections.abc import Iterable, Mapping

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from lms.lti_platforms import LOOPBACK_TOO, PUBLIC, LtiPlatform, origin_of
from lms.platforms.models import PlatformRegistration
from lms.settings import Settings
from lms.web.database.extensions import reading_session
from lms.web.site.layout import settings

ACCEPTED = (PlatformRegistration.accepted_at.is_not(None), PlatformRegistration.ended_at.is_(None))


def key_of(row: PlatformRegistration) -> str:
    """Its name in addresses. It holds a sign that no key of the settings' file may hold, so that the two never meet."""
    return f"registered_{row.id}"


def of_site(reader: Session, site: Settings) -> Mapping[str, LtiPlatform]:
    """All whose launches count, by key."""
    rows = reader.scalars(select(PlatformRegistration).where(*ACCEPTED).order_by(PlatformRegistration.id))
    return {**site.lti_platforms, **_by_key(rows, site)}


def current() -> Mapping[str, LtiPlatform]:
    """Those of this request's site."""
    return of_site(reading_session(), settings())


def with_former() -> Mapping[str, LtiPlatform]:
    """Those of this request's site and those that were ended: for their names alone, since nothing of a former one counts."""
    rows = reading_session().scalars(select(PlatformRegistration).where(PlatformRegistration.accepted_at.is_not(None)))
    return {**settings().lti_platforms, **_by_key(rows, settings())}


def is_any_here() -> bool:
    """Whether this site has a platform, or waits for one that registers: else no address of LTI answers."""
    not_ended = select(exists().where(PlatformRegistration.ended_at.is_(None)))
    return bool(settings().lti_platforms) or bool(reading_session().scalar(not_ended))


def _by_key(rows: Iterable[PlatformRegistration], site: Settings) -> dict[str, LtiPlatform]:
    return {key_of(row): _platform(row, site) for row in rows}


def _platform(row: PlatformRegistration, site: Settings) -> LtiPlatform:
    return LtiPlatform(
        key=key_of(row),
        names={"fr": row.name_fr, "en": row.name_en},
        issuer=row.issuer,
        client_id=row.client_id,
        deployments=frozenset(row.deployments),
        login=row.login,
        tokens=row.tokens,
        keys=row.keys,
        token_audience=row.token_audience,
        origins=tuple(dict.fromkeys(origin_of(one) for one in (row.issuer, row.login, row.tokens, row.keys))),
        roles=frozenset(row.roles),
        new_role=row.new_role,
        has_grades=row.has_grades,
        guard=LOOPBACK_TOO if site.lti_to_loopback else PUBLIC,
    )
