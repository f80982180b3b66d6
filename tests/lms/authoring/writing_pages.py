"""Addresses of every page of writing, behind /fr/rediger and /en/writing, of an educator and of a clinician, for axe."""

from writers import FEVER

EDUCATOR = {
    "fr": (
        "", f"texte/{FEVER}", f"fiche/{FEVER}", f"versions/{FEVER}", f"relire/{FEVER}?at=title",
        "questions/fr/gps/gp-urgent-signs.items.md", "question/fr/gps/gp-urgent-signs.items.md?kind=single",
        "question/fr/gps/gp-urgent-signs.items.md?kind=short", "nouveau", "attente", "aide", "images", "importer",
        "exporter?module=fever&language=fr&format=gift", "textes-livres", "textes-livres/patient-essentials/fever", "partager",
        "registres/sources", "registres/glossary/fiche", "registres/objectives/emplois?key=K01", "parcours/gps",
        "parcours/gps/gp-urgent-signs", "reglage-parcours/gps", "nouveau-cours", "nouveau-cours?like=gps",
        "reglage-parcours/patient-essentials",
        "commun/_structure/gps/course.yml", "mots-du-jeu", "mots-du-jeu/says", "mots-du-jeu?q=fatigue", "cartes",
        "cartes/fiche?key=small-walk", "cartes/fiche", "tri", "liens?kind=modules&key=carer-role",
        "liens?kind=sources&key=inca-carers", "liens?kind=items&key=headache-first&module=fever", "fiche/fr/situations/hair.md",
    ),
    "en": (
        "", f"text/{FEVER}", f"versions/{FEVER}", f"read/{FEVER}?at=title", "form/en/gps/gp-urgent-signs.md",
        "form/en/situations/hair.md", "form/fr/situations/hair.md", "questions/en/gps/gp-urgent-signs.items.md",
        "question/en/gps/gp-urgent-signs.items.md?kind=match", "question/en/gps/gp-urgent-signs.items.md?kind=number", "new",
        "waiting", "help", "pictures", "import", "export?module=fever&language=en&format=moodle", "shipped",
        "shipped/patient-essentials/fever", "share", "registers/objectives", "registers/sources/entry",
        "registers/sources/uses?key=inca-carers", "course/gps", "course/gps/gp-urgent-signs", "course-settings/gps",
        "new-course", "new-course?like=caregivers",
        "shared/_structure/glossary.yml", "game-words", "game-words/thread", "game-words?q=tired", "cards",
        "cards/one?key=small-walk", "cards/one", "triage", "links?kind=situations&key=headache-first",
        "links?kind=objectives&key=K01", "links?kind=cards&key=my-usual",
    ),
}  # fmt: skip
CLINICIAN = {
    "fr": ("tri", "tri/ligne?key=shivers", "tri/signer?key=shivers", "tri/cle?key=shivers", "regles", "soin/rules"),
    "en": ("triage", "triage/row", "triage/row?key=fever", "triage/sign?key=fever", "triage/key?key=fever", "rules", "clinical/triage"),
}
NO_PAGES = {
    "authoring.contents_csv": "a table",
    "authoring.review_pack_pdf": "a PDF",
    "authoring.open_source": "leads to the source",
    "authoring.shared_archive": "an archive",
    "authoring.export_file": "a file for another program",
    "authoring.pilot": "test_pilot_in_a_browser.py",
    "authoring.pilot_row": "test_pilot_in_a_browser.py",
    "authoring.unclear": "a page of readers: test_pages_are_accessible.py",
}
"""Endpoints that answer GET and are not in the lists, and why."""
