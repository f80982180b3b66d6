"""Before a decision: two questions, the alert card beside it, and nothing decided by either."""

from collections.abc import Callable

import pytest

from courses.model.game import MOST_ASKED, Situation
from game.core.errors import NotNow, Unknown
from game.core.patient.signs import RANK
from game.core.state.commands import Ask, Decide, LayCard
from game.core.state.events import DecisionMade
from game.core.week import Week
from game.statements import statement
from tests.game.core.shipped_book import load

SITUATIONS = tuple(load()[0].situations.values())
AT_HOME = [one for one in SITUATIONS if not one.hospital]


def alone(key: str, difficulty: int = 1) -> Week:
    return Week.alone(*load(), situation=key, seed=3, play="p", difficulty=difficulty)


def test_every_situation_may_be_asked_about_and_those_at_home_have_a_card() -> None:
    assert [one.key for one in SITUATIONS if len(one.questions) < MOST_ASKED] == []
    assert [one.key for one in AT_HOME if len(one.card) < 4] == []
    assert len(AT_HOME) == 62


def test_no_situation_has_fewer_than_three_choices() -> None:
    assert [one.key for one in SITUATIONS if len(one.choices) < 3] == []


@pytest.mark.parametrize("situation", [one for one in SITUATIONS if one.alert], ids=lambda one: one.key)
def test_the_card_beside_a_sign_has_its_line_at_its_urgency_and_others_that_differ(situation: Situation) -> None:
    book = load()[0]
    sign = next(one for one in book.numbers.alerts if one.key == situation.alert)
    for regimen in situation.regimens or book.numbers.regimens:
        lines = [one for one in book.numbers.alerts if one.key in situation.card and regimen in (one.regimens or (regimen,))]
        of_sign = [one for one in lines if one.symptom == sign.symptom]
        assert max((RANK[one.flag] for one in of_sign), default=-1) >= RANK[sign.flag], (situation.key, regimen)
        assert len(lines) >= 3, (situation.key, regimen)
        assert len({one.symptom for one in lines}) >= 3, (situation.key, regimen)


def test_every_card_line_has_the_words_of_the_sheet() -> None:
    book = load()[0]
    for language in ("fr", "en"):
        assert [(one.key, key) for one in SITUATIONS for key in one.card if not book.has_text(language, f"alert.{key}.sheet")] == []


def test_two_questions_may_be_asked_and_no_third_nor_the_same_twice() -> None:
    week = alone("train-calf")
    first, second, third = (one.key for one in week.run.book.situations["train-calf"].questions)
    week.do(Ask(first))
    with pytest.raises(NotNow):
        week.do(Ask(first))
    view = week.view().situation
    assert view is not None
    assert [one.key for one in view.questions] == [second, third]
    assert len(view.answers) == 1
    week.do(Ask(second))
    with pytest.raises(NotNow):
        week.do(Ask(third))
    view = week.view().situation
    assert view is not None
    assert view.questions == ()
    assert view.ask is None
    assert len(view.answers) == MOST_ASKED


def test_an_unknown_question_and_a_question_of_nothing_are_refused() -> None:
    week = alone("train-calf")
    with pytest.raises(Unknown):
        week.do(Ask("nobody"))
    week.do(Decide("call-now"))
    with pytest.raises(NotNow):
        week.do(Ask("other"))
    with pytest.raises(NotNow):
        week.do(LayCard())


def test_a_question_that_the_thermometer_answers_is_a_real_reading() -> None:
    week = alone("headache-first")
    week.do(Ask("number"))
    assert week.view().reading is not None
    assert len(week.state.readings) == 1


def test_the_card_stays_beside_until_the_decision_and_is_ranked_as_the_sheet() -> None:
    week = alone("train-calf")
    week.do(LayCard())
    week.do(Ask("touch"))
    view = week.view().situation
    assert view is not None
    assert not view.can_lay_card
    assert [part.flag for part in view.card] == sorted((part.flag for part in view.card), key=lambda flag: -RANK[flag])
    assert "alert.calf.sheet" in [line.key for part in view.card for line in part.lines]


def test_lines_of_another_treatment_are_left_out() -> None:
    """`told-to-wait` names a line of capecitabine, which azur is not."""
    week = Week.start(*load(), campaign="azur", week=1, seed=1, play="p")
    week.begin()
    week.state.open_situation, week.state.is_card_beside = "told-to-wait", True
    view = week.view().situation
    assert view is not None
    assert "alert.diarrhoea-capecitabine.sheet" not in [line.key for part in view.card for line in part.lines]


def test_what_was_found_out_is_told_with_the_decision_and_not_to_the_next() -> None:
    week = alone("train-calf")
    for command in (Ask("touch"), LayCard()):
        assert week.do(command) == []
    event = next(one for one in week.do(Decide("wait")) if isinstance(one, DecisionMade))
    assert (event.questions, event.documents) == (("touch",), ("card",))
    told = statement(event, id="6f1c", timestamp="2026-11-29T10:00:00Z", actor={}, registration="r", platform="pages", language="fr")
    extensions = {key.rsplit("/", 1)[-1]: value for key, value in told["context"]["extensions"].items()}
    assert (extensions["asked"], extensions["looked_up"]) == (["touch"], ["card"])
    assert (week.state.questions, week.state.is_card_beside) == ([], False)


def test_finding_out_changes_nothing_but_what_is_known(make_week: Callable[..., Week]) -> None:
    """Without a thermometer among the answers, the same decision leaves the same body."""
    plain, curious = alone("grandson-cold"), alone("grandson-cold")
    for command in (Ask("nose"), Ask("heart"), LayCard()):
        curious.do(command)
    for week in (plain, curious):
        week.do(Decide("video"))
    skip = ("turn", "log", "origin")
    assert {key: value for key, value in plain.save().items() if key not in skip} == {
        key: value for key, value in curious.save().items() if key not in skip
    }


def test_she_says_it_plainly_at_difficulty_one_alone() -> None:
    for difficulty, manner in ((1, "text"), (2, "vague"), (3, "vague")):
        view = alone("train-calf", difficulty).view().situation
        assert view is not None
        assert view.text.key == f"situation.train-calf.{manner}"


def test_most_scenes_hide_something_and_what_is_hidden_is_shorter() -> None:
    book = load()[0]
    for language in ("fr", "en"):
        hidden = [one.key for one in AT_HOME if book.has_text(language, f"situation.{one.key}.vague")]
        assert len(hidden) >= 48
        lengths = [[len(book.text(language, f"situation.{key}.{kind}")) for key in hidden] for kind in ("vague", "text")]
        assert sum(lengths[0]) < 0.85 * sum(lengths[1])


def test_answers_are_short_and_tell_nobody_what_to_do() -> None:
    book = load()[0]
    for language, words in (("fr", ("appelez", "il faut appeler")), ("en", ("you should", "call now"))):
        for one in SITUATIONS:
            for question in one.questions:
                base = f"situation.{one.key}.question.{question.key}"
                answer = book.text(language, f"{base}.answer")
                assert len(answer.split()) <= 18, base
                assert len(book.text(language, f"{base}.label").split()) <= 9, base
                assert not any(word in answer.lower() for word in words), base


def test_a_save_from_before_the_questions_opens_in_the_middle_of_a_situation() -> None:
    week = alone("train-calf")
    saved = {key: value for key, value in week.save().items() if key not in ("questions", "is_card_beside")}
    again = Week.resume(*load(), saved)
    view = again.view().situation
    assert view is not None
    assert len(view.questions) == 3
    again.do(Decide("call-now"))
