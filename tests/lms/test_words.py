"""The site's words: a stale catalogue, an untranslated message or a breakable space fails here."""

import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask

from lms.web.routing import locales

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))
import translations


def test_the_french_words_are_complete_compiled_and_well_spaced() -> None:
    assert [problem for domain in translations.DOMAINS for problem in translations.problems("fr", domain)] == []


@pytest.mark.slow
def test_a_missing_a_stale_and_a_badly_spaced_message_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = translations.po("fr").read_text(encoding="utf-8")
    spoilt = tmp_path / "fr" / "messages.po"
    spoilt.parent.mkdir()
    spoilt.write_text(text.replace('msgstr "Accueil"', 'msgstr "Accueil !"').replace('msgstr "Continuer"', 'msgstr ""'), encoding="utf-8")
    spoilt.with_suffix(".mo").write_bytes(b"old")
    monkeypatch.setattr(translations, "po", lambda *_: spoilt)
    found = "\n".join(translations.problems("fr"))
    assert "not translated: 'Continue'" in found
    assert "breakable space in 'Accueil !'" in found
    assert "compiled catalogue is older" in found


def test_a_day_is_written_as_people_of_each_language_write_it(site: Flask) -> None:
    with site.test_request_context("/fr/"):
        site.preprocess_request()
        assert locales.day(date(2027, 5, 1)) == "1er\u00a0mai\u00a02027"
        assert locales.day(date(2027, 5, 11)) == "11\u00a0mai\u00a02027"
        assert locales.moment(datetime(2027, 1, 1, 12, 5, tzinfo=UTC)) == "1er\u00a0janvier\u00a02027, 13:05"
    with site.test_request_context("/en/"):
        site.preprocess_request()
        assert locales.day(date(2027, 5, 1)) == "1\u00a0May\u00a02027"
