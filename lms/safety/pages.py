"""The blueprint of the two safety pages. It knows nothing of the game's pages: these two answer whatever happens to a week."""

from flask.blueprints import BlueprintSetupState

from lms.safety import game_words, team_numbers
from lms.web.routing.pages import Pages

pages = Pages("safety", __name__)
pages.context_processor(game_words.for_templates)


@pages.record_once
def add_words(state: BlueprintSetupState) -> None:
    state.app.jinja_env.filters["telephone"] = team_numbers.number_in_groups
    state.app.jinja_env.filters["line_of"] = game_words.line
    state.app.jinja_env.globals["game_says"] = game_words.say  # for the few words other features need to point here
