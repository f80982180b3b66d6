"""A title between quotation marks may have its own: they become the inner ones of its language, on every page."""

import re
from pathlib import Path

TEMPLATES = Path(__file__).parents[3] / "lms" / "templates"
TITLE = re.compile(r"\btitle=(?P<value>[^,]+)")


def quoted_titles() -> list[tuple[str, str]]:
    """Each sentence of a template that puts a title between quotation marks: the file, and what stands for the title."""
    found = []
    for path in sorted(TEMPLATES.rglob("*.html")):
        text = path.read_text("utf-8")
        for sentence in re.finditer("“%\\(title\\)s”", text):
            value = TITLE.search(text, sentence.end())
            assert value is not None, path
            found.append((path.relative_to(TEMPLATES).as_posix(), value["value"].strip()))
    return found


def test_a_title_between_quotation_marks_gets_the_inner_ones_of_its_language() -> None:
    found = quoted_titles()
    assert len(found) > 5
    assert [(file, value) for file, value in found if "inside_quotes" not in value] == []
