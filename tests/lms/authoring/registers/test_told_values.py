"""What somebody else saved is told in the words of the form, never under the keys of the file."""

from flask import Flask

from courses.authoring.registers import shared_files, triage_rows
from lms.authoring.clinical import row_fields, row_routes
from lms.authoring.game import card_fields, card_routes
from lms.authoring.registers import value_words
from lms.settings import CONTENT


def read(path: str) -> str:
    return shared_files.read(CONTENT, path)


def test_every_shipped_row_and_card_is_told_in_french_words(desk_site: Flask) -> None:
    rows = triage_rows.rows(read(triage_rows.PATH))
    cards = card_fields.cards({path: read(path) for path in card_fields.PATHS})
    with desk_site.test_request_context("/fr/rediger/tri"):
        choices, known = row_routes.choices_of_row(), card_routes._choices()
        for key, one in rows.items():
            labels = [label for label, _lines in row_fields.told(one.values, choices)]
            assert len(labels) >= 4
            assert not set(labels) & set(one.values), (key, labels)
        for key, card in cards.items():
            told = card_fields.told(card, known)
            assert not {label for label, _lines in told} & set(card.values), key
            assert told[0][1] == [known["skills"][str(card.values["skill"])]], key


def test_a_row_says_its_sources_and_its_speeds_by_their_names(desk_site: Flask) -> None:
    row = {"urgency": "now", "for": ["cyt"], "says": {"s": "shivering"}, "asks": {"s": "now"}, "decide": True, "note": "", "odd": 3}
    with desk_site.test_request_context("/en/writing/triage"):
        told = row_fields.told(row, {"sources": {"s": "A leaflet"}, "regimens": {"cyt": "chemotherapy"}, "alerts": {}})
    assert told == [
        ("What to do", ["the team at once, day or night"]),
        ("Treatments", ["chemotherapy"]),
        ("Words that were read there", ["A leaflet: shivering"]),
        ("How fast it asks to act", ["A leaflet: the team at once, day or night"]),
        ("Only a clinician can settle it", ["yes"]),
        ("odd", ["3"]),
    ]


def test_nothing_is_told_of_what_says_nothing(desk_site: Flask) -> None:
    with desk_site.test_request_context("/en/writing"):
        assert value_words.told({"a": None, "b": "", "c": [], "d": {}, "e": False}, {"e": "Ticked"}, {}) == [("Ticked", ["no"])]
