"""No message tells why somebody has it: every text, in both languages, against words of illness, treatment, signs and medicines."""

import re
from datetime import UTC, date, datetime

import pytest
import yaml

from courses.rules import cohort_names
from courses.text.search_terms import words_of
from lms.messages import calendar_file, letters, places, texts
from lms.messages.calendar_file import CalendarWords
from lms.messages.letters import Sender, Words
from lms.messages.texts import TEXTS, Facts
from lms.settings import CONTENT

SENDER = Sender("site@hors-les-murs.example", "Hors les murs")
CASES = [(template, language) for template in sorted(TEXTS) for language in ("fr", "en")]
NUMBERS = re.compile(r"\d+")
CALLS = {"15", "112"}
EVERYDAY = frozenset(
    words_of(
        "stay once waiting sent without site button will soon where hour stop more nothing from "
        "reste oubliée personne même rien passe arrêter nouvelle jusqu peut jour pour autre attendre heure bouton"
    )
)
"""Words of the registers' sentences that stand in any letter, each looked at: a bouton is a button here."""


def registers() -> frozenset[str]:
    """Every word of the triage register's signs and of the glossary, in both languages, without short and everyday ones."""
    rows = yaml.safe_load((CONTENT / "_structure" / "triage.yml").read_text("utf-8"))["rows"].values()
    terms = yaml.safe_load((CONTENT / "_structure" / "glossary.yml").read_text("utf-8")).values()
    sentences = [row[language] for row in rows for language in ("fr", "en")]
    for term in terms:
        for language in ("fr", "en"):
            sentences += [term[language]["say"], *term[language].get("avoid", [])]
    return frozenset(word for sentence in sentences for word in words_of(sentence) if len(word) > 3) - EVERYDAY


def message(template: str, language: str) -> tuple[str, str]:
    """Headers as on the wire and the body, with every fact filled in."""
    stop = places.address("https://hors-les-murs.example", "stop", language, "0" * 32)
    link = places.address("https://hors-les-murs.example", template if template in places.PAGES else "attestations", language, "0" * 32)
    text = texts.compose(template, language, Facts("Hors les murs", link, texts.day_in(language, date(2027, 5, 1)), stop))
    mail = letters.letter(Words(text.subject, text.body, language, stop), SENDER, "a@b.example", "<1@x>", datetime(2027, 3, 1, tzinfo=UTC))
    headers = "\n".join(f"{name}: {value}" for name, value in mail.items())
    return headers, text.body


@pytest.mark.parametrize(("template", "language"), CASES)
def test_no_word_of_health_stands_in_a_message(template: str, language: str) -> None:
    headers, body = message(template, language)
    forbidden, names = registers(), cohort_names.load(CONTENT)
    for part in (headers, body):
        assert names.first_in(part) is None
        assert sorted(set(words_of(part)) & forbidden) == []


@pytest.mark.parametrize(("template", "language"), CASES)
def test_no_dose_no_temperature_no_number_but_the_calls_and_the_days(template: str, language: str) -> None:
    _headers, body = message(template, language)
    text = re.sub(r"https?://\S+", "", body).replace("1er mai 2027", "").replace("1 May 2027", "")
    assert set(NUMBERS.findall(text)) <= CALLS


@pytest.mark.parametrize(("template", "language"), CASES)
def test_every_message_says_that_nobody_reads_replies_and_whom_to_call(template: str, language: str) -> None:
    _headers, body = message(template, language)
    words = {"fr": "Personne ne lit ces messages. Urgence\u00a0: 15 ou 112.", "en": "Nobody reads these messages. Emergency: 15 or 112."}
    assert body.rstrip().endswith(words[language])


@pytest.mark.parametrize(("template", "language"), CASES)
def test_every_text_is_translated(template: str, language: str) -> None:
    text, english = TEXTS[template](texts.translate(language)), TEXTS[template](lambda words: words)
    assert (text.subject == english.subject) == (language == "en")
    assert (text.body == english.body) == (language == "en")


def test_the_words_that_are_looked_for_would_be_seen() -> None:
    """The guard against a message that says too much: each of these was written into a text and found."""
    forbidden, names = registers(), cohort_names.load(CONTENT)
    assert len(forbidden) > 500
    for sentence in ("Votre fièvre", "Your chemotherapy", "une aphte", "Anticancéreux oraux", "Hôpital, service d’oncologie"):
        assert names.first_in(sentence) is not None or set(words_of(sentence)) & forbidden, sentence


@pytest.mark.slow
def test_the_addresses_and_the_file_of_the_calendar_tell_nothing() -> None:
    names = cohort_names.load(CONTENT)
    paths = [places.path(place, language) for place in places.PAGES for language in ("fr", "en")]
    assert [path for path in (*paths, "calendar.ics") if names.first_in(path) or set(words_of(path)) & registers()] == []
    words = CalendarWords("Hors les murs", lambda _due: "Échéance sur Hors les murs", "x", "https://hors-les-murs.example/fr/compte")
    assert names.first_in(calendar_file.text([], words, "secret", "hors-les-murs.example").decode()) is None
