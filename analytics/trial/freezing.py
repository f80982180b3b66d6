"""Frozen data: the hash of the table as it was when the data were closed, so that arms are compared only after that."""

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from analytics.trial import lock, participants
from analytics.trial.errors import StepRefused
from analytics.trial.participants import EVENT
from analytics.trial.protocol import Protocol
from infrastructure.file_writing import FOR_ALL, write_whole

Exposure = tuple[str, str, int, int]
"""An arm, what else (`modules`, `game`, `booklet`) its people say they met, how many, of how many who were asked."""


class Freeze(msgspec.Struct, frozen=True):
    """sha256: of the table; protocol: the digest of the protocol it was frozen under. elsewhere: outside exposure, where it was asked.

    health: what no outcome could be made of, by kind (`analytics.trial.health`).
    """

    sha256: str
    protocol: str
    at: str
    people: int
    elsewhere: tuple[Exposure, ...] = ()
    health: tuple[tuple[str, int], ...] = ()


def frozen_path(table: Path) -> Path:
    return table.with_suffix(".frozen.json")


def freeze(
    table: Path, protocol: Protocol, now: datetime, elsewhere: Sequence[Exposure] = (), health: Sequence[tuple[str, int]] = ()
) -> Freeze:
    """Closes the data of a table that can be read, with the counts of outside exposure and of what was left out beside it.

    now: aware. Raises TableInvalid, StepRefused when they are closed already.
    """
    if frozen_path(table).exists():
        raise StepRefused(f"{table.name} is frozen already; what came after it is not of this trial")
    people = participants.read(table, protocol)
    at = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    digest, lines = participants.digest(table.read_text("utf-8-sig")), tuple((key, count) for key, count in health)
    note = Freeze(digest, lock.digest(protocol), at, len(people), tuple(elsewhere), lines)
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
    who = ("Numéro de la personne", "Number of the person")
    if protocol.simulated:
        who = ("Numéro d’une personne simulée : personne n’a participé", "Number of a simulated person: nobody took part")
    writer.writerow(["person", *who, "", ""])
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
