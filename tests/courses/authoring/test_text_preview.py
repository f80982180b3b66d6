"""A preview shows the sources: a number behind each sentence, and one list of all that a page, a question or a scene cites."""

from pathlib import Path

from courses.authoring import picture_words, text_files, text_preview

CONTENT = Path(__file__).parents[3] / "content"
FEVER = "fr/patient-essentials/fever"
PAGE = """---
title: "Essai"
---
## Premier {#one}

Une phrase. [@second; @first]

::: safety {#call}
J’appelle. [@first]
:::

## Autre {#two}

Une autre phrase, sans source. Puis une autre. [@third, @first]
"""


def test_each_citation_of_a_text_is_a_number_into_one_list() -> None:
    parts = text_preview.parts(text_files.piece(CONTENT, f"{FEVER}.md"), PAGE, {})
    assert text_preview.cited(parts) == ["second", "first", "third"]
    first, other = (part.html for part in parts)
    assert '<a href="#source-second">1</a>, <a href="#source-first">2</a>' in first
    assert first.count('href="#source-first"') == 2, "in the safety block too"
    assert '<a href="#source-first">2</a>, <a href="#source-third">3</a>' in other
    assert [part.sources for part in parts] == [("second", "first"), ("third", "first")]


def test_a_question_shows_its_answer_its_hint_why_and_its_sources() -> None:
    shipped = (CONTENT / f"{FEVER}.items.md").read_text("utf-8")
    parts = text_preview.parts(text_files.piece(CONTENT, f"{FEVER}.items.md"), shipped, {})
    assert any(part.sources for part in parts)
    assert any(dict(part.notes).get("hint") for part in parts)
    assert any(dict(part.notes).get("explanation") for part in parts)


def test_a_scene_shows_its_sources() -> None:
    path = "fr/situations/hair.md"
    parts = text_preview.parts(text_files.piece(CONTENT, path), (CONTENT / path).read_text("utf-8"), {})
    assert text_preview.cited(parts) == ["inca-carers"]


def test_pictures_come_with_the_words_of_a_text_that_shows_them() -> None:
    words = picture_words.words_by_address(CONTENT, "en")
    assert "modules/any-organ-a-year.svg" in words
    assert all((CONTENT / "media" / address).is_file() and shown for address, shown in words.items())
    assert list(words) == sorted(words)


def test_a_picture_that_is_gone_is_not_offered(folder: Path) -> None:
    address = "garden/thermometer.svg"
    assert address in picture_words.words_by_address(folder, "fr")
    (folder / "media" / address).unlink()
    assert address not in picture_words.words_by_address(folder, "fr")
