"""The boxes of a page of the game's words: what was typed in them, and what is wrong with it, beside each."""

from collections.abc import Sequence

from flask_babel import gettext as _

from courses.authoring.registers import word_checks
from courses.authoring.registers.word_groups import Line
from courses.text.keys import LANGUAGES
from lms.web.routing import locales
from lms.web.routing.forms import LONGEST, Form, is_printable, on_one_line
from lms.web.site.layout import settings


def box(number: int, language: str) -> str:
    """The name of the box of a line, counted from 0 in its group."""
    return f"line-{number}-{language}"


def opening_form(lines: Sequence[Line]) -> Form:
    return Form({box(number, one): line.words.get(one, "") for number, line in enumerate(lines) for one in LANGUAGES})


def read(form: Form, lines: Sequence[Line]) -> list[Line]:
    """The lines as they are to be; refuses what readers could not be shown. A box nobody touched keeps every sign of its words."""
    new_lines = [Line(line.path, {one: _words(form, number, one, line) for one in LANGUAGES}) for number, line in enumerate(lines)]
    for number, line in enumerate(new_lines):
        for language, words in line.words.items():
            if words == lines[number].words.get(language):
                continue  # an ending that one pronoun lacks is empty in the file
            if not words:
                form.refuse(box(number, language), _("Words are missing"), _("Write them in both languages."))
            elif not is_printable(words) and "\n" not in words:
                form.refuse(box(number, language), _("A sign cannot be shown"), _("Type the words again."))
            elif len(words) >= LONGEST:
                form.refuse(box(number, language), _("The words are too long"), _("Up to %(n)s characters.", n=LONGEST))
    _check(form, new_lines, lines)
    return new_lines


def _words(form: Form, number: int, language: str, line: Line) -> str:
    raw, now = form.raw(box(number, language)).replace("\r\n", "\n"), line.words.get(language, "")
    if raw in (now, now.rstrip("\n")):
        return now
    return on_one_line(raw)


def _check(form: Form, new_lines: Sequence[Line], lines: Sequence[Line]) -> None:
    places = [line.places for line in lines]
    folder = settings().shown_content
    old_faults = {
        (number, problem.code, str(problem.sentence)) for number, _language, problem in word_checks.problems(folder, lines, places)
    }
    for number, language, problem in word_checks.problems(folder, new_lines, places):
        if problem.severity == "error" and (number, problem.code, str(problem.sentence)) not in old_faults:
            form.refuse(box(number, language), new_lines[number].name, problem.sentence.in_language(locales.current()))
