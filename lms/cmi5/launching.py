"""Launching a unit: its session, LMS.LaunchData, the statement launched, and the address that opens it (cmi5 Quartz, 8 and 10)."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from courses.packages.course_structure import Unit
from lms import statements
from lms.accounts.models import STAFF_ROLES
from lms.cmi5 import keeping, satisfaction, site_statements
from lms.cmi5.keeping import Site
from lms.cmi5_modules.models import BROWSE, NORMAL, REVIEW, Cmi5Registration, Cmi5Session
from lrs.writing import documents
from lrs.writing.documents import Conditions, NewDocument
from xapi import actor

PATH = "/cmi5"
"""Below it stands what a launched unit may reach: lms/cmi5/session_application.py."""
LASTS = timedelta(hours=12)
"""A session that was not ended by then is abandoned."""
FETCH_LASTS = timedelta(minutes=15)
LAUNCH_DATA = "LMS.LaunchData"


@dataclass(frozen=True)
class Launch:
    """What the page needs. address: opens the unit, once. site: the host that is left for; empty for a page of the archive."""

    address: str
    site: str


@dataclass(frozen=True)
class Wish:
    """unit: its number. origin: of this site as the browser has it. return_to: address to come back to."""

    unit: int
    language: str
    origin: str
    return_to: str


def launch(work: Session, owner: Cmi5Registration, wish: Wish, site: Site) -> Launch | None:
    """A new session; those before in the same registration are abandoned. None for a unit that is not there. Call it on the writer."""
    unit = satisfaction.unit_of(owner.module, wish.unit)
    if unit is None:
        return None
    keeping.abandon_open(work, owner, site)
    is_marked = keeping.is_marked(owner.registration, site.courses)
    fetch, folder = secrets.token_urlsafe(32), secrets.token_urlsafe(24)
    session = Cmi5Session(
        uuid=uuid4(),
        owner=owner,
        unit=wish.unit,
        mode=mode_of(owner, wish.unit, unit, is_marked=is_marked),
        language=wish.language,
        fetch_hash=digest(fetch),
        files_hash=digest(folder),
        verbs=[],
        launched_at=site.now,
        ends_at=site.now + LASTS,
    )
    work.add(session)
    work.flush()
    data = launch_data(session, unit, wish.return_to, is_marked=is_marked)
    _keep_data(work, session, data, site)
    plain_address = unit.url if unit.site else f"{wish.origin}{PATH}/{owner.module.uuid}/{quote(unit.path)}"
    statements.put(work, [site_statements.launched_statement(session, data, plain_address, site.home_page)], home_page=site.home_page)
    base = f"{wish.origin}{PATH}/{session.uuid}"
    parts = urlsplit(unit.url)
    start = unit.url if unit.site else urlunsplit(("", "", f"{base}/files/{folder}/{quote(unit.path)}", parts.query, parts.fragment))
    terms = {
        "endpoint": f"{base}/xapi/",
        "fetch": f"{base}/fetch/{fetch}",
        "actor": json.dumps(actor.account(site.home_page, owner.registration.learner.uuid), separators=(",", ":")),
        "registration": str(owner.uuid),
        "activityId": satisfaction.unit_activity(owner.module, wish.unit),
    }
    return Launch(with_terms(start, terms), unit.site)


def mode_of(owner: Cmi5Registration, number: int, unit: Unit, *, is_marked: bool) -> str:
    """Staff look around; who has done the unit looks again; both without a result."""
    if owner.registration.learner.role in STAFF_ROLES:
        return BROWSE
    facts = owner.units.get(str(number), {})
    return REVIEW if facts and satisfaction.is_met(satisfaction.move_on(unit, is_marked=is_marked), facts) else NORMAL


def launch_data(session: Cmi5Session, unit: Unit, return_to: str, *, is_marked: bool) -> dict[str, Any]:
    """The document of 10.2."""
    data: dict[str, Any] = {
        "contextTemplate": site_statements.template(session.owner, session.unit, session.uuid),
        "launchMode": session.mode,
        "moveOn": satisfaction.move_on(unit, is_marked=is_marked),
        "returnURL": return_to,
    }
    mastery = satisfaction.mastery_score(unit, is_marked=is_marked)
    more = {"masteryScore": mastery, "launchParameters": unit.launch_parameters}
    data |= {name: value for name, value in more.items() if value is not None}
    if unit.entitlement_key is not None:
        data["entitlementKey"] = {"courseStructure": unit.entitlement_key}
    return data


def _keep_data(work: Session, session: Cmi5Session, data: Mapping[str, Any], site: Site) -> None:
    owner = session.owner
    whose = actor.account(site.home_page, owner.registration.learner.uuid)
    place = documents.state_of(satisfaction.unit_activity(owner.module, session.unit), whose, str(owner.uuid))
    content = json.dumps(data, ensure_ascii=False).encode()
    documents.put(work.connection(), place, NewDocument(LAUNCH_DATA, content, "application/json", site.now), Conditions())


def with_terms(address: str, terms: Mapping[str, str]) -> str:
    """The address with the parameters of a launch beside its own (8.1, 13.1.4)."""
    parts = urlsplit(address)
    own = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] not in terms]
    return urlunsplit(parts._replace(query=urlencode([*own, *terms.items()], quote_via=quote)))


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def token_of(session: UUID, secret: str) -> str:
    """What stands before and behind the colon of Basic auth."""
    return f"{session}:{secret}"
