"""Hair, scarf and weight follow what happened, in every picture from then on."""

from collections.abc import Callable

import pytest

from game import art
from game.core.state.commands import Decide, NextSlot, Skip
from game.core.week import Week
from tests.game.core.conftest import go_to


@pytest.mark.parametrize(("choice", "hair"), [("cut-short", "short"), ("scarf", "scarf"), ("alone", "bald")])
def test_the_hair_decided_on_is_the_hair_seen_for_the_rest_of_the_week(make_week: Callable[..., Week], choice: str, hair: str) -> None:
    week = go_to(make_week(week=3, character={"look": "helene"}), 16, "morning")
    assert week.state.open_situation == "hair"
    assert week.view().look == "helene"
    week.do(Decide(choice))
    assert week.view().look == f"helene+{hair}"
    assert any(line.key == f"alt.hair.{hair}" for line in week.view().alt)
    assert art.look(week.view().look).hair != art.look("helene").hair
    go_to(week, 20, "morning")
    assert hair in week.view().look


def test_hair_falls_whatever_was_decided_also_when_the_scene_was_passed(make_week: Callable[..., Week]) -> None:
    week = go_to(make_week(week=3, character={"look": "helene"}), 16, "morning")
    week.do(Skip())
    assert week.view().look == "helene"
    go_to(week, 20, "morning")
    assert week.view().look.startswith("helene+cap")


def test_days_of_hardly_eating_are_seen(make_week: Callable[..., Week]) -> None:
    week = make_week(week=1, character={"look": "paul"})
    week.state.grades["appetite"], week.state.running["appetite"] = 2, week.run.model.body.thin_after_days
    while week.state.day < 3:
        go_to(week, week.state.day, week.state.slot)
        if week.state.open_situation:
            week.do(Decide(next(one.key for one in week.run.book.situations[week.state.open_situation].choices if one.is_safe)))
        week.do(NextSlot())
    assert "thin" in week.view().look
    assert art.look(week.view().look).build < art.look("paul").build


def test_who_covers_the_head_anyway_goes_on_doing_so() -> None:
    assert art.look("nadia+short").hair == "scarf"
    assert art.look("paul+bald").hair == "cap"
