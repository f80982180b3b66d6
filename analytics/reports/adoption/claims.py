"""What this report says about numbers of learners, and which of them add up."""

from analytics.release.claims import Claims


def claims_of(claims: Claims) -> None:
    ns, valids = [], []
    for row in claims.rows("places"):
        key = ("ever attested", row["role"], row["departement"])
        n = claims.count(key, row, "n")
        valid = claims.count((*key, "valid"), row, "certified", "share", "low", "high")
        claims.sums((valid, claims.number((*key, "without"))), n)
        ns.append(n)
        valids.append(valid)
    if ns:
        claims.sums(ns[1:], ns[0])
        claims.sums(valids[1:], valids[0])
        claims.sums(ns[:1], claims.everybody(("ever attested",)))
