"""The few words exports say around authors' texts, in each language."""

WORDS: dict[str, dict[str, str]] = {
    "fr": {
        "gamebook": "Le livre dont vous choisissez la suite",
        "gamebook_how": (
            "Commencez au paragraphe 1. Lisez, posez deux questions au plus, choisissez ensemble, puis allez au numéro indiqué. La carte "
            "d’alerte est à la fin : posez-la à côté. On peut revenir en arrière et essayer "
            "une autre option : c’est fait pour cela. Le personnage est imaginaire, personne ne note rien."
        ),
        "gamebook_go_on": "Pour continuer",
        "gamebook_ask": "Demander :",
        "gamebook_back": "Revenir à la scène",
        "gamebook_card": "La carte d’alerte, à poser à côté",
        "gamebook_end": "À garder de cette histoire",
        "draft": "Version de travail : aucun soignant ne l’a encore relue.",
        "simple": "Version simple, non testée",
        "expired": "Cette page n’est plus à jour. Demandez à votre équipe.",
        "disclaimer": (
            "Hors les murs est un cours. Il ne surveille pas votre santé et n’envoie rien à votre équipe. "
            "Si vous avez un problème : appelez votre équipe. Urgence : 15 ou 112. Sourd, malentendant ou difficultés à parler : 114. "
            "Souffrance, idées suicidaires : 3114. Les consignes écrites de votre équipe passent toujours avant."
        ),
        "practise": "Pour s’exercer",
        "answers": "Les réponses, et pourquoi",
        "answer": "Voir la réponse",
        "right": "À\u00a0retenir",
        "other": "Une autre option est plus sûre",
        "fits": "Une autre option convient mieux",
        "possible": "Possible aussi",
        "unsafe": "Peut être dangereux",
        "hint": "Un indice",
        "sources": "Sources",
        "checked": "vérifiée le",
        "missing": "Cette partie n’est pas encore traduite.",
        "version": "Version",
        "valid": "à relire avant le",
        "printed": "Imprimé le",
        "page": "La page, à jour :",
        "qr": "Code QR vers",
        "contents": "Sommaire",
        "mirrors": "Le même sujet,",
        "mirrors_between": " ; ",
        "quoted": "« {title} »",
        "for_patient": "pour les personnes en traitement :",
        "for_caregiver": "pour les proches :",
        "for_pharmacist": "pour les pharmaciens :",
        "for_gp": "pour les médecins :",
        "order": "Mettez dans l’ordre :",
        "match": "Reliez :",
        "number": "Réponse :",
        "next": "Suite",
        "home": "Tous les modules",
        "minutes": "minutes environ",
        "offline": "Ces pages marchent sans internet. Rien n’est enregistré.",
    },
    "en": {
        "gamebook": "The book where you choose what comes next",
        "gamebook_how": (
            "Start at paragraph 1. Read, ask two questions at most, choose together, then go to the number given. The alert card is at the "
            "end: lay it beside you. You may go back and try another option: that is "
            "what it is for. The character is imaginary, and nobody takes notes."
        ),
        "gamebook_go_on": "Continue",
        "gamebook_ask": "Ask:",
        "gamebook_back": "Back to the scene",
        "gamebook_card": "The alert card, to lay beside it",
        "gamebook_end": "What to keep from this story",
        "draft": "Working version: no health professional has reviewed it yet.",
        "simple": "Simple version, not tested",
        "expired": "This page is out of date. Ask your team.",
        "disclaimer": (
            "Hors les murs is a course. It does not watch over your health and sends nothing to your team. "
            "If you have a problem: call your team. Emergency in France: 15 or 112. Deaf, hard of hearing or unable to speak: 114. "
            "Distress, thoughts of suicide: 3114. Elsewhere: your local number. Your team’s written instructions always come first."
        ),
        "practise": "To practise",
        "answers": "The answers, and why",
        "answer": "See the answer",
        "right": "Remember\u00a0this",
        "other": "Another option is safer",
        "fits": "Another option fits better",
        "possible": "Fine too",
        "unsafe": "Can be dangerous",
        "hint": "A hint",
        "sources": "Sources",
        "checked": "checked on",
        "missing": "This part has not been translated yet.",
        "version": "Version",
        "valid": "to be reviewed before",
        "printed": "Printed on",
        "page": "The page, up to date:",
        "qr": "QR code to",
        "contents": "Contents",
        "mirrors": "The same subject",
        "mirrors_between": "; ",
        "quoted": "“{title}”",
        "for_patient": "for people in treatment:",
        "for_caregiver": "for carers:",
        "for_pharmacist": "for pharmacists:",
        "for_gp": "for GPs:",
        "order": "Put in order:",
        "match": "Match:",
        "number": "Answer:",
        "next": "Next",
        "home": "All modules",
        "minutes": "minutes or so",
        "offline": "These pages work without internet. Nothing is recorded.",
    },
}
SAME_DAY = {
    "fr": {"morning": "Le matin même.", "noon": "À midi, le même jour.", "evening": "Le soir même.", "night": "La nuit même."},
    "en": {"morning": "The same morning.", "noon": "At midday, the same day.", "evening": "The same evening.", "night": "The same night."},
}
NEXT_DAY = {
    "fr": {"morning": "Le lendemain matin.", "noon": "Le lendemain midi.", "evening": "Le lendemain soir.", "night": "La nuit suivante."},
    "en": {"morning": "The next morning.", "noon": "At midday the next day.", "evening": "The next evening.", "night": "The next night."},
}
DAYS_LATER = {
    "fr": {"morning": "{n} jours plus tard, le matin.", "noon": "{n} jours plus tard, à midi.", "evening": "{n} jours plus tard, le soir.",
           "night": "{n} jours plus tard, dans la nuit."},
    "en": {"morning": "{n} days later, in the morning.", "noon": "{n} days later, at midday.", "evening": "{n} days later, in the evening.",
           "night": "{n} days later, at night."},
}  # fmt: skip


COUNTS = {
    "fr": {2: "Deux", 3: "Trois", 4: "Quatre", 5: "Cinq", 6: "Six", 7: "Sept"},
    "en": {2: "Two", 3: "Three", 4: "Four", 5: "Five", 6: "Six", 7: "Seven"},
}
"""The days of a week as the first word of a sentence, which is no figure."""


def delay(language: str, days: int, slot: str) -> str:
    """How long after a choice its consequence comes, as a sentence. days: 0 or more; slot: morning, noon, evening or night."""
    phrases = SAME_DAY if days == 0 else NEXT_DAY if days == 1 else DAYS_LATER
    return phrases[language][slot].format(n=COUNTS[language].get(days, days))


MONTHS = {
    "fr": ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"],
    "en": ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
}
