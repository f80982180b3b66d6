"""The way into a week: what can be played, who the character is, and playing a week again."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID, uuid4

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from game.core.errors import SaveUnreadable, Unknown
from game.core.review.debrief_builder import look_back
from game.core.week import DEFAULT_LENGTH
from lms.accounts.presence import present
from lms.play_here import routes as play_here
from lms.safety.game_words import book, say
from lms.web.database.extensions import reading_session
from lms.web.database.writing import submit
from lms.web.routing import locales
from lms.web.routing.pages import ANYONE
from lms.web.routing.whole_numbers import number_of
from lms.web.site import content
from lms.weeks import beside_pages, play_index, presentation, turns
from lms.weeks.models import Play
from lms.weeks.pages import pages
from lms.weeks.play_documents import StoredPlay
from lms.weeks.routes import own_play, refresh_index, site_game, teller
from lms.weeks.turns import Start, Turn, TurnGone
from lms.weeks.week_opening import open_week

TUTORIAL = ("tutorial", 1)
FIRST = ("azur", 2)
"""The week of the first visit: days 8 to 14, when fever is most to be expected."""
LONGEST_NAME = 24
OWN_PLAYS = 4
"""So many weeks stand on a learner's own page."""
PRONOUNS = ("she", "he")
LENGTHS = ("short", "normal")
USUAL = {"name": "pages.first_name", "relative": "pages.relative_of"}
"""Where the names that go with a face stand: the person's, and who is close to them."""


@pages.page("/jouer", "/play", access=ANYONE)
def home() -> ResponseReturnValue:
    refresh_index()
    plays = play_index.plays_of(reading_session(), present())
    every = [(key, week.number) for key, campaign in book().campaigns.items() for week in campaign.weeks]
    return render_template(
        "weeks/home.html",
        running=[play for play in plays if not play.is_over],
        finished=[play for play in plays if play.is_over],
        offers=[offer(*pair) for pair in (FIRST, TUTORIAL) if pair in every],
        others=[offer(*pair) for pair in every if pair not in (FIRST, TUTORIAL)],
        where=where,
        title_of=title_of,
        is_guest=present().is_guest,
        plays_here=play_here.is_offered(),
    )


def offer(campaign: str, week: int) -> tuple[str, int, str, str]:
    """Key, week, title and one line of a week that can be played."""
    return campaign, week, week_title(campaign, week, book().character[locales.current()]["name"]), story(campaign)


def week_title(campaign: str, week: int, name: str) -> str:
    return say(f"campaign.{campaign}.week.{week}.title", name=name)


def story(campaign: str) -> str:
    return say("pages.story_line", title=f"@campaign.{campaign}.title", summary=f"@campaign.{campaign}.summary")


def where(play: Play) -> str:
    return say("pages.where", day=play.day, slot=f"@slot.{play.slot}")


def title_of(play: Play) -> str:
    return say("pages.week_of", name=play.name, title=week_title(play.campaign, play.week, play.name))


@pages.app_context_processor
def plays_for_pages() -> dict[str, Callable[[], list[tuple[str, bool, str]]]]:
    """`own_plays()` for the pages of other features: asked for by a template, it costs the others no query."""
    return {"own_plays": own_plays}


def own_plays() -> list[tuple[str, bool, str]]:
    """Title, whether it is over, and address of the weeks this learner touched last; none on a site without the game."""
    if content.catalogue().game is None or present().learner_id is None:
        return []
    plays = play_index.plays_of(reading_session(), present(), most=OWN_PLAYS)
    ends = {True: "weeks.debrief", False: "weeks.show"}
    return [(title_of(play), play.is_over, url_for(ends[play.is_over], play=play.uuid)) for play in plays if is_here(play)]


def is_here(play: Play) -> bool:
    """Whether the campaign and week of a play are still on this site."""
    campaign = book().campaigns.get(play.campaign)
    return campaign is not None and play.week in {week.number for week in campaign.weeks}


@pages.page("/jouer/personnage/<campaign>/<int:week>", "/play/character/<campaign>/<int:week>", access=ANYONE)
def start(campaign: str, week: int) -> ResponseReturnValue:
    if campaign not in book().campaigns or week not in {plan.number for plan in book().campaigns[campaign].weeks}:
        abort(404)
    usual: Mapping[str, str] = book().character[locales.current()]
    before = save_before(campaign, week) or {}
    known = before.get("character") or {}
    return render_template(
        "weeks/start.html",
        campaign=campaign,
        week=week,
        title=week_title(campaign, week, usual["name"]),
        story=story(campaign),
        is_tutorial=campaign == TUTORIAL[0],
        looks=presentation.looks(),
        character={**usual, **known},
        typed=own_name(known, "name"),
        typed_relative=own_name(known, "relative"),
        length=before.get("length", DEFAULT_LENGTH),
        difficulty=str(before.get("difficulty", 1)),
        token=uuid4(),
    )


def own_name(known: Mapping[str, str], field: str) -> str:
    """The name of the week before that somebody typed; "" for one that goes with a face, so that it changes with the face."""
    name = known.get(field, "")
    return "" if name in {usual_name(field, look) for look in book().looks} else name


def usual_name(field: str, look: str) -> str:
    """The name that goes with a face; that of everybody where a site's own words have none for it."""
    key = f"{USUAL[field]}.{look}"
    return say(key) if book().has_text(locales.current(), key) else str(book().character[locales.current()][field])


@pages.page("/jouer/commencer", "/play/begin", access=ANYONE, methods=("POST",))
def begin() -> ResponseReturnValue:
    form = request.form
    look = among(form.get("look", ""), book().looks)
    pronoun = form.get("pronoun", "")
    character = {
        "name": clean(form.get("name", "")) or usual_name("name", look),
        "relative": clean(form.get("relative", "")) or usual_name("relative", look),
        "look": look,
        "pronoun": pronoun if pronoun in PRONOUNS else presentation.pronoun(look),
    }
    try:
        start = Start(
            uuid=UUID(form.get("token", "")),
            campaign=form.get("campaign", ""),
            week=number_of(form, "week"),
            length=among(form.get("length", ""), LENGTHS),
            difficulty=int(among(form.get("difficulty", ""), ("1", "2", "3"))),
            character=character,
            seed=turns.new_seed(),
        )
    except ValueError:
        abort(400)
    return begin_play(start)


def begin_play(start: Start) -> ResponseReturnValue:
    """Start the play, or go on with it when its form was sent before."""
    before = None if start.again else save_before(start.campaign, start.week)
    try:
        submit(first_turn(start, before))
    except TurnGone:
        pass  # the same form came first, or it is the back button
    except Unknown:
        abort(404)
    return redirect(url_for("weeks.show", play=start.uuid), code=303)


def first_turn(start: Start, before: Mapping[str, Any] | None) -> Turn:
    """The new week; a week before that cannot be opened any more holds up nothing. Raises Unknown, and SaveUnreadable of a replay."""
    try:
        return turns.start(site_game(), teller(), start, before=before)
    except SaveUnreadable:
        if before is None:
            raise
        return turns.start(site_game(), teller(), start)


def save_before(campaign: str, week: int) -> Mapping[str, Any] | None:
    return turns.week_before(reading_session(), site_game(), present(), campaign, week)


def clean(typed: str) -> str:
    """A first name as typed, without line ends or signs that no name has."""
    allowed = "".join(sign for sign in typed if sign.isalpha() or sign in " -'’.")
    return " ".join(allowed.split())[:LONGEST_NAME]


def among(value: str, known: tuple[str, ...]) -> str:
    return value if value in known else known[0]


@pages.page("/jouer/<uuid:play>/rejouer", "/play/<uuid:play>/replay", access=ANYONE, methods=("GET", "POST"))
def replay(play: UUID) -> ResponseReturnValue:
    """Ask first, then start the same week with the same luck as a play of its own."""
    old = own_play(play)
    is_midway = request.values.get("at", "") == "turn"
    if request.method == "GET":
        return beside_pages.replay_page(open_week(site_game(), old).view, play, is_midway=is_midway)
    saved = old.document.save
    try:
        token = UUID(request.form.get("token", ""))
    except ValueError:
        abort(400)
    return begin_play(
        Start(
            uuid=token,
            campaign=old.campaign,
            week=old.week,
            length=saved["length"],
            difficulty=saved["difficulty"],
            character=saved["character"],
            seed=saved["seed"],
            again=saved,
            moment=moment_of_turning(old) if is_midway else None,
        )
    )


def moment_of_turning(play: StoredPlay) -> tuple[int, str] | None:
    """Where a finished week turned; None when nothing did, or before its end."""
    week = open_week(site_game(), play).week
    return look_back(week).turned_at if week.state.is_over else None
