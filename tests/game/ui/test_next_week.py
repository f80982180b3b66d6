"""From the end of a week to the next: one press, the same person, and the finished week still there to look back on."""

from tests.game.ui.walks import begin, play_on


def to_the_end(app):
    play_on(app)
    while app.screen().item("next_week") is None:
        screen = app.screen()
        option = next((item.key for item in screen.items() if item.key.startswith("recall:")), "")
        if option and not screen.item("next").is_enabled:
            app.press(option)
        app.press("next")
        assert app.scene.name == "turn", "the look back closed without offering the next week"


def begin_with(app, *, campaign, look, difficulty, length):
    app.press("new")
    app.scene.story = (campaign, 1)
    app.press("validate")
    app.press("validate")
    app.press(f"look:{look}")
    app.press("validate")
    app.press("validate")
    app.press(f"length:{length}")
    app.press(f"difficulty:{difficulty}")
    app.press("validate")


def test_the_next_week_is_one_press_away_with_the_same_person(make_app):
    app = make_app()
    begin_with(app, campaign="azur", look="awa", difficulty=2, length="short")
    to_the_end(app)
    assert app.focus in ("", "next_week")
    app.press("next_week")
    state = app.controller.week.state
    assert (state.campaign, state.week, state.day) == ("azur", 2, 8)
    assert (state.character["look"], state.character["name"]) == ("awa", "Awa")
    assert (state.difficulty, state.length) == (2, "short")


def test_the_finished_week_is_on_the_title_and_opens_its_look_back(make_app):
    app = make_app()
    app.controller._new_play = iter(f"00000000-0000-4000-8000-{number:012}" for number in range(1, 9)).__next__
    begin_with(app, campaign="azur", look="awa", difficulty=1, length="short")
    to_the_end(app)
    app.press("next_week")
    app.home()
    finished = [number for number, one in enumerate(app.controller.plays()) if one.note.is_over and one.note.week == 1]
    assert len(finished) == 1
    app.press(f"kept:{finished[0]}")
    assert app.screen().name == "debrief"


def test_the_last_week_offers_no_next_one(make_app):
    app = make_app()
    begin(app, campaign="azur", week=3, length="short")
    play_on(app)
    for _ in range(12):
        assert app.screen().item("next_week") is None
        screen = app.screen()
        option = next((item.key for item in screen.items() if item.key.startswith("recall:")), "")
        if option and not screen.item("next").is_enabled:
            app.press(option)
        app.press("next")
        if app.scene.name == "title":
            return
    raise AssertionError("the look back never closed")


def test_a_new_week_begins_with_what_was_chosen_last(make_app):
    app = make_app()
    begin_with(app, campaign="corail", look="paul", difficulty=3, length="short")
    app.home()
    app.press("new")
    assert app.scene.story == ("corail", 1)
    assert (app.scene.look, app.scene.names["name"], app.scene.difficulty, app.scene.length) == ("paul", "Paul", 3, "short")
