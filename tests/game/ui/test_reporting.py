"""The weekly report of the character: offered on its day, one symptom a page, kept only at the end."""

from tests.game.ui.walks import begin, key, next_press


def to_the_report(app):
    begin(app)
    for _ in range(120):
        if app.screen().item("report") is not None:
            return
        for wanted in next_press(app.screen()):
            item = app.screen().item(wanted)
            if item is not None and item.is_enabled:
                app.press(wanted)
    raise AssertionError("no report was offered all week")


def test_the_report_is_answered_page_by_page_and_then_kept(make_app):
    app = make_app()
    to_the_report(app)
    turn = app.scene.view.turn
    symptoms = len(app.scene.view.report.symptoms)
    app.press("report")
    for number in range(symptoms):
        assert app.screen().name == "report"
        assert not app.screen().item("validate").is_enabled
        app.press("answer:2")
        if number == 1:
            key(app, "back")
            assert app.screen().item("answer:2").is_on
            app.press("validate")
        assert app.scene.view.turn == turn
        app.press("validate")
    assert app.scene.view.turn == turn + 1
    assert app.screen().name == "day"
    assert app.screen().item("report") is None


def test_the_report_can_be_put_away(make_app):
    app = make_app()
    to_the_report(app)
    before = app.controller.week.save()
    app.press("report")
    app.press("answer:1")
    app.press("put_away")
    assert app.screen().name == "day"
    assert app.controller.week.save() == before
