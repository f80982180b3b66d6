"""What this report says about numbers of learners, and which of them add up."""

from analytics.release.claims import Claims

FIGURES = ("first_mean", "second_mean", "points", "points_low", "points_high", "g", "g_low", "g_high")


def claims_of(claims: Claims) -> None:
    for row in claims.rows("gains"):
        first = claims.number(("sat", row["course"], row["moments"].partition("_")[0]))
        both = claims.count(("sat", row["course"], row["moments"], "both"), row, "n", *FIGURES)
        claims.sums((both, claims.count(("sat", row["course"], row["moments"], "lost"), row, "lost")), first)
    for row in claims.rows("means"):
        claims.count(("sat", row["course"], "pre_post", "both"), row, "n", "share")
