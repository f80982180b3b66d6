"""What this report says about numbers of learners, and which of them add up."""

from analytics.release.claims import Claims


def claims_of(claims: Claims) -> None:
    for row in claims.rows("reliability"):
        bands = [band for band in claims.rows("scores") if (band["module"], band["phase"]) == (row["module"], row["phase"])]
        key = ("scores", row["module"], row["phase"])
        n = claims.count(key, row, "n")
        if bands:
            claims.sums([claims.count((*key, band["band"]), band, "n", "share") for band in bands], n)
    for row in claims.rows("scale"):
        claims.count(("scores", row["module"], row["phase"]), row, "n", "b", "b_low", "b_high", "slope")
