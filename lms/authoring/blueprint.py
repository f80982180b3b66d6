"""The pages of writing, put together: importing this registers every route."""

from lms.authoring import help_routes, new_routes, paper_routes, picture_routes, pilot_routes, routes, unclear_routes, version_routes
from lms.authoring.clinical import row_key_routes, row_routes, rule_routes, signing_routes
from lms.authoring.clinical import text_routes as clinical_text_routes
from lms.authoring.exchange import export_routes, import_routes
from lms.authoring.forms import begin_routes, page_routes, question_routes, template_words
from lms.authoring.game import card_routes, word_routes
from lms.authoring.links import link_routes
from lms.authoring.pages import pages
from lms.authoring.reading import routes as reading_routes
from lms.authoring.reading import waiting_routes
from lms.authoring.registers import course_begin_routes, course_routes, course_settings_routes, text_routes
from lms.authoring.registers import routes as register_routes
from lms.authoring.shipped import routes as shipped_routes
from lms.authoring.shipped import sharing_routes

__all__ = [
    "begin_routes",
    "card_routes",
    "clinical_text_routes",
    "course_begin_routes",
    "course_routes",
    "course_settings_routes",
    "export_routes",
    "help_routes",
    "import_routes",
    "link_routes",
    "new_routes",
    "page_routes",
    "pages",
    "paper_routes",
    "picture_routes",
    "pilot_routes",
    "question_routes",
    "reading_routes",
    "register_routes",
    "routes",
    "row_key_routes",
    "row_routes",
    "rule_routes",
    "sharing_routes",
    "shipped_routes",
    "signing_routes",
    "template_words",
    "text_routes",
    "unclear_routes",
    "version_routes",
    "waiting_routes",
    "word_routes",
]
