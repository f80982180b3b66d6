"""What this report says about numbers of learners, and which of them add up."""

from analytics.release.claims import Claims


def claims_of(claims: Claims) -> None:
    wholes: list[int] = []
    rights: list[int] = []
    for row in claims.rows("items"):
        key = ("item", row["item"], row["phase"])
        n = claims.count(key, row, "n")
        right = claims.share((*key, "right"), n, row, "facility", "low", "high")
        unsafe = claims.share((*key, "unsafe"), n, row, "unsafe")
        sure = claims.share((*key, "unsafe", "sure"), n, row, "unsafe_sure")
        wrong = claims.number((*key, "wrong"))
        claims.sums((right, wrong), n)
        claims.nested(unsafe, wrong)
        claims.nested(sure, unsafe)
        wholes.append(n)
        rights.append(right)
    claims.headline("facility", rights, wholes)
