"""The blueprint of the game's pages and of the two safety pages; its pictures are read once, when it joins the site."""

from typing import Any

from flask import current_app
from flask.blueprints import BlueprintSetupState

from courses.pictures import read_pictures
from lms.play import numbers
from lms.play.words import line, say
from lms.web.pages import Pages

pages = Pages("play", __name__)


@pages.record_once
def read_parts(state: BlueprintSetupState) -> None:
    folder = state.app.extensions["settings"].content / "media" / "art"
    state.app.extensions["picture_parts"] = read_pictures(folder).parts
    state.app.jinja_env.filters["telephone"] = numbers.shown
    state.app.jinja_env.filters["line_of"] = line
    state.app.jinja_env.globals["game_says"] = say  # for the few words other features need to point here


def picture_parts() -> dict[str, str]:
    parts: dict[str, str] = current_app.extensions["picture_parts"]
    return parts


@pages.context_processor
def words() -> dict[str, Any]:
    return {"say": say, "line": line}
