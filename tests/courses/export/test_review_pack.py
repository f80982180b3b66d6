"""The review pack: every cited statement and every decision, both languages, its place, boxes to sign."""

import io
from datetime import date

from pypdf import PdfReader

from courses.export import review_pack
from courses.library import content_folder

TODAY = date(2026, 11, 23)


def read(folder):
    return content_folder.load(folder, today=TODAY)


def test_each_statement_stands_with_its_source_place_and_both_languages(folder):
    content = read(folder)
    found = review_pack.claims(content, "warm", content.rules.preset())
    first, second = found[:2]
    assert first.texts == {"fr": "Je prends ma température\u00a0: c’est simple.", "en": "I take my temperature: it is simple."}
    assert (first.sources, first.is_safety, first.follows_rule) == (("becquerel-aplasie",), False, False)
    file, _, line = first.place.rpartition(":")
    assert (folder / file).read_text("utf-8").split("\n")[int(line) - 1].startswith("Je prends ma température")
    assert (second.is_safety, second.follows_rule) == (True, True)
    assert "38,0" in second.texts["fr"]
    assert "38.0" in second.texts["en"]


def test_values_follow_the_rule_that_is_asked_for(folder):
    content = read(folder)
    found = review_pack.claims(content, "warm", content.rules.preset("38.5-twice"))
    assert "38,5" in found[1].texts["fr"]


def test_every_item_but_surveys_is_there_with_its_marks(folder):
    content = read(folder)
    found = review_pack.claims(content, "warm", content.rules.preset())
    items = [claim for claim in found if claim.place.startswith("fr/garden/warm.items.md")]
    assert len(items) == 8
    assert "✓ J’appelle tout de suite." in items[0].texts["fr"]
    assert "! I take a tablet and sleep." in items[0].texts["en"]


def test_what_a_language_lacks_is_shown_as_lacking(folder, rewrite):
    rewrite("en/garden/warm.md", "I take my temperature: it is simple. [@becquerel-aplasie]\n\n", "")
    content = read(folder)
    found = review_pack.claims(content, "warm", content.rules.preset())
    assert any(claim.texts["en"] == "—" for claim in found)


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
