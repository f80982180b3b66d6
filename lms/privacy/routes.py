"""The page that says what the site keeps about a person, and the one that erases it."""

import logging

from flask import Response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from flask_security.utils import logout_user

from lms import logs
from lms.accounts.confirming import confirm
from lms.accounts.models import Account
from lms.accounts.presence import present
from lms.privacy import copy_file, copying, erasing, finishing
from lms.privacy.retention import rules, run_note
from lms.web.current_site import current_site
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.routing.forms import Form
from lms.web.routing.pages import ANYONE, AUDITOR, SIGNED_IN, Pages
from lms.web.site.layout import settings
from lrs.errors import JournalUnwritable

log = logging.getLogger("lms")
pages = Pages("privacy", __name__)


@pages.page("/vos-donnees", "/your-data", access=ANYONE)
def privacy() -> ResponseReturnValue:
    return render_template("privacy/privacy.html", contact=settings().contact, uuid=present().uuid)


@pages.page("/vos-donnees/durees", "/your-data/how-long", access=ANYONE)
def how_long() -> ResponseReturnValue:
    """The register of durations; whoever answers for the site also sees what the last removal took."""
    is_told = current_user.is_authenticated and current_user.role in (AUDITOR.roles or ())
    run = run_note.read(settings().data) if is_told else None
    return render_template("privacy/how_long.html", rules=rules.RULES, run=run)


@pages.page("/vos-donnees/copie", "/your-data/copy", access=SIGNED_IN, methods=("GET", "POST"))
def copy() -> ResponseReturnValue:
    """Everything kept about her as a file, once she has written her passphrase: a telephone left open gives nothing away."""
    form = Form(request.form if request.method == "POST" else None)
    if request.method == "GET":
        return render_template("privacy/copy.html", form=form)
    if not confirm(form.raw("passphrase")):
        form.refuse("passphrase", _("The passphrase does not fit"), _("Write the one you signed in with."))
        return render_template("privacy/copy.html", form=form), 422
    account = db.session.get_one(Account, current_user.id)
    raw = copy_file.archive(copying.copy_of(db.session(), account, settings().home_page), now())
    logs.event("data_copied", account=account.id, by=account.id)
    response = Response(raw, mimetype="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{_("your-data")}.zip"'
    response.headers["Cache-Control"] = "no-store"
    return response


@pages.page("/compte/effacer", "/account/erase", access=SIGNED_IN, methods=("GET", "POST"))
def erase() -> ResponseReturnValue:
    """A page, not a dialog: what goes, then No first, and the passphrase before Yes."""
    form = Form(request.form if request.method == "POST" else None)
    if request.method == "GET":
        return render_template("privacy/erase.html", form=form, backup_days=settings().backup_days)
    if not confirm(form.raw("passphrase")):
        form.refuse("passphrase", _("The passphrase does not fit"), _("Write the one you signed in with."))
        return render_template("privacy/erase.html", form=form, backup_days=settings().backup_days), 422
    account_id = current_user.id
    db.session.expunge_all()  # the row behind current_user goes away: signing out below must not look for it
    try:
        erasing.erase_person(submit, db.engine, settings().data, lambda _work: account_id, settings().home_page)
    except JournalUnwritable as error:
        log.error("%s", error)
        what, how = _("Nothing was erased: the site cannot write just now"), _("Try again later, or tell the person who runs it.")
        form.refuse("passphrase", what, how)
        return render_template("privacy/erase.html", form=form, backup_days=settings().backup_days), 503
    logs.event("account_erased", account=account_id, by=account_id)
    logout_user()
    session.clear()
    db.session.remove()  # a read transaction of this request would hold the old bytes in the log
    finishing.finish(current_site().store, settings().data, largest=finishing.SMALL)
    return redirect(url_for("privacy.erased"), code=303)


@pages.page("/efface", "/erased", access=ANYONE)
def erased() -> ResponseReturnValue:
    """Says “erased” only when no byte is left; until then the worker goes on, and the page says so."""
    return render_template("privacy/erased.html", is_finished=finishing.is_finished(db.engine), backup_days=settings().backup_days)
