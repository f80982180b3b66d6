"""What a sound says stands under the picture: at every size of window and text it covers neither picture nor rooms."""

import pytest

from game.ui.layout.shapes import Rect, Words
from tests.game.ui.walks import begin

CAPTIONS = ("ring", "thermometer", "relief", "morning", "night")


def crosses(one: Rect, other: Rect) -> bool:
    return one.x < other.x + other.w and other.x < one.x + one.w and one.y < other.y + other.h and other.y < one.y + one.h


@pytest.mark.parametrize("size", [(1024, 600), (1280, 720), (2560, 1440)])
@pytest.mark.parametrize("text", [18, 22, 32])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_caption_covers_neither_picture_nor_rooms(make_app, dummy, size, text, language):
    window = dummy(size)
    app = make_app(window, text=text, language=language, captions=True)
    begin(app)
    app.press("begin_day")
    while app.screen().name == "situation":
        app.press(next(item.key for item in app.screen().items() if item.key.startswith("choice:")))
        app.press("validate")
    for name in CAPTIONS:
        app.cue("page", f"window.caption.{name}", temperature=38.2)
        frame = app.frame()
        caption = app.say(f"window.caption.{name}", temperature=38.2)
        shapes = [shape for shape in frame.shapes if isinstance(shape, Words) and shape.text and shape.text in caption]
        assert "".join(shape.text.replace(" ", "") for shape in shapes) == caption.replace(" ", ""), "the whole caption is drawn"
        rooms = [target.rect for target in frame.targets if target.key.startswith("kind:")]
        assert rooms
        for shape in shapes:
            box = Rect(shape.x, shape.y, window.measure(shape.text, shape.size, shape.bold), shape.size)
            assert not any(crosses(box, other) for other in (frame.plate, *rooms))
            assert box.y + box.h <= size[1]
            assert box.x + box.w <= frame.page.x
