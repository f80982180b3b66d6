"""The blueprint of workshops."""

from lms.safety import game_words
from lms.web.routing.pages import Pages

pages = Pages("workshop", __name__)
pages.context_processor(game_words.for_templates)
