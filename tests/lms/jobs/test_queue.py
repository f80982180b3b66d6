"""The table of work to do later, on SQLite and PostgreSQL: once under a key, under one lease, until it ends."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from lms_site import make_database, make_settings
from own_postgresql import own_postgresql
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lms.jobs import counting, queue
from lms.jobs.models import BOUNCED, DONE, DROPPED, FAILED, RUNNING, UNCERTAIN, WAITING, Job
from lms.jobs.queue import ClaimedJob, NewJob, Outcome
from lms.jobs.running import HostAway, Runner, writer_of
from lms.running import database_setup
from lrs.storage.group_commit import GroupCommit
from lrs.storage.store import Store

START = datetime(2027, 3, 1, 9, tzinfo=UTC)
LATER = START + timedelta(days=30)


@pytest.fixture(scope="module")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with own_postgresql(tmp_path_factory) as address:
        yield address


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    more = {"database": request.getfixturevalue("postgresql")} if request.param == "postgresql" else {}
    settings = make_settings(tmp_path_factory.mktemp("site"), **more)
    make_database(settings)
    engine = database_setup.open_engine(settings)
    writer = GroupCommit(engine)
    yield Store(engine, writer, settings.home_page)
    writer.close()
    engine.dispose()


@pytest.fixture(autouse=True)
def _empty(store: Store) -> None:
    writer_of(store)(lambda work: work.query(Job).delete())


def job(key: str = "a", **more: Any) -> NewJob:
    return NewJob(**{"key": key, "kind": "mail", "due_at": START, "expires_at": LATER, **more})


def add(store: Store, *jobs: NewJob, now: datetime = START) -> list[bool]:
    return writer_of(store)(lambda work: [queue.enqueue(work, one, now) for one in jobs])


def claimed(store: Store, now: datetime = START, lease: str = "mine") -> ClaimedJob | None:
    return writer_of(store)(lambda work: queue.claim(work, lease, now, ["mail"]))


def end(store: Store, one: ClaimedJob, outcome: Outcome, now: datetime = START) -> str:
    return writer_of(store)(lambda work: queue.end(work, one, outcome, now))


def tidy(store: Store, now: datetime) -> None:
    writer_of(store)(lambda work: queue.tidy(work, now))


def row(store: Store, key: str = "a") -> Job:
    with Session(store.engine) as reader:
        return reader.scalars(select(Job).where(Job.key == key)).one()


def test_a_key_is_taken_once_for_good(store: Store) -> None:
    assert add(store, job("a"), job("b")) == [True, True]
    assert add(store, job("a")) == [False]
    one = claimed(store)
    assert one is not None
    assert end(store, one, Outcome(DONE)) == DONE
    assert add(store, job("a")) == [False], "also when it ended long ago"


def test_three_planners_at_once_make_one_job(store: Store) -> None:
    made: list[bool] = []
    threads = [threading.Thread(target=lambda: made.extend(add(store, job("same")))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(made) == [False, False, True]


def test_a_job_goes_with_the_transaction_that_asked_for_it(store: Store) -> None:
    def work_of(work: Session) -> None:
        queue.enqueue(work, job("lost"), START)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        writer_of(store)(work_of)
    assert claimed(store) is None


def test_the_oldest_due_job_comes_first_and_none_before_its_time(store: Store) -> None:
    add(store, job("second", due_at=START + timedelta(minutes=2)), job("first", due_at=START + timedelta(minutes=1)))
    assert claimed(store) is None
    keys = [claimed(store, START + timedelta(minutes=3), lease) for lease in ("x", "y")]
    assert [one and one.key for one in keys] == ["first", "second"]
    assert claimed(store, START + timedelta(minutes=3)) is None


def test_two_workers_never_hold_one_job(store: Store) -> None:
    add(store, *(job(f"j{number}") for number in range(12)))
    held: list[str] = []

    def work_off(lease: str) -> None:
        while (one := claimed(store, START, lease)) is not None:
            held.append(one.key)

    threads = [threading.Thread(target=work_off, args=(f"worker-{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(held) == sorted(f"j{number}" for number in range(12))


def test_a_lapsed_lease_gives_the_job_back_and_its_late_holder_writes_nothing(store: Store) -> None:
    add(store, job())
    first = claimed(store)
    assert first is not None
    tidy(store, START + queue.LEASE - timedelta(seconds=1))
    assert row(store).state == RUNNING
    tidy(store, START + queue.LEASE)
    assert (row(store).state, row(store).error) == (WAITING, "process_ended")
    second = claimed(store, START + queue.LEASE, "other")
    assert second is not None
    assert second.attempts == 2
    assert not writer_of(store)(lambda work: queue.hand_over(work, first, START)), "the first holder must not send any more"
    assert end(store, first, Outcome(DONE)) == ""
    assert row(store).state == RUNNING
    assert end(store, second, Outcome(DONE)) == DONE


def test_handed_over_twice_without_an_answer_it_is_never_done_again(store: Store) -> None:
    add(store, job())
    at = START
    for _time in range(2):
        one = claimed(store, at)
        assert one is not None
        assert writer_of(store)(lambda work, one=one, at=at: queue.hand_over(work, one, at))
        at += queue.LEASE
        tidy(store, at)
    assert row(store).state == UNCERTAIN
    assert claimed(store, at + timedelta(days=1)) is None


def test_an_answer_that_says_no_takes_the_handover_back(store: Store) -> None:
    add(store, job())
    at = START
    for _time in range(4):
        one = claimed(store, at)
        assert one is not None
        assert writer_of(store)(lambda work, one=one, at=at: queue.hand_over(work, one, at))
        assert end(store, one, Outcome(WAITING, "451"), at) == WAITING
        at += timedelta(days=1)
    assert row(store).handovers == 0


def test_silence_after_the_second_handover_ends_it(store: Store) -> None:
    add(store, job())
    states, at = [], START
    for _time in range(2):
        one = claimed(store, at)
        assert one is not None
        writer_of(store)(lambda work, one=one, at=at: queue.hand_over(work, one, at))
        states.append(end(store, one, Outcome(WAITING, "SMTPServerDisconnected", is_unanswered=True), at))
        at += timedelta(days=1)
    assert states == [WAITING, UNCERTAIN]
    assert row(store).ended_at is not None


def test_waits_double_and_stop_at_six_hours(store: Store) -> None:
    """Worked by hand: 1, 2, 4 … minutes, then 360."""
    add(store, job())
    at, waits = START, []
    for _time in range(11):
        one = claimed(store, at)
        assert one is not None
        assert end(store, one, Outcome(WAITING, "451"), at) == WAITING
        waits.append(int((row(store).due_at - at).total_seconds() // 60))
        at = row(store).due_at
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360]


def test_a_job_that_keeps_failing_ends_as_failed(store: Store) -> None:
    add(store, job(expires_at=START + timedelta(days=300)))
    at, state = START, WAITING
    for _time in range(queue.MOST_ATTEMPTS):
        one = claimed(store, at)
        assert one is not None
        state = end(store, one, Outcome(WAITING, "451"), at)
        at += timedelta(days=1)
    assert state == FAILED


def test_what_comes_too_late_is_dropped(store: Store) -> None:
    add(store, job(expires_at=START + timedelta(hours=1)))
    tidy(store, START + timedelta(hours=1))
    assert row(store).state == DROPPED
    assert claimed(store, START + timedelta(hours=2)) is None


def test_a_job_that_is_over_is_not_claimed_even_before_anybody_tidied(store: Store) -> None:
    add(store, job(expires_at=START + timedelta(hours=1)))
    assert claimed(store, START + timedelta(hours=1)) is None


def test_what_follows_an_end_is_written_with_it_or_not_at_all(store: Store) -> None:
    add(store, job("a"), job("witness"))
    one = claimed(store)
    assert one is not None

    def mark(work: Session, _now: datetime) -> None:
        work.execute(update(Job).where(Job.key == "witness").values(error="marked"))

    def fail(work: Session, now: datetime) -> None:
        mark(work, now)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        end(store, one, Outcome(DONE, follow=fail))
    assert (row(store).state, row(store, "witness").error) == (RUNNING, "")
    assert end(store, one, Outcome(DONE, follow=mark)) == DONE
    assert row(store, "witness").error == "marked"


def test_the_runner_does_what_is_due_and_survives_a_defect(store: Store) -> None:
    add(store, job("bad"), job("good"), job("later", due_at=LATER))
    order: list[str] = []

    def handle(one: ClaimedJob, hand_over: Any) -> Outcome:
        order.append(one.key)
        if one.key == "bad":
            raise KeyError("something that somebody typed")
        assert hand_over()
        return Outcome(DONE)

    assert Runner(store, {"mail": handle}, lambda: START).turn(threading.Event()) == 2
    assert order == ["bad", "good"]
    assert (row(store, "bad").state, row(store, "bad").error) == (WAITING, "KeyError")
    assert (row(store, "good").state, row(store, "later").state) == (DONE, WAITING)


def test_a_host_that_is_away_is_asked_once_a_turn(store: Store) -> None:
    add(store, *(job(f"j{number}") for number in range(5)))
    tries: list[str] = []

    def handle(one: ClaimedJob, _hand_over: Any) -> Outcome:
        tries.append(one.key)
        return Outcome(WAITING, "ConnectionRefusedError", is_host_away=True)

    with pytest.raises(HostAway):
        Runner(store, {"mail": handle}, lambda: START).turn(threading.Event())
    assert len(tries) == 1


def test_the_counts_say_what_waits_and_how_things_ended(store: Store) -> None:
    add(store, *(job(key) for key in "abcdefg"), job("later", due_at=LATER))
    for state in (DONE, DONE, BOUNCED, FAILED, DROPPED):
        one = claimed(store)
        assert one is not None
        end(store, one, Outcome(state), START + timedelta(minutes=1))
    with store.engine.connect() as connection:
        reading = counting.read(connection, START + timedelta(minutes=20))
        assert (reading.waiting, reading.late_s, reading.failures_of_day) == (3, 1200.0, 1)
        assert dict(reading.ends) == {DONE: 2, BOUNCED: 1, FAILED: 1, DROPPED: 1, UNCERTAIN: 0}
        assert counting.read(connection, START + timedelta(days=8)).ends[DONE] == 0
        assert counting.read(connection, START + timedelta(days=2)).failures_of_day == 0


def test_an_idle_worker_writes_nothing(store: Store) -> None:
    add(store, job(due_at=LATER))
    with Session(store.engine) as reader:
        assert not queue.has_work(reader, START, ["mail"])
        assert queue.has_work(reader, LATER, ["mail"])


def test_a_job_of_another_kind_is_left_to_whoever_handles_it(store: Store) -> None:
    add(store, job("of-another", kind="another"))
    assert writer_of(store)(lambda work: queue.claim(work, "a", START, ["mail"])) is None
    with Session(store.engine) as reader:
        assert not queue.has_work(reader, LATER, ["mail"])
        assert queue.has_work(reader, LATER, ["another"])
    assert writer_of(store)(lambda work: queue.claim(work, "a", START, ["another"])) is not None
