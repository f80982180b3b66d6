"""What this report says about numbers of learners, and which of them add up."""

from analytics.release.claims import Claims


def claims_of(claims: Claims) -> None:
    both = {row["behaviour"]: claims.count(("linked", row["behaviour"]), row, "n", "r", "r_low", "r_high") for row in claims.rows("links")}
    halves: dict[str, list[int]] = {}
    for row in claims.rows("halves"):
        halves.setdefault(row["behaviour"], []).append(claims.count(("linked", row["behaviour"], row["half"]), row, "n", "share"))
    for behaviour, parts in halves.items():
        claims.sums(parts, both[behaviour])
