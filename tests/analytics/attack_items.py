"""What the attacker reads beside the shares of the items: who answered others too, passed an item by, or was sure of a wrong response."""

from collections.abc import Mapping
from typing import Any

from attack_solver import MOST, Attack


def read_on(made: Attack, tables: dict[str, list[dict[str, Any]]], place: Mapping[str, int]) -> None:
    """place: name -> number, of what the reports before say."""
    at = dict(place) | {name: number for number, name in enumerate(made.names)}
    for row in tables["discrimination"]:
        name = f"{row['item']} {row['phase']}"
        made.at_most(made.cell(f"{name} with others", row["n"]), at[f"{name} n"])
        finishers = made.cell(f"{name} ended", row["ended_n"])
        made.share(made.union_says(f"{name} omitted", 0, MOST), finishers, row["omitted"])
        if row["phase"] == "practice" and f"{row['module']} completed" in at:
            made.at_most(finishers, at[f"{row['module']} completed"])
    for row in tables["confidence"]:
        name = f"{row['item']} {row['phase']}"
        parts = {key: made.cell(f"{name} {key}", row[key]) for key in ("sure_right", "sure_wrong", "unsure_right", "unsure_wrong")}
        whole = made.cell(f"{name} said", row["n"])
        made.sums_to(parts.values(), whole)
        made.at_most(whole, at[f"{name} n"])
        for verdict in ("right", "wrong"):
            made.says({at[f"{name} {verdict}"]: 1.0, parts[f"sure_{verdict}"]: -1.0, parts[f"unsure_{verdict}"]: -1.0}, 0, MOST)
        made.at_most(at[f"{name} sure"], parts["sure_wrong"])
    for row in tables["after_unsafe"]:
        parts = [made.cell(f"{row['module']} unsafe {name}", row[name]) for name in ("completed", "unfinished")]
        made.sums_to(parts, made.cell(f"{row['module']} unsafe at all", row["n"]))
        if f"{row['module']} completed" in at:
            made.at_most(parts[0], at[f"{row['module']} completed"])
