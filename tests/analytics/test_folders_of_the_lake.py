"""Each cohort has a folder of its own; a lake of before is built anew beside."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from saying import COHORT, HOME, MONDAY, OTHER_COHORT, Saying, learner_uuid
from standing import Site
from test_feed_to_lake import feed_all, in_lake

from analytics import engines
from analytics.question import Question
from analytics.storage import feed, lake, lake_state
from analytics.storage.pseudonym import site_key
from xapi import actor, builders


def as_layout_1(site: Site) -> None:
    """The lake as it was written before each cohort had a folder: one series of files for all."""
    folder = site.data / "lake"
    tables = [pq.read_table(part.path) for part in lake.parts(folder)]
    last = lake.watermark(folder)
    with lake.writing(folder):
        lake.clear(folder)
    (folder / lake_state.FILE).unlink()
    pq.write_table(pa.concat_tables(tables), folder / f"0-{last}.parquet")


def test_a_lake_of_before_the_folders_is_built_anew_beside_and_then_takes_its_place(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    say, other = Saying(), Saying(cohort=OTHER_COHORT)
    ids = site.keep([one.registered(who) for who in range(6) for one in (say, other)])
    feed_all(site)
    as_layout_1(site)
    old = site.data / "lake" / "0-12.parquet"
    with monkeypatch.context() as patch:
        patch.setattr(lake, "append_table", lambda *_, **__: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        with pytest.raises(OSError, match="No space"):
            feed_all(site)
    assert old.exists(), "the old lake stays until the new one is whole"
    fed = feed_all(site)
    assert (fed.rows, fed.anew, old.exists()) == (12, True, False)
    assert sorted(str(row["id"]) for row in in_lake(site)) == sorted(ids)
    assert {part.path.parent.name for part in lake.parts(site.data / "lake")} == {f"cohort={COHORT}", f"cohort={OTHER_COHORT}"}


def test_a_lake_with_other_columns_is_built_anew(site: Site) -> None:
    say = Saying()
    ids = site.keep([say.registered(who) for who in range(6)])
    feed_all(site)
    path = site.data / "lake" / lake_state.FILE
    path.write_text(path.read_text("utf-8").replace('"week", ', ""), "utf-8")
    assert feed_all(site).rows == 6
    assert [row["id"] for row in in_lake(site)] == ids


def test_a_file_with_other_columns_is_set_aside(site: Site) -> None:
    say = Saying()
    ids = site.keep([say.registered(who) for who in range(6)])
    feed_all(site)
    (part,) = lake.parts(site.data / "lake")
    pq.write_table(pq.read_table(part.path).drop_columns(["week"]), part.path)
    assert site.report("completion").n == 6
    assert [row["id"] for row in in_lake(site)] == ids


def test_one_cohort_is_read_from_its_own_folder_alone(site: Site) -> None:
    say, other = Saying(), Saying(cohort=OTHER_COHORT)
    site.keep([one.registered(who) for who in range(6) for one in (say, other)] + [Saying(cohort="../x").registered(90)])
    feed_all(site)
    for part in lake.parts(site.data / "lake"):
        if COHORT not in str(part.path):
            part.path.write_bytes(b"")
    rows = engines.Rows(engines.connect(), site.data / "lake", Question(COHORT, False))
    assert len(rows.ask(engines.everyone)) == 6
    assert {path.name for path in (site.data / "lake").glob("cohort=*")} == {f"cohort={COHORT}", f"cohort={OTHER_COHORT}", "cohort=none"}


def test_what_voids_lies_beside_its_target_and_one_that_comes_first_keeps_it_out(site: Site) -> None:
    say = Saying()
    gone, later, stays = say.registered(1), say.registered(2), say.registered(3)
    who = actor.account(HOME, learner_uuid(2))
    targets = {"void1": gone["id"], "void2": later["id"]}
    void = [builders.void(id=learner_uuid(name), actor=who, target=target, timestamp=MONDAY) for name, target in targets.items()]
    site.keep([gone, *void])
    assert feed_all(site).touched == {(COHORT, "registered"), (COHORT, "voided"), (None, "voided")}
    site.keep([later, stays])
    feed_all(site)
    assert [row["id"] for row in site.rows().ask(engines.everyone)] == [stays["id"]]
    feed.rebuild(site.engine, site.data / "lake", site_key(site.data / "keys"))
    assert [row["id"] for row in site.rows().ask(engines.everyone)] == [stays["id"]]
