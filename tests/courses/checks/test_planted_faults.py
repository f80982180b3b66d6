"""A fault planted in clean content is found, with its code, at its line. One row a fault."""

import pytest
from sample_folder import TODAY, lay_out

from courses.authoring import text_files
from courses.checks import all_checks
from courses.library import content_folder
from courses.serving import compiled_cache

W, S, IT, EN, ENI = (  # the files faults are planted in
    "fr/garden/warm.md", "fr/garden/warm.simple.md", "fr/garden/warm.items.md", "en/garden/warm.md", "en/garden/warm.items.md",
)  # fmt: skip
R = "_structure/references.yml"
NO_DATE = "\n  year_from: the part that was read shows no date"
CC = "_structure/counter/course.yml"
RULE = """passing:
  share: 0.8
  critical: all
  unsafe: block
  attempts: 3
  wait_days: [1, 7]
  valid_months: 36
  minutes: null
  obsolete_before: "1.0"
  questions:
    ask-first: 1
"""
MODULES_LIST = "modules:\n  - {key: ask, minutes: 10, objectives: [ask-first]}\n"
C, P, PI = "_structure/garden/course.yml", "fr/counter/ask.md", "fr/counter/ask.items.md"
TITLE = 'title: "J’ai chaud"'
NIGHT = "{single safety objective=measure srs}"
OPTION = "- [x] J’appelle tout de suite."
MEASURE = "Je prends ma température : c’est simple. [@becquerel-aplasie]"

# (code, file, what stood there, what stands there now, lines below the change at which it is told)
FAULTS = [
    ("001", W, "---\nkey: warm", "key: warm", 0),
    ("001", S, "---\nkey: warm", "\n---\nkey: warm", 0),
    ("002", S, "state: draft\n---", "state: draft", -3),
    ("003", W, TITLE, 'title: "J’ai chaud', None),
    ("003", W, "references: [asco-idsa-2018, becquerel-aplasie]", "references: [asco-idsa-2018", None),
    ("003", W, TITLE, "title: a: b", 0),
    ("003", W, TITLE, "- a list", None),
    ("003", W, TITLE, 'title: "J’ai \\ud800 chaud"', None),
    ("003", W, TITLE, 'title: "J’ai \\0 chaud"', None),
    ("003", C, 'en: "In the garden"', 'en: "In the \\udfff garden"', None),
    ("004", W, "summary:", "sumary:", 0),
    ("004", S, "state: draft", "state: draft\nexpires: 2027-01-01", 1),
    ("004", C, "audience: patient", "audience: patient\nlanguage: fr", 1),
    ("004", C, "minutes: 5, critical: true", "minute: 5, critical: true", 0),
    ("004", "_structure/references.yml", "organisation: ASCO and IDSA", "organization: ASCO and IDSA", 0),
    ("004", EN, "{of: fr, state: draft", "{of: fr, stat: draft", 0),
    ("005", W, "key: warm", "key: worm", 0),
    ("005", C, "key: garden", "key: jardin", 0),
    ("006", W, 'reviewers: ["Relectrice Exemple"]\n', "", -3),
    ("006", W, "reviewed_on: 2026-11-10\n", "", -4),
    ("007", W, "expires: 2027-05-01", "expires: 2026-11-22", 0),
    ("008", W, "Relectrice Exemple", "équipe exemple", 0),
    ("010", C, "modules:\n", "moduls:\n", None),
    ("010", C, "{key: warm, minutes", "{minutes", 0),
    ("010", C, "{key: tea,", "{key: ../tea,", 0),
    ("011", C, ', en: "In the garden"', "", 0),
    ("011", "_structure/objectives.yml", "  en: Take the temperature.\n", "", -2),
    ("011", "_structure/references.yml", "  organisation: ASCO and IDSA\n", "", -2),
    ("011", "_structure/glossary.yml", '{say: "fever", avoid', "{avoid", -2),
    ("012", W, "state: published", "state: publised", 0),
    ("012", C, "audience: patient", "audience: patients", 0),
    ("012", C, "minutes: 5, critical", "minutes: five, critical", 0),
    ("012", EN, "of: fr", "of: de", 0),
    ("012", "_structure/references.yml", "checked_on: 2026-11-01", "checked_on: 2027-01-01", -5),
    ("013", W, "expires: 2027-05-01", "expires: soon", 0),
    ("013", "_structure/references.yml", "valid_until: 2027-11-01", "valid_until: never", 0),
    ("014", W, 'summary: "Mesurer, puis appeler."\n', "", None),
    ("015", W, "expires: 2027-05-01", "expires: 2027-06-01", 0),
    ("101", IT, "# practice\n", "# practice\nlost words\n", 1),
    ("101", IT, "## which-signs Que", "## Que", 0),
    ("102", IT, "# practice", "# pratice", 0),
    ("103", IT, NIGHT, "{singel safety objective=measure srs}", 0),
    ("103", IT, NIGHT, "", 0),
    ("103", IT, NIGHT, "{single multi safety objective=measure srs}", 0),
    ("103", IT, "tolerance=0.5", "tolerance=small", 0),
    ("103", IT, "expect=second", "expect=maybe", 0),
    ("104", IT, "safety objective=measure srs", "safety objective=mesure srs", 0),
    ("104", IT, "{single safety objective=measure}", "{single safety}", 0),
    ("104", C, "objectives: [measure]", "objectives: [mesure]", 0),
    ("105", IT, OPTION, "- [?] J’appelle tout de suite.", 0),
    ("105", IT, "- Le jour => L’équipe", "- Le jour -> L’équipe", 0),
    ("105", IT, "1. Je mesure.", "- [x] Je mesure.", 0),
    ("106", IT, "  > Appeler la nuit est prévu.", "> Appeler la nuit est prévu.", 0),
    ("106", IT, "@ asco-idsa-2018\n", "@ asco-idsa-2018\nune ligne perdue\n", 1),
    ("106", IT, "? Que dit la carte ?", "? Que dit la carte ?\n? Et encore ?", 1),
    ("107", IT, "## which-signs", "## at-night", 0),
    ("108", IT, "## feeling Ce module était… {survey}", "## feeling {survey}", 0),
    ("110", IT, OPTION, "- [ ] J’appelle tout de suite.", -3),
    ("110", IT, "- [ ] J’attends le matin.", "- [x] J’attends le matin.", 2),
    ("111", IT, "- [x] Le chiffre.\n  > Oui.\n- [x] L’heure.", "- [ ] Le chiffre.\n  > Oui.\n- [ ] L’heure.", -1),
    ("112", IT, "- clair\n", "", -1),
    ("113", IT, "- [ ] J’attends le matin.", "- [ ] J’appelle tout de suite.", 2),
    ("113", IT, "- [x] Le chiffre.\n  > Oui.\n- [x] L’heure.", "- [x] {{fever.call}}\n  > Oui.\n- [x] {{fever.again}}", 2),
    ("113", IT, "[[avant|après]]", "[[avant|avant]]", 0),
    ("113", IT, "=> Le numéro de nuit", "=> L’équipe", 0),
    ("114", IT, "  > Appeler la nuit est prévu.\n", "", -1),
    ("115", IT, NIGHT, "{single objective=measure srs}", 5),
    ("116", IT, "answer=100 ", "", 0),
    ("116", IT, "{multi objective=measure}", "{multi objective=measure answer=3}", 0),
    ("117", IT, "[[avant|après]] le cachet et [[j’appelle|j’attends]]", "avant le cachet", 0),
    ("117", IT, "[[avant|après]]", "[[avant]]", 0),
    ("118", IT, "- [x] L’heure.\n  > Oui.", "- [x] L’heure.", 0),
    ("118", IT, "= Au niveau de la mer.\n", "", -1),
    ("119", IT, "= Avant.\n@ becquerel-aplasie", "= Avant.", -1),
    ("120", IT, "reading=38.1 expect=second", "reading=38.1 expect=none", 0),
    ("120", IT, " expect=second", "", 0),
    ("121", W, "## Je mesure {#measure}\n", "", 1),
    ("122", W, "{#note}", "{#measure}", 0),
    ("122", W, "{#note}", "{#Note two}", 0),
    ("122", W, "## Je note {#note}", "## {#note}", 0),
    ("123", W, "24 heures par jour. [@asco-idsa-2018]\n:::", "24 heures par jour. [@asco-idsa-2018]", -1),
    ("123", W, MEASURE, MEASURE + "\n:::", 1),
    ("123", W, "::: good\nBravo : c’est fait.\n", "::: good\n", 0),
    ("123", W, "{{fever.rule}} Le", "::: note\n{{fever.rule}} Le", 0),
    ("124", W, "::: good", "::: goood", 0),
    ("125", W, "::: safety {#call}", "::: safety", 0),
    ("126", PI, "## form-b1 Cas form-b1", "## form-b1 Cas form-a1", 0),
    ("126", PI, "## final-1 Cas final-1", "## p1 Cas final-1", 0),
    ("127", PI, "# form C\n", "# final\n", None),
    ("127", PI, "# form C\n", "# form C\n\n## extra Autre ? {single case objective=ask-first}\n- [x] A\n- [ ] B\n@ becquerel-aplasie\n", 2),
    ("128", PI, "{single case objective=ask-first}", "{single objective=ask-first}", None),
    ("129", IT, "## sure", "# final\n\n## sure", None),
    ("130", W, "{{fever.rule}}", "{{fever.ruel}}", 0),
    ("130", IT, "{{fever.example}}", "{{fever.exampel}}", 0),
    ("130", W, TITLE, 'title: "J’ai {{fever.cal}}"', 0),
    ("131", W, MEASURE, MEASURE + " À 38,5 °C, j’appelle.", 0),
    ("131", IT, "Le thermomètre montre 38,1 °C", "Le thermomètre montre 38,4 °C", 0),
    ("133", S.replace(".simple", ""), "## Je respire {#breathe}\n", "### Je respire\n", None),
    ("134", W, "c’est simple.", "c’est " + "très " * 120 + "simple.", -2),
    ("135", P, "[@becquerel-aplasie]", "mot mot mot mot mot\n" * 140 + "[@becquerel-aplasie]", None),
    ("201", C, "- {key: tea,", "- {key: coffee,", 0),
    ("203", C, "requires: [warm]", "requires: [worm]", 0),
    ("203", C, "requires: [warm]", "requires: [tea]", 0),
    ("205", C, "requires: [warm]", "requires: [warm], mirrors: [aks]", 0),
    ("205", C, "requires: [warm]", "requires: [warm], mirrors: [warm]", 0),
    ("012", C, "requires: [warm]", "requires: [warm], mirrors: ask", 0),
    ("204", "_structure/counter/course.yml", "{key: ask,", "{key: warm,", None),
    ("210", EN, 'translation: {of: fr, state: draft, by: "Example Team", on: 2026-11-12}\n', "", None),
    ("210", W, "state: published", "state: published\ntranslation: {of: fr, state: draft}", 1),
    ("212", EN, "::: safety {#call}", "::: note {#call}", None),
    ("212", EN, "::: safety {#call}", "::: safety {#ring}", 1),
    ("213", EN, "24 hours", "12 hours", 0),
    ("213", EN, "{{number.samu}} answers", "{{number.samu}} or 911 answers", 0),
    ("214", EN, "{#note}", "{#write}", 0),
    ("216", EN, "state: draft\nversion", "state: published\nversion", 5),
    ("221", ENI, "- [x] I call now.", "- [ ] I call now.", 0),
    ("221", ENI, "answer=100", "answer=212", 0),
    ("222", ENI, "## feeling", "## mood", 0),
    ("223", ENI, "objective=measure srs", "objective=measure", 0),
    ("223", ENI, "@ asco-idsa-2018", "@ becquerel-aplasie", 0),
    ("301", W, "![Un thermomètre sur une table]", "![]", 0),
    ("302", W, MEASURE, MEASURE + " <b>Vite</b>", 0),
    ("302", W, MEASURE, MEASURE + " <script>alert(1)</script>", 0),
    ("302", IT, "- [ ] La météo.", "- [ ] La météo <img src=x onerror=alert(1)>.", 0),
    ("302", W, MEASURE, MEASURE + " &nbsp;", 0),
    ("303", W, "### Un moment calme", "##### Un moment calme", 0),
    ("303", W, "### Un moment calme", "# Un moment calme", 0),
    ("304", W, "(module:tea#ask)", "(module:thea)", 0),
    ("304", W, "(module:tea#ask)", "(module:tea#asks)", 0),
    ("304", W, "(page:when-i-call)", "(page:when-i-cal)", 0),
    ("304", W, "(page:when-i-call)", "(http://example.org)", 0),
    ("304", W, "(page:when-i-call)", "(javascript:alert)", 0),
    ("306", W, "media:garden/thermometer.svg", "media:garden/thermometre.svg", 0),
    ("306", W, "media:garden/thermometer.svg", "https://example.org/x.svg", 0),
    ("306", W, "media:garden/thermometer.svg", "media:../../secret.svg", 0),
    ("310", W, "simple. [@becquerel-aplasie]", "simple. [@becquerel-aplasia]", 0),
    ("310", IT, "@ uhb-acute-oncology", "@ uhb-acute", 0),
    ("310", W, "references: [asco-idsa-2018,", "references: [asco-idsa-2019,", 0),
    ("311", "_structure/references.yml", "valid_until: 2027-11-01", "valid_until: 2026-11-22", -6),
    ("312", W, "references: [asco-idsa-2018, becquerel-aplasie]", "references: [asco-idsa-2018]", 4),
    ("313", W, "becquerel-aplasie]\n---", "becquerel-aplasie, ema-capecitabine-leaflet-fr]\n---", 0),
    ("314", W, "24 heures par jour. [@asco-idsa-2018]", "24 heures par jour.", 0),
    ("320", W, MEASURE, "Je prends du Doliprane : c’est simple. [@becquerel-aplasie]", 0),
    ("320", PI, "- [x] Je demande ce qu’elle prend.", "- [x] Je propose un Imodium.", 0),
    ("321", W, MEASURE, MEASURE + " Nous vous alerterons.", 0),
    ("321", W, MEASURE, MEASURE + " Un cachet de 500 mg.", 0),
    ("322", IT, "  > Appeler la nuit est prévu.", "  > Mauvaise réponse.", 0),
    ("322", IT, "  > Appeler la nuit est prévu.", "  > C'est une erreur.", 0),
    ("330", S, "Je prends ma température.", "Je prends ma température et je la note sur une feuille que je garde près de mon lit.", 0),
    ("331", S, "Je prends ma température.", "Ma température est prise et elle est notée par mon mari.", 0),
    ("332", S, "Je prends ma température.", "J’attends deux heures.", 0),
    ("340", W, MEASURE, "Je " + "mesure et je " * 15 + "note. [@becquerel-aplasie]", 0),
    ("341", W, MEASURE, "L’hyperthermie est un signe. [@becquerel-aplasie]", 0),
    ("342", EN, "key: warm\ntitle: \"", "key: warm\ntitle: \"Told early: ", 1),
    ("343", W, MEASURE, "Je mesure, K13. [@becquerel-aplasie]", 0),
    ("343", EN, "key: warm\ntitle: \"", "key: warm\ntitle: \"breath_rest ", 1),
    ("334", S, "::: safety {#call}", "::: note", None),
    ("335", S, "24 heures", "12 heures", 0),
    ("335", S, "le {{number.samu}}", "l’équipe", 0),
    ("360", S, "::: safety {#call}\n", "::: safety {#call}\n- Je tremble ?\n\n", 1),
    ("360", S, "::: safety {#call}\n", "::: safety {#call}\n- Je tremble : j’appelle.\n- De même la nuit.\n\n", 2),
    ("360", S, "::: safety {#call}\n", "::: safety {#call}\n- J’appelle tout de suite.\n\n", 1),
    ("336", S, "Je prends ma température.", "Prendre régulièrement température corporelle matinale.", None),
    ("345", W, MEASURE, "Des vomissements, plus de gaz : j’appelle. [@becquerel-aplasie]", 0),
    ("344", W, MEASURE, "Je dis « ma carte « rouge » ». [@becquerel-aplasie]", 0),
    # Found missing on 28 November by people who did not write the checks.
    ("003", W, TITLE, "title: !!python/object/apply:os.system [ls]", 0),
    ("012", C, "critical: true, objectives", "critical: yes, objectives", 0),
    ("012", C, "requires: [warm]", "requires: warm", 0),
    ("013", W, "expires: 2027-05-01", "expires: 2027-05-27T10:00:00Z", 0),
    ("013", W, "expires: 2027-05-01", "expires: 2027-05-27 10:00:00", 0),
    ("013", W, "expires: 2027-05-01", "expires: 2027-02-30", 0),
    ("013", W, "reviewed_on: 2026-11-10", "reviewed_on: 2026-11-10T08:00:00Z", 0),
    ("013", EN, "on: 2026-11-12}", "on: 2026-11-31}", 0),
    ("013", "_structure/references.yml", "valid_until: 2027-11-01", "valid_until: 2027-11-01T10:00:00Z", 0),
    ("013", "_structure/references.yml", "checked_on: 2026-11-01", "checked_on: 2026-11-31", 0),
    ("016", W, TITLE, "title: no", 0),
    ("016", W, TITLE, "title: true", 0),
    ("016", W, TITLE, "title: {a: b}", 0),
    ("016", W, TITLE, "title: 2027", 0),
    ("016", W, TITLE, 'title: "…"', 0),
    ("016", W, 'summary: "Mesurer, puis appeler."', "summary: [Mesurer, Appeler]", 0),
    ("016", W, 'authors: ["Équipe Exemple"]', "authors: Claire", 0),
    ("016", W, 'authors: ["Équipe Exemple"]', "authors: [12]", 0),
    ("016", W, 'reviewers: ["Relectrice Exemple"]', "reviewers: {name: Claire}", 0),
    ("016", W, "references: [asco-idsa-2018, becquerel-aplasie]", "references: {asco-idsa-2018: yes}", 0),
    ("016", W, 'version: "1.0"', "version: [1, 0]", 0),
    ("016", S, "state: draft", "state: [draft]", 0),
    ("017", W, MEASURE, MEASURE + " TODO", 0),
    ("017", W, MEASURE, "À FAIRE : la suite. [@becquerel-aplasie]", 0),
    ("017", W, MEASURE, MEASURE + " Lorem ipsum dolor.", 0),
    ("017", W, TITLE, 'title: "Titre à écrire"', 0),
    ("017", W, 'authors: ["Équipe Exemple"]', 'authors: ["Auteur à nommer"]', 0),
    ("017", W, MEASURE, "Le texte. [@becquerel-aplasie]", 0),
    ("017", IT, OPTION, "- [x] L’option sûre.", 0),
    ("017", ENI, "  > Calling at night is expected.", "  > FIXME", 0),
    ("017", EN, 'title: "I feel hot"', 'title: "Title to write"', 0),
    ("019", W, MEASURE, MEASURE.replace("température", "tempé\u200brature"), 0),
    ("019", IT, OPTION, "- [x] J’appelle tout\u00ad de suite.", 0),
    ("020", EN, "expires: 2027-05-01", "expires: 2026-11-01", 0),
    ("113", IT, "- [ ] J’attends le matin.", "- [ ] J'appelle tout de suite !", 2),
    ("113", IT, "- [ ] J’attends le matin.", "- [ ] J’apelle tout de suite.", 2),
    ("122", W, "## Je note {#note}", "## Je note", 0),
    ("131", W, MEASURE, MEASURE + " Dès 38°5, j’appelle.", 0),
    ("136", W, "{{fever.rule}}", "{{fever.rule}", 0),
    ("136", W, "{{fever.rule}}", "{fever.rule}}", 0),
    ("136", W, "{{fever.rule}}", "{fever.rule}", 0),
    ("136", IT, "{{fever.example}}", "{{fever.example}", 0),
    ("136", W, TITLE, 'title: "J’ai {{fever.call}"', 0),
    ("136", W, MEASURE, "Je prends ma température : c’est simple. [@becquerel-aplasie", 0),
    ("136", W, MEASURE, "Je prends ma température : c’est simple. [becquerel-aplasie]", 0),
    ("136", W, "(module:tea#ask), ou", "(module:tea#ask, ou", 0),
    ("136", W, "[le module du thé](module:tea#ask)", "[le module du thé(module:tea#ask)", 0),
    ("137", P, "Le pharmacien écoute", "{{fever.unwell_rule}} Le pharmacien écoute", 0),
    ("138", W, MEASURE, MEASURE + " À 38.5 j’attends.", 0),
    ("138", W, MEASURE, MEASURE + " À 39 de fièvre aussi.", 0),
    ("138", W, MEASURE, MEASURE + " À 38 et demi, j’appelle.", 0),
    ("138", IT, "  > Appeler la nuit est prévu.", "  > À 38,5 on appelle.", 0),
    ("141", IT, "  > Appeler la nuit est prévu.", "  > Oui !", 1),
    ("204", C, "  - {key: tea,", "  - {key: warm, minutes: 5, objectives: [measure]}\n  - {key: tea,", 0),
    ("218", EN, "I write down:", "I write down for 3 days:", 0),
    ("218", EN, "the time;", "the 2 times;", 0),
    ("218", ENI, "It is 2 a.m.", "It is 3 a.m.", 0),
    ("218", ENI, "- [ ] I wait for the morning.", "- [ ] I wait for two mornings.", 0),
    ("218", ENI, "  > Calling at night is expected.", "  > Calling at night is expected, up to 3 times.", 0),
    ("218", ENI, "= Call by day and by night.", "= Call by day and by night, 4 times.", 0),
    ("218", ENI, "? What does the card say?", "? What do the 2 cards say?", 0),
    ("218", EN, 'summary: "Measure, then call."', 'summary: "Measure 2 times, then call."', 0),
    ("219", EN, "I take my temperature: it is simple.", "Je prends ma température : c’est simple.", 0),
    ("219", ENI, "- [ ] I wait for the morning.", "- [ ] J’attends le matin.", 0),
    ("219", ENI, "What do you say on the phone?", "Que dites-vous au téléphone ?", 0),
    ("219", EN, 'title: "I feel hot"', 'title: "C’est la fièvre et je ne sais pas"', 0),
    ("219", W, MEASURE, "I take my temperature and then I call. [@becquerel-aplasie]", 0),
    ("221", ENI, "unit=°C", "unit=times", 0),
    ("301", W, "![Un thermomètre sur une table]", "![thermometer.svg]", 0),
    ("301", W, "![Un thermomètre sur une table]", "![thermometer]", 0),
    ("301", W, "![Un thermomètre sur une table]", "![image]", 0),
    ("316", "_structure/references.yml", "  doi: 10.1200/JCO.2017.77.6211", "  url: javascript:alert(1)", 0),
    ("316", "_structure/references.yml", "  doi: 10.1200/JCO.2017.77.6211", "  url: data:text/html,x", 0),
    ("316", "_structure/references.yml", "  doi: 10.1200/JCO.2017.77.6211", "  doi: https://doi.org/10.1200/x", 0),
    # one key for one document, told whole; no red flag on what nobody could read
    ("317", R, "https://doc.becquerel.fr/fievre", "https://doi.org/10.1200/jco.2017.77.6211", 0),
    ("317", R, "https://www.uhb.nhs.uk/when-to-call", "http://www.doc.becquerel.fr./fievre/#top", 0),
    ("317", R, "https://www.uhb.nhs.uk/when-to-call", "https://doc.becquerel.fr/fi%65vre/index.html", 0),
    ("318", W, "24 heures par jour. [@asco-idsa-2018]", "24 heures par jour. [@unread-page]", 0),
    ("318", W, "24 heures par jour. [@asco-idsa-2018]", "24 heures par jour. [@ema-capecitabine-leaflet-fr]", 0),
    ("318", IT, "@ uhb-acute-oncology", "@ unread-page", 0),
    ("319", R, "  year: 2018\n", "", -3),
    ("319", R, "  year: 2018", "  year: 2031", 0),
    ("319", R, f"{NO_DATE}\n  url: https://doc.becquerel.fr", "\n  url: https://doc.becquerel.fr", 0),
    ("319", R, f"{NO_DATE}\n  url: https://leedsth.nhs.uk", "\n  year_from: ''\n  url: https://leedsth.nhs.uk", 0),
    ("319", R, "  seen: secondary\n", "", -7),
    ("319", R, "  url: https://leedsth.nhs.uk/unwell\n", "", 2),
    ("319", R, "https://leedsth.nhs.uk/unwell", "https://leedsth.nhs.uk/", 0),
    ("319", R, "https://leedsth.nhs.uk/unwell", "https://studylibfr.com/doc/1/unwell", 0),
    ("319", R, "title: When to call", 'title: "[When to call]"', 0),
    ("012", R, "seen: secondary", "seen: heard", 0),
    # the rule of passing, each value at its line
    ("150", CC, "share: 0.8", "share: 80", 0),
    ("150", CC, "share: 0.8", "share: 0", 0),
    ("150", CC, "share: 0.8", "share: 0.805", 0),
    ("150", CC, "share: 0.8", "share: true", 0),
    ("150", CC, "  share: 0.8\n", "", -1),
    ("150", CC, "critical: all", "critical: some", 0),
    ("150", CC, "unsafe: block", "unsafe: warn", 0),
    ("150", CC, "unsafe: block", "unsafe: false", 0),
    ("150", CC, "attempts: 3", "attempts: 0", 0),
    ("150", CC, "attempts: 3", "attempts: 2", 1),
    ("150", CC, "wait_days: [1, 7]", "wait_days: [1, -7]", 0),
    ("150", CC, "wait_days: [1, 7]", "wait_days: 7", 0),
    ("150", CC, "valid_months: 36", "valid_months: 3.5", 0),
    ("150", CC, "minutes: null", "minutes: 2", 0),
    ("150", CC, 'obsolete_before: "1.0"', "obsolete_before: 1.0", 0),
    ("150", CC, "attempts: 3", "atempts: 3", 0),
    ("150", CC, "ask-first: 1", "ask-first: {draw: 1, safety: 2}", 0),
    ("150", CC, "ask-first: 1", "ask-first: {draws: 1}", 0),
    ("150", CC, "ask-first: 1", "ask-first: 61", 0),
    ("150", CC, "  questions:\n    ask-first: 1", "  questions: 20", 0),
    ("150", CC, RULE, "passing: yes\n", 0),
    ("150", CC, RULE, "passing:\n", 0),
    ("151", CC, "audience: pharmacist", "audience: patient", 4),
    ("151", C, "audience: patient", "audience: patient\npassing: {share: 0.8}", 1),
    ("152", CC, "ask-first: 1", "ask-first: 3", 0),
    ("152", CC, "ask-first: 1", "ask-frist: 1", 0),
    ("152", CC, "ask-first: 1", "ask-first: {draw: 1, safety: 1}", 0),
    ("152", "en/counter/ask.items.md", "# final\n", "# practice\n", None),
    ("153", CC, RULE, "", None),
    ("154", CC, "ask-first: 1", "ask-first: 2", 0),
    ("155", CC, MODULES_LIST, "modules: []\n", None),
]  # fmt: skip


def test_there_are_enough_of_them():
    assert len(FAULTS) >= 120
    assert len({code for code, *_ in FAULTS}) >= 70


@pytest.mark.parametrize(("code", "path", "old", "new", "below"), FAULTS, ids=[f"{n}-{fault[0]}" for n, fault in enumerate(FAULTS)])
def test_a_planted_fault_is_found_at_its_line(check, rewrite, code, path, old, new, below):
    line = rewrite(path, old, new)
    if code == "128":
        for _ in range(2):
            rewrite(path, old, new)
    problems = [problem for problem in check() if problem.code == code]
    assert problems, f"{code} not found among {[str(problem) for problem in check()]}"
    if below is not None:
        assert line + below in [problem.line for problem in problems if problem.path == path], [str(problem) for problem in problems]


def said(problems):
    return sorted(map(str, problems))


@pytest.fixture(scope="module")
def ground(tmp_path_factory):
    """One clean folder with a warm cache for every row below; each row puts back what it changed."""
    folder = lay_out(tmp_path_factory.mktemp("planted") / "content")
    return folder, folder.parent / "cache"


@pytest.mark.sampled(4)
@pytest.mark.parametrize(("code", "path", "old", "new", "below"), FAULTS, ids=[f"{n}-{fault[0]}" for n, fault in enumerate(FAULTS)])
def test_a_fault_comes_and_goes_with_a_warm_cache_and_in_the_preview_as_in_a_full_check(ground, code, path, old, new, below):
    folder, cache = ground
    clean = said(compiled_cache.read(folder, today=TODAY, cache_folder=cache).problems)
    file = folder / path
    text = file.read_text("utf-8")
    spoilt = text.replace(old, new, 3 if code == "128" else 1)
    preview = None
    if not path.startswith("_structure"):
        preview = said(text_files.lint(folder, text_files.piece(folder, path), spoilt, today=TODAY))
    file.write_text(spoilt, "utf-8")
    try:
        full = all_checks.problems(content_folder.load(folder, today=TODAY))
        for _ in range(2):
            assert said(compiled_cache.read(folder, today=TODAY, cache_folder=cache).problems) == said(full)
        assert code in {problem.code for problem in full}
        if preview is not None:
            assert preview == said({problem for problem in full if problem.path == path})
    finally:
        file.write_text(text, "utf-8")
    assert said(compiled_cache.read(folder, today=TODAY, cache_folder=cache).problems) == clean


def test_a_text_that_is_no_text_is_said_with_its_line(check, folder):
    (folder / "fr/garden/tea.md").write_bytes(b"---\nkey: tea\n---\n## A\n\xff\xfe\n")
    (folder / "fr/garden/warm.simple.md").write_bytes(b"---\nkey: warm\n---\n## A\nb\x00c\n")
    assert {(p.path, p.line) for p in check() if p.code == "009"} == {("fr/garden/tea.md", 5), ("fr/garden/warm.simple.md", 5)}


def test_signs_that_turn_a_number_round_are_refused_and_accents_in_two_pieces_are_joined(check, folder, rewrite):
    rewrite("fr/garden/tea.md", "Le thé", "Le the\u0301")
    assert not check()
    assert content_folder.load(folder, today=TODAY).of("tea", "fr").text.front.text("title") == "Le thé"
    line = rewrite("fr/garden/warm.md", MEASURE, MEASURE + " \u202e83\u202c")
    assert [(p.code, p.path, p.line) for p in check() if p.path == "fr/garden/warm.md"] == [("009", "fr/garden/warm.md", line)]


def test_marks_of_an_unfinished_merge_are_said_at_their_line(check, folder, rewrite):
    line = rewrite("fr/garden/warm.md", MEASURE, f"<<<<<<< mine\n{MEASURE}\n=======\n{MEASURE}\n>>>>>>> theirs")
    assert [(p.code, p.line) for p in check() if p.path == "fr/garden/warm.md"] == [("009", line)]


def test_a_file_that_nobody_lists_is_said_with_the_nearest_name(check, folder):
    (folder / "fr/garden/warn.md").write_text("---\n---\n", "utf-8")
    (folder / "fr/garden/warm.quiz.md").write_text("x", "utf-8")
    found = {problem.path: problem.message for problem in check() if problem.code == "202"}
    assert "did you mean 'warm'" in found["fr/garden/warn.md"]
    assert ".items.md" in found["fr/garden/warm.quiz.md"]


def test_a_sound_without_its_words_is_refused_until_they_are_there(check, folder, rewrite):
    (folder / "media/garden/song.mp3").write_bytes(b"ID3")
    line = rewrite("fr/garden/warm.md", "![Un thermomètre sur une table](media:garden/thermometer.svg)", "[Écouter](media:garden/song.mp3)")
    assert [(p.path, p.line) for p in check() if p.code == "305"] == [("fr/garden/warm.md", line)]
    (folder / "media/garden/song.mp3.fr.txt").write_text("La chanson.", "utf-8")
    assert not [p for p in check() if p.code == "305"]


def test_every_problem_is_told_at_once(check, rewrite):
    rewrite("fr/garden/warm.md", "simple. [@becquerel-aplasie]", "simple. [@nobody]")
    rewrite("fr/garden/warm.items.md", "- [x] J’appelle tout de suite.", "- [ ] J’appelle tout de suite.")
    rewrite("en/garden/warm.md", "24 hours", "12 hours")
    rewrite("_structure/garden/course.yml", "requires: [warm]", "requires: [worm]")
    assert {"310", "110", "213", "203"} <= {problem.code for problem in check()}


def test_an_easy_version_in_one_language_alone_is_told_where_the_other_is_read(check, folder):
    (folder / "en/garden/warm.simple.md").unlink()
    assert [(problem.path, problem.code) for problem in check()] == [("en/garden/warm.md", "333")]


def test_a_number_in_words_is_the_same_number_in_an_easy_version(check, rewrite):
    rewrite(W, "24 heures par jour", "vingt-quatre heures par jour")
    assert "335" not in {problem.code for problem in check()}


def test_too_few_screens_are_told_at_the_beginning_of_the_page(check, rewrite):
    rewrite(S.replace(".simple", ""), "## Je respire {#breathe}\n", "### Je respire\n")
    assert [(problem.path, problem.line) for problem in check() if problem.code == "133"] == [(S.replace(".simple", ""), 1)]


def test_a_course_whose_rule_cannot_be_read_is_not_said_to_have_none(check, rewrite):
    rewrite(CC, "share: 0.8", "share: 80")
    codes = [problem.code for problem in check() if problem.path == CC]
    assert "150" in codes
    assert "153" not in codes
