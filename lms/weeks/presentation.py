"""From a week's view to what a page draws: the picture, choices in groups, which part of the page is open. No rule stands here."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import url_for

from courses.errors import UnknownContent
from game import art
from game.core.views.view import ActionView, TurnView
from lms.safety.game_words import book, line, say
from lms.web.current_site import current_site
from lms.web.routing import locales
from lms.web.site import content
from lms.weeks.play_documents import StoredPlay

OBJECTS_SHOWN = 4
GROUPS = {
    "measure_temp": "measure",
    "ask_pharmacist": "ask",
    "prepare_questions": "ask",
    "talk": "ask",
    "write_team": "ask",
    "wish_lighter": "wish",
    "wish_ask": "wish",
    "wish_spare": "wish",
    "antiemetic": "tablets",
    "take_dose": "tablets",
    "skip_dose": "tablets",
    "hold_and_call": "tablets",
    "double_dose": "tablets",
    "paracetamol": "tablets",
}
"""Which fold of the day's page holds an action; any other one looks after the body."""
GROUP_ICONS = {"measure": "heat", "care": "care", "ask": "msg", "wish": "cal", "tablets": "pen"}


@dataclass(frozen=True)
class Choice:
    """One radio button: the value the form sends, its words, a smaller line under them."""

    value: str
    words: str
    note: str


@dataclass(frozen=True)
class FormTargets:
    """Where the forms of a moment go, and what they carry. sealed: the whole week, when no row of the site keeps it."""

    action: str
    turn: int
    sealed: str = ""
    pause: str = ""
    report: str = ""
    back: str = ""


def part(view: TurnView) -> str:
    """Which template the moment wants; a call is drawn from its screen (screen_pages)."""
    return "situation" if view.situation is not None else "day"


def picture(view: TurnView) -> str:
    """The scene as one SVG text, to stand inline; its title is the text alternative."""
    shown = "" if view.reading is None else f"{view.reading:.1f}".replace(".", "," if locales.current() == "fr" else ".")
    return art.scene(
        current_site().picture_parts,
        room=view.room,
        slot=view.slot,
        person=art.look(view.look),
        posture=view.posture,
        face=view.face,
        others=[art.Guest(who) for who in view.people],
        objects=view.objects[:OBJECTS_SHOWN],
        keepsakes=view.keepsakes,
        reads=shown,
        title=" ".join(line(words) for words in view.alt),
        prefix="scene",
    )


def pronoun(look: str) -> str:
    """The pronoun a drawing suggests, until the player says otherwise."""
    return "he" if art.look(look).figure == "man" else "she"


@dataclass(frozen=True)
class ActionGroup:
    """A part of the day's actions, folded until it is opened. closed: what cannot be done now, with the reason."""

    key: str
    icon: str
    choices: tuple[Choice, ...]
    closed: tuple[tuple[str, str], ...]


def action_groups(view: TurnView) -> list[ActionGroup]:
    """The day's actions by kind; a kind without any action is left out. Calling is in no group: it stands apart, always in reach."""
    offered = (*view.free, *view.energy)
    found = []
    for key, icon in GROUP_ICONS.items():
        own = [action for action in offered if GROUPS.get(action.key, "care") == key]
        closed = tuple((line(action.label), line(action.reason)) for action in own if not action.is_available and action.reason)
        if own:
            found.append(ActionGroup(key, icon, tuple(_choices(own)), closed))
    return found


def _choices(actions: list[ActionView]) -> Iterator[Choice]:
    """What can be done now; an action with plates gives one choice a plate, so that one tap and Valider are enough."""
    for action in actions:
        if not action.is_available:
            continue
        cost = say("pages.cost_many", n=action.cost) if action.cost > 1 else say("pages.cost_one") if action.cost else ""
        note = " · ".join(part for part in (line(action.note) if action.note else "", cost) if part)
        if action.plates:
            under = " · ".join(part for part in (line(action.label), note) if part)
            yield from (Choice(f"{action.key}:{plate.key}", line(plate.label), under) for plate in action.plates)
        else:
            yield Choice(action.key, line(action.label), note)


@dataclass(frozen=True)
class Reading:
    """A module to read after the week."""

    address: str
    title: str


def module(key: str) -> Reading | None:
    """Where to read on; None when this instance does not show that module."""
    catalogue = content.catalogue()
    try:
        module = catalogue.module(key, locales.current())
    except UnknownContent:
        return None
    course = next((course for course in catalogue.courses.values() if key in course.modules), None)
    return None if course is None else Reading(url_for("learning.module", course_key=course.key, module_key=key), module.title)


def following(play: StoredPlay) -> tuple[int, str] | None:
    """Number and title of the campaign's next week; None after the last."""
    weeks = {plan.number for plan in book().campaigns[play.campaign].weeks}
    number = play.week + 1
    return (number, say(f"campaign.{play.campaign}.week.{number}.title", name=play.name)) if number in weeks else None


def sources(keys: tuple[str, ...]) -> list[str]:
    """References as people read them: organisation, title, year."""
    known = content.catalogue().references
    found = [known[key] for key in keys if key in known]
    return [", ".join(str(part) for part in (source.organisation, source.title, source.year) if part) for source in found]


def looks() -> list[tuple[str, str, str, str]]:
    """Key, first name, portrait and what it shows, of each look the player may choose."""
    drawn = {key: art.portrait(current_site().picture_parts, art.look(key), "smiling", prefix=f"look-{key}") for key in book().looks}
    return [(key, say(f"pages.first_name.{key}"), svg, say(f"look.{key}")) for key, svg in drawn.items()]
