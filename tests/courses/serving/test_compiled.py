"""The compiled cache: the same content and problems as reading afresh, never an old or a foreign one."""

import hashlib
import os
import pickle
import shutil
import threading
from datetime import date
from pathlib import Path

import pytest

from courses.checks import all_checks
from courses.library import content_folder
from courses.serving import compiled_cache
from courses.text.source_texts import Texts

TODAY = date(2026, 11, 23)
SHIPPED = Path(__file__).parents[3] / "content"


@pytest.fixture
def cache(tmp_path):
    return tmp_path / "cache"


def read(folder, cache, today=TODAY):
    return compiled_cache.read(folder, today=today, cache_folder=cache)


def told(found):
    return [(files.path, files.text, files.simple, files.items) for files in found.library], sorted(map(str, found.problems))


def files(cache):
    return sorted(path.name for path in cache.iterdir())


@pytest.fixture
def parsed(monkeypatch):
    """The modules that were parsed since, by path."""
    seen = []
    real = content_folder.files_of

    def watched(texts, entry, language):
        seen.append(f"{language}/{entry.course}/{entry.key}")
        return real(texts, entry, language)

    monkeypatch.setattr(content_folder, "files_of", watched)
    return seen


def test_the_cache_gives_what_reading_gives(folder, cache, rewrite):
    rewrite("fr/garden/warm.md", "{{fever.rule}}", "{{fever.ruel}}")
    fresh = compiled_cache.read(folder, today=TODAY)
    first, second = read(folder, cache), read(folder, cache)
    assert told(first) == told(fresh)
    assert told(second) == told(fresh)
    assert first.states == second.states == fresh.states
    for place in fresh.library.sides:
        assert first.library.screen_keys(*place) == fresh.library.screen_keys(*place)
    assert len(files(cache)) == 1


def test_the_second_reading_parses_nothing(folder, cache, parsed):
    read(folder, cache)
    assert len(parsed) == 6
    parsed.clear()
    found = read(folder, cache)
    assert told(found)[0]
    assert parsed == []


@pytest.mark.parametrize("path", ["fr/garden/warm.md", "en/garden/warm.items.md", "fr/garden/warm.simple.md"])
def test_a_changed_byte_is_read_again_even_with_the_same_size_and_time_and_nothing_else_is(folder, cache, parsed, path):
    read(folder, cache)
    parsed.clear()
    file = folder / path
    state = file.stat()
    raw = bytearray(file.read_bytes())
    raw[-2] = ord("x") if raw[-2] != ord("x") else ord("y")
    file.write_bytes(raw)
    os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns))
    found = read(folder, cache)
    assert sorted(set(parsed)) == ["en/garden/warm", "fr/garden/warm"]
    assert told(found) == told(compiled_cache.read(folder, today=TODAY))


@pytest.mark.parametrize("path", compiled_cache.REGISTERS)
def test_a_register_that_changed_has_every_module_read_again(folder, cache, parsed, path):
    read(folder, cache)
    parsed.clear()
    before = (folder / path).read_text("utf-8") if (folder / path).is_file() else ""
    (folder / path).write_text(before + "\n# looked at\n", "utf-8")
    found = read(folder, cache)
    assert len(parsed) == 6
    assert told(found) == told(compiled_cache.read(folder, today=TODAY))


@pytest.mark.parametrize("day", [date(2026, 11, 24), date(2027, 5, 1), date(2027, 5, 2), date(2028, 11, 23), date(2026, 1, 1)], ids=str)
def test_another_day_parses_nothing_and_says_what_reading_on_that_day_says(folder, cache, parsed, day):
    read(folder, cache)
    parsed.clear()
    found = read(folder, cache, day)
    assert parsed == []
    fresh = compiled_cache.read(folder, today=day)
    assert told(found) == told(fresh)
    assert found.states == fresh.states


def test_what_lies_between_modules_is_looked_at_once_for_one_state_and_day(folder, cache, monkeypatch):
    first, looks, across = read(folder, cache), [], all_checks.across
    monkeypatch.setattr(all_checks, "across", lambda *given: looks.append(1) or across(*given))
    assert told(read(folder, cache)) == told(first)
    assert not looks
    assert read(folder, cache, date(2026, 11, 24)).problems == first.problems
    assert len(looks) == 1


def test_another_version_of_our_own_code_reads_everything_again(folder, cache, parsed, monkeypatch):
    read(folder, cache)
    n_parsed, looks, across = len(parsed), [], all_checks.across
    monkeypatch.setattr(all_checks, "across", lambda *given: looks.append(1) or across(*given))
    texts = Texts(folder)
    before = compiled_cache._ground(texts), compiled_cache._digest_of_all(texts, TODAY)
    monkeypatch.setattr(compiled_cache, "shape", lambda: "another version")
    after = compiled_cache._ground(texts), compiled_cache._digest_of_all(texts, TODAY)
    assert all(old != new for old, new in zip(before, after, strict=True))
    read(folder, cache)
    assert (len(parsed), len(looks)) == (2 * n_parsed, 1)


@pytest.mark.parametrize(
    "path", ["fr/garden/warm.md", "_structure/search.yml", "fr/situations/new.md", "en/game/new.yml", "media/garden/thermometer.svg"]
)
def test_a_byte_anywhere_has_what_lies_between_modules_looked_at_again(folder, cache, monkeypatch, path):
    read(folder, cache)
    looks, across = [], all_checks.across
    monkeypatch.setattr(all_checks, "across", lambda *given: looks.append(1) or across(*given))
    (folder / path).parent.mkdir(exist_ok=True)
    with (folder / path).open("a") as file:
        file.write("\n")
    assert told(read(folder, cache)) == told(compiled_cache.read(folder, today=TODAY))
    assert len(looks) == 2


def test_a_folder_behind_a_link_is_looked_at_each_time(folder, cache, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (folder / "media/other").symlink_to(tmp_path / "elsewhere")
    (folder / "fr/garden/warm.md").write_text(
        (folder / "fr/garden/warm.md").read_text("utf-8") + "\n![a drawing](media:other/a.svg)\n", "utf-8"
    )
    assert "306" in {problem.code for problem in read(folder, cache).problems}
    shutil.copy(folder / "media/garden/thermometer.svg", tmp_path / "elsewhere/a.svg")
    assert "306" not in {problem.code for problem in read(folder, cache).problems}


def test_what_expires_comes_and_goes_with_the_day(folder, cache):
    def expired_on(day):
        return {(problem.path, problem.code) for problem in read(folder, cache, day).problems if problem.code in ("007", "015", "020")}

    assert not expired_on(TODAY)
    assert ("fr/garden/warm.md", "007") in expired_on(date(2027, 5, 2))
    assert not expired_on(TODAY)


class NoDay:
    """A day that nobody may ask for anything."""

    def __getattr__(self, name):
        raise AssertionError(f"a finding that is kept for all days asked the day for {name}")

    def refuse(self, _other):
        raise AssertionError("a finding that is kept for all days was compared with the day")

    __lt__ = __gt__ = __le__ = __ge__ = __sub__ = __rsub__ = __add__ = __radd__ = refuse


def test_no_check_of_a_module_looks_at_the_day(folder):
    timeless = content_folder.load(folder, today=NoDay())
    dated = content_folder.load(folder, today=TODAY)
    for key in dated.structure.modules:
        assert all_checks.of_module(timeless, key) == all_checks.of_module(dated, key)


def test_files_that_come_and_go_are_seen(folder, cache):
    clean = told(read(folder, cache))
    simple = folder / "fr/garden/warm.simple.md"
    raw = simple.read_bytes()
    simple.unlink()
    assert read(folder, cache).library.of("warm", "fr").simple is None
    simple.write_bytes(raw)
    assert told(read(folder, cache)) == clean
    (folder / "media/garden/thermometer.svg").rename(folder / "media/garden/other.svg")
    assert [problem.code for problem in read(folder, cache).problems if problem.code == "306"]
    (folder / "media/garden/other.svg").rename(folder / "media/garden/thermometer.svg")
    assert told(read(folder, cache)) == clean


def with_sum(body):
    return compiled_cache.MARK + hashlib.sha256(body).digest() + body


DAMAGED = (
    b"", b"nonsense", compiled_cache.MARK, compiled_cache.MARK + b"\x80\x05]", with_sum(b"\x80\x05]"),
    with_sum(pickle.dumps({"not": "ours"})),
    with_sum(pickle.dumps(["warm"])),
)  # fmt: skip


@pytest.mark.parametrize("raw", DAMAGED)
def test_a_damaged_cache_is_made_again(folder, cache, raw):
    fresh = told(read(folder, cache))
    (cache / files(cache)[0]).write_bytes(raw)
    assert told(read(folder, cache)) == fresh
    assert told(read(folder, cache)) == fresh


def test_one_turned_bit_anywhere_is_never_shown(folder, cache):
    fresh = told(read(folder, cache))
    file = cache / files(cache)[0]
    raw = file.read_bytes()
    for place in range(0, len(raw), max(1, len(raw) // 40)):
        file.write_bytes(raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :])
        assert told(read(folder, cache)) == fresh


def test_a_cache_that_others_may_write_is_not_read(folder, cache, parsed):
    read(folder, cache)
    (cache / files(cache)[0]).chmod(0o666)
    parsed.clear()
    read(folder, cache)
    assert parsed


def test_two_folders_keep_two_caches(folder, cache, tmp_path):
    shutil.copytree(folder, tmp_path / "other")
    (tmp_path / "other/fr/garden/warm.items.md").write_text("lost\n", "utf-8")
    for _ in range(2):
        assert told(read(folder, cache)) == told(compiled_cache.read(folder, today=TODAY))
        assert told(read(tmp_path / "other", cache)) == told(compiled_cache.read(tmp_path / "other", today=TODAY))
    assert len(files(cache)) == 2


def test_only_its_owner_may_read_or_write_it(folder, cache):
    read(folder, cache)
    assert cache.stat().st_mode & 0o777 == 0o700
    assert (cache / files(cache)[0]).stat().st_mode & 0o777 == 0o600


def test_a_cache_that_cannot_be_written_is_done_without(folder, tmp_path):
    (tmp_path / "file").write_text("in the way", "utf-8")
    assert read(folder, tmp_path / "file").library.structure.courses


def test_two_processes_that_start_together_leave_one_good_cache(folder, cache):
    threads = [threading.Thread(target=read, args=(folder, cache)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(files(cache)) == 1
    assert told(read(folder, cache)) == told(compiled_cache.read(folder, today=TODAY))


def test_a_start_from_the_cache_makes_no_module_into_values_even_with_a_triage_register(folder, cache, monkeypatch):
    shutil.copy(SHIPPED / "_structure/triage.yml", folder / "_structure/triage.yml")
    first = read(folder, cache)
    loads, seen = pickle.loads, []
    monkeypatch.setattr(pickle, "loads", lambda raw: seen.append(len(raw)) or loads(raw))
    second = read(folder, cache)
    assert second.problems == first.problems
    assert len(seen) == 1, "the cache itself; each module's files wait until somebody asks for them"


def test_a_sentence_that_puts_off_a_sign_of_the_register_is_said_from_the_cache_and_gone_with_its_mark(folder, cache, rewrite):
    (folder / "_structure/triage.yml").write_text(
        "rows:\n  fever:\n    number: 1\n    urgency: now\n    fr: Fièvre\n    en: Fever\n    says: {asco-idsa-2018: fever}\n"
        "    marks: {fr: [frissonne], en: [shivering]}\n",
        "utf-8",
    )
    file = folder / "fr/garden/warm.md"
    text = file.read_text("utf-8")
    place = text.index("::: safety")
    file.write_text(f"{text[:place]}Je FRISSONNE : j’appelle demain. [@asco-idsa-2018]\n\n{text[place:]}", "utf-8")
    for _ in range(2):
        assert [(one.path, one.line) for one in read(folder, cache).problems if one.code == "574"] == [
            ("fr/garden/warm.md", text.count("\n", 0, place) + 1)
        ]
    rewrite("_structure/triage.yml", "frissonne", "tousse")
    assert not [one for one in read(folder, cache).problems if one.code == "574"]
