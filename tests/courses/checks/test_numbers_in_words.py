"""A number in words says the same as its figure in the other language, and no other figure: each word the comparison knows."""

import pytest

from courses.checks.translation.number_comparison import differing, figures

FRENCH = {
    2: "deux", 3: "trois", 4: "quatre", 5: "cinq", 6: "six", 7: "sept", 8: "huit", 10: "dix", 11: "onze", 12: "douze", 13: "treize",
    14: "quatorze", 15: "quinze", 16: "seize", 20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante", 100: "cent",
    1000: "mille",
}  # fmt: skip
ENGLISH = {
    2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine", 10: "ten", 11: "eleven", 12: "twelve",
    13: "thirteen", 14: "fourteen", 15: "fifteen", 16: "sixteen", 20: "twenty", 30: "thirty", 40: "forty", 50: "fifty", 60: "sixty",
    100: "hundred", 1000: "thousand",
}  # fmt: skip
MAY_BE_FRENCH = {
    0: "zéro aucun aucune minuit",
    1: "un une premier première premiers premières seul seule demi demie moitié semaine jour mois heure fois journée an année",
    2: "deuxième second seconde double doubler doublez demi demie moitié quinzaine couple paire chacun",
    3: "troisième triple tiers",
    4: "quatrième quart",
    5: "cinquième",
    7: "semaine huitaine",
    8: "huitaine",
    9: "neuf",
    10: "dizaine",
    12: "douzaine midi minuit an année",
    14: "quinzaine",
    15: "quart quinzaine",
    20: "vingtaine",
    24: "jour jours minuit nuit journée",
    30: "trentaine",
    50: "moitié",
    60: "heure",
    100: "centaine",
}
MAY_BE_ENGLISH = {
    0: "no none zero midnight",
    1: "one a an single once first half week day month hour year",
    2: "second both pair couple double doubles either neither half fortnight other each",
    3: "third triple",
    4: "fourth quarter",
    5: "fifth",
    7: "week",
    8: "week",
    12: "dozen noon midnight midday year",
    14: "fortnight",
    15: "quarter fortnight",
    24: "day days night clock midnight",
    50: "half",
    60: "hour",
    100: "percent",
}


def pairs(table: dict[int, str]) -> list[tuple[int, str]]:
    return [(number, word) for number, words in table.items() for word in words.split()]


@pytest.mark.parametrize(("number", "word"), FRENCH.items())
def test_a_french_number_in_words_asks_for_its_figure(number: int, word: str) -> None:
    assert differing(f"Voici {word} boîtes.", f"Here are {number} boxes.") is None
    assert differing(f"Voici {word} boîtes.", "Here are 77 boxes.") == ((str(number),), ("77",))


@pytest.mark.parametrize(("number", "word"), ENGLISH.items())
def test_an_english_number_in_words_asks_for_its_figure(number: int, word: str) -> None:
    assert differing(f"Voici {number} boîtes.", f"Here are {word} boxes.") is None
    assert differing("Voici 77 boîtes.", f"Here are {word} boxes.") == (("77",), (str(number),))


@pytest.mark.parametrize(("number", "word"), pairs(MAY_BE_FRENCH))
def test_a_french_word_excuses_the_figures_it_may_stand_for_and_no_other(number: int, word: str) -> None:
    assert differing(f"Voici : {word}.", f"Here: {number}.") is None
    assert differing(f"Voici : {word}.", "Here: 77.") == ((), ("77",))


@pytest.mark.parametrize(("number", "word"), pairs(MAY_BE_ENGLISH))
def test_an_english_word_excuses_the_figures_it_may_stand_for_and_no_other(number: int, word: str) -> None:
    assert differing(f"Voici : {number}.", f"Here: {word}.") is None
    assert (differing("Voici : 77.", f"Here: {word}.") or ((),))[0] == ("77",)


@pytest.mark.parametrize(
    ("french", "english"),
    [
        ("vingt-et-un lits", "21 beds"), ("vingt et une fois", "21 times"), ("trente-deux", "32"), ("quarante-neuf", "49"),
        ("cinquante-quatre", "54"), ("soixante-quinze", "75"), ("38 lits", "thirty-eight beds"), ("21", "twenty-one"), ("49", "forty nine"),
        ("vingt personnes", "20 people"), ("20 personnes", "twenty people"), ("56", "fifty-six"), ("62", "sixty-two"),
    ],
)  # fmt: skip
def test_tens_and_units_are_one_number(french: str, english: str) -> None:
    assert differing(french, english) is None


@pytest.mark.parametrize(
    ("french", "english"),
    [
        ("2 jours", "48 hours"), ("72 heures", "3 days"), ("2 semaines", "14 days"), ("21 jours", "3 weeks"), ("2 heures", "120 minutes"),
        ("90 minutes", "1.5 hours"), ("à 14 h 20", "at 2.20 pm"), ("à 0 h", "at 12 am"), ("à 12 h", "at 12 pm"), ("à 20 h", "at 8 o’clock"),
        ("38,0 °C", "38.0 °C"), ("38 °C", "38.0 °C"), ("1 200 lits", "1,200 beds"), ("appelez le 15", "call the emergency services"),
        ("une fois et demie, 1,5", "one and a half times"), ("tous les quinze jours", "every two weeks"),
        ("il y a huit jours", "a week ago"),
    ],
)  # fmt: skip
def test_usual_ways_to_say_a_number_in_the_other_language_say_the_same(french: str, english: str) -> None:
    assert differing(french, english) is None


@pytest.mark.parametrize(
    ("french", "english"),
    [("2 jours", "49 hours"), ("2 semaines", "15 days"), ("2 heures", "121 minutes"), ("à 14 h 20", "at 3.20 pm"), ("38,0 °C", "38.5 °C")],
)
def test_a_near_miss_is_none_of_them(french: str, english: str) -> None:
    assert differing(french, english) is not None


def test_figures_are_read_in_one_way() -> None:
    assert figures("38,0 et 38.50 et 1 200 et 007 et 0,5") == {"38", "38.5", "1200", "7", "0.5"}
    assert figures("[@x-2018] {{fever.1}} [p](module:a2) {#k3} https://x.example/4\n5. cinq") == set()


def test_twice_is_two_times() -> None:
    assert differing("Deux fois par jour.", "Twice a day.") is None
    assert differing("2 fois par jour.", "Twice a day.") is None
    assert differing("3 fois par jour.", "Twice a day.") == (("3",), ("2",))
