"""The feed: every statement once, in order, without names; the lake's file names are its watermark."""

import json
import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from saying import COHORT, HOME, MONDAY, OTHER_COHORT, Saying, learner_uuid
from standing import NOW, Site

from analytics import engines, making, refresh, results
from analytics.errors import KeyUnusable, LakeAhead, LakeBusy
from analytics.question import Question
from analytics.refresh import Cohort
from analytics.storage import feed, lake
from analytics.storage.pseudonym import pseudonym, site_key
from analytics.storage.rows import flatten
from lrs.maintenance import erasure
from xapi import actor, builders


def in_lake(site: Site) -> list[dict[str, object]]:
    return [row for part in lake.parts(site.data / "lake") for row in pq.read_table(part.path).to_pylist()]


def feed_all(site: Site, *, batch: int = feed.BATCH) -> feed.FeedResult:
    return feed.feed(site.engine, site.data / "lake", site_key(site.data / "keys"), batch=batch)


def test_each_statement_becomes_one_row_in_order(site: Site) -> None:
    say = Saying()
    ids = site.keep([say.registered(who) for who in range(7)])
    assert feed_all(site, batch=3).rows == 7
    assert [row["id"] for row in in_lake(site)] == ids
    assert [(part.after, part.upto) for part in lake.parts(site.data / "lake")] == [(0, 3), (3, 6), (6, 7)]


def test_a_second_feed_brings_only_what_is_new(site: Site) -> None:
    say = Saying()
    site.keep([say.registered(1)])
    assert feed_all(site).rows == 1
    assert feed_all(site).rows == 0
    site.keep([say.registered(2), say.module(2, "initialized")])
    fed = feed_all(site)
    assert (fed.rows, fed.touched) == (2, {(COHORT, "registered"), (COHORT, "initialized")})


def test_nothing_of_a_person_reaches_the_lake(site: Site) -> None:
    say = Saying()
    site.keep([say.answered(1, "q1", True, response="a"), say.registered(1)])
    feed_all(site)
    everything = b"".join(part.path.read_bytes() for part in lake.parts(site.data / "lake")) + json.dumps(in_lake(site)).encode()
    assert str(learner_uuid(1)).encode() not in everything


def test_free_text_never_reaches_the_lake() -> None:
    say = Saying()
    said = say.answered(1, "q1", True, response="my name is Nadia")
    typed = say.answered(1, "q2", True, response="38")
    typed["object"]["definition"]["interactionType"] = "fill-in"
    assert [flatten(1, said["timestamp"], row, str)["response"] for row in (said, typed)] == [None, None]


def test_one_actor_has_one_pseudonym_and_another_key_gives_another() -> None:
    assert pseudonym(b"a" * 32, "reports", "x") == pseudonym(b"a" * 32, "reports", "x")
    assert (
        len({pseudonym(key, purpose, who) for key in (b"a" * 32, b"b" * 32) for purpose in ("reports", "trial") for who in ("x", "y")}) == 8
    )


def test_the_site_key_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    key = site_key(tmp_path / "keys")
    assert site_key(tmp_path / "keys") == key
    (path,) = (tmp_path / "keys").iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.write_bytes(b"short")
    with pytest.raises(KeyUnusable, match="backup"):
        site_key(tmp_path / "keys")


def test_a_row_holds_the_facts_of_its_statement() -> None:
    say = Saying(simulated=True)
    said = say.answered(1, "q1", False, scaled=0.5, response="b", seconds=75.5, phase="pre", unsafe=True, objective="K02", at=MONDAY)
    row = flatten(9, "2026-11-23T17:20:00.123456Z", said, lambda who: who)
    expected = {
        "seq": 9,
        "verb": "answered",
        "kind": "item",
        "thing": "fever/q1",
        "module": "fever",
        "course": "patients",
        "cohort": COHORT,
        "simulated": True,
        "success": False,
        "scaled": 0.5,
        "response": "b",
        "seconds": 75.5,
        "phase": "pre",
        "unsafe": True,
        "objective": "K02",
        "at": MONDAY.timestamp(),
        "subject": f"{HOME} {learner_uuid(1)}",
        "unknown": False,
    }
    assert {key: row[key] for key in expected} == expected


def test_a_foreign_verb_or_extension_is_counted_as_unknown() -> None:
    said = Saying().registered(1)
    said["context"]["extensions"]["https://elsewhere.example/mood"] = "fine"
    assert flatten(1, said["timestamp"], said, str)["unknown"]
    other = builders.statement(
        id=learner_uuid(5),
        actor=actor.account(HOME, learner_uuid(1)),
        verb="registered",
        object={"id": "https://e.example/a"},
        timestamp=MONDAY,
    )
    other["verb"]["id"] = "https://elsewhere.example/verbs/danced"
    row = flatten(1, other["timestamp"], other, str)
    assert (row["verb"], row["kind"], row["simulated"]) == ("unknown", "elsewhere", None)


@pytest.mark.parametrize("value", [{"a": 1}, ["x"], "free words with spaces", 3.5, None, "x" * 200])
def test_an_odd_extension_is_left_out_and_does_not_stop_the_feed(value: object) -> None:
    said = Saying().registered(1, game_day=value, objective=value if value != 3.5 else "free words")
    row = flatten(1, said["timestamp"], said, str)
    assert (row["game_day"], row["objective"]) == (None, None)


def test_a_voided_statement_no_longer_counts_before_and_after_compaction(site: Site) -> None:
    say = Saying()
    kept, gone = say.registered(1), say.registered(2)
    site.keep([kept, gone])
    feed_all(site)
    site.keep([builders.void(id=learner_uuid("void"), actor=actor.account(HOME, learner_uuid(2)), target=gone["id"], timestamp=MONDAY)])
    feed_all(site)
    folder = site.data / "lake"
    rows = engines.Rows(engines.connect(), folder, Question(COHORT, False))
    assert [row["id"] for row in rows.ask(engines.everyone)] == [kept["id"]]
    with lake.writing(folder):
        assert lake.compact(folder, many=1)
    assert {row["id"] for row in in_lake(site)} == {kept["id"], str(learner_uuid("void"))}


def test_compaction_keeps_every_row_and_the_watermark(site: Site) -> None:
    say = Saying()
    ids = site.keep([say.registered(who) for who in range(50)])
    feed_all(site, batch=2)
    folder = site.data / "lake"
    assert len(lake.parts(folder)) <= lake.MANY_FILES
    assert [row["id"] for row in in_lake(site)] == ids
    assert lake.watermark(folder) == 50


def test_large_files_are_not_written_again(site: Site) -> None:
    say = Saying()
    site.keep([say.registered(who) for who in range(20)])
    feed_all(site, batch=10)
    site.keep([say.registered(who) for who in range(20, 24)])
    feed_all(site, batch=1)
    folder = site.data / "lake"
    with lake.writing(folder):
        lake.compact(folder, many=2, large=10)
    assert [(part.after, part.upto) for part in lake.parts(folder)] == [(0, 10), (10, 20), (20, 24)]


def test_a_doubled_id_counts_once(site: Site) -> None:
    say = Saying()
    row = flatten(1, "2026-11-23T17:20:00Z", say.registered(1), str)
    assert feed.unique([row, row | {"seq": 2}]) == [row]
    folder = site.data / "lake"
    with lake.writing(folder):
        lake.append(folder, [row], upto=1)
        lake.append(folder, [row | {"seq": 2}], upto=2)
        lake.compact(folder, many=1)
    assert [kept["seq"] for kept in in_lake(site)] == [1]


def test_two_processes_never_feed_at_once(site: Site) -> None:
    site.keep([Saying().registered(1)])
    with lake.writing(site.data / "lake"), pytest.raises(LakeBusy) as caught:
        feed_all(site)
    assert not caught.value.permanent


def test_a_store_that_came_back_from_an_older_copy_is_noticed_and_the_worker_heals_it(make_site: Callable[[str], Site]) -> None:
    say = Saying()
    before, after = make_site("before"), make_site("after")
    before.keep([say.registered(who) for who in range(9)])
    before.report("completion")
    after.keep([say.registered(who) for who in range(6)])
    with pytest.raises(LakeAhead):
        feed.feed(after.engine, before.data / "lake", site_key(before.data / "keys"))
    before.refresher._engine = after.engine
    assert before.report("completion").n == 6


def test_rebuild_gives_the_same_rows(site: Site) -> None:
    say = Saying()
    site.keep([say.registered(who) for who in range(9)])
    feed_all(site, batch=2)
    rows = in_lake(site)
    feed.rebuild(site.engine, site.data / "lake", site_key(site.data / "keys"))
    assert in_lake(site) == rows


def test_an_erased_learner_leaves_the_lake_and_the_figures(site: Site) -> None:
    say = Saying()
    site.keep([say.registered(who) for who in range(8)])
    assert site.report("completion").n == 8
    with site.engine.connect().execution_options(writes=True) as connection, connection.begin():
        erasure.erase(connection, actor.account(HOME, learner_uuid(1)), now=NOW)
    assert site.report("completion").n == 7
    subject = pseudonym(site_key(site.data / "keys"), feed.PURPOSE, f"{HOME} {learner_uuid(1)}")
    assert {row["subject"] == subject for row in in_lake(site)} == {False}
    assert site.refresher.run([Cohort(COHORT, False)], NOW).written == ()


def test_simulated_and_real_learners_never_share_a_figure(site: Site) -> None:
    real, saying = Saying(), Saying(simulated=True)
    silent, elsewhere = Saying(simulated=None), Saying(cohort=OTHER_COHORT)
    site.keep([real.registered(who) for who in range(6)] + [saying.registered(who) for who in range(10, 18)])
    site.keep([silent.registered(who) for who in range(30, 35)] + [elsewhere.registered(who) for who in range(40, 47)])
    assert site.report("completion").n == 6
    assert site.report("completion", simulated=True).n == 8
    assert site.report("completion", OTHER_COHORT).n == 7


def test_only_what_the_new_statements_concern_is_made_again(site: Site) -> None:
    say = Saying()
    site.keep([say.registered(who) for who in range(6)])
    both = [Cohort(COHORT, False), Cohort(OTHER_COHORT, False)]
    assert len(site.refresher.run(both, NOW).written) == 2 * len(refresh.REPORTS)
    assert site.refresher.run(both, NOW) == refresh.RefreshResult(0, ())
    site.keep([say.answered(1, "q1", True)])
    written = site.refresher.run(both, NOW + timedelta(seconds=2)).written
    assert ("items", COHORT) in written
    assert ("completion", COHORT) not in written
    assert all(cohort == COHORT for _, cohort in written)


def test_results_that_a_full_disk_refused_are_written_when_there_is_room_again(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    say = Saying()
    site.keep([say.registered(who) for who in range(6)])
    with monkeypatch.context() as patch:
        patch.setattr(refresh.results, "write", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        assert site.refresher.run([Cohort(COHORT, False)], NOW).written == ()
    assert {failure.report for failure in site.refresher.status.failing} == set(refresh.REPORTS)
    written = site.refresher.run([Cohort(COHORT, False)], NOW + timedelta(seconds=61)).written
    assert {report for report, _ in written} == set(refresh.REPORTS)
    assert site.refresher.status.failing == ()


@pytest.mark.slow
def test_a_report_that_goes_on_failing_is_tried_less_and_less_often(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.keep([Saying().registered(1)])
    tries = []
    monkeypatch.setitem(making.MEASURE_OF_REPORT, "items", lambda rows, rule: tries.append(1) or 1 / 0)
    for minute in range(0, 8 * 60):
        site.refresher.run([Cohort(COHORT, False)], NOW + timedelta(minutes=minute))
    (failure,) = site.refresher.status.failing
    assert (failure.report, failure.cohort, failure.tries) == ("items", COHORT, len(tries))
    assert failure.reason.startswith("ZeroDivisionError at ")
    assert len(tries) == 6 + 7  # after 1, 2, 4, 8, 16 and 32 minutes, then once an hour


def test_a_voided_statement_makes_the_reports_of_its_cohort_again(site: Site) -> None:
    say, other = Saying(), Saying(cohort=OTHER_COHORT)
    said = [say.registered(who) for who in range(8)]
    site.keep([*said, *(other.registered(who) for who in range(8))])
    both = [Cohort(COHORT, False), Cohort(OTHER_COHORT, False)]
    site.refresher.run(both, NOW)
    void = builders.void(id=learner_uuid("void"), actor=actor.account(HOME, learner_uuid(2)), target=said[2]["id"], timestamp=MONDAY)
    site.keep([void])
    written = site.refresher.run(both, NOW + timedelta(seconds=2)).written
    assert {cohort for _, cohort in written} == {COHORT}
    result = results.read(site.data / "results", "completion", COHORT)
    assert result is not None
    assert result.n == 7


def test_a_report_with_a_defect_does_not_stop_the_others(
    site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    say = Saying()
    site.keep([say.registered(who) for who in range(6)])
    monkeypatch.setitem(making.MEASURE_OF_REPORT, "items", lambda rows, rule: 1 / 0)
    written = site.refresher.run([Cohort(COHORT, False)], NOW).written
    assert len(written) == len(refresh.REPORTS) - 1
    assert results.read(site.data / "results", "items", COHORT) is None
    assert "report items of cohort" in caplog.text
    assert "division by zero" not in caplog.text  # the words of an error may hold what somebody typed
    monkeypatch.undo()
    assert site.refresher.run([Cohort(COHORT, False)], NOW + timedelta(seconds=2)).written == ()
    assert site.refresher.run([Cohort(COHORT, False)], NOW + timedelta(seconds=61)).written == (("items", COHORT),)
    assert results.read(site.data / "results", "items", COHORT) is not None
