"""Reports of the course, recomputed with pandas: funnel, activity, return, silence, training, attestations, reach, health."""

from typing import Any

import pandas
from expected import Expected, day_number, edition_of, monday_of, own_acts, percent, rates

STAGES = ("registered", "initialized", "half", "completed", "passed", "earned")
DAY = 86_400.0


def completion(said: pandas.DataFrame, now: pandas.Timestamp) -> Expected:
    of_modules = said[(said.kind == "module") & said.module.notna()]
    registered = said[(said.kind == "course") & (said.verb == "registered")].groupby(["who", "course"]).when.min()
    course_of = of_modules.groupby("module").course.max()
    first: dict[tuple[str, str], dict[str, float]] = {}
    for (who, course), at in registered.items():
        for module in course_of[course_of == course].index:
            first[who, module] = {"registered": at}
    for line in of_modules.sort_values("when").itertuples():
        stage = "half" if line.verb == "progressed" and line.progress >= 50 else line.verb
        moments = first.setdefault((line.who, line.module), {})
        if stage in STAGES[1:]:
            moments.setdefault(stage, line.when)
    lines: dict[tuple[Any, ...], dict[str, Any]] = {}
    headlines = {"started": [0, 0], "completed": [0, 0]}
    for module in sorted(course_of.index, key=lambda key: (course_of[key], key)):
        people = [moments for (_, key), moments in first.items() if key == module]
        counts = [len(people)] + [sum(any(late in one for late in STAGES[at:]) for one in people) for at in range(1, 6)]
        last = 6 if counts[5] else 5 if counts[4] else 4
        for at, stage in enumerate(STAGES[:last]):
            line = {"n": counts[at], **rates(counts[at], counts[0]), "step": None, "days": None, "days_n": None}
            if at:
                waits = [(one[stage] - one[STAGES[at - 1]]) / DAY for one in people if stage in one and STAGES[at - 1] in one]
                waits = [wait for wait in waits if wait >= 0]
                line |= {"step": percent(counts[at], counts[at - 1]), "days_n": len(waits)}
                line["days"] = float(pandas.Series(waits).median()) if waits else None
            lines[module, stage] = line
        for key, at in (("started", 1), ("completed", 3)):
            headlines[key][0] += counts[at]
            headlines[key][1] += counts[0]
    people_all = {who for who, _ in first}
    n = said[said.kind.isin(["course", "module"])].who.nunique()
    return Expected(n, {"stages": lines}, {key: (len(people_all), *pair) for key, pair in headlines.items()} if lines else {})


def active(said: pandas.DataFrame, now: pandas.Timestamp) -> Expected:
    acts = own_acts(said)
    acts = acts.assign(week=[monday_of(at).date().isoformat() for at in acts.when], role=acts.role.fillna("unknown"))
    return Expected(acts.who.nunique(), {"weeks": {key: {"n": n} for key, n in acts.groupby(["week", "role"]).who.nunique().items()}})


def retention(said: pandas.DataFrame, now: pandas.Timestamp) -> Expected:
    acts = own_acts(said)
    acts = acts.assign(week=[monday_of(at) for at in acts.when])
    began = acts.groupby("who").week.min()
    lines = {}
    this_week = now.tz_localize(None).normalize() - pandas.Timedelta(days=now.day_of_week)
    for start, people in began.groupby(began):
        for later in range(13):
            week = start + pandas.Timedelta(weeks=later)
            if week <= this_week:
                came = acts[acts.who.isin(people.index) & (acts.week == week)].who.nunique()
                lines[start.date().isoformat(), later] = {"n": len(people), "active": came, **rates(came, len(people))}
    return Expected(acts.who.nunique(), {"returns": lines})


def _whole_courses(said: pandas.DataFrame) -> set[tuple[str, str]]:
    """(learner, course or campaign) that is finished by its modules, or by a week."""
    of_modules = said[(said.kind == "module") & said.module.notna() & said.course.notna()]
    opened = of_modules.groupby("course").module.agg(set)
    done = of_modules[of_modules.verb == "completed"].groupby(["who", "course"]).module.agg(set)
    whole = {(who, course) for (who, course), modules in done.items() if modules == opened[course]}
    weeks = said[(said.kind == "week") & (said.verb == "completed") & said.campaign.notna()]
    return whole | set(zip(weeks.who, weeks.campaign, strict=True))


def silent(said: pandas.DataFrame, now: pandas.Timestamp) -> Expected:
    own = own_acts(said)
    acts = own[own.course.notna()]
    last_day = own.groupby("who").when.max().map(day_number)
    whole, today = _whole_courses(said), day_number(now.timestamp())
    standing, stages = {}, {}
    for course, of_course in acts.groupby("course"):
        places = dict.fromkeys(("finished", "active", "module", "half", "opened"), 0)
        for who, mine in of_course.groupby("who"):
            if (who, course) in whole or mine.verb.isin(["earned", "renewed"]).any():
                places["finished"] += 1
            elif today - last_day[who] < 7:
                places["active"] += 1
            elif ((mine.verb == "completed") & (mine.kind == "module")).any():
                places["module"] += 1
            else:
                places["half" if ((mine.verb == "progressed") & (mine.progress >= 50)).any() else "opened"] += 1
        n, quiet = sum(places.values()), places["module"] + places["half"] + places["opened"]
        standing[(course,)] = {"n": n, "finished": places["finished"], "active": places["active"], "silent": quiet, **rates(quiet, n)}
        if quiet:
            stages |= {
                (course, stage): {"n": places[stage], "share": percent(places[stage], quiet)} for stage in ("opened", "half", "module")
            }
    return Expected(acts.who.nunique(), {"standing": standing, "silent_stages": stages})


def training(said: pandas.DataFrame, now: pandas.Timestamp) -> Expected:
    credentials = said[(said.kind == "credential") & said.verb.isin(["earned", "renewed", "revoked"])]
    given = credentials[credentials.verb != "revoked"]
    attested = given.groupby(["who", "thing"]).when.max()
    assigned = said[(said.verb == "assigned") & said.kind.isin(["course", "campaign"])]
    whole, duties, attestations = _whole_courses(said), {}, {}
    for key, people in assigned.groupby("thing"):
        parts = {"done": 0, "overdue": 0, "open": 0}
        for who, mine in people.groupby("who"):
            due = mine.loc[mine.seq.idxmax()].due
            is_done = (who, key) in whole or attested.get((who, key), -1.0) >= mine.when.max()
            parts["done" if is_done else "overdue" if (due or "9999") < now.date().isoformat() else "open"] += 1
        n = sum(parts.values())
        duties[(key,)] = {"n": n, **parts, **rates(parts["done"], n)}
    for key, people in given.groupby("thing"):
        parts = dict.fromkeys(("valid_n", "due_n", "expired_n", "withdrawn_n", "renewed_n"), 0)
        for who, mine in people.groupby("who"):
            every = credentials[(credentials.who == who) & (credentials.thing == key)]
            ends = mine.loc[mine.seq.idxmax()].valid_until
            left = float("inf") if pandas.isna(ends) else (ends - now.timestamp()) / DAY
            is_withdrawn = every.sort_values("seq").verb.iloc[-1] == "revoked"
            parts["withdrawn_n" if is_withdrawn else "valid_n" if left > 90 else "due_n" if left >= 0 else "expired_n"] += 1
            parts["renewed_n"] += (every.verb == "renewed").any()
        n = sum(parts.values()) - parts["renewed_n"]
        attestations[(key,)] = {"n": n, **parts, "valid_share": percent(parts["valid_n"] + parts["due_n"], n)}
    n = said[said.verb.isin(["assigned", "earned", "renewed"])].who.nunique()
    return Expected(n, {"duties": duties, "attestations": attestations})


def adoption(said: pandas.DataFrame, now: pandas.Timestamp) -> Expected:
    credentials = said[(said.kind == "credential") & said.verb.isin(["earned", "renewed", "revoked"])].sort_values("seq")
    places: dict[tuple[str, str], list[int]] = {}
    for who, mine in credentials[credentials.verb != "revoked"].groupby("who"):
        role, place = mine.role.iloc[-1] or "unknown", mine.departement.iloc[-1]
        is_valid = False
        for course, of_course in mine.groupby("thing"):
            ends = of_course.valid_until.iloc[-1]
            every = credentials[(credentials.who == who) & (credentials.thing == course)]
            is_valid |= every.verb.iloc[-1] != "revoked" and (pandas.isna(ends) or ends >= now.timestamp())
        counts = places.setdefault((role, place if place in ("75", "2B", "33") else "unknown"), [0, 0])
        counts[0] += 1
        counts[1] += bool(is_valid)
    lines = {key: {"n": n, "certified": valid, **rates(valid, n)} for key, (n, valid) in places.items()}
    if places:
        n, valid = (sum(pair[at] for pair in places.values()) for at in (0, 1))
        lines["all", "all"] = {"n": n, "certified": valid, **rates(valid, n)}
    return Expected(credentials[credentials.verb != "revoked"].who.nunique(), {"places": lines})


def reach(said: pandas.DataFrame, now: pandas.Timestamp) -> Expected:
    acts = own_acts(said)
    lines: dict[tuple[Any, ...], dict[str, Any]] = {}
    done = acts[(acts.verb == "completed") & acts.kind.isin(["module", "week"])]
    values = {
        "edition": lambda one: edition_of(one),
        "language": lambda one: (one.language or "unknown")[:2],
        "text": lambda one: "simple" if one.simple_text is True else "full",
        "help": lambda one: "assisted" if one.assisted is True else "alone",
        "role": lambda one: one.role or "unknown",
    }
    for dimension, value_of in values.items():
        people, finished = ({(value_of(one), one.who) for one in table.itertuples()} for table in (acts, done))
        for value in {value for value, _ in people}:
            n, part = (sum(value == one for one, _ in some) for some in (people, finished))
            lines[dimension, value] = {"n": n, "completed": part, **rates(part, n)}
    return Expected(acts.who.nunique(), {"reach": lines})


def health(said: pandas.DataFrame, now: pandas.Timestamp) -> Expected:
    table = said.assign(day=[pandas.Timestamp(at, unit="s").date().isoformat() for at in said.stored])
    lines = {}
    for day, of_day in table.groupby("day"):
        lags = (of_day.stored - of_day.when)[~of_day.is_late]
        lags = {"lag_median": lags.median(), "lag_p95": lags.quantile(0.95)} if len(lags) else {"lag_median": None, "lag_p95": None}
        lines[(day,)] = {"statements": len(of_day), **lags, "odd": int(of_day.odd.sum()), "wrong_clock": int(of_day.is_late.sum())}
    return Expected(said.who.nunique(), {"days": lines})
