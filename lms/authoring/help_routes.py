"""How to write: the one page an educator needs, inside the editor."""

from flask import render_template
from flask.typing import ResponseReturnValue

from lms.authoring.pages import pages
from lms.web.routing.pages import EDUCATOR


@pages.page("/rediger/aide", "/writing/help", access=EDUCATOR)
def writing_help() -> ResponseReturnValue:
    return render_template("authoring/help.html")
