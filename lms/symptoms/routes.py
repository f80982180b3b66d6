"""The index of symptoms and a page for each. Open to everybody, told to nobody: no statement, no row, nothing kept of a visit."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from courses.model.symptoms import SymptomIndex
from courses.text.safe_html import render_screen
from lms.errors import NotFound
from lms.learning.pages import resolve
from lms.symptoms import symptom_page
from lms.web.routing import locales
from lms.web.routing.pages import ANYONE, Pages
from lms.web.site import content
from lms.web.site.layout import rule_is_chosen

pages = Pages("symptoms", __name__)
FEVER = "fever"
"""The page on which the site's own temperature stands."""


def index() -> SymptomIndex:
    return content.catalogue().symptoms


@pages.page("/signes", "/symptoms", access=ANYONE, name="index")
def all_symptoms() -> ResponseReturnValue:
    language = locales.current()
    return render_template(
        "symptoms/index.html",
        index=index(),
        parts=symptom_page.parts(index(), language),
        words_of=symptom_page.words,
    )


@pages.page("/signes/<slug>", "/symptoms/<slug>", access=ANYONE)
def symptom(slug: str) -> ResponseReturnValue:
    """One page for every reader: all treatments beside each other, whatever hers is, whoever reads and whenever."""
    language = locales.current()
    page = index().by_slug(slug, language) or index().by_slug(slug, locales.other())
    if page is None:
        raise NotFound
    catalogue = content.catalogue()
    helps = symptom_page.help_texts(catalogue, page, language)
    return render_template(
        "symptoms/symptom.html",
        index=index(),
        symptom=page,
        bands=symptom_page.bands(page),
        helps=[(text, render_screen(text.screen, language, resolve=resolve)) for text in helps],
        has_sources=bool(page.references),
        near=symptom_page.near(index(), page),
        of_game=symptom_page.of_game(catalogue.game, page, language),
        samu=catalogue.rule.numbers["samu"],
        distress=catalogue.rule.numbers["distress"],
        fever_rule=catalogue.rule.values(language) if page.key == FEVER and rule_is_chosen() else None,
        other_url=url_for("symptoms.symptom", slug=page.slugs[locales.other()], lang=locales.other()),
    )
