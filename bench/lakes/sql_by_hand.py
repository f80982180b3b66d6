"""What each report is about, as somebody who knows DuckDB would ask it by hand: the main figures of its tables, and last its learners.

`r` stands for the rows of the cohort. Left out of the hands' SQL: intervals, hiding, fits of models, and what a report says beside its
main figures. Each report's queries run on their own: nothing is kept from one to the next.
"""

_FIRST = """answers AS (SELECT *, coalesce(phase, 'practice') AS part, coalesce(scaled, success::INT) AS score,
    coalesce(success, scaled >= 1)::INT AS is_right FROM r WHERE verb = 'answered' AND kind = 'item' AND module IS NOT NULL
    AND (success IS NOT NULL OR scaled IS NOT NULL)),
  newest AS (SELECT thing, coalesce(language, '') AS tongue, arg_max(coalesce(item_version, ''), "at") AS edition FROM answers GROUP BY ALL),
  firsts AS (SELECT subject, thing, module, part, language, response, score, is_right, unsafe, confidence, seconds FROM answers
    QUALIFY row_number() OVER (PARTITION BY subject, thing, part ORDER BY "at", seq) = 1),
  news AS (SELECT a.subject, a.thing, a.module, a.part, a.language, a.score, a.is_right, a.unsafe, a.confidence, a.seconds FROM answers a
    JOIN newest n ON a.thing = n.thing AND coalesce(a.language, '') = n.tongue AND coalesce(a.item_version, '') = n.edition
    QUALIFY row_number() OVER (PARTITION BY a.subject, a.thing, a.part ORDER BY a."at", a.seq) = 1)"""
_REST = """totals AS (SELECT subject, module, part, sum(score) AS total, count(*) AS items FROM {table} GROUP BY ALL),
  rested AS (SELECT f.*, CASE WHEN items > 1 THEN (total - score) / (items - 1) END AS rest FROM {table} f
    JOIN totals USING (subject, module, part))"""
_FIRST_CHOICES = """choices AS (SELECT subject, thing, response, coalesce(play, registration, '') AS run, harm, success, seconds, "at", seq FROM r
    WHERE verb = 'selected' AND kind = 'situation' AND thing IS NOT NULL),
  runs AS (SELECT * FROM choices QUALIFY row_number() OVER (PARTITION BY subject, thing, run ORDER BY "at", seq) = 1),
  turns AS (SELECT *, row_number() OVER (PARTITION BY subject, thing ORDER BY "at", seq) AS turn FROM runs)"""
_EPISODES = """signs AS (SELECT subject, symptom, coalesce(play, registration, '') AS run, coalesce(week, 0) AS week, coalesce(episode, '') AS episode,
    game_hour AS onset FROM r WHERE verb = 'presented' AND symptom IS NOT NULL AND game_hour IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY subject, symptom ORDER BY "at", seq) = 1),
  ends AS (SELECT subject, coalesce(play, registration, '') AS run, coalesce(week, 0) AS week, coalesce(episode, '') AS episode,
    min(game_hour) FILTER (verb = 'reported') AS reported, min(game_hour) FILTER (verb = 'ignored') AS ignored FROM r
    WHERE verb IN ('reported', 'ignored') GROUP BY ALL),
  lasts AS (SELECT subject, coalesce(play, registration, '') AS run, coalesce(week, 0) AS week, max(game_hour) AS last FROM r
    WHERE game_hour IS NOT NULL GROUP BY ALL),
  spans AS (SELECT subject, symptom, reported IS NOT NULL AS is_reported,
    greatest(coalesce(reported, ignored, last, onset) - onset, 0) AS hours FROM signs LEFT JOIN ends USING (subject, run, week, episode)
    LEFT JOIN lasts USING (subject, run, week))"""
_DAYS = """due AS (SELECT subject, campaign, coalesce(play, registration, '') AS run, coalesce(week, 0) AS week, game_day, verb, success, "at"
    FROM r WHERE verb IN ('took', 'skipped', 'held') AND campaign IS NOT NULL AND game_day IS NOT NULL
    AND (verb <> 'held' OR response <> 'advice')),
  first_runs AS (SELECT subject, campaign, arg_min(run, began) AS run FROM (SELECT subject, campaign, run, min("at") AS began FROM due GROUP BY ALL)
    GROUP BY ALL),
  days AS (SELECT subject, campaign, min((success AND verb <> 'held')::INT) AS covered, count(*) FILTER (verb = 'took') AS taken,
    count(*) AS due FROM due JOIN first_runs USING (subject, campaign, run) GROUP BY subject, campaign, week, game_day),
  people AS (SELECT subject, campaign, avg(covered) AS covered, sum(taken) AS taken, sum(due) AS due FROM days GROUP BY ALL)"""
_SAT = """sat AS (SELECT subject, coalesce(course, split_part(thing, '/', 1)) AS key, arg_min(scaled, seq) FILTER (phase = 'pre') AS pre,
    arg_min(scaled, seq) FILTER (phase = 'post') AS post FROM r WHERE kind = 'test' AND verb = 'completed' AND scaled IS NOT NULL GROUP BY ALL)"""
_OWN = "verb NOT IN ('registered', 'assigned', 'waived', 'revoked', 'randomized', 'screened')"


def _learners(where: str) -> str:
    return f"SELECT count(DISTINCT subject) FROM r WHERE {where}"


SQL: dict[str, tuple[str, ...]] = {
    "completion": (
        """WITH steps AS (SELECT subject, module, max(course) AS course, min("at") FILTER (verb = 'initialized') AS began,
        min("at") FILTER (verb = 'progressed' AND progress >= 50) AS half, min("at") FILTER (verb = 'completed') AS ended FROM r
        WHERE kind = 'module' AND module IS NOT NULL GROUP BY ALL),
        courses AS (SELECT module, max(course) AS course FROM steps GROUP BY ALL),
        expected AS (SELECT p.subject, c.module, p.began AS registered FROM (SELECT subject, course, min("at") AS began FROM r
        WHERE kind = 'course' AND verb = 'registered' GROUP BY ALL) p JOIN courses c USING (course))
        SELECT module, count(*), count(s.began), count(half), count(ended), median(s.began - registered), median(ended - s.began)
        FROM expected FULL JOIN steps s USING (subject, module) GROUP BY ALL ORDER BY 1""",
        _learners("kind IN ('course', 'module')"),
    ),
    "items": (
        f"""WITH {_FIRST}, {_REST.format(table="news")} SELECT thing, part, count(*), sum(is_right), corr(score, rest), avg(unsafe::INT),
        median(seconds), count(*) FILTER (unsafe AND confidence = 'sure') FROM rested GROUP BY ALL ORDER BY 1, 2""",
        f"WITH {_FIRST} SELECT count(DISTINCT subject) FROM news",
    ),
    "decisions": (
        f"WITH {_FIRST_CHOICES} SELECT thing, response, count(*) FROM turns WHERE turn = 1 GROUP BY ALL ORDER BY 1, 3 DESC",
        f"""WITH {_FIRST_CHOICES} SELECT thing, count(*), count(second), count(*) FILTER (second <> first), median(seconds) FROM (
        SELECT thing, subject, max(response) FILTER (turn = 1) AS first, max(response) FILTER (turn = 2) AS second, max(seconds) FILTER (turn = 1)
        AS seconds FROM turns GROUP BY ALL) GROUP BY ALL""",
        _learners("verb = 'selected' AND kind = 'situation' AND thing IS NOT NULL"),
    ),
    "signs": (
        f"WITH {_EPISODES} SELECT symptom, least(hours, 72), is_reported AND hours <= 72, count(*) FROM spans GROUP BY ALL ORDER BY ALL",
        _learners("verb = 'presented' AND symptom IS NOT NULL AND game_hour IS NOT NULL"),
    ),
    "progress": (
        """WITH people AS (SELECT campaign, week, subject, bool_or(verb = 'completed' AND kind = 'week') AS done,
        count(DISTINCT coalesce(play, registration)) AS runs, arg_max(thing, "at") FILTER (verb = 'selected') AS last FROM r
        WHERE campaign IS NOT NULL AND week IS NOT NULL GROUP BY ALL)
        SELECT campaign, week, last, count(*), count(*) FILTER (done), count(*) FILTER (runs > 1) FROM people GROUP BY ALL""",
        _learners("campaign IS NOT NULL AND week IS NOT NULL"),
    ),
    "adherence": (
        f"""WITH {_DAYS} SELECT campaign, least(floor(covered * 5), 4), count(*), avg(covered), stddev(covered), sum(taken) / sum(due)
        FROM people GROUP BY ALL""",
        f"WITH {_DAYS} SELECT count(DISTINCT subject) FROM due",
    ),
    "distractors": (
        f"""WITH {_FIRST}, singles AS (SELECT * FROM firsts WHERE part = 'practice'), {_REST.format(table="singles")},
        thirds AS (SELECT *, CASE WHEN rest IS NOT NULL THEN ntile(3) OVER (PARTITION BY thing, rest IS NULL ORDER BY rest, subject) END AS third
        FROM rested WHERE response IS NOT NULL AND response NOT LIKE '%[%')
        SELECT thing, response, count(*), max(is_right), avg(rest), count(*) FILTER (third = 1), count(*) FILTER (third = 2),
        count(*) FILTER (third = 3) FROM thirds GROUP BY ALL ORDER BY 1, 3 DESC""",
        f"WITH {_FIRST} SELECT count(DISTINCT subject) FROM firsts WHERE part = 'practice' AND response IS NOT NULL AND response NOT LIKE '%[%'",
    ),
    "mastery": (
        """SELECT objective, pattern, count(*) FROM (SELECT objective, subject, string_agg(success::INT::VARCHAR, '' ORDER BY "at", seq) AS pattern
        FROM (SELECT * FROM r WHERE verb = 'answered' AND objective IS NOT NULL AND success IS NOT NULL
        QUALIFY row_number() OVER (PARTITION BY subject, objective ORDER BY "at", seq) <= 20) GROUP BY ALL) GROUP BY ALL ORDER BY 1, 2""",
        _learners("verb = 'answered' AND objective IS NOT NULL AND success IS NOT NULL"),
    ),
    "quality": (
        f"""WITH {_FIRST}, per_item AS (SELECT module, part, sum(v) AS spread, count(*) AS items FROM (SELECT module, part, thing,
        var_samp(score) AS v FROM firsts GROUP BY ALL) GROUP BY ALL), per_learner AS (SELECT module, part, subject, sum(score) AS total,
        avg(score) AS mean FROM firsts GROUP BY ALL)
        SELECT module, part, any_value(items) AS many, count(*), many / (many - 1) * (1 - any_value(spread) / var_samp(total)), avg(mean), stddev(mean),
        histogram(floor(mean * 5)) FROM per_learner JOIN per_item USING (module, part) GROUP BY ALL""",
        f"WITH {_FIRST} SELECT count(DISTINCT subject) FROM news",
    ),
    "languages": (
        f"""WITH {_FIRST}, {_REST.format(table="news")} SELECT thing, part, least(floor(rest * 5), 4) AS stratum,
        count(*) FILTER (language[:2] = 'fr' AND is_right = 1), count(*) FILTER (language[:2] = 'fr' AND is_right = 0),
        count(*) FILTER (language[:2] = 'en' AND is_right = 1), count(*) FILTER (language[:2] = 'en' AND is_right = 0)
        FROM rested WHERE rest IS NOT NULL GROUP BY ALL ORDER BY ALL""",
        f"""WITH {_FIRST}, {_REST.format(table="news")} SELECT count(DISTINCT subject) FROM rested WHERE rest IS NOT NULL
        AND language[:2] IN ('fr', 'en')""",
    ),
    "gain": (
        f"""WITH {_SAT} SELECT key, count(*), avg(pre), avg(post), avg(post - pre), stddev(post - pre), stddev(pre), stddev(post), corr(pre, post)
        FROM sat WHERE pre IS NOT NULL AND post IS NOT NULL GROUP BY ALL""",
        f"WITH {_SAT} SELECT count(DISTINCT subject) FROM sat",
    ),
    "recall": (
        """SELECT CASE WHEN elapsed_days < 3 THEN 1 WHEN elapsed_days < 7 THEN 3 WHEN elapsed_days < 14 THEN 7 ELSE 14 END AS gap, count(*),
        count(DISTINCT subject), avg((rating > 1)::INT) FROM r WHERE verb = 'reviewed' AND kind = 'item' AND rating BETWEEN 1 AND 4
        AND elapsed_days > 0 GROUP BY ALL""",
        _learners("verb = 'reviewed' AND kind = 'item' AND thing IS NOT NULL AND rating BETWEEN 1 AND 4"),
    ),
    "links": (
        *tuple(
            f"WITH {_SAT}, scores AS (SELECT subject, avg(post) AS score FROM sat WHERE post IS NOT NULL GROUP BY ALL), {words}, "
            "pairs AS (SELECT rank() OVER (ORDER BY score) AS a, rank() OVER (ORDER BY value) AS b FROM scores JOIN own USING (subject)) "
            "SELECT count(*), corr(a, b) FROM pairs"
            for words in (
                f"{_FIRST_CHOICES}, own AS (SELECT subject, avg((success AND harm IS DISTINCT FROM 'unsafe')::INT) AS value FROM turns WHERE turn = 1 GROUP BY ALL)",
                f"{_DAYS}, own AS (SELECT subject, avg(covered) AS value FROM people GROUP BY ALL)",
                f"{_EPISODES}, own AS (SELECT subject, avg((is_reported AND hours <= 24)::INT) AS value FROM spans GROUP BY ALL)",
            )
        ),
        f"WITH {_SAT} SELECT count(DISTINCT subject) FROM sat JOIN (SELECT DISTINCT subject FROM r WHERE campaign IS NOT NULL) USING (subject) WHERE post IS NOT NULL",
    ),
    "retention": (
        f"""WITH weeks AS (SELECT DISTINCT subject, floor(("at" - 345600) / 604800) AS week FROM r WHERE {_OWN}),
        began AS (SELECT subject, min(week) AS began FROM weeks GROUP BY ALL)
        SELECT began, week - began AS later, count(*) FROM weeks JOIN began USING (subject) WHERE week - began <= 12 GROUP BY ALL""",
        _learners(_OWN),
    ),
    "silent": (
        f"""WITH own AS (SELECT subject, course, count(*) FILTER (verb = 'completed' AND kind = 'module') AS modules,
        count(*) FILTER (verb = 'progressed' AND progress >= 50) AS halves, bool_or(verb IN ('earned', 'renewed')) AS attested FROM r
        WHERE {_OWN} AND course IS NOT NULL GROUP BY ALL),
        last AS (SELECT subject, floor(max("at") / 86400) AS day FROM r WHERE {_OWN} GROUP BY ALL),
        whole AS (SELECT subject, course FROM (SELECT subject, course, count(DISTINCT module) AS own FROM r WHERE kind = 'module' AND
        verb = 'completed' GROUP BY ALL) JOIN (SELECT course, count(DISTINCT module) AS size FROM r WHERE kind = 'module' GROUP BY ALL)
        USING (course) WHERE own = size)
        SELECT course, day, attested OR w.subject IS NOT NULL AS finished, modules > 0, halves > 0, count(*) FROM own JOIN last USING (subject)
        LEFT JOIN whole w USING (subject, course) GROUP BY ALL""",
        _learners(f"{_OWN} AND course IS NOT NULL"),
    ),
    "training": (
        """WITH duty AS (SELECT subject, thing AS key, arg_max(due, seq) AS due, max("at") AS asked FROM r WHERE verb = 'assigned' GROUP BY ALL),
        earned AS (SELECT subject, thing AS key, max("at") AS got FROM r WHERE kind = 'credential' AND verb IN ('earned', 'renewed') GROUP BY ALL)
        SELECT key, due, got >= asked, count(*) FROM duty LEFT JOIN earned USING (subject, key) GROUP BY ALL""",
        """SELECT thing, subject, arg_max(valid_until, seq) FILTER (verb <> 'revoked'), arg_max(verb, seq), count(*) FILTER (verb = 'renewed')
        FROM r WHERE kind = 'credential' AND verb IN ('earned', 'renewed', 'revoked') GROUP BY ALL""",
        _learners("verb IN ('assigned', 'earned', 'renewed') AND thing IS NOT NULL"),
    ),
    "adoption": (
        """SELECT subject, thing, arg_max(valid_until, seq), arg_max(role, seq), arg_max(departement, seq), arg_max(verb, seq) FROM r
        WHERE kind = 'credential' AND verb IN ('earned', 'renewed', 'revoked') GROUP BY ALL""",
        _learners("kind = 'credential' AND thing IS NOT NULL AND verb IN ('earned', 'renewed')"),
    ),
    "reach": (
        *(
            f"""SELECT value, count(*), count(*) FILTER (done) FROM (SELECT {value} AS value, subject, bool_or(verb = 'completed' AND
            kind IN ('module', 'week')) AS done FROM r WHERE {_OWN} GROUP BY ALL) GROUP BY ALL"""
            for value in (
                "CASE WHEN offline THEN 'offline' ELSE coalesce(platform, 'unknown') END",
                "coalesce(language, 'unknown')[:2]",
                "coalesce(simple_text, false)",
                "coalesce(assisted, false)",
                "coalesce(role, 'unknown')",
            )
        ),
        _learners(_OWN),
    ),
    "experience": (
        """WITH latest AS (SELECT subject, split_part(thing, '/', 1) AS key, split_part(thing, '/', 2) AS question, arg_max(response, seq)::INT AS
        answer FROM r WHERE verb = 'rated' AND kind = 'opinion' GROUP BY ALL) SELECT key, question, count(*), count(*) FILTER (answer >= 3)
        FROM latest GROUP BY ALL""",
        """WITH latest AS (SELECT subject, thing, arg_max(response, seq)::INT AS answer, max(seq) AS last FROM r
        WHERE verb = 'rated' AND kind = 'opinion' GROUP BY ALL), own AS (SELECT subject, avg(answer) AS mean, max(last) AS last FROM latest GROUP BY ALL)
        SELECT mean, role, language, edition FROM own JOIN r ON r.seq = own.last AND r.subject = own.subject
        JOIN (SELECT subject, arg_max(platform, seq) AS edition FROM r WHERE verb <> 'rated' GROUP BY ALL) e ON e.subject = own.subject""",
        _learners("verb = 'rated' AND kind = 'opinion'"),
    ),
    "active": (
        f"""SELECT floor(("at" - 345600) / 604800) AS week, coalesce(role, 'unknown'), count(DISTINCT subject) FROM r WHERE {_OWN}
        GROUP BY ALL ORDER BY ALL""",
        _learners(_OWN),
    ),
    "health": (
        """SELECT floor(stored / 86400), count(*), count(DISTINCT subject), median(stored - "at"), quantile_cont(stored - "at", 0.95),
        count(*) FILTER (unknown), count(*) FILTER (wrong_clock) FROM r GROUP BY ALL ORDER BY 1""",
        _learners("true"),
    ),
}
"""Report -> its queries."""
