"""The blueprint of the game's pages; its pictures are read once, when it joins the site."""

from flask import current_app
from flask.blueprints import BlueprintSetupState

from courses.library.drawings import read_pictures
from lms.safety import game_words
from lms.web.routing.pages import Pages

pages = Pages("weeks", __name__)
pages.context_processor(game_words.for_templates)


@pages.record_once
def read_parts(state: BlueprintSetupState) -> None:
    folder = state.app.extensions["settings"].content / "media" / "art"
    state.app.extensions["picture_parts"] = read_pictures(folder).parts


def picture_parts() -> dict[str, str]:
    parts: dict[str, str] = current_app.extensions["picture_parts"]
    return parts
