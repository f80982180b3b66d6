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
    _apart(claims)
    _confidence(claims)
    for row in claims.rows("after_unsafe"):
        name = ("after unsafe", row["module"])
        completions = claims.count((*name, "completed"), row, "completed")
        claims.sums([completions, claims.count((*name, "unfinished"), row, "unfinished")], claims.count(name, row, "n"))
        claims.nested(completions, claims.number(("module", row["module"], "completed")))


def _apart(claims: Claims) -> None:
    for row in claims.rows("discrimination"):
        key = ("item", row["item"], row["phase"])
        claims.nested(claims.count((*key, "with others"), row, "n", "d"), claims.number(key))
        claims.count(("scores", row["module"], row["phase"]), row, "complete_n", "alpha", "alpha_without")
        finishers = claims.count((*key, "ended"), row, "ended_n", "omitted")
        claims.share(("passed by", row["item"], row["phase"]), finishers, row, "omitted")
        if row["phase"] == "practice":
            claims.nested(finishers, claims.number(("module", row["module"], "completed")))


def _confidence(claims: Claims) -> None:
    """Who said how sure she was is one of those who answered; each of the four lies in those who were right, or wrong."""
    for row in claims.rows("confidence"):
        key = ("item", row["item"], row["phase"])
        n = claims.count((*key, "said"), row, "n")
        parts = {name: claims.count((*key, "said", name), row, name, *RATES.get(name, ())) for name in PARTS}
        claims.sums(parts.values(), n)
        claims.nested(n, claims.number(key))
        for name, whole in (("right", (*key, "right")), ("wrong", (*key, "wrong"))):
            both = claims.number((*key, "said", name))
            claims.sums([parts[f"sure_{name}"], parts[f"unsure_{name}"]], both)
            claims.nested(both, claims.number(whole))
        claims.nested(claims.number((*key, "unsafe", "sure")), parts["sure_wrong"])


PARTS = ("sure_right", "sure_wrong", "unsure_right", "unsure_wrong")
RATES = dict.fromkeys(("sure_right", "sure_wrong"), ("wrong_of_sure", "low", "high"))
