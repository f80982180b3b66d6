"""A French verb stays beside the pronoun tied to it by a hyphen, a name such as 5-FU is whole, and nothing else of a page changes."""

import re

import pytest

from courses.text.tied_words import keep_tied_words

TAG = re.compile(r"<[^>]*>")


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("Au téléphone, que dit-on ?", "dit-on"),
        ("Dites-lui que vous appelez.", "Dites-lui"),
        ("Y a-t-il du sang ?", "a-t-il"),
        ("Dites-le-lui.", "Dites-le-lui"),
        ("Qu’est-ce qui change ?", "est-ce"),
        ("La fièvre monte-t-elle\u00a0?", "monte-t-elle"),
        ("Montre-moi d’abord.", "Montre-moi"),
        ("Êtes-vous sûr ?", "Êtes-vous"),
    ],
)
def test_a_verb_and_its_pronoun_stand_in_one_span(words: str, kept: str) -> None:
    assert f'<bdi class="nb">{kept}</bdi>' in keep_tied_words(f"<p>{words}</p>", "fr")


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", ["5-FU", "PD-L1", "COVID-19", "AP-HP"])
def test_a_name_of_figures_and_capitals_is_whole_in_both_languages(name: str, language: str) -> None:
    assert keep_tied_words(f"<p>a {name}, b</p>", language) == f'<p><bdi>a <bdi class="nb">{name}</bdi>, b</bdi></p>'


def test_an_english_page_keeps_its_own_hyphens() -> None:
    assert keep_tied_words("<p>check-in, add-on, 46-hour pump, 10-FOLD-up</p>", "en") == "<p>check-in, add-on, 46-hour pump, 10-FOLD-up</p>"


OTHER = ["celui-là", "peut-être", "week-end", "bien-être", "au-dessus", "ci-dessous", "38-39", "mot -vous", "grand-mère"]


@pytest.mark.parametrize("words", OTHER)
def test_other_hyphens_may_break(words: str) -> None:
    assert keep_tied_words(f"<p>{words}</p>", "fr") == f"<p>{words}</p>"


@pytest.mark.parametrize(
    "html",
    [
        '<img alt="Que dites-vous ?">',
        "<textarea>Que puis-je faire</textarea>",
        "<title>Que faire, dit-il</title>",
        '<option value="a">Dites-lui</option>',
        "<script>a = 'dit-on'</script>",
        "<code>dit-on</code>",
        "<!-- dit-on > -->",
        "<svg><title>dit-on</title></svg>",
    ],
)
def test_what_is_no_prose_of_a_page_is_left_alone(html: str) -> None:
    assert keep_tied_words(html, "fr") == html


def test_words_after_what_is_left_alone_are_kept_whole_too() -> None:
    html = "<textarea>dit-on<p></textarea><p>dit-on</p><svg/><b>puis-je</b>"
    whole = '<p><bdi class="nb">dit-on</bdi></p><svg/><b><bdi class="nb">puis-je</bdi></b>'
    assert keep_tied_words(html, "fr") == f"<textarea>dit-on<p></textarea>{whole}"


def test_the_text_that_is_copied_read_aloud_or_searched_is_the_same() -> None:
    html = "<h1>Que dit-on ?</h1><p>Appelez-les, <strong>dites-le</strong> : puis-je ?</p>"
    assert TAG.sub("", keep_tied_words(html, "fr")) == TAG.sub("", html)


def test_the_words_round_a_tied_word_stay_one_element() -> None:
    """In a flex box, as the links of the foot are, « Qui » would be a box of its own, and its space would go."""
    assert keep_tied_words("<a> Qui sommes-nous\n</a>", "fr") == '<a> <bdi>Qui <bdi class="nb">sommes-nous</bdi></bdi>\n</a>'
