"""The feed stopped before, and in the middle of, each write, rename and removal it makes: nothing is lost or doubled, whatever the step."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from saying import Saying
from standing import Site

from analytics.storage import feed, lake
from analytics.storage.pseudonym import site_key

STATEMENTS = 25
BATCH = 5


class Stopped(BaseException):
    """The power goes: no handler of the code under test may catch it."""


class Crash:
    """Counts the steps that change the disk and stops at one of them; a stopped write leaves half a file."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, at: int) -> None:
        self.at, self.steps = at, 0
        write, replace, unlink = pq.write_table, os.replace, Path.unlink

        def write_table(rows: Any, path: Path, **more: Any) -> None:
            write(rows, path, **more)
            if self._is_now():
                path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
                raise Stopped

        monkeypatch.setattr(lake.pq, "write_table", write_table)
        monkeypatch.setattr(lake.os, "replace", self._guarded(replace))
        monkeypatch.setattr(Path, "unlink", self._guarded(unlink))

    def _is_now(self) -> bool:
        self.steps += 1
        return self.steps == self.at

    def _guarded(self, step: Callable[..., Any]) -> Callable[..., Any]:
        def guarded(*words: Any, **more: Any) -> Any:
            if self._is_now():
                raise Stopped
            return step(*words, **more)

        return guarded


def ids_in_lake(folder: Path) -> list[str]:
    return [row for part in lake.parts(folder) for row in pq.read_table(part.path, columns=["id"])["id"].to_pylist()]


def test_a_crash_at_any_step_loses_and_doubles_nothing(make_site: Callable[[str], Site], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lake, "MANY_FILES", 2)
    site = make_site("crash")
    say = Saying()
    kept = site.keep([say.registered(who) for who in range(STATEMENTS)])
    at, key, is_over = 1, site_key(site.data / "keys"), False
    while not is_over:
        folder = site.data / f"lake-{at}"
        with monkeypatch.context() as patch:
            crash = Crash(patch, at)
            try:
                feed.feed(site.engine, folder, key, batch=BATCH)
                is_over = True
            except Stopped:
                found = ids_in_lake(folder)
                assert found == kept[: len(found)], f"step {at}"
                assert lake.watermark(folder) == len(found)
        feed.feed(site.engine, folder, key, batch=BATCH)
        assert ids_in_lake(folder) == kept, f"step {at}"
        at += 1
    assert crash.steps >= 20
