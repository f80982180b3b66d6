"""The words of the reports in French and English; findings take values whose kind stands after the colon."""

Pair = tuple[str, str]

TITLES: dict[str, Pair] = {
    "completion": ("Du premier écran à la fin", "From the first screen to the end"),
    "items": ("Les questions une par une", "The items one by one"),
    "decisions": ("Les choix dans le jeu", "The choices in the game"),
    "signs": ("Du signe d’alerte à l’appel", "From the warning sign to the call"),
}

READING: dict[str, Pair] = {
    "completion": (
        "Chaque ligne compte les personnes arrivées au moins jusque-là. L’intervalle à 95 % (Wilson) dit ce que le hasard "
        "d’un petit groupe permet. Les jours sont la médiane depuis l’étape d’avant.",
        "Each row counts the learners who came at least that far. The 95% interval (Wilson) tells what chance allows in a small cohort. "
        "Days are the median since the step before.",
    ),
    "items": (
        "Réussite : part de réponses justes au premier essai. Lien r : ceux qui réussissent cette question réussissent-ils aussi "
        "les autres du module ? Près de 0, la question ne distingue rien. r et les signaux demandent 30 personnes.",
        "Facility: share of right responses at the first attempt. Link r: do those who do well here also do well "
        "on the other items of the module? Near 0, the item tells nothing apart. r and the signals need 30 learners.",
    ),
    "decisions": (
        "Premier choix de chaque personne dans chaque situation. Sûr : l’option conseillée. Autre : sans danger, mais moins utile. "
        "Risqué : pourrait mettre en danger dans la vraie vie.",
        "First choice of each learner in each situation. Safe: the option advised. Other: no danger, but less helpful. "
        "Unsafe: could be dangerous in real life.",
    ),
    "signs": (
        "Premier épisode de chaque personne, en heures du jeu (Kaplan-Meier). Ce qui n’a pas été signalé reste compté "
        "jusqu’à la fin de la partie ou 72 heures : rien n’est écarté. "
        "Un point n’est montré que si 5 personnes au moins l’ont fait bouger.",
        "First episode of each learner, in game hours (Kaplan-Meier). What was not reported stays counted "
        "until the end of the play or 72 hours: nothing is left out. A point is shown only when at least 5 learners moved it.",
    ),
}

TABLES: dict[str, Pair] = {
    "stages": ("Étapes du module", "Steps of the module"),
    "items": ("Premier essai de chaque personne", "First attempt of each learner"),
    "situations": ("Premier choix, par situation", "First choice, by situation"),
    "options": ("Options choisies", "Options chosen"),
    "delays": ("Délais, par signe", "Delays, by sign"),
    "curve": ("Part qui a signalé, au fil des heures", "Share who reported, hour by hour"),
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
    "reported_share": ("Ont signalé (%)", "Reported (%)"),
}

CLOSED: dict[str, Pair] = {
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
    "very_hard": ("Réussie par moins de 20 %", "Right for under 20%"),
    "very_easy": ("Réussie par plus de 95 %", "Right for over 95%"),
    "weak_link": ("Peu de lien", "Weak link"),
    "unsafe_choice": ("Option risquée choisie par 10 % ou plus", "Unsafe option chosen by 10% or more"),
}

FINDINGS: dict[str, Pair] = {
    "too_few": ("Pas assez de données (moins de {below:count}).", "Not enough data (fewer than {below:count})."),
    "nothing_yet": ("Rien encore.", "Nothing yet."),
    "biggest_loss": (
        "La plus grande perte : {lost:count} personnes entre « {before:word} » et « {after:word} ».",
        "The biggest loss: {lost:count} learners between “{before:word}” and “{after:word}”.",
    ),
    "no_big_loss": ("Aucune étape ne perd {below:count} personnes ou plus.", "No step loses {below:count} learners or more."),
    "items_early": (
        "Trop tôt pour des signaux : il faut {need:count} personnes par question.",
        "Too early for signals: {need:count} learners an item are needed.",
    ),
    "items_calm": ("Aucune question ne demande à être regardée.", "No item asks to be looked at."),
    "items_watch": ("Questions à regarder : {count:count} sur {of:count}.", "Items to look at: {count:count} of {of:count}."),
    "decisions_unsafe": (
        "L’option risquée attire le plus dans « {situation:situation} » : {share:percent}.",
        "The unsafe option attracts most in “{situation:situation}”: {share:percent}.",
    ),
    "decisions_calm": ("Aucune option risquée n’est choisie par 5 personnes ou plus.", "No unsafe option is chosen by 5 learners or more."),
    "signs_median": (
        "{sign:sign} : la moitié a signalé en {median:hours} heures de jeu.",
        "{sign:sign}: half reported within {median:hours} game hours.",
    ),
    "signs_at_once": (
        "{sign:sign} : plus de la moitié a signalé dans le créneau même.",
        "{sign:sign}: more than half reported within the same slot.",
    ),
    "signs_under_half": (
        "{sign:sign} : moins de la moitié a signalé pendant le temps suivi.",
        "{sign:sign}: less than half reported in the time followed.",
    ),
}

STATS: dict[str, Pair] = {
    "completed": ("Ont terminé un module", "Completed a module"),
    "started": ("Ont commencé", "Started"),
    "facility": ("Réponses justes au premier essai", "Right responses at the first attempt"),
    "safe_first": ("Premiers choix sûrs", "Safe first choices"),
    "in_slot": ("Signalés dans le même créneau", "Reported within the same slot"),
    "in_day": ("Signalés en 24 heures", "Reported within 24 hours"),
}

PHRASES: dict[str, Pair] = {
    "few": ("moins de {below}", "fewer than {below}"),
    "protected": ("caché", "hidden"),
    "under": ("caché (moins de {below})", "hidden (fewer than {below})"),
    "dated": ("Données du {date} à {time} (temps universel)", "Data of {date} at {time} (universal time)"),
    "no_data": ("Aucune donnée encore", "No data yet"),
    "definition": ("Définition {code}, version {version}", "Definition {code}, version {version}"),
    "n": ("n = {n}", "n = {n}"),
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
