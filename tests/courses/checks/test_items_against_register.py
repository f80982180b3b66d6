"""Items say what the triage register says: a fault planted in the shipped content is found at its line, in both languages."""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from courses.checks.items import triage_urgencies
from courses.exchange import formats, packages
from courses.items import interaction, item_text, syntax
from courses.items.syntax import parse
from courses.library import assembly, content_folder
from courses.library.content_folder import Files
from courses.library.structure import ModuleEntry
from courses.text.source_texts import Texts
from courses.triage import register

SHIPPED = Path(__file__).parents[3] / "content"
TODAY = date(2026, 11, 30)
GP, GP_EN = "fr/gps/gp-fever-neutropenia.items.md", "en/gps/gp-fever-neutropenia.items.md"
FEVER, FEVER_EN = "fr/patient-essentials/fever.items.md", "en/patient-essentials/fever.items.md"
COUNTER, COUNTER_EN = "fr/pharmacists/at-the-counter.items.md", "en/pharmacists/at-the-counter.items.md"
CARER, CARER_EN = "fr/caregivers/carer-red-signals.items.md", "en/caregivers/carer-red-signals.items.md"
MOUTH_EN = "en/patient-essentials/nausea-mouth-appetite.items.md"


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped content without its pictures: each fault is put over it in memory, and nothing is written."""
    folder = tmp_path_factory.mktemp("items") / "content"
    shutil.copytree(SHIPPED, folder, ignore=shutil.ignore_patterns("media", "game", "situations"))
    return folder


@pytest.fixture(scope="module")
def found_register(copied: Path) -> register.Register:
    found, _ = register.read(Texts(copied))
    assert found is not None
    return found


@pytest.fixture(scope="module")
def read(copied: Path) -> content_folder.Library:
    """Every shipped module, parsed once."""
    found = content_folder.load(copied, today=TODAY)
    list(found)
    return found


def faults_of(folder: Path, rows: register.Register, path: str, text: str):
    """The problems of one module, both languages, with this text over one of its files."""
    changed = content_folder.load(folder, today=TODAY, texts=Texts(folder, {path: text}))
    key = Path(path).name.removesuffix(".items.md")
    return list(triage_urgencies.of_module(rows, [changed.sides[key, language] for language in ("fr", "en")]))


def _of_both(rows: register.Register, library: content_folder.Library, key: str):
    sides = [files for language in ("fr", "en") if (files := library.of(key, language)) is not None]
    return triage_urgencies.of_module(rows, sides)


def test_the_shipped_items_say_what_the_register_says(read, found_register):
    assert [str(problem) for key in read.structure.modules for problem in _of_both(found_register, read, key)] == []


def test_every_shipped_item_that_asks_how_fast_to_act_is_keyed_the_same_in_both_languages():
    keyed = {
        language: {(path.name, item.key): item.rows for path in sorted((SHIPPED / language).glob("*/*.items.md"))
                   for item in parse(path.name, language, "x", path.read_text("utf-8")).items if item.rows}
        for language in ("fr", "en")
    }  # fmt: skip
    assert keyed["fr"] == keyed["en"]
    assert sum(rows != ("none",) for rows in keyed["fr"].values()) > 150


ROW = "row=fever-professional}"
FAULTS = [
    # code, file, words, what stands there instead, the words on whose line it is found, a piece of the message
    ("578", FEVER, "objective=K02 srs row=fever}", "objective=K02 srs row=feaver}", "## call-at-night", "did you mean 'fever'"),
    (
        "578",
        FEVER,
        " row=fever}\n- [x] J’appelle tout de suite le numéro",
        "}\n- [x] J’appelle tout de suite le numéro",
        "J’appelle tout de suite le numéro de nuit",
        "names no row",
    ),
    (
        "578",
        COUNTER,
        "row=none}\n- [!] « Prenez un paracétamol chaque",
        "}\n- [!] « Prenez un paracétamol chaque",
        "« Prenez un paracétamol chaque",
        "row=none",
    ),
    ("578", COUNTER_EN, "objective=K18 shuffle row=bruises}", "objective=K18 shuffle row=none}", "{urgency=now}", "name the sign's row"),
    (
        "579",
        GP,
        "sans attendre. {urgency=now}\n  > Oui.",
        "aujourd’hui. {urgency=today}\n  > Oui.",
        "je l’adresse aujourd’hui",
        "says today, the register says now",
    ),
    ("579", GP_EN, "without waiting. {urgency=now}", "today. {urgency=today}", None, "says today, the register says now"),
    (
        "579",
        FEVER,
        "J’appelle aujourd’hui le numéro de jour. {urgency=today}",
        "J’appelle tout de suite. {urgency=now}",
        "J’appelle tout de suite. {urgency=now}",
        "says now, the register says today",
    ),
    (
        "579",
        CARER,
        "Il marche bien, et ne prend pas de capécitabine.",
        "Il marche bien, et prend de la capécitabine.",
        "## buttons",
        "does not hold for 'cape'",
    ),
    (
        "579",
        FEVER_EN,
        "and you have neither fever nor immunotherapy.",
        "and you have no fever.",
        "## b-report",
        "does not hold for 'ici'",
    ),
    (
        "579",
        COUNTER,
        "M. V., sous capécitabine, demande une crème",
        "M. V., sous docétaxel, demande une crème",
        "## painful-palms",
        "holds for cape alone",
    ),
    ("579", MOUTH_EN, "{row=mouth-sores urgency=now}", "{row=mouth-sores urgency=today}", "{row=mouth-sores", "the register says now"),
    (
        "580",
        GP,
        "- [!] Je lui demande de reprendre sa température demain.",
        "- [ ] Je lui demande de reprendre sa température demain.",
        "reprendre sa température demain",
        "mark it [!]",
    ),
    (
        "580",
        COUNTER_EN,
        "- [!] A soothing cream, and looser socks.",
        "- [ ] A soothing cream, and looser socks.",
        "looser socks",
        "mark it [!]",
    ),
    (
        "580",
        FEVER,
        "- [!] Je prends du paracétamol et je me couche.",
        "- [ ] Je prends du paracétamol et je me couche.",
        "Je prends du paracétamol et je me couche.",
        "mark it [!]",
    ),
    ("581", FEVER, "et je me couche. {urgency=next}", "et je me couche.", "et je me couche.", "how fast does it act"),
    (
        "581",
        FEVER,
        "J’appelle tout de suite le numéro de nuit. {",
        "J’appelle demain le numéro de jour. {",
        "J’appelle demain le numéro de jour. {",
        "'demain' puts it off",
    ),
    ("581", FEVER_EN, "I call the night number now. {", "I call the day number tomorrow. {", None, "'tomorrow' puts it off"),
    (
        "581",
        CARER,
        "J’appelle le {{number.samu}} et je dis son traitement. {urgency=emergency}",
        "J’appelle son médecin. {urgency=emergency}",
        "J’appelle son médecin. {urgency=emergency}",
        "neither 15, 112",
    ),
    (
        "581",
        CARER,
        "J’appelle le {{number.samu}} et je dis son traitement. {urgency=emergency}",
        "J’appelle le {{number.samu}} et je dis son traitement. {urgency=today}",
        "je dis son traitement. {urgency=today}",
        "call 15 or 112",
    ),
    ("582", FEVER_EN, "and go to bed. {urgency=next}", "and go to bed. {urgency=today}", "and go to bed.", "next in fr/"),
    (
        "582",
        FEVER_EN,
        "objective=K02 srs row=fever}",
        "objective=K02 srs row=shivers}",
        "## call-at-night",
        "rows shivers here, fever in fr/",
    ),
    (
        "574",
        FEVER,
        "= {{fever.rule}} La fièvre pendant un traitement est traitée sans attendre.",
        "= La fièvre se dit à l’équipe dans la journée.",
        "dans la journée.",
        "puts off",
    ),
]


@pytest.mark.parametrize(("code", "path", "old", "new", "at", "said"), FAULTS, ids=[f"{n}-{fault[0]}" for n, fault in enumerate(FAULTS)])
def test_a_fault_planted_in_an_item_is_found_at_its_line(copied, found_register, code, path, old, new, at, said):
    text = (copied / path).read_text("utf-8")
    assert old in text
    changed = text.replace(old, new, 1)
    problems = [problem for problem in faults_of(copied, found_register, path, changed) if problem.code == code]
    assert any(said in problem.message and problem.path == path for problem in problems), [str(problem) for problem in problems]
    lines = changed.split("\n")
    wanted = at or new.split("\n")[0]
    assert any(wanted in lines[problem.line - 1] for problem in problems if problem.path == path)


@pytest.mark.parametrize("row", ["cough", "chest-pain", "bruises", "sick-once"])
def test_a_row_that_changes_its_urgency_is_felt_in_every_item_that_names_it(copied, read, row):
    """A clinician who signs another urgency sees at once which items have to follow."""
    text = (copied / register.FILE).read_text("utf-8")
    old = re.search(rf"^  {row}:\n    number: \d+\n    urgency: (\w+)\n", text, re.MULTILINE)
    assert old is not None
    new = "today" if old[1] != "today" else "now"
    changed, _ = register.read(Texts(copied, {register.FILE: text.replace(old[0], old[0].replace(old[1], new))}))
    assert changed is not None
    problems = [problem for key in read.structure.modules for problem in _of_both(changed, read, key)]
    found = {problem.path.split("/")[0] for problem in problems if problem.code == "579"}
    assert found == {"fr", "en"}


def one(text: str, rows: register.Register, audience: str = "gp"):
    """The problems of one item, written as an author would."""
    file = parse("x.items.md", "fr", "x", text)
    assert not file.problems, file.problems
    entry = ModuleEntry("x", "y", audience, 10, False, (), (), (), "x", 1)
    return sorted({problem.code for problem in triage_urgencies.of_module(rows, [Files(entry, "fr", items=file)])})


CASE = "## a-case {question} {{single safety objective=K02 {row}}}\n- [x] {best}\n- [{mark}] {late}\n@ leeds-unwell\n"


@pytest.mark.parametrize(
    ("question", "row", "best", "mark", "late", "codes"),
    [
        ("Frissons.", "row=shivers", "J’appelle. {urgency=now}", "!", "Au lit. {urgency=next}", []),
        ("Frissons.", "row=shivers", "J’appelle. {urgency=now}", " ", "Au lit. {urgency=next}", ["580"]),
        ("Frissons.", "row=shivers", "Le {{number.samu}}. {urgency=emergency}", "!", "Au lit. {urgency=next}", ["579"]),
        ("Frissons, personne ne répond.", "row=shivers", "Le {{number.samu}}. {urgency=emergency}", "!", "Au lit. {urgency=next}", []),
        ("Frissons, plaie.", "row=shivers,wound", "Le {{number.samu}}. {urgency=emergency}", "!", "Au lit. {urgency=next}", []),
        (
            "Mains douloureuses, sans capécitabine.",
            "row=palms-painful",
            "J’appelle aujourd’hui. {urgency=today}",
            " ",
            "Rien. {urgency=next}",
            [],
        ),
        ("Mains douloureuses.", "row=palms-painful", "J’appelle aujourd’hui. {urgency=today}", " ", "Rien. {urgency=next}", ["579"]),
        ("Toux.", "row=cough", "Je note. {urgency=now}", "!", "Rien. {urgency=next}", ["581"]),
        ("Frissons.", "", "J’appelle maintenant.", "!", "Au lit.", ["578"]),
        ("Huit selles.", "", "J’appelle l’équipe tout de suite.", "!", "Au lit.", ["578"]),
        ("Frissons.", "row=shivers", "J’appelle. {urgency=now}", " ", "Un cachet. {urgency=now}", ["581"]),
        ("Frissons.", "row=none", "J’appelle. {urgency=now}", " ", "Un cachet. {urgency=next}", ["578"]),
        ("Fatigue, et points rouges.", "row=tired-rested", "Je note. {urgency=next}", " ", "Rien. {urgency=next}", ["579"]),
        ("Fatigue, sans points rouges.", "row=tired-rested", "Je note. {urgency=next}", " ", "Rien. {urgency=next}", []),
        ("Fatigue, {{fever.example}}.", "row=tired-rested", "Je note. {urgency=next}", " ", "Rien. {urgency=next}", ["579"]),
        ("Fatigue, {{fever.example_calm}}.", "row=tired-rested", "Je note. {urgency=next}", " ", "Rien. {urgency=next}", []),
        ("Quel numéro ?", "row=none", "L’équipe.", " ", "Un ami.", []),
    ],
)
def test_the_rules_of_one_item(found_register, question, row, best, mark, late, codes):
    assert one(CASE.format(question=question, row=row, best=best, mark=mark, late=late), found_register) == codes


def test_for_patients_and_caregivers_a_late_call_is_no_danger_and_doing_nothing_is(found_register):
    call = CASE.format(
        question="Frissons.", row="row=shivers", best="J’appelle. {urgency=now}", mark=" ", late="J’appelle demain. {urgency=today}"
    )
    assert one(call, found_register, "patient") == []
    assert one(call, found_register, "caregiver") == []
    assert one(call, found_register, "gp") == ["580"]
    sleep = call.replace("J’appelle demain. {urgency=today}", "Je dors. {urgency=next}")
    assert one(sleep, found_register, "patient") == ["580"]


@pytest.mark.parametrize("audience", ["patient", "caregiver", "gp"])
def test_a_call_that_puts_an_emergency_off_is_a_danger_for_everybody(found_register, audience):
    call = CASE.format(
        question="Essoufflé au repos.",
        row="row=breath-rest",
        best="Le {{number.samu}}. {urgency=emergency}",
        mark=" ",
        late="J’appelle demain. {urgency=today}",
    )
    assert one(call, found_register, audience) == ["580"]
    assert one(call.replace("- [ ]", "- [!]"), found_register, audience) == []


@pytest.mark.parametrize("words", ["{urgency=soon}", "{urgency=now urgency=today}", "{speed=now}", "{row=fever}", "{urgency=}"])
def test_words_behind_an_option_that_say_nothing_are_refused_at_its_line(words):
    file = parse("x", "fr", "x", f"## a Quoi ? {{single objective=K02}}\n- [x] Oui. {words}\n- [ ] Non.\n")
    assert [(problem.code, problem.line) for problem in file.problems] == [("103", 2)]


def test_rows_and_urgencies_are_written_back_as_they_were_read():
    head = "# practice\n\n## a Quoi ? {single objective=K02 row=fever,urine}\n"
    text = head + "- [x] J’appelle. {miss=late urgency=now}\n- [ ] Non. {urgency=next}\n"
    items = parse("x", "fr", "x", text).items
    assert item_text.write(items) == text
    assert items[0].triage_rows == {"fever", "urine"}
    assert (items[0].options[0].urgency, items[0].options[0].miss, items[0].options[0].text) == ("now", "late", "J’appelle.")


def test_a_typed_urgency_is_no_part_of_the_words_nor_of_the_version():
    bare = syntax.parse("x", "fr", "x", "## a Quoi ? {single objective=K02}\n- [x] J’appelle.\n- [ ] Non.\n").items[0]
    keyed = syntax.parse(
        "x", "fr", "x", "## a Quoi ? {single objective=K02 row=fever}\n- [x] J’appelle. {urgency=now}\n- [ ] Non. {urgency=next}\n"
    ).items[0]
    assert assembly.item(bare, {}, "gp").version == assembly.item(keyed, {}, "gp").version
    assert repr(bare) == repr(keyed)


def test_no_urgency_is_told_to_learners_nor_to_other_systems(read):
    """The register sorts no call for anybody: what an author typed serves the check and the clinician's pack alone."""
    for files in read:
        assert files.items is not None
        values = read.rules.preset().values(files.language)
        made = [assembly.item(item, values, files.entry.audience) for item in files.items.items]
        told = "".join(str(interaction.definition({"x": item})) for item in made)
        for target in ("gift", "moodle"):
            told += formats.write(made, target, "x")[0].decode()
        for target in ("qti21", "qti30"):
            told += "".join(raw.decode() for raw in packages.read(formats.write(made, target, "x")[0], (".xml",)).values())
        told += "".join(f"{item.question} {[(option.text, option.feedback) for option in item.options]}" for item in made)
        assert "urgency=" not in told
        assert "row=" not in told
