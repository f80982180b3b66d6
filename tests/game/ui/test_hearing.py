"""Ambience, captions and reading aloud: the person's choice, one switch for all sound, and kind words where a device has no voice."""

import os
import stat
import time
from array import array

import pytest

from game.ui.layout.shapes import Input
from game.ui.reading_aloud import spoken_text
from game.ui.window import ambience
from game.ui.window.sound import RATE
from game.ui.window.voice import SystemVoice
from tests.game.ui.walks import begin

LOOPS = ("birds", "breeze", "crickets", "street", "road", "tune")


@pytest.mark.parametrize("name", LOOPS)
def test_a_loop_is_soft_and_follows_itself_without_a_click(name):
    wave = array("h", ambience.loop(name))
    assert len(wave) == ambience.SECONDS * RATE
    assert 100 < max(abs(value) for value in wave) <= 32_767 * ambience.LOUDEST + 1
    assert abs(wave[0] - wave[-1]) < 400


def test_a_place_sounds_like_itself_and_a_ward_like_nothing():
    assert ambience.ambience_of("market", "noon") == "street"
    assert ambience.ambience_of("kitchen", "night") == "crickets"
    assert ambience.ambience_of("ward", "night") == ""
    assert ambience.loop("alarm") == b""
    named = {*ambience.OF_PLACE.values(), *ambience.OF_SLOT.values()}
    assert named == set(LOOPS)


def test_the_place_is_heard_and_said_and_changes_with_the_room(make_app):
    app = make_app(language="en", captions=True)
    app.draw()
    assert app.window.ambience == "tune"
    assert app.screen().caption == "[a few notes]"
    begin(app)
    app.draw()
    assert app.window.ambience == "birds"


@pytest.mark.parametrize("switch", [{"sound": False}, {"ambience": False}])
def test_one_switch_ends_it(make_app, switch):
    app = make_app(**switch)
    app.draw()
    assert app.window.ambience == ""
    assert app.screen().caption == ""


def test_turned_off_in_the_settings_it_ends_at_once(make_app):
    app = make_app()
    app.draw()
    app.prefer(sound=False)
    app.draw()
    assert app.window.ambience == ""


def test_no_voice_is_said_kindly(make_app):
    app = make_app(language="fr", captions=False)
    app.take(Input("key", "read"))
    assert "Aucune voix" in app.screen().caption


@pytest.fixture
def espeak(tmp_path, monkeypatch):
    """A program of that name on the path, which writes down what it is given and then waits."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "espeak-ng"
    lines = [
        "#!/bin/sh",
        f'echo "$@" > {tmp_path}/options',
        f"cat > {tmp_path}/part && mv {tmp_path}/part {tmp_path}/words",
        "exec sleep 60",
    ]
    program.write_text("\n".join(lines))
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/usr/bin{os.pathsep}/bin")
    return tmp_path


def wait_for(path):
    for _ in range(400):
        if path.exists():
            return path.read_text()
        time.sleep(0.02)
    raise AssertionError(f"{path.name} did not come")


def test_a_voice_on_the_path_reads_the_page_and_is_stopped_by_the_same_key(make_app, espeak):
    app = make_app(language="en")
    app._hearing.voice = voice = SystemVoice()
    app.take(Input("key", "read"))
    assert "New week" in wait_for(espeak / "words")
    assert (espeak / "options").read_text().split()[-2:] == ["-v", "en"]
    assert voice.is_speaking
    app.take(Input("key", "read"))
    assert not voice.is_speaking


def test_pages_are_read_as_they_open_when_that_is_wished_for(make_app, espeak):
    app = make_app(language="fr", voice=True)
    app._hearing.voice = voice = SystemVoice()
    app.draw()
    assert "Hors les murs" in wait_for(espeak / "words")
    (espeak / "words").unlink()
    app.press("settings")
    app.draw()
    assert "Lecture à voix haute" in wait_for(espeak / "words")
    voice.stop()


def test_a_program_that_cannot_be_started_counts_as_none(tmp_path, monkeypatch):
    program = tmp_path / "espeak"
    program.write_text("not a program")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    voice = SystemVoice()
    assert voice.is_there
    voice.speak("words", "fr")
    assert not voice.is_there


def test_what_is_read_holds_every_choice_and_no_picture(make_app):
    app = make_app(language="en")
    begin(app)
    app.press("begin_day")
    text = spoken_text(app.scene.screen())
    for item in app.scene.screen().items():
        if item.is_enabled and item.key not in {one.key for one in app.scene.screen().tabs} and item.key != "pause":
            assert item.label in text
    assert "<svg" not in text
