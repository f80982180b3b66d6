"""Linking a device from the window: by keyboard and by mouse, refusals in words, unlinking that removes what it says it removes."""

import pytest

from game.device import pairing, preferences
from game.device.linking import Link
from game.device.pairing import Pairing
from game.device.preferences import Preferences
from game.errors import CodeRefused, SiteUnreachable, TooManyTries
from game.play import compose
from game.ui.layout.shapes import Input
from game.ui.window.null_window import NullWindow
from tests.game.ui.conftest import CONTENT
from tests.game.ui.walks import begin, key, play_on

GIVEN = Pairing(
    site="https://example.org", endpoint="https://example.org/xapi", access_key="a:b",
    actor={"objectType": "Agent", "account": {"homePage": "https://example.org", "name": "0b7f6a0e-5d0c-4a3c-9d38-d1f7a0a3a001"}},
    registration="0b7f6a0e-5d0c-4a3c-9d38-d1f7a0a3a002", role="patient", cohort=None, language="fr",
)  # fmt: skip


def type_text(app, text):
    for letter in text:
        app.take(Input("text", letter))


def test_a_code_is_typed_or_picked_sign_by_sign(make_app):
    asked = []
    app = make_app(link=Link(pair=lambda site, code: asked.append((site, code))))
    app.press("link")
    type_text(app, "example.org")
    key(app, "erase")
    type_text(app, "g")
    app.press("field:code")
    type_text(app, "k7oi ")
    for sign in "12BV":
        app.press(f"sign:{sign}")
    assert app.screen().item("pair").is_enabled
    app.press("pair")
    assert asked == [("example.org", "K70112BV")]


@pytest.mark.parametrize("error", [CodeRefused(), TooManyTries(), SiteUnreachable("timeout")])
def test_a_refusal_is_said_and_nothing_else_changes(make_app, error):
    def refuse(site, code):
        raise error

    app = make_app(link=Link(pair=refuse), site="https://example.org")
    app.press("link")
    type_text(app, "K70112BV")
    app.press("pair")
    assert app.say(error.key) in str(app.screen().blocks)
    assert app.scene.code == "K70112BV"
    assert app.status() == app.say("window.guest")


@pytest.mark.parametrize("drops", [False, True])
def test_unlinking_removes_the_key_and_only_when_asked_the_saves(book, rule, tmp_path, drops):
    pairing.save(tmp_path, GIVEN)
    app = compose(NullWindow(), tmp_path, CONTENT, book, rule, Preferences(calm=True), is_demo=True, seed=3)
    begin(app)
    play_on(app)
    assert app.controller.outbox.waiting > 10
    assert str(app.controller.outbox.waiting) in app.status()
    app.home()
    app.press("link")
    app.press("unlink")
    assert app.focus in ("", "stay")
    app.press("unlink:drop" if drops else "unlink:keep")
    assert pairing.load(tmp_path) is None
    assert app.controller.make_statements is None
    assert app.controller.outbox.waiting == 0
    assert bool(app.controller.plays()) is not drops
    app.controller.outbox.close()
    left = [path.read_text(errors="replace") for path in tmp_path.rglob("*") if path.is_file()]
    assert "a:b" not in "".join(left)


def test_a_guest_s_week_makes_no_statement(make_app):
    app = make_app()
    begin(app)
    play_on(app)
    assert app.controller.outbox.waiting == 0
    assert all(record["statements"] == [] for record in app.controller.outbox.journal.records)
    assert app.controller.plays()


def test_statements_of_a_linked_week_carry_the_learner_and_never_a_name(book, rule, tmp_path):
    pairing.save(tmp_path, GIVEN)
    app = compose(NullWindow(), tmp_path, CONTENT, book, rule, preferences.Preferences(calm=True), is_demo=True, seed=3)
    begin(app)
    play_on(app)
    made = [one for record in app.controller.outbox.journal.records for one in record["statements"]]
    assert {one["actor"]["account"]["name"] for one in made} == {"0b7f6a0e-5d0c-4a3c-9d38-d1f7a0a3a001"}
    assert {one["context"]["registration"] for one in made} == {GIVEN.registration}
    assert {one["context"]["platform"] for one in made} == {"window"}
    assert "Hélène" not in str(made)
    assert [one["timestamp"] for one in made] == sorted(one["timestamp"] for one in made)
    assert len({one["id"] for one in made}) == len(made)
    app.controller.outbox.close()
