"""A case played: two questions, a text, a decision and its words; the seed draws the truth, the save is the commands."""

from dataclasses import replace
from functools import cache

import pytest
from content_day import DAY_OF_CONTENT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.game import case_reader
from courses.model.cases import CHOOSING, QUESTIONS, CaseBook
from courses.rules import rule_files
from courses.text.source_texts import Texts
from courses.triage import register
from game.core.cases.case_commands import Ask, ChooseOption, GoOn, LookUp, read_row
from game.core.cases.case_events import CaseClosed, CaseDecided, CaseEvent, CaseOpened, from_json, to_json
from game.core.cases.case_play import CasePlay
from game.core.errors import NotNow, SaveUnreadable, Unknown
from game.core.state.commands import Command
from tests.game.core.shipped_book import CONTENT, PLAY

FEVER = "gp-fever-evening"


@cache
def book() -> CaseBook:
    triage, _ = register.read(Texts(CONTENT))
    return case_reader.load(CONTENT, rule_files.load(CONTENT).preset(), now=DAY_OF_CONTENT, triage=triage)[0]


def start(case: str = FEVER, seed: int = 1) -> CasePlay:
    return CasePlay.start(book(), case=case, seed=seed, play=PLAY)


def of_truth(truth: str, case: str = FEVER) -> CasePlay:
    return next(play for seed in range(200) if (play := start(case, seed)).truth.key == truth)


def go_to(play: CasePlay, moment: str) -> CasePlay:
    while play.state.moment != moment:
        if play.state.moment in ("ask", "look"):
            play.do(GoOn())
        else:
            right = next(one.key for one in play.case.options_in(play.state.moment, play.truth.key) if one.key in play.truth.right)
            play.do(ChooseOption(right))
    return play


def any_command(play: CasePlay, number: int) -> Command:
    """One of the commands the view offers."""
    view = play.view()
    kinds = {"ask": Ask, "look": LookUp, "decide": ChooseOption, "say": ChooseOption}
    commands: list[Command] = [kinds[view.moment](option.key) for option in view.options]
    return [*commands, *([GoOn()] if view.can_go_on else [])][number % (len(commands) + view.can_go_on)]


def test_one_asks_two_questions_and_no_more() -> None:
    play = start()
    first, second, third = [option.key for option in play.view().options][:3]
    assert play.view().left == QUESTIONS == 2
    play.do(Ask(first))
    assert first not in [option.key for option in play.view().options]
    play.do(Ask(second))
    assert play.state.moment == "look"
    with pytest.raises(NotNow):
        play.do(Ask(third))
    assert len(play.view().exchanges) == 2


def test_answers_come_from_the_truth() -> None:
    answers = {}
    for truth in ("fever", "calm"):
        play = of_truth(truth)
        play.do(Ask("temperature"))
        answers[truth] = book().text("en", play.view().exchanges[0].answer.key)
    assert "38.4" in answers["fever"]
    assert "37.2" in answers["calm"]


def test_a_refusal_changes_nothing() -> None:
    play = start()
    before = play.save()
    for command, refusal in ((ChooseOption("team"), NotNow), (LookUp("card"), NotNow), (Ask("weather"), Unknown)):
        with pytest.raises(refusal):
            play.do(command)
    assert (play.save(), play.state.turn) == (before, 1)


def test_an_option_that_names_a_truth_is_offered_in_that_one_alone() -> None:
    case = book().cases[FEVER]
    options = tuple(replace(option, truths=("fever",)) if option.key == "say-now" else option for option in case.options)
    changed = replace(case, options=options)
    assert [option.key for option in changed.options_in("say", "fever")] == [option.key for option in case.options_in("say", "calm")]
    assert "say-now" not in {option.key for option in changed.options_in("say", "calm")}


def test_the_feedback_names_the_unsafe_choice_first_and_says_something_of_every_option() -> None:
    play = go_to(of_truth("fever"), "decide")
    play.do(ChooseOption("team"))
    play.do(ChooseOption("say-wait"))
    feedback = play.view().feedback
    assert feedback is not None
    first = feedback.first[0]
    assert (first.verdict, first.is_chosen) == ("unsafe", True)
    every = [one.label.key.rsplit(".", 2)[1] for one in (*feedback.first, *feedback.others)]
    assert sorted(every) == sorted(option.key for option in play.case.options)
    assert all(book().text(language, one.words.key) for one in (*feedback.first, *feedback.others) for language in ("fr", "en"))
    assert feedback.rows == ("fever-professional",)
    assert (play.is_right, play.is_unsafe) == (False, True)


def test_a_right_end_shows_the_questions_left_out() -> None:
    play = go_to(start(), "over")
    feedback = play.view().feedback
    assert feedback is not None
    assert (play.is_right, play.is_unsafe, len(feedback.left_out)) == (True, False, len(play.case.questions))


def test_what_is_told_holds_the_order_shown_and_what_was_asked() -> None:
    play = of_truth("calm")
    assert play.begin() == [CaseOpened(**play._common())]
    play.do(Ask("temperature"))
    play.do(GoOn())
    play.do(LookUp("card"))
    order = tuple(option.key for option in play.view().options)
    [decided] = play.do(ChooseOption("team"))
    assert isinstance(decided, CaseDecided)
    assert (decided.shown_order, decided.questions, decided.documents) == (order, ("temperature",), ("card",))
    assert (decided.is_right, decided.harm, decided.truth) == (False, "none", "calm")
    said, closed = play.do(ChooseOption("say-rule"))
    assert isinstance(said, CaseDecided)
    assert (said.moment, said.is_right) == ("say", True)
    assert isinstance(closed, CaseClosed)
    assert (closed.is_right, closed.harm) == (False, "none")


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(case=st.sampled_from(sorted(book().cases)), seed=st.integers(0, 2**31 - 1), numbers=st.lists(st.integers(0, 9), max_size=9))
def test_the_same_seed_and_commands_are_the_same_play(case: str, seed: int, numbers: list[int]) -> None:
    """Played, saved and opened again at every step, in another book object: state, view and events are the same."""
    one, events = start(case, seed), list[CaseEvent]()
    for number in numbers:
        if one.is_over:
            break
        command = any_command(one, number)
        again = CasePlay.resume(book(), one.save())
        assert (again.view(), again.truth) == (one.view(), one.truth)
        told = one.do(command)
        assert again.do(command) == told
        assert read_row(command.to_row()) == command
        events += told
    assert CasePlay.resume(book(), one.save()).view() == one.view()
    assert [from_json(to_json(event)) for event in events] == events


@pytest.mark.parametrize("case", sorted(book().cases))
def test_every_case_ends_in_each_of_its_truths_with_words_in_both_languages(case: str) -> None:
    texts = book().words
    for truth in book().cases[case].truths:
        play = of_truth(truth.key, case)
        go_to(play, "over")
        view = play.view()
        assert view.feedback is not None
        lines = [view.title, view.scene, view.feedback.last_word, view.decision]
        lines += [line for one in view.feedback.left_out for line in (one.question, one.answer)]
        assert all(line is not None and texts[language][line.key] for line in lines for language in ("fr", "en"))
        assert play.is_right


def test_over_many_seeds_every_truth_comes_about_as_often() -> None:
    for case in book().cases.values():
        counts = dict.fromkeys((truth.key for truth in case.truths), 0)
        for seed in range(300):
            counts[start(case.key, seed).truth.key] += 1
        assert min(counts.values()) >= 300 / len(counts) * 0.7, (case.key, counts)


def test_a_case_rewritten_since_is_not_opened() -> None:
    saved = go_to(start(), "decide").save()
    for damaged in ({**saved, "version": "000000000000"}, {**saved, "case": "gone"}, {**saved, "log": [["fly"]]}, {"case": FEVER}):
        with pytest.raises(SaveUnreadable):
            CasePlay.resume(book(), damaged)


def test_no_way_of_choosing_by_place_is_worth_more_than_chance_and_ten_points() -> None:
    """Always the first option shown, always the last: played, over every case and 40 seeds."""
    for place in (0, -1):
        for moment in CHOOSING:
            right, chance, number = 0, 0.0, 0
            for case in book().cases:
                for seed in range(40):
                    play = go_to(start(case, seed), moment)
                    options = play.view().options
                    right += play.truth.verdict(options[place].key) == "right"
                    chance, number = chance + 1 / len(options), number + 1
            assert right / number <= chance / number + 0.10, (place, moment)
