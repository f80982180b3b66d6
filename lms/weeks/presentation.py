"""From a week's view to what a page draws: the picture, choices in groups, which part of the page is open. No rule stands here."""

from dataclasses import dataclass

from flask import url_for

from courses.errors import UnknownContent
from game import art
from game.core.views.view import ActionView, TurnView
from lms.safety.game_words import book, line, say
from lms.web.routing import locales
from lms.web.site import content
from lms.weeks.models import Play
from lms.weeks.pages import picture_parts

OBJECTS_SHOWN = 4


@dataclass(frozen=True)
class Choice:
    """One radio button: the value the form sends, its words, a smaller line under them."""

    value: str
    words: str
    note: str


@dataclass(frozen=True)
class Way:
    """Where the forms of a moment go, and what they carry. sealed: the whole week, when no row of the site keeps it."""

    action: str
    turn: int
    sealed: str = ""
    pause: str = ""
    report: str = ""
    back: str = ""


def part(view: TurnView) -> str:
    """Which template the moment wants: the call first, since it may be opened over anything."""
    if view.call is not None:
        return "call"
    return "situation" if view.situation is not None else "day"


def picture(view: TurnView) -> str:
    """The scene as one SVG text, to stand inline; its title is the text alternative."""
    shown = "" if view.reading is None else f"{view.reading:.1f}".replace(".", "," if locales.current() == "fr" else ".")
    return art.scene(
        picture_parts(),
        room=view.room,
        slot=view.slot,
        person=art.look(view.look),
        posture=view.posture,
        face=view.face,
        others=[art.Guest(who) for who in view.people],
        objects=view.objects[:OBJECTS_SHOWN],
        reads=shown,
        title=line(view.alt),
        prefix="scene",
    )


def speaker(key: str) -> str:
    """The face of whoever is on the line: a person of the pictures' cast."""
    return art.portrait(picture_parts(), key, "calm", prefix=f"speaker-{key}")


def pronoun(look: str) -> str:
    """The pronoun a drawing suggests, until the player says otherwise."""
    return "he" if art.look(look).figure == "man" else "she"


def choices(actions: tuple[ActionView, ...]) -> list[Choice]:
    """What can be done now; an action with plates gives one choice a plate, so that one tap and Valider are enough."""
    found = []
    for action in actions:
        if not action.is_available:
            continue
        note = _cost(action) or (line(action.note) if action.note else "")
        if action.plates:
            under = " · ".join(part for part in (line(action.label), note) if part)
            found += [Choice(f"{action.key}:{plate.key}", line(plate.label), under) for plate in action.plates]
        else:
            found.append(Choice(action.key, line(action.label), note))
    return found


def _cost(action: ActionView) -> str:
    """What is said of a cost over the usual one moment, which the group's heading tells."""
    return say("pages.cost_many", n=action.cost) if action.cost > 1 else ""


def blocked(view: TurnView) -> list[tuple[str, str]]:
    """What cannot be done now, with the reason."""
    return [(line(action.label), line(action.reason)) for action in (*view.free, *view.energy) if not action.is_available and action.reason]


@dataclass(frozen=True)
class Reading:
    """A module to read after the week."""

    address: str
    title: str


def module(key: str) -> Reading | None:
    """Where to read on; None when this instance does not show that module."""
    catalogue = content.catalogue()
    try:
        found = catalogue.module(key, locales.current())
    except UnknownContent:
        return None
    course = next((course for course in catalogue.courses.values() if key in course.modules), None)
    return None if course is None else Reading(url_for("learning.module", course_key=course.key, module_key=key), found.title)


def following(play: Play) -> tuple[int, str] | None:
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
    drawn = {key: art.portrait(picture_parts(), art.look(key), "smiling", prefix=f"look-{key}") for key in book().looks}
    return [(key, say(f"pages.first_name.{key}"), svg, say(f"look.{key}")) for key, svg in drawn.items()]
