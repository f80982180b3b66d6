"""What this report says about numbers of learners, and which of them add up."""

from analytics.release.claims import Claims


def claims_of(claims: Claims) -> None:
    for row in claims.rows("reach"):
        key = ("reach", row["dimension"], row["value"])
        n = claims.count(key, row, "n")
        claims.nested(claims.count((*key, "completed"), row, "completed", "share", "low", "high"), n)
