"""The person breathes, blinks and turns the head, a little; nothing moves where that was asked for, and the page stays as it was drawn."""

import pygame
import pytest

from game import art
from game.ui.layout.motion import BREATH_SECONDS, pose
from tests.game.ui.walks import begin


def at_rest(app, clock, seconds=8.0):
    """Draws while nobody presses anything, until every pose is made."""
    for _ in range(round(seconds * 20)):
        clock.now += 0.05
        app.draw()
        while app.window.collect_pictures():
            pass


def test_a_breath_a_blink_and_a_turn_come_by_the_clock():
    seen = {pose(second / 20) for second in range(20 * 60)}
    assert seen == {"", *art.POSES}
    blinks = sum(pose(second / 100) == "blink" for second in range(100 * 60))
    assert blinks < 0.05 * 100 * 60, "eyes are open nearly always"
    assert 3 < BREATH_SECONDS < 6


@pytest.mark.parametrize("name", art.POSES)
@pytest.mark.parametrize("room", ["kitchen", "living", "balcony"])
def test_each_pose_changes_the_person_alone(parts, name, room):
    plain = art.scene(parts, room=room, slot="noon", person=art.LOOKS["awa"], posture="sit", others=["daughter"])
    posed = art.scene(parts, room=room, slot="noon", person=art.LOOKS["awa"], posture="sit", others=["daughter"], pose=art.POSES[name])
    assert posed != plain
    assert posed.count("<path") == plain.count("<path") or name == "blink"


def test_who_lies_in_bed_does_not_rise_with_a_breath(parts):
    lying = [art.scene(parts, room="ward", slot="night", posture="lie", pose=one) for one in (art.AT_REST, art.POSES["full"])]
    assert lying[0] == lying[1]


def test_the_window_is_given_every_pose_when_all_else_is_made(make_app, clock):
    app = make_app(calm=False)
    begin(app)
    app.press("begin_day")
    at_rest(app, clock, seconds=20)
    assert {app.scene.moment.scene_picture(room=app.scene.part.choices.room, pose=name) for name in art.POSES} <= set(app.window.prepared)


@pytest.mark.parametrize("change", [{"calm": True}, {"calm": False, "text": 22}])
def test_nothing_moves_where_that_was_asked_for(make_app, clock, change):
    app = make_app(**change)
    begin(app)
    app.press("begin_day")
    at_rest(app, clock, seconds=20)
    assert (app.window.pose is None) or not change["calm"]
    if change["calm"]:
        assert app.scene.moment.scene_picture(room=app.scene.part.choices.room, pose="full") not in app.window.prepared


def test_a_pose_changes_a_part_of_the_picture_and_gives_it_back(make_app, dummy, clock):
    window = dummy((1024, 600))
    app = make_app(window, calm=False)
    begin(app)
    app.press("begin_day")
    at_rest(app, clock)
    frame = app._frame

    def shown(name):
        window.show(frame, pose=app._alive._pictures.get(name))
        return pygame.image.tobytes(window.picture_of(), "RGB")

    plain = shown("")
    for name in art.POSES:
        assert shown(name) != plain, name
        mask = pygame.mask.from_threshold(window._last[1], (0, 0, 0, 0), (1, 1, 1, 255), window._still(frame))
        mask.invert()
        rect = mask.get_bounding_rects()[0]
        assert frame.plate.holds(rect.x, rect.y), name
        assert mask.count() < 0.25 * frame.plate.w * frame.plate.h, name
    assert shown("") == plain
