"""What a trial's data held that no outcome could be made of: counted, each with a line, so that nothing is lost without a word."""

from collections.abc import Mapping

WORDS: Mapping[str, tuple[str, str]] = {
    "before_place": ("Actes faits avant le tirage au sort, donc non comptés", "Acts done before randomisation, so not counted"),
    "after_days": ("Actes faits après les jours prévus", "Acts done after the days of the protocol"),
    "after_close": ("Actes reçus après la clôture des données", "Acts that arrived after the data were closed"),
    "wrong_clock": ("Actes datés par une horloge qui ne peut être juste", "Acts dated by a clock that cannot be right"),
    "odd_value": ("Actes dont une valeur manque ou est impossible", "Acts with a value that is missing or impossible"),
    "other_people": (
        "Actes qui ne disent pas être de personnes de cet essai (réelles ou simulées)",
        "Acts that do not say to be of people of this trial (real or simulated)",
    ),
    "other_source": ("Tests qui ne viennent pas des pages du site", "Tests that do not come from the site’s pages"),
    "outside_days": ("Questionnaires remis hors de leurs jours", "Questionnaires handed in outside their days"),
    "unknown_answer": (
        "Réponses qui ne sont plus parmi celles du questionnaire",
        "Answers that are no longer among those of the questionnaire",
    ),
    "unknown_harm": ("Effets signalés qui ne sont plus au protocole", "Harms reported that are no longer in the protocol"),
}
"""Kind of fault -> its words in French and English, in the order in which lines are printed."""


def lines(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """The kinds that were met and how often, in the order of WORDS. Raises ValueError for a kind that has no words here."""
    order = list(WORDS)
    return [(key, counts[key]) for key in sorted((key for key in counts if counts[key]), key=order.index)]


def words(key: str, language: str) -> str:
    """What a line says. A kind that a later version wrote stands as it is."""
    return WORDS.get(key, (key, key))[0 if language == "fr" else 1]
