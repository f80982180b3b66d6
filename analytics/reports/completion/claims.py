"""What this report says about numbers of learners, and which of them add up."""

from itertools import groupby, pairwise

from analytics.release.claims import Claims


def claims_of(claims: Claims) -> None:
    reached: dict[str, list[int]] = {"registered": [], "initialized": [], "completed": []}
    for module, group in groupby(claims.rows("stages"), lambda row: row["module"]):
        steps = list(group)
        counts = [
            claims.count(("module", module, row["stage"]), row, "n", "share", "low", "high", "step", "days", "days_n") for row in steps
        ]
        for before, after in pairwise(counts):
            claims.nested(after, before)
        for row, at in zip(steps, counts, strict=True):
            if row["stage"] in reached:
                reached[row["stage"]].append(at)
    claims.headline("started", reached["initialized"], reached["registered"])
    claims.headline("completed", reached["completed"], reached["registered"])
