"""A damaged file of the lake or of the results is set aside and made again from the store, and nobody has to notice."""

import os
import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from saying import COHORT, HOME, Saying, learner_uuid
from standing import NOW, Site
from test_crash_at_every_step import Crash, Stopped, ids_in_lake

from analytics import cohort_list, results, status
from analytics.catalogue import REPORTS
from analytics.cli import analytics
from analytics.refresh import Cohort, Refresher
from analytics.storage import feed, lake
from analytics.storage.pseudonym import site_key
from lrs.maintenance import erasure
from xapi import actor


def half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def nothing(path: Path) -> None:
    path.write_bytes(b"")


def noise(path: Path) -> None:
    path.write_bytes(random.Random(1).randbytes(5000))


def noise_in_the_middle(path: Path) -> None:
    whole = bytearray(path.read_bytes())
    whole[40:400] = random.Random(2).randbytes(360)
    path.write_bytes(bytes(whole))


DAMAGES = (half, nothing, noise, noise_in_the_middle)


def keep_some(site: Site) -> list[str]:
    say = Saying()
    said = [say.registered(who) for who in range(12)] + [say.answered(who, f"q{item}", True) for who in range(12) for item in range(4)]
    kept = site.keep(said)
    feed.feed(site.engine, site.data / "lake", site_key(site.data / "keys"), batch=20)
    return kept


@pytest.mark.sampled(3)
@pytest.mark.parametrize(("damage", "place"), [*((damage, 1) for damage in DAMAGES), (half, 0), (half, -1)])
def test_a_damaged_lake_file_is_filled_from_the_store(site: Site, damage: Callable[[Path], None], place: int) -> None:
    kept = keep_some(site)
    folder = site.data / "lake"
    path = lake.parts(folder)[place].path
    damage(path)
    assert site.report("completion").n == 12
    assert ids_in_lake(folder) == kept
    name = f"cohort={COHORT}_{path.name}"
    assert site.refresher.status.damaged_files == (name,)
    assert (site.refresher.status.failing, site.refresher.status.error) == ((), "")
    assert (folder / lake.DAMAGE_ERRORS / name).exists()


@pytest.mark.parametrize("damage", [half, nothing])
def test_a_file_damaged_while_the_worker_runs_is_noticed_by_the_next_report(site: Site, damage: Callable[[Path], None]) -> None:
    kept = keep_some(site)
    site.report("completion")
    damage(lake.parts(site.data / "lake")[1].path)
    kept += site.keep([Saying(seed="later").registered(50)])
    assert site.report("completion").n == 13
    assert ids_in_lake(site.data / "lake") == kept
    assert site.refresher.status.failing == ()


def test_the_command_line_heals_the_lake_too(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = keep_some(site)
    half(lake.parts(site.data / "lake")[-1].path)
    monkeypatch.setenv("HORSLESMURS_DATA", str(site.data))
    answer = CliRunner().invoke(analytics, ["feed"])
    assert answer.exit_code == 0, answer.output
    assert ids_in_lake(site.data / "lake") == kept


def test_an_erasure_reaches_the_files_that_were_set_aside(site: Site) -> None:
    keep_some(site)
    folder = site.data / "lake"
    half(lake.parts(folder)[0].path)
    site.report("completion")
    assert list((folder / lake.DAMAGE_ERRORS).iterdir())
    with site.engine.connect().execution_options(writes=True) as connection, connection.begin():
        erasure.erase(connection, actor.account(HOME, learner_uuid(1)), now=NOW)
    assert site.report("completion").n == 11
    assert not (folder / lake.DAMAGE_ERRORS).exists()


def test_only_a_few_damaged_files_are_kept(site: Site) -> None:
    keep_some(site)
    folder = site.data / "lake"
    for _ in range(lake.MANY_DAMAGED + 3):
        part = lake.parts(folder)[0]
        half(part.path)
        os.replace(part.path, part.path.with_name(f"0-{part.upto}.parquet"))
        feed.heal(folder)
        feed.feed(site.engine, folder, site_key(site.data / "keys"))
    assert len(list((folder / lake.DAMAGE_ERRORS).iterdir())) <= lake.MANY_DAMAGED


@pytest.mark.parametrize("damage", [half, Path.unlink])
def test_a_damaged_result_file_is_made_again_within_a_minute(site: Site, damage: Callable[[Path], None]) -> None:
    keep_some(site)
    before = site.report("items")
    damage(results.path_of(site.data / "results", "items", COHORT))
    site.refresher.run([Cohort(COHORT, False)], NOW + timedelta(seconds=61))
    again = results.read(site.data / "results", "items", COHORT)
    assert again is not None
    assert again.tables == before.tables
    assert site.refresher.status.damaged_files == (f"items/{COHORT}.json",)


def test_a_rebuild_counts_only_once_it_is_whole(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = keep_some(site)
    folder, key = site.data / "lake", site_key(site.data / "keys")
    with monkeypatch.context() as patch:
        patch.setattr(lake, "append_table", lambda *_, **__: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        with pytest.raises(OSError, match="No space"):
            feed.rebuild(site.engine, folder, key)
    assert ids_in_lake(folder) == kept
    assert feed.rebuild(site.engine, folder, key).rows == len(kept)
    assert ids_in_lake(folder) == kept
    assert feed.rebuild(site.engine, folder, key).rows == len(kept)
    assert [path.name for path in folder.glob("lake-*")] == ["lake-2"]


def test_a_rebuild_stopped_at_any_step_loses_and_doubles_nothing(make_site: Callable[[str], Site], monkeypatch: pytest.MonkeyPatch) -> None:
    site = make_site("rebuild")
    kept = keep_some(site)
    folder, key, at, is_over = site.data / "lake", site_key(site.data / "keys"), 1, False
    while not is_over:
        with monkeypatch.context() as patch:
            crash = Crash(patch, at)
            try:
                feed.rebuild(site.engine, folder, key, batch=20)
                is_over = True
            except Stopped:
                assert ids_in_lake(folder) == kept, f"step {at}"
        feed.feed(site.engine, folder, key, batch=20)
        assert ids_in_lake(folder) == kept, f"step {at}"
        at += 1
    assert crash.steps >= 10


def test_filling_a_gap_stopped_at_any_step_loses_and_doubles_nothing(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = keep_some(site)
    folder, key, at, is_over = site.data / "lake", site_key(site.data / "keys"), 1, False
    while not is_over:
        half(lake.parts(folder)[1].path)
        with monkeypatch.context() as patch:
            Crash(patch, at)
            try:
                feed.feed(site.engine, folder, key, batch=7)
                feed.heal(folder)
                feed.feed(site.engine, folder, key, batch=7)
                is_over = True
            except Stopped:
                pass
        feed.heal(folder)
        feed.feed(site.engine, folder, key, batch=7)
        assert ids_in_lake(folder) == kept, f"step {at}"
        at += 1
        assert at < 60


def test_the_status_tells_what_fails_and_since_when(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    keep_some(site)
    site.report("completion")
    first = status.read(site.data / "results")
    assert first is not None
    assert (first.last_success, first.lag_statements, first.odd_rows, first.failing) == ("2026-11-23T17:20:00Z", 0, 0, ())
    site.keep([Saying(seed="later").registered(50)])
    later = NOW + timedelta(seconds=90)
    with monkeypatch.context() as patch:
        patch.setattr(lake, "append_table", lambda *_, **__: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        with pytest.raises(OSError, match="No space"):
            site.refresher.run([Cohort(COHORT, False)], later)
    then = status.read(site.data / "results")
    assert then is not None
    assert (then.last_success, then.lag_statements, then.lag_seconds) == ("2026-11-23T17:20:00Z", 1, 90.0)
    assert then.error.startswith("OSError at ")
    assert "No space" not in then.error
    written = site.refresher.run([Cohort(COHORT, False)], later).written
    assert len(written) == len(REPORTS)
    last = status.read(site.data / "results")
    assert last is not None
    assert (last.last_success, last.error) == ("2026-11-23T17:21:30Z", "")


def test_a_status_that_cannot_be_read_is_none(tmp_path: Path) -> None:
    assert status.read(tmp_path) is None
    for text in ("", "[]", '{"failing": 3}', '{"failing": [{"x": 1}]}'):
        (tmp_path / status.FILE).write_text(text, encoding="utf-8")
        assert status.read(tmp_path) is None


def test_a_lake_of_before_the_damage_check_is_still_read(site: Site) -> None:
    kept = keep_some(site)
    for part in lake.parts(site.data / "lake"):
        pq.write_table(pq.read_table(part.path), part.path)
    again = Refresher(site.engine, site.data)
    again.run([Cohort(COHORT, False)], NOW)
    assert again.status.damaged_files == ()
    assert ids_in_lake(site.data / "lake") == kept
    assert cohort_list.read(site.data / "lake") == {COHORT: False}
