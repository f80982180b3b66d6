"""Any line of the audit log that was edited, removed, added or moved is found, also by somebody who can write the whole database."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from lms.audit import chain
from lms.audit.chain import REMOVED, End, Entry, Line, faults

KEY, OTHER_KEY = b"the site's key", b"somebody's key"
START = datetime(2026, 11, 29, 12, tzinfo=UTC)
COUNT = 40
Log = tuple[list[Line], End | None]


def written(count: int, key: bytes = KEY) -> Log:
    log: list[Line] = []
    end = End(0, chain.START, "")
    for number in range(count):
        entry = Entry(START + timedelta(seconds=number), "people.record", f"{number % 7:024x}", "educator", f"{number % 5:024x}", "thing")
        log.append(chain.next_line(key, end, entry))
        end = chain.end_at(key, log[-1].number, log[-1].chain)
    return log, end


def rechained(log: list[Line], key: bytes) -> Log:
    """The log with every link made again after a change, as whoever holds another key can."""
    again: list[Line] = []
    end = End(0, chain.START, "")
    for line in log:
        again.append(chain.next_line(key, end, line.entry))
        end = chain.end_at(key, again[-1].number, again[-1].chain)
    return again, end


def edited(log: list[Line], end: End | None, dice: random.Random) -> Log:
    place = dice.randrange(len(log))
    field = dice.choice(["at", "action", "by", "by_role", "about", "thing"])
    entry = log[place].entry
    value = entry.at + timedelta(microseconds=1) if field == "at" else str(getattr(entry, field))[:-1]
    changed = replace(log[place], entry=replace(entry, **{field: value}))
    return [*log[:place], changed, *log[place + 1 :]], end


def removed(log: list[Line], end: End | None, dice: random.Random) -> Log:
    first = dice.randrange(len(log))
    last = dice.randrange(first, len(log))
    return log[:first] + log[last + 1 :], end


def moved(log: list[Line], end: End | None, dice: random.Random) -> Log:
    one, other = dice.sample(range(len(log)), 2)
    swapped = list(log)
    swapped[one], swapped[other] = replace(log[other], number=log[one].number), replace(log[one], number=log[other].number)
    return swapped, end


def added(log: list[Line], end: End | None, dice: random.Random) -> Log:
    copy = dice.choice(log)
    return [*log, replace(copy, number=len(log) + 1)], end


def cut_with_its_end(log: list[Line], end: End | None, dice: random.Random) -> Log:
    kept = log[: dice.randrange(len(log))]
    last = kept[-1] if kept else Line(0, log[0].entry, chain.START, "")
    return kept, End(last.number, last.chain, dice.choice(["", last.seal, end.seal if end else ""]))


def changed_and_linked_again(log: list[Line], end: End | None, dice: random.Random) -> Log:
    changed, _ = dice.choice([edited, removed])(log, end, dice)
    return rechained(changed, OTHER_KEY)


def linked_again_under_old_seals(log: list[Line], end: End | None, dice: random.Random) -> Log:
    changed, _ = edited(log, end, dice)
    again, new_end = rechained(changed, OTHER_KEY)
    return [replace(new, seal=old.seal) for new, old in zip(again, log, strict=True)], replace(new_end, seal=end.seal if end else "")


def without_its_end(log: list[Line], _end: End | None, _dice: random.Random) -> Log:
    return log, None


TAMPERINGS: list[Callable[[list[Line], End | None, random.Random], Log]] = [
    edited, removed, moved, added, cut_with_its_end, changed_and_linked_again, linked_again_under_old_seals, without_its_end,
]  # fmt: skip


def test_a_log_as_it_was_written_is_whole() -> None:
    for count in (1, 2, COUNT):
        assert faults(KEY, *written(count)) == []


def test_a_thousand_tamperings_are_found() -> None:
    log, end = written(COUNT)
    unseen = []
    for seed in range(1_000):
        dice = random.Random(seed)
        tamper = TAMPERINGS[seed % len(TAMPERINGS)]
        if not faults(KEY, *tamper(list(log), end, dice)):
            unseen.append((tamper.__name__, seed))
    assert unseen == []


@pytest.mark.parametrize("place", [0, 1, 20, COUNT - 1])
def test_the_fault_is_told_at_the_line_that_was_edited(place: int) -> None:
    log, end = written(COUNT)
    log[place] = replace(log[place], entry=replace(log[place].entry, about="f" * 24))
    assert faults(KEY, log, end)[0].number == place + 1


def test_lines_removed_after_their_time_are_no_fault_when_a_line_says_so() -> None:
    log, end = written(COUNT)
    says_so = chain.next_line(KEY, end, Entry(START + timedelta(days=400), REMOVED, thing=f"10:{log[9].chain}"))
    new_end = chain.end_at(KEY, says_so.number, says_so.chain)
    assert faults(KEY, [*log[10:], says_so], new_end) == []
    assert faults(KEY, [*log[11:], says_so], new_end) != []
    assert faults(KEY, log[10:], end) != []


def test_an_emptied_log_is_no_whole_log() -> None:
    assert faults(KEY, [], End(0, chain.START, "")) != []
    assert faults(KEY, [], None) != []
