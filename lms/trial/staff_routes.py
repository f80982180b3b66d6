"""What those who run a site see of a trial: its lock, its flow, who handed in what. No arm before the data are closed."""

from collections import Counter
from typing import NamedTuple

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from analytics.trial.extracts import health
from analytics.trial.flow import Flow
from analytics.trial.flow import flow as count_flow
from lms import logs
from lms.trial import content_hash, placing, trials
from lms.trial.instruments import NO_CONSENT, NO_START
from lms.trial.models import EXCLUDED_LATE, PHASES, TAKES_PART, Trial, TrialParticipant, TrialSitting
from lms.trial.pages import box, pages, trial_of
from lms.trial.table import extract
from lms.web.current_site import current_site
from lms.web.database.extensions import reading_session
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.routing import locales
from lms.web.routing.pages import ADMIN
from lms.web.routing.whole_numbers import number_of
from lms.web.site import content

FR, EN = "/site/essais", "/site/trials"


class Person(NamedTuple):
    """A participant by her number, without name, pseudonym or arm."""

    number: int
    status: str
    reason: str
    phases: tuple[str, ...]


@pages.page(FR, EN, access=ADMIN)
def site_trials() -> ResponseReturnValue:
    rows = [(row, trials.protocol_of(row)) for row in trials.all_trials(reading_session())]
    return render_template("trial/site_trials.html", rows=rows)


@pages.page(f"{FR}/<trial>", f"{EN}/<trial>", access=ADMIN)
def site_trial(trial: str) -> ResponseReturnValue:
    row = trial_of(trial)
    protocol, gathered = trials.protocol_of(row), extract.gather(reading_session(), row, box(), now(), current_site().settings.home_page)
    flow, language = count_flow(gathered.people, protocol), locales.current()
    return render_template(
        "trial/site_trial.html",
        row=row,
        protocol=protocol,
        lock=trials.lock_of(row),
        stop=placing.stopped(row, content_hash.current(current_site(), content.catalogue())),
        flow=flow,
        names={reason.key: reason.name for reason in protocol.exclusions},
        whole=masked(flow),
        health=[(health.words(key, language), count) for key, count in gathered.health],
        people=_people(reading_session(), row),
        late_reasons=[reason for reason in protocol.exclusions if reason.key not in (NO_CONSENT, NO_START)],
        elsewhere=extract.elsewhere(reading_session(), row, box()) if row.closed_at is not None else [],
        arms={arm.key: arm.name for arm in protocol.arms},
    )


def masked(flow: Flow) -> dict[str, int]:
    """The boxes over all arms together: what staff see until the data are closed."""
    gone = Counter({"lost": 0, "withdrawn": 0, "excluded_late": 0})
    for arm in flow.arms:
        gone.update({name: sum(getattr(arm, name).values()) for name in gone})
    sums = {name: sum(getattr(arm, name) for arm in flow.arms) for name in ("received", "not_received", "analysed", "missing")}
    return {**sums, **gone}


def _people(reader: Session, row: Trial) -> list[Person]:
    """Those with a place, in the order of their numbers."""
    own = select(TrialParticipant).where(TrialParticipant.trial_id == row.id, TrialParticipant.place_id.is_not(None))
    rows = reader.scalars(own.order_by(TrialParticipant.id)).all()
    query = select(TrialSitting.participant_id, TrialSitting.phase).join(
        TrialParticipant, TrialParticipant.id == TrialSitting.participant_id
    )
    phases: dict[int, set[str]] = {}
    for participant_id, phase in reader.execute(query.where(TrialParticipant.trial_id == row.id)):
        phases.setdefault(participant_id, set()).add(phase)
    return [Person(one.id, one.status, one.reason, tuple(phase for phase in PHASES if phase in phases.get(one.id, set()))) for one in rows]


@pages.page(f"{FR}/<trial>/exclure", f"{EN}/<trial>/exclude", access=ADMIN, methods=("POST",))
def exclude_late(trial: str) -> ResponseReturnValue:
    """Say that somebody with a place was not eligible after all, by the protocol's rule. She stays in the flow; her arm is not shown."""
    row, number, reason = trial_of(trial), number_of(request.form, "number"), request.form.get("reason", "")
    allowed = {one.key for one in trials.protocol_of(row).exclusions} - {NO_CONSENT, NO_START}
    if row.closed_at is not None or reason not in allowed:
        abort(400)
    trial_id, at = row.id, now()

    def work_of(work: Session) -> bool:
        one = work.get(TrialParticipant, number)
        if one is None or one.trial_id != trial_id or one.place_id is None or one.status != TAKES_PART:
            return False
        one.status, one.reason, one.status_at = EXCLUDED_LATE, reason, at
        return True

    if not submit(work_of):
        abort(404)
    logs.event("trial_excluded_late", key=trial)
    return redirect(url_for("trial.site_trial", trial=trial), code=303)
