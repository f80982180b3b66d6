"""What this report says about numbers of learners, and which of them add up."""

from analytics.release.claims import Claims

RATIO = ("ratio", "ratio_low", "ratio_high")


def claims_of(claims: Claims) -> None:
    for row in claims.rows("languages"):
        key = ("item", row["item"], row["phase"])
        parts, rights = [], []
        for language in ("fr", "en"):
            n = claims.count((*key, language), row, f"{language}_n", *RATIO)
            right = claims.share((*key, language, "right"), n, row, f"{language}_facility", *RATIO)
            claims.sums((right, claims.number((*key, language, "wrong"))), n)
            parts.append(n)
            rights.append(right)
        claims.sums((*parts, claims.number((*key, "not compared"))), claims.number(key))
        claims.sums((*rights, claims.number((*key, "not compared", "right"))), claims.number((*key, "right")))
