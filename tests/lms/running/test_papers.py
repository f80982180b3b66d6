"""The papers of data protection: filled with what the settings say, honest about what they do not, and never written over."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from lms_site import make_settings

from horslesmurs import main
from lms.errors import SettingsInvalid
from lms.running.papers import writing

HOLDERS = """[site]
name = "Hôpital d’exemple"
country = "fr"
hds = "certificat n° 1"
[copies]
name = "Coffre"
country = "CH"
hds = "chiffrées"
"""


def test_each_paper_is_filled_and_names_what_is_missing(tmp_path: Path) -> None:
    (tmp_path / "holders.toml").write_text(HOLDERS, "utf-8")
    site = make_settings(tmp_path, contact="dpo@exemple.org", data_holders=str(tmp_path / "holders.toml"), audit_months="9")
    texts = {name: writing.draft(site, name, "29/11/2026") for name in writing.NAMES}
    assert set(texts) == {"accessibilite.md", "aipd.md", "hebergement.md", "incident.md", "registre.md"}
    assert all(writing.EMPTY in text and "29/11/2026" in text for text in texts.values())
    assert "9 mois" in texts["registre.md"]
    assert "dpo@exemple.org" in texts["incident.md"]
    assert "Hôpital d’exemple | FR | certificat n° 1" in texts["hebergement.md"]
    assert "n’en est pas un" in texts["registre.md"]
    assert "aucun parmi" not in texts["registre.md"], "Switzerland is outside the area"


def test_a_paper_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "aipd.md").write_text("filled in")
    said = CliRunner(env={"HORSLESMURS_DATA": str(tmp_path / "data")}).invoke(main, ["papers", str(tmp_path / "papers")])
    assert said.exit_code == 0, said.output
    assert (tmp_path / "papers" / "aipd.md").read_text() == "filled in"
    assert said.stdout.count("places to fill in") == 4


@pytest.mark.parametrize(
    "text",
    [
        "[cloud]\n",
        '[site]\nname = "x"\ncountry = "FR"\n',
        '[site]\nname = "x"\ncountry = "France"\nhds = "y"\n',
        "not toml",
        "[mail]\nname = 3\n",
    ],
)
def test_a_file_of_holders_that_leaves_something_out_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "holders.toml").write_text(text, "utf-8")
    with pytest.raises(SettingsInvalid):
        make_settings(tmp_path, data_holders=str(tmp_path / "holders.toml"))
