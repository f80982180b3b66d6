"""Everything that is made of a trial's data, in one folder by one command: the same bytes each time from the same site."""

import csv
import hashlib
import hmac
import io
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from analytics.trial import freezing, participants, report
from analytics.trial.analysis import analyse
from analytics.trial.errors import StepRefused
from analytics.trial.extracts import anonymising, health
from analytics.trial.flow import ArmFlow, Flow, flow
from analytics.trial.freezing import Exposure, Freeze
from analytics.trial.lock import Lock
from analytics.trial.protocol import Protocol
from infrastructure.file_writing import write_whole
from lms.trial.models import Trial
from lms.trial.table.extract import Gathered
from lrs.storage.private_files import make_private_folder
from xapi.formats import moment

TABLE, BLIND, SUMS = "people.csv", "people-without-arms.csv", "SHA256SUMS"


class Data(NamedTuple):
    """What a bundle is made of. elsewhere: outside exposure by arm; seed: the trial's; the release is in its order."""

    trial: Trial
    protocol: Protocol
    lock: Lock
    gathered: Gathered
    elsewhere: Sequence[Exposure]
    seed: bytes


def write_blind(folder: Path, data: Data) -> list[Path]:
    """Before the close: the rows without their arms, what was left out, the codebook. Nothing of it tells arms apart. Raises FlowBroken."""
    flow(data.gathered.people, data.protocol)
    make_private_folder(folder)
    rows = [one._replace(arm="") for one in data.gathered.people]
    _put(folder / BLIND, participants.write(rows, data.protocol))
    _put(folder / "codebook.csv", freezing.codebook(data.protocol))
    _put(folder / "health.csv", _health(data))
    return _sums(folder, [folder / BLIND, folder / "codebook.csv", folder / "health.csv"])


def write_closed(folder: Path, data: Data, language: str) -> list[Path]:
    """After it: the frozen table, the flow, the anonymised rows, the codebook, what was left out, the report, and the sums of all.

    A folder that holds the same frozen table is written again. Raises FlowBroken, StepRefused for one that holds another table, and for
    rows that cannot leave the site.
    """
    protocol, people = data.protocol, data.gathered.people
    boxes = flow(people, protocol)
    release = anonymising.anonymise(people, protocol, random.Random(hmac.digest(data.seed, b"release", "sha256")))  # noqa: S311  a sealed seed
    make_private_folder(folder)
    make_private_folder(folder / "anonymised")
    freeze = _freeze(folder / TABLE, data)
    texts = {
        "protocol.json": data.trial.protocol,
        "lock.json": data.trial.lock,
        "codebook.csv": freezing.codebook(protocol),
        "flow.csv": flow_table(boxes, protocol),
        "health.csv": _health(data),
        "anonymised/people.csv": anonymising.write(release, protocol),
        "anonymised/codebook.csv": freezing.codebook(protocol),
        "anonymised/notes.csv": anonymising.notes(release),
    }
    for name, text in texts.items():
        _put(folder / name, text)
    page = report.page(analyse(people, protocol), protocol, report.frame_of(data.lock, freeze), language)
    pdf = folder / f"report.{language}.pdf"
    write_whole(pdf, report.pdf(page, moment(freeze.at)))
    table = folder / TABLE
    return _sums(folder, [table, freezing.frozen_path(table), *(folder / name for name in texts), pdf])


def _freeze(table: Path, data: Data) -> Freeze:
    """The table, frozen at the moment of the close; the one that is there when it is the same."""
    text = participants.write(data.gathered.people, data.protocol)
    if table.exists() and freezing.frozen_path(table).exists():
        note = freezing.check_frozen(table, data.protocol)
        if note.sha256 != participants.digest(text):
            raise StepRefused(f"{table} is frozen, and the site's data give another table today: use another folder, and compare them")
        return note
    _put(table, text)
    if data.trial.closed_at is None:
        raise StepRefused(f"{data.trial.name} is not closed")
    return freezing.freeze(table, data.protocol, data.trial.closed_at, data.elsewhere, data.gathered.health)


def flow_table(boxes: Flow, protocol: Protocol) -> str:
    """Each box of the flow as one line. people_are: `simulated` on each line of a trial of made-up people."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["box", "arm", "reason", "people", "people_are"])
    who = "simulated" if protocol.simulated else "real"
    lines: list[tuple[Any, ...]] = [("assessed", "", "", boxes.assessed)]
    lines += [("excluded", "", reason, count) for reason, count in boxes.excluded.items()]
    lines.append(("randomised", "", "", boxes.randomised))
    for arm in boxes.arms:
        lines += _of_arm(arm)
    writer.writerows((*line, who) for line in lines)
    return out.getvalue()


def _of_arm(arm: ArmFlow) -> list[tuple[Any, ...]]:
    lines: list[tuple[Any, ...]] = [(name, arm.arm, "", getattr(arm, name)) for name in ("randomised", "received", "not_received")]
    for name in ("lost", "withdrawn", "excluded_late"):
        lines += [(name, arm.arm, reason, count) for reason, count in getattr(arm, name).items()]
    return [*lines, *((name, arm.arm, "", getattr(arm, name)) for name in ("missing", "analysed"))]


def _health(data: Data) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["kind", "fr", "en", "count"])
    writer.writerows([key, health.words(key, "fr"), health.words(key, "en"), count] for key, count in data.gathered.health)
    return out.getvalue()


def _put(file: Path, text: str) -> None:
    write_whole(file, text.encode())


def _sums(folder: Path, files: list[Path]) -> list[Path]:
    lines = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.relative_to(folder)}\n" for file in files]
    _put(folder / SUMS, "".join(lines))
    return [*files, folder / SUMS]
