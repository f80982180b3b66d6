"""The week from the first screen to the last, by keyboard alone and by mouse alone, in both languages."""

import pytest

from game.ui.layout.shapes import Input
from game.ui.window.null_window import NullWindow
from tests.game.ui.walks import begin, go_to, key, next_press, play_on


def by_keyboard(app, wanted):
    go_to(app, wanted)
    key(app, "enter")


def by_mouse(app, wanted):
    """Clicks where the item is; scrolls with the mouse when it is out of sight."""
    for _ in range(60):
        app.draw()
        frame = app._frame
        target = next((one for one in frame.targets if one.key == wanted), None)
        page = frame.page
        if target is not None:
            middle = (target.rect.x + target.rect.w / 2, target.rect.y + target.rect.h / 2)
            fixed = {item.key for item in (*app.screen().tabs, *app.screen().corner, *app.screen().bar)}
            if wanted in fixed or page.holds(*middle):
                app.take(Input("press", "", *middle))
                return
        down = next(one for one in frame.targets if one.key == "scroll:down")
        app.take(Input("press", "", down.rect.x + 5, down.rect.y + down.rect.h / 2))
    raise AssertionError(f"{wanted} cannot be reached by mouse")


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("hand", [by_keyboard, by_mouse])
def test_a_whole_week_can_be_played(make_app, language, hand):
    app = make_app(language=language)
    app.draw()
    for wanted in ("new", "validate", "validate", "validate", "validate", "validate"):
        hand(app, wanted)
    assert app.scene.name == "turn"
    pressed = 0
    while app.screen().name != "debrief":
        turn = app.scene.view.turn
        for wanted in next_press(app.screen()):
            item = app.screen().item(wanted)
            if item is not None and item.is_enabled and app.scene.view.turn == turn:
                hand(app, wanted)
        pressed += 1
        assert pressed < 200
    while app.scene.name == "turn":
        recall = next((item.key for item in app.screen().items() if item.key.startswith("recall:") and item.is_enabled), None)
        if recall:
            hand(app, recall)
        hand(app, "next")
    assert app.scene.name == "title"
    assert app.controller.plays()[0].note.is_over


def test_the_real_problem_is_one_key_away_from_every_screen(make_app):
    app = make_app()

    def help_and_back(app):
        before = app.screen()
        key(app, "help")
        assert app.scene.name == "real_problem"
        assert any("15" in str(block) for block in app.screen().blocks)
        key(app, "back")
        assert app.screen() == before

    help_and_back(app)
    begin(app)
    play_on(app, each=help_and_back)


def test_calling_takes_three_keys_at_most(make_app):
    app = make_app()
    begin(app)
    for _ in range(12):
        if app.scene.view.can_call and app.screen().name != "call":
            order = app.order()
            at, wanted = order.index(app.focus) if app.focus in order else 0, order.index("call")
            assert min((wanted - at) % len(order), (at - wanted) % len(order)) + 1 <= 12
            app.take(Input("key", "call"))
            assert app.screen().name == "call"
            app.press("hang_up")
        for wanted in next_press(app.screen()):
            item = app.screen().item(wanted)
            if item is not None and item.is_enabled:
                app.press(wanted)
        if app.screen().name == "debrief":
            return


def test_a_press_on_a_choice_is_no_answer(make_app):
    app = make_app()
    begin(app)
    for _ in range(60):
        screen = app.screen()
        if screen.name == "situation":
            turn = app.scene.view.turn
            choice = next(item.key for item in screen.items() if item.key.startswith("choice:"))
            assert not app.screen().item("validate").is_enabled
            app.press("validate")
            app.press(choice)
            app.press(choice)
            assert app.scene.view.turn == turn
            assert app.screen().item("validate").is_enabled
            key(app, "back")
            assert not app.screen().item("validate").is_enabled
            return
        for wanted in next_press(screen):
            if app.screen().item(wanted) and app.screen().item(wanted).is_enabled:
                app.press(wanted)
    raise AssertionError("no situation came")


def test_what_the_core_refuses_changes_nothing_and_is_no_traceback(make_app):
    app = make_app()
    begin(app)
    before = app.controller.week.save()
    app.scene.part.action = "take_dose"
    app.press("next") if not app.scene.view.can_go_on else app.scene.part.press("choice:none")
    assert app.controller.week.save() == before


def test_a_week_goes_on_where_it_was_left(make_app, tmp_path):
    app = make_app(folder=tmp_path / "one")
    begin(app)
    for _ in range(5):
        for wanted in next_press(app.screen()):
            if app.screen().item(wanted) and app.screen().item(wanted).is_enabled:
                app.press(wanted)
    left = app.controller.view()
    app.controller.outbox.close()
    again = make_app(folder=tmp_path / "one")
    again.press("kept:0")
    assert again.controller.view() == left


def test_a_gamepad_and_a_finger_are_inputs_like_others(make_app):
    app = make_app()
    app.draw()
    for given in ("down", "down", "up", "enter"):
        app.take(Input("key", given))
    assert app.scene.name in ("beginning", "settings")


def test_enter_never_chooses_what_was_not_seen(make_app):
    """At the smallest window and the largest text, a page that begins with much to read begins at "further down"."""
    app = make_app(NullWindow((1024, 600)), text=32)
    begin(app)
    hidden = 0
    for _ in range(40):
        if app.screen().name == "debrief":
            break
        app.draw()
        frame = app._frame
        target = next((one for one in frame.targets if one.key == app.focus), None)
        assert target is not None, app.focus
        if app.focus == "scroll:down":
            hidden += 1
            for _ in range(30):
                key(app, "enter")
                app.draw()
                if not app.focus.startswith("scroll:"):
                    break
            assert not app.focus.startswith("scroll:")
        for wanted in next_press(app.screen()):
            if app.screen().item(wanted) and app.screen().item(wanted).is_enabled:
                app.press(wanted)
    assert hidden > 3


def test_one_key_chooses_then_goes_to_confirm_then_confirms(make_app):
    app = make_app()
    app.press("new")
    app.draw()
    key(app, "tab", "enter")
    chosen = app.focus
    assert app.screen().item(chosen).is_on
    key(app, "enter")
    assert app.focus == "validate"
    assert app.scene.step == 0
    key(app, "enter")
    assert app.scene.step == 1


def test_enter_alone_leads_from_the_cover_to_the_first_morning(make_app):
    app = make_app()
    app.draw()
    for _ in range(30):
        if app.scene.name == "turn":
            return
        key(app, "enter")
        app.draw()
    raise AssertionError(f"stuck on {app.screen().title}, focus {app.focus}")


def test_back_puts_the_phone_down_before_anybody_is_dialled_and_never_ends_a_call_that_runs(make_app):
    app = make_app()
    begin(app)
    app.press("begin_day")
    app.take(Input("key", "call"))
    person = next(item.key for item in app.screen().items() if item.key.startswith("person:"))
    app.press(person)
    assert app.screen().item("dial").is_enabled
    key(app, "back")
    assert not app.screen().item("dial").is_enabled
    key(app, "back")
    assert app.screen().name == "day"
    app.take(Input("key", "call"))
    app.press(person)
    app.press("dial")
    assert app.scene.view.call.options
    key(app, "back")
    assert app.scene.name == "pause"
    key(app, "back")
    assert app.scene.view.call is not None
    while app.scene.view.call.options:
        app.press(next(item.key for item in app.screen().items() if item.key.startswith("say:")))
        app.press("validate")
    key(app, "back")
    assert app.scene.view.call is None
