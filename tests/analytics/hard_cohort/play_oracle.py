"""Reports of the game, recomputed with pandas and scipy: choices, signs, weeks, doses; reviews, opinions, and play beside knowledge."""

import warnings
from datetime import UTC, datetime, timedelta
from math import log, sqrt
from typing import Any

import numpy
import pandas
from expected import UNDER, Expected, edition_of, mean_interval, none_if_nan, percent, rates
from fsrs import Card, Rating, Scheduler
from scipy import stats

Z = float(stats.norm.ppf(0.975))


def _run(table: pandas.DataFrame) -> pandas.Series:
    return table.play.fillna(table.registration).fillna("")


def _first_choices(said: pandas.DataFrame) -> pandas.DataFrame:
    """The first choice in each play, in order; `turn` counts the plays of a learner and situation from 0."""
    table = said[(said.verb == "selected") & (said.kind == "situation")].sort_values(["when", "seq"])
    kind = numpy.select([table.harm == "unsafe", table.success.fillna(False).astype(bool)], ["unsafe", "safe"], "other")
    table = table.assign(run=_run(table), option=table.response.fillna("unknown"), choice=kind)
    table = table.drop_duplicates(["who", "thing", "run"])
    return table.assign(turn=table.groupby(["who", "thing"]).cumcount())


def decisions(said: pandas.DataFrame, now: pandas.Timestamp) -> Expected:
    choices = _first_choices(said)
    situations, options, safe = {}, {}, 0
    for situation, some in choices.groupby("thing"):
        first, second = (some[some.turn == turn].set_index("who") for turn in (0, 1))
        counts = {f"{kind}_n": int((first.choice == kind).sum()) for kind in ("safe", "other", "unsafe")}
        share = rates(counts["safe_n"], len(first))
        changed = (second.option != first.option.reindex(second.index)).sum()
        line = {"n": len(first), **counts, "safe_share": share["share"], "low": share["low"], "high": share["high"]}
        situations[(situation,)] = line | {"seconds": none_if_nan(first.seconds.median()), "again": len(second)}
        situations[(situation,)]["changed"] = percent(changed, len(second))
        for option, chosen in first.groupby("option"):
            line = {"situation": situation, "class": chosen.choice.max(), "n": len(chosen), "share": percent(len(chosen), len(first))}
            options[(f"{situation}/{option}",)] = line
        safe += counts["safe_n"]
    n, whole = choices.who.nunique(), int((choices.turn == 0).sum())
    return Expected(n, {"situations": situations, "options": options}, {"safe_first": (n, safe, whole)} if whole else {})


def _episodes(said: pandas.DataFrame) -> pandas.DataFrame:
    """One row a learner and sign: flag, hours from its first onset, whether it was reported."""
    table = said.assign(run=_run(said), week=said.week.fillna(0), episode=said.episode.fillna(""))
    hours = table[table.game_hour.notna()]
    signs = hours[(hours.verb == "presented") & hours.symptom.notna()].sort_values(["when", "seq"]).drop_duplicates(["who", "symptom"])
    found = []
    for sign in signs.itertuples():
        mine = hours[(hours.who == sign.who) & (hours.run == sign.run) & (hours.week == sign.week)]
        ends = {verb: mine[(mine.episode == sign.episode) & (mine.verb == verb)].game_hour.min() for verb in ("reported", "ignored")}
        is_reported = not numpy.isnan(ends["reported"])
        end = ends["reported"] if is_reported else ends["ignored"] if not numpy.isnan(ends["ignored"]) else mine.game_hour.max()
        found.append((sign.who, sign.symptom, sign.flag or "amber", max(0.0, end - sign.game_hour), is_reported))
    return pandas.DataFrame(found, columns=["who", "sign", "flag", "hours", "reported"])


def signs(said: pandas.DataFrame, now: pandas.Timestamp) -> Expected:
    every = _episodes(said)
    delays, curve = {}, {}
    for sign, some in every.groupby("sign"):
        times = some.hours.clip(upper=72.0)
        is_reported = some.reported & (some.hours <= 72.0)
        kaplan = stats.ecdf(stats.CensoredData.right_censored(times, ~is_reported)).sf
        at = numpy.array(sorted(set(times)))
        heights = pandas.Series(kaplan.evaluate(at), index=at)
        half = heights[heights <= 0.5 + 1e-12]
        line = {
            "flag": some.flag.iloc[0],
            "n": len(some),
            "reported": int(is_reported.sum()),
            "median": half.index[0] if len(half) else None,
        }
        line |= {"same_slot": 100 * (1 - kaplan.evaluate(0.0)), "same_day": 100 * (1 - kaplan.evaluate(24.0))}
        is_whole = at[-1] >= 72.0 or heights.iloc[-1] <= 0
        line |= _restricted_mean(times, is_reported) if is_whole else dict.fromkeys(("mean_hours", "mean_low", "mean_high"))
        delays[(sign,)] = line
        if len(some) >= 11:
            with warnings.catch_warnings(action="ignore"):  # scipy says where it has none: at 0 and at 1, where ours is the point itself
                bounds = kaplan.confidence_interval(0.95, method="log-log")
            for hour in at:
                low, high = (bound.evaluate(hour) for bound in (bounds.low, bounds.high))
                low, high = (1 - heights[hour] if numpy.isnan(one) else 1 - one for one in (high, low))
                shown = {"at_risk": int((times >= hour).sum()), "reported_share": 100 * (1 - heights[hour])}
                curve[sign, round(hour)] = shown | {"low": 100 * low, "high": 100 * high}
    n, slot, day = every.who.nunique(), every.reported & (every.hours == 0), every.reported & (every.hours <= 24)
    headlines = {"in_slot": (n, int(slot.sum()), len(every)), "in_day": (n, int(day.sum()), len(every))} if len(every) else {}
    presented = said[(said.verb == "presented") & said.symptom.notna() & said.game_hour.notna()]
    return Expected(presented.who.nunique(), {"delays": delays, "curve": curve}, headlines)


def _restricted_mean(times: pandas.Series, is_reported: pandas.Series) -> dict[str, float]:
    """The area under the curve, hour by hour, and its error by the sum over the reports of the squared area that was left."""
    hours = numpy.arange(0, 72)
    risk = numpy.array([(times >= hour).sum() for hour in hours])
    events = numpy.array([((times == hour) & is_reported).sum() for hour in hours])
    survival = numpy.cumprod(1 - events / numpy.maximum(risk, 1))
    left = numpy.cumsum(survival[::-1])[::-1]
    terms = numpy.where(risk > events, left**2 * events / numpy.maximum(risk * (risk - events), 1), 0.0)
    mean, error = float(survival.sum()), Z * sqrt(float(terms.sum()))
    return {"mean_hours": mean, "mean_low": max(0.0, mean - error), "mean_high": min(72.0, mean + error)}


def progress(said: pandas.DataFrame, now: pandas.Timestamp) -> Expected:
    table = said[said.campaign.notna() & said.week.notna()]
    weeks, stopped = {}, {}
    for (campaign, week), some in table.groupby(["campaign", "week"]):
        done = set(some[(some.verb == "completed") & (some.kind == "week")].who)
        runs = some.assign(run=some.play.fillna(some.registration)).groupby("who").run.nunique()
        n = some.who.nunique()
        weeks[campaign, int(week)] = {"n": n, "completed": len(done), **rates(len(done), n), "again": int((runs > 1).sum())}
        last = some[(some.verb == "selected") & ~some.who.isin(done)].sort_values(["when", "seq"]).drop_duplicates("who", keep="last")
        stopped |= {(campaign, int(week), thing): {"n": n} for thing, n in last.thing.value_counts().items()}
    return Expected(table.who.nunique(), {"weeks_played": weeks, "stopped": stopped})


def _covered(said: pandas.DataFrame) -> pandas.DataFrame:
    """One row a learner and campaign: of her first play, share of days covered, doses taken and due."""
    doses = said[said.verb.isin(["took", "skipped", "held"]) & said.campaign.notna() & said.game_day.notna()]
    doses = doses[~((doses.verb == "held") & (doses.response == "advice"))]
    doses = doses.assign(run=_run(doses), week=doses.week.fillna(0))
    found = []
    for (who, campaign), mine in doses.groupby(["who", "campaign"]):
        first = mine.groupby("run").when.min().reset_index().sort_values(["when", "run"]).run.iloc[0]
        play = mine[mine.run == first]
        is_covered = play.success.fillna(False).astype(bool) & (play.verb != "held")
        days = is_covered.groupby([play.week, play.game_day]).all()
        found.append((who, campaign, days.mean(), (play.verb == "took").sum(), len(play)))
    return pandas.DataFrame(found, columns=["who", "campaign", "covered", "taken", "due"])


def adherence(said: pandas.DataFrame, now: pandas.Timestamp) -> Expected:
    people = _covered(said)
    lines, bands = {}, {}
    for campaign, some in people.groupby("campaign"):
        n = len(some)
        names = ("covered", "covered_low", "covered_high", "regular", "low", "high", "possession")
        lines[(campaign,)] = {"n": n, **dict.fromkeys(names, UNDER)}
        if n >= 10:
            low, high = mean_interval(some.covered.to_list())
            regular = rates(int((some.covered >= 0.8 - 1e-9).sum()), n)
            line = {"covered": 100 * some.covered.mean(), "covered_low": 100 * max(0.0, low), "covered_high": 100 * min(1.0, high)}
            line |= {"regular": regular["share"], "low": regular["low"], "high": regular["high"]}
            lines[(campaign,)] |= line | {"possession": 100 * some.taken.sum() / some.due.sum()}
            place = numpy.minimum(numpy.floor(some.covered * 5 + 1e-9), 4)
            for band in range(5):
                bands[campaign, f"band_{band}"] = {"n": int((place == band).sum()), "share": percent((place == band).sum(), n)}
    return Expected(people.who.nunique(), {"adherence": lines, "covered_days": bands})


def recall(said: pandas.DataFrame, now: pandas.Timestamp) -> Expected:
    rated = said[(said.verb == "reviewed") & (said.kind == "item") & said.rating.between(1, 4)].sort_values("seq")
    made = []
    scheduler, start = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False), datetime(2000, 1, 1, 12, tzinfo=UTC)
    for (who, _), ratings in rated.groupby(["who", "thing"]):
        card, day = None, start
        for one in ratings.itertuples():
            days = 0 if numpy.isnan(one.elapsed_days) else int(one.elapsed_days)
            if (days == 0) != (card is None):
                break
            day += timedelta(days=days)
            if card is not None:
                made.append((who, days, one.rating > 1, scheduler.get_card_retrievability(card, day)))
            card = scheduler.review_card(card or Card(card_id=0, due=start), Rating(int(one.rating)), day)[0]
    reviews = pandas.DataFrame(made, columns=["who", "days", "good", "chance"])
    edges = (1, 3, 7, 14, 30, 60, 90)
    gaps, squares = {}, 0.0
    for low, high in zip(edges, (*edges[1:], 10**9), strict=True) if len(rated) else ():
        some = reviews[(reviews.days >= (0 if low == 1 else low)) & (reviews.days < high)]
        line = {"n": some.who.nunique(), "reviews": len(some) or 0, **dict.fromkeys(("share", "low", "high", "expected"))}
        if len(some):
            share = _clustered(some)
            squares += len(some) * (share["share"] / 100 - some.chance.mean()) ** 2
            figures = {"reviews": len(some), **share, "expected": 100 * some.chance.mean()}
            line |= figures if some.who.nunique() >= 11 else dict.fromkeys(figures, UNDER)
        gaps[(f"gap_{low}",)] = line
    fit: dict[tuple[Any, ...], dict[str, Any]] = {}
    if len(reviews):
        happened = reviews.chance.where(reviews.good, 1 - reviews.chance).clip(lower=1e-9)
        mean, n = reviews.good.mean(), reviews.who.nunique()
        figures = {"reviews": len(reviews), "log_loss": -numpy.log(happened).mean(), "rmse": sqrt(squares / len(reviews))}
        figures["constant"] = -sum(part * log(part) for part in (mean, 1 - mean) if part > 0)
        fit[("all_cards",)] = {"n": n} | (figures if n >= 11 else dict.fromkeys(figures, UNDER))
    return Expected(rated.who.nunique(), {"gaps": gaps, "fit": fit})


def _clustered(some: pandas.DataFrame) -> dict[str, float | None]:
    """In percent; each learner's reviews are one draw: the residuals of a ratio of means, by numpy."""
    people = some.groupby("who").good.agg(["sum", "count"])
    n, share = len(people), some.good.mean()
    if n < 2:
        return {"share": 100 * share, "low": None, "high": None}
    error = sqrt(n) * float(numpy.std(people["sum"] - share * people["count"], ddof=1)) / len(some)
    width = float(stats.t(n - 1).ppf(0.975)) * error
    return {"share": 100 * share, "low": 100 * max(0.0, share - width), "high": 100 * min(1.0, share + width)}


def experience(said: pandas.DataFrame, now: pandas.Timestamp) -> Expected:
    rated = said[(said.verb == "rated") & (said.kind == "opinion") & said.response.isin(list("1234"))].sort_values("seq")
    latest = rated.drop_duplicates(["who", "thing"], keep="last").assign(answer=lambda table: table.response.astype(int))
    opinions = {}
    for thing, some in latest.groupby("thing"):
        agreed = int((some.answer >= 3).sum())
        opinions[tuple(thing.split("/"))] = {"n": len(some), "agreed": agreed, **rates(agreed, len(some))}
    groups: dict[tuple[str, str], list[float]] = {}
    for who, mine in latest.groupby("who"):
        score, last = 100 * (mine.answer.mean() - 1) / 3, mine.iloc[-1]
        before = said[(said.who == who) & (said.seq < last.seq) & (said.verb != "rated")]
        edition = edition_of(before.loc[before.seq.idxmax()]) if len(before) else "unknown"
        for key in (("all", "all"), ("role", last.role), ("language", last.language[:2]), ("edition", edition)):
            groups.setdefault(key, []).append(score)
    scores = {key: {"n": len(some), **dict.fromkeys(("score", "low", "high"), UNDER)} for key, some in groups.items()}
    for key, some in groups.items():
        if len(some) >= 10:
            low, high = mean_interval(some)
            scores[key] |= {"score": float(numpy.mean(some)), "low": max(0.0, low), "high": min(100.0, high)}
    return Expected(latest.who.nunique(), {"opinions": opinions, "opinion_scores": scores})


def links(said: pandas.DataFrame, now: pandas.Timestamp) -> Expected:
    sat = said[(said.kind == "test") & (said.verb == "completed") & (said.phase == "post")].sort_values("seq")
    end = sat.drop_duplicates(["who", "course"]).groupby("who").scaled.mean()
    first, episodes = _first_choices(said), _episodes(said)
    first = first[first.turn == 0]
    values = {
        "safe_choices": (first.choice == "safe").groupby(first.who).mean(),
        "covered_days": _covered(said).groupby("who").covered.mean(),
        "soon_reports": (episodes.reported & (episodes.hours <= 24)).astype(float).groupby(episodes.who).mean(),
    }
    lines, halves, anybody = {}, {}, set()
    for behaviour, value in values.items():
        both = pandas.DataFrame({"score": end, "value": value}).dropna().round(12)  # equal shares summed in another order are equal
        anybody |= set(both.index)
        lines[(behaviour,)] = {"n": len(both), **_spearman(both)}
        middle = both.value.median()
        for half, some in (("lower", both[both.value <= middle]), ("upper", both[both.value > middle])):
            score = None if some.empty else UNDER if len(both) < 20 else 100 * some.score.mean()
            halves[behaviour, half] = {"n": len(some), "share": UNDER if 0 < len(both) < 20 else score}
    return Expected(len(anybody), {"links": lines, "halves": halves} if anybody else {})


def _spearman(both: pandas.DataFrame) -> dict[str, Any]:
    n = len(both)
    if n < 20:
        return dict.fromkeys(("r", "r_low", "r_high"), UNDER if n else None)
    if both.score.nunique() < 2 or both.value.nunique() < 2:
        return dict.fromkeys(("r", "r_low", "r_high"))
    r = both.score.rank().corr(both.value.rank())
    width = Z * sqrt((1 + r**2 / 2) / (n - 3))
    return {"r": r, "r_low": numpy.tanh(numpy.arctanh(r) - width), "r_high": numpy.tanh(numpy.arctanh(r) + width)}
