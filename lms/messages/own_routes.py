"""Her own page of messages: her address, what she gets, stopping it all, her calendar."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session

from lms import logs
from lms.accounts import throttle
from lms.accounts.mail import addresses, mail_tokens
from lms.accounts.wording import refuse_too_many
from lms.errors import TooManyTries
from lms.jobs import queue
from lms.messages import choices, places
from lms.messages.pages import LinkToWrite, hash_of, pages, token_of
from lms.web.database.extensions import reading_session
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.routing import locales
from lms.web.routing.forms import Form
from lms.web.routing.pages import SIGNED_IN
from lms.web.site.layout import settings

FR, EN = places.path("choices", "fr"), places.path("choices", "en")


@pages.page(FR, EN, access=SIGNED_IN)
def own() -> ResponseReturnValue:
    return page(Form())


def page(form: Form, status: int = 200) -> ResponseReturnValue:
    reader, account_id = reading_session(), current_user.id
    choice, address = choices.of(reader, account_id), addresses.row_of(reader, account_id)
    kinds = [(kind, choices.is_on(choice, kind, current_user.role)) for kind in choices.kinds_of(current_user.role)]
    calendar = calendar_address(choice.calendar_mark) if choice is not None and choice.calendar_mark else ""
    html = render_template(
        "messages/own.html",
        form=form,
        choice=choice,
        address=address,
        known=current_user.email or "",
        kinds=kinds,
        calendar=calendar,
        sends_mail=bool(settings().mail_host),
        sender=settings().mail_from,
    )
    return html, status, {"Cache-Control": "no-store"}


def calendar_address(mark: str) -> str:
    """On the site's own address: never that of the request's Host header."""
    return f"{settings().origin}{url_for('messages.calendar', token=token_of(mail_tokens.CALENDAR, mark))}"


def _back(here: str = "") -> ResponseReturnValue:
    return redirect(url_for("messages.own", _anchor=here or None), code=303)


@pages.page(f"{FR}/adresse", f"{EN}/address", access=SIGNED_IN, methods=("POST",))
def set_address() -> ResponseReturnValue:
    """Write the confirmation to what she typed. The answer is the same whether the address serves another account or nobody."""
    form = Form(request.form)
    address = addresses.normal(form.text("address"))
    if not settings().mail_host:
        return _back()
    if address is None:
        form.refuse("address", _("The address does not fit"), _("Write it as name@example.org, without accents before the @."))
        return page(form, 422)
    try:
        throttle.reserve(throttle.of_mail(address))
    except TooManyTries as error:
        refuse_too_many(form, "address", error)
        return page(form, 429)
    link, account_id, language, at = LinkToWrite(mail_tokens.CONFIRM), current_user.id, locales.current(), now()
    job = link.job(account_id, at, addresses.CONFIRM_LASTS)

    def work_of(work: Session) -> None:
        addresses.ask(work, account_id, address, language, link.hash, at)
        queue.enqueue(work, job, at)

    submit(work_of)
    logs.event("address_asked", account=account_id)
    return _back("address")


@pages.page(f"{FR}/oublier", f"{EN}/forget", access=SIGNED_IN, methods=("POST",))
def forget_address() -> ResponseReturnValue:
    account_id, at = current_user.id, now()

    def work_of(work: Session) -> None:
        queue.drop_waiting(work, account_id, ("",), at)
        addresses.forget(work, account_id)

    submit(work_of)
    logs.event("address_forgotten", account=account_id)
    return _back("address")


@pages.page(f"{FR}/choix", f"{EN}/choices", access=SIGNED_IN, methods=("POST",))
def choose() -> ResponseReturnValue:
    account_id, at, kinds = current_user.id, now(), frozenset(request.form.getlist("kind")) & set(choices.KINDS)
    mark = mail_tokens.new_mark()
    hash = hash_of(mail_tokens.STOP, mark)

    def work_of(work: Session) -> None:
        choices.ensure(work, account_id, mark, hash)
        choices.choose(work, account_id, kinds, at)

    submit(work_of)
    logs.event("messages_chosen", account=account_id, count=len(kinds))
    return _back("choices")


@pages.page(f"{FR}/arreter", f"{EN}/stop", access=SIGNED_IN, methods=("POST",))
def stop_own() -> ResponseReturnValue:
    account_id, at = current_user.id, now()
    submit(lambda work: choices.stop(work, account_id, "self", at))
    logs.event("messages_stopped", account=account_id, reason="self")
    return _back("choices")


@pages.page(f"{FR}/calendrier", f"{EN}/calendar", access=SIGNED_IN, methods=("POST",))
def make_calendar() -> ResponseReturnValue:
    """A new secret address; the one before opens nothing any more."""
    return _keep_calendar(mail_tokens.new_mark())


@pages.page(f"{FR}/calendrier/fin", f"{EN}/calendar/end", access=SIGNED_IN, methods=("POST",))
def end_calendar() -> ResponseReturnValue:
    return _keep_calendar(None)


def _keep_calendar(mark: str | None) -> ResponseReturnValue:
    account_id, stop_mark = current_user.id, mail_tokens.new_mark()
    stop_hash = hash_of(mail_tokens.STOP, stop_mark)
    calendar_hash = hash_of(mail_tokens.CALENDAR, mark) if mark else None

    def work_of(work: Session) -> None:
        row = choices.ensure(work, account_id, stop_mark, stop_hash)
        row.calendar_mark, row.calendar_hash = mark, calendar_hash

    submit(work_of)
    logs.event("calendar_made" if mark else "calendar_ended", account=account_id)
    return _back("calendar")
