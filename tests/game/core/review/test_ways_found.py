"""The notebook of ways found: the good ways of each scene met, once each, from every save, and nothing counted."""

from typing import Any

from courses.model.game import Book
from courses.model.rules import SiteRule
from game.core.review.notebook import ways_found
from game.core.state.commands import Decide
from game.core.week import Week


def played(shipped: tuple[Book, SiteRule], situation: str, choice: str, name: str) -> dict[str, Any]:
    week = Week.alone(*shipped, situation=situation, seed=1, play="p")
    week.state.character["name"] = name
    week.do(Decide(choice))
    return week.save()


def test_ways_of_several_weeks_stand_together_and_the_rest_is_hinted_at(shipped: tuple[Book, SiteRule]) -> None:
    saves = [played(shipped, "nap-or-walk", choice, "Awa") for choice in ("walk", "long-nap", "short-nap", "walk")]
    (entry,) = ways_found(shipped[0], saves)
    assert [line.key.split(".")[-2] for line in entry.ways] == ["walk", "short-nap"]
    assert not entry.has_more
    (first,) = ways_found(shipped[0], saves[:2])
    assert len(first.ways) == 1
    assert first.has_more


def test_a_scene_met_without_a_good_way_says_that_one_is_left(shipped: tuple[Book, SiteRule]) -> None:
    (entry,) = ways_found(shipped[0], [played(shipped, "herbal-tea", "one-cup", "Paul")])
    assert entry.ways == ()
    assert entry.has_more
    assert shipped[0].text("fr", entry.title.key, **entry.title.values)


def test_what_is_no_longer_there_and_an_empty_save_are_left_out(shipped: tuple[Book, SiteRule]) -> None:
    save = played(shipped, "herbal-tea", "pharmacist", "Paul")
    save["story"] = [{**save["story"][0], "kind": "decision", "key": "gone", "detail": "x"}]
    assert ways_found(shipped[0], [save, {}]) == ()
