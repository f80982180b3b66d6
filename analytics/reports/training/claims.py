"""What this report says about numbers of learners, and which of them add up."""

from analytics.release.claims import Claims


def claims_of(claims: Claims) -> None:
    for row in claims.rows("duties"):
        key = ("assigned", row["key"])
        n = claims.count(key, row, "n")
        done = claims.count((*key, "done"), row, "done", "share", "low", "high")
        claims.sums([done, *(claims.count((*key, name), row, name) for name in ("overdue", "open"))], n)
    for row in claims.rows("attestations"):
        key = ("attested", row["key"])
        n = claims.count(key, row, "n")
        parts = [claims.count((*key, name), row, name, *more) for name, more in PARTS]
        claims.sums(parts, n)
        claims.nested(claims.count((*key, "renewed"), row, "renewed_n"), n)


PARTS = (("valid_n", ("valid_share",)), ("due_n", ("valid_share",)), ("expired_n", ()), ("withdrawn_n", ()))
