"""The compiled cache: the same content and problems as reading afresh, never an old or a foreign one."""

import os
import pickle
import threading
from datetime import date

import pytest

from courses import compiled

TODAY = date(2026, 11, 23)


@pytest.fixture
def cache(tmp_path):
    return tmp_path / "cache"


def read(folder, cache, today=TODAY):
    return compiled.read(folder, today=today, cache_folder=cache)


def told(found):
    return [(files.path, files.text, files.simple, files.items) for files in found.library], sorted(map(str, found.problems))


def files(cache):
    return sorted(path.name for path in cache.iterdir())


def test_the_cache_gives_what_reading_gives(folder, cache, rewrite):
    rewrite("fr/garden/warm.md", "{{fever.rule}}", "{{fever.ruel}}")
    fresh = compiled.read(folder, today=TODAY)
    first, second = read(folder, cache), read(folder, cache)
    assert told(first) == told(fresh)
    assert told(second) == told(fresh)
    assert len(files(cache)) == 1


def test_the_second_reading_comes_from_the_cache(folder, cache, monkeypatch):
    read(folder, cache)

    def refuse(*_arguments, **_named):
        raise AssertionError("parsed again")

    monkeypatch.setattr(compiled, "_fresh", refuse)
    assert read(folder, cache).library.structure.courses


@pytest.mark.parametrize("path", ["fr/garden/warm.md", "en/garden/warm.items.md", "_structure/rules.yml", "_structure/wording.yml"])
def test_any_changed_byte_is_read_again_even_with_the_same_size_and_time(folder, cache, path):
    read(folder, cache)
    before = files(cache)
    file = folder / path
    state = file.stat()
    raw = bytearray(file.read_bytes())
    place = 4 if path.endswith(".yml") else -2  # a letter of the first comment, or of the last word
    raw[place] = ord("x") if raw[place] != ord("x") else ord("y")
    file.write_bytes(raw)
    os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns))
    read(folder, cache)
    assert files(cache) != before
    assert len(files(cache)) == 1, "old ones are taken away"


def test_another_day_is_read_again_since_things_expire(folder, cache):
    assert not [problem for problem in read(folder, cache).problems if problem.code == "007"]
    assert [problem for problem in read(folder, cache, date(2027, 5, 2)).problems if problem.code == "007"]


DAMAGED = (b"", b"nonsense", compiled.MARK, compiled.MARK + b"\x80\x05]", compiled.MARK + pickle.dumps({"not": "ours"}))


@pytest.mark.parametrize("raw", DAMAGED)
def test_a_damaged_cache_is_made_again(folder, cache, raw):
    fresh = told(read(folder, cache))
    (cache / files(cache)[0]).write_bytes(raw)
    assert told(read(folder, cache)) == fresh


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
    assert told(read(folder, cache)) == told(compiled.read(folder, today=TODAY))
