"""Decisions: first choices, change on the second play, and options that stay hidden in both tables."""

import json
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from saying import COHORT, MONDAY, Saying
from standing import Site

from analytics import results
from analytics.measures.play import decisions, play_progress
from analytics.shape import Hidden

CASES = Path(__file__).parents[2] / "golden" / "cases"


def test_options_are_counted_by_first_choice(site: Site) -> None:
    say = Saying()
    later = MONDAY + timedelta(days=9)
    said = [say.selected(who, "shivers", "call", safe=True) for who in range(3)]
    said += [
        say.selected(3, "shivers", "wait", safe=False, unsafe=True),
        say.selected(3, "shivers", "call", safe=True, play="p2", at=later),
    ]
    said += [say.selected(4, "shivers", "measure", safe=False)]
    site.keep(said)
    options = decisions.options(site.rows())
    assert [(option.option, option.kind, option.n) for option in options] == [
        ("call", "safe", 3),
        ("measure", "other", 1),
        ("wait", "unsafe", 1),
    ]


def test_the_second_play_tells_who_chose_otherwise(site: Site) -> None:
    say = Saying()
    later = MONDAY + timedelta(days=9)
    said = [say.selected(who, "shivers", "wait", safe=False, unsafe=True, seconds=10.0 + who) for who in range(3)]
    said += [say.selected(who, "shivers", "call" if who else "wait", safe=bool(who), play="p2", at=later) for who in range(2)]
    site.keep(said)
    (again,) = decisions.again(site.rows())
    assert (again.n, again.again, again.changed, again.seconds, again.timed) == (3, 2, 1, 11.0, 3)


def test_a_case_of_a_professional_moves_no_figure_of_the_weeks(site: Site) -> None:
    """The golden statement of a decision in a case, beside one of a week: reports of the game count the latter alone."""
    say = Saying()
    week = [say.selected(who, "shivers", "call", safe=True) for who in range(2)]
    site.keep(week)
    before = (decisions.options(site.rows()), decisions.again(site.rows()), play_progress.learners(site.rows()))
    golden = [json.loads(path.read_text("utf-8")) for path in sorted(CASES.glob("*.statement.json"))]
    for one in golden:
        one["context"]["extensions"]["https://hors-les-murs.example/xapi/ext/cohort"] = COHORT
    site.keep([{**one, "id": str(uuid4()), "actor": week[0]["actor"]} for one in golden])
    assert len(golden) == 4
    assert (decisions.options(site.rows()), decisions.again(site.rows()), play_progress.learners(site.rows())) == before


def test_a_double_decision_inside_one_play_is_not_a_second_play(site: Site) -> None:
    say = Saying()
    site.keep([say.selected(1, "shivers", "wait", safe=False), say.selected(1, "shivers", "call", safe=True)])
    (again,) = decisions.again(site.rows())
    assert (again.n, again.again) == (1, 0)


def test_the_report_shows_classes_and_options_of_a_large_group(site: Site) -> None:
    say = Saying()
    said = [say.selected(who, "shivers", "call", safe=True) for who in range(20)]
    said += [say.selected(who, "shivers", "rest", safe=False) for who in range(20, 27)]
    said += [say.selected(who, "shivers", "wait", safe=False, unsafe=True) for who in range(27, 33)]
    site.keep(said)
    result = site.report("decisions")
    assert result.tables[0].rows == (("shivers", 33, 20, 7, 6, 61, 44, 75, None, 0, None),)
    assert result.tables[1].rows == (
        ("shivers", "shivers/call", "safe", 20, 61),
        ("shivers", "shivers/rest", "other", 7, 21),
        ("shivers", "shivers/wait", "unsafe", 6, 18),
    )
    assert result.tables[0].figures[0].finding.values == {"situation": "shivers", "share": 100 * 6 / 33}


def test_a_small_option_hides_a_neighbour_and_its_class_lists_no_name(site: Site) -> None:
    say = Saying()
    said = [say.selected(who, "shivers", "call", safe=True) for who in range(20)]
    said += [say.selected(who, "shivers", "rest", safe=False) for who in range(20, 27)]
    said += [say.selected(who, "shivers", "wait", safe=False, unsafe=True) for who in range(27, 30)]
    site.keep(said)
    result = site.report("decisions")
    few, protected = Hidden("few", 5), Hidden("protected")
    assert result.tables[0].rows[0][1:5] == (30, 20, protected, few)
    assert {row[1]: row[3] for row in result.tables[1].rows} == {"shivers/call": 20}


def test_small_options_of_a_shown_class_are_told_together(site: Site) -> None:
    """The review's case in the demo: 27 learners, 15 safe, 12 other of which one option has 6, one 5 and one 1."""
    say = Saying()
    options = ["call"] * 15 + ["rest"] * 6 + ["wait"] * 5 + ["belt"]
    site.keep(say.selected(who, "loose-jeans", option, safe=option == "call") for who, option in enumerate(options))
    result = site.report("decisions")
    assert result.tables[0].rows[0][1:5] == (27, 15, 12, 0)
    assert {row[1]: row[3] for row in result.tables[1].rows} == {"loose-jeans/call": 15, "loose-jeans/rest": 6, "loose-jeans/*": 6}
    rows = results.show(result, "en").tables[1].rows
    assert rows[-1][1].text == "The others, together"
