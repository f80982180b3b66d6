"""What learners say of a course, against pandas and scipy."""

import random
from typing import Any

import pandas
import pytest
from saying import Saying
from scipy import stats
from standing import Site

from analytics.measures import opinions
from analytics.shape import Hidden

QUESTIONS = ("clear", "daily", "use")


def replies(seed: int, learners: int) -> tuple[list[dict[str, Any]], pandas.DataFrame]:
    """Statements, and one row an answer as a person would write it down; some answer twice, some leave a sentence out."""
    chance, say = random.Random(seed), Saying()
    said, noted = [], []
    for who in range(learners):
        role, language, edition = chance.choice(["patient", "caregiver"]), chance.choice(["fr", "en"]), chance.choice(["pages", "window"])
        said.append(say.module(who, "initialized", platform=edition, role=role))
        for turn in range(chance.choice([1, 1, 2])):
            for question in QUESTIONS:
                if chance.random() < 0.9:
                    answer = chance.choice([1, 2, 3, 4])
                    said.append(say.rated(who, question, answer, role=role, language=language))
                    noted.append(
                        {
                            "who": who,
                            "question": question,
                            "answer": answer,
                            "turn": turn,
                            "role": role,
                            "language": language,
                            "edition": edition,
                        }
                    )
    return said, pandas.DataFrame(noted)


def test_each_share_and_score_is_that_of_pandas_and_scipy(site: Site) -> None:
    said, noted = replies(3, 90)
    site.keep(said)
    rows = site.rows()
    latest = noted.sort_values("turn").groupby(["who", "question"]).last().reset_index()
    for one in opinions.opinions(rows):
        answers = latest[latest.question == one.question].answer
        assert (one.course, one.n, one.agreed) == ("patients", len(answers), int((answers >= 3).sum()))
    people = latest.groupby("who").agg(
        score=("answer", lambda some: 100 * (some.mean() - 1) / 3),
        role=("role", "first"),
        edition=("edition", "first"),
        language=("language", "first"),
    )
    measured = {(one.dimension, one.value): one.scores for one in opinions.groups(rows)}
    expected = {("all", "all"): people.score}
    expected |= {(name, value): group.score for name in opinions.DIMENSIONS for value, group in people.groupby(name)}
    assert {key: sorted(map(float, values)) for key, values in measured.items()} == {
        key: pytest.approx(sorted(values)) for key, values in expected.items()
    }
    for values in expected.values():
        mean, wanted = opinions.mean_of(list(values)), stats.ttest_1samp(values, 0).confidence_interval(0.95)
        assert mean == pytest.approx((values.mean(), max(0, wanted.low), min(100, wanted.high)))
    shown = {row[:2]: row[2:] for row in site.report("experience").tables[1].rows}
    assert shown["all", "all"] == (len(people), *(round(part, 1) for part in opinions.mean_of(list(people.score))))


def test_what_is_no_answer_of_the_form_counts_nowhere(site: Site) -> None:
    say = Saying()
    said = [say.rated(who, "use", answer) for who in range(12) for answer in ("0", "5", "fine", "")]
    said += [say.rated(who, "", 4) for who in range(12)]
    site.keep(said + [say.rated(who, "use", 4) for who in range(6)])
    assert [tuple(one) for one in opinions.opinions(site.rows())] == [("patients", "use", 6, 6)]
    assert site.report("experience").n == 6


def test_nothing_is_told_of_four_and_no_mean_of_nine(site: Site, make_site: Any) -> None:
    say = Saying()
    site.keep(say.rated(who, "use", 4) for who in range(4))
    assert [table.rows for table in site.report("experience").tables] == [(), ()]
    nine = make_site("nine")
    nine.keep(say.rated(who, "use", 4) for who in range(9))
    opinion, scores = nine.report("experience").tables
    assert opinion.rows[0][2:5] == (9, 9, 100)
    assert scores.rows[0][:4] == ("all", "all", 9, Hidden("under", 10))


def test_who_disagrees_alone_is_not_set_apart(site: Site) -> None:
    say = Saying()
    site.keep(say.rated(who, "use", 1 if who < 2 else 4, role="gp" if who < 3 else "patient") for who in range(30))
    opinion, scores = site.report("experience").tables
    assert opinion.rows[0][2] == 30
    assert all(isinstance(cell, Hidden) for cell in opinion.rows[0][3:])
    assert all(isinstance(row[2], Hidden) for row in scores.rows if row[0] == "role")
