"""The page that says what the site keeps about a person, and the one that erases it."""

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from flask_security.utils import logout_user

from lms import logs
from lms.accounts.confirming import confirm
from lms.accounts.presence import present
from lms.privacy import erasing
from lms.web.extensions import db
from lms.web.forms import Form
from lms.web.instants import now
from lms.web.layout import settings
from lms.web.pages import ANYONE, SIGNED_IN, Pages
from lms.web.writing import submit

pages = Pages("privacy", __name__)


@pages.page("/vos-donnees", "/your-data", access=ANYONE)
def privacy() -> ResponseReturnValue:
    return render_template("privacy/privacy.html", contact=settings().contact, uuid=present().uuid)


@pages.page("/compte/effacer", "/account/erase", access=SIGNED_IN, methods=("GET", "POST"))
def erase() -> ResponseReturnValue:
    """A page, not a dialog: what goes, then No first, and the passphrase before Yes."""
    form = Form(request.form if request.method == "POST" else None)
    if request.method == "GET":
        return render_template("privacy/erase.html", form=form)
    if not confirm(form.raw("passphrase")):
        form.refuse("passphrase", _("The passphrase does not fit"), _("Write the one you signed in with."))
        return render_template("privacy/erase.html", form=form), 422
    account_id, home_page, at = current_user.id, settings().home_page, now()
    db.session.expunge_all()  # the row behind current_user goes away: signing out below must not look for it
    graves = submit(lambda work: erasing.erase(work, account_id, home_page, at))
    erasing.note(settings().data, graves)
    logs.event("account_erased", account=account_id, by=account_id)
    logout_user()
    session.clear()
    return redirect(url_for("privacy.erased"), code=303)


@pages.page("/efface", "/erased", access=ANYONE)
def erased() -> ResponseReturnValue:
    return render_template("privacy/erased.html")
