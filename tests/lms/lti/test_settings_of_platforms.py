"""The file of platforms: what is missing or wrong stops the start with a sentence; the doctor and the keys' command."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from lms_site import make_database, make_settings
from platform_tables import table
from small_platform import SmallPlatform
from sqlalchemy.orm import Session

from lms.errors import SettingsInvalid
from lms.identity_providers import LEARNERS
from lms.lti import tool_keys
from lms.lti_platforms import file, origin_of
from lms.platforms.models import PlatformRegistration
from lms.running.database_setup import open_engine
from lms.running.doctor.findings import Finding, Subject
from lms.running.doctor.platforms import platforms
from lms.running.key_commands.platform_key_commands import lti
from lms.web.database.instants import now


def written(folder: Path, *tables: str) -> str:
    path = folder / "platforms.toml"
    path.write_text("".join(tables), "utf-8")
    return str(path)


def test_a_good_file_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, table("moodle", "https://moodle.example", new_role='"pharmacist"', origins='["https://school.example"]'))
    (one,) = file("lti", path).values()
    assert (one.new_role, one.has_grades, one.token_audience) == ("pharmacist", False, "https://moodle.example/token")
    assert one.owns("https://moodle.example/return?x=1")
    assert one.owns("https://school.example/columns/1")
    assert not one.owns("http://moodle.example/return")
    assert not one.owns("https://moodle.example.evil.example/")
    assert not one.owns("https://moodle.example@evil.example/")
    assert file("lti", "") == {}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"issuer": ""}, "issuer"),
        ({"client_id": ""}, "client_id"),
        ({"deployments": "[]"}, "deployments is empty"),
        ({"deployments": '"1"'}, "deployments"),
        ({"roles": ""}, "roles is empty"),
        ({"roles": '["educator"]'}, "educator is none of"),
        ({"new_role": '"admin"'}, "admin is not among roles"),
        ({"new_role": '"nurse"'}, "nurse is not among roles"),
        ({"login": '"http://moodle.example/auth"'}, "https://"),
        ({"tokens": '"https://user@moodle.example/token"'}, "https://"),
        ({"keys": '"ftp://moodle.example/keys"'}, "https://"),
        ({"origins": '["https://school.example/path"]'}, "more than https:// and a host"),
        ({"grades": '"yes"'}, "neither true nor false"),
        ({"name_fr": ""}, "name_fr"),
        ({"secret": '"x"'}, "secret is none of"),
    ],
)
def test_what_is_wrong_stops_the_start(tmp_path: Path, change: dict[str, str], words: str) -> None:
    with pytest.raises(SettingsInvalid) as caught:
        file("lti", written(tmp_path, table("moodle", "https://moodle.example", **change)))
    assert words in str(caught.value)


def test_one_registration_stands_there_once(tmp_path: Path) -> None:
    twice = (table("one", "https://moodle.example"), table("two", "https://moodle.example"))
    with pytest.raises(SettingsInvalid):
        file("lti", written(tmp_path, *twice))
    other = (table("one", "https://moodle.example"), table("two", "https://moodle.example", client_id='"client-8"'))
    assert len(file("lti", written(tmp_path, *other))) == 2


def test_no_role_of_staff_can_be_written_anywhere() -> None:
    assert set(LEARNERS) == {"patient", "caregiver", "gp", "pharmacist", "nurse"}


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://A.example:443/x", "https://a.example"),
        ("http://localhost:80/", "http://localhost"),
        ("https://[::1]:8443/x", "https://[::1]:8443"),
        ("javascript:alert(1)", ""),
        ("https://user:secret@a.example/", ""),
        ("https://a.example:99999999/", ""),
        ("//a.example/", ""),
    ],
)
def test_an_origin_is_scheme_host_and_port(address: str, origin: str) -> None:
    assert origin_of(address) == origin


def examined(folder: Path, moodle: SmallPlatform) -> list[Finding]:
    settings = make_settings(folder / "data", lti_platforms=written(folder, table("moodle", moodle.issuer)))
    return list(platforms(Subject(settings, now())))


def test_the_doctor_asks_each_platform_for_its_keys(tmp_path: Path, moodle: SmallPlatform) -> None:
    (found,) = examined(tmp_path, moodle)
    assert found.state == "ok"
    assert "1 keys" in found.words
    moodle.shown_keys = []
    assert next(one.state for one in examined(tmp_path, moodle)) == "fault"
    moodle.broken = True
    (found,) = examined(tmp_path, moodle)
    assert found.state == "fault"
    assert "does not answer with keys" in found.words
    assert list(platforms(Subject(make_settings(tmp_path / "none"), now()))) == []


def test_the_doctor_asks_one_that_registered_by_itself_too(tmp_path: Path, moodle: SmallPlatform) -> None:
    settings = make_settings(tmp_path / "data", lti_to_loopback="yes")
    make_database(settings)
    places = {"issuer": moodle.issuer, "login": moodle.issuer, "tokens": moodle.issuer, "keys": f"{moodle.issuer}/keys"}
    row = PlatformRegistration(token_hash="h", name_fr="M", name_en="M", roles=["nurse"], created_at=now(), ends_at=now(), **places)
    with Session(open_engine(settings)) as work:
        work.add(row)
        work.commit()
        assert list(platforms(Subject(settings, now()))) == []  # it waits
        row.accepted_at = now()
        work.commit()
    (found,) = platforms(Subject(settings, now()))
    assert (found.state, "1 keys" in found.words) == ("ok", True)


def test_the_doctor_says_which_key_of_ours_is_none(tmp_path: Path, moodle: SmallPlatform) -> None:
    settings = make_settings(tmp_path / "data", lti_platforms=written(tmp_path, table("moodle", moodle.issuer)))
    tool_keys.make_next(settings)
    (tool_keys.folder_of(settings) / "k1.pem").write_text("", "ascii")
    faults = [one for one in platforms(Subject(settings, now())) if one.state == "fault"]
    assert ["k1.pem is no key" in one.words for one in faults] == [True]


def test_the_command_makes_the_next_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = make_settings(tmp_path / "data")
    make_database(settings)
    monkeypatch.setenv("HORSLESMURS_DATA", str(tmp_path / "data"))
    for kid in ("k1", "k2"):
        done = CliRunner().invoke(lti, ["rotate-key"])
        assert done.exit_code == 0, done.output
        assert kid in done.output
    assert tool_keys.numbers(settings) == [2, 1]
