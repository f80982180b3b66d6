"""Ways through the window: a player who presses keys of items, and every screen a week can show."""

from game.ui.layout.shapes import Input


def begin(app, campaign="azur", week=2, length="normal"):
    """From the title to the first morning."""
    app.press("new")
    app.scene.story = (campaign, week)
    for _ in range(4):
        app.press("validate")
    app.press(f"length:{length}")
    app.press("validate")
    assert app.scene.name == "turn"


def next_press(screen):
    """The keys a plain player presses now: the first choice and its confirmation, else on."""
    keys = [item.key for item in screen.items() if item.is_enabled]
    if screen.name == "card":
        return ["begin_day"]
    if screen.name == "situation":
        return [next(key for key in keys if key.startswith("choice:")), "validate"]
    if screen.name == "call":
        chosen = [key for key in (next((key for key in keys if key.startswith(kind)), "") for kind in ("person:", "say:")) if key]
        return [*chosen, *(key for key in ("dial", "validate", "hang_up"))]
    return ["next"]


def play_on(app, *, steps=200, each=None):
    """Plays to the look back; each(app) sees every screen."""
    for _ in range(steps):
        screen = app.screen()
        if each:
            each(app)
        if screen.name == "debrief":
            return
        if screen.name == "card":
            app.press("begin_day")
            continue
        turn = app.scene.view.turn
        for key in next_press(screen):
            item = app.screen().item(key)
            if item is not None and item.is_enabled and app.scene.view.turn == turn:
                app.press(key)
        assert app.scene.view.turn > turn, f"nothing happened on {screen.name}"
    raise AssertionError("the week did not end")


def key(app, *names):
    for name in names:
        app.take(Input("key", name))


def go_to(app, wanted):
    """Moves the focus by Tab alone until it is on the item; gives how many keys that took."""
    for pressed in range(80):
        if app.focus == wanted:
            return pressed
        key(app, "tab")
    raise AssertionError(f"{wanted} cannot be reached by keyboard; the order is {app.order()}")
