"""What this report says about numbers of learners, and which of them add up."""

from analytics.release.claims import Claims


def claims_of(claims: Claims) -> None:
    for row in claims.rows("weeks_played"):
        week = ("week", row["campaign"], row["week_number"])
        n = claims.count(week, row, "n")
        completed = claims.count((*week, "completed"), row, "completed", "share", "low", "high")
        rest = claims.number((*week, "stopped"))
        claims.sums((completed, rest), n)
        claims.nested(claims.count((*week, "again"), row, "again"), n)
        stops = [one for one in claims.rows("stopped") if (one["campaign"], one["week_number"]) == (row["campaign"], row["week_number"])]
        if stops:
            unseen = claims.number((*week, "stopped", "before any situation"))
            claims.sums([*(claims.count((*week, "stopped", one["situation"]), one, "n") for one in stops), unseen], rest)
