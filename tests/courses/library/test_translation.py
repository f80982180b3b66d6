"""Freshness of a translation: stamped, stale, stale in a safety block; and what is shown meanwhile."""

from datetime import UTC, date, datetime

import pytest

from courses.authoring import translation_stamps
from courses.library import content_folder
from courses.serving import catalogue

NOW = datetime(2026, 11, 23, tzinfo=UTC)
WARM = "en/garden/warm.md"


def shown(folder):
    return catalogue.load(folder, now=NOW).module("warm", "en")


@pytest.fixture
def stamp(folder):
    def stamped(path=WARM, by="Second Reader"):
        read = content_folder.load(folder, today=NOW.date())
        files = next(files for files in read if files.path == path)
        translation_stamps.write(folder, path, translation_stamps.stamp(files, read, by=by, on=date(2026, 11, 23)))

    return stamped


def test_a_translation_nobody_stamped_is_a_draft(folder):
    assert shown(folder).freshness == "draft"


def test_a_stamped_translation_is_current_and_clean(folder, stamp, check):
    stamp()
    assert shown(folder).freshness == "current"
    assert check() == []
    text = (folder / WARM).read_text("utf-8")
    assert 'by: "Second Reader"' in text
    assert text.count("translation:") == 1


def test_stamping_twice_changes_nothing_more(folder, stamp):
    stamp()
    once = (folder / WARM).read_text("utf-8")
    stamp()
    assert (folder / WARM).read_text("utf-8") == once


def test_a_stamp_finds_its_place_whatever_stands_round_it(folder, stamp, rewrite, check):
    before = 'translation: {of: fr, state: draft, by: "Example Team", on: 2026-11-12}\n---'
    rewrite(WARM, before, 'translation:\n  of: fr\n  state: draft\nnote: "x"\n---')
    stamp()
    assert shown(folder).freshness == "current"
    assert 'note: "x"' in (folder / WARM).read_text("utf-8")


def test_words_that_changed_in_the_source_make_it_stale_and_it_is_still_shown(folder, stamp, rewrite, check):
    stamp()
    rewrite("fr/garden/warm.md", "Je note :", "Je note vite :")
    assert shown(folder).freshness == "stale"
    assert shown(folder).screens[1].blocks[0].language == "en"
    assert {problem.code for problem in check()} == {"211"}


def test_spaces_and_line_breaks_do_not_make_it_stale(folder, stamp, rewrite):
    stamp()
    rewrite("fr/garden/warm.md", "Je prends ma température", "Je  prends\nma température")
    assert shown(folder).freshness == "current"


def test_a_stale_safety_block_is_never_shown_the_sources_is(folder, stamp, rewrite, check):
    stamp()
    rewrite("fr/garden/warm.md", "répond 24 heures par jour", "répond jour et nuit, 24 heures par jour")
    module = shown(folder)
    assert module.freshness == "stale-safety"
    block = module.screens[0].blocks[1]
    assert (block.kind, block.language) == ("safety", "fr")
    assert "jour et nuit, 24 heures" in block.markdown
    assert "{{" not in block.markdown
    assert module.screens[1].blocks[0].language == "en"
    assert "217" in {problem.code for problem in check()}


def test_a_new_safety_block_of_the_source_is_shown_in_the_translation_at_once(folder, stamp, rewrite):
    stamp()
    rewrite("fr/garden/warm.md", "### Un moment calme", "::: safety {#new}\nUne règle neuve. [@asco-idsa-2018]\n:::\n\n### Un moment calme")
    block = shown(folder).screens[2].blocks[0]
    assert (block.key, block.language) == ("new", "fr")


def test_a_missing_safety_block_cannot_be_stamped_away(folder, rewrite, stamp):
    rewrite(WARM, "::: safety {#call}", "::: note {#call}")
    with pytest.raises(translation_stamps.CannotStamp, match="call"):
        stamp()


def test_items_that_changed_in_the_source_are_told(folder, stamp, rewrite, check):
    stamp()
    rewrite("fr/garden/warm.items.md", "- [ ] La météo.", "- [ ] Le temps qu’il fait.")
    assert [(problem.code, problem.path) for problem in check()] == [("211", "en/garden/warm.items.md")]


def test_the_source_cannot_be_stamped(stamp):
    with pytest.raises(translation_stamps.CannotStamp):
        stamp("fr/garden/warm.md")
