"""The page of sources tells which of them nobody has read in the original."""

from lms_cast import Person


def test_a_source_known_second_hand_or_not_read_says_so_in_both_languages(guest: Person) -> None:
    french, english = guest.get("/fr/sources").text, guest.get("/en/sources").text
    second_hand, unread, read = "ema-capecitabine-leaflet-fr", "chu-liege-immunotherapy", "asco-idsa-2018"
    assert "l’original reste à ouvrir" in panel(french, second_hand)
    assert "the original is still to be opened" in panel(english, second_hand)
    assert "Pas encore lue." in panel(french, unread)
    assert "Not read yet." in panel(english, unread)
    assert "ouvrir" not in panel(french, read)


def panel(page: str, key: str) -> str:
    return page.split(f'id="source-{key}"')[1].split("</li>")[0]
