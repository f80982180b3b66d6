"""The page that asks whether the platform may know of a finished course, and the page of what she let it know."""

from uuid import UUID

from flask import Response, abort, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from lms import logs
from lms.accounts.models import Account
from lms.accounts.providers import sealing
from lms.lti import destinations, results
from lms.lti.launch_token import Launch
from lms.lti.models import LtiResult
from lms.lti.pages import NO_STORE, pages
from lms.lti_platforms import LtiPlatform
from lms.platforms import known
from lms.web.database.extensions import reading_session
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.routing import locales
from lms.web.routing.forms import Form
from lms.web.routing.pages import SIGNED_IN
from lms.web.site import content

KEY, LASTS_S = "lti_result", 3600


def ask_after(response: Response, platform: LtiPlatform, account: Account, message: Launch) -> Response:
    """The answer to a launch, led by way of the question where there is something to ask. She is signed in by now."""
    course = destinations.course_of(message.wish)
    if course is None or not message.line_item or not message.subject or not results.is_asked_about(course, account):
        return response
    if results.has_answered(reading_session(), account.id, platform.key, course.key, message.line_item):
        return response
    session[KEY] = sealing.seal([account.id, platform.key, course.key, message.line_item, message.subject])
    return make_response(redirect(url_for("lti.result"), code=303))


@pages.page("/resultat-pour-la-plateforme", "/result-for-the-platform", access=SIGNED_IN, methods=("GET", "POST"))
def result() -> ResponseReturnValue:
    values = sealing.unseal(session.get(KEY), LASTS_S)
    account_id, key, course_key, line_item, subject = values if isinstance(values, list) else (0, "", "", "", "")
    platform, course = known.current().get(key), content.catalogue().courses.get(course_key)
    if platform is None or course is None or account_id != current_user.id:
        session.pop(KEY, None)
        return redirect(url_for("lti.own_results"), code=303)
    form = Form(request.form if request.method == "POST" else None)
    if request.method == "POST" and form.text("agree") not in ("yes", "no"):
        form.refuse("agree", _("Your answer is missing"), _("Choose yes or no."))
    if request.method == "GET" or not form.is_good:
        page = render_template("lti/result.html", form=form, name=platform.names[locales.current()], title=course.title[locales.current()])
        return page, 422 if form.refusals else 200, NO_STORE
    at, is_agreed = now(), form.text("agree") == "yes"
    new = LtiResult(
        account_id=account_id,
        platform=key,
        course=course_key,
        line_item=line_item,
        subject_box=sealing.seal(subject) if is_agreed else "",
        asked_at=at,
        agreed_at=at if is_agreed else None,
    )
    submit(lambda work: results.answer(work, new))
    session.pop(KEY, None)
    logs.event("platform_result_answered", account=account_id, key=f"lti/{key}", status="yes" if is_agreed else "no")
    return redirect(url_for("learning.course", course_key=course_key), code=303)


@pages.page("/compte/resultats-pour-les-plateformes", "/account/results-for-platforms", access=SIGNED_IN)
def own_results() -> ResponseReturnValue:
    language, courses, platforms = locales.current(), content.catalogue().courses, known.with_former()
    rows = [
        {
            "row": row,
            "title": courses[row.course].title[language] if row.course in courses else row.course,
            "name": platforms[row.platform].names[language] if row.platform in platforms else row.platform,
        }
        for row in results.of_account(reading_session(), current_user.id)
    ]
    return render_template("lti/own_results.html", rows=rows, is_done=bool(request.args.get("done"))), 200, NO_STORE


@pages.page(
    "/compte/resultats-pour-les-plateformes/<uuid:uuid>", "/account/results-for-platforms/<uuid:uuid>", access=SIGNED_IN, methods=("POST",)
)
def take_back(uuid: UUID) -> ResponseReturnValue:
    account_id, at = current_user.id, now()
    if not submit(lambda work: results.take_back(work, account_id, uuid, at)):
        abort(404)
    logs.event("platform_result_taken_back", account=account_id)
    return redirect(url_for("lti.own_results", done="yes"), code=303)
