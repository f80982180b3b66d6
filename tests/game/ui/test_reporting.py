"""The weekly report of the character: offered on its day, twelve rows on one screen with what was felt, kept only at the end."""

from game.core.day import weekly_report
from game.core.views.view import Line
from game.screens.widgets import Text
from tests.game.ui.walks import begin, key, next_press


def to_the_report(app, week=2):
    begin(app, week=week)
    for _ in range(120):
        if app.screen().item("report") is not None:
            return
        for wanted in next_press(app.screen()):
            item = app.screen().item(wanted)
            if item is not None and item.is_enabled:
                app.press(wanted)
    raise AssertionError("no report was offered all week")


def rows(app):
    return [item for item in app.screen().items() if item.key.startswith("row:")]


def test_the_report_is_one_screen_of_twelve_rows_with_fever_and_what_was_felt(make_app):
    app = make_app()
    to_the_report(app)
    app.press("report")
    assert app.screen().name == "report"
    assert len(rows(app)) == 12
    assert rows(app)[0].key == "row:fever"
    run = app.controller.week.run
    for row in rows(app):
        assert bool(row.note) == (weekly_report.strongest(run, row.key[4:])[1] > 0)
    assert next(row.note for row in rows(app) if row.key == "row:fever")  # the azur week brings one
    assert app.frame().overflow <= app.window.size[1] // 20  # all twelve are seen at once, but for a strip with what is said on every page


def test_a_row_is_answered_in_two_presses_and_the_report_is_kept_at_the_end(make_app):
    app = make_app()
    to_the_report(app, week=3)  # at home on its last day
    turn = app.scene.view.turn
    app.press("report")
    app.press("row:fatigue")
    assert [item.key for item in app.screen().items() if item.key.startswith("answer:")] == [f"answer:{number}" for number in range(5)]
    assert app.focus == "answer:0"
    app.press("answer:3")
    assert app.focus == "row:neuropathy"
    assert app.scene.view.turn == turn
    key(app, "call")
    assert app.screen().name == "call"
    app.press("hang_up")
    app.press("report")
    assert app.scene.report_answers == {"fatigue": 3}
    app.press("validate")
    assert app.screen().name == "day"
    assert app.screen().item("report") is None
    run = app.controller.week.run
    assert run.state.reports["last"] == {row: 3 if row == "fatigue" else 0 for row in run.model.report.symptoms}


def test_escape_closes_a_row_then_puts_the_report_away(make_app):
    app = make_app()
    to_the_report(app)
    before = app.controller.week.save()
    app.press("report")
    app.press("row:pain")
    key(app, "back")
    assert app.screen().name == "report"
    assert app.screen().item("answer:0") is None
    key(app, "back")
    assert app.screen().name == "day"
    assert app.controller.week.save() == before


def test_a_report_without_an_answer_is_not_kept_and_the_screen_says_so(make_app):
    app = make_app()
    to_the_report(app, week=3)
    app.press("report")
    assert not app.screen().item("validate").is_enabled
    empty = app.line(Line("blocked.report_empty"))
    assert empty in [block.text for block in app.screen().blocks if isinstance(block, Text)]
    app.press("row:pain")
    app.press("answer:0")
    assert app.screen().item("validate").is_enabled
    assert empty not in [block.text for block in app.screen().blocks if isinstance(block, Text)]
