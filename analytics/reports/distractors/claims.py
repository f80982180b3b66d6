"""What this report says about numbers of learners, and which of them add up."""

from itertools import groupby

from analytics.release.claims import Claims


def claims_of(claims: Claims) -> None:
    for item, group in groupby(claims.rows("responses"), lambda row: row["item"]):
        options = list(group)
        whole = claims.number(("item", item, "practice"))
        right = claims.number(("item", item, "practice", "right"))
        parts = [
            claims.count(("response", row["response"]), row, "n", "share", "low_third", "middle_third", "high_third") for row in options
        ]
        rights = [part for part, row in zip(parts, options, strict=True) if row["right"] == "right"]
        if all(isinstance(row["n"], int) for row in options) and claims.is_said(whole, sum(row["n"] for row in options)):
            claims.sums(parts, whole)
            if rights:
                claims.nested(rights[0], right)
