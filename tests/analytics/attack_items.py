"""What the attacker reads beside the shares of the items: who answered others too, passed an item by, or was sure of a wrong response."""

from collections.abc import Mapping
from typing import Any

from attack_solver import MOST, Attack


def read_on(attack: Attack, tables: dict[str, list[dict[str, Any]]], place: Mapping[str, int]) -> None:
    """place: name -> number, of what the reports before say."""
    at = dict(place) | {name: number for number, name in enumerate(attack.names)}
    for row in tables["discrimination"]:
        name = f"{row['item']} {row['phase']}"
        attack.at_most(attack.cell(f"{name} with others", row["n"]), at[f"{name} n"])
        finishers = attack.cell(f"{name} ended", row["ended_n"])
        attack.share(attack.union_says(f"{name} omitted", 0, MOST), finishers, row["omitted"])
        if row["phase"] == "practice" and f"{row['module']} completed" in at:
            attack.at_most(finishers, at[f"{row['module']} completed"])
    for row in tables["confidence"]:
        name = f"{row['item']} {row['phase']}"
        parts = {key: attack.cell(f"{name} {key}", row[key]) for key in ("sure_right", "sure_wrong", "unsure_right", "unsure_wrong")}
        whole = attack.cell(f"{name} said", row["n"])
        attack.sums_to(parts.values(), whole)
        attack.at_most(whole, at[f"{name} n"])
        for verdict in ("right", "wrong"):
            attack.says({at[f"{name} {verdict}"]: 1.0, parts[f"sure_{verdict}"]: -1.0, parts[f"unsure_{verdict}"]: -1.0}, 0, MOST)
        attack.at_most(at[f"{name} sure"], parts["sure_wrong"])
    for row in tables["after_unsafe"]:
        parts = [attack.cell(f"{row['module']} unsafe {name}", row[name]) for name in ("completed", "unfinished")]
        attack.sums_to(parts, attack.cell(f"{row['module']} unsafe at all", row["n"]))
        if f"{row['module']} completed" in at:
            attack.at_most(parts[0], at[f"{row['module']} completed"])
