"""What the attacker reads in the reports on courses: who was asked, came back, stopped, gained, remembered, and how it goes with play."""

from collections.abc import Callable
from typing import Any

from attack_solver import MOST, Attack

from analytics.shape import Hidden, Result

Tables = dict[str, list[dict[str, Any]]]


def _training(made: Attack, result: Result, tables: Tables) -> None:
    for row in tables["duties"]:
        n = made.cell(f"{row['key']} asked", row["n"])
        parts = [made.cell(f"{row['key']} {name}", row[name]) for name in ("done", "overdue", "open")]
        made.sums_to(parts, n)
        made.share(parts[0], n, row["share"])
    for row in tables["attestations"]:
        n = made.cell(f"{row['key']} attested", row["n"])
        names = ("valid_n", "due_n", "expired_n", "withdrawn_n")
        parts = [made.cell(f"{row['key']} {name}", row[name]) for name in names]
        made.sums_to(parts, n)
        made.at_most(made.cell(f"{row['key']} renewed", row["renewed_n"]), n)
        valid = made.unknown(f"{row['key']} valid or due")
        made.sums_to(parts[:2], valid)
        made.share(valid, n, row["valid_share"])
    for course in dict.fromkeys(row["key"] for row in tables["renewals"]):
        whole = [row for row in tables["renewals"] if row["key"] == course]
        months = [row for row in tables["renewal_months"] if row["key"] == course]
        cells = [_renewed(made, course, row) for row in (*whole, *months)]
        for name in ("n", "before_n", "after_n", "never_n"):
            made.sums_to([one[name] for one in cells[1:]], cells[0][name])


def _renewed(made: Attack, course: str, row: dict[str, Any]) -> dict[str, int]:
    cells = {name: made.cell(f"{course} {name} {row.get('month', 'all')}", row[name]) for name in ("n", "before_n", "after_n", "never_n")}
    made.sums_to([cells[name] for name in ("before_n", "after_n", "never_n")], cells["n"])
    made.share(cells["before_n"], cells["n"], row["share"])
    return cells


def _gain(made: Attack, result: Result, tables: Tables) -> None:
    """Who sat the first test is one number, whatever it is laid beside."""
    firsts: dict[tuple[str, str], int] = {}
    for row in tables["gains"]:
        first = (row["course"], row["moments"].partition("_")[0])
        if first not in firsts:
            firsts[first] = made.unknown(f"{first} sat")
        parts = [made.cell(f"{row['course']} {row['moments']} {name}", row[name]) for name in ("n", "lost")]
        made.sums_to(parts, firsts[first])
    place = {name: at for at, name in enumerate(made.names)}
    _gain_groups(made, tables, place, firsts)


def _gain_groups(made: Attack, tables: Tables, place: dict[str, int], firsts: dict[tuple[str, str], int]) -> None:
    for row in tables["adjusted"]:
        both = place[f"{row['course']} pre_post n"]
        for name in ("full_first", "full_second"):
            part = made.union_says(f"{row['course']} {name}", 0, MOST)
            made.at_most(part, both)
            made.share(part, both, row[name])
    for course, dimension in dict.fromkeys((row["course"], row["dimension"]) for row in tables["groups"]):
        rows = [row for row in tables["groups"] if (row["course"], row["dimension"]) == (course, dimension)]
        made.sums_to([made.cell(f"{course} {dimension} {row['value']}", row["n"]) for row in rows], place[f"{course} pre_post n"])
    for course in dict.fromkeys(row["course"] for row in tables["forms"]):
        parts = [made.cell(f"{course} form {row['form']}", row["n"]) for row in tables["forms"] if row["course"] == course]
        parts.append(made.union_says(f"{course} without a form", 0, MOST))
        made.sums_to(parts, firsts.setdefault((course, "pre"), made.unknown(f"{course} pre sat")))


def _retention(made: Attack, result: Result, tables: Tables) -> None:
    began: dict[str, int] = {}
    for row in tables["returns"]:
        n = began.setdefault(row["began"], -1)
        if n < 0:
            n = began[row["began"]] = made.cell(f"began {row['began']}", row["n"])
        active = made.cell(f"began {row['began']}, active {row['later']}", row["active"])
        made.at_most(active, n)
        made.share(active, n, row["share"])


def _silent(made: Attack, result: Result, tables: Tables) -> None:
    for row in tables["standing"]:
        n = made.cell(f"{row['course']} acted", row["n"])
        parts = [made.cell(f"{row['course']} {name}", row[name]) for name in ("finished", "active", "silent")]
        made.sums_to(parts, n)
        made.share(parts[2], n, row["share"])
        stages = [one for one in tables["silent_stages"] if one["course"] == row["course"]]
        cells = [made.cell(f"{row['course']} silent {one['stage']}", one["n"]) for one in stages]
        for cell, one in zip(cells, stages, strict=True):
            made.share(cell, parts[2], one["share"])
        if cells:
            made.sums_to(cells, parts[2])


def _recall(made: Attack, result: Result, tables: Tables) -> None:
    """The rows overlap, so that nothing adds up; each lies inside all."""
    for whole in tables["fit"]:
        n = made.cell("saw a card again", whole["n"])
        for row in tables["gaps"]:
            made.at_most(made.cell(f"saw a card again, {row['gap']}", row["n"]), n)


def _links(made: Attack, result: Result, tables: Tables) -> None:
    for row in tables["links"]:
        n = made.cell(f"{row['behaviour']} linked", row["n"])
        halves = [one for one in tables["halves"] if one["behaviour"] == row["behaviour"]]
        made.sums_to([made.cell(f"{row['behaviour']} {one['half']}", one["n"]) for one in halves], n)


def _adoption(made: Attack, result: Result, tables: Tables) -> None:
    cells = []
    for row in tables["places"]:
        name = f"{row['role']} {row['departement']}"
        n, valid = made.cell(f"{name} ever attested", row["n"]), made.cell(f"{name} valid", row["certified"])
        made.sums_to([valid, made.union_says(f"{name} none valid", 0, MOST)], n)
        made.share(valid, n, row["share"])
        cells.append(n)
    if cells:
        made.sums_to(cells[1:], cells[0])
        made.sums_to([cells[0]], made.cell("ever attested", result.n))


def _experience(made: Attack, result: Result, tables: Tables) -> None:
    """Whoever answered stands under one value of each dimension."""
    for row in tables["opinions"]:
        name = f"{row['course']} {row['question']}"
        n, agreed = made.cell(f"{name} n", row["n"]), made.cell(f"{name} agreed", row["agreed"])
        made.sums_to([agreed, made.union_says(f"{name} rest", 0, MOST)], n)
        made.share(agreed, n, row["share"])
    whole = made.cell("rated", result.n)
    for dimension in dict.fromkeys(row["dimension"] for row in tables["opinion_scores"]):
        rows = [row for row in tables["opinion_scores"] if row["dimension"] == dimension]
        made.sums_to([made.cell(f"rated {dimension} {row['value']}", row["n"]) for row in rows], whole)


def _languages(made: Attack, result: Result, tables: Tables) -> None:
    for row in tables["languages"]:
        for language in ("fr", "en"):
            n = made.cell(f"{row['item']} {row['phase']} {language}", row[f"{language}_n"])
            share = row[f"{language}_facility"]
            if not isinstance(share, Hidden) and share is not None and made.low[n] == made.high[n]:
                size = made.low[n]
                made.union_says(f"{row['item']} {language} right", size * (share - 0.5) / 100 - 1e-6, size * (share + 0.5) / 100 + 1e-6)
                made.union_says(f"{row['item']} {language} wrong", size * (99.5 - share) / 100 - 1e-6, size * (100.5 - share) / 100 + 1e-6)


def _active(made: Attack, result: Result, tables: Tables) -> None:
    for row in tables["weeks"]:
        made.cell(f"active {row['week']} {row['role']}", row["n"])


ATTACKS_OF_COURSE: dict[str, Callable[[Attack, Result, Tables], None]] = {
    "training": _training,
    "gain": _gain,
    "retention": _retention,
    "silent": _silent,
    "recall": _recall,
    "links": _links,
    "experience": _experience,
    "adoption": _adoption,
    "languages": _languages,
    "active": _active,
}
