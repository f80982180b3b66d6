"""The data of a trial as they may leave the site: every person stands in a class of 11 or more, which is checked before a file is written.

A class are the people who share arm, reception, end of follow-up, its reason and strata: what somebody who knows a participant could look
her up by. Cells of smaller classes are emptied, least useful first. Source: L. Sweeney, k-anonymity, International Journal on Uncertainty,
Fuzziness and Knowledge-based Systems 10 (2002), 557-570; suppression of single cells as in Samarati's, the same year.
"""

import csv
import io
import random
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from analytics.disclosure import EXPORT
from analytics.trial.errors import StepRefused
from analytics.trial.participants import Participant, columns, number_columns
from analytics.trial.protocol import Protocol

K = EXPORT.below
Cells = dict[str, str]


class Release(NamedTuple):
    """rows: one a person, in an order of chance. emptied: column -> cells emptied. withheld: people of arms that have fewer than K."""

    rows: tuple[Cells, ...]
    emptied: Counter[str]
    withheld: int


def anonymise(people: Sequence[Participant], protocol: Protocol, chance: random.Random) -> Release:
    """Everybody randomised, in another order under other numbers, without cluster, numbers rounded to whole ones.

    People excluded before randomisation are left out: the flow counts them. A harm that fewer than K people of an arm had is emptied for
    all of it, 0 too. chance: of the system or of a sealed seed; an order drawn from a number that the report prints would lead back to the
    order of enrolment.
    """
    rows = [_cells(one, protocol) for one in people if one.is_randomised]
    chance.shuffle(rows)
    sizes = Counter(row["arm"] for row in rows)
    kept_rows = [row for row in rows if sizes[row["arm"]] >= K]
    before = [dict(row) for row in kept_rows]
    for arm in sorted({row["arm"] for row in kept_rows}):
        own = [(row, old) for row, old in zip(kept_rows, before, strict=True) if row["arm"] == arm]
        _merge_small([row for row, _ in own], protocol)
        _give_back(own, protocol)
    _empty_rare_harms(kept_rows, protocol)
    pairs = zip(before, kept_rows, strict=True)
    emptied = Counter(name for old, new in pairs for name in old if old[name] and not new[name])
    mark = "SIM-" if protocol.simulated else ""
    for number, row in enumerate(kept_rows, start=1):
        row["person"] = f"{mark}A{number:05d}"
    release = Release(tuple(kept_rows), emptied, len(rows) - len(kept_rows))
    check(release, protocol)
    return release


def check(release: Release, protocol: Protocol) -> None:
    """Raises StepRefused when a person stands in a class of fewer than K: such data leave no site."""
    classes = Counter(tuple(row[name] for name in _quasi(protocol)) for row in release.rows)
    if classes and (smallest := min(classes.values())) < K:
        raise StepRefused(f"a class of the anonymised data has {smallest} people, and {K} are needed: nothing was written")


def write(release: Release, protocol: Protocol) -> str:
    """The rows as CSV."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns(protocol), lineterminator="\n")
    writer.writeheader()
    writer.writerows(release.rows)
    return out.getvalue()


def notes(release: Release) -> str:
    """What was emptied or withheld, as CSV, so that who gets the data knows."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["what", "count"])
    writer.writerow(["people", len(release.rows)])
    writer.writerow([f"people withheld, of arms under {K}", release.withheld])
    writer.writerows([f"cells emptied: {name}", count] for name, count in sorted(release.emptied.items()))
    return out.getvalue()


def _quasi(protocol: Protocol) -> list[str]:
    return ["arm", "received", "status", "reason", *(stratum.key for stratum in protocol.strata)]


def _cells(one: Participant, protocol: Protocol) -> Cells:
    row = dict.fromkeys(columns(protocol), "")
    row |= {"arm": one.arm, "received": "1" if one.received else "0", "status": one.status, "reason": one.reason}
    return row | dict(one.strata) | {name: str(round(value)) for name, value in one.values.items() if name in number_columns(protocol)}


def _merge_small(rows: list[Cells], protocol: Protocol) -> None:
    """Empty cells of one arm until each of its classes has K people. rows: K or more."""
    names = _quasi(protocol)
    for name in ["reason", "received", *_rarest_first(rows, [stratum.key for stratum in protocol.strata]), "status"]:
        for row in _small(rows, names):
            row[name] = ""
    alone = len(_small(rows, names))  # in one class without any value: some people of the largest class join them
    if alone:
        sizes = Counter(one for row in rows if any((one := _class(row, names))[1:]))
        largest = min(sizes, key=lambda one: (-sizes[one], one))
        members = [row for row in rows if _class(row, names) == largest]
        need = K - alone
        for row in members[: need if len(members) - need >= K else len(members)]:
            row.update(dict.fromkeys(names[1:], ""))


def _give_back(rows: list[tuple[Cells, Cells]], protocol: Protocol) -> None:
    """Fill cells again, most useful first, where those who share the value and those left without it are K or more, or nobody.

    rows: of one arm, each with what it was before.
    """
    names = _quasi(protocol)
    for name in ["status", "received", *(stratum.key for stratum in protocol.strata), "reason"]:
        classes: dict[tuple[str, ...], list[tuple[Cells, Cells]]] = {}
        for row, old in rows:
            if not row[name]:
                classes.setdefault(_class(row, names), []).append((row, old))
        for members in classes.values():
            n_left = len(members)
            for text, size in sorted(Counter(old[name] for _, old in members).items(), key=lambda one: (-one[1], one[0])):
                if size >= K and (n_left == size or n_left - size >= K):
                    n_left -= size
                    for row, old in members:
                        row[name] = text if old[name] == text else row[name]


def _small(rows: list[Cells], names: list[str]) -> list[Cells]:
    sizes = Counter(_class(row, names) for row in rows)
    return [row for row in rows if sizes[_class(row, names)] < K]


def _class(row: Cells, names: list[str]) -> tuple[str, ...]:
    return tuple(row[name] for name in names)


def _rarest_first(rows: list[Cells], names: list[str]) -> list[str]:
    """The stratum with the smallest group first."""
    return sorted(names, key=lambda name: (min(Counter(row[name] for row in rows).values()), name))


def _empty_rare_harms(rows: list[Cells], protocol: Protocol) -> None:
    for harm in (harm.key for harm in protocol.harms):
        n_affected = Counter(row["arm"] for row in rows if row[harm] not in ("", "0"))
        for row in rows:
            if 0 < n_affected[row["arm"]] < K:
                row[harm] = ""
