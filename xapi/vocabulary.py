"""Every IRI the product writes, as rows: verbs, activity types, extensions, and the paths of content activities."""

from typing import NamedTuple

BASE = "https://hors-les-murs.example/xapi/"
CONTENT = "https://hors-les-murs.example/content/"
PROFILE = "https://hors-les-murs.example/xapi/profile"

_ADL = "http://adlnet.gov/expapi/verbs/"
_ADB = "https://w3id.org/xapi/adb/verbs/"
_OURS = f"{BASE}verbs/"
_ADL_TYPES = "http://adlnet.gov/expapi/activities/"
_GAMES = "https://w3id.org/xapi/seriousgames/"
_CMI5 = "https://w3id.org/xapi/cmi5/"


class Verb(NamedTuple):
    """One verb. display: its words per language; is_ours: defined by the project's profile, else taken from a public one."""

    iri: str
    display: dict[str, str]
    meaning: str
    is_ours: bool


class Term(NamedTuple):
    """One activity type or extension. meaning: one English sentence; meaning_fr: the same in French."""

    iri: str
    meaning: str
    meaning_fr: str
    is_ours: bool


def _verb(iri: str, fr: str, en: str, meaning: str) -> Verb:
    return Verb(iri, {"fr": fr, "en": en}, meaning, iri.startswith(BASE))


VERBS: dict[str, Verb] = {
    "registered": _verb(f"{_ADL}registered", "s’est inscrit à", "registered", "The learner joined a course or a play."),
    "initialized": _verb(f"{_ADL}initialized", "a commencé", "initialized", "The learner opened a module or a week."),
    "progressed": _verb(f"{_ADL}progressed", "a avancé dans", "progressed", "The learner went further in a module or a week."),
    "completed": _verb(f"{_ADL}completed", "a terminé", "completed", "The learner reached the end of a module or a week."),
    "passed": _verb(f"{_ADL}passed", "a validé", "passed", "The learner reached the mark asked for."),
    "failed": _verb(f"{_ADL}failed", "n’a pas encore validé", "failed", "The learner has not reached the mark asked for yet."),
    "terminated": _verb(f"{_ADL}terminated", "a quitté", "terminated", "The learner left a module or a week."),
    "answered": _verb(f"{_ADL}answered", "a répondu à", "answered", "The learner answered an item."),
    "experienced": _verb(f"{_ADL}experienced", "a consulté", "experienced", "The learner read a page."),
    "interacted": _verb(f"{_ADL}interacted", "a utilisé", "interacted", "The learner used something on screen."),
    "voided": _verb(f"{_ADL}voided", "a annulé", "voided", "An earlier statement no longer holds."),
    "launched": _verb(f"{_ADL}launched", "a lancé", "launched", "The LMS opened a content for the learner."),
    "abandoned": _verb(
        "https://w3id.org/xapi/adl/verbs/abandoned", "a interrompu", "abandoned", "A launched content was left without an end."
    ),
    "waived": _verb("https://w3id.org/xapi/adl/verbs/waived", "a été dispensé de", "waived", "An educator spared the learner a module."),
    "satisfied": _verb(
        "https://w3id.org/xapi/adl/verbs/satisfied", "a satisfait", "satisfied", "All that a course or block asks was done."
    ),
    "selected": _verb(f"{_ADB}selected", "a choisi", "selected", "The learner chose an option in a situation."),
    "accessed": _verb(f"{_GAMES}verbs/accessed", "est entré dans", "accessed", "The learner entered a scene or a menu."),
    "unlocked": _verb(f"{_GAMES}verbs/unlocked", "a débloqué", "unlocked", "The learner opened a part of the game."),
    "used": _verb(f"{_GAMES}verbs/used", "s’est servi de", "used", "The learner used an object of the game."),
    "presented": _verb(f"{_OURS}presented", "a vu apparaître", "presented", "A warning sign opened an episode in the game."),
    "reported": _verb(f"{_OURS}reported", "a signalé", "reported", "The learner reported a warning sign to the care team."),
    "ignored": _verb(f"{_OURS}ignored", "n’a pas signalé", "ignored", "An episode was closed by the safety net, without a report."),
    "took": _verb(f"{_OURS}took", "a pris", "took", "A dose of the game was taken."),
    "skipped": _verb(f"{_OURS}skipped", "n’a pas pris", "skipped", "A dose of the game was left out."),
    "held": _verb(f"{_OURS}held", "a suspendu", "held", "A dose of the game was held back, as the team or the plan asked."),
    "called": _verb(f"{_OURS}called", "a appelé", "called", "The learner called the care team in the game."),
    "assigned": _verb(f"{_OURS}assigned", "doit suivre", "assigned", "A course or module was given to the learner, with a due date."),
    "earned": _verb(f"{_OURS}earned", "a obtenu", "earned", "The learner earned a credential."),
    "renewed": _verb(f"{_OURS}renewed", "a renouvelé", "renewed", "The learner renewed a credential."),
    "revoked": _verb(f"{_OURS}revoked", "a perdu", "revoked", "A credential was withdrawn."),
    "reviewed": _verb(f"{_OURS}reviewed", "a revu", "reviewed", "The learner looked at a review card."),
    "rated": _verb(f"{_OURS}rated", "a donné son avis sur", "rated", "The learner said what she thinks of a course, to one question."),
    "screened": _verb(f"{_OURS}screened", "a été évalué pour", "screened", "A person was assessed for a trial."),
    "consented": _verb(f"{_OURS}consented", "a consenti à", "consented", "A person agreed to a trial or a purpose."),
    "randomized": _verb(f"{_OURS}randomized", "a été affecté à", "randomized", "A person was given an arm of a trial by chance."),
    "withdrew": _verb(f"{_OURS}withdrew", "s’est retiré de", "withdrew", "A person left a trial or withdrew a consent."),
}


def _term(iri: str, fr: str, en: str) -> Term:
    return Term(iri, en, fr, iri.startswith(BASE))


TYPES: dict[str, Term] = {
    "course": _term(f"{_ADL_TYPES}course", "Un parcours.", "A course."),
    "module": _term(f"{_ADL_TYPES}module", "Un module d’un parcours.", "A module of a course."),
    "assessment": _term(f"{_ADL_TYPES}assessment", "Un ensemble de questions.", "A set of items."),
    "cmi.interaction": _term(f"{_ADL_TYPES}cmi.interaction", "Une question.", "An item."),
    "media": _term(f"{_ADL_TYPES}media", "Un son, une image, un film.", "A sound, a picture, a film."),
    "objective": _term(f"{_ADL_TYPES}objective", "Un objectif d’apprentissage.", "A learning objective."),
    "serious-game": _term(f"{_GAMES}activity-types/serious-game", "Une campagne du jeu.", "A campaign of the game."),
    "level": _term(f"{_GAMES}activity-types/level", "Une semaine du jeu.", "A week of the game."),
    "quest": _term(f"{_GAMES}activity-types/quest", "Un but dans le jeu.", "An aim in the game."),
    "area": _term(f"{_GAMES}activity-types/area", "Un lieu du jeu.", "A place of the game."),
    "screen": _term(f"{_GAMES}activity-types/screen", "Un écran du jeu.", "A screen of the game."),
    "menu": _term(f"{_GAMES}activity-types/menu", "Un menu du jeu.", "A menu of the game."),
    "cutscene": _term(f"{_GAMES}activity-types/cutscene", "Une scène du jeu.", "A scene of the game."),
    "dialog-tree": _term(f"{_GAMES}activity-types/dialog-tree", "Une situation du jeu.", "A situation of the game."),
    "game-item": _term(f"{_GAMES}activity-types/item", "Un objet du jeu.", "An object of the game."),
    "non-player-character": _term(f"{_GAMES}activity-types/non-player-character", "Un personnage du jeu.", "A character of the game."),
    "block": _term(f"{_CMI5}activitytype/block", "Un bloc cmi5.", "A cmi5 block."),
    "cmi5-course": _term(f"{_CMI5}activitytype/course", "Un cours cmi5.", "A cmi5 course."),
    "option": _term(f"{BASE}activity-types/option", "Un choix possible d’une situation.", "One option of a situation."),
    "case": _term(f"{BASE}activity-types/case", "Un cas court d’un professionnel.", "A short case of a professional."),
    "sign": _term(f"{BASE}activity-types/sign", "Un signe d’alerte du jeu.", "A warning sign of the game."),
    "dose": _term(f"{BASE}activity-types/dose", "Une prise prévue dans le jeu.", "A dose planned in the game."),
    "scene": _term(f"{BASE}activity-types/scene", "Une scène du jeu, avec sa clé.", "A scene of the game, by its key."),
    "phone-call": _term(f"{BASE}activity-types/phone-call", "Un appel à l’équipe dans le jeu.", "A call to the team in the game."),
    "credential": _term(f"{BASE}activity-types/credential", "Une attestation.", "A credential."),
    "trial": _term(f"{BASE}activity-types/trial", "Un essai.", "A trial."),
    "opinion": _term(f"{BASE}activity-types/opinion", "Une question sur un parcours.", "A question about a course."),
    "page": _term(f"{BASE}activity-types/page", "Une page du site.", "A page of the site."),
}

_EXTENSIONS: dict[str, tuple[str, str]] = {
    "role": ("Rôle de la personne : patient, proche, pharmacien…", "The learner's role: patient, caregiver, pharmacist…"),
    "simulated": ("Vrai si la personne est simulée.", "True if the learner is simulated."),
    "cohort": ("UUID de la cohorte.", "UUID of the cohort."),
    "site": ("Clé de l’établissement.", "Key of the site."),
    "arm": ("Bras de l’essai.", "Arm of the trial."),
    "stratum": ("Strate de l’essai.", "Stratum of the trial."),
    "reason": ("Raison, prise dans une liste fermée.", "Reason, from a closed list."),
    "model_version": ("Version des nombres du jeu.", "Version of the game's numbers."),
    "course_version": ("Version du parcours.", "Version of the course."),
    "item_version": ("Version de la question, valeurs du site comprises.", "Version of the item, site values included."),
    "phase": ("practice, pre, post, follow-up ou final.", "practice, pre, post, follow-up or final."),
    "form": ("Forme du test.", "Form of the test."),
    "sitting": ("UUID du passage du test.", "UUID of the sitting of the test."),
    "objective": ("Clé de l’objectif.", "Key of the objective."),
    "unsafe": ("Vrai si la réponse mettrait en danger.", "True if the response would be unsafe."),
    "unneeded_call": (
        "Vrai si la personne a choisi un appel dont elle pouvait se passer : ni juste ni faux, success reste false.",
        "True if the learner chose a call that was not needed: neither right nor wrong, success stays false.",
    ),
    "confidence": ("sure ou unsure : dit avant de voir la réponse.", "sure or unsure: said before the answer was seen."),
    "review": ("Vrai si c’est une révision.", "True if this is a review."),
    "elapsed_days": ("Jours depuis la dernière révision.", "Days since the last review."),
    "rating": (
        "Ce que la personne a dit de sa mémoire d’une carte : 1 (pas encore) ou 3 (oui). Ce n’est pas une note.",
        "What the learner said of her memory of a card: 1 (not yet) or 3 (yes). It is no mark.",
    ),
    "simple_text": ("Vrai si le texte simple est affiché.", "True if the simple text is shown."),
    "assisted": ("Vrai si quelqu’un aide à jouer.", "True if somebody helps the learner play."),
    "offline": ("Vrai si fait hors connexion.", "True if done offline."),
    "harm": ("none ou unsafe.", "none or unsafe."),
    "situation": ("Clé de la situation.", "Key of the situation."),
    "cycle_day": ("Jour du cycle de traitement, à partir de 1.", "Day of the treatment cycle, from 1."),
    "game_day": ("Jour de la semaine de jeu, à partir de 1.", "Day of the game week, from 1."),
    "slot": ("morning, noon, evening ou night.", "morning, noon, evening or night."),
    "game_hour": ("Heure du jeu depuis le début de la semaine.", "Game hour since the week began."),
    "shown_order": ("Clés des options, dans l’ordre affiché.", "Keys of the options in the order they were shown."),
    "hinted": ("Vrai si un indice était affiché.", "True if a hint was shown."),
    "episode": ("Identifiant de l’épisode dans la partie.", "Identifier of the episode in the play."),
    "symptom": ("Clé du symptôme.", "Key of the symptom."),
    "grade": ("Grade du symptôme, 1 à 4.", "Grade of the symptom, 1 to 4."),
    "flag": ("red ou amber.", "red or amber."),
    "q": ("Qualité de l’appel, 0,0 à 1,0.", "Quality of the call, 0.0 to 1.0."),
    "person": ("Qui a été appelé.", "Who was called."),
    "hours_since_sign": ("Heures de jeu depuis l’apparition du signe.", "Game hours since the sign appeared."),
    "due": ("Date ou heure de jeu due.", "Date or game hour due."),
    "drug": ("Clé du médicament du jeu.", "Key of the drug of the game."),
    "week": ("Numéro de la semaine.", "Number of the week."),
    "campaign": ("Clé de la campagne.", "Key of the campaign."),
    "play": ("UUID de la partie : un passage dans une campagne.", "UUID of the play: one run of a campaign."),
    "seed": ("Graine du hasard de la partie.", "Seed of the play's chance."),
    "difficulty": ("1, 2 ou 3.", "1, 2 or 3."),
    "length": ("Longueur de la semaine.", "Length of the week."),
    "valid_from": ("Début de validité.", "Start of validity."),
    "valid_until": ("Fin de validité.", "End of validity."),
    "certificate": ("UUID de l’attestation.", "UUID of the credential."),
    "departement": ("Code du département.", "Code of the département."),
    "purpose": ("Finalité du consentement.", "Purpose of the consent."),
    "actions_left": ("Actions encore possibles.", "Actions still possible."),
    "gauges": ("Jauges du jeu, 0 à 100.", "Gauges of the game, 0 to 100."),
    "skills": ("Compétences exercées.", "Skills exercised."),
    "place": ("Lieu d’un cas : telephone, counter ou consultation.", "Place of a case: telephone, counter or consultation."),
    "moment": ("Moment d’un cas : decide ou say.", "Moment of a case: decide or say."),
    "variant": ("Clé de ce qui se passait dans ce cas, tiré par la graine.", "Key of what was the matter in a case, drawn by the seed."),
    "asked": ("Clés des questions posées avant de choisir.", "Keys of the questions asked before choosing."),
    "looked_up": ("Clés des textes ouverts avant de choisir.", "Keys of the texts opened before choosing."),
}

EXT: dict[str, str] = {name: f"{BASE}ext/{name}" for name in _EXTENSIONS} | {
    "progress": f"{_CMI5}result/extensions/progress",
    "sessionid": f"{_CMI5}context/extensions/sessionid",
    "masteryscore": f"{_CMI5}context/extensions/masteryscore",
    "launchmode": f"{_CMI5}context/extensions/launchmode",
    "launchurl": f"{_CMI5}context/extensions/launchurl",
    "launchparameters": f"{_CMI5}context/extensions/launchparameters",
    "moveon": f"{_CMI5}context/extensions/moveon",
    "cmi5_reason": f"{_CMI5}result/extensions/reason",
    "game_progress": f"{_GAMES}extensions/progress",
}
"""Short name -> IRI of every extension the product writes, in a context or in a result."""

EXTENSION_MEANINGS: dict[str, tuple[str, str]] = _EXTENSIONS
"""Short name of our own extensions -> (French, English) meaning."""

CATEGORIES: dict[str, str] = {
    "profile": PROFILE,
    "cmi5": f"{_CMI5}context/categories/cmi5",
    "moveon": f"{_CMI5}context/categories/moveon",
    "seriousgames": "https://w3id.org/xapi/seriousgames",
}
