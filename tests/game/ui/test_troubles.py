"""What is missing, broken, full or unknown is one plain sentence or a stand-in, never a traceback, and the game goes on."""

import json
import logging
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest
from click.testing import CliRunner

from courses.library.drawings import read_pictures
from game.cli import play
from game.device import preferences
from game.device.book_cache import load_book
from game.device.files import DISK
from game.device.preferences import Preferences
from game.errors import DiskRefused, NotPlayable
from game.play import compose, open_book
from game.ui.layout.shapes import Box, Frame, Picture, Rect
from game.ui.window.null_window import NullWindow
from game.ui.window.pygame_window import PygameWindow
from tests.game.ui.conftest import CONTENT
from tests.game.ui.walks import begin, key, next_press, play_on


def test_a_full_disk_is_said_and_the_week_goes_on(make_app, monkeypatch, tmp_path, clock):
    app = make_app(folder=tmp_path / "device")
    begin(app)

    def full(handle, data):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        for _ in range(3):
            for wanted in next_press(app.screen()):
                if app.screen().item(wanted) and app.screen().item(wanted).is_enabled:
                    app.press(wanted)
        assert app.status() == app.say("window.error.disk")
        assert isinstance(app.controller.trouble, DiskRefused)
        left = app.controller.view()
    play_on(app, steps=1) if app.screen().name == "debrief" else [app.press(one) for one in next_press(app.screen())]
    assert app.controller.trouble is None
    app.controller.outbox.close()
    again = make_app(folder=tmp_path / "device")
    again.press("kept:0")
    assert again.controller.view().turn >= left.turn


def test_a_folder_that_cannot_be_written_is_said_and_the_game_goes_on(book, rule, tmp_path, caplog):
    (tmp_path / "outbox").write_text("a file stands where the folder should be")
    with caplog.at_level(logging.WARNING):
        app = compose(NullWindow(), tmp_path, CONTENT, book, rule, Preferences(calm=True), is_demo=True, seed=7)
    assert "kept only as long as this window is open" in caplog.text
    assert app.status() == app.say("window.error.disk")
    begin(app)
    play_on(app)
    assert app.controller.plays()[0].note.is_over
    assert app.status() == app.say("window.error.disk")
    app.controller.outbox.close()


def test_weeks_on_a_disk_that_has_become_read_only_can_still_be_read(book, rule, tmp_path, monkeypatch):
    app = compose(NullWindow(), tmp_path, CONTENT, book, rule, Preferences(calm=True), is_demo=True, seed=7)
    begin(app)
    app.controller.outbox.close()
    opened = os.open

    def read_only(path, flags, *more, **named):
        if str(path).startswith(str(tmp_path)) and flags & (os.O_WRONLY | os.O_RDWR):
            raise OSError(30, "Read-only file system")
        return opened(path, flags, *more, **named)

    monkeypatch.setattr(os, "open", read_only)
    again = compose(NullWindow(), tmp_path, CONTENT, book, rule, Preferences(calm=True), is_demo=True, seed=7)
    again.press("kept:0")
    assert again.screen().name == "card"
    again.press("begin_day")
    again.press("next")
    assert again.controller.trouble is None
    assert again.status() == again.say("window.error.disk")
    again.controller.outbox.close()


def test_without_a_display_the_game_does_not_draw_where_nobody_looks(tmp_path):
    environment = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER")}
    command = [sys.executable, "-m", "horslesmurs", "play", "--silent", "--data", str(tmp_path)]
    process = subprocess.run(command, cwd=CONTENT.parent, env=environment, capture_output=True, text=True, timeout=120)
    assert process.returncode == 2
    assert "No window can be opened here" in process.stderr
    assert "Traceback" not in process.stderr


def test_a_folder_without_drawings_is_one_line_in_the_log_and_the_week_is_played(book, rule, tmp_path, caplog):
    with caplog.at_level(logging.WARNING):
        app = compose(NullWindow(), tmp_path, tmp_path / "nothing", book, rule, Preferences(calm=True), is_demo=True, seed=7)
    assert caplog.text.count("No drawing was found") == 1
    begin(app)
    play_on(app)
    app.controller.outbox.close()


def test_half_a_file_does_not_stay_on_a_full_disk_and_the_old_one_stands(tmp_path, monkeypatch):
    path = tmp_path / "book.bin"
    DISK.write_whole(path, b"old")

    def full(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskRefused):
        DISK.write_whole(path, b"new" * 1000)
    assert [one.name for one in tmp_path.iterdir()] == ["book.bin"]
    assert path.read_bytes() == b"old"


def test_missing_content_is_one_sentence(tmp_path):
    result = CliRunner().invoke(play, ["--data", str(tmp_path / "d"), "--content", str(tmp_path / "nothing")])
    assert result.exit_code == 2
    assert "cannot be read" in result.output
    assert len(result.output.strip().splitlines()) == 1
    with pytest.raises(NotPlayable):
        open_book(CONTENT, "no-such-rule", tmp_path)


def test_an_unknown_language_on_the_command_line_names_the_known_ones():
    result = CliRunner().invoke(play, ["--language", "de"])
    assert result.exit_code == 2
    assert "'fr', 'en'" in result.output


@pytest.mark.parametrize("kept", ['{"language": "de", "text": 900, "calm": "yes", "site": 4, "new": 1}', "[]", "{", "\xff"])
def test_preferences_of_another_version_or_damaged_give_way_to_the_usual_ones(tmp_path, kept):
    (tmp_path / "preferences.json").write_text(kept)
    assert preferences.load(tmp_path) == Preferences()
    assert preferences.load(tmp_path, language="en").language == "en"


def test_preferences_are_kept_for_their_owner_alone(tmp_path):
    mine = Preferences(language="en", text=32, calm=True, day="01 02")
    preferences.save(tmp_path, mine)
    assert preferences.load(tmp_path) == mine
    assert (tmp_path / "preferences.json").stat().st_mode & 0o077 == 0


def test_a_missing_font_is_replaced_and_logged(tmp_path, caplog):
    window = PygameWindow((1024, 600), "x", tmp_path / "no-fonts", sound=False)
    with caplog.at_level(logging.WARNING):
        assert window.measure("Bonjour", 22, False) > 40
    window.close()
    assert "is missing; pygame's own stands in" in caplog.text


def test_a_picture_that_cannot_be_drawn_gets_a_plain_one_and_a_line_in_the_log(dummy, caplog):
    window = dummy((1024, 600))
    box = Rect(0, 0, 200, 200)
    frame = Frame((1024, 600), "#FBF3E4", (Picture(box, "<svg", 8, "#DCC6A2"), Box(box, "")), (), box, "noon")
    with caplog.at_level(logging.WARNING):
        window.show(frame)
    assert "a plain one stands in" in caplog.text
    assert window.picture_of().get_at((100, 100))[:3] == (0xDC, 0xC6, 0xA2)


def test_a_broken_drawing_leaves_a_gap_in_the_room(make_app, dummy, tmp_path):
    folder = tmp_path / "art"
    for source in (CONTENT / "media" / "art").rglob("*.svg"):
        target = folder / source.relative_to(CONTENT / "media" / "art")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())
    (folder / "body" / "stand.svg").write_bytes(b"\xff\xfe broken")
    pictures = read_pictures(folder)
    assert len(pictures.problems) == 1
    app = make_app(dummy((1280, 720)))
    app.parts = pictures.parts
    begin(app)
    app.draw()


def test_words_that_are_missing_are_logged_and_the_screen_stands(make_app, caplog):
    app = make_app()
    with caplog.at_level(logging.WARNING):
        assert app.say("window.no_such_words") == "window.no_such_words"
        app.say("window.no_such_words")
    assert caplog.text.count("are missing in fr") == 1


def test_words_of_one_language_stand_in_for_those_the_other_lacks(make_app, book):
    words = {"fr": {key: text for key, text in book.words["fr"].items() if key != "window.settings"}, "en": book.words["en"]}
    app = make_app()
    app.controller.book = replace(book, words=words)
    assert app.say("window.settings") == book.words["en"]["window.settings"]


def test_every_word_the_window_says_is_there_in_both_languages(book):
    import re
    from pathlib import Path

    import game.ui

    source = "".join(path.read_text() for path in Path(game.ui.__file__).parent.rglob("*.py"))
    for named in set(re.findall(r'"((?:window|pages|real_problem|pronoun|look|room)\.[a-z_.0-9]+)"', source)):
        for language in ("fr", "en"):
            assert book.has_text(language, named), (language, named)


def test_a_save_of_a_newer_version_is_told_on_the_cover(make_app, tmp_path):
    app = make_app(folder=tmp_path / "device")
    begin(app)
    app.controller.outbox.close()
    path = tmp_path / "device" / "journal.jsonl"
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    lines[-1]["save"] = {"version": 999}
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    again = make_app(folder=tmp_path / "device")
    again.press("kept:0")
    assert again.scene.name == "title"
    assert again.say("pages.unreadable") in str(again.screen().blocks)


@pytest.mark.slow
def test_the_cache_is_used_and_a_damaged_or_foreign_one_is_made_again(rule, tmp_path):
    content, cache, day = tmp_path / "content", tmp_path / "cache", date(2026, 11, 23)
    shutil.copytree(CONTENT, content, ignore=shutil.ignore_patterns("media"))
    first = load_book(content, rule, today=day, cache=cache)
    path = cache / "book.bin"
    stamp = path.stat().st_mtime_ns
    assert load_book(content, rule, today=day, cache=cache) == first
    assert path.stat().st_mtime_ns == stamp
    path.write_bytes(path.read_bytes()[:-50])
    assert load_book(content, rule, today=day, cache=cache) == first
    os.chmod(path, 0o666)
    stamp = path.stat().st_mtime_ns
    assert load_book(content, rule, today=day, cache=cache) == first
    assert path.stat().st_mode & 0o777 == 0o600
    words = content / "fr" / "game" / "window.yml"
    words.write_text(words.read_text().replace("Quitter le jeu", "Sortir du jeu"))
    assert load_book(content, rule, today=day, cache=cache).text("fr", "window.quit") == "Sortir du jeu"


def test_nothing_is_drawn_while_nothing_changes_and_calm_was_asked_for(make_app, clock):
    app = make_app(calm=True)
    for _ in range(60):
        app.draw()
        clock.now += 1 / 30
    assert app.window.frames == 1
    app.preferences = replace(app.preferences, calm=False)
    for _ in range(60):
        app.draw()
        clock.now += 1 / 30
    assert 10 < app.window.frames < 40


def test_a_change_of_size_or_language_is_shown_at_once(make_app):
    app = make_app()
    before = app.frame()
    app.press("settings")
    wanted = next(item for item in app.screen().items() if item.label == "32")
    app.press(wanted.key)
    app.press("language:1")
    assert app.preferences.text == 32
    assert app.screen().title == app.say("window.settings") == "Settings"
    key(app, "back")
    assert app.frame().shapes != before.shapes
