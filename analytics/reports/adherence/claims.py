"""What this report says about numbers of learners, and which of them add up."""

from analytics.release.claims import Claims


def claims_of(claims: Claims) -> None:
    for row in claims.rows("adherence"):
        bands = [band for band in claims.rows("covered_days") if band["campaign"] == row["campaign"]]
        n = claims.count(("doses", row["campaign"]), row, "n")
        if bands:
            parts = [claims.count(("doses", row["campaign"], band["band"]), band, "n", "share") for band in bands]
            claims.sums(parts, n)
            regular = claims.share(("doses", row["campaign"], bands[-1]["band"]), n, row, "regular", "low", "high")
            claims.nested(regular, n)
