"""Her own attestations: what there is, the name that is printed, the paper."""

from datetime import date
from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.accounts.presence import present
from lms.credentials import codes, paper, printed, printed_names, releasing, validity
from lms.credentials.models import Attestation
from lms.credentials.pages import PROFESSIONAL, file, pages, state_today
from lms.credentials.printed_names import NameDefect
from lms.credentials.state_words import words
from lms.web.database.extensions import reading_session
from lms.web.database.instants import now
from lms.web.database.long_work import without_transaction
from lms.web.database.writing import submit
from lms.web.routing import locales
from lms.web.routing.forms import Form
from lms.web.site.layout import settings
from lms.web.site.printing import qr_svg

ONE = "/<uuid:uuid>"


@pages.page("/mes-attestations", "/my-attestations", access=PROFESSIONAL)
def attestations() -> ResponseReturnValue:
    rows = releasing.of_learner(reading_session(), present().learner_id)
    lines = [(row, state_today(row), last_day(row)) for row in rows]
    return render_template("credentials/attestations.html", rows=lines, title=title, state_words=words)


@pages.page(f"/mes-attestations{ONE}", f"/my-attestations{ONE}", access=PROFESSIONAL)
def attestation(uuid: UUID) -> ResponseReturnValue:
    return _page(own(uuid), Form())


def _page(row: Attestation, form: Form, status: int = 200) -> ResponseReturnValue:
    own_paper = printed.printed(row, locales.current(), settings()) if row.name else None
    page = render_template(
        "credentials/attestation.html",
        row=row,
        title=title(row),
        state=state_today(row),
        form=form,
        paper=own_paper,
        state_words=words,
        is_demo=row.is_demo or settings().is_demo,
        profession=printed.words_in(row.profession, locales.current()),
        qr=qr_svg(own_paper.address) if own_paper and row.released_at else "",
        last_day=last_day(row),
        renewal_day=validity.renewal_day(row.expires_at) if row.expires_at else None,
        stamp=printed.stamp(),
    )
    return page, status


@pages.page(f"/mes-attestations{ONE}/nom", f"/my-attestations{ONE}/name", access=PROFESSIONAL, methods=("POST",))
def set_name(uuid: UUID) -> ResponseReturnValue:
    row, form = own(uuid), Form(request.form)
    name = printed_names.normalise(form.raw("name"))
    refuse_printed_name(form, name)
    if not form.is_good:
        return _page(row, form, 422)
    learner_id = present().learner_id
    if not submit(lambda work: releasing.set_name(work, learner_id, uuid, name)):
        abort(409)
    return redirect(url_for("credentials.attestation", uuid=uuid), code=303)


@pages.page(f"/mes-attestations{ONE}/delivrer", f"/my-attestations{ONE}/release", access=PROFESSIONAL, methods=("POST",))
def release(uuid: UUID) -> ResponseReturnValue:
    """She confirms the name she saw on the page."""
    learner_id, at, name = present().learner_id, now(), request.form.get("name", "")
    if not submit(lambda work: releasing.release(work, learner_id, uuid, name, at)):
        abort(409)
    return redirect(url_for("credentials.attestation", uuid=uuid), code=303)


@pages.page(f"/mes-attestations{ONE}/pdf", f"/my-attestations{ONE}/pdf", access=PROFESSIONAL)
def attestation_pdf(uuid: UUID) -> ResponseReturnValue:
    """The paper, while the attestation can be relied on or has merely expired; else her page, which says what became of it."""
    row = own(uuid)
    if state_today(row) not in validity.RELIABLE:
        return redirect(url_for("credentials.attestation", uuid=uuid))
    words, issued_at = printed.printed(row, locales.current(), settings()), row.issued_at
    raw = without_transaction(lambda: paper.pdf(words, issued_at))
    return file(raw, "application/pdf", f"attestation-{codes.grouped(words.code.replace('-', ''))}-{locales.current()}.pdf")


def own(uuid: UUID) -> Attestation:
    return releasing.own_attestation(reading_session(), present().learner_id, uuid)


def title(row: Attestation) -> str:
    return printed.words_in(row.title, locales.current())


def last_day(row: Attestation) -> date | None:
    return validity.last_day(row.expires_at) if row.expires_at else None


def refuse_printed_name(form: Form, name: str) -> None:
    """Say in the form why a name cannot be printed, and what to write instead."""
    defect = printed_names.defect(name)
    if defect is None and not paper.has_glyphs(name):
        defect = (NameDefect.UNPRINTABLE, "")
    if defect is None:
        return
    kind, sign = defect
    titles = {
        NameDefect.EMPTY: (_("The name is missing"), _("Write your first name and your surname.")),
        NameDefect.ADDRESS: (_("This is an address"), _("Write your name; an e-mail address is never printed.")),
        NameDefect.LONG: (
            _("The name is too long to be printed"),
            _("Write at most 120 characters, with a space or a hyphen at least every 40 letters."),
        ),
        NameDefect.UNPRINTABLE: (
            _("The paper has no letters of this writing"),
            _("It prints Latin, Greek, Cyrillic, Hebrew and Arabic letters. Write the name in Latin letters, as in a passport."),
        ),
        NameDefect.SIGN: (
            _("A character of this name cannot be printed: %(sign)s", sign=printed_names.describe(sign)),
            _("Write letters, spaces, hyphens, apostrophes, full stops, commas or brackets, and begin with a letter."),
        ),
    }
    form.refuse("name", *titles[kind])
