"""The pages of a workshop: choose a story, one situation on the wall, what the room decided, and the sheet to take away."""

from collections.abc import Mapping
from typing import Any

from flask import Response, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from courses.errors import UnknownContent
from courses.model.game import Book, Situation
from game import art
from lms.preview.single_situation import educators_book
from lms.safety.game_words import book, line, say
from lms.web.current_site import current_site
from lms.web.database.instants import now
from lms.web.database.long_work import without_transaction
from lms.web.routing import locales
from lms.web.routing.pages import ANYONE, REVIEWER
from lms.web.routing.whole_numbers import whole_number
from lms.web.site.layout import settings
from lms.weeks import presentation
from lms.workshop import handout
from lms.workshop.pages import pages
from lms.workshop.walkthrough import LETTERS, PASSED, Scene, Workshop, situations, workshop

__all__ = ["pages"]

AT = "/<campaign>/<int:week>"


def open_book() -> Book:
    """What this site shows to everybody, so that a link needs no account; with drafts for those who write or sign them."""
    may_see_drafts = current_user.is_authenticated and current_user.role in (REVIEWER.roles or ())
    return educators_book() if may_see_drafts else book()


def room(campaign: str, week: int) -> Workshop:
    """The workshop of this address."""
    try:
        return workshop(open_book(), locales.current(), campaign, week, request.args.get("choices", ""))
    except UnknownContent:
        abort(404)


@pages.page("/atelier", "/workshop", access=ANYONE)
def workshops() -> ResponseReturnValue:
    all_stories, usual = open_book(), open_book().character[locales.current()]["name"]
    stories = []
    for key, story in all_stories.campaigns.items():
        if all(plan.is_quiet for plan in story.weeks):
            continue  # the three days to learn the buttons have no situations of their own
        numbers = [plan.number for plan in story.weeks]
        titles = [say(f"campaign.{key}.week.{number}.title", name=usual) for number in numbers]
        weeks = [(number, words, situations(all_stories, story, number)) for number, words in zip(numbers, titles, strict=True)]
        stories.append((key, say(f"campaign.{key}.title"), say(f"campaign.{key}.summary"), weeks, len(situations(all_stories, story, 0))))
    return render_template("workshop/workshops.html", stories=stories)


@pages.page("/atelier/scene/<key>", "/workshop/scene/<key>", access=ANYONE)
def scene_of(key: str) -> ResponseReturnValue:
    """Leads to one situation by its key, in the first story that has it: for pages that link to it."""
    shown = open_book()
    for campaign, story in shown.campaigns.items():
        keys = [item.key for item in situations(shown, story, 0)]
        if key in keys:
            return redirect(url_for("workshop.workshop_scene", campaign=campaign, week=0, number=keys.index(key) + 1))
    abort(404)


@pages.page(f"/atelier{AT}", f"/workshop{AT}", access=ANYONE)
def workshop_scene(campaign: str, week: int) -> ResponseReturnValue:
    """The next situation, or the one asked for; what the room picked comes in as a letter and goes into the address."""
    workshop_room = room(campaign, week)
    number = whole_number(request.args.get("number", str(len(workshop_room.choices) + 1)))
    if number is None:
        abort(404)
    if number == len(workshop_room.scenes) + 1:
        return redirect(url_for("workshop.workshop_end", campaign=campaign, week=week, choices=workshop_room.choices), code=303)
    try:
        scene = workshop_room.scene(number)
    except UnknownContent:
        abort(404)
    pick = request.args.get("pick", "")
    if pick:
        if pick not in (*LETTERS[: len(scene.options)], PASSED):
            abort(404)
        next_number = number if pick != PASSED else number + 1
        return redirect(address(workshop_room, next_number, workshop_room.after(number, pick)), code=303)
    return render_template("workshop/workshop.html", **values_of_scene(workshop_room, scene))


def address(workshop_room: Workshop, number: int, choices: str) -> str:
    if number > len(workshop_room.scenes):
        return url_for("workshop.workshop_end", campaign=workshop_room.campaign, week=workshop_room.week, choices=choices)
    return url_for("workshop.workshop_scene", campaign=workshop_room.campaign, week=workshop_room.week, number=number, choices=choices)


def values_of_scene(workshop_room: Workshop, scene: Scene) -> dict[str, Any]:
    return {
        "held": workshop_room,
        "scene": scene,
        "picture": picture(scene),
        "story": say(f"campaign.{workshop_room.campaign}.title"),
        "sources": presentation.sources(scene.situation.sources),
        "questions": [say(key) for key in scene.questions],
        "following": address(workshop_room, scene.number + 1, workshop_room.choices),
        "passing": address(workshop_room, scene.number + 1, workshop_room.after(scene.number, PASSED)),
        "changing": address(workshop_room, scene.number, workshop_room.after(scene.number, PASSED)),
        "ending": url_for("workshop.workshop_end", campaign=workshop_room.campaign, week=workshop_room.week, choices=workshop_room.choices),
        "back": address(workshop_room, scene.number - 1, workshop_room.choices) if scene.number > 1 else url_for("workshop.workshops"),
    }


def picture(scene: Scene) -> str:
    item = scene.situation
    usual = open_book().character[locales.current()]
    return art.scene(
        current_site().picture_parts,
        room=item.room,
        slot=item.slots[0],
        person=art.look(usual["look"]),
        posture=item.posture,
        face=item.face,
        others=[art.Guest(who) for who in item.people],
        objects=(),
        reads="",
        title=alternative(item, usual),
        prefix="scene",
    )


def alternative(item: Situation, usual: Mapping[str, str]) -> str:
    """The picture in sentences: the place and the person, then whoever else is there."""
    scene = say(
        "alt.scene", room=f"@room.{item.room}", slot=f"@slot.{item.slots[0]}", posture=f"@posture.{item.posture}",
        face=f"@face.{item.face}", name=usual["name"], e=f"@pronoun.{usual['pronoun']}.e",
    )  # fmt: skip
    return " ".join([scene, *(say(f"alt.people.{who}", relative=usual["relative"]) for who in item.people)])


@pages.page(f"/atelier{AT}/fiche", f"/workshop{AT}/sheet", access=ANYONE)
def workshop_end(campaign: str, week: int) -> ResponseReturnValue:
    workshop_room = room(campaign, week)
    return render_template(
        "workshop/workshop_end.html", held=workshop_room, sheet=sheet(workshop_room), story=say(f"campaign.{campaign}.title")
    )


@pages.page(f"/atelier{AT}/fiche.pdf", f"/workshop{AT}/sheet.pdf", access=ANYONE)
def workshop_pdf(campaign: str, week: int) -> Response:
    page = sheet(room(campaign, week))  # what asks the database comes first: the work below holds no transaction
    response = make_response(without_transaction(lambda: handout.pdf(page)))
    response.mimetype = "application/pdf"
    name = "fiche-atelier" if locales.current() == "fr" else "workshop-sheet"
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


def sheet(workshop_room: Workshop) -> handout.Sheet:
    return handout.sheet(
        workshop_room,
        language=locales.current(),
        say=say,
        line=line,
        sources=presentation.sources,
        site=settings().site_name or "Hors les murs",
        day=locales.day(now().date()),
        is_draft=settings().instance != "real",
    )
