"""What an actor wrote while she was being erased: it is found, counted and taken, and what others wrote stays."""

from collections.abc import Callable

import pytest
from lrs_cast import EDUCATOR, LEARNER, MODULE, make_caller, make_statement
from sqlalchemy import Connection, insert, select

from lrs.maintenance import erasure
from lrs.maintenance.erasure import ErasureCounts
from lrs.maintenance.erasure_journal import Tombstone
from lrs.storage.store import Store
from lrs.storage.tables import usage
from lrs.writing.row_extraction import agent_term

Work = Callable[[Connection], object]


@pytest.fixture
def grave(sqlite_store: Store) -> Tombstone:
    """She was erased; the store is empty of her."""
    make_caller(sqlite_store).post("statements", make_statement())
    return sqlite_store.writer.submit(lambda connection: erasure.erase(connection, LEARNER)).tombstone


def sweep(store: Store, grave: Tombstone) -> ErasureCounts:
    return store.writer.submit(lambda connection: erasure.sweep(connection, [grave]))


def test_nothing_is_swept_up_when_she_wrote_no_more(sqlite_store: Store, grave: Tombstone) -> None:
    make_caller(sqlite_store).post("statements", make_statement(actor=EDUCATOR, context={"instructor": LEARNER}))
    with sqlite_store.engine.connect() as connection:
        assert not erasure.is_written_to(connection, grave)
    assert sweep(sqlite_store, grave) == ErasureCounts(0, 0)


def test_each_statement_and_document_of_hers_is_counted(sqlite_store: Store, grave: Tombstone) -> None:
    caller = make_caller(sqlite_store)
    caller.post("statements", [make_statement(), make_statement()])
    caller.post("activities/state", {"note": "x"}, activityId=MODULE, agent=LEARNER, stateId="s")
    with sqlite_store.engine.connect() as connection:
        assert erasure.is_written_to(connection, grave)
    assert sweep(sqlite_store, grave) == ErasureCounts(2, 1)
    assert sweep(sqlite_store, grave) == ErasureCounts(0, 0)
    assert caller.ids() == []


def test_what_two_erased_people_wrote_is_counted_together(sqlite_store: Store, grave: Tombstone) -> None:
    other = sqlite_store.writer.submit(lambda connection: erasure.erase(connection, EDUCATOR)).tombstone
    caller = make_caller(sqlite_store)
    caller.post("statements", [make_statement(), make_statement(actor=EDUCATOR)])
    for agent in (LEARNER, EDUCATOR):
        caller.post("activities/state", {"note": "x"}, activityId=MODULE, agent=agent, stateId="s")
    swept = sqlite_store.writer.submit(lambda connection: erasure.sweep(connection, [grave, other]))
    assert swept == ErasureCounts(2, 2)


def test_what_was_erased_is_finished_once_its_bytes_are_gone_and_open_again_after_a_sweep(sqlite_store: Store, grave: Tombstone) -> None:
    def unfinished() -> list[Tombstone]:
        with sqlite_store.engine.connect() as connection:
            return erasure.unfinished_erasures(connection)

    assert unfinished() == [grave]
    sqlite_store.writer.submit(lambda connection: erasure.mark_reclaimed(connection, [grave]))
    assert unfinished() == []
    make_caller(sqlite_store).post("statements", make_statement())
    sweep(sqlite_store, grave)
    assert [one.actor for one in unfinished()] == [grave.actor]


def test_what_her_devices_sent_on_each_day_is_forgotten_and_that_of_others_is_kept(sqlite_store: Store) -> None:
    owners = [agent_term(LEARNER), agent_term(EDUCATOR)]
    rows = [{"owner": owner, "day": f"2026-11-2{day}", "size": 5} for owner in owners for day in (3, 4)]
    sqlite_store.writer.submit(lambda connection: connection.execute(insert(usage), rows))
    sqlite_store.writer.submit(lambda connection: erasure.erase(connection, LEARNER))
    with sqlite_store.engine.connect() as connection:
        assert set(connection.execute(select(usage.c.owner)).scalars()) == {owners[1]}
