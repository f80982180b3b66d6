"""What learners say of a course, against a count by hand and scipy."""

import random
from typing import Any

import pytest
from saying import Saying
from scipy import stats
from standing import Site

from analytics.measures import opinions
from analytics.shape import Hidden

QUESTIONS = ("clear", "daily", "use")


def replies(seed: int, learners: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
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
    return said, noted


def test_each_share_and_score_is_that_of_a_count_by_hand_and_scipy(site: Site) -> None:
    said, noted = replies(3, 90)
    site.keep(said)
    rows = site.rows()
    latest = {(one["who"], one["question"]): one["answer"] for one in noted}
    for one in opinions.opinions(rows):
        answers = [answer for (_, question), answer in latest.items() if question == one.question]
        assert (one.course, one.n, one.agreed) == ("patients", len(answers), sum(answer >= 3 for answer in answers))
    expected: dict[tuple[str, str], list[float]] = {}
    for who in {one["who"] for one in noted}:
        answers = [answer for (other, _), answer in latest.items() if other == who]
        person = next(one for one in noted if one["who"] == who)
        for key in (("all", "all"), *((name, person[name]) for name in opinions.DIMENSIONS)):
            expected.setdefault(key, []).append(100 * sum(answer - 1 for answer in answers) / (3 * len(answers)))
    measured = {(one.dimension, one.value): sorted(one.scores) for one in opinions.groups(rows)}
    assert measured == {key: pytest.approx(sorted(values)) for key, values in expected.items()}
    for values in expected.values():
        wanted = stats.ttest_1samp(values, 0).confidence_interval(0.95)
        assert opinions.mean_of(values) == pytest.approx((sum(values) / len(values), max(0, wanted.low), min(100, wanted.high)))
    shown = {row[:2]: row[2:] for row in site.report("experience").tables[1].rows}
    mean = opinions.mean_of(expected["all", "all"])
    assert shown["all", "all"] == (len(expected["all", "all"]), *(round(part or 0.0, 1) for part in mean))


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


def test_no_sentence_is_said_to_have_fewest_where_a_share_is_hidden(site: Site) -> None:
    say = Saying()
    said = [say.rated(who, "clear", 4) for who in range(30)]
    said += [say.rated(who, "use", 1 if who < 2 else 4) for who in range(30)]
    site.keep(said)
    table = site.report("experience").tables[0]
    assert [row[1] for row in table.rows if isinstance(row[4], Hidden)] == ["use"]
    assert {figure.finding.key for figure in table.figures} == {"agreed_part"}
