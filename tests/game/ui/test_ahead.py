"""Pictures that may come next are drawn while nobody presses anything; what is shown is the same with and without it."""

import time

import pytest

from game import art
from game.ui.ahead import REST
from game.ui.layout.shapes import Picture, Rect
from game.ui.window.lru import LocalPlay
from game.ui.window.pygame_window import KEPT_BYTES, _bytes
from tests.game.ui.walks import begin, next_press


def rest(app, clock, frames=60):
    for _ in range(frames):
        clock.now += 1 / 30
        app.draw()


def plate(frame):
    return next(shape for shape in frame.shapes if isinstance(shape, Picture)).svg


def test_the_next_moment_the_rooms_and_the_telephone_are_made_ready(make_app, clock):
    app = make_app()
    begin(app)
    app.press("begin_day")
    app.draw()
    rest(app, clock)
    ready = set(app.window.prepared)
    for tab in app.screen().tabs:
        app.press(tab.key)
        assert plate(app.frame()) in ready, tab.key
    app.press("call")
    assert plate(app.frame()) in ready
    app.press("hang_up")
    app.press("next")
    assert plate(app.frame()) in ready


def test_nothing_is_made_ready_before_a_rest(make_app, clock):
    app = make_app()
    begin(app)
    app.press("begin_day")
    app.draw()
    rest(app, clock, frames=int(REST * 30) - 1)
    assert app.window.prepared == []


def test_looking_ahead_changes_nothing(make_app, clock):
    ahead, plain = make_app(), make_app()
    for app in (ahead, plain):
        begin(app)
    for _ in range(40):
        if ahead.screen().name == "debrief":
            break
        saved = ahead.controller.week.save()
        ahead.draw()
        rest(ahead, clock)
        assert ahead.controller.week.save() == saved
        for app in (ahead, plain):
            for key in next_press(app.screen()):
                item = app.screen().item(key)
                if item is not None and item.is_enabled:
                    app.press(key)
        assert ahead.controller.week.save() == plain.controller.week.save()
        assert len(ahead.controller.outbox.journal.records) == len(plain.controller.outbox.journal.records)


def test_a_picture_made_ready_is_the_one_that_is_shown(dummy, parts):
    window = dummy((1024, 600))
    svg = art.scene(parts, room="living", slot="night")
    box = Rect(0, 0, 420, 360)
    at_once = window._picture(box, svg, 12, "#EFE2C8")
    window._pictures = LocalPlay()
    window.prepare(Picture(box, svg, 12, "#EFE2C8"))
    for _ in range(2000):
        if not window.collect_pictures():
            break
        time.sleep(0.005)
    assert window._pictures.size > 0
    later = window._picture(box, svg, 12, "#EFE2C8")
    assert later.get_buffer().raw == at_once.get_buffer().raw


def test_a_press_before_it_is_ready_waits_for_it_and_draws_it_once(dummy, parts):
    window = dummy((1024, 600))
    svg, box = art.scene(parts, room="kitchen", slot="noon"), Rect(0, 0, 420, 360)
    window.prepare(Picture(box, svg, 12, "#EFE2C8"))
    window.prepare(Picture(box, svg, 12, "#EFE2C8"))
    assert len(window._coming) == 1
    assert window._picture(box, svg, 12, "#EFE2C8").get_size() == (420, 360)
    assert window._coming == {}
    assert window.collect_pictures() is False


@pytest.mark.slow
@pytest.mark.parametrize("size", [(1280, 720), (3840, 2160)])
def test_pictures_kept_stay_within_their_room_in_memory(dummy, parts, size):
    window = dummy(size)
    wide = size[0] * 6 // 10
    for number in range(24):
        window._picture(Rect(0, 0, wide, wide * 6 // 7 + number), art.badge(parts, "red"), 8, "#EFE2C8")
    kept = sum(_bytes(surface) for surface, _ in window._pictures._things.values())
    assert kept == window._pictures.size > 0
    assert kept <= max(KEPT_BYTES, 4 * size[0] * size[1] * 4)
