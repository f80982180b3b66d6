"""What one typed, laid into what somebody else saved between the reading of the text and the keeping of it."""

import pytest

from courses.authoring import text_files
from lms.authoring.forms import page_routes
from lms.settings import CONTENT

PATH = "fr/caregivers/carer-role.md"
TEXT = text_files.read(CONTENT, PATH)
PIECE = text_files.piece(CONTENT, PATH)
HEAD, BODY = {("title",): "Mon titre"}, "## Un écran {#first}\n\nMes mots.\n"


def test_their_other_values_stay_beside_what_was_typed() -> None:
    line = next(line for line in TEXT.split("\n") if line.startswith("summary:"))
    theirs = TEXT.replace(line, 'summary: "Leur résumé."', 1)
    assert theirs != TEXT
    merged = page_routes._put_into(theirs, PIECE, HEAD, BODY, TEXT)
    assert 'summary: "Leur résumé."' in merged
    assert 'title: "Mon titre"' in merged
    assert merged.endswith(f"---\n{BODY}")


ALIAS = '---\nkey: a\ntitle: &t "x"\nsummary: *t\n---\nx\n'
"""One value that stands for two: no form changes it alone."""


@pytest.mark.parametrize("theirs", ["no head at all\n", "---\ntitle: [\n---\nx\n", "---\n- a\n---\nx\n", ALIAS])
def test_where_theirs_has_no_form_the_whole_text_is_compared(theirs: str) -> None:
    assert page_routes._put_into(theirs, PIECE, HEAD, BODY, "the text as it was to be saved") == "the text as it was to be saved"
