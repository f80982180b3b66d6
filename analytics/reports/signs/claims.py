"""What this report says about numbers of learners, and which of them add up."""

from analytics.release.claims import Claims

MEAN = ("mean_hours", "mean_low", "mean_high")


def claims_of(claims: Claims) -> None:
    for row in claims.rows("delays"):
        key = ("sign", row["sign"])
        n = claims.count(key, row, "n")
        reported = claims.count((*key, "reported"), row, "reported", "median", "same_slot", "same_day", *MEAN)
        claims.nested(reported, n)
