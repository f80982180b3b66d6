"""What was found out and the alert card lie under the picture, whole, so that the choices stay where they are."""

import pytest

from game.core.state.commands import Ask, LayCard
from game.ui.layout.shapes import Picture, Words
from game.ui.scenes.turn import Turn

SIZES = [((1280, 720), 22), ((1024, 600), 22), ((1024, 600), 32), ((2560, 1440), 18)]


def laid_out(app, key):
    """The frame of a situation in which two questions were asked and the card lies beside, and the words that lie there."""
    app.home()
    app.controller.start_alone(key, seed=7)
    app.over(Turn(app))
    for question in list(app.scene.view.situation.questions)[:2]:
        app.scene.do(Ask(question.key))
    if app.scene.view.situation.can_lay_card:
        app.scene.do(LayCard())
    return app.frame()


def assert_whole(app, window, key):
    frame = laid_out(app, key)
    left = [shape for shape in frame.shapes if isinstance(shape, Words) and shape.x < frame.page.x]
    low = {shape.y: shape for shape in left}
    assert min(low) >= 0, key
    assert max(low) + low[max(low)].size <= window.size[1], key
    assert not any(frame.plate.holds(shape.x, shape.y) for shape in left), key
    shown = "".join(shape.text for shape in frame.shapes if isinstance(shape, Words)).replace(" ", "")
    for part in app.scene.view.situation.card:
        for line in part.lines:
            assert app.line(line).replace(" ", "") in shown, (key, "the card is read whole, without scrolling")


@pytest.mark.parametrize(("size", "text"), SIZES[:2])
def test_the_card_is_whole_under_the_picture(make_app, size, text):
    app = make_app(language="fr", text=text)
    app.window.size = size
    for key in ("headache-first", "doctor-does-not-know", "first-sun"):
        assert_whole(app, app.window, key)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(("size", "text"), SIZES)
def test_every_card_is_whole_at_every_size_in_both_languages(make_app, dummy, size, text, language):
    window = dummy(size)
    app = make_app(window, language=language, text=text)
    for key in app.controller.book.situations:
        assert_whole(app, window, key)


def test_the_card_moves_no_choice(make_app):
    """In the window it pushed them a scroll down: a page that was long grew by a card."""
    app = make_app(language="fr")
    app.home()
    app.controller.start_alone("headache-first", seed=7)
    app.over(Turn(app))

    def places():
        return {target.key: target.rect.y for target in app.frame().targets if target.key.startswith("choice:")}

    app.scene.do(Ask("how"))
    app.scene.do(Ask("number"))
    before = places()
    app.scene.do(LayCard())
    after = places()
    assert len(after) == 4, "question, card and choices are seen at once"
    assert all(after[key] <= before[key] for key in before)


def test_a_picture_that_has_no_room_is_left_out_and_nothing_is_made_ready_for_it(make_app):
    app = make_app(language="fr", text=32)
    app.window.size = (1024, 600)
    frame = laid_out(app, "dead-thermometer")
    assert frame.plate.w == 0
    assert not any(isinstance(shape, Picture) and shape.svg == app.screen().picture for shape in frame.shapes)


def test_the_pages_of_a_week_keep_one_width(make_app):
    """The telephone is at the same place whether there is much to read or little."""
    app = make_app()
    laid_out(app, "headache-first")
    width = app.frame().page.w
    assert width == app.window.size[0] // 2
