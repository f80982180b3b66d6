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
    _further(claims)


def _further(claims: Claims) -> None:
    """The values of a dimension add up to those with both scores; the forms, and who met none, to those who began."""
    values: dict[tuple[str, str], list[int]] = {}
    for row in claims.rows("groups"):
        key = ("sat by", row["course"], row["dimension"], row["value"])
        values.setdefault((row["course"], row["dimension"]), []).append(claims.count(key, row, "n", *POINTS))
    for (course, _), parts in values.items():
        claims.sums(parts, claims.number(("sat", course, "pre_post", "both")))
    forms: dict[str, list[int]] = {}
    for row in claims.rows("forms"):
        at = claims.count(("sat", row["course"], "pre", "form", row["form"]), row, "n", *FORM_FIGURES)
        forms.setdefault(row["course"], []).append(at)
    for course, parts in forms.items():
        rest = claims.number(("sat", course, "pre", "without a form"))
        claims.sums([*parts, rest], claims.number(("sat", course, "pre")))
    for row in claims.rows("adjusted"):
        n = claims.count(("sat", row["course"], "pre_post", "both"), row, "n", *ADJUSTED_FIGURES)
        for name in ("full_first", "full_second"):
            claims.share(("sat", row["course"], "pre_post", name), n, row, name)


POINTS = ("end_difference", "low", "high")
FORM_FIGURES = ("mean", "low", "high", "easier", "easier_low", "easier_high")
ADJUSTED_FIGURES = ("gain", "low", "high", "hake_class", "hake_mean", "full_first", "full_second")
