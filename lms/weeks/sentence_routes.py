"""The ten-second sentence of a call, with blanks to fill by hand: the same page for everybody, nothing is typed and nothing is kept."""

from flask import render_template
from flask.typing import ResponseReturnValue

from lms.web.routing.pages import ANYONE
from lms.weeks.pages import pages

BLANKS = ("for", "treatment", "last", "sign", "since", "taken")
"""Lines of the sentence, in their order; the window prints the same."""


@pages.page("/jouer/phrase", "/play/sentence", access=ANYONE)
def sentence() -> ResponseReturnValue:
    return render_template("weeks/sentence.html", blanks=BLANKS)
