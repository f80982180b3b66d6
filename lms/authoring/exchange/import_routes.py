"""Questions of another program: a form for the file, what would become of each, then those the educator chose as drafts."""

from collections import Counter
from collections.abc import Sequence

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from courses.authoring import text_files
from courses.authoring.text_files import LONGEST, Piece
from courses.errors import ContentUnreadable
from courses.exchange import formats, joining, remarks, taking
from courses.exchange.errors import BankUnreadable
from courses.exchange.formats import Bank
from courses.exchange.questions import OwnItem
from courses.exchange.taking import STANDINGS, Place, Row
from courses.items import item_text, syntax
from courses.model.content import Form as Pool
from courses.model.content import Item
from lms.authoring import working
from lms.authoring.errors import AuthoringError, ContentLost, TextChanged
from lms.authoring.exchange import modules
from lms.authoring.pages import desk, pages
from lms.authoring.words import language_names
from lms.errors import NotFound
from lms.web.database.long_work import without_transaction
from lms.web.guards.body_refusal import LARGEST_BANK
from lms.web.routing import locales
from lms.web.routing.forms import Form
from lms.web.routing.pages import EDUCATOR
from lms.web.site.layout import settings

POOLS: tuple[Pool, ...] = ("practice", "A", "B", "C")
"""The final pool is written by hand: what came from a public bank is known to too many."""


@pages.page("/rediger/importer", "/writing/import", access=EDUCATOR)
def import_questions() -> ResponseReturnValue:
    return _form(Form({"module": request.args.get("module", ""), "language": request.args.get("language", locales.current())}))


@pages.page("/rediger/importer", "/writing/import", access=EDUCATOR, methods=("POST",))
def look_at_questions() -> ResponseReturnValue:
    """A trial: what would become of each question. Nothing is written, and the file is kept nowhere: what is taken travels in the page."""
    form = Form(request.form)
    place = _place(form)
    upload = request.files.get("file")
    raw = upload.stream.read(LARGEST_BANK + 1) if upload is not None and upload.filename else b""
    if upload is not None:
        upload.close()  # a large one waits in a file that nobody else closes
    if upload is None or not upload.filename:
        form.refuse("file", _("No file was chosen"), _("Choose the file that the other program wrote."))
    if place is None or upload is None or not form.is_good:
        return _form(form, 422)
    try:
        bank, rows = without_transaction(lambda: _read(raw, place))
    except BankUnreadable as refusal:
        form.refuse("file", _("The file cannot be read"), remarks.sentence(refusal.why, locales.current()))
        return _form(form, 422)
    return _report(place, bank, rows, (upload.filename or "")[:80])


def _read(raw: bytes, place: Place) -> tuple[Bank, list[Row]]:
    bank = formats.read(raw, place.language)
    return bank, taking.rows(bank.entries, place)


def _place(form: Form) -> Place | None:
    """Where the questions go, as the form says; None when it does not."""
    language, pool = form.text("language"), form.text("pool") or "practice"
    items_file = modules.piece(settings().shown_content, form.text("module"), language) if language in ("fr", "en") else None
    if items_file is None:
        form.refuse("module", _("The module is missing"), _("Choose the module the questions are for."))
        return None
    form_name = next((name for name in POOLS if name == pool), POOLS[0])
    return Place(items_file.key, language, form_name, modules.items(settings().shown_content, items_file))


def _form(form: Form, status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "authoring/import.html",
        form=form,
        courses=modules.choices(settings().shown_content, locales.current()),
        languages=list(language_names().items()),
        pools=[(name, words) for name, words in pool_names().items()],
        most=LARGEST_BANK // 1000,
    )
    return page, status, {"Cache-Control": "no-store"}


def pool_names() -> dict[Pool, str]:
    """The pools questions may be brought into."""
    return {"practice": _("practice"), "A": _("form A"), "B": _("form B"), "C": _("form C")}


def standing_names() -> dict[str, str]:
    """What became of a question."""
    return {"taken": _("taken as it is"), "changed": _("taken with a change"), "incomplete": _("to complete"), "refused": _("not taken")}


def _report(place: Place, bank: Bank, rows: Sequence[Row], name: str) -> ResponseReturnValue:
    counts = Counter(row.standing for row in rows)
    page = render_template(
        "authoring/import_report.html",
        place=place,
        bank=bank,
        rows=rows,
        name=name,
        counts=[(standing, counts[standing]) for standing in STANDINGS],
        standings=standing_names(),
        said=lambda one: remarks.sentence(one, locales.current()),
        carried=item_text.write([row.item for row in rows if row.item is not None]),
        can_take=any(row.item is not None for row in rows),
        language_names=language_names(),
        pool_names=pool_names(),
    )
    return page, 200, {"Cache-Control": "no-store"}


@pages.page("/rediger/importer/prendre", "/writing/import/take", access=EDUCATOR, methods=("POST",))
def take_questions() -> ResponseReturnValue:
    """Put the chosen questions at the end of their pool, as a draft, and go on at the first of them in the list of questions."""
    form = Form(request.form)
    place = _place(form)
    items_file = modules.piece(settings().shown_content, form.text("module"), form.text("language")) if place else None
    if place is None or items_file is None:
        raise NotFound
    chosen = set(request.form.getlist("take"))
    text = request.form.get("carried", "").replace("\r\n", "\n")
    items = [item for item in syntax.parse("", place.language, place.module, text).items if item.key in chosen]
    if not items:
        form.refuse("file", _("No question was chosen"), _("Choose the file again, then tick the questions to bring in."))
        return _form(form, 422)
    new_items = _with_free_keys(items, place)
    refusal = _write(items_file, new_items, place.form)
    if refusal:
        form.refuse("file", *refusal)
        return _form(form, 422)
    return redirect(url_for("authoring.questions", file=items_file.path, _anchor=new_items[0].key if new_items else None), code=303)


def _with_free_keys(items: Sequence[Item], place: Place) -> list[Item]:
    """Keys that somebody took since the report was made get a number."""
    rows = taking.rows([OwnItem(item.line, item) for item in items], place)
    return [row.item for row in rows if row.item is not None]


def _write(items_file: Piece, items: Sequence[Item], pool: Pool) -> tuple[str, str] | None:
    """None when it is written; else a title and what to do."""
    folder = settings().shown_content
    before = text_files.read(folder, items_file.path)
    text = joining.joined(before, items, pool)
    if not items:
        return _("These questions are in the module already"), _("Nothing was written.")
    if len(text) > LONGEST:
        what = _("With these the file would be longer than %(n)s characters. Tick fewer, or put some into another module.", n=LONGEST)
        return _("Too many questions for one module"), what
    try:
        working.save(desk(), items_file, text, working.mark(before))
    except TextChanged:
        return _("Somebody else is saving"), _("The module changed meanwhile. Send the file again.")
    except (ContentUnreadable, ContentLost):
        return _("The questions cannot be kept"), _("Nothing was written. Tell who runs the site, then try again.")
    except AuthoringError:
        return _("Somebody else is saving"), _("Try again in a moment.")
    except OSError as error:
        current_app.logger.error("%s cannot be saved: %s", items_file.path, error)
        return _("The site cannot write its files"), _("Nothing was written. Tell who runs the site, then try again.")
    return None
