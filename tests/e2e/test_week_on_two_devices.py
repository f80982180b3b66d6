"""One week at a site that is really served: begun in a window, gone on with in another, then in a browser, then in the first again."""

from pathlib import Path

import pytest
from served import MakePage, Site
from test_window_delivers import asked_code, horslesmurs, made_by, opened, run_for, sign_in, stored

from game.device import machine_link
from game.ui.app import App
from tests.game.ui.walks import begin, next_press

pytestmark = pytest.mark.browser
NAME = "paulette"
TURN = "document.querySelector('main form input[name=turn]').value"


def step(app: App, times: int) -> None:
    for _ in range(times):
        turn = app.controller.view().turn
        for key in next_press(app.screen()):
            item = app.screen().item(key)
            if item is not None and item.is_enabled and app.controller.view().turn == turn:
                app.press(key)


@pytest.mark.slow
def test_a_week_follows_its_learner_from_window_to_window_to_browser_and_back(make_page: MakePage, site: Site, tmp_path: Path) -> None:
    passphrase = horslesmurs(site, "user", "add", NAME, "--role", "patient", "--demo").rpartition(": ")[2].strip()
    page = make_page()
    sign_in(page, NAME, passphrase)
    for folder in ("salon", "bedroom"):
        assert machine_link.pair_device(tmp_path / folder, site.address, asked_code(page)) == site.address
    salon, bedroom = opened(tmp_path / "salon"), opened(tmp_path / "bedroom")

    begin(salon)
    step(salon, 4)
    run_for(salon, 4)
    assert salon.controller.outbox.waiting == 0

    run_for(bedroom, 3)
    bedroom.press("kept:0")
    assert bedroom.controller.view() == salon.controller.view()
    step(bedroom, 3)
    turn, made = bedroom.controller.view().turn, made_by(bedroom)
    run_for(bedroom, 4)

    week = f"/fr/jouer/{bedroom.controller.play}"
    page.goto("/fr/jouer")
    assert page.locator(f'a[href^="{week}"]').count() >= 1
    page.goto(week)
    assert page.evaluate(TURN) == str(turn)
    page.request.post(f"{site.address}{week}/faire", form={
        "csrf_token": page.locator("input[name=csrf_token]").first.input_value(), "turn": str(turn), "do": "pick_up",
    }, headers={"Referer": f"{site.address}{week}"})  # fmt: skip
    page.goto(week)
    assert page.evaluate(TURN) == str(turn + 1)

    assert salon.link.sync_client is not None
    salon.link.sync_client.ask_soon()  # else it asks every half minute
    run_for(salon, 4)  # it was left open on its own evening: it is told, and chooses
    assert salon.screen().name == "meeting"
    salon.press("there")
    salon.press("validate")
    assert salon.controller.view().turn == turn + 1
    assert stored(site, made) == made
    for app in (salon, bedroom):
        app.controller.outbox.close()
