"""The site's words: a stale catalogue, an untranslated message or a breakable space fails here."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))
import translations


def test_the_french_words_are_complete_compiled_and_well_spaced() -> None:
    assert translations.problems("fr") == []


def test_a_missing_a_stale_and_a_badly_spaced_message_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = translations.po("fr").read_text(encoding="utf-8")
    spoilt = tmp_path / "fr" / "messages.po"
    spoilt.parent.mkdir()
    spoilt.write_text(text.replace('msgstr "Accueil"', 'msgstr "Accueil !"').replace('msgstr "Continuer"', 'msgstr ""'), encoding="utf-8")
    spoilt.with_suffix(".mo").write_bytes(b"old")
    monkeypatch.setattr(translations, "po", lambda language: spoilt)
    found = "\n".join(translations.problems("fr"))
    assert "not translated: 'Continue'" in found
    assert "breakable space in 'Accueil !'" in found
    assert "compiled catalogue is older" in found
