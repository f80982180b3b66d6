"""What this report says about numbers of learners, and which of them add up."""

from analytics.release.claims import Claims


def claims_of(claims: Claims) -> None:
    wholes: list[int] = []
    safe: list[int] = []
    for row in claims.rows("situations"):
        key = ("situation", row["situation"])
        n = claims.count(key, row, "n")
        parts = {
            "safe": claims.count((*key, "safe"), row, "safe_n", "safe_share", "low", "high"),
            "other": claims.count((*key, "other"), row, "other_n"),
            "unsafe": claims.count((*key, "unsafe"), row, "unsafe_n"),
        }
        claims.sums(parts.values(), n)
        again = claims.count((*key, "again"), row, "again", "changed")
        claims.nested(again, n)
        claims.share((*key, "changed"), again, row, "changed")
        for kind, whole in parts.items():
            options = [one for one in claims.rows("options") if (one["situation"], one["class"]) == (row["situation"], kind)]
            if options:
                claims.sums([claims.count(("option", kind, one["option"]), one, "n", "share") for one in options], whole)
        wholes.append(n)
        safe.append(parts["safe"])
    claims.headline("safe_first", safe, wholes)
    for row in claims.rows("replays"):
        key = ("replay", row["situation"])
        again = claims.count(("situation", row["situation"], "again"), row, "n")
        parts = {name: claims.count((*key, name), row, name, "p_change") for name in REPLAYS}
        claims.sums(parts.values(), again)
        first_safe = claims.number((*key, "safe first"))
        claims.sums([parts["safe_twice"], parts["no_longer_safe"]], first_safe)
        claims.nested(first_safe, claims.number(("situation", row["situation"], "safe")))
    for row in claims.rows("hints"):
        claims.count(("hint", row["hint"]), row, "n", "choices_n", "safe_share", "low", "high")


REPLAYS = ("safe_twice", "now_safe", "no_longer_safe", "never_safe")
