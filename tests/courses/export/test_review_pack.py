"""The review pack: every cited statement and every decision, both languages, its place, boxes to sign."""

import io
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import lru_cache
from html import unescape
from pathlib import Path

import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from courses.cli import content as command
from courses.export import review_game, review_pack
from courses.library import content_folder
from courses.model.content import Block, Item, Module
from courses.serving import catalogue
from courses.text import safe_html

TODAY = date(2026, 11, 23)
SHIPPED = Path(__file__).parents[3] / "content"
ENDS = re.compile(r"</(?:p|li|h\d|td|th|tr|blockquote)>|<br>")


def read(folder):
    return content_folder.load(folder, today=TODAY)


def test_each_statement_stands_with_its_source_place_and_both_languages(folder):
    content = read(folder)
    claims = review_pack.claims(content, "warm", content.rules.preset())
    first, second = [claim for claim in claims if claim.sources and claim.place.startswith("fr/garden/warm.md")][:2]
    assert first.texts == {"fr": "Je prends ma température\u00a0: c’est simple.", "en": "I take my temperature: it is simple."}
    assert (first.sources, first.is_safety, first.follows_rule) == (("becquerel-aplasie",), False, False)
    file, _, line = first.place.rpartition(":")
    assert (folder / file).read_text("utf-8").split("\n")[int(line) - 1].startswith("Je prends ma température")
    assert (second.is_safety, second.follows_rule) == (True, True)
    assert "38,0" in second.texts["fr"]
    assert "38.0" in second.texts["en"]


def test_values_follow_the_rule_that_is_asked_for(folder):
    content = read(folder)
    claims = review_pack.claims(content, "warm", content.rules.preset("38.5-twice"))
    assert any("38,5" in claim.texts["fr"] for claim in claims if claim.is_safety)


def test_every_item_is_there_with_its_marks(folder):
    content = read(folder)
    claims = review_pack.claims(content, "warm", content.rules.preset())
    items = [claim for claim in claims if claim.place.startswith("fr/garden/warm.items.md")]
    assert len(items) == 9
    items = [claim for claim in items if claim.sources]
    assert "✓ J’appelle tout de suite." in items[0].texts["fr"]
    assert "! I take a tablet and sleep." in items[0].texts["en"]


def test_what_a_language_lacks_is_shown_as_lacking(folder, rewrite):
    rewrite("en/garden/warm.md", "I take my temperature: it is simple. [@becquerel-aplasie]\n\n", "")
    content = read(folder)
    claims = review_pack.claims(content, "warm", content.rules.preset())
    assert any("en" not in claim.texts for claim in claims)
    pack = PdfReader(io.BytesIO(review_pack.pdf(content, ["warm"], content.rules.preset(), on=TODAY)))
    assert "—" in " ".join(page.extract_text() for page in pack.pages)


def test_the_pdf_is_tagged_has_boxes_to_sign_and_says_what_is_known_second_hand(folder, rewrite):
    rewrite("_structure/references.yml", "seen: excerpt", "seen: secondary")
    content = read(folder)
    reader = PdfReader(io.BytesIO(review_pack.pdf(content, ["warm", "ask"], content.rules.preset(), on=TODAY)))
    words = " ".join(page.extract_text() for page in reader.pages)
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "Signature" in words
    assert "source vue" in words
    assert "becquerel-aplasie" in words
    assert words.count("second hand, open the original") == 1


@lru_cache(maxsize=2)
def load(place: Path, rule: str | None) -> catalogue.Catalogue:
    return catalogue.load(place, now=datetime(2026, 11, 23, tzinfo=UTC), rule_key=rule)


def plain(text: str) -> str:
    return " ".join(text.split())


def sentences(block: Block) -> Iterator[str]:
    """What a reader sees of one block, as its page shows it, paragraph by paragraph and cell by cell, without the marks of sources."""
    markdown = re.sub(r"\s*\[@[^\]]*\]", "", block.markdown)
    shown = re.sub(r"<sup.*?</sup>", "", safe_html.render(markdown, language=block.language, resolve=lambda address: address))
    for part in ENDS.split(shown):
        yield from re.findall(r'alt="([^"]*)"', part)
        yield unescape(re.sub(r"<[^>]+>", "", part))


def visible(module: Module) -> Iterator[str]:
    """Every sentence of a module that its pages may show."""
    yield from (module.title, module.summary)
    for screen in (*module.screens, *module.simple):
        yield screen.title
        for block in screen.blocks:
            yield from sentences(block)
    for item in (*module.items, *(one for form in module.forms.values() for one in form)):
        yield from of_item(item)


def of_item(item: Item) -> Iterator[str]:
    yield from (*re.split(r"\[\[[^\]]*\]\]", item.question), item.hint, item.explanation, item.unit)
    for option in item.options:
        yield from (option.text, option.feedback, option.pair)
    yield from (choice for gap in item.gaps for choice in gap.choices)


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("content", "rule"),
    [("shipped", None), pytest.param("shipped", "38.5-twice", marks=pytest.mark.slow), ("sample", None), ("sample", "38.5-twice")],
)
def test_every_sentence_a_reader_sees_of_a_module_stands_in_its_pack(folder, content, rule):
    shown = load(SHIPPED if content == "shipped" else folder, rule)
    read_ = content_folder.load(SHIPPED if content == "shipped" else folder, today=TODAY)
    seen = 0
    for (key, language), module in shown.modules.items():
        if module.freshness == "missing":
            continue
        pack = plain("\n".join(claim.texts.get(language, "") for claim in review_pack.claims(read_, key, shown.rule)))
        for sentence in filter(None, map(plain, visible(module))):
            seen += 1
            assert sentence in pack, (key, language, sentence)
    assert seen > (5000 if content == "shipped" else 20)


def test_what_names_no_source_comes_first_and_is_marked(folder, rewrite):
    rewrite("fr/garden/warm.md", "c’est simple. [@becquerel-aplasie]", "c’est simple.")
    content = read(folder)
    claims = review_pack.claims(content, "warm", content.rules.preset())
    bare = [claim for claim in claims if not claim.sources]
    assert claims[: len(bare)] == bare
    assert any("c’est simple" in claim.texts["fr"] for claim in bare)
    assert [claim.number for claim in claims] == [str(number) for number in range(1, len(claims) + 1)]
    words = " ".join(
        page.extract_text() for page in PdfReader(io.BytesIO(review_pack.pdf(content, ["warm"], content.rules.preset(), on=TODAY))).pages
    )
    assert "sans source" in words


def test_what_the_translation_alone_has_is_in_the_pack_too(folder, rewrite):
    rewrite("en/garden/warm.md", "I take my temperature: it is simple.", "I take my temperature: it is simple.\n\nOnly here.\n\n")
    content = read(folder)
    claims = review_pack.claims(content, "warm", content.rules.preset())
    assert any("Only here." in claim.texts.get("en", "") for claim in claims)


def test_every_word_of_the_game_and_every_row_of_the_register_stands_in_the_parts_beside():
    content = content_folder.load(SHIPPED, today=TODAY)
    shown = load(SHIPPED, None)
    parts = review_game.parts(content, content.rules.preset())
    assert shown.game is not None
    for language in ("fr", "en"):
        said = {claim.texts.get(language, "") for part in parts for claim in part.claims}
        assert [key for key, words in shown.game.words[language].items() if words not in said] == []
    register = parts[-1].claims
    assert sum(claim.place[-2:] != ":1" for claim in register) == len(content.shared.register.rows)
    assert any("[now]" in claim.texts["fr"] and "leeds-unwell [now]: 38 °C or higher" in claim.texts["fr"] for claim in register)
    sourced = {claim.place.split(":")[0] for part in parts for claim in part.claims if claim.sources}
    assert {"fr/situations/hair.md", "fr/game/cards.yml", "_structure/triage.yml"} <= sourced


@pytest.mark.slow
def test_the_command_writes_one_pack_with_the_game_beside_the_modules_named(tmp_path):
    to = tmp_path / "pack.pdf"
    ran = CliRunner().invoke(command, ["review-pack", "carer-role", "--game", "--folder", str(SHIPPED), "--to", str(to)])
    assert ran.exit_code == 0, ran.output
    words = " ".join(page.extract_text() for page in PdfReader(to).pages)
    assert "Le registre de triage" in words
    assert "cartes du matin" in words
    assert "situations" in words
