"""Units of number items that are words: which French one goes with which English one."""

PAIRS: tuple[tuple[str, str], ...] = (
    ("fois", "times"), ("fois", "time"), ("jour", "day"), ("jours", "days"), ("heure", "hour"), ("heures", "hours"), ("h", "h"),
    ("minute", "minute"), ("minutes", "minutes"), ("seconde", "second"), ("secondes", "seconds"), ("semaine", "week"),
    ("semaines", "weeks"), ("mois", "month"), ("mois", "months"), ("an", "year"), ("ans", "years"), ("année", "year"),
    ("années", "years"), ("nuit", "night"), ("nuits", "nights"), ("comprimé", "tablet"), ("comprimés", "tablets"),
    ("cachet", "tablet"), ("cachets", "tablets"), ("gélule", "capsule"), ("gélules", "capsules"), ("prise", "dose"),
    ("prises", "doses"), ("dose", "dose"), ("doses", "doses"), ("goutte", "drop"), ("gouttes", "drops"), ("verre", "glass"),
    ("verres", "glasses"), ("tasse", "cup"), ("tasses", "cups"), ("litre", "litre"), ("litres", "litres"), ("cuillère", "spoon"),
    ("cuillères", "spoons"), ("cuillerée", "spoonful"), ("cuillerées", "spoonfuls"), ("sachet", "sachet"), ("sachets", "sachets"),
    ("repas", "meal"), ("repas", "meals"), ("pas", "steps"), ("selle", "stool"), ("selles", "stools"), ("appel", "call"),
    ("appels", "calls"), ("cycle", "cycle"), ("cycles", "cycles"), ("degré", "degree"), ("degrés", "degrees"), ("point", "point"),
    ("points", "points"), ("personne", "person"), ("personnes", "people"), ("patient", "patient"), ("patients", "patients"),
    ("boîte", "box"), ("boîtes", "boxes"), ("pour cent", "per cent"), ("pourcent", "percent"), ("gramme", "gram"),
    ("grammes", "grams"), ("kilo", "kilo"), ("kilos", "kilos"), ("gestes", "steps"), ("signe", "sign"), ("signes", "signs"),
    ("étape", "step"), ("étapes", "steps"), ("question", "question"), ("questions", "questions"), ("séance", "session"),
    ("séances", "sessions"), ("mètre", "metre"), ("mètres", "metres"),
)  # fmt: skip


def agree(french: str, english: str) -> bool:
    """Whether two units say the same: one sign in both languages (°C, kg), or a pair of words."""
    ours, theirs = " ".join(french.casefold().split()), " ".join(english.casefold().split())
    return ours == theirs or (ours, theirs) in PAIRS


def english_names(french: str) -> tuple[str, ...]:
    """The English words that go with a French one; empty for a unit the table does not have."""
    return tuple(theirs for ours, theirs in PAIRS if ours == " ".join(french.casefold().split()))
