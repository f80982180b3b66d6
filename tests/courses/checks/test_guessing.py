"""Nobody passes a set of items by a trick, triage is not always now, and for patients and caregivers calling is never wrong."""

from collections import Counter
from pathlib import Path

import pytest
from content_day import DAY_OF_CONTENT
from sample_folder import TODAY

from courses.checks import all_checks
from courses.checks.items import guessing, item_parts
from courses.items.syntax import parse
from courses.library import content_folder
from courses.text.source_texts import Texts

SHIPPED = Path(__file__).parents[3] / "content"
WRONG_CALL = ("- [ ] J’appelle demain le cabinet.", "  > Appeler était possible aussi.")
ITEMS, EN_ITEMS = "fr/garden/warm.items.md", "en/garden/warm.items.md"


def case(number, *options, pool="", words="single objective=K02 shuffle"):
    """One item of a set, its options as an author writes them."""
    return f"{pool}## case-{str(number).lower()} Cas {number} ? {{{words}}}\n" + "\n".join(options) + "\n@ leeds-unwell\n"


def told(*cases, language="fr", first="# form A\n\n"):
    file = parse("x.items.md", language, "x", first + "\n".join(cases))
    return file.items


def codes(items):
    sets = guessing.sets_of(items)
    problems = [problem for name, pool in sets.items() for problem in guessing._easy_to_guess(name, pool, "x")]
    problems += guessing._urgencies(sets, "x")
    problems += guessing._calls(items, "x")
    problems += guessing._blueprint(items, "x")
    return sorted({problem.code for problem in problems})


def guessed(items):
    return [str(guesser.name) for guesser in guessing.GUESSERS if guessing.score(items, guesser).is_high]


BALANCED = [
    case(1, "- [x] J’appelle l’équipe.", "- [ ] J’appelle demain le cabinet.", "- [ ] Je bois un verre d’eau bien fraîche."),
    case(2, "- [ ] J’appelle le voisin.", "- [x] Je note, et je mesure ce soir.", "- [ ] Je reste au lit toute la journée."),
    case(3, "- [ ] Je prends un thé.", "- [ ] J’appelle demain matin si besoin.", "- [x] J’appelle maintenant."),
    case(4, "- [x] Je note le chiffre.", "- [ ] J’appelle tout de suite le cabinet.", "- [ ] Je me couche et je dors."),
    case(5, "- [ ] J’attends.", "- [x] J’appelle le numéro de nuit tout de suite.", "- [ ] J’appelle mardi."),
]


def test_a_balanced_set_gives_nothing_to_guess():
    assert guessed(told(*BALANCED)) == []


@pytest.mark.parametrize(
    ("trick", "options"),
    [
        ("takes the option that speaks of a call", ("- [x] J’appelle.", "- [ ] Je me couche.", "- [ ] Je mange un peu.")),
        (
            "takes the option that calls, and not one that calls back",
            ("- [x] J’appelle.", "- [ ] Du repos, et il rappelle lundi.", "- [ ] De l’eau, et il rappelle."),
        ),
        ("takes the longest option", ("- [x] Je note tout cela sur une feuille.", "- [ ] Je mange.", "- [ ] Je dors.")),
        ("avoids the options that name a drug", ("- [x] Je note.", "- [ ] Un cachet ou deux.", "- [ ] Un sirop contre la toux.")),
    ],
)
def test_a_set_that_a_trick_answers_is_said_with_the_trick_and_its_figures(trick, options):
    items = told(*[case(number, *options) for number in range(5)])
    assert trick in guessed(items)
    problems = list(guessing._easy_to_guess("A", items, "x"))
    assert {problem.code for problem in problems} == {"142"}
    messages = [problem.message for problem in problems]
    assert any(trick in message and "100 % of 5 items; chance is 33 %" in message for message in messages)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        (
            "takes an option of middle length",
            ("- [x] Je note sur une feuille.", "- [ ] Je mange.", "- [ ] Je dors un peu plus tard, et demain aussi."),
        ),
        ("takes the shortest option", ("- [x] Je note.", "- [ ] Je mange un peu.", "- [ ] Je dors un peu plus tard, et demain aussi.")),
    ],
)
def test_middle_length_and_the_shortest_count_in_a_final_test_alone(name, options):
    for pool, is_told in (("final", True), ("practice", False)):
        items = told(*[case(number, *options) for number in range(5)], first=f"# {pool}\n\n")
        assert name in guessed(items)
        assert any(name in problem.message for problem in guessing._easy_to_guess(pool, items, "x")) is is_told


def test_two_options_of_a_length_leave_the_middle_to_chance():
    options = ("- [x] Je note.", "- [ ] Je bois.", "- [ ] Je dors un peu plus tard.")
    assert "takes an option of middle length" not in guessed(told(*[case(number, *options) for number in range(5)]))


def test_the_first_option_counts_only_where_the_author_s_order_is_shown():
    options = ("- [x] Je note.", "- [ ] Je mange un peu ce soir.", "- [ ] Je dors.")
    words = "single objective=K02"
    name = "takes the first option shown"
    assert name in guessed(told(*[case(number, *options, words=words) for number in range(5)]))
    assert name not in guessed(told(*[case(number, *options) for number in range(5)]))


def test_ten_points_above_chance_are_too_many_in_a_set_of_any_size():
    hit, miss = ("- [x] J’appelle.", "- [ ] Je dors."), ("- [ ] J’appelle.", "- [x] Je dors.")

    def high(hits, misses):
        items = told(*[case(number, *(hit if number < hits else miss)) for number in range(hits + misses)])
        return guessing.score(items, guessing.GUESSERS[0]).is_high

    assert high(3, 0)
    assert high(4, 2)
    assert not high(3, 3)
    assert not high(12, 8)
    assert high(13, 7)


def test_small_pools_are_looked_at_together():
    items = told(
        *[
            case(f"{form}{number}", "- [x] Oui.", "- [ ] Non.", pool=f"# form {form}\n\n" * (number == 0))
            for form in "ABC"
            for number in range(2)
        ],
        first="",
    )
    assert {name: len(pool) for name, pool in guessing.sets_of(items).items()} == {"A+B+C": 6}


def test_a_set_where_calling_now_is_always_best_is_said():
    now = [case(number, "- [x] J’appelle tout de suite.", *WRONG_CALL) for number in range(6)]
    later = [case(10 + number, "- [x] J’appelle aujourd’hui.", *WRONG_CALL) for number in range(2)]
    assert "143" in codes(told(*now))
    assert "143" in codes(told(*now, *later[:1]))
    assert "143" not in codes(told(*now, *later))


@pytest.mark.parametrize(
    ("language", "call", "phrase"),
    [
        ("fr", "J’appelle demain.", "Appeler était possible aussi, mais ce soir."),
        ("en", "I call tomorrow.", "Calling was fine too, but tonight."),
    ],
)
def test_an_option_that_calls_is_neither_unsafe_nor_without_its_words(language, call, phrase):
    def one(mark, feedback):
        return codes(
            told(case(1, f"- [{mark}] {call}", f"  > {feedback}", "- [x] 12.", words="single safety objective=K02"), language=language)
        )

    assert one(" ", phrase) == []
    assert one(" ", "Non.") == ["145"]
    assert one("!", phrase) == ["144"]


@pytest.mark.parametrize(("urgency", "expected"), [("today", []), ("next", []), ("now", ["144"])])
def test_a_call_that_puts_off_what_is_for_15_may_be_unsafe(urgency, expected):
    """“Appeler était possible aussi” over a call to the team tomorrow, for somebody who cannot breathe now, reassures falsely."""
    late = f"- [!] J’appelle l’équipe. {{urgency={urgency}}}"
    right = "- [x] J’appelle le {{number.samu}}. {urgency=emergency}"
    assert codes(told(case(1, late, "  > Le 15, maintenant.", right, words="single safety objective=K19 row=breath-rest"))) == expected


@pytest.mark.parametrize(("urgency", "expected"), [("today", []), ("next", []), ("now", ["144"])])
def test_a_call_that_puts_off_3114_may_be_unsafe(urgency, expected):
    """Thoughts of death at 2 a.m.: “Appeler était possible aussi” over a call to a sister tomorrow reassures falsely."""
    late = f"- [!] J’appelle ma sœur demain. {{urgency={urgency}}}"
    right = "- [x] J’appelle le {{number.distress}}. {urgency=now}"
    assert codes(told(case(1, late, "  > Le 3114, maintenant.", right, words="single safety objective=K12 row=despair"))) == expected


def test_waiting_for_somebody_s_call_is_no_call():
    assert codes(told(case(1, "- [!] J’attends leur appel.", "  > Non.", "- [x] 12.", words="single safety objective=K02"))) == []


def test_forms_that_ask_the_same_objective_in_another_kind_are_said():
    single, many = ("- [x] Je note tout.", "- [ ] Rien, je dors."), "multi objective=K02"
    pools = [case(form, *single, pool=f"# form {form}\n\n") for form in "ABC"]
    assert "146" not in codes(told(*pools, first=""))
    assert "146" in codes(told(*pools[:2], case("C", *single, pool="# form C\n\n", words=many), first=""))


def test_a_fault_in_a_file_is_found_by_the_whole_check_at_its_line(check, rewrite):
    line = rewrite(ITEMS, "- [ ] J’attends le matin.", "- [ ] J’appelle le matin.")
    assert ("145", ITEMS, line) in [(problem.code, problem.path, problem.line) for problem in check()]


def test_professionals_may_be_told_not_to_call(check, rewrite):
    path = "fr/counter/ask.items.md"
    rewrite(path, "- [ ] ", "- [ ] J’appelle : ")
    assert not [problem for problem in check() if problem.code in ("144", "145")]


def test_no_trick_works_on_a_shipped_set_and_each_has_cases_that_are_not_for_now():
    shipped = content_folder.load(SHIPPED, today=DAY_OF_CONTENT)
    problems = [problem for problem in all_checks.problems(shipped) if problem.code in ("142", "143", "144", "145", "146")]
    assert [str(problem) for problem in problems] == []


def test_the_sample_folder_has_none_of_them(check):
    assert TODAY
    assert check() == []


CARER, CARER_EN = "fr/caregivers/carer-red-signals.items.md", "en/caregivers/carer-red-signals.items.md"
FEVER, FEVER_EN = "fr/patient-essentials/fever.items.md", "en/patient-essentials/fever.items.md"
COUNTER = "fr/pharmacists/at-the-counter.items.md"
PLANTED = [
    (
        "144",
        CARER,
        "- [ ] J’appelle le {{number.samu}} tout de suite. {urgency=emergency}",
        "- [!] J’appelle le {{number.samu}} tout de suite. {urgency=emergency}",
    ),
    (
        "144",
        CARER_EN,
        "- [ ] I call {{number.samu}} straight away. {urgency=emergency}",
        "- [!] I call {{number.samu}} straight away. {urgency=emergency}",
    ),
    ("145", CARER, "  > Appeler était possible aussi", "  > Il ne fallait pas appeler"),
    ("145", CARER_EN, "  > Calling was fine too", "  > There was no need to call"),
    ("145", FEVER, "  > Appeler était possible aussi. Mais le dimanche", "  > Mauvais numéro. Le dimanche"),
    ("145", FEVER_EN, "  > Calling was fine too. But on a Sunday", "  > Wrong number. On a Sunday"),
]


def planted(path, old, new, count=1):
    """What the check says of one shipped module with this fault, and the line on which it stands."""
    text = (SHIPPED / path).read_text("utf-8")
    assert old in text
    changed = text.replace(old, new, count)
    read = content_folder.load(SHIPPED, today=DAY_OF_CONTENT, texts=Texts(SHIPPED, {path: changed}))
    key = Path(path).name.removesuffix(".items.md")
    sides = [read.sides[key, language] for language in ("fr", "en")]
    problems = [problem for check in (guessing.check, item_parts.check) for problem in check(read, sides, ())]
    return [problem for problem in problems if problem.path == path], changed.split("\n")


@pytest.mark.parametrize(("code", "path", "old", "new"), PLANTED, ids=[f"{number}-{fault[0]}" for number, fault in enumerate(PLANTED)])
def test_restraint_asked_of_a_patient_or_a_caregiver_is_found_at_its_line(code, path, old, new):
    found, lines = planted(path, old, new)
    assert any(problem.code == code and (new in lines[problem.line - 1] or new in lines[problem.line]) for problem in found)


def test_professionals_are_asked_for_restraint_in_the_shipped_items():
    """The same words are no fault there: a call that was not needed may be told so."""
    found, _ = planted(COUNTER, "  > Aucun signe grave ici", "  > Il ne fallait pas appeler. Aucun signe grave ici")
    assert [problem for problem in found if problem.code in ("144", "145")] == []


@pytest.mark.parametrize(
    ("code", "path", "old", "new", "said"),
    [
        ("127", COUNTER, "objective=K18 shuffle row=bruises}", "objective=K19 shuffle row=bruises}", "other objectives"),
        (
            "146",
            COUNTER,
            "{single safety case objective=K18 shuffle row=bruises}",
            "{multi safety case objective=K18 shuffle row=bruises}",
            "K18 as",
        ),
        ("127", FEVER_EN, "# form B", "# final", "form B has no item"),
    ],
)
def test_forms_of_the_shipped_items_that_ask_for_other_things_are_found(code, path, old, new, said):
    found, _ = planted(path, old, new)
    assert any(problem.code == code and said in problem.message for problem in found)


def test_the_shipped_forms_are_equal_by_objective_and_kind_in_each_language():
    read = content_folder.load(SHIPPED, today=DAY_OF_CONTENT)
    for files in read:
        assert files.items is not None
        forms = [Counter((one.objective, one.kind) for one in files.items.items if one.form == form) for form in "ABC"]
        assert forms[0] == forms[1] == forms[2], files.items.path
        assert sum(forms[0].values()) >= 4


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_set_whose_cases_all_became_urgent_is_found(language):
    path = f"{language}/caregivers/carer-red-signals.items.md"
    found, _ = planted(path, "{urgency=today}", "{urgency=now}", -1)
    assert any(problem.code == "143" for problem in found)


@pytest.mark.parametrize(("urgency", "is_now"), [("emergency", True), ("now", True), ("today", False), ("next", False)])
def test_what_an_author_typed_says_whether_a_case_is_for_now_and_words_alone_only_where_nobody_typed(urgency, is_now):
    words = "single objective=K14 row=fever"
    one = told(case(1, f"- [x] J’appelle tout de suite. {{urgency={urgency}}}", "- [ ] Non. {urgency=next}", words=words))[0]
    assert guessing.is_triage(one)
    assert guessing.is_now(one) is is_now
    bare = told(case(2, "- [x] J’appelle tout de suite.", "- [ ] Non.", words="single objective=K02 row=none"))[0]
    assert not guessing.is_triage(bare)
