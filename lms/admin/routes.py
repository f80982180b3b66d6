"""Staff's pages: people, cohorts, access keys, statements."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select

from lms import logs
from lms.accounts import names, opening, passphrases
from lms.accounts.models import PATIENT_ROLES, ROLES, Account, Learner
from lms.accounts.wording import refuse_name
from lms.cohorts import assigning, registering
from lms.cohorts.assigning import Shelf
from lms.cohorts.models import Cohort, cohort_membership
from lms.errors import NameLooksAlike, NameTaken
from lms.web.database.extensions import db, reading_session
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.routing import locales
from lms.web.routing.forms import Form
from lms.web.routing.pages import ADMIN, Pages
from lms.web.routing.whole_numbers import number_of
from lms.web.site import content
from lms.web.site.layout import settings
from lrs.errors import KeyUnknown
from lrs.keys import access_keys as keys
from lrs.maintenance import forwarding
from lrs.reading import browse
from lrs.storage import clock
from xapi.vocabulary import VERBS

pages = Pages("admin", __name__)
A_PAGE = 50
KEY_DAYS = ("30", "90", "365", "0")
"""How long a new key may open; 0 for no end."""
FILTERS = ("person", "verb", "activity")


@pages.page("/site/personnes", "/site/people", access=ADMIN)
def people() -> ResponseReturnValue:
    return _people(Form(), "")


def _people(form: Form, passphrase: str, status: int = 200, typed: str = "") -> ResponseReturnValue:
    """passphrase: shown on this answer alone. typed: part of a sign-in name; everybody without one."""
    first = number_of(request.args, "from", 0)
    query = select(Account).where(Account.username_key.contains(names.comparable(typed), autoescape=True)).order_by(Account.username_key)
    rows = list(db.session.scalars(query.offset(first).limit(A_PAGE + 1)))
    mine = registering.cohorts_of(reading_session(), current_user)
    page = render_template(
        "admin/people.html",
        form=form,
        made=passphrase,
        people=rows[:A_PAGE],
        renamed=list(db.session.scalars(select(Account).where(Account.renamed_from.is_not(None)).order_by(Account.id))),
        first=first,
        more=len(rows) > A_PAGE,
        a_page=A_PAGE,
        roles=ROLES,
        cohorts=mine,
        cohort_names=_cohort_names([person.id for person in rows[:A_PAGE] if person.role not in PATIENT_ROLES]),
        typed=typed,
        said=_notice(request.args.get("said", "")),
    )
    return page, status


def _cohort_names(account_ids: list[int]) -> dict[int, list[str]]:
    """Account -> the cohorts its holder is in now, by name; one query. Not asked for patients and carers, whom no list joins to a group."""
    table = cohort_membership.c
    query = select(Learner.account_id, Cohort.name).join(cohort_membership, table.learner_id == Learner.id)
    query = query.join(Cohort, Cohort.id == table.cohort_id).where(Learner.account_id.in_(account_ids), table.left_at.is_(None))
    cohorts: dict[int, list[str]] = {}
    for account_id, name in reading_session().execute(query.order_by(Cohort.name)):
        if account_id is not None:
            cohorts.setdefault(account_id, []).append(name)
    return cohorts


def _notice(what: str) -> str:
    """What the last press did, in words; empty for anything else."""
    return _("The person is in the cohort now.") if what == "joined" else ""


@pages.page("/site/personnes/chercher", "/site/people/find", access=ADMIN, methods=("POST",))
def find_people() -> ResponseReturnValue:
    """A name is looked for by a form, so that it stands in no address and no log."""
    return _people(Form(), "", typed=request.form.get("find", "")[:80])


@pages.page("/site/personnes", "/site/people", access=ADMIN, methods=("POST",))
def add_person() -> ResponseReturnValue:
    form = Form(request.form)
    name, role = form.text("name"), form.text("role")
    refuse_name(form, "name", name)
    if role not in ROLES:
        abort(400)
    if form.is_good:
        passphrase, at = passphrases.generate(locales.current()), now()
        is_demo = form.text("simulated") == "yes"  # nobody's own account: there is nobody to ask
        new = opening.NewAccount(name, passphrases.hashed(passphrase), role, is_simulated=is_demo, has_consented=is_demo)
        try:
            account_id = submit(lambda work: opening.open_account(work, new, at).id)
            logs.event("account_opened", account=account_id, role=role, by=current_user.id)
            return _people(Form(), f"{name}: {passphrase}")
        except NameLooksAlike:
            words = _("On a screen one would be taken for the other. Choose another name.")
            form.refuse("name", _("This name is too much like another"), words)
        except NameTaken:
            form.refuse("name", _("This name is taken"), _("Choose another name."))
    return _people(form, "", 422)


@pages.page("/site/personnes/<int:account_id>/phrase", "/site/people/<int:account_id>/passphrase", access=ADMIN, methods=("POST",))
def new_passphrase(account_id: int) -> ResponseReturnValue:
    """A new random passphrase for somebody who lost hers; her sessions end."""
    account = db.session.get(Account, account_id) or abort(404)
    name, passphrase = account.username, passphrases.generate(locales.current())
    stored = passphrases.hashed(passphrase)
    submit(lambda work: opening.change_passphrase(work, account_id, stored))
    logs.event("passphrase_reset", account=account_id, by=current_user.id)
    return _people(Form(), f"{name}: {passphrase}")


@pages.page("/site/personnes/<int:account_id>/cohorte", "/site/people/<int:account_id>/cohort", access=ADMIN, methods=("POST",))
def join_cohort(account_id: int) -> ResponseReturnValue:
    """Put a person in a cohort; a simulated cohort takes simulated learners alone, and the other way round: else 404."""
    at, shelf = now(), Shelf(content.catalogue().courses, settings().home_page)
    try:
        uuid = UUID(request.form.get("cohort", ""))
    except ValueError:
        abort(400)

    def work_of(work: Any) -> None:
        account, cohort = work.get(Account, account_id), work.scalar(select(Cohort).where(Cohort.uuid == uuid))
        if account is None or cohort is None:
            abort(404)
        assigning.join(work, cohort, account.learner, shelf, at)

    submit(work_of)
    return redirect(url_for("admin.people", said="joined"), code=303)


@pages.page("/site/cles", "/site/access-keys", access=ADMIN)
def access_keys() -> ResponseReturnValue:
    return _access_keys(Form(), "")


def _access_keys(form: Form, new_key: str, status: int = 200) -> ResponseReturnValue:
    """new_key: id and secret of a new key, shown on this answer alone."""
    connection, cohorts = reading_session().connection(), registering.cohorts_of(reading_session(), current_user)
    page = render_template(
        "admin/access_keys.html",
        form=form,
        made=new_key,
        keys=keys.everyone(connection)[:200],
        scopes=keys.SCOPES,
        cohorts={str(cohort.uuid): cohort.name for cohort in cohorts},
        days=KEY_DAYS,
        now=clock.text(now()),
        forwards=forwarding.everyone(connection),
        day_of=lambda instant: locales.day(clock.parse(instant)),
        moment_of=lambda instant: locales.moment(clock.parse(instant)),
    )
    return page, status


@pages.page("/site/cles", "/site/access-keys", access=ADMIN, methods=("POST",))
def add_access_key() -> ResponseReturnValue:
    form = Form(request.form)
    label, scopes, at = form.text("label"), request.form.getlist("scopes"), now()
    if not label or len(label) > 60:
        form.refuse("label", _("The label is missing"), _("Say in a few words what the key is for."))
    if not scopes or not set(scopes) <= set(keys.SCOPES):
        form.refuse("scopes", _("What the key may do is missing"), _("Tick one thing or more."))
    days, rate, cohort = form.text("days"), form.text("rate") or "0", form.text("cohort")
    if days not in KEY_DAYS:
        form.refuse("days", _("The end is missing"), _("Choose how long the key opens."))
    if not (rate.isascii() and rate.isdigit() and len(rate) < 6):
        form.refuse("rate", _("The number of calls does not fit"), _("Write a number, or leave it empty for no limit."))
    if cohort and cohort not in {str(row.uuid) for row in registering.cohorts_of(reading_session(), current_user)}:
        abort(400)
    if not form.is_good:
        return _access_keys(form, "", 422)
    values: dict[str, Any] = {"label": label, "scopes": scopes, "rate": int(rate), "cohort": cohort or None}
    expires = at + timedelta(days=int(days)) if days != "0" else None
    by = current_user.id
    key, secret = submit(lambda work: keys.create(work.connection(), **values, expires=expires, now=at))
    logs.event("key_made", key=key.id, by=by)
    return _access_keys(Form(), f"{key.id}:{secret}")


@pages.page("/site/cles/<uuid:key>/secret", "/site/access-keys/<uuid:key>/secret", access=ADMIN, methods=("POST",))
def rotate_access_key(key: UUID) -> ResponseReturnValue:
    """A new secret for a key; the old one still opens for a day, so that no program stands still."""
    at = now()
    try:
        secret = submit(lambda work: keys.rotate(work.connection(), str(key), now=at))
    except KeyUnknown:
        abort(404)
    logs.event("key_rotated", key=key, by=current_user.id)
    return _access_keys(Form(), f"{key}:{secret}")


@pages.page("/site/cles/<uuid:key>/fin", "/site/access-keys/<uuid:key>/end", access=ADMIN, methods=("POST",))
def end_access_key(key: UUID) -> ResponseReturnValue:
    at = now()
    try:
        submit(lambda work: keys.revoke(work.connection(), str(key), now=at))
    except KeyUnknown:
        abort(404)
    logs.event("key_revoked", key=key, by=current_user.id)
    return redirect(url_for("admin.access_keys"), code=303)


@pages.page("/site/enonces", "/site/statements", access=ADMIN)
def statements() -> ResponseReturnValue:
    """The statement browser: the newest first, by pseudonym, verb and activity."""
    filters = {name: request.args.get(name, "").strip()[:300] for name in FILTERS}
    unclear = bool(filters["person"]) and not _is_uuid(filters["person"])
    rows = []
    if not unclear:
        rows = browse.page(
            db.session.connection(),
            locales.current(),
            pseudonym=filters["person"] or None,
            home_page=settings().home_page,
            activity=filters["activity"] or None,
            verb=filters["verb"] or None,
            after=number_of(request.args, "before") if "before" in request.args else None,
            limit=A_PAGE + 1,
        )
    page = render_template(
        "admin/statements.html",
        rows=rows[:A_PAGE],
        asked=filters,
        unclear=unclear,
        after=rows[A_PAGE - 1].seq if len(rows) > A_PAGE else None,
        verbs=sorted(((key, row.display[locales.current()]) for key, row in VERBS.items()), key=lambda pair: pair[1]),
    )
    return page, 422 if unclear else 200


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
