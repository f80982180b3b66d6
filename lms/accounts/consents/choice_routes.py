"""The page on which somebody sees what she agreed to, and takes it back or gives it again, purpose by purpose."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.orm import Session

from lms import logs
from lms.accounts.consents import consents
from lms.accounts.models import Account
from lms.web.database.extensions import reading_session
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.routing.pages import SIGNED_IN, Pages

pages = Pages("consents", __name__)


@pages.page("/compte/accords", "/account/agreements", access=SIGNED_IN)
def own() -> ResponseReturnValue:
    reader = reading_session()
    decisions = consents.of_account(reader, current_user.id)
    return render_template(
        "accounts/agreements.html",
        decisions=decisions,
        counts=consents.holds(reader, reader.get_one(Account, current_user.id), consents.FIGURES),
        changed=request.args.get("changed", ""),
    )


@pages.page("/compte/accords/retirer/<purpose>", "/account/agreements/withdraw/<purpose>", access=SIGNED_IN, methods=("POST",))
def withdraw(purpose: str) -> ResponseReturnValue:
    return _change(purpose, is_given=False)


@pages.page("/compte/accords/donner/<purpose>", "/account/agreements/give/<purpose>", access=SIGNED_IN, methods=("POST",))
def give(purpose: str) -> ResponseReturnValue:
    """Of figures alone: agreement that anything is kept is asked for on a page of its own, with its words."""
    if purpose != consents.FIGURES:
        abort(404)
    return _change(purpose, is_given=True)


def _change(purpose: str, *, is_given: bool) -> ResponseReturnValue:
    if purpose not in consents.VERSIONS:
        abort(404)
    account_id, at = current_user.id, now()
    change = consents.give if is_given else consents.withdraw

    def work_of(work: Session) -> bool:
        return change(work, work.get_one(Account, account_id), purpose, at)

    if submit(work_of):
        logs.event("consent_given" if is_given else "consent_withdrawn", account=account_id, reason=purpose)
    if purpose == consents.LEARNING:
        return redirect(url_for("accounts.consent"), code=303)
    return redirect(url_for("consents.own", changed=purpose), code=303)
