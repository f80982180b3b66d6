"""Pages beside a week, drawn from the screens of the other editions: pause, notebook, the question before the same week again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from flask import render_template, url_for

from game.core.review.notebook import NotebookEntry
from game.core.views.view import TurnView
from game.screens.html_page import render
from game.screens.ways import Form
from game.screens.widgets import Item, Screen
from game.telling.beside_screens import notebook_screen, pause_screen, replay_screen
from game.telling.drawing import Drawing
from lms.safety.game_words import say
from lms.weeks import presentation
from lms.weeks.screen_pages import site_teller


@dataclass(frozen=True)
class PageForm:
    """Where the one form of a page goes, and what it carries besides what is chosen. verbs: key of a button -> what the form asks for;
    fields: of a choice's key -> the field's name; method: get for one that changes nothing."""

    action: str
    verbs: Mapping[str, str]
    carries: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    method: str = "post"


@dataclass(frozen=True)
class Frame:
    """What stands around a screen. trail: (address, name) of the pages above; here: the page's name in that row; missing: what the form
    lacked, said under the title."""

    trail: Sequence[tuple[str, str]] = ()
    here: str = ""
    links: Mapping[str, str] = field(default_factory=dict)
    form: PageForm | None = None
    missing: str = ""


def framed(screen: Screen, frame: Frame) -> str:
    """The page of a screen, with the way round the site above it."""
    form = frame.form or PageForm("", {})
    ways = Form(form.fields, form.verbs, frame.links, say("pages.why"), sources=lambda keys: presentation.sources(tuple(keys)))

    def page_of(under_title: str) -> str:
        return render(screen, ways=ways, first=under_title)

    return render_template("weeks/beside.html", screen=screen, frame=frame, page_of=page_of)


def drawing() -> Drawing:
    """What draws the small things of a screen, in the words of the page's language."""
    return Drawing(site_teller())


def pause_page(view: TurnView, week: str, *, is_guest: bool) -> str:
    """week: the address of the week. is_guest: it is kept in this browser alone, which is said."""
    note = say("pages.pause_guest") if is_guest else ""
    screen = pause_screen(drawing(), view, (Item("home", say("pages.to_home"), kind="button"),), note)
    return framed(screen, Frame(links={"resume": week, "home": url_for("home.home")}))


def notebook_page(entries: Sequence[NotebookEntry], look: str) -> str:
    """look: of the person in the picture."""
    home = url_for("weeks.home")
    screen = notebook_screen(drawing(), entries, look, (Item("weeks", say("pages.play"), kind="primary"),))
    return framed(screen, Frame([(home, say("pages.play"))], screen.title, {"weeks": home}))


def replay_page(view: TurnView, play: UUID, *, is_midway: bool) -> str:
    """One form, minted for one new play, so that sending it twice starts one."""
    back = url_for("weeks.debrief", play=play)
    carries = {"token": str(uuid4()), **({"at": "turn"} if is_midway else {})}
    form = PageForm(url_for("weeks.replay", play=play), {"yes": "replay"}, carries)
    screen = replay_screen(drawing(), view, is_midway=is_midway, kept=say("pages.replay_kept"))
    return framed(screen, Frame([(back, say("pages.debrief"))], say("pages.replay"), {"no": back}, form))
