"""Who said no to figures counts in none: at the next feed, after a rebuild, and again when she comes back."""

import pyarrow.parquet as pq
from saying import HOME, Saying, learner_uuid
from standing import NOW, Site

from analytics.refresh import Refresher
from analytics.storage import feed, lake
from analytics.storage.pseudonym import site_key


def subjects(site: Site) -> list[str]:
    return [row["subject"] for part in lake.parts(site.data / "lake") for row in pq.read_table(part.path).to_pylist()]


def name_of(site: Site, who: int) -> str:
    (name,) = feed.pseudonyms_of(site_key(site.data / "keys"), HOME, [str(learner_uuid(who))])
    return name


def test_her_rows_go_at_once_and_come_back(site: Site) -> None:
    say, worker = Saying(), Refresher(site.engine, site.data)
    site.keep([say.registered(who) for who in range(3)])
    worker.run([], NOW)
    assert name_of(site, 1) in subjects(site)
    worker.leave_out(HOME, [str(learner_uuid(1))])
    assert subjects(site) == [], "from that moment no figure is made of what she did"
    worker.run([], NOW)
    assert sorted(subjects(site)) == sorted(name_of(site, who) for who in (0, 2))
    site.keep([say.module(1, "initialized"), say.module(2, "initialized")])
    worker.run([], NOW)
    assert name_of(site, 1) not in subjects(site), "what she does later is not counted either"
    feed.rebuild(site.engine, site.data / "lake", site_key(site.data / "keys"))
    assert name_of(site, 1) not in subjects(site), "a lake built anew by hand leaves her out too"
    worker.leave_out(HOME, [])
    worker.run([], NOW)
    assert subjects(site).count(name_of(site, 1)) == 2


def test_the_same_list_costs_nothing(site: Site) -> None:
    worker = Refresher(site.engine, site.data)
    site.keep([Saying().registered(1)])
    worker.run([], NOW)
    before = [part.path for part in lake.parts(site.data / "lake")]
    for _ in range(3):
        worker.leave_out(HOME, [])
    assert [part.path for part in lake.parts(site.data / "lake")] == before
    assert not (site.data / "lake" / feed.LEFT_OUT).exists()


def test_a_kill_between_emptying_and_the_list_is_made_up_for(site: Site) -> None:
    worker = Refresher(site.engine, site.data)
    site.keep([Saying().registered(1)])
    worker.run([], NOW)
    with lake.writing(site.data / "lake"):
        lake.clear(site.data / "lake")  # as feed.leave_out does, before it was killed
    again = Refresher(site.engine, site.data)
    again.leave_out(HOME, [str(learner_uuid(1))])
    again.run([], NOW)
    assert subjects(site) == []


def test_two_accounts_that_were_merged_count_as_one_person(site: Site) -> None:
    say, worker = Saying(), Refresher(site.engine, site.data)
    site.keep([say.registered(who) for who in range(3)])
    worker.run([], NOW)
    merged = {str(learner_uuid(1)): str(learner_uuid(2))}
    worker.count_as(HOME, merged)
    assert subjects(site) == []
    worker.run([], NOW)
    assert sorted(subjects(site)) == sorted([name_of(site, 0), name_of(site, 2), name_of(site, 2)])
    feed.rebuild(site.engine, site.data / "lake", site_key(site.data / "keys"))
    assert name_of(site, 1) not in subjects(site)
    worker.leave_out(HOME, [str(learner_uuid(2))])
    worker.run([], NOW)
    assert subjects(site) == [name_of(site, 0)], "a no counts for what was said under either"
    before = [part.path for part in lake.parts(site.data / "lake")]
    worker.count_as(HOME, merged)
    assert [part.path for part in lake.parts(site.data / "lake")] == before
