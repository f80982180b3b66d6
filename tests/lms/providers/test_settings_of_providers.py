"""The file of providers refuses to guess: each fault is named with its table; off until it says otherwise."""

from pathlib import Path

import pytest
from provider_tables import GOOD, written

from lms import identity_providers
from lms.accounts.models import LEARNER_ROLES, PROFESSIONAL_ROLES, STAFF_ROLES
from lms.errors import SettingsInvalid
from lms.settings import read


def test_the_roles_are_those_of_accounts() -> None:
    assert identity_providers.LEARNERS == LEARNER_ROLES
    assert identity_providers.STAFF == STAFF_ROLES
    assert identity_providers.PROFESSIONALS == PROFESSIONAL_ROLES


def test_without_the_setting_there_is_none(tmp_path: Path) -> None:
    assert read({"HORSLESMURS_DATA": str(tmp_path)}).identity_providers == {}


def test_a_provider_is_read_with_what_its_profile_knows(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD, psc={"profile": '"pro-sante-connect"', "issuer": '"https://psc.example/realms/wallet"', "roles": None})
    providers = read({"HORSLESMURS_DATA": str(tmp_path), "HORSLESMURS_IDENTITY_PROVIDERS": str(path)}).identity_providers
    assert list(providers) == ["chu", "psc"]
    chu, psc = providers.values()
    assert (chu.scopes, chu.acr_values, chu.new_role, chu.secret()) == (("openid",), (), "", "s3cret")
    assert chu.discovery == "https://idp.example/.well-known/openid-configuration"
    assert (psc.scopes, psc.acr_values) == (("openid", "scope_all"), ("eidas1",))
    assert psc.discovery == "https://psc.example/realms/wallet/.well-known/wallet-openid-configuration"
    assert psc.roles == {"gp", "pharmacist", "nurse"}
    assert "s3cret" not in repr(chu)


def test_france_connect_is_off_until_the_file_says_on(tmp_path: Path) -> None:
    for on, keys in ((None, []), ("true", ["fc"]), ("false", [])):
        path = written(tmp_path, {"profile": '"franceconnect"', "on": on, "roles": None}, "fc")
        assert list(identity_providers.file("IDENTITY_PROVIDERS", str(path))) == keys


def test_a_secret_may_stand_in_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, {"secret_file": None, "secret_variable": '"CHU_SECRET"'})
    with pytest.raises(SettingsInvalid, match="CHU_SECRET"):
        identity_providers.file("IDENTITY_PROVIDERS", str(path))
    monkeypatch.setenv("CHU_SECRET", "another")
    assert identity_providers.file("IDENTITY_PROVIDERS", str(path))["chu"].secret() == "another"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"issuer": '"http://idp.example"'}, "issuer: http://idp.example is not an address"),
        ({"issuer": '"https://user@idp.example"'}, "is not an address"),
        ({"name_fr": None}, "name_fr is not one line"),
        ({"client_id": '""'}, "client_id is not one line"),
        ({"roles": None}, "roles is empty"),
        ({"roles": '["wizard"]'}, "wizard is none of"),
        ({"new_role": '"admin"', "roles": '["admin"]'}, "new_role: admin is none of"),
        ({"new_role": '"educator"', "roles": '["educator"]'}, "new_role: educator is none of"),
        ({"new_role": '"nurse"'}, "not among roles"),
        ({"new_role": '"by-profession"'}, "new_role: by-profession is none of"),
        ({"scopes": '["profile"]'}, "scopes lacks openid"),
        ({"secret_file": None}, "give secret_file or secret_variable"),
        ({"secret_file": '"/nowhere/at/all"'}, "cannot be read as a file with the secret"),
        ({"profile": '"saml"'}, "profile 'saml' is none of"),
        ({"on": '"yes"'}, "on is neither true nor false"),
        ({"colour": '"blue"'}, "colour is none of"),
        ({"keep": '["address"]'}, "keep: address is none of"),
        ({"auth_method": '"none"'}, "auth_method: none is none of"),
        ({"second_factor": '"mfa"'}, "second_factor is not a list"),
    ],
)
def test_a_fault_is_named_with_its_table(tmp_path: Path, change: dict[str, str | None], words: str) -> None:
    with pytest.raises(SettingsInvalid, match=words) as caught:
        identity_providers.file("HORSLESMURS_IDENTITY_PROVIDERS", str(written(tmp_path, change)))
    assert "[chu]" in str(caught.value)


def test_two_providers_of_one_issuer_and_a_name_that_is_none_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsInvalid, match="two providers have the issuer"):
        identity_providers.file("IDENTITY_PROVIDERS", str(written(tmp_path, GOOD, other={})))
    with pytest.raises(SettingsInvalid, match="small letters"):
        identity_providers.file("IDENTITY_PROVIDERS", str(written(tmp_path, GOOD, "Our-CHU")))
    for text, words in (("a = = 1", "is not TOML"), ("chu = 1", "issuer is not")):
        (tmp_path / "providers.toml").write_text(text)
        with pytest.raises(SettingsInvalid, match=words):
            identity_providers.file("IDENTITY_PROVIDERS", str(tmp_path / "providers.toml"))
