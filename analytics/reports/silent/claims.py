"""What this report says about numbers of learners, and which of them add up."""

from analytics.release.claims import Claims


def claims_of(claims: Claims) -> None:
    silent = {}
    for row in claims.rows("standing"):
        key = ("in_course", row["course"])
        n = claims.count(key, row, "n")
        silent[row["course"]] = claims.count((*key, "silent"), row, "silent", "share", "low", "high")
        parts = [claims.count((*key, name), row, name) for name in ("finished", "active")]
        claims.sums([*parts, silent[row["course"]]], n)
    stages: dict[str, list[int]] = {}
    for row in claims.rows("silent_stages"):
        stage = claims.count(("in_course", row["course"], "silent", row["stage"]), row, "n", "share")
        stages.setdefault(row["course"], []).append(stage)
    for course, parts in stages.items():
        claims.sums(parts, silent[course])
