"""Badges of Open Badges 3.0: a verifier that knows the standards alone accepts ours and refuses every other one."""

import json
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import time_machine
from award_site import PASSED_AT, attestation_of, award, change, issued, pharmacist
from badge_checks import Refused, checked, from_png, from_svg, is_ended, keys_of, parts
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask
from lms_cast import PASSPHRASE, Person, add_person
from lms_site import close, make_site

from lms.credentials import own_routes, pages, public_routes
from lms.credentials.badges import routes as badge_routes
from lms.credentials.badges import signing, signing_keys
from lms.credentials.models import Attestation
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.web.database.writing import submit

ORIGIN = "http://127.0.0.1:8000"
ISSUER = f"{ORIGIN}/badges/issuer"
NOW = PASSED_AT + timedelta(days=2)


@pytest.fixture(autouse=True)
def on_a_fixed_day() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def claire(site: Flask) -> Person:
    return pharmacist(site)


@pytest.fixture
def paper(site: Flask, claire: Person) -> Attestation:
    return issued(site, claire)


def badge(person: Person, row: Attestation, kind: str = "jwt") -> bytes:
    answer = person.get(f"/fr/mes-attestations/{row.uuid}/badge/{kind}")
    assert answer.status_code == 200
    return answer.data


def token_of(person: Person, row: Attestation) -> str:
    return badge(person, row).decode()


def accepted(site: Flask, token: str, now: datetime = NOW) -> dict[str, Any]:
    client = site.test_client()
    return checked(token, keys_of(client, ORIGIN), ISSUER, now)


def is_accepted(site: Flask, token: str) -> bool:
    try:
        accepted(site, token)
    except Refused:
        return False
    return True


def ended(site: Flask, token: str, now: datetime = NOW) -> bool:
    client = site.test_client()
    return is_ended(token, client, keys_of(client, ORIGIN), ISSUER, now)


def test_ours_is_accepted_and_says_what_the_paper_says(site: Flask, claire: Person, paper: Attestation) -> None:
    made = accepted(site, token_of(claire, paper))
    subject = made["credentialSubject"]
    assert made["type"] == ["VerifiableCredential", "AchievementCredential"]
    assert (made["validFrom"], made["validUntil"]) == ("2026-11-20T09:30:00Z", "2029-11-20T23:00:00Z")
    assert subject["identifier"] == [{"type": "IdentityObject", "identityHash": "Claire Martin", "identityType": "name", "hashed": False}]
    assert subject["achievement"]["version"] == "1.0"
    assert "Ne vaut ni DPC ni certification périodique." in subject["achievement"]["criteria"]["narrative"]
    assert made["evidence"][0]["id"] == f"{ORIGIN}/verify/{'-'.join(paper.code[place : place + 4] for place in range(0, 16, 4))}"
    assert not ended(site, token_of(claire, paper))


def test_every_signature_names_its_key_and_no_header_brings_one(site: Flask, claire: Person, paper: Attestation) -> None:
    tokens = [token_of(claire, paper), site.test_client().get("/badges/status/1").data.decode()]
    for token in tokens:
        header = parts(token)[0]
        assert header == {"alg": "EdDSA", "kid": f"{ORIGIN}/badges/keys/k1", "typ": "JWT"}
        key = json.loads(site.test_client().get("/badges/keys/k1").data)
        assert (key["kid"], key["kty"], key["crv"]) == (header["kid"], "OKP", "Ed25519")


def test_no_address_and_no_sign_in_name_stands_in_a_badge(site: Flask) -> None:
    person = add_person(site, "pharmacist", "zqsecretname", email="ZqSecret@Example.org")
    row = issued(site, person, "Anne Roux")
    for kind in ("jwt", "png", "svg"):
        raw = badge(person, row, kind)
        token = {"jwt": bytes.decode, "png": from_png, "svg": from_svg}[kind](raw)
        words = json.dumps(parts(token)[:2]).lower()
        assert "zqsecret" not in words
        assert "example.org" not in words
        assert str(person.pseudonym) not in words


def test_the_pictures_hold_the_same_badge(claire: Person, paper: Attestation) -> None:
    token = token_of(claire, paper)
    png, svg = badge(claire, paper, "png"), badge(claire, paper, "svg")
    assert from_png(png) == from_svg(svg) == token
    tree = ElementTree.fromstring(svg)
    assert tree[0].tag == "{https://purl.imsglobal.org/ob/v3p0}credential"
    assert tree[0].attrib["verify"] == token
    assert "script" not in svg.decode()
    assert "Démonstration, sans valeur" in svg.decode()


def test_it_is_the_same_at_each_download(claire: Person, paper: Attestation) -> None:
    assert token_of(claire, paper) == token_of(claire, paper)
    assert badge(claire, paper, "png") == badge(claire, paper, "png")


def test_a_demonstration_says_so_in_every_name(site: Flask, claire: Person, paper: Attestation) -> None:
    made = accepted(site, token_of(claire, paper))
    for words in (made["name"], made["issuer"]["name"], made["credentialSubject"]["achievement"]["name"]):
        assert words.startswith("Démonstration, sans valeur")


def altered(token: str) -> Iterator[tuple[str, str]]:
    """What somebody may try: (what, token)."""
    head, body, signature = token.split(".")
    payload = json.loads(urlsafe_decoded(body))
    for name, change_of in (
        ("another name", lambda p: p["credentialSubject"]["identifier"][0].update(identityHash="Eve")),
        ("another course", lambda p: p["credentialSubject"]["achievement"].update(name="Surgery")),
        ("a later end", lambda p: p.update(exp=p["exp"] + 10**8)),
        ("another place in the list", lambda p: p["credentialStatus"].update(statusListIndex="0")),
        ("no list", lambda p: p.pop("credentialStatus")),
    ):
        other = json.loads(json.dumps(payload))
        change_of(other)
        yield name, f"{head}.{signing.encode(json.dumps(other).encode())}.{signature}"
    none = signing.encode(b'{"alg":"none","typ":"JWT"}')
    yield "alg none", f"{none}.{body}."
    yield (
        "alg none with the kid",
        f"{signing.encode(json.dumps({'alg': 'none', 'kid': f'{ORIGIN}/badges/keys/k1'}).encode())}.{body}.{signature}",
    )
    hs = signing.encode(json.dumps({"alg": "HS256", "kid": f"{ORIGIN}/badges/keys/k1"}).encode())
    yield "the public key as a secret", f"{hs}.{body}.{signature}"
    for length in (0, 1, len(token) // 2, len(token) - 1):
        yield f"cut at {length}", token[:length]
    yield "no signature", f"{head}.{body}."
    yield "somebody else's signature", f"{head}.{body}.{signing.encode(Ed25519PrivateKey.generate().sign(f'{head}.{body}'.encode()))}"
    stranger = signing_keys.SigningKey("k1", Ed25519PrivateKey.generate())
    yield "signed by a stranger in our name", signing.sign(payload, stranger, f"{ORIGIN}/badges/keys/k1")
    yield "signed by a stranger with his own key's address", signing.sign(payload, stranger, "https://evil.example/keys/k1")


def urlsafe_decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def test_every_altered_truncated_or_foreign_one_is_refused(site: Flask, claire: Person, paper: Attestation) -> None:
    token = token_of(claire, paper)
    accepted(site, token)
    assert [what for what, other in altered(token) if is_accepted(site, other)] == []


def test_expired_and_not_yet_valid_are_refused(site: Flask, claire: Person, paper: Attestation) -> None:
    token = token_of(claire, paper)
    assert paper.expires_at
    accepted(site, token, paper.expires_at - timedelta(seconds=1))
    for day in (paper.expires_at, paper.issued_at - timedelta(seconds=1)):
        with pytest.raises(Refused, match="dates"):
            accepted(site, token, day)


@pytest.mark.parametrize("field", ["revoked_at", "superseded_at"])
def test_withdrawn_or_replaced_sets_the_bit_at_once_and_gives_no_badge(site: Flask, field: str) -> None:
    claire, paul = pharmacist(site), pharmacist(site)
    gone, stays = issued(site, claire), issued(site, paul, "Paul Roux")
    tokens = token_of(claire, gone), token_of(paul, stays)
    change(site, gone.id, **{field: NOW})
    assert [ended(site, token) for token in tokens] == [True, False]
    assert claire.get(f"/fr/mes-attestations/{gone.uuid}/badge/jwt").status_code == 302


def test_an_obsolete_version_sets_the_bit_and_taking_the_rule_away_clears_it(
    site: Flask, claire: Person, paper: Attestation, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = token_of(claire, paper)
    for module in (badge_routes, own_routes, pages, public_routes):
        if hasattr(module, "obsolete_before"):
            monkeypatch.setattr(module, "obsolete_before", lambda course: "2.0" if course == paper.course else None)
    assert ended(site, token)
    assert "n’est plus valide" in site.test_client().get(f"/fr/verifier/{paper.code}").text
    assert claire.get(f"/fr/mes-attestations/{paper.uuid}/pdf").status_code == 302
    assert "le cours a changé" in claire.get(f"/fr/mes-attestations/{paper.uuid}").text
    monkeypatch.undo()
    assert not ended(site, token)


def test_an_erased_one_is_ended(site: Flask, claire: Person, paper: Attestation) -> None:
    token = token_of(claire, paper)
    assert claire.post("/fr/compte/effacer", passphrase=PASSPHRASE).status_code == 303
    assert ended(site, token)


def test_a_list_that_is_old_or_not_ours_is_refused(site: Flask, claire: Person, paper: Attestation) -> None:
    words = site.test_client().get("/badges/status/1").data.decode()
    accepted(site, words, NOW + timedelta(hours=23))
    with pytest.raises(Refused, match="dates"):
        accepted(site, words, NOW + timedelta(days=1, seconds=1))
    stranger = signing_keys.SigningKey("k1", Ed25519PrivateKey.generate())
    with pytest.raises(Refused, match="signature"):
        accepted(site, signing.sign(parts(words)[1], stranger, f"{ORIGIN}/badges/keys/k1"))
    assert site.test_client().get("/badges/status/2").status_code == 404


def test_after_a_rotation_last_years_badge_verifies_and_the_new_key_signs(site: Flask, claire: Person, paper: Attestation) -> None:
    old = token_of(claire, paper)
    with site.app_context():
        kid = signing_keys.next_kid(db.session())
        pem = signing_keys.prepare_file(signing_keys.folder_of(site_of(site).settings), kid)
        submit(lambda work: signing_keys.put_in_use(work, kid, pem, NOW).kid)
    new = token_of(claire, paper)
    assert [parts(token)[0]["kid"][-len(kid) :] == kid for token in (old, new)] == [False, True]
    assert accepted(site, old)["id"] == accepted(site, new)["id"]
    assert not ended(site, old)
    assert keys_of(site.test_client(), ORIGIN).keys() >= {parts(old)[0]["kid"], parts(new)[0]["kid"]}


def test_the_private_key_is_its_owners_alone_and_stands_on_no_page(site: Flask, claire: Person, paper: Attestation) -> None:
    token_of(claire, paper)
    folder = signing_keys.folder_of(site_of(site).settings)
    assert [oct(path.stat().st_mode & 0o777) for path in folder.glob("*.pem")] == ["0o600"] * len(list(folder.iterdir()))
    assert folder.stat().st_mode & 0o077 == 0
    for path in ("/badges/keys", "/badges/issuer", "/badges/keys/k1"):
        assert b"PRIVATE" not in site.test_client().get(path).data
    for kid in ("..%2Fweb", "k1.pem", "web", "K1", "k0"):
        assert site.test_client().get(f"/badges/keys/{kid}").status_code == 404


def test_a_lost_private_key_is_said_and_nothing_is_signed_by_another(tmp_path: Path) -> None:
    app = make_site(tmp_path)
    try:
        claire = pharmacist(app)
        row = issued(app, claire)
        token_of(claire, row)
        folder = signing_keys.folder_of(site_of(app).settings)
        (folder / "k1.pem").unlink()
        assert claire.get(f"/fr/mes-attestations/{row.uuid}/badge/jwt").status_code == 503
        signing_keys.prepare_file(folder, "k1")
        assert claire.get(f"/fr/mes-attestations/{row.uuid}/badge/jwt").status_code == 503, "a new file under the old name is another key"
        assert claire.get(f"/fr/mes-attestations/{row.uuid}/pdf").status_code == 200
        assert app.test_client().get(f"/fr/verifier/{row.code}").status_code == 200
    finally:
        close(app)


def test_what_a_badge_points_to_opens_for_anybody(site: Flask, claire: Person, paper: Attestation) -> None:
    made, client = accepted(site, token_of(claire, paper)), site.test_client()
    achievement = made["credentialSubject"]["achievement"]
    for address in (made["issuer"]["id"], achievement["id"], achievement["image"]["id"], made["credentialStatus"]["statusListCredential"]):
        answer = client.get(address.removeprefix(ORIGIN))
        assert answer.status_code == 200, address
        assert b"Claire" not in answer.data
    assert json.loads(client.get("/badges/issuer").data)["id"] == made["iss"]
    document = json.loads(client.get(achievement["id"].removeprefix(ORIGIN)).data)
    assert {key: value for key, value in document.items() if key != "@context"} == achievement
    assert client.get("/badges/achievements/pharmacists/9.9/fr").status_code == 404


def test_until_the_name_is_confirmed_there_is_no_badge(site: Flask, claire: Person) -> None:
    row = attestation_of(site, award(site, claire))
    assert claire.get(f"/fr/mes-attestations/{row.uuid}/badge/jwt").status_code == 302


def test_a_foreign_host_changes_nothing_in_a_badge(claire: Person, paper: Attestation) -> None:
    usual = token_of(claire, paper)
    answer = claire.get(f"/fr/mes-attestations/{paper.uuid}/badge/jwt", headers={"X-Forwarded-Host": "evil.example"})
    assert answer.data.decode() == usual
