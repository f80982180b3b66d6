"""Names of cohorts: none tells of an illness or a treatment."""

from pathlib import Path

from courses.errors import ContentUnreadable
from courses.rules import cohort_names
from lms.settings import CONTENT

LONGEST = 80


def refused_word(shown_content: Path, name: str) -> str | None:
    """The word for which a name is refused; None when it may stand.

    The site's own list counts. One without it, because its texts were begun by an older program, has the list that is shipped.
    """
    try:
        words = cohort_names.load(shown_content)
    except ContentUnreadable:
        words = cohort_names.load(CONTENT)
    return words.first_in(name)
