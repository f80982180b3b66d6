"""The page that says what the site keeps about a person."""

from flask import render_template
from flask.typing import ResponseReturnValue

from lms.accounts.presence import present
from lms.web.layout import settings
from lms.web.pages import ANYONE, Pages

pages = Pages("privacy", __name__)


@pages.page("/vos-donnees", "/your-data", access=ANYONE)
def privacy() -> ResponseReturnValue:
    return render_template("privacy/privacy.html", contact=settings().contact, uuid=present().uuid)
