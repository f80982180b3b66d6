"""The words that reports share, in French and English, with those of each report; values in findings have their kind after a colon."""

from analytics.catalogue import DEFINITIONS
from analytics.definition import Pair


def _of_reports(kind: str) -> dict[str, Pair]:
    """The words that the reports bring in their own folders."""
    return {key: pair for definition in DEFINITIONS for key, pair in getattr(definition, kind).items()}


TABLES: dict[str, Pair] = {
    "headlines": ("Chiffres d’ensemble", "Headlines"),
    "learners_by_day": ("Personnes comptées", "Learners counted"),
    **_of_reports("tables"),
}

COLUMNS: dict[str, Pair] = {
    "module": ("Module", "Module"),
    "stage": ("Étape", "Step"),
    "n": ("n", "n"),
    "share": ("Part (%)", "Share (%)"),
    "low": ("IC 95 %, bas", "95% CI, low"),
    "high": ("IC 95 %, haut", "95% CI, high"),
    "step": ("De l’étape d’avant (%)", "Of the step before (%)"),
    "days": ("Jours (médiane)", "Days (median)"),
    "item": ("Question", "Item"),
    "phase": ("Moment", "Phase"),
    "facility": ("Réussite (%)", "Facility (%)"),
    "r": ("Lien r", "Link r"),
    "unsafe": ("Risqué (%)", "Unsafe (%)"),
    "unsafe_sure": ("Risqué et sûr de soi (%)", "Unsafe and sure (%)"),
    "seconds": ("Secondes (médiane)", "Seconds (median)"),
    "watch": ("À regarder", "To look at"),
    "situation": ("Situation", "Situation"),
    "option": ("Option", "Option"),
    "class": ("Sorte", "Kind"),
    "safe_n": ("Sûr", "Safe"),
    "other_n": ("Autre", "Other"),
    "unsafe_n": ("Risqué", "Unsafe"),
    "safe_share": ("Sûr (%)", "Safe (%)"),
    "changed": ("Autre choix au passage suivant (%)", "Other choice next time (%)"),
    "sign": ("Signe", "Sign"),
    "flag": ("Alerte", "Alert"),
    "reported": ("Ont signalé", "Reported"),
    "median": ("Heures (médiane)", "Hours (median)"),
    "same_slot": ("Dans le même créneau (%)", "Within the same slot (%)"),
    "same_day": ("En 24 heures (%)", "Within 24 hours (%)"),
    "hour": ("Heures de jeu", "Game hours"),
    "at_risk": ("Encore suivis", "Still followed"),
    "covered": ("Jours couverts (%)", "Days covered (%)"),
    "covered_low": ("IC 95 %, bas", "95% CI, low"),
    "covered_high": ("IC 95 %, haut", "95% CI, high"),
    "regular": ("Réguliers (%)", "Regular (%)"),
    "possession": ("Prises / prises dues (%)", "Doses / doses due (%)"),
    "response": ("Option", "Option"),
    "right": ("Sorte", "Kind"),
    "low_third": ("Tiers faible (%)", "Weak third (%)"),
    "middle_third": ("Tiers moyen (%)", "Middle third (%)"),
    "high_third": ("Tiers fort (%)", "Strong third (%)"),
    "campaign": ("Campagne", "Campaign"),
    "week_number": ("Semaine", "Week"),
    "completed": ("Ont terminé", "Completed"),
    "again": ("Rejouée", "Played again"),
    "objective": ("Objectif", "Objective"),
    "mastered_n": ("Acquis", "Mastered"),
    "likely_n": ("En bonne voie", "On the way"),
    "early_n": ("Au début", "At the beginning"),
    "mastered_share": ("Acquis (%)", "Mastered (%)"),
    "answers": ("Réponses (moyenne)", "Responses (mean)"),
    "items_n": ("Questions", "Items"),
    "alpha": ("Alpha", "Alpha"),
    "alpha_low": ("IC 95 %, bas", "95% CI, low"),
    "alpha_high": ("IC 95 %, haut", "95% CI, high"),
    "mean": ("Score moyen (%)", "Mean score (%)"),
    "sd": ("Écart-type (points)", "Standard deviation (points)"),
    "sem": ("Erreur de mesure (points)", "Error of measurement (points)"),
    "band": ("Score", "Score"),
    "dimension": ("Selon", "By"),
    "reference": ("Comparé à", "Compared with"),
    "value": ("Valeur", "Value"),
    "week": ("Semaine du", "Week of"),
    "weeks_since": ("Semaines depuis la première", "Weeks since the first"),
    "role": ("Rôle", "Role"),
    "day": ("Jour", "Day"),
    "statements": ("Traces", "Statements"),
    "lag_median": ("Délai médian (s)", "Median delay (s)"),
    "lag_p95": ("Délai, 95 % sous (s)", "Delay, 95% under (s)"),
    "odd": ("Mots ou valeurs inconnus", "Unknown words or values"),
    "wrong_clock": ("Dates impossibles", "Impossible dates"),
    "days_n": ("n (jours)", "n (days)"),
    "model": ("Modèle", "Model"),
    "reported_share": ("Ont signalé (%)", "Reported (%)"),
    "headline": ("Chiffre", "Figure"),
    "cohort": ("Cohorte", "Cohort"),
    "difference": ("Écart avec la première", "Difference from the first"),
    "difference_low": ("Écart, IC 95 %, bas", "Difference, 95% CI, low"),
    "difference_high": ("Écart, IC 95 %, haut", "Difference, 95% CI, high"),
    "up_to": ("Jusqu’au", "Up to"),
    **_of_reports("columns"),
}

CLOSED_LISTS: dict[str, Pair] = {
    "registered": ("Inscrits", "Registered"),
    "initialized": ("Ont commencé", "Started"),
    "half": ("À la moitié", "Half way"),
    "completed": ("Ont terminé", "Completed"),
    "passed": ("Ont réussi", "Passed"),
    "earned": ("Attestation", "Credential"),
    "practice": ("Entraînement", "Practice"),
    "pre": ("Avant", "Before"),
    "post": ("Après", "After"),
    "safe": ("Sûr", "Safe"),
    "other": ("Autre", "Other"),
    "unsafe": ("Risqué", "Unsafe"),
    "vital": ("Urgence vitale", "Emergency"),
    "red": ("Rouge", "Red"),
    "amber": ("Orange", "Amber"),
    "right": ("Juste", "Right"),
    "distractor": ("Autre", "Other"),
    "mastered": ("Acquis", "Mastered"),
    "likely": ("En bonne voie", "On the way"),
    "early": ("Au début", "At the beginning"),
    "fitted": ("Ajusté", "Fitted"),
    "start": ("Valeurs de départ", "Starting values"),
    "pooled": ("Plusieurs", "Several"),
    "band_0": ("0 à 19 %", "0 to 19%"),
    "band_1": ("20 à 39 %", "20 to 39%"),
    "band_2": ("40 à 59 %", "40 to 59%"),
    "band_3": ("60 à 79 %", "60 to 79%"),
    "band_4": ("80 à 100 %", "80 to 100%"),
    "edition": ("Édition", "Edition"),
    "language": ("Langue", "Language"),
    "text": ("Texte", "Text"),
    "help": ("Aide", "Help"),
    "role": ("Rôle", "Role"),
    "pages": ("Pages", "Pages"),
    "window": ("Fenêtre", "Window"),
    "browser": ("Jeu dans le navigateur", "Game in a browser"),
    "offline": ("Hors connexion", "Offline"),
    "fr": ("Français", "French"),
    "en": ("Anglais", "English"),
    "simple": ("Version simple", "Simple text"),
    "full": ("Version complète", "Full text"),
    "assisted": ("Avec quelqu’un", "With somebody"),
    "alone": ("Sans aide", "Without help"),
    "patient": ("Patients", "Patients"),
    "caregiver": ("Proches", "Caregivers"),
    "gp": ("Médecins traitants", "GPs"),
    "pharmacist": ("Pharmaciens", "Pharmacists"),
    "nurse": ("Infirmiers, infirmières", "Nurses"),
    "educator": ("Formateurs", "Educators"),
    "clinician": ("Cliniciens", "Clinicians"),
    "training_manager": ("Responsables de formation", "Training managers"),
    "data_protection_officer": ("Délégués à la protection des données", "Data protection officers"),
    "admin": ("Administrateurs", "Administrators"),
    "unknown": ("Non précisé", "Not said"),
    "others_together": ("Les autres, ensemble", "The others, together"),
    "very_hard": ("Réussie par moins de 20 %", "Right for under 20%"),
    "very_easy": ("Réussie par plus de 95 %", "Right for over 95%"),
    "weak_link": ("Peu de lien", "Weak link"),
    "unsafe_choice": ("Option risquée choisie par 10 % ou plus", "Unsafe option chosen by 10% or more"),
    **_of_reports("values"),
}

FINDINGS: dict[str, Pair] = {
    "too_few": ("Pas assez de données (moins de {below:count}).", "Not enough data (fewer than {below:count})."),
    "part_hidden": (
        "Une partie est cachée : elle désignerait un petit nombre de personnes.",
        "A part is hidden: it would set a small number of learners apart.",
    ),
    "nothing_yet": ("Rien encore.", "Nothing yet."),
    "items_early": (
        "Trop tôt pour des signaux : il faut {need:count} personnes par question.",
        "Too early for signals: {need:count} learners an item are needed.",
    ),
    "apart": (
        "Écarts dont l’intervalle ne contient pas 0\u00a0: {apart:count} sur {lines:count}. Sur beaucoup de lignes, une sur vingt "
        "le fait par hasard.",
        "Differences whose interval leaves out 0: {apart:count} of {lines:count}. Of many lines, one in twenty does so by chance.",
    ),
    "side_by_side": ("Aucun écart ne peut être dit avec son intervalle.", "No difference can be told with its interval."),
    "over_time": (
        "Lignes dont le chiffre est montré à deux dates ou plus\u00a0: {lines:count}.",
        "Lines whose figure is shown on two dates or more: {lines:count}.",
    ),
    "over_time_early": (
        "Trop tôt\u00a0: aucun chiffre n’est encore montré à deux dates.",
        "Too early: no figure is shown on two dates yet.",
    ),
    "days_all": ("Dates montrées\u00a0: {days:count}.", "Dates shown: {days:count}."),
    "days_few": (
        "Périodes de trop peu de personnes (moins de {below:count})\u00a0: {days:count}. Rien n’en est montré.",
        "Periods of too few learners (fewer than {below:count}): {days:count}. Nothing of them is shown.",
    ),
    **_of_reports("findings"),
}

STATS: dict[str, Pair] = {
    "completed": ("Modules terminés", "Modules completed"),
    **_of_reports("stats"),
}

PHRASES: dict[str, Pair] = {
    "few": ("moins de {below}", "fewer than {below}"),
    "protected": ("caché", "hidden"),
    "under": ("caché (moins de {below})", "hidden (fewer than {below})"),
    "dated": ("Données du {date} à {time} (temps universel)", "Data of {date} at {time} (universal time)"),
    "dated_day": ("Données du {date}", "Data of {date}"),
    "pooled": ("Les autres, ensemble", "The others, together"),
    "reading": ("Comment lire ce rapport", "How to read this report"),
    "no_data": ("Aucune donnée encore", "No data yet"),
    "definition": ("Définition {code}, version {version}", "Definition {code}, version {version}"),
    "n": ("n\u00a0=\u00a0{n}", "n\u00a0=\u00a0{n}"),
    "of": ("{part} sur {whole}", "{part} of {whole}"),
    "interval": ("{low} à {high}", "{low} to {high}"),
    "simulated": (
        "Apprenants simulés : ces chiffres montrent l’outil, pas des personnes. Ils ne sont jamais mêlés à des apprenants réels.",
        "Simulated learners: these figures show the tool, not people. They are never mixed with real learners.",
    ),
    "threshold": (
        "Sous {below} personnes, rien n’est montré.",
        "Under {below} learners, nothing is shown.",
    ),
    "compared": ("{title}\u00a0: cohortes côte à côte", "{title}: cohorts side by side"),
    "over_time": ("{title}\u00a0: au fil du temps", "{title}: over time"),
    "compared_reading": (
        "Les chiffres de chaque cohorte sont ceux de sa propre page. L’écart est celui avec la première cohorte, en points ou dans "
        "l’unité du chiffre, fait des chiffres arrondis et de leurs intervalles (Newcombe\u00a0; Zou et Donner)\u00a0: il décrit, "
        "sans dire pourquoi. Les cohortes n’ont pas été tirées au sort\u00a0; qui est inscrit dans deux cohortes compte dans les deux.",
        "The figures of each cohort are those of its own page. The difference is from the first cohort, in points or in the unit of "
        "the figure, made of the rounded figures and their intervals (Newcombe; Zou and Donner): it describes, it does not say why. "
        "The cohorts were not drawn by lot; a person who is in two cohorts counts in both.",
    ),
    "compared_next": (
        "Avant d’agir, demandez-vous en quoi les deux groupes différaient dès le départ.",
        "Before you act, ask in what the two groups differed from the start.",
    ),
    "over_time_reading": (
        "À chaque date, le chiffre compte tout depuis le début de la cohorte, tel que la page le montrait ce jour-là. Une semaine où "
        "rien n’a été refait n’a pas de ligne\u00a0; une définition plus ancienne n’est pas montrée. Les personnes sont en partie les "
        "mêmes d’une date à l’autre\u00a0: les intervalles de deux dates ne se comparent pas.",
        "On each date the figure counts everything since the cohort began, as the page showed it on that day. A week in which nothing "
        "was made anew has no line; an older definition is not shown. The people are partly the same from date to date: the intervals "
        "of two dates do not compare.",
    ),
    "over_time_next": (
        "Regardez si le chiffre bouge après ce que vous avez changé, sans en faire une preuve.",
        "See whether the figure moves after what you changed, without taking it for proof.",
    ),
    "same_in_table": ("Les mêmes chiffres sont dans le tableau.", "The same figures are in the table."),
    "colon": (" : ", ": "),
}

MONTHS: tuple[tuple[str, ...], tuple[str, ...]] = (
    ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"),
)


def say(words: dict[str, Pair], key: str, language: str) -> str:
    """The words of a key in `fr` or `en`; the key itself when there are none (a name from content)."""
    pair = words.get(key)
    return key if pair is None else pair[0 if language == "fr" else 1]
