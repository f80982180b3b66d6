"""The blueprint of the game's pages."""

from lms.safety import game_words
from lms.web.routing.pages import Pages

pages = Pages("weeks", __name__)
pages.context_processor(game_words.for_templates)
