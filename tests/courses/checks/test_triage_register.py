"""The triage register: what stands in it, and every place that says another urgency is found, in both languages."""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from courses.checks.triage import register_agreement
from courses.export import triage_table
from courses.library import content_folder
from courses.serving import catalogue
from courses.text.source_texts import Texts
from courses.triage import register

SHIPPED = Path(__file__).parents[3] / "content"
TODAY = date(2026, 11, 30)
T, A = "_structure/triage.yml", "_structure/game/alerts.yml"


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped content without its pictures: each fault is put over it in memory, and nothing is written."""
    folder = tmp_path_factory.mktemp("triage") / "content"
    shutil.copytree(SHIPPED, folder, ignore=shutil.ignore_patterns("media"))
    return folder


def faults_of(folder: Path, over: dict[str, str] | None = None):
    looked = content_folder.load(folder, today=TODAY, texts=Texts(folder, over))
    sides = [[looked.sides[key, language] for language in ("fr", "en")] for key in looked.structure.modules]
    of_modules = [problem for both in sides for problem in register_agreement.check_module(looked, both, ())]
    return [*register_agreement.check(looked), *of_modules]


def read():
    found, problems = register.read(Texts(SHIPPED))
    assert found is not None
    assert not problems
    return found


def test_the_shipped_content_says_what_the_register_says(copied):
    assert faults_of(copied) == []


FAULTS = [
    ("570", T, "    urgency: emergency\n", "    urgency: soon\n"),
    ("570", T, "    for: [cyt]\n", "    for: [cty]\n"),
    ("570", T, "    number: 2\n", "    number: 1\n"),
    ("004", T, "    number: 2\n", "    numbre: 2\n"),
    ("011", T, '    en: "Temperature below 36.0 °C"\n', ""),
    ("310", T, "      marie-curie-mscc:", "      mary-curie-mscc:"),
    ("571", T, '    says:\n      royal-surrey-hotline: "seizure: 999"\n', ""),
    ("571", T, "    to_verify: true\n", ""),
    ("572", A, "{key: fatigue-in-bed, flag: red", "{key: fatigue-in-bed, flag: amber"),
    ("572", A, "{key: breath-effort, flag: red", "{key: breath-effort, flag: amber"),
    ("573", T, "    alerts: [fatigue-in-bed]\n", ""),
    ("573", T, "alerts: [fatigue-in-bed]", "alerts: [fatigue-bed]"),
    ("574", "fr/game/signs.yml", "Au lit la plus grande partie de la journée", "Au lit tout le jour : je le dis demain"),
    ("574", "en/game/signs.yml", "In bed most of the day", "In bed most of the day: I call today"),
    ("574", "fr/game/call.yml", "on cherche pourquoi, sans attendre.", "une prise de sang demain."),
    ("574", "fr/game/cards.yml", "on arrête les comprimés, et on appelle tout de suite.", "on suspend, et on appelle le jour même."),
    ("574", "en/game/cards.yml", "stop the tablets, and call at once.", "hold the dose, and call the same day."),
    ("574", "fr/situations/no-stool-three-days.md", "= Deux jours sans selles", "= On appelle dans la journée. Deux jours sans selles"),
    ("574", "en/situations/red-toothbrush.md", "Call the team at once, and change", "Call the team today, and change"),
    ("574", "fr/gps/gp-fever-neutropenia.md", "et adressage immédiat :", "et adressage immédiat, le jour même :"),
    ("574", "fr/caregivers/carer-red-signals.md", "**appeler sans attendre**", "**appeler aujourd’hui**"),
    ("574", "fr/situations/nothing-goes-in.md", "ou la nuit : on appelle tout de suite", "ou la nuit : on appelle le jour même"),
    ("574", "en/situations/nothing-goes-in.md", "or any at night: call at once", "or any at night: call the same day"),
    ("574", "fr/pharmacists/at-the-counter.md", "ou 3 jours : tout de suite.", "4 selles liquides : aujourd’hui."),
    ("574", "en/game/cards.yml", "more than 24 hours of it: call at once", "more than 24 hours of it: call today"),
    ("574", "fr/game/signs.yml", "qui fourmillent, engourdis : j’arrête", "qui fourmillent : demain, j’arrête"),
    ("576", "fr/patient-essentials/tablets-at-home.md", "- les mains ou les pieds rouges,", "- les doigts rouges,"),
    ("574", "fr/situations/red-toothbrush.md", "Appeler l’équipe tout de suite, et", "En parler à la prochaine visite, et"),
    ("574", "en/situations/no-stool-three-days.md", "no wind: call at once", "no wind: wait for Monday"),
    ("574", "fr/game/signs.yml", "ou qui reste malgré le traitement prescrit", "ou qui reste : j’attends deux jours"),
    ("574", "en/game/signs.yml", "hot, painful, raw or weeping", "raw or weeping: within a few days"),
    ("574", "fr/game/cards.yml", "on appelle tout de suite, même si l’on mange", "on en parle à la prochaine consultation, si l’on mange"),
    ("574", "en/game/call.yml", "Raw skin is seen at once.", "Raw skin is seen at your next appointment."),
    ("574", "en/gps/gp-oral-therapies.md", "- **Team at once**: cough", "- **Team at the next visit**: cough"),
    ("574", "fr/pharmacists/at-the-counter.md", "gencives qui saignent ; ne", "gencives qui saignent : un courrier suffit ; ne"),
    ("574", "fr/patient-living/belly-and-fluids.md", "selle : j’appelle tout de suite", "selle : j’appelle dans les 24 heures"),
    ("574", "fr/patient-essentials/treatment-cycle.simple.md", "poitrine : le {{number.samu}}", "poitrine : j’appelle lundi"),
    ("574", "en/patient-essentials/treatment-cycle.simple.md", "bleeding a lot: I call {{number.samu}}", "bleeding a lot: I call my team"),
    ("574", "fr/patient-essentials/fever.md", "le {{number.europe}}, sans attendre. De", "l’équipe, dès l’ouverture. De"),
    ("575", "fr/patient-essentials/treatment-cycle.md", "connaissance, convulsions,", "connaissance,"),
    ("575", "en/patient-essentials/treatment-cycle.md", "- swelling of the face, lips or throat;", "-"),
    ("575", "fr/patient-essentials/treatment-cycle.simple.md", "- Un bras ou une jambe sans force, même si cela passe", "- Un bras lourd"),
    ("575", "en/pharmacists/at-the-counter.md", "seizure, ", ""),
    ("575", "fr/caregivers/carer-red-signals.simple.md", ", ou elle a des convulsions", ""),
    ("575", "en/patient-living/immunotherapy.simple.md", "- I am bleeding a lot.", "- I am cold."),
    ("576", "en/patient-essentials/tablets-at-home.simple.md", "4 more stools", "more stools"),
    ("576", T, "  carer-red-signals#bleeding:", "  carer-red-signals#bleding:"),
    ("576", T, "  card.fifteen.text: breath-rest", "  card.fifteen.text: breath-at-rest"),
    ("576", "fr/game/safety.yml", "Dans les 24 heures : en journée l’équipe", "Dans les 48 heures : en journée l’équipe"),
    ("577", T, '    reviewer: ""\n', '    reviewer: "Dr Exemple"\n'),
]  # fmt: skip


@pytest.mark.sampled(4)
@pytest.mark.parametrize(("code", "path", "old", "new"), FAULTS, ids=[f"{n}-{fault[0]}" for n, fault in enumerate(FAULTS)])
def test_a_fault_planted_in_the_shipped_content_is_found(copied, code, path, old, new):
    text = (copied / path).read_text("utf-8")
    assert old in text
    problems = [problem for problem in faults_of(copied, {path: text.replace(old, new, 1)}) if problem.code == code]
    assert problems
    assert {problem.path for problem in problems} & {path, T, A}


def test_where_sources_differ_the_most_careful_stands_and_the_other_is_noted():
    graded = [row for row in read().rows.values() if row.graded]
    assert {row.key for row in graded} >= {"breath-effort", "vomiting-uncontrolled", "stools-lasting", "pain-uncontrolled"}
    assert {(row.urgency, row.graded) for row in graded} == {("now", "today")}


def test_no_red_flag_of_a_list_rests_on_a_source_nobody_read():
    rows = read().rows.values()
    assert all(row.says and not row.is_unverified for row in rows if row.urgency == "emergency")
    assert not [row.key for row in rows if row.is_unverified and row.urgency == "now" and row.alerts]


def test_no_row_gives_a_temperature_for_the_fever_line_itself():
    words = " ".join(read().rows["fever"].words.values())
    assert not re.search(r"3[5-9][.,]\d", words)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_table_holds_every_row_on_two_pages(language):
    found = read()
    table = triage_table.table(found, language)
    assert sum(len(band["rows"]) for band in table["bands"]) == len(found.rows)
    assert table["foot"] == found.foot[language]
    assert triage_table.pdf(found, language).startswith(b"%PDF")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_printed_rows_begin_like_sentences_and_name_each_other_by_number(language):
    """Whoever signs has the numbers of the rows on paper, and none of their keys."""
    rows = read().rows
    assert [row.number for row in rows.values() if row.words[language][:1].islower()] == []
    assert [(row.number, key) for row in rows.values() for key in rows if f"« {key} »" in row.note.replace("\u00a0", " ")] == []


def test_the_list_for_a_clinician_holds_every_open_row_and_every_difference_of_sources():
    """docs/for-a-clinician.md: one list, in print at the level the register says, with every source."""
    text = (SHIPPED.parent / "docs/for-a-clinician.md").read_text("utf-8")
    tables = text.split("\n## ")[1:4]
    parts = [re.findall(r"^\| (\d+) \| [\w-]+ \|", table, re.MULTILINE) for table in tables]
    rows = read().rows.values()
    is_different = {row.number for row in rows if not row.is_open and len(set(row.asks.values())) > 1}
    expected = [{row.number for row in rows if row.is_open}, is_different, {row.number for row in rows if row.is_unverified}]
    assert [{int(number) for number in part} for part in parts] == expected
    lines = {int(line.split("|")[1]): line for table in tables[:2] for line in table.splitlines() if re.match(r"\| \d+ \|", line)}
    in_print = {"emergency": "15", "now": "at once", "today": "within 24 hours", "next": "next contact"}
    rows_by_number = {row.number: row for row in rows}
    assert {number: line for number, line in lines.items() if f"| {in_print[rows_by_number[number].urgency]} |" not in line} == {}
    assert {number: key for number in lines for key in rows_by_number[number].asks if key not in lines[number]} == {}


def test_the_register_is_in_no_catalogue_that_pages_and_machines_read():
    assert not any("triage" in name for name in vars(catalogue.Catalogue)["__annotations__"])


def test_what_lies_between_modules_is_said_without_reading_any_of_them():
    """A start and each save ask it: the words of a named block are compared with its module, whose findings are kept."""
    looked = content_folder.load(SHIPPED, today=TODAY)
    assert looked.shared.register.blocks
    assert list(register_agreement.check(looked)) == []
    assert not looked.sides._made
