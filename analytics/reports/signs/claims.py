"""What this report says about numbers of learners, and which of them add up."""

from analytics.release.claims import Claims

MEAN = ("mean_hours", "mean_low", "mean_high")


def claims_of(claims: Claims) -> None:
    for row in claims.rows("delays"):
        key = ("sign", row["sign"])
        n = claims.count(key, row, "n")
        reported = claims.count((*key, "reported"), row, "reported", "median", "same_slot", "same_day", *MEAN)
        claims.nested(reported, n)
    values: dict[tuple[str, str], list[int]] = {}
    for row in claims.rows("sign_groups"):
        name = ("sign by", row["sign"], row["dimension"], row["value"])
        values.setdefault((row["sign"], row["dimension"]), []).append(claims.count(name, row, "n", *MEAN, *DIFFERENCE))
    for (sign, _), parts in values.items():
        claims.sums(parts, claims.number(("sign", sign)))
    for row in claims.rows("callers"):
        n = claims.count(("callers",), row, "n")
        claims.sums([claims.count(("callers", name), row, name) for name in ("right_alone", "both_kinds", "false_alone")], n)


DIFFERENCE = ("hours_difference", "low", "high", "p")
