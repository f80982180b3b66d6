"""The way into a trial: what it is, a few questions, and an agreement."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from analytics.trial.protocol import Protocol
from lms import logs
from lms.accounts.presence import present
from lms.trial import content_hash, papers, participation, placing, trials
from lms.trial.instruments import NO_CONSENT, ROLE, Instruments
from lms.trial.models import Trial
from lms.trial.pages import LEARNER, box, open_to_her, pages, part_in
from lms.web.current_site import current_site
from lms.web.database.extensions import reading_session
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.routing import locales
from lms.web.routing.forms import Form
from lms.web.site import content

NONE_OF_THESE = "none"


@pages.page("/essais", "/trials", access=LEARNER)
def own() -> ResponseReturnValue:
    """The trials that somebody like her can enter, and those she is in."""
    learner_id = present().learner_id
    own_parts = [] if learner_id is None else participation.of_learner(reading_session(), learner_id, box(), now())
    of_trial = {part.trial.id: part for part in own_parts}
    rows = [row for row in trials.all_trials(reading_session()) if row.is_simulated == present().is_simulated]
    parts = {row.id: of_trial.get(row.id) for row in rows}
    shown = [(row, trials.protocol_of(row)) for row in rows if row.closed_at is None or parts[row.id]]
    return render_template("trial/own.html", rows=shown, parts=parts)


@pages.page("/essais/<trial>", "/trials/<trial>", access=LEARNER)
def information(trial: str) -> ResponseReturnValue:
    """What it is, for somebody who has not answered yet; else where she stands."""
    return _page(open_to_her(trial), Form())


def _page(row: Trial, form: Form, status: int = 200) -> ResponseReturnValue:
    part = part_in(row)
    protocol, made = trials.protocol_of(row), trials.instruments_of(row, box())
    if part is not None and part.row.excluded != NO_CONSENT:
        if part.is_excluded:
            return render_template("trial/not_in.html", row=row, protocol=protocol)
        has_booklet = papers.booklet(current_site().settings, row, locales.current()) is not None
        return render_template("trial/standing.html", row=row, protocol=protocol, part=part, has_booklet=has_booklet)
    stop = placing.stopped(row, content_hash.current(current_site(), content.catalogue()))
    page = render_template(
        "trial/information.html",
        row=row,
        protocol=protocol,
        instruments=made,
        form=form,
        stop=stop,
        reasons=[reason for reason in protocol.exclusions if reason.key in placing.asked_reasons(protocol)],
        strata=[stratum for stratum in protocol.strata if stratum.key != ROLE and not made.clusters],
        clusters=made.clusters,
        none_of_these=NONE_OF_THESE,
        given=request.form,
    )
    return page, status


@pages.page("/essais/<trial>", "/trials/<trial>", access=LEARNER, methods=("POST",), name="enter")
def enter(trial: str) -> ResponseReturnValue:
    """Keep the assessment and the agreement. Her role is the site's; nothing else is believed but what she ticks."""
    row = open_to_her(trial)
    protocol, made, form = trials.protocol_of(row), trials.instruments_of(row, box()), Form(request.form)
    if placing.stopped(row, content_hash.current(current_site(), content.catalogue())) is not None:
        return _page(row, form, 409)
    cluster = request.form.get("cluster", "")
    strata = _strata(protocol, made, cluster)
    excluded = _excluded(protocol, form)
    if not excluded and made.clusters and cluster not in made.clusters:
        form.refuse("cluster", _("An answer is missing"), _("Choose one."))
    if not form.is_good or (not excluded and _lacks(protocol, strata, form)):
        return _page(row, form, 422)
    trial_id, learner_id, at = row.id, _learner_id(), now()
    submit(lambda work: placing.assess(work, trial_id, learner_id, excluded, strata, at, cluster).id)
    logs.event("trial_assessed", key=trial)
    return redirect(url_for("trial.information", trial=trial), code=303)


def _learner_id() -> int:
    """An account has a learner; guests do not come here."""
    return present().learner_id or abort(404)


def _strata(protocol: Protocol, made: Instruments, cluster: str) -> dict[str, str]:
    """The value in each stratum, of her cluster where whole ones are randomised; one that is none of the protocol's is left out."""
    if made.clusters:
        return made.clusters[cluster].strata if cluster in made.clusters else {}
    asked = {
        stratum.key: present().role if stratum.key == ROLE else request.form.get(f"stratum-{stratum.key}", "")
        for stratum in protocol.strata
    }
    return {stratum.key: asked[stratum.key] for stratum in protocol.strata if asked[stratum.key] in stratum.values}


def _excluded(protocol: Protocol, form: Form) -> str:
    """The first reason that keeps her out, in the protocol's order; no agreement counts when nothing else does."""
    asked, ticked = placing.asked_reasons(protocol), set(request.form.getlist("reason"))
    if asked and not ticked & {*asked, NONE_OF_THESE}:
        form.refuse("reason", _("An answer is missing"), _("Tick what is true of you, or “none of these”."))
    if NONE_OF_THESE in ticked and ticked & set(asked):
        form.refuse("reason", _("Two answers do not fit together"), _("Tick what is true of you, or “none of these”, not both."))
    if form.text("agreement") not in ("yes", "no"):
        form.refuse("agreement", _("Your decision is missing"), _("Choose yes or no. Both are fine; no changes nothing for you here."))
    reason = next((key for key in asked if key in ticked), "")
    return reason or (NO_CONSENT if form.text("agreement") == "no" else "")


def _lacks(protocol: Protocol, strata: dict[str, str], form: Form) -> bool:
    """Whether a value of a stratum is missing: nobody is given a place without it."""
    for stratum in protocol.strata:
        if stratum.key not in strata:
            if stratum.key == ROLE:
                form.refuse("agreement", _("This trial is not for your account"), _("It takes other paths than yours. Nothing was kept."))
            else:
                form.refuse(f"stratum-{stratum.key}", _("An answer is missing"), _("Choose one."))
    return not form.is_good
