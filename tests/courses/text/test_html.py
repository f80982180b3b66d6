"""Markdown as pages show it: safe, typeset, with links and sources resolved by the caller."""

import re
from html import unescape

import pytest

from courses.items import syntax
from courses.library import module_file
from courses.text import safe_html
from courses.text.front_matter import split
from courses.text.typography import typeset

NB = "\u00a0"


def resolve(address: str) -> str:
    return "/fr/" + address.replace(":", "/")


def screen(body: str, language: str = "fr"):
    return module_file.parse("x.md", language, split(f"---\nkey: x\n---\n## A {{#a}}\n{body}", "x.md")).screens[0]


def test_a_list_may_begin_right_below_its_sentence():
    shown = safe_html.render("Je dis :\n- l’heure ;\n- le chiffre.")
    assert shown == f"<p>Je dis{NB}:</p>\n<ul>\n<li>l’heure{NB};</li>\n<li>le chiffre.</li>\n</ul>"


def test_french_gets_its_spaces_and_english_keeps_its_own():
    assert typeset("Quoi ? Oui : « non » ; 5 kg, 38 °C, 70 % !", "fr") == (
        f"Quoi{NB}? Oui{NB}: «{NB}non{NB}»{NB}; 5{NB}kg, 38{NB}°C, 70{NB}%{NB}!"
    )
    assert typeset("What? Yes: 5 kg at 38 °C", "en") == f"What? Yes: 5{NB}kg at 38{NB}°C"
    assert typeset("l'heure", "fr") == "l’heure"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_setting_type_twice_changes_nothing_more(language):
    once = typeset("« Quoi ? » 1 000 g : 38 °C ; l'eau 5 %", language)
    assert typeset(once, language) == once


def test_words_that_were_typeset_before_get_no_second_space():
    assert safe_html.render_inline(typeset("« juste » ?", "fr"), "fr") == f"«{NB}juste{NB}»{NB}?"


def test_code_and_addresses_are_left_alone():
    shown = safe_html.render("`a : b` et [ici](https://example.org/a?b=1;c)", language="fr")
    assert "<code>a : b</code>" in shown
    assert 'href="https://example.org/a?b=1;c"' in shown


def test_blocks_are_marked_for_the_pages_style():
    shown = safe_html.render_screen(screen("Bonjour.\n\n::: safety {#call}\nJ’appelle.\n:::\n\n::: good\nBien.\n:::"), "fr")
    assert '<div class="callout care" id="call">' in shown
    assert '<div class="callout good">' in shown


def test_a_block_in_another_language_says_so():
    assert ' lang="fr"' in safe_html.render_screen(screen("::: safety {#call}\nJ’appelle.\n:::"), "en")


def test_values_stand_in_the_text():
    assert "38,0" in safe_html.render("Dès {{fever.call}}.", {"fever.call": "38,0 °C"})
    assert safe_html.render("{{x}}", {"x": "<script>alert(1)</script>"}).count("<script") == 0


def test_citations_become_numbers_that_lead_to_the_sources():
    shown = safe_html.render_screen(screen("Un fait. [@b; @a]"), "fr", references=("a", "b"), sources_at="/fr/m/sources")
    assert '<sup class="cite"><a href="/fr/m/sources#source-a">1</a>, <a href="/fr/m/sources#source-b">2</a></sup>' in shown
    assert safe_html.render_screen(screen("Un fait. [@b; @a]"), "fr") == "<p>Un fait.</p>"


def test_our_links_are_resolved_or_lose_their_address():
    text = "[thé](module:tea#ask) ![Un thé](media:garden/tea.svg)"
    assert 'href="/fr/module/tea#ask"' in safe_html.render(text, resolve=resolve)
    assert 'src="/fr/media/garden/tea.svg"' in safe_html.render(text, resolve=resolve)
    alone = safe_html.render(text)
    assert "href" not in alone
    assert "<img" not in alone


def test_a_resolver_cannot_break_out_of_its_attribute():
    assert '"><script>' not in safe_html.render("[a](module:x)", resolve=lambda address: '"><script>alert(1)</script>')


def test_pictures_from_other_machines_are_left_out():
    text = "![x](https://example.org/x.png) ![y](//example.org/y.png) ![z](data:image/png;base64,AA)"
    assert "<img" not in safe_html.render(text, resolve=resolve)


def test_one_line_has_no_paragraph_round_it():
    assert safe_html.render_inline("J’appelle **tout de suite**.") == "J’appelle <strong>tout de suite</strong>."


def test_tables_are_tables():
    assert "<th>a</th>" in safe_html.render("| a | b |\n|---|---|\n| 1 | 2 |")


def test_items_keep_paragraphs_in_their_question():
    item = syntax.parse("x", "fr", "m", "## k Un\n\nDeux\ntrois {single}\n").items[0]
    assert item.question.startswith("Un\n\nDeux")


def test_a_footnote_stays_on_the_line_of_the_word_before_it_and_footnotes_come_in_order():
    html = safe_html.render_screen(screen("Additive **effects?** [@b; @a] Yes. [@a]", "en"), "en", references=("a", "b"))
    assert '</strong>\u2060<sup class="cite"><a href="#source-a">1</a>, <a href="#source-b">2</a></sup>' in html
    assert 'Yes.<sup class="cite">' in html


@pytest.mark.parametrize(
    ("language", "text", "set_text"),
    [
        ("en", "St John’s wort", "St~John’s wort"),
        ("en", "Mrs R. at 6 p.m. has 150 ng/mL: call 15 or 112.", "Mrs~R. at 6~p.m. has 150~ng/mL: call~15 or 112."),
        ("fr", "M. P. et Mme L. : le 15, ou un SMS au 114. Le 150e jour.", "M.~P. et Mme~L.~: le~15, ou un SMS au~114. Le 150e jour."),
        ("fr", "34 contre 41 % (P = 0,02), HR 0,99, HR = 1 ; CYP 3.", "34 contre 41~% (P~=~0,02), HR~0,99, HR~=~1~; CYP 3."),
        ("fr", "En 24 heures, 3 jours sur 7 : 100 mmHg, 6 mois.", "En 24~heures, 3~jours sur 7~: 100~mmHg, 6~mois."),
        ("en", "Within 24 hours, for 2 days or 6 weeks; two hours.", "Within 24~hours, for 2~days or 6~weeks; two hours."),
        ("en", "34 versus 41% (P = 0.02); HR 0.99; OR > 1.", "34 versus 41% (P~=~0.02); HR~0.99; OR~>~1."),
    ],
)
def test_names_units_and_emergency_numbers_stay_beside_their_word(language, text, set_text):
    assert typeset(text, language).replace("\u00a0", "~") == set_text
    assert typeset(typeset(text, language), language) == typeset(text, language)


@pytest.mark.parametrize(
    "start", ["0.", "1. Je bois", "2) oui", "- 38", "* deux", "+ trois", "# quatre", "> 38", "---", "```", "~~~ a", "[a]: b"]
)
def test_one_line_that_begins_like_a_block_is_words(start: str) -> None:
    html = safe_html.render_inline(start)
    assert not re.search(r"<(?!/?(?:strong|em|code|a|br)\b)", html), html
    assert unescape(html).replace("\u00a0", " ").replace("\u202f", " ") == start
