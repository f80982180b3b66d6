"""What this report says about numbers of learners, and which of them add up."""

from analytics.release.claims import Claims


def claims_of(claims: Claims) -> None:
    for row in claims.rows("objectives"):
        key = ("objective", row["objective"])
        n = claims.count(key, row, "n")
        parts = [
            claims.count((*key, name), row, name, *more) for name, *more in (("mastered_n", "mastered_share"), ("likely_n",), ("early_n",))
        ]
        claims.sums(parts, n)
