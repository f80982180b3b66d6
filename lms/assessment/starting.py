"""Starting a sitting: everything it will ask is drawn, frozen and kept before its first question is shown."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from courses.model import passing
from courses.model.content import Course, Item, Objective
from courses.serving.catalogue import Catalogue
from lms.accounts.models import Learner
from lms.active_time import page_times
from lms.active_time.page_times import PageTimes
from lms.assessment import attempts, drawing, sitting_statements
from lms.assessment.drawing import Key
from lms.assessment.errors import CannotStart
from lms.assessment.frozen_items import freeze
from lms.assessment.models import FINAL, Sitting, SittingItem
from lms.cohorts.models import Registration

OPEN_DAYS = 14
"""How long a sitting without a time limit stays open."""
FINAL_FORM = "final"


@dataclass(frozen=True)
class TestOffer:
    """What a start needs of the site: the course as it is today and the items that may be asked, in the learner's language.

    pool: of a final, only items that may decide. minutes: the course's own duration, which an attestation says when none was measured.
    is_private: the pool is a private one. page_times: what its pages take to read, for the active time; None when nobody asks for it.
    """

    course: Course
    phase: str
    pool: Sequence[Item]
    objectives: Mapping[str, Objective]
    language: str
    minutes: int
    home_page: str
    now: datetime
    is_demo: bool
    is_private: bool = False
    page_times: PageTimes | None = None
    seed: str = field(default_factory=lambda: secrets.token_hex(8))
    """Any text; whoever knows it and the pool can draw the same test again."""


def pool_of(catalogue: Catalogue, course: Course, language: str, phase: str, form: str = "") -> list[Item]:
    """The items a test of this phase may ask. A real site's final asks none that may not decide a pass; a pilot has no final."""
    if phase == FINAL and catalogue.instance == "pilot":
        return []
    pool_items: list[Item] = []
    for key in course.modules:
        pool_items += catalogue.module(key, language).forms.get(FINAL_FORM if phase == FINAL else form, ())
    if phase == FINAL and catalogue.instance == "real":
        return [item for item in pool_items if catalogue.may_decide(item)]
    return pool_items


def start(work: Session, registration: Registration, offer: TestOffer) -> Sitting:
    """The open sitting of this phase, made if need be with all its items and its statement. Call it inside the writer.

    A second start (two tabs, a double click) gives the same sitting. Raises CannotStart, PoolTooSmall.
    """
    rule = offer.course.passing
    if rule is None:
        raise CannotStart
    learner = work.get_one(
        Learner, registration.learner_id, with_for_update=True
    )  # one start of a learner after the other, on any database
    earlier = attempts.of_registration(work, registration.id)[offer.phase]
    state = attempts.at(offer.phase, earlier, rule, offer.now)
    if state.current is not None:
        return state.current
    if state.state != "ready":
        raise CannotStart
    items = _draw(work, earlier, learner, offer, rule)
    sitting = _sitting(registration, offer, rule, len(earlier) + 1, learner)
    sitting.total = len(items)
    work.add(sitting)
    work.flush()
    work.add_all(_item(sitting, position, item, offer.seed) for position, item in enumerate(items, 1))
    work.flush()
    sitting_statements.tell_started(work, sitting, registration, offer.home_page)
    return sitting


def _draw(work: Session, earlier: Sequence[Sitting], learner: Learner, offer: TestOffer, rule: passing.PassingRule) -> tuple[Item, ...]:
    if offer.phase != FINAL:
        if not offer.pool:
            raise CannotStart
        return drawing.shuffled(offer.pool, offer.seed)
    return drawing.draw_final(rule.draws, offer.pool, offer.seed, _items_of_earlier(work, earlier))


def _items_of_earlier(work: Session, earlier: Sequence[Sitting]) -> set[Key]:
    """What earlier sittings of this registration asked."""
    if not earlier:
        return set()
    query = select(SittingItem.module, SittingItem.item).where(SittingItem.sitting_id.in_([sitting.id for sitting in earlier]))
    return {(row.module, row.item) for row in work.execute(query)}


def _sitting(registration: Registration, offer: TestOffer, rule: passing.PassingRule, attempt: int, learner: Learner) -> Sitting:
    limit = rule.minutes if offer.phase == FINAL else None
    return Sitting(
        learner_id=registration.learner_id,
        registration_id=registration.id,
        course=offer.course.key,
        course_version=offer.course.version,
        phase=offer.phase,
        form=FINAL_FORM if offer.phase == FINAL else drawing.form_of(learner.uuid, offer.phase),
        attempt=attempt,
        seed=offer.seed,
        language=offer.language,
        frozen=_course_facts(offer, rule),
        started_at=offer.now,
        limit_minutes=limit,
        extra_minutes=0,
        ends_at=offer.now + (timedelta(days=OPEN_DAYS) if limit is None else timedelta(minutes=limit)),
        counts=True,
    )


def _course_facts(offer: TestOffer, rule: passing.PassingRule) -> dict[str, Any]:
    """What the course said at the start: enough to judge, to tell and to award without the content of a later day."""
    course = offer.course
    objectives = {item.objective: offer.objectives.get(item.objective) for item in offer.pool}
    return {
        "title": dict(course.title),
        "summary": dict(course.summary),
        "audience": course.audience,
        "credential": course.credential,
        "rule": passing.as_json(rule),
        "minutes": offer.minutes,
        "page_times": page_times.as_json(offer.page_times) if offer.page_times else None,
        "is_demo": offer.is_demo,
        "is_private": offer.is_private,
        "objectives": {key: dict(objective.text) if objective else {} for key, objective in sorted(objectives.items())},
    }


def _item(sitting: Sitting, position: int, item: Item, seed: str) -> SittingItem:
    return SittingItem(
        sitting_id=sitting.id,
        position=position,
        module=item.module,
        item=item.key,
        item_version=item.version,
        frozen=freeze(item, seed),
        response=None,
        revision=0,
        is_marked=False,
        active_seconds=0.0,
        is_accepted=False,
    )
