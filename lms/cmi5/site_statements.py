"""The statements that the site itself makes of launches: launched, abandoned, waived, satisfied (cmi5 Quartz, 9.3, 9.5, 9.6)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from courses.packages.course_structure import Words
from lms import statements
from lms.cmi5 import satisfaction
from lms.cmi5_modules.models import Cmi5Registration, Cmi5Session
from lms.cohorts import registering
from xapi import builders
from xapi.vocabulary import CATEGORIES

Json = dict[str, Any]
REASON = "Administrative"
"""Why a unit was waived (9.5.5.2): somebody of staff said so."""


def launched_statement(session: Cmi5Session, terms: Mapping[str, Any], address: str, home_page: str) -> Json:
    """terms: of LMS.LaunchData. address: of the unit, without what a launch adds to it."""
    terms_of_launch = {
        "launchmode": session.mode,
        "launchurl": address,
        "moveon": terms["moveOn"],
        "masteryscore": terms.get("masteryScore"),
        "launchparameters": terms.get("launchParameters"),
    }
    return _of_unit(session.owner, session.unit, "launched", session.uuid, session.launched_at, home_page, extensions=terms_of_launch)


def abandoned_statement(session: Cmi5Session, now: datetime, home_page: str) -> Json:
    """Its duration goes from the launch to the last statement of the unit (9.5.4.2)."""
    last = session.told_at or session.launched_at
    result = builders.result(duration_seconds=(last - session.launched_at).total_seconds())
    return _of_unit(session.owner, session.unit, "abandoned", session.uuid, now, home_page, result=result)


def waived_statement(owner: Cmi5Registration, unit: int, session: UUID, now: datetime, home_page: str) -> Json:
    """session: made for this statement and for what it satisfies."""
    result = builders.result(success=True, completion=True, extensions={"cmi5_reason": REASON})
    return _of_unit(owner, unit, "waived", session, now, home_page, result=result, is_about_satisfaction=True)


def satisfied_statement(owner: Cmi5Registration, block: int, session: UUID, now: datetime, home_page: str) -> Json:
    """block: its number, WHOLE for the package."""
    content = owner.module.content
    one = content if block == satisfaction.WHOLE else dict(satisfaction.blocks(content))[block]
    kind = "cmi5-course" if block == satisfaction.WHOLE else "block"
    about = builders.activity(satisfaction.block_activity(owner.module, block), kind, _names_in(one.title))
    return _statement(owner, "satisfied", about, one.id, session, now, home_page)


def template(owner: Cmi5Registration, unit: int, session: UUID) -> Json:
    """The contextTemplate of a launch (10.2.1): nothing in it tells of the learner."""
    unit_row = satisfaction.unit_of(owner.module, unit)
    publisher_id = unit_row.id if unit_row is not None else ""
    return builders.context(grouping=[{"objectType": "Activity", "id": publisher_id}], extensions={"sessionid": str(session)})


def _of_unit(
    owner: Cmi5Registration,
    unit: int,
    verb: str,
    session: UUID,
    now: datetime,
    home_page: str,
    *,
    result: Json | None = None,
    extensions: Mapping[str, Any] | None = None,
    is_about_satisfaction: bool = False,
) -> Json:
    unit_row = satisfaction.unit_of(owner.module, unit)
    name = _names_in(unit_row.title) if unit_row is not None else None
    about = builders.activity(satisfaction.unit_activity(owner.module, unit), None, name)
    publisher_id = unit_row.id if unit_row is not None else ""
    return _statement(
        owner, verb, about, publisher_id, session, now, home_page, result=result, extensions=extensions, is_moving=is_about_satisfaction
    )


def _statement(
    owner: Cmi5Registration,
    verb: str,
    about: Json,
    publisher_id: str,
    session: UUID,
    now: datetime,
    home_page: str,
    *,
    result: Json | None = None,
    extensions: Mapping[str, Any] | None = None,
    is_moving: bool = False,
) -> Json:
    """It bears no cohort: figures are made of the statements about the module (recording.py), each thing once."""
    speaker = registering.speaker(owner.registration, None, home_page)
    marks = {"role": speaker.role, "simulated": speaker.is_simulated, "sessionid": str(session)}
    categories = ("cmi5", "moveon") if is_moving else ("cmi5",)
    context = builders.context(
        registration=owner.uuid,
        platform=statements.PLATFORM,
        grouping=[{"objectType": "Activity", "id": publisher_id}],
        category=[{"objectType": "Activity", "id": CATEGORIES[name]} for name in categories],
        extensions={**marks, **(extensions or {})},
    )
    return builders.statement(id=uuid4(), actor=speaker.actor, verb=verb, object=about, timestamp=now, result=result, context=context)


def _names_in(words: Words) -> dict[str, str] | None:
    """What a statement takes as a name: words with their language."""
    return {tag: text for tag, text in words.items() if tag and text} or None
