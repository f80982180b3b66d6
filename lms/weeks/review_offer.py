"""What a finished week offers to look at again: two cards on an urgent sign that nobody was told of."""

from collections.abc import Iterator

from courses.model.content import Item, Module
from game.core.review.debrief_view import Debrief
from lms.accounts.presence import present
from lms.cohorts import trial_rule
from lms.safety.game_words import book
from lms.spaced_review import cards
from lms.web.database.extensions import reading_session
from lms.web.database.instants import now
from lms.web.routing import locales
from lms.web.site import content
from lms.weeks.play_documents import StoredPlay


def offered_items(play: StoredPlay, past: Debrief) -> list[Item]:
    """Two items on the skill of the first missed sign that has some.

    None for a guest, without a missed sign, and in a trial before its last test.
    """
    who = present()
    if who.is_guest or not past.missed_skills:
        return []
    if trial_rule.is_quiet(trial_rule.entered_on(reading_session(), who.uuid), cards.day_of(now())):
        return []
    modules = list(_modules(play, past))
    return next((items for skill in past.missed_skills if (items := cards.for_skill(modules, skill))), [])


def _modules(play: StoredPlay, past: Debrief) -> Iterator[Module]:
    """The module the look back names, then the others for whom the campaign is written."""
    audience = book().campaigns[play.campaign].role
    shelf = content.catalogue()
    keys = [key for course in shelf.courses.values() if course.audience == audience for key in course.modules]
    for key in sorted(keys, key=lambda key: key != past.module):
        yield shelf.module(key, locales.current())
