"""What this report says about numbers of learners, and which of them add up."""

from analytics.release.claims import Claims


def claims_of(claims: Claims) -> None:
    for row in claims.rows("returns"):
        n = claims.count(("began", row["began"]), row, "n")
        claims.nested(claims.count(("began", row["began"], row["later"]), row, "active", "share", "low", "high"), n)
