"""What learners say of a course: the latest answer of each to each question, and her mean over the questions."""

from collections.abc import Sequence
from math import sqrt
from statistics import fmean
from typing import NamedTuple

import ibis
import ibis.expr.types as ir
from scipy.stats import t as t_distribution

from analytics.engines import Rows, shared_view
from analytics.measures.intervals import spread_of

LEAST, MOST = 1, 4
AGREES = 3
"""From this answer on (1 not at all, 2 rather not, 3 rather yes, 4 fully) she agrees."""
DIMENSIONS = ("role", "edition", "language")


class Opinion(NamedTuple):
    """One question of one course. Of n learners, agreed: those whose latest answer is `AGREES` or more."""

    course: str
    question: str
    n: int
    agreed: int


class Group(NamedTuple):
    """Learners of one value of one dimension (`all` of `all`). scores: of each, 0.0-100.0: the mean of her latest answers."""

    dimension: str
    value: str
    scores: tuple[float, ...]


class Mean(NamedTuple):
    """Mean of n scores with Student's 95 % interval, cut at 0 and 100; the bounds are None under 2 scores."""

    mean: float
    low: float | None
    high: float | None


def opinions(rows: Rows) -> list[Opinion]:
    """Every question that anybody answered, by course, the least agreed first."""
    figures = [Opinion(**row) for row in rows.ask(_by_question)]
    return sorted(figures, key=lambda one: (one.course, one.agreed / one.n, one.question))


def groups(rows: Rows) -> list[Group]:
    """All learners who answered, then those of each value of each dimension; every learner has one value of each."""
    scores: dict[tuple[str, str], list[float]] = {}
    for row in rows.ask(_by_learner):
        score = 100 * (row["answers"] / row["questions"] - LEAST) / (MOST - LEAST)
        for dimension, value in (("all", "all"), *((name, row[name]) for name in DIMENSIONS)):
            scores.setdefault((dimension, value), []).append(score)
    places = ("all", *DIMENSIONS)
    ordered = sorted(scores.items(), key=lambda one: (places.index(one[0][0]), -len(one[1]), one[0][1]))
    return [Group(*key, tuple(values)) for key, values in ordered]


def mean_of(scores: Sequence[float]) -> Mean:
    """Of one score or more."""
    n, mean = len(scores), fmean(scores)
    if n < 2:
        return Mean(mean, None, None)
    width = float(t_distribution.ppf(0.975, n - 1)) * spread_of(scores) / sqrt(n)
    return Mean(mean, max(0.0, mean - width), min(100.0, mean + width))


def learners(rows: Rows) -> int:
    """Distinct learners who said what they think."""
    return rows.learners(_latest)


@shared_view
def _latest(rows: ir.Table) -> ir.Table:
    """The latest answer of each learner to each question of each course; what is no answer of the form is left out."""
    table = rows.filter(rows.verb == "rated", rows.kind == "opinion", rows.response.isin([f"{one}" for one in range(LEAST, MOST + 1)]))
    key = table.thing.split("/")
    table = table.mutate(course_key=key[0], question=key[1])
    table = table.filter(table.question.notnull(), table.question != "")
    latest = table.group_by("subject", "course_key", "question").agg(response=table.response.argmax(table.seq), last=table.seq.max())
    return latest.mutate(answer=latest.response.cast("int64"))


def _by_question(rows: ir.Table) -> ir.Table:
    table = _latest(rows)
    agreed = ibis.ifelse(table.answer >= AGREES, 1, 0).sum()
    return table.group_by(course="course_key", question="question").agg(n=table.count(), agreed=agreed)


def _by_learner(rows: ir.Table) -> ir.Table:
    """One row a learner: the sum of her answers, their number, her role and language when she answered, and the edition she used before."""
    replies = _latest(rows)
    replies = replies.group_by("subject").agg(answers=replies.answer.sum(), questions=replies.count(), last=replies.last.max())
    said = rows.select("subject", "seq", role=rows.role.fill_null("unknown"), language=rows.language.fill_null("unknown").substr(0, 2))
    table = replies.join(said, (replies.subject == said.subject) & (replies.last == said.seq), rname="{name}_s")
    edition = ibis.ifelse(rows.offline.fill_null(False), "offline", rows.platform.fill_null("unknown"))
    acts = rows.filter(rows.verb != "rated").select("subject", "seq", edition=edition)
    acts = acts.join(replies.select("subject", "last"), "subject", rname="{name}_r")
    acts = acts.filter(acts.seq < acts.last)
    editions = acts.group_by("subject").agg(edition=acts.edition.argmax(acts.seq))
    table = table.left_join(editions, "subject", rname="{name}_e")
    return table.select("answers", "questions", "role", "language", edition=table.edition.fill_null("unknown")).order_by("answers")
