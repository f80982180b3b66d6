"""Reports of knowledge, recomputed with pandas and scipy: items, options, two languages, reliability, gain, mastery."""

from typing import Any

import numpy
import pandas
from expected import UNDER, Expected, mean_interval, none_if_nan, percent, wilson
from scipy import stats

Z = float(stats.norm.ppf(0.975))


def _answers(said: pandas.DataFrame) -> pandas.DataFrame:
    table = said[(said.verb == "answered") & (said.kind == "item") & (said.success.notna() | said.scaled.notna())]
    success = table.success.where(table.success.notna(), table.scaled >= 1.0).astype(bool)
    score = table.scaled.where(table.scaled.notna(), success.astype(float))
    return table.assign(right=success, score=score, phase=table.phase.fillna("practice")).sort_values(["when", "seq"])


def _first(answers: pandas.DataFrame) -> pandas.DataFrame:
    return answers.drop_duplicates(["who", "thing", "phase"])


def _current(answers: pandas.DataFrame) -> pandas.DataFrame:
    """Of each item and language of the answer, the version whose first answer is latest; wrong clocks say nothing, unless all are wrong."""
    version = answers.item_version.fillna("")
    tongue = answers.language.fillna("")
    answers = answers.assign(version=version, tongue=tongue)
    keep = []
    for (thing, spoken), some in answers.groupby(["thing", "tongue"]):
        dated = some[~some.is_late]
        if len(dated):
            began = dated.groupby("version").agg(when=("when", "min"))
            began["seq"] = some.groupby("version").seq.min()
        else:
            began = some.groupby("version").agg(seq=("seq", "min")).assign(when=0.0)
        keep.append((thing, spoken, began.sort_values(["when", "seq"]).index[-1]))
    return answers[[key in set(keep) for key in zip(answers.thing, answers.tongue, answers.version, strict=True)]]


def _with_rest(first: pandas.DataFrame) -> pandas.DataFrame:
    whole = first.groupby(["who", "module", "phase"]).score
    others = whole.transform("count") - 1
    return first.assign(rest=((whole.transform("sum") - first.score) / others.where(others > 0)))


def _r(one: pandas.Series, other: pandas.Series) -> float | None:
    if one.nunique() < 2 or other.nunique() < 2:
        return None
    return float(stats.pearsonr(one, other).statistic)


def items(said: pandas.DataFrame, now: pandas.Timestamp) -> Expected:
    first = _with_rest(_first(_current(_answers(said))))
    lines = {}
    for (item, phase), some in first.groupby(["thing", "phase"]):
        n, right, ranked = len(some), int(some.right.sum()), some[some.rest.notna()]
        unsafe = some.unsafe.fillna(False).astype(bool)
        low, high = wilson(right, n)
        r = _r(ranked.score, ranked.rest) if len(ranked) >= 30 else UNDER
        line: dict[str, Any] = {"n": n, "facility": percent(right, n), "low": low, "high": high, "r": r}
        line |= {"module": item.split("/")[0], "unsafe": percent(unsafe.sum(), n)}
        line |= {"unsafe_sure": percent((unsafe & (some.confidence == "sure")).sum(), n), "seconds": none_if_nan(some.seconds.median())}
        line["watch"] = " ".join(_signals(line, n))
        lines[item, phase] = line
    return Expected(first.who.nunique(), {"items": lines}, {"facility": (first.who.nunique(), int(first.right.sum()), len(first))})


def _signals(line: dict[str, Any], n: int) -> list[str]:
    if n < 30:
        return []
    weak = isinstance(line["r"], float) and line["r"] < 0.1
    holds = {
        "very_hard": line["facility"] < 20,
        "very_easy": line["facility"] > 95,
        "weak_link": weak,
        "unsafe_choice": line["unsafe"] >= 10,
    }
    return [key for key, is_true in holds.items() if is_true]


def distractors(said: pandas.DataFrame, now: pandas.Timestamp) -> Expected:
    first = _first(_answers(said))
    table = _with_rest(first[first.phase == "practice"])
    table = table[table.response.notna() & ~table.response.str.contains("[", regex=False)]
    lines: dict[tuple[Any, ...], dict[str, Any]] = {}
    for item, some in table.groupby("thing"):
        ranked = some[some.rest.notna()].sort_values(["rest", "who"]).reset_index(drop=True)
        thirds = [list(part) for part in numpy.array_split(numpy.arange(len(ranked)), 3)]
        for option, chosen in some.groupby("response"):
            line: dict[str, Any] = {"item": item, "right": "right" if chosen.right.any() else "distractor", "n": len(chosen)}
            line["share"] = percent(len(chosen), len(some))
            line |= dict.fromkeys(("low_third", "middle_third", "high_third", "r"), UNDER)
            if len(ranked) >= 30:
                is_chosen = (ranked.response == option).astype(float)
                parts = [percent(is_chosen[places].sum(), len(places)) for places in thirds]
                line |= dict(zip(("low_third", "middle_third", "high_third"), parts, strict=True), r=_r(is_chosen, ranked.rest))
            lines[(f"{item}/{option}",)] = line
    return Expected(table.who.nunique(), {"responses": lines})


def languages(said: pandas.DataFrame, now: pandas.Timestamp) -> Expected:
    table = _with_rest(_first(_current(_answers(said))))
    table = table.assign(tongue=table.language.str[:2])
    table = table[table.tongue.isin(["fr", "en"]) & table.rest.notna()]
    table = table.assign(stratum=numpy.minimum(numpy.floor(table.rest * 5 + 1e-9), 4))
    lines = {}
    for (item, phase), some in table.groupby(["thing", "phase"]):
        line: dict[str, Any] = {"ratio": UNDER, "ratio_low": UNDER, "ratio_high": UNDER, "bias": ""}
        counts = {tongue: some[some.tongue == tongue].right for tongue in ("fr", "en")}
        for tongue, right in counts.items():
            line |= {f"{tongue}_n": len(right), f"{tongue}_facility": percent(right.sum(), len(right))}
        if min(len(right) for right in counts.values()) >= 20:
            line |= _mantel_haenszel([stratum for _, stratum in some.groupby("stratum")])
        lines[item, phase] = line
    return Expected(table.who.nunique(), {"languages": lines})


def _mantel_haenszel(strata: list[pandas.DataFrame]) -> dict[str, Any]:
    """By matrices: rows are strata with learners of both languages."""
    cells = [
        [((one.tongue == tongue) & (one.right == right)).sum() for tongue in ("fr", "en") for right in (True, False)] for one in strata
    ]
    a, b, c, d = numpy.array([row for row in cells if row[0] + row[1] and row[2] + row[3]], dtype=float).reshape(-1, 4).T
    n = a + b + c + d
    ahead, behind = a * d / n, b * c / n
    if not ahead.sum() or not behind.sum():
        return {"ratio": None, "ratio_low": None, "ratio_high": None, "bias": ""}
    ratio, p, q = ahead.sum() / behind.sum(), (a + d) / n, (b + c) / n
    variance = (p @ ahead) / (2 * ahead.sum() ** 2) + (q @ behind) / (2 * behind.sum() ** 2)
    variance += (p @ behind + q @ ahead) / (2 * ahead.sum() * behind.sum())
    error, delta = float(numpy.sqrt(variance)), 2.35 * abs(float(numpy.log(ratio)))
    low, high = (float(numpy.exp(numpy.log(ratio) + sign * Z * error)) for sign in (-1, 1))
    is_certain_one = delta - 1 > float(stats.norm.ppf(0.95)) * 2.35 * error
    letter = "a" if delta < 1 or low <= 1 <= high else "c" if delta >= 1.5 and is_certain_one else "b"
    return {"ratio": ratio, "ratio_low": low, "ratio_high": high, "bias": f"bias_{letter}"}


def quality(said: pandas.DataFrame, now: pandas.Timestamp) -> Expected:
    first = _first(_answers(said))
    reliability, scores = {}, {}
    for (module, phase), some in first.groupby(["module", "phase"]):
        marks = some.pivot(index="who", columns="thing", values="score")
        common = marks[[item for item in marks if 2 * marks[item].count() >= len(marks)]].dropna()
        if common.empty:
            continue
        n, k, means = len(common), common.shape[1], common.mean(axis=1)
        line: dict[str, Any] = {"items_n": k, "n": n} | dict.fromkeys(("alpha", "alpha_low", "alpha_high", "mean", "sd", "sem"), UNDER)
        if n >= 20:
            line |= {"mean": 100 * means.mean(), "sd": 100 * means.std()} | _alpha(common, n, k)
            places = numpy.minimum((means * 5).map(numpy.floor), 4)
            for band in range(5):
                scores[module, f"band_{band}", phase] = {"n": int((places == band).sum()), "share": percent((places == band).sum(), n)}
        reliability[module, phase] = line
    return Expected(_first(_current(_answers(said))).who.nunique(), {"reliability": reliability, "scores": scores})


def _alpha(common: pandas.DataFrame, n: int, k: int) -> dict[str, Any]:
    covariances = common.cov().to_numpy()
    if k < 2 or covariances.sum() <= 1e-12:
        return dict.fromkeys(("alpha", "alpha_low", "alpha_high", "sem"))
    alpha = k / (k - 1) * (1 - numpy.trace(covariances) / covariances.sum())
    low, high = (1 - (1 - alpha) * stats.f.isf(tail, n - 1, (n - 1) * (k - 1)) for tail in (0.025, 0.975))
    sem = 100 * float(common.mean(axis=1).std()) * max(0.0, 1 - alpha) ** 0.5
    return {"alpha": alpha, "alpha_low": low, "alpha_high": high, "sem": sem}


def gain(said: pandas.DataFrame, now: pandas.Timestamp) -> Expected:
    sat = said[(said.kind == "test") & (said.verb == "completed") & said.phase.isin(["pre", "post", "follow-up"])].sort_values("seq")
    gains, means = {}, {}
    for course, some in sat.groupby("course"):
        table = some.drop_duplicates(["who", "phase"]).pivot(index="who", columns="phase", values="scaled")
        for first, second in (("pre", "post"), ("pre", "follow-up"), ("post", "follow-up")):
            if first in table and second in table:
                both = table[[first, second]].dropna()
                line: dict[str, Any] = {"n": len(both), "lost": int(table[first].count()) - len(both)}
                line |= _gain(both[first], both[second])
                gains[course, f"{first}_{second}"] = line
                if (first, second) == ("pre", "post"):
                    means[course, "pre_of_pre_post"] = {"n": len(both), "share": line["first_mean"]}
                    means[course, "post_of_pre_post"] = {"n": len(both), "share": line["second_mean"]}
    return Expected(sat.who.nunique(), {"gains": gains, "means": means})


def _gain(before: pandas.Series, after: pandas.Series) -> dict[str, Any]:
    names = ("first_mean", "second_mean", "points", "points_low", "points_high", "g", "g_low", "g_high")
    n = len(before)
    if n < 10:
        return dict.fromkeys(names, UNDER)
    change = after - before
    low, high = mean_interval(change.to_list())
    lead = (100 * before.mean(), 100 * after.mean(), 100 * change.mean(), 100 * low, 100 * high)
    spread = float(numpy.sqrt((before.var() + after.var()) / 2))
    if spread < 1e-12:
        return dict(zip(names, (*lead, None, None, None), strict=True))
    r = float(before.corr(after)) if before.nunique() > 1 and after.nunique() > 1 else 0.0
    d = change.mean() / spread
    j = 1 - 3 / (4 * (n - 1) - 1)
    error = j * float(numpy.sqrt((1 / n + d**2 / (2 * n)) * 2 * (1 - r)))
    return dict(zip(names, (*lead, j * d, j * d - Z * error, j * d + Z * error), strict=True))
