"""For educators: every situation of the game in one list, and one played alone. It leaves no trace in the learners' data."""

from typing import Any

from flask import Response, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from courses.model.game import Book, Choice, Situation
from game.core.errors import NotNow, SaveUnreadable, Unknown
from game.core.review.debrief_builder import look_back
from game.core.week import Week
from lms.preview import single_situation
from lms.preview.pages import pages
from lms.preview.single_situation import SealBroken
from lms.safety.game_words import book as words_book
from lms.safety.game_words import say
from lms.web.routing import locales
from lms.web.routing.pages import REVIEWER
from lms.web.site import content
from lms.web.tables.listing import Column, Listing, MemoryRows
from lms.weeks import form_commands, presentation
from lms.weeks.form_commands import FormUnclear, NothingChosen
from lms.weeks.routes import moment_page

__all__ = ["pages"]


@pages.page("/jouer/situations", "/play/situations", access=REVIEWER)
def try_list() -> ResponseReturnValue:
    """All of them, or those of one campaign or matter."""
    book, campaign, about = single_situation.educators_book(), request.args.get("campaign", ""), request.args.get("about", "")
    matters = sorted((matter(word), word) for word in {word for item in book.situations.values() for word in item.about})
    every, any_matter = ("", say("try.every")), ("", say("try.every_matter"))
    return render_template(
        "preview/try_list.html",
        table=_listing(book).page(request.args),
        filters=[
            ("campaign", say("try.campaign"), [every, *((key, say(f"campaign.{key}.title")) for key in book.campaigns)], campaign, ""),
            ("about", say("try.about"), [any_matter, *((word, words) for words, word in matters)], about, ""),
        ],
        asked={"campaign": campaign, "about": about},
        situation_link=lambda item: url_for("preview.try_one", situation=item.key),
        calls=sum("call" in item.about for item in single_situation.situations(book, campaign, about)),
    )


@pages.page("/jouer/situations.csv", "/play/situations.csv", access=REVIEWER)
def try_list_csv() -> Response:
    """Every situation of the list, with the very cells of the page."""
    return _listing(single_situation.educators_book()).csv("situations", request.args)


def _listing(book: Book) -> Listing[Situation]:
    situations = single_situation.situations(book, request.args.get("campaign", ""), request.args.get("about", ""))
    columns: list[Column[Situation]] = [
        Column("title", say("try.situation"), lambda item: title(book, item), lambda item: title(book, item).casefold()),
        Column("stories", say("try.stories"), lambda item: regimens(book, item), lambda item: regimens(book, item)),
        Column("skills", say("try.skills"), objectives, lambda item: sorted(item.skills)),
        Column("state", say("try.state"), lambda item: state(item), lambda item: state(item)),
    ]
    return Listing(columns, MemoryRows(situations), "")


def objectives(item: Situation) -> str:
    """What it trains, in the words of the register: its code says nothing to people."""
    texts = content.catalogue().objectives
    return " ".join(texts[key].text.get(locales.current(), key) if key in texts else key for key in item.skills)


def state(item: Situation) -> str:
    """Empty for what is published."""
    return say("try.draft") if item.state != "published" else ""


def matter(word: str) -> str:
    """What a situation is about: the game's words where it has some, else the author's own."""
    key = f"try.matter.{word}"
    return say(key) if words_book().has_text(locales.current(), key) else word


def title(book: Book, item: Situation) -> str:
    return book.text(locales.current(), f"situation.{item.key}.title", name=book.character[locales.current()]["name"])


def regimens(book: Book, item: Situation) -> str:
    """The stories it may be met in, as readers know them."""
    return ", ".join(say(f"campaign.{key}.title") for key, campaign in book.campaigns.items() if item.fits(campaign))


@pages.page("/jouer/situations/<situation>", "/play/situations/<situation>", access=REVIEWER, methods=("GET", "POST"))
def try_one(situation: str) -> ResponseReturnValue:
    """GET begins it; POST takes one turn of the week that the form carries. The same form sent twice gives the same page."""
    book = single_situation.educators_book()
    try:
        if request.method == "GET":
            return moment(book, situation, single_situation.begin_week(book, situation))
        week = single_situation.open_week(book, request.form.get("sealed", ""))
        return turn(book, situation, week)
    except Unknown:
        abort(404)
    except (SealBroken, SaveUnreadable, FormUnclear):
        return render_template("preview/try_again.html", situation=situation), 409


def turn(book: Book, situation: str, week: Week) -> ResponseReturnValue:
    try:
        week.do(form_commands.read(request.form).command)
    except NothingChosen as error:
        return moment(book, situation, week, missing=error.what, status=422)
    except NotNow:
        return moment(book, situation, week)
    return moment(book, situation, week)


def moment(book: Book, situation: str, week: Week, *, missing: str = "", status: int = 200) -> ResponseReturnValue:
    view = week.view()
    about = options(book, situation)
    if view.is_over:
        return render_template("preview/try_end.html", past=look_back(week), tried=situation, **about)
    targets = presentation.FormTargets(url_for("preview.try_one", situation=situation), view.turn, sealed=single_situation.seal(week))
    return moment_page(view, targets, **about, tried=situation, missing=missing), status


def options(book: Book, key: str) -> dict[str, Any]:
    """Everything an author wants to see of a situation at once: each choice, its mark, what comes at once and later. Raises Unknown."""
    item = book.situations.get(key)
    if item is None:
        raise Unknown("situation", key, tuple(book.situations))
    usual = book.character[locales.current()]
    names: dict[str, object] = {"name": usual["name"], "relative": usual["relative"]}
    names |= {place: f"@pronoun.{usual['pronoun']}.{place}" for place in ("she", "She", "her", "his", "His", "e", "self", "one")}

    def words_of(part: str) -> str:
        return book.text(locales.current(), f"situation.{key}.{part}", **names)

    def row(choice: Choice) -> dict[str, str]:
        base, later = f"choice.{choice.key}", choice.later
        return {
            "mark": "safe" if choice.is_safe else "unsafe" if choice.is_unsafe else "other",
            "label": words_of(f"{base}.label"),
            "feedback": words_of(f"{base}.feedback"),
            "later": say("try.later", n=later.days, words=words_of(f"{base}.later")) if later else "",
        }

    return {
        "situation": item,
        "name": usual["name"],
        "title": words_of("title"),
        "why": words_of("why"),
        "tip": words_of("tip"),
        "answers": [(words_of(f"question.{one.key}.label"), words_of(f"question.{one.key}.answer")) for one in item.questions],
        "options": [row(choice) for choice in item.choices],
        "sources_of": presentation.sources,
    }
