"""Names of cohorts: what one may be, asked in one way by both pages and the command. None tells of an illness or a treatment."""

from pathlib import Path

from flask_babel import gettext as _

from courses.errors import ContentUnreadable
from courses.rules import cohort_names
from lms.settings import CONTENT
from lms.web.routing.forms import Form
from lms.web.site.layout import settings

LONGEST = 80


def has_fitting_length(name: str) -> bool:
    return 0 < len(name) <= LONGEST


def checked_name(form: Form, field: str) -> str:
    """The name typed in a field; one that may not stand is refused there, with what to do."""
    name = form.text(field)
    if not has_fitting_length(name):
        form.refuse(field, _("The name is missing"), _("Up to 80 characters. Do not put learners’ names in it."))
    word = refused_word(settings().shown_content, name)
    if word is not None:
        words = _("Take “%(word)s” out: the name is seen on cards and screens.", word=word)
        form.refuse(field, _("The name tells of an illness or a treatment"), words)
    return name


def refused_word(shown_content: Path, name: str) -> str | None:
    """The word for which a name is refused; None when it may stand.

    The site's own list counts. One without it, because its texts were begun by an older program, has the list that is shipped.
    """
    try:
        words = cohort_names.load(shown_content)
    except ContentUnreadable:
        words = cohort_names.load(CONTENT)
    return words.first_in(name)
