"""What this report says about numbers of learners, and which of them add up."""

from itertools import groupby

from analytics.release.claims import Claims


def claims_of(claims: Claims) -> None:
    for row in claims.rows("opinions"):
        key = ("rated", row["course"], row["question"])
        n = claims.count(key, row, "n")
        agreed = claims.count((*key, "agreed"), row, "agreed", "share", "low", "high")
        claims.sums((agreed, claims.number((*key, "rest"))), n)
    whole = claims.everybody(("rated",))
    for dimension, group in groupby(claims.rows("opinion_scores"), lambda row: row["dimension"]):
        parts = [claims.count(("rated", dimension, row["value"]), row, "n", "score", "low", "high") for row in group]
        claims.sums(parts, whole)
