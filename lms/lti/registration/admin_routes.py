"""Admins' page of learning platforms: a one-time address made, what registered by it, accepted, changed, ended."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from lms.identity_providers import LEARNERS
from lms.lti.pages import NO_STORE
from lms.lti.registration import registrations
from lms.lti.registration.failures import FAILURES
from lms.lti.registration.pages import pages
from lms.platforms.models import PlatformRegistration
from lms.web.database.extensions import reading_session
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.routing import locales
from lms.web.routing.forms import Form, is_printable, on_one_line
from lms.web.routing.pages import ADMIN
from lms.web.site.layout import settings

FR, EN = "/site/plateformes", "/site/platforms"
ONE = "/<uuid:uuid>"
LONGEST_NAME, LONGEST_ID, MOST_DEPLOYMENTS = 60, 255, 20


@pages.page(FR, EN, access=ADMIN)
def platforms() -> ResponseReturnValue:
    return _list(Form(), [], "")


def _list(form: Form, roles: list[str], address: str, status: int = 200) -> ResponseReturnValue:
    """address: made just now, shown on this answer alone."""
    at = now()
    page = render_template(
        "lti/registration/platforms.html",
        form=form,
        roles=LEARNERS,
        ticked=roles,
        address=address,
        rows=[_with_state(row, at) for row in registrations.every(reading_session())],
        of_file=[(one.names[locales.current()], one.issuer) for one in settings().lti_platforms.values()],
    )
    return page, status, NO_STORE


def _with_state(row: PlatformRegistration, at: datetime) -> dict[str, Any]:
    state = registrations.state_of(row, at)
    return {
        "row": row,
        "name": row.name_fr if locales.current() == "fr" else row.name_en,
        "state": state,
        "failure": FAILURES[row.failure].title if row.failure in FAILURES else "",
    }


@pages.page(FR, EN, access=ADMIN, methods=("POST",))
def make() -> ResponseReturnValue:
    """A one-time address for a platform. Its random part is shown once and kept nowhere."""
    form, roles = Form(request.form), request.form.getlist("roles")
    values, at = _checked(form, roles), now()
    if not form.is_good:
        return _list(form, roles, "", 422)
    new = PlatformRegistration(**values, created_at=at, ends_at=at + registrations.LASTS)
    token = submit(lambda work: registrations.make(work, new))
    if not token:
        form.refuse("name_fr", _("There are too many platforms"), _("Take away those that are not needed any more."))
        return _list(form, roles, "", 422)
    return _list(Form(), [], f"{settings().origin}{url_for('platforms.begin', token=token)}")


def _checked(form: Form, roles: list[str]) -> dict[str, Any]:
    """What an admin says about a platform; what does not fit is refused in the form."""
    names = {language: on_one_line(form.text(f"name_{language}")) for language in ("fr", "en")}
    for language, name in names.items():
        if not name or len(name) > LONGEST_NAME or not is_printable(name):
            form.refuse(f"name_{language}", _("A name is missing"), _("Write what people call this platform, in at most 60 characters."))
    if not roles or not set(roles) <= set(LEARNERS):
        form.refuse("roles", _("Whose accounts it may open is missing"), _("Tick one or more."))
    new_role = form.text("new_role")
    if new_role and new_role not in roles:
        form.refuse("new_role", _("New accounts are of somebody else"), _("Choose one of those that you ticked above, or nobody."))
    return {
        **{f"name_{language}": name for language, name in names.items()},
        "roles": [one for one in LEARNERS if one in roles],
        "new_role": new_role,
        "has_grades": form.text("grades") == "yes",
    }


@pages.page(f"{FR}{ONE}", f"{EN}{ONE}", access=ADMIN)
def one(uuid: UUID) -> ResponseReturnValue:
    row = _row(uuid)
    form = Form(
        {
            "name_fr": row.name_fr,
            "name_en": row.name_en,
            "new_role": row.new_role,
            "grades": "yes" if row.has_grades else "",
            "deployments": " ".join(row.deployments),
        }
    )
    return _one(row, form, row.roles)


def _row(uuid: UUID) -> PlatformRegistration:
    row = registrations.one_of(reading_session(), uuid)
    if row is None or registrations.state_of(row, now()) == registrations.ENDED:
        abort(404)
    return row


def _one(row: PlatformRegistration, form: Form, roles: list[str], status: int = 200) -> ResponseReturnValue:
    page = render_template("lti/registration/platform.html", form=form, roles=LEARNERS, ticked=roles, **_with_state(row, now()))
    return page, status, NO_STORE


@pages.page(f"{FR}{ONE}", f"{EN}{ONE}", access=ADMIN, methods=("POST",))
def change(uuid: UUID) -> ResponseReturnValue:
    """What the site allows it, and its deployments: a second one, or the first of a platform that did not tell it."""
    row, form, roles = _row(uuid), Form(request.form), request.form.getlist("roles")
    values: Mapping[str, Any] = {**_checked(form, roles), "deployments": _deployments(form, row)}
    if not form.is_good:
        return _one(row, form, roles, 422)

    def work_of(work: Session) -> bool:
        found = registrations.one_of(work, uuid)
        for name, value in values.items() if found is not None else ():
            setattr(found, name, value)
        return found is not None

    return _back(submit(work_of))


def _deployments(form: Form, row: PlatformRegistration) -> list[str]:
    words = list(dict.fromkeys(form.text("deployments").split()))
    if row.client_id and (not words or len(words) > MOST_DEPLOYMENTS or any(len(one) > LONGEST_ID for one in words)):
        form.refuse("deployments", _("The deployment is missing"), _("Write its id as the platform shows it."))
    return words


@pages.page(f"{FR}{ONE}/accepter", f"{EN}{ONE}/accept", access=ADMIN, methods=("POST",))
def accept(uuid: UUID) -> ResponseReturnValue:
    """Its launches count from now on."""
    at, row = now(), _row(uuid)
    if not submit(lambda work: registrations.accept(work, uuid, at)):
        form = Form()
        form.refuse("deployments", _("The deployment is missing"), _("Write its id as the platform shows it, save, then accept."))
        return _one(row, form, row.roles, 409) if not row.deployments else _back(is_there=True)
    return _back(is_there=True)


@pages.page(f"{FR}{ONE}/fin", f"{EN}{ONE}/end", access=ADMIN, methods=("POST",))
def end(uuid: UUID) -> ResponseReturnValue:
    at = now()
    return _back(bool(submit(lambda work: registrations.end(work, uuid, at))))


def _back(is_there: bool) -> Response:
    if not is_there:
        abort(404)
    answer = redirect(url_for("platforms.platforms"), code=303)
    assert isinstance(answer, Response)  # noqa: S101 - werkzeug types it as its own base
    return answer
