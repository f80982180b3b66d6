"""The pages behind a code: typed or scanned, looked at, then acted on by a pressed button. A GET never uses anything up."""

from uuid import UUID

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session

from lms import logs
from lms.accounts import codes, names, opening, passphrases, start_codes, throttle
from lms.accounts.models import Account, Learner
from lms.accounts.presence import GUEST_KEY, present
from lms.accounts.routes import enter
from lms.accounts.wording import refuse_name, refuse_passphrase, refuse_too_many
from lms.cohorts import invitations
from lms.errors import CodeRefused, NameTaken, TooManyTries
from lms.people import code_forms
from lms.people.code_forms import START, Opened
from lms.people.pages import own as pages
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.routing import locales
from lms.web.routing.forms import Form
from lms.web.routing.pages import ANYONE
from lms.web.site import content
from lms.web.site.layout import settings


@pages.page("/code", "/code", access=ANYONE)
def code() -> ResponseReturnValue:
    return _ask_code(Form())


@pages.page("/code/<typed>", "/code/<typed>", access=ANYONE)
def code_link(typed: str) -> ResponseReturnValue:
    """Where links and QR codes lead: the same page with the code filled in, whatever it is worth."""
    return _ask_code(Form({"code": codes.grouped(codes.plain(typed[:80]))}))


def _ask_code(form: Form, status: int = 200) -> ResponseReturnValue:
    return render_template("people/code.html", form=form), status, {"Cache-Control": "no-store"}


@pages.page("/code", "/code", access=ANYONE, methods=("POST",), name="look_up")
def look_up() -> ResponseReturnValue:
    """Say what the code opens. Wrong, ended, revoked and used ones get one answer, after the same work."""
    form = Form(request.form)
    invitation, refusal = _show_invitation(form)
    return _step(invitation, Form({"name": invitation.suggested_name(locales.current())})) if invitation is not None else refusal


def _show_invitation(form: Form) -> tuple[Opened | None, ResponseReturnValue]:
    """What the code of this form opens, or None with the page that says it opens nothing. Wrong codes are counted."""
    hash, at = codes.hashed(form.text("code")), now()
    learner_id = present().learner_id if current_user.is_authenticated else None
    try:
        invitation = throttle.guarded(throttle.of_joining(), lambda work: code_forms.behind(work, hash, at, learner_id))
    except TooManyTries as error:
        refuse_too_many(form, "code", error)
        return None, _ask_code(form, 429)
    return invitation, _refuse(form) if invitation is None else ""


def _refuse(form: Form) -> ResponseReturnValue:
    words = _("Check each letter and digit. It may also be used or out of date: ask the person who gave it to you for another one.")
    form.refuse("code", _("This code opens nothing"), words)
    return _ask_code(form, 422)


def _step(invitation: Opened, form: Form, status: int = 200) -> ResponseReturnValue:
    """The page of what the code opens, with its one button. The code travels in the form: nothing is used up yet."""
    course = content.catalogue().courses.get(invitation.course)
    typed = codes.plain(request.form.get("code", ""))
    asks_account = invitation.kind != START and not current_user.is_authenticated
    page = render_template(
        "people/code_step.html", form=form, opened=invitation, course=course, code=typed, asks_account=asks_account, start=START
    )
    return page, status, {"Cache-Control": "no-store"}


@pages.page("/code/suite", "/code/next", access=ANYONE, methods=("POST",))
def go_on() -> ResponseReturnValue:
    """Use the code: set a passphrase, join with the account that is signed in, or open an account and join, all at once."""
    form = Form(request.form)
    invitation, refusal = _show_invitation(form)
    if invitation is None:
        return refusal
    try:
        if invitation.kind == START:
            return _start_account(form, invitation)
        return _join() if current_user.is_authenticated else _account_opened(form, invitation)
    except CodeRefused:
        return _refuse(form)
    except TooManyTries as error:
        refuse_too_many(form, "name", error)
        return _step(invitation, form, 429)


def _start_account(form: Form, invitation: Opened) -> ResponseReturnValue:
    _refuse_incomplete(form, invitation.username)
    if not form.is_good:
        return _step(invitation, form, 422)
    hash, at, stored = codes.hashed(form.text("code")), now(), passphrases.hashed(form.raw("passphrase"))
    account_id = submit(lambda work: start_codes.use(work, hash, stored, at))
    logs.event("account_started", account=account_id)
    return enter(_account(account_id), url_for("home.home"))


def _refuse_incomplete(form: Form, name: str) -> None:
    refuse_passphrase(form, "passphrase", form.raw("passphrase"), name)
    if not form.text("consent"):
        form.refuse("consent", _("Your agreement is missing"), _("Without it, stay without an account: everything is open."))


def _account(account_id: int) -> Account:
    account = db.session.get(Account, account_id)
    assert account is not None  # noqa: S101 - the writer has just made or changed it
    return account


class _Accepting:
    """What accepting an invitation needs of the request, taken before the writer is asked."""

    def __init__(self) -> None:
        self.hash, self.now, self.language = codes.hashed(request.form.get("code", "")), now(), locales.current()
        self.courses, self.home_page = dict(content.catalogue().courses), settings().home_page

    def __call__(self, work: Session, learner: Learner) -> UUID:
        """Raises CodeRefused."""
        return invitations.accept(work, self.hash, learner, self.courses, self.home_page, self.now, self.language).uuid


def _join() -> ResponseReturnValue:
    accepting, learner_id = _Accepting(), present().learner_id
    cohort = submit(lambda work: accepting(work, work.get_one(Learner, learner_id)))
    logs.event("cohort_joined", account=current_user.id, cohort=cohort)
    return redirect(url_for("joining.groups", joined=cohort), code=303)


def _account_opened(form: Form, invitation: Opened) -> ResponseReturnValue:
    refuse_name(form, "name", form.text("name"))
    if form.text("role") not in invitation.roles:
        form.refuse("role", _("Your path is missing"), _("Choose the one that fits you best."))
    _refuse_incomplete(form, form.text("name"))
    if not form.is_good:
        return _step(invitation, form, 422)
    throttle.reserve(throttle.of_registration())
    accepting, new = _Accepting(), _new_account(form, invitation)

    def work_of(work: Session) -> tuple[int, UUID]:
        account = opening.open_account(work, new, accepting.now)
        work.flush()
        return account.id, accepting(work, account.learner)

    try:
        account_id, cohort = submit(work_of)
    except NameTaken:
        form.refuse(
            "name", _("This name is taken, or too much like another"), _("Choose another name. If it is your own account, sign in.")
        )
        return _step(invitation, form, 422)
    logs.event("account_opened", account=account_id, role=new.role, cohort=cohort)
    return enter(_account(account_id), url_for("joining.groups", joined=cohort))


def _new_account(form: Form, invitation: Opened) -> opening.NewAccount:
    """A guest's work goes along, unless the cohort is of simulated learners: those never share a figure with real ones."""
    guest = UUID(session[GUEST_KEY]) if GUEST_KEY in session and not invitation.is_simulated else None
    return opening.NewAccount(
        username=names.displayed(form.text("name")),
        password_hash=passphrases.hashed(form.raw("passphrase")),
        role=form.text("role"),
        is_simulated=invitation.is_simulated,
        has_consented=True,
        learner_uuid=guest,
    )
