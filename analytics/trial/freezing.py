"""Frozen data: the hash of the table as it was when the data were closed, so that arms are compared only after that."""

import csv
import io
import random
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from analytics.disclosure import EXPORT
from analytics.trial import lock, participants
from analytics.trial.errors import StepRefused
from analytics.trial.participants import EVENT, Participant
from analytics.trial.protocol import Protocol
from infrastructure.file_writing import FOR_ALL, write_whole

Exposure = tuple[str, str, int, int]
"""An arm, what else (`modules`, `game`, `booklet`) its people say they met, how many, of how many who were asked."""


class Freeze(msgspec.Struct, frozen=True):
    """sha256: of the table; protocol: the digest of the protocol it was frozen under. elsewhere: outside exposure, where it was asked."""

    sha256: str
    protocol: str
    at: str
    people: int
    elsewhere: tuple[Exposure, ...] = ()


def frozen_path(table: Path) -> Path:
    return table.with_suffix(".frozen.json")


def freeze(table: Path, protocol: Protocol, now: datetime, elsewhere: Sequence[Exposure] = ()) -> Freeze:
    """Closes the data of a table that can be read, with the counts of outside exposure beside it.

    now: aware. Raises TableInvalid, StepRefused when they are closed already.
    """
    if frozen_path(table).exists():
        raise StepRefused(f"{table.name} is frozen already; what came after it is not of this trial")
    people = participants.read(table, protocol)
    at = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    note = Freeze(participants.digest(table.read_text("utf-8-sig")), lock.digest(protocol), at, len(people), tuple(elsewhere))
    write_whole(frozen_path(table), msgspec.json.format(msgspec.json.encode(note), indent=1) + b"\n", mode=FOR_ALL)
    return note


def check_frozen(table: Path, protocol: Protocol) -> Freeze:
    """The freeze of a table. Raises StepRefused while there is none, or when the table or the protocol changed since."""
    try:
        note = msgspec.json.decode(frozen_path(table).read_bytes(), type=Freeze)
    except FileNotFoundError as error:
        words = "its arms are not compared yet. `horslesmurs trial dry-run` rehearses with mixed arms; `trial freeze` closes the data."
        raise StepRefused(f"{table.name} is not frozen: {words}") from error
    except msgspec.DecodeError as error:
        raise StepRefused(f"{frozen_path(table).name} cannot be read: bring it back from a copy") from error
    if participants.digest(table.read_text("utf-8-sig")) != note.sha256:
        raise StepRefused(f"{table.name} changed after it was frozen on {note.at}: bring the frozen table back from a copy")
    if lock.digest(protocol) != note.protocol:
        raise StepRefused(f"the protocol changed after {table.name} was frozen on {note.at}")
    return note


def codebook(protocol: Protocol) -> str:
    """Each column of the table as CSV: what it holds in both languages, its values or range, its unit."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["column", "fr", "en", "values", "unit"])
    writer.writerow(["person", "Numéro de la personne", "Number of the person", "", ""])
    writer.writerow(["excluded", "Raison d’exclusion", "Reason for exclusion", " ".join(one.key for one in protocol.exclusions), ""])
    writer.writerow(["arm", "Bras tiré au sort", "Arm by randomisation", " ".join(protocol.arm_keys()), ""])
    writer.writerow(["cluster", "Groupe tiré au sort, s’il y en a", "Randomised cluster, if any", "", ""])
    writer.writerow(["received", "A reçu son bras", "Received the arm", "0 1", ""])
    writer.writerow(["status", "Fin du suivi", "End of follow-up", "completed lost withdrawn excluded_late", ""])
    writer.writerow(["reason", "Raison de la fin", "Reason of the end", "", ""])
    for stratum in protocol.strata:
        writer.writerow([stratum.key, "Strate au tirage", "Stratum at randomisation", " ".join(stratum.values), ""])
    for outcome in protocol.outcomes:
        if outcome.baseline:
            words = (f"{outcome.name.fr} : score d’avant", f"{outcome.name.en}: score before")
            writer.writerow([outcome.baseline, *words, f"{outcome.lowest:g} to {outcome.highest:g}", outcome.unit.en])
        ranges = {"mean": f"{outcome.lowest or 0:g} to {outcome.highest or 0:g}", "binary": "0 1", "time": f"0 to {outcome.until or 0:g}"}
        writer.writerow([outcome.key, outcome.name.fr, outcome.name.en, ranges[outcome.kind], outcome.unit.en])
        if outcome.kind == "time":
            writer.writerow([outcome.key + EVENT, "1 : l’événement a eu lieu", "1: the event happened", "0 1", ""])
    for harm in protocol.harms:
        writer.writerow([harm.key, harm.name.fr, harm.name.en, "0 1 2 …", "events"])
    return out.getvalue()


def anonymised(people: Sequence[Participant], protocol: Protocol, chance: random.Random) -> list[Participant]:
    """The people as they may leave the site: in another order under other numbers, without cluster, numbers rounded to whole ones.

    Strata and reasons shared by fewer than 11 people of an arm are emptied, rarest stratum first, until every group left has 11 or nobody.
    People excluded before randomisation are left out: the flow counts them. chance: of the system for a release; an order drawn from a
    number that the report prints would lead back to the order of enrolment.
    """
    rows = [one for one in people if one.is_randomised]
    chance.shuffle(rows)
    below = EXPORT.below
    reasons = Counter((one.arm, one.status, one.reason) for one in rows)
    empty_strata: set[str] = set()
    while empty_strata != {stratum.key for stratum in protocol.strata}:
        sizes = Counter((one.arm, *(value for key, value in one.strata.items() if key not in empty_strata)) for one in rows)
        if all(size >= below for size in sizes.values()):
            break
        empty_strata.add(_rarest(rows, [stratum.key for stratum in protocol.strata if stratum.key not in empty_strata]))
    return [
        one._replace(
            person=f"A{number:05d}",
            cluster="",
            reason=one.reason if reasons[one.arm, one.status, one.reason] >= below else "",
            strata={key: "" if key in empty_strata else value for key, value in one.strata.items()},
            values={name: float(round(value)) for name, value in one.values.items()},
        )
        for number, one in enumerate(rows, start=1)
    ]


def _rarest(rows: Sequence[Participant], keys: Sequence[str]) -> str:
    """The stratum that has the smallest group in an arm."""
    return min(keys, key=lambda key: (min(Counter((one.arm, one.strata[key]) for one in rows).values()), key))
