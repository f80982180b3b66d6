"""No page begins on a medicine: pressing Enter twice on what a page offers first takes nothing."""

import pytest

from game.ui.layout import focus
from tests.game.ui.walks import begin, play_on

MEDICINES = {"act:paracetamol", "act:double_dose", "act:skip_dose"}


@pytest.mark.parametrize(("campaign", "week"), [("azur", 2), ("corail", 3), ("ambre", 2)])
def test_no_page_of_a_week_begins_on_paracetamol(make_app, campaign, week):
    app = make_app()
    begin(app, campaign=campaign, week=week)
    days = []

    def look(app):
        screen = app.screen()
        if screen.name == "day":
            days.append(focus.first_item(screen))
            for tab in [tab.key for tab in screen.heads]:
                app.press(tab)
                if any(item.key == "act:measure_temp" and item.is_enabled for item in app.screen().items()):
                    days.append(focus.first_item(app.screen()))
            app.press(screen.heads[0].key if screen.heads else "")

    play_on(app, each=look)
    assert len(days) > 10
    assert not MEDICINES & set(days)
