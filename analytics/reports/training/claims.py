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
    _renewals(claims)


def _renewals(claims: Claims) -> None:
    """The months of a course add up to all of them, part by part."""
    parts_of: dict[tuple[str, str], list[int]] = {}
    for table in ("renewals", "renewal_months"):
        for row in claims.rows(table):
            key = ("renewal", row["key"], "all" if table == "renewals" else row["month"])
            n = claims.count(key, row, "n")
            parts = {name: claims.count((*key, name), row, name, *RATES.get(name, ())) for name in RENEWED}
            claims.sums(parts.values(), n)
            if table == "renewals":
                claims.nested(n, claims.number(("attested", row["key"])))
            else:
                for name, at in {"n": n, **parts}.items():
                    parts_of.setdefault((row["key"], name), []).append(at)
    for (course, name), months in parts_of.items():
        claims.sums(months, claims.number(("renewal", course, "all", *(() if name == "n" else (name,)))))


RENEWED = ("before_n", "after_n", "never_n")
RATES = {"before_n": ("share", "low", "high")}
PARTS = (("valid_n", ("valid_share",)), ("due_n", ("valid_share",)), ("expired_n", ()), ("withdrawn_n", ()))
