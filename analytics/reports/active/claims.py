"""What this report says about numbers of learners, and which of them add up."""

from analytics.release.claims import Claims


def claims_of(claims: Claims) -> None:
    for row in claims.rows("weeks"):
        claims.count(("active", row["week"], row["role"]), row, "n")
