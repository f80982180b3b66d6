"""The rules of the site by form, for a clinician: kept only when every text still agrees with each of them."""

from pathlib import Path

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from courses.authoring.registers import changed_folder, shared_files
from courses.authoring.registers.yaml_places import CannotEdit
from courses.errors import ContentUnreadable
from courses.rules import rule_files
from courses.rules.rule_files import RULES
from lms.authoring.clinical import rule_fields
from lms.authoring.clinical.row_routes import Breaks
from lms.authoring.errors import ContentBusy, TextChanged
from lms.authoring.pages import desk, pages, today
from lms.authoring.registers import keeping
from lms.authoring.registers import routes as register_routes
from lms.authoring.registers.keeping import NotReadable
from lms.web.database.long_work import without_transaction
from lms.web.routing import locales
from lms.web.routing.forms import Form
from lms.web.routing.pages import CLINICIAN
from lms.web.site import content
from lms.web.site.layout import settings


@pages.page("/rediger/regles", "/writing/rules", access=CLINICIAN)
def site_rules() -> ResponseReturnValue:
    text = _text()
    return _page(rule_fields.opening_form(text), text, _mark(text))


def _text() -> str:
    return shared_files.read(settings().shown_content, RULES)


def _mark(text: str) -> str:
    return keeping.mark(shared_files.values(text, RULES))


@pages.page("/rediger/regles", "/writing/rules", access=CLINICIAN, methods=("POST",))
def save_site_rules() -> ResponseReturnValue:
    """Keep what differs, or only look at it. A rule the site cannot read, or with which texts would not agree, is not kept."""
    form, base, text = Form(request.form), request.form.get("base", ""), _text()
    sources = register_routes.entries_of("sources")
    try:
        new_text = rule_fields.edited_text(form, text, sources)
        if form.is_good:
            rule_files.parse(new_text)
        if not form.is_good or request.form.get("do") == "look":
            return _page(form, text, base, status=200 if form.is_good else 422)
        place = desk()
        without_transaction(
            lambda: keeping.change_files(
                place,
                [RULES],
                lambda texts: {RULES: rule_fields.edited_text(form, texts[RULES], sources)},
                base=base,
                mark_of=lambda texts: _mark(texts[RULES]),
                check=lambda own, texts: check_rules(own, texts[RULES]),
            )
        )
    except TextChanged:
        return _page(form, _text(), _mark(_text()), theirs=rule_fields.opening_form(_text()), status=409)
    except Breaks as error:
        for problem in error.problems[:5]:
            where = "" if problem.path == RULES else f"{problem.path}, {_('line %(n)s', n=problem.line)}{_(': ')}"
            form.refuse("default", _("The texts would not agree any more"), where + problem.sentence.in_language(locales.current()))
        return _page(form, text, base, status=422)
    except ContentUnreadable as error:
        form.refuse("default", _("The site could not read the file any more"), error.sentence.in_language(locales.current()))
        return _page(form, text, base, status=422)
    except (CannotEdit, NotReadable, ContentBusy, KeyError, OSError) as error:
        register_routes.refuse(form, "default", CannotEdit(str(error)) if isinstance(error, KeyError) else error)
        return _page(form, text, base, status=503)
    return redirect(url_for("authoring.site_rules"), code=303)


def check_rules(own: Path, text: str) -> None:
    """Raises Breaks, ContentUnreadable."""
    if fresh := changed_folder.new_ones(content.catalogue().problems, changed_folder.problems_of_rules(own, text, today=today())):
        raise Breaks(fresh)


def _page(form: Form, text: str, base: str, *, theirs: Form | None = None, status: int = 200) -> ResponseReturnValue:
    parts = rule_fields.parts(text)
    page = render_template(
        "authoring/clinical/rules.html",
        form=form,
        parts=parts,
        presets=[(part.key, part.key) for part in parts if part.is_preset],
        base=base,
        theirs=theirs,
        chosen_rule=content.rule().key,
        titles={
            "site": _("The site"),
            "once": _("Sentences of a rule with one reading"),
            "held": _("Sentences of a rule that waits for a temperature to last"),
            "twice": _("Sentences of a rule with two readings"),
            "numbers": _("Numbers to call in this country"),
        },
        sentences={
            "when": _("When to call, in a few words"),
            "rule": _("The rule, said by the reader"),
            "rule_you": _("The rule, said to the reader"),
            "rule_plain": _("The rule, said to nobody"),
            "second": _("Whether to take it again, said by the reader"),
            "second_you": _("Whether to take it again, said to the reader"),
            "low_rule": _("A temperature that is too low"),
            "unwell_rule": _("Feeling unwell, whatever the number"),
        },
        labels={
            "default": _("Rule of a site that has not chosen one"),
            "low": _("Below this temperature: call at once"),
            "checked_on": _("Day it was read"),
            "valid_until": _("To be looked at again before"),
            "call": _("From this temperature, once: call"),
            "again": _("From this temperature: take it again"),
            "wait_hours": _("Hours between two readings"),
            "references": _("Keys of its sources, joined by commas"),
            "samu": _("medical emergencies"),
            "europe": _("emergencies in Europe"),
            "deaf": _("for people who do not hear"),
            "distress": _("thoughts of suicide"),
        },
    )
    return page, status
