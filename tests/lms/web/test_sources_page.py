"""The page of sources tells which of them nobody has read in the original."""

import re
from dataclasses import replace
from pathlib import Path

from lms_cast import Person
from lms_site import close, make_site, shared_catalogue

from lms.web.current_site import SiteContent, site_of


def test_a_source_known_second_hand_or_not_read_says_so_in_both_languages(tmp_path: Path) -> None:
    """No shipped source is unread today: one is made so."""
    second_hand, unread, text = "ema-capecitabine-leaflet-fr", "chu-liege-immunotherapy", "asco-idsa-2018"
    shipped = shared_catalogue()
    references = {**shipped.references, unread: replace(shipped.references[unread], seen="to-verify")}
    site = make_site(tmp_path)
    try:
        site_of(site).newest_content = SiteContent(replace(shipped, references=references))
        guest = Person(site, None)
        french, english = all_pages(guest, "fr"), all_pages(guest, "en")
    finally:
        close(site)
    assert "l’original reste à ouvrir" in panel(french, second_hand)
    assert "the original is still to be opened" in panel(english, second_hand)
    assert "Pas encore lue." in panel(french, unread)
    assert "Not read yet." in panel(english, unread)
    assert "ouvrir" not in panel(french, text)
    assert "Pas encore lue." not in panel(french, text)


def all_pages(guest: Person, lang: str) -> str:
    """Every page of the list, one behind the other; each source stands on one of them."""
    first = guest.get(f"/{lang}/sources").text
    paths = re.findall(r'href="(/\w+/sources\?page=\d+)"', first)
    whole = "".join(guest.get(path).text for path in paths)
    keys = re.findall(r'id="source-([^"]+)"', whole)
    assert len(keys) == len(set(keys)) == len(shared_catalogue().references)
    return whole


def panel(page: str, key: str) -> str:
    return page.split(f'id="source-{key}"')[1].split("</li>")[0]
