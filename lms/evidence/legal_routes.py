"""The legal notice and the terms of use, from the settings. What they lack is named, since a site must not seem to have them."""

from flask import render_template
from flask.typing import ResponseReturnValue

from lms import training_body
from lms.evidence.pages import pages
from lms.web.routing import locales
from lms.web.routing.pages import ANYONE
from lms.web.site.layout import settings


@pages.page("/mentions-legales", "/legal-notice", access=ANYONE)
def legal_notice() -> ResponseReturnValue:
    facts, language = settings().training_body.facts, locales.current()
    rows = [(training_body.label(key, language), facts.get(key)) for key in (*training_body.LEGAL, "siret", "activity_number")]
    return render_template("evidence/legal_notice.html", rows=rows, contact=settings().contact)


@pages.page("/conditions-d-utilisation", "/terms", access=ANYONE)
def terms() -> ResponseReturnValue:
    text = settings().training_body.facts.get(f"terms_{locales.current()}", "")
    return render_template("evidence/terms.html", paragraphs=[part.strip() for part in text.split("\n\n") if part.strip()])
