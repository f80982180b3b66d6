"""Prepare my appointment: questions suggested from what was read and missed, ticked and typed in the browser alone, printed on paper."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue

from lms.home.routes import pages
from lms.learning import knowledge
from lms.learning.pages import standings
from lms.learning.standing import CourseStanding
from lms.safety.game_words import book, for_templates, say
from lms.web.database.extensions import reading_session
from lms.web.routing import locales
from lms.web.routing.pages import ANYONE
from lms.web.site import content

IDEAS = 6
MOST_SUGGESTED = 8


@dataclass(frozen=True)
class Suggestion:
    """A question to tick. key: what the browser keeps of it; why: missed, read or idea."""

    key: str
    words: str
    why: str


@pages.page("/preparer-ma-consultation", "/prepare-my-appointment", access=ANYONE)
def prepare() -> ResponseReturnValue:
    """The page has no form and its fields have no names: what is typed has nowhere to go but this device and paper.

    ?module=: a module that a week's debrief or a module's end leads on from; ?print=large: 18 points.
    """
    return render_template(
        "home/prepare.html",
        suggestions=list(suggestions(standings(), request.args.get("module", ""))),
        is_large=request.args.get("print") == "large",
        **for_templates(),
    )


def suggestions(rows: list[CourseStanding], module: str) -> Iterator[Suggestion]:
    """Questions of the modules with a missed answer first, then of those that were read, then ideas for everybody: at most eight."""
    knowledge_now = knowledge.of(reading_session(), [row for row in rows if row.is_registered], content.catalogue().objectives)
    missed_modules = [one.module.key for one in knowledge_now.to_read]
    modules_read = [one.module.key for row in rows for one in row.modules if one.screen]
    ideas = (Suggestion(f"idea-{number}", say(f"prepare.idea_{number}"), "idea") for number in range(1, IDEAS + 1))
    rows_of_modules = [*_of_modules([module, *missed_modules], "missed"), *_of_modules(modules_read, "read")]
    by_key: dict[str, Suggestion] = {}
    for one in rows_of_modules:
        by_key.setdefault(one.key, one)
    own_first = list(by_key.values())[: MOST_SUGGESTED - 2]
    yield from own_first
    yield from list(ideas)[: MOST_SUGGESTED - len(own_first)]


def _of_modules(keys: Iterable[str], why: str) -> Iterator[Suggestion]:
    """Modules without a question of their own, as those for professionals, give none."""
    words = book().words[locales.current()]
    for key in dict.fromkeys(keys):
        for number in (1, 2):
            if f"prepare.ask.{key}.{number}" in words:
                yield Suggestion(f"{key}-{number}", say(f"prepare.ask.{key}.{number}"), why)
