"""A second process helps to read a large folder: the same units, and no harm when it dies, hangs or reads other bytes."""

import gc
import sys
from datetime import date

import pytest

from courses.serving import compiled_cache, second_process

TODAY = date(2026, 11, 23)
KEYS = tuple(f"key-{number}" for number in range(23))
HELPS = "from courses.serving import second_process as s; s.serve(lambda key: 'there ' + key)"
DIES = "import pickle, sys; pickle.load(sys.stdin.buffer); sys.exit(3)"
HANGS = "import pickle, sys, time; pickle.load(sys.stdin.buffer); time.sleep(600)"
FAILS = "from courses.serving import second_process as s; s.serve(lambda key: 1 / 0)"
TALKS = "import sys; print('good morning', flush=True); sys.stdin.buffer.read()"


@pytest.fixture
def other(monkeypatch):
    """Runs this program as the second process, whatever it was asked to run; the last things wait until it has begun."""

    def run(program):
        real = second_process.subprocess.Popen
        monkeypatch.setattr(second_process.subprocess, "Popen", lambda _command, **more: real([sys.executable, "-c", program], **more))

    return run


def shared(keys=KEYS):
    """This side is slow: the other one gets its part."""
    wait = second_process.threading.Event()

    def make(key):
        wait.wait(0.05)
        return f"here {key}"

    return second_process.share(keys, make, "unused", [])


def test_each_thing_is_made_once_by_either_side(other):
    other(HELPS)
    made = shared(tuple(f"key-{number}" for number in range(60)))
    assert len(made) == 60
    assert all(value.split()[1] == key for key, value in made.items())
    assert {value.split()[0] for value in made.values()} == {"here", "there"}


@pytest.mark.parametrize(
    "program", [DIES, FAILS, HANGS, TALKS, "raise SystemExit(1)"], ids=["dies", "fails", "hangs", "talks", "never starts"]
)
def test_a_second_process_that_does_not_help_costs_nothing_but_time(other, monkeypatch, program):
    monkeypatch.setattr(second_process, "PATIENCE_S", 0.5)
    other(program)
    assert shared() == {key: f"here {key}" for key in KEYS}


def test_a_program_that_is_not_there_costs_nothing(monkeypatch):
    monkeypatch.setattr(second_process.sys, "executable", "/nowhere/python")
    assert shared() == {key: f"here {key}" for key in KEYS}


@pytest.fixture
def by_two(monkeypatch):
    """Even the sample folder is worth a second process, and this one leaves it everything."""
    monkeypatch.setattr(compiled_cache, "WORTH_A_PROCESS", 1)
    monkeypatch.setattr(second_process, "has_second_core", lambda: True)
    real, asked = second_process._make_all, []

    def later(waiting, make, results):
        asked.append(len(waiting))
        if len(asked) > 1:
            real(waiting, make, results)

    monkeypatch.setattr(second_process, "_make_all", later)
    monkeypatch.setattr(second_process, "PATIENCE_S", 60.0)
    return asked


def told(found):
    return [(files.path, files.text, files.simple, files.items) for files in found.library], sorted(map(str, found.problems)), found.states


def test_what_another_process_parsed_is_what_this_one_parses(folder, tmp_path, by_two, rewrite):
    rewrite("fr/garden/warm.md", "{{fever.rule}}", "{{fever.ruel}}")
    by_other = compiled_cache.read(folder, today=TODAY)
    assert by_two[1] == 0, "the second process did not do the work"
    cached = compiled_cache.read(folder, today=TODAY, cache_folder=tmp_path / "cache")
    again = compiled_cache.read(folder, today=TODAY, cache_folder=tmp_path / "cache")
    compiled_cache.WORTH_A_PROCESS = 1_000
    assert told(by_other) == told(cached) == told(again) == told(compiled_cache.read(folder, today=TODAY))


def test_what_the_other_process_made_from_other_bytes_is_made_again(folder, monkeypatch, by_two):
    alone = told(compiled_cache.read(folder, today=TODAY))
    real = second_process.share

    def changed(*parts):
        """A file is saved just after this process read it, and before the other one does."""
        file = folder / "fr/garden/warm.md"
        before = file.read_bytes()
        file.write_bytes(before + b"\n## Last {#last}\n\nLast.\n")
        try:
            return real(*parts)
        finally:
            file.write_bytes(before)

    monkeypatch.setattr(second_process, "share", changed)
    assert told(compiled_cache.read(folder, today=TODAY)) == alone


@pytest.mark.parametrize("has_second_core", [True, False])
def test_cycles_are_looked_for_again_after_a_large_folder_was_read_also_where_that_failed(folder, monkeypatch, has_second_core):
    monkeypatch.setattr(compiled_cache, "WORTH_A_PROCESS", 1)
    monkeypatch.setattr(second_process, "has_second_core", lambda: has_second_core)
    seen, real = [], compiled_cache._unit

    def unit(*parts, **more):
        seen.append(gc.isenabled())
        if len(seen) > 1:
            raise MemoryError
        return real(*parts, **more)

    monkeypatch.setattr(compiled_cache, "_unit", unit)
    monkeypatch.setattr(second_process, "share", lambda keys, make, *_: {key: make(key) for key in keys})
    with pytest.raises(MemoryError):
        compiled_cache.read(folder, today=TODAY)
    assert seen == [False, False]
    assert gc.isenabled()
