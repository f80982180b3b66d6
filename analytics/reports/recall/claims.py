"""What this report says about numbers of learners, and which of them add up."""

from analytics.release.claims import Claims

GAP_FIGURES = ("reviews", "share", "low", "high", "expected")
FIT_FIGURES = ("reviews", "log_loss", "constant", "rmse")


def claims_of(claims: Claims) -> None:
    everybody = claims.number(("recall", "any"))
    for row in claims.rows("fit"):
        everybody = claims.count(("recall", "any"), row, "n", *FIT_FIGURES)
    for row in claims.rows("gaps"):
        claims.nested(claims.count(("recall", row["gap"]), row, "n", *GAP_FIGURES), everybody)
