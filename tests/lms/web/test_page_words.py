"""The words of pages as they are remembered: the same as Jinja's own, in either language."""

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment

from lms.web.routing.page_words import MOST, PageWords

FRENCH = {"Home": "Accueil", "%(n)s minutes": "%(n)s minutes & plus", "100 %%": "100 %% de", "<b>": "<i>"}
ASKED = [
    "{{ _('Home') }}",
    "{{ _('100 %%') }}",
    "{{ _('<b>') }}",
    "{{ _('%(n)s minutes', n='<4>') }}",
    "{{ _('%(n)s minutes', n=4) }}",
    "{{ _(word) }}",
    "{% trans n=word %}{{ n }} minutes{% endtrans %}",
    "{{ ngettext('%(num)s day', '%(num)s days', 1) }}, {{ ngettext('%(num)s day', '%(num)s days', 2) }}",
    "{{ ngettext('%(num)s day of %(of)s', '%(num)s days of %(of)s', 2, of=word) }}",
    "{{ ngettext('one', '%(num)s', 100000) }}",
]


class Catalogue:
    def __init__(self, language: str) -> None:
        self.words = FRENCH if language == "fr" else {}

    def ugettext(self, text: str) -> str:
        return self.words.get(text, text)

    def ungettext(self, one: str, many: str, count: int) -> str:
        return self.words.get(one, one) if count == 1 else self.words.get(many, many)


def environments(language: list[str], *, autoescape: bool) -> tuple[Environment, Environment, PageWords]:
    """Jinja's own and ours, both in the language that the list holds first."""
    own, ours = (Environment(autoescape=autoescape, extensions=["jinja2.ext.i18n"]) for _ in range(2))
    own.install_gettext_callables(  # type: ignore[attr-defined]  # the extension adds it
        lambda text: Catalogue(language[0]).ugettext(text),
        lambda one, many, n: Catalogue(language[0]).ungettext(one, many, n),
        newstyle=True,
    )
    ours.newstyle_gettext = True  # type: ignore[attr-defined]  # the extension adds it
    words = PageWords(lambda: language[0], lambda: Catalogue(language[0]))
    ours.globals |= {"_": words.gettext, "gettext": words.gettext, "ngettext": words.ngettext}
    return own, ours, words


@pytest.mark.parametrize("autoescape", [True, False])
@pytest.mark.parametrize("template", ASKED)
def test_a_template_says_what_jinja_says_also_the_second_time_and_in_the_other_language(template: str, autoescape: bool) -> None:
    language = ["fr"]
    own, ours, _ = environments(language, autoescape=autoescape)
    for asked in ("fr", "fr", "en", "en", "fr"):
        language[0] = asked
        assert ours.from_string(template).render(word="<Home>") == own.from_string(template).render(word="<Home>")


@given(st.lists(st.text(alphabet="<%(n)s a&", max_size=6), max_size=4), st.booleans())
def test_any_words_are_said_as_jinja_says_them(words: list[str], autoescape: bool) -> None:
    own, ours, _ = environments(["fr"], autoescape=autoescape)
    for word in words * 2:
        assert said(ours, word) == said(own, word)


def said(environment: Environment, word: str) -> Any:
    try:
        return environment.from_string("{{ _(word) }}|{{ _(word, n=word) }}").render(word=word)
    except (ValueError, TypeError, KeyError) as error:
        return type(error)


def test_what_is_remembered_has_an_end() -> None:
    words = PageWords(lambda: "fr", lambda: Catalogue("fr"))
    escaping: Any = SimpleNamespace(autoescape=True)
    for number in range(MOST + 10):
        assert words.gettext(escaping, f"text {number}") == f"text {number}"
    assert len(words._texts) <= MOST
