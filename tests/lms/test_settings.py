"""Settings refuse to guess: an unknown name or a bad value stops the start with a sentence."""

from pathlib import Path

import pytest

from lms.errors import SettingsInvalid
from lms.key_files import secret
from lms.settings import read


def test_defaults_are_a_demo_on_this_machine(tmp_path: Path) -> None:
    settings = read({"HORSLESMURS_DATA": str(tmp_path)})
    assert (settings.instance, settings.host, settings.port) == ("demo", "127.0.0.1", 8000)
    assert settings.database_url == f"sqlite:///{tmp_path / 'horslesmurs.sqlite'}"


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("COLOUR", "blue", "is not a setting"),
        ("INSTANCE", "production", "is none of demo, pilot, real"),
        ("PORT", "eighty", "not a whole number"),
        ("PORT", "70000", "not between 1 and 65535"),
        ("ORIGIN", "hors-les-murs", "begins with http:// or https://"),
        ("TEAM_DAY", "call me", "not a telephone number"),
        ("DATABASE", "mysql://x", "begins neither with"),
        ("CONTENT", "/nowhere/at/all", "there is no folder"),
        ("DATA", "", "is empty"),
        ("CORS_ORIGINS", "https://a.example,b", "begins with http:// or https://"),
    ],
)
def test_a_bad_setting_is_named_with_what_to_do(name: str, value: str, words: str) -> None:
    with pytest.raises(SettingsInvalid, match=words) as caught:
        read({f"HORSLESMURS_{name}": value})
    assert f"HORSLESMURS_{name}" in str(caught.value)


def test_a_file_gives_settings_and_the_environment_stands_above_it(tmp_path: Path) -> None:
    file = tmp_path / "site.toml"
    file.write_text('port = 9000\nteam_day = "01 02 03 04 05"\n')
    settings = read({"HORSLESMURS_SETTINGS": str(file), "HORSLESMURS_PORT": "9001", "HORSLESMURS_DATA": str(tmp_path)})
    assert (settings.port, settings.team_day) == (9001, "01 02 03 04 05")


def test_a_file_that_is_not_toml_or_not_there_is_said(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text("port = = 1")
    for name, words in (("bad.toml", "is not TOML"), ("none.toml", "cannot be read")):
        with pytest.raises(SettingsInvalid, match=words):
            read({"HORSLESMURS_SETTINGS": str(tmp_path / name)})


def test_a_secret_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    settings = read({"HORSLESMURS_DATA": str(tmp_path)})
    first = secret(settings, "web")
    assert secret(settings, "web") == first
    assert len(first) >= 43
    assert (tmp_path / "keys" / "web.key").stat().st_mode & 0o077 == 0


def test_a_password_in_the_database_address_is_never_printed(tmp_path: Path) -> None:
    settings = read({"HORSLESMURS_DATA": str(tmp_path), "HORSLESMURS_DATABASE": "postgresql://hlm:canary-password@db/hlm"})
    assert "canary-password" not in repr(settings)


@pytest.mark.parametrize("raw", [b"origin = \xe9", b"origin = ", b"\xff\xfe"])
def test_every_toml_file_of_the_settings_that_cannot_be_read_is_said_by_its_name(tmp_path: Path, raw: bytes) -> None:
    file = tmp_path / "odd.toml"
    file.write_bytes(raw)
    for name in ("SETTINGS", "DATA_HOLDERS", "TRAINING_BODY", "IDENTITY_PROVIDERS"):
        with pytest.raises(SettingsInvalid, match=r"odd\.toml is not TOML"):
            read({"HORSLESMURS_DATA": str(tmp_path), f"HORSLESMURS_{name}": str(file)})
        with pytest.raises(SettingsInvalid, match="cannot be read"):
            read({"HORSLESMURS_DATA": str(tmp_path), f"HORSLESMURS_{name}": str(tmp_path / "missing.toml")})
