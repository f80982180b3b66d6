"""Slows down guessing, across processes and restarts: counts in one small table, under keyed hashes.

A try is counted before its passphrase is looked at, in one short write, and given back when it was right: so forty parallel guesses
are forty counts, one after the other, and a right passphrase costs nothing. The delays are in lms/accounts/guess_rules.py.
"""

import hmac
import ipaddress
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from flask import current_app, request
from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from lms.accounts import guess_rules, names
from lms.accounts.guess_rules import LONGEST_KEPT, Rule
from lms.accounts.models import GuessCount
from lms.errors import TooManyTries
from lms.web.database import instants
from lms.web.database.extensions import reading_session
from lms.web.database.writing import submit

Result = TypeVar("Result")


@dataclass(frozen=True)
class Counter:
    """One thing that is counted. key: the keyed hash of its row.

    ticket: key of a row of its own. With a ticket the delay is each asker's own: she is told to wait, and the same question asked
    after that time passes, however many wrong guesses others made meanwhile. Without one the delay counts from the last wrong guess.
    """

    key: str
    rule: Rule
    ticket: str = ""


@dataclass(frozen=True)
class Reservation:
    """A try that was counted as wrong in advance. before: when each counter was last wrong, to be put back if the try was right."""

    counters: Sequence[Counter]
    before: dict[str, datetime]
    at: datetime


def now() -> datetime:
    return instants.now()


def hashed(*parts: object) -> str:
    """The keyed hash of what is counted: the table tells no name and no address, not even to somebody who guesses them."""
    secret = str(current_app.secret_key).encode()
    return hmac.digest(secret, "\0".join(("guess-count", *map(str, parts))).encode(), "sha256").hex()[:32]


def address() -> str:
    """Where a request comes from, as the trusted proxies say. Of an IPv6 address the network: one person holds 2**64 of them."""
    address = request.remote_addr or "unknown"
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((address, 64), strict=False)) if known.version == 6 else address


def of_name(identity: str) -> list[Counter]:
    """Counters of a try from an unknown device: the name as typed, whether it is known or not, and the address."""
    name, place = names.comparable(identity), address()
    ticket = hashed("ticket", place, name)
    return [Counter(hashed("name", name), guess_rules.BY_NAME), Counter(hashed("address", place), guess_rules.BY_ADDRESS, ticket)]


def of_device(account_id: int, device: str) -> list[Counter]:
    """Counters of a try from a device that has signed in to this account: neither the name's nor the address's count."""
    return [Counter(hashed("device", account_id, device), guess_rules.BY_DEVICE)]


def of_session(account_id: int) -> list[Counter]:
    return [Counter(hashed("session", account_id), guess_rules.BY_SESSION)]


def of_second_step(account_id: int) -> list[Counter]:
    """Counters of a wrong code after a right passphrase, or while the second factor is set up."""
    return [Counter(hashed("second-step", account_id), guess_rules.BY_SECOND_STEP)]


def of_registration() -> list[Counter]:
    return [Counter(hashed("registration", address()), guess_rules.REGISTERING)]


def of_pairing() -> list[Counter]:
    by_address = Counter(hashed("pairing", address()), guess_rules.PAIRING_BY_ADDRESS)
    return [by_address, Counter(hashed("pairing-overall"), guess_rules.PAIRING_OVERALL)]


def of_joining() -> list[Counter]:
    """Counters of a wrong code of a card, a link or a start."""
    by_address = Counter(hashed("joining", address()), guess_rules.JOINING_BY_ADDRESS)
    return [by_address, Counter(hashed("joining-overall"), guess_rules.JOINING_OVERALL)]


def of_card(hash: str) -> list[Counter]:
    """Counters of a wrong card or PIN: the code as typed, whether a card has it or not, and the address. hash: codes.hashed."""
    place = address()
    ticket = hashed("card-ticket", place, hash)
    return [Counter(hashed("card", hash), guess_rules.BY_CARD), Counter(hashed("address", place), guess_rules.BY_ADDRESS, ticket)]


def of_verifying() -> list[Counter]:
    return [Counter(hashed("verifying", address()), guess_rules.VERIFYING)]


def of_mail(recipient: str) -> list[Counter]:
    """Counters of a message that somebody asks for: the address it goes to, known or not, and where she asks from."""
    by_recipient = Counter(hashed("mail", names.comparable(recipient)), guess_rules.MAIL_TO_ONE)
    return [by_recipient, Counter(hashed("mail-from", address()), guess_rules.MAIL_BY_ADDRESS)]


def check(counters: Sequence[Counter]) -> None:
    """Raises TooManyTries while a guess would have to wait. Reads alone: for pages that many open rightly. No counter with a ticket."""
    at, by_key = now(), {counter.key: counter for counter in counters}
    rows = reading_session().execute(select(GuessCount.key, GuessCount.failures, GuessCount.last_at).where(GuessCount.key.in_(by_key)))
    wait = max((by_key[key].rule.wait_s(failures, last_at, at) for key, failures, last_at in rows), default=0.0)
    if wait > 0:
        raise TooManyTries(math.ceil(wait))


def reserve(counters: Sequence[Counter]) -> Reservation:
    """Count one wrong guess in advance. Raises TooManyTries, and then counts nothing."""
    at = now()
    answer = submit(lambda work: _reserve(work, counters, at))
    if isinstance(answer, float):
        raise TooManyTries(math.ceil(answer))
    return Reservation(counters, answer, at)


def release(reservation: Reservation) -> None:
    """The guess was right: give it back."""
    submit(lambda work: _release(work, reservation))


def clear(counters: Sequence[Counter]) -> None:
    """Forget what was counted: the person on this device has shown who she is."""
    keys = [counter.key for counter in counters]
    submit(lambda work: work.execute(delete(GuessCount).where(GuessCount.key.in_(keys))))


def guarded(counters: Sequence[Counter], attempt: Callable[[Session], Result | None]) -> Result | None:
    """Run attempt(session), whose None means a wrong guess, and count that in the same write. Raises TooManyTries before it runs."""
    at = now()

    def work_of(work: Session) -> tuple[Result | None, float]:
        rows = _locked(work, counters, at)
        wait = _wait(work, rows, counters, at)
        if wait > 0:
            return None, wait
        result = attempt(work)
        if result is None:
            _count(rows, counters, at)
        return result, 0.0

    result, wait = submit(work_of)
    if wait > 0:
        raise TooManyTries(math.ceil(wait))
    return result


def may_tick() -> bool:
    """Counts one “not clear” from this address; False when there were too many."""
    try:
        reserve([Counter(hashed("tick", address()), guess_rules.TICKING)])
    except TooManyTries:
        return False
    return True


def _reserve(work: Session, counters: Sequence[Counter], at: datetime) -> dict[str, datetime] | float:
    """When each counter was last wrong; or the seconds to wait."""
    work.execute(delete(GuessCount).where(GuessCount.last_at < at - LONGEST_KEPT))
    rows = _locked(work, counters, at)
    wait = _wait(work, rows, counters, at)
    if wait > 0:
        return wait
    before = {key: row.last_at for key, row in rows.items()}
    _count(rows, counters, at)
    return before


def _release(work: Session, reservation: Reservation) -> None:
    rows = _locked(work, reservation.counters, reservation.at)
    for counter in reservation.counters:
        row = rows[counter.key]
        row.failures = max(0, row.failures - 1)
        if row.last_at == reservation.at:
            row.last_at = reservation.before[counter.key]


def _locked(work: Session, counters: Sequence[Counter], at: datetime) -> dict[str, GuessCount]:
    """The rows of these counters, made if need be, held until the end of this write. In one order, so that no two writes wait in a ring."""
    keys = sorted(counter.key for counter in counters)
    insert = postgresql.insert if work.get_bind().dialect.name == "postgresql" else sqlite.insert
    for key in keys:
        work.execute(insert(GuessCount).values(key=key, failures=0, last_at=at).on_conflict_do_nothing(index_elements=["key"]))
    query = select(GuessCount).where(GuessCount.key.in_(keys)).order_by(GuessCount.key).with_for_update()
    rows = {row.key: row for row in work.scalars(query)}
    for row in rows.values():
        if row.last_at > at:
            row.last_at = at  # the clock was put back: the delay begins now and ends
    return rows


def _wait(work: Session, rows: dict[str, GuessCount], counters: Sequence[Counter], at: datetime) -> float:
    """Seconds until all counters let a guess through; 0.0 for now. A ticket is used up only then."""
    waits, tickets = [0.0], []
    for counter in counters:
        row = rows[counter.key]
        if not counter.ticket:
            waits.append(counter.rule.wait_s(row.failures, row.last_at, at))
            continue
        delay = counter.rule.delay_s(counter.rule.remaining(row.failures, row.last_at, at))
        if delay:
            waits.append(_ticket_wait(work, counter.ticket, delay, at))
            tickets.append(counter.ticket)
    if max(waits) <= 0 and tickets:
        work.execute(delete(GuessCount).where(GuessCount.key.in_(tickets)))
    return max(waits)


def _ticket_wait(work: Session, key: str, delay: int, at: datetime) -> float:
    """Seconds until this asker's own delay is over; it begins at the first time she asks. The row's `failures` holds the delay."""
    ticket = work.get(GuessCount, key, with_for_update=True)
    if ticket is None:
        work.add(GuessCount(key=key, failures=delay, last_at=at))
        return float(delay)
    return max(0.0, ticket.failures - max(0.0, (at - ticket.last_at).total_seconds()))


def _count(rows: dict[str, GuessCount], counters: Sequence[Counter], at: datetime) -> None:
    for counter in counters:
        row = rows[counter.key]
        row.failures = counter.rule.remaining(row.failures, row.last_at, at) + 1
        row.last_at = at
