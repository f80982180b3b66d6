"""The blueprint of situations played alone."""

from lms.safety import game_words
from lms.web.routing.pages import Pages

pages = Pages("preview", __name__)
pages.context_processor(game_words.for_templates)
