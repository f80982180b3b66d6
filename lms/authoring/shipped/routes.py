"""Pages of what the shipped texts changed: the list, one page or register with both changes side by side, and taking it over."""

from collections.abc import Mapping, Sequence

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from courses.errors import ContentUnreadable
from lms.authoring.comparing import lines_between
from lms.authoring.errors import ContentBusy, TextChanged
from lms.authoring.pages import desk, pages
from lms.authoring.shipped import taking_over, waiting
from lms.authoring.shipped.taking_over import FileMerge
from lms.authoring.shipped.waiting import Unit
from lms.errors import NotFound
from lms.web.database.long_work import without_transaction
from lms.web.routing import locales
from lms.web.routing.forms import Form
from lms.web.routing.pages import EDUCATOR
from lms.web.site.layout import settings

CHOICES = ("ours", "theirs", "both", "words")
ONE = "/<path:key>"


@pages.page("/rediger/textes-livres", "/writing/shipped", access=EDUCATOR)
def shipped_texts() -> ResponseReturnValue:
    """What changed upstream and waits for this site, urgent pages first."""
    units = without_transaction(lambda: waiting.units(settings().content, settings().own_content))
    return render_template("authoring/shipped/list.html", units=units)


@pages.page(f"/rediger/textes-livres{ONE}", f"/writing/shipped{ONE}", access=EDUCATOR)
def shipped_text(key: str) -> ResponseReturnValue:
    """What changed in the shipped text beside what this site wrote, and a form for lines that both changed."""
    unit, merges = _unit(key)
    return _page(unit, merges, Form(), 200)


@pages.page(f"/rediger/textes-livres{ONE}", f"/writing/shipped{ONE}", access=EDUCATOR, methods=("POST",))
def take_over(key: str) -> ResponseReturnValue:
    """Keep both changes as a draft, or show the form again with what is still open and all that was chosen."""
    unit, merges = _unit(key)
    form = Form(request.form)
    picks = _chosen(merges, form)
    if not form.is_good:
        return _page(unit, merges, form, 422)
    try:
        taking_over.take_over(desk(), unit.key, picks, form.text("base"))
    except TextChanged:
        form.refuse("base", _("The texts changed in the meantime"), _("Look at both once more, then choose again."))
        return _page(unit, merges, form, 409)
    except ContentUnreadable as error:
        form.refuse("base", _("The site could not read the file any more: nothing was kept"), error.line_in(locales.current()))
        return _page(unit, merges, form, 422)
    except ContentBusy:
        form.refuse("base", _("Somebody else is saving"), _("Try again in a moment."))
        return _page(unit, merges, form, 503)
    except OSError as error:
        current_app.logger.error("%s cannot be taken over: %s", unit.key, error)
        form.refuse("base", _("The site cannot write its files"), _("Nothing was made. Tell who runs the site, then try again."))
        return _page(unit, merges, form, 503)
    return redirect(url_for("authoring.shipped_texts"), code=303)


def _unit(key: str) -> tuple[Unit, list[FileMerge]]:
    """Raises NotFound: nothing of this key waits."""

    def read_unit() -> tuple[Unit, list[FileMerge]] | None:
        unit = waiting.unit(settings().content, settings().own_content, key)
        return None if unit is None else (unit, taking_over.merges(settings().own_content, unit))

    pair = without_transaction(read_unit)
    if pair is None:
        raise NotFound
    return pair


def _chosen(merges: Sequence[FileMerge], form: Form) -> Mapping[str, Mapping[int, str]]:
    """The words for each conflict. Refuses those that nobody settled."""
    picks: dict[str, dict[int, str]] = {}
    for number, one in enumerate(merges):
        for place, conflict in enumerate(one.conflicts):
            name = f"pick-{number}-{place}"
            pick = form.raw(name)
            ours, theirs = "\n".join(conflict.ours), "\n".join(conflict.theirs)
            words = form.raw(f"words-{number}-{place}").replace("\r\n", "\n").rstrip("\n")
            if pick not in CHOICES:
                where = _("%(file)s, line %(line)s", file=one.path, line=conflict.line)
                form.refuse(name, _("A choice is missing"), _("%(where)s: choose which words stay.", where=where))
                continue
            words_by_pick = {"ours": ours, "theirs": theirs, "both": "\n".join(part for part in (ours, theirs) if part), "words": words}
            picks.setdefault(one.path, {})[place] = words_by_pick[pick]
    return picks


def _page(unit: Unit, merges: Sequence[FileMerge], form: Form, status: int) -> ResponseReturnValue:
    page = render_template(
        "authoring/shipped/one.html",
        unit=unit,
        files=merges,
        form=form,
        base=taking_over.mark(list(merges)),
        upstream=lambda one: lines_between(one.base, one.theirs),
        own_words=lambda one: lines_between(one.base, one.ours),
    )
    return page, status
