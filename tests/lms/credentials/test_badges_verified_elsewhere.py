"""Other people's verifiers, pinned to the issuer's key: npm `jose` for badge and status list. They need Node and the npm registry."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from award_site import PASSED_AT, change, issued, pharmacist
from badge_checks import parts
from flask import Flask
from lms_cast import Person
from test_badges import ORIGIN, altered

from lms.credentials.models import Attestation

pytestmark = pytest.mark.slow
JOSE = "jose@6.2.18"
SCRIPT = """
import { createLocalJWKSet, jwtVerify } from 'jose';
import { gunzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
const { keys, issuer, tokens, list, now } = JSON.parse(readFileSync(0, 'utf8'));
const options = { algorithms: ['EdDSA'], issuer, currentDate: new Date(now) };
const jwks = createLocalJWKSet(keys);
const answers = [];
const listed = (await jwtVerify(list, jwks, options)).payload.credentialSubject;
const bits = gunzipSync(Buffer.from(listed.encodedList.slice(1), 'base64url'));
for (const token of tokens) {
  try {
    const { payload, protectedHeader } = await jwtVerify(token, jwks, options);
    const index = Number(payload.credentialStatus?.statusListIndex);
    const ended = Boolean(bits[index >> 3] & (0x80 >> (index & 7)));
    answers.push({ ok: true, kid: protectedHeader.kid, ended });
  } catch (error) { answers.push({ ok: false, why: error.code ?? String(error) }); }
}
console.log(JSON.stringify(answers));
"""
NOW = PASSED_AT + timedelta(days=2)


@pytest.fixture(scope="module")
def jose(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the script beside an installed `jose`."""
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.skip("node and npm are not on this machine")
    folder = tmp_path_factory.mktemp("jose")
    (folder / "package.json").write_text('{"private": true, "type": "module"}', "utf-8")
    (folder / "verify.mjs").write_text(SCRIPT, "utf-8")
    process = subprocess.run(
        ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", JOSE], cwd=folder, capture_output=True, text=True, timeout=180
    )
    if process.returncode:
        pytest.skip(f"{JOSE} cannot be installed here")
    return folder


@pytest.fixture(autouse=True)
def on_a_fixed_day() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def claire(site: Flask) -> Person:
    return pharmacist(site)


def verified(jose: Path, site: Flask, tokens: list[str], now: str) -> list[dict[str, Any]]:
    client = site.test_client()
    asked = {
        "keys": json.loads(client.get("/badges/keys").data),
        "issuer": f"{ORIGIN}/badges/issuer",
        "tokens": tokens,
        "list": client.get("/badges/status/1").data.decode(),
        "now": now,
    }
    process = subprocess.run(
        ["node", "verify.mjs"], cwd=jose, input=json.dumps(asked), capture_output=True, text=True, timeout=60, check=True
    )
    answers: list[dict[str, Any]] = json.loads(process.stdout)
    return answers


def badge_of(person: Person, row: Attestation) -> str:
    return person.get(f"/fr/mes-attestations/{row.uuid}/badge/jwt").data.decode()


def test_jose_accepts_ours_reads_the_list_and_refuses_every_other_one(jose: Path, site: Flask, claire: Person) -> None:
    paul = pharmacist(site)
    good, gone = issued(site, claire), issued(site, paul, "Paul Roux")
    tokens = [badge_of(claire, good), badge_of(paul, gone)]
    change(site, gone.id, revoked_at=NOW)
    wrong = list(altered(tokens[0]))
    answers = verified(jose, site, [*tokens, *(token for _, token in wrong)], NOW.isoformat())
    assert answers[0] == {"ok": True, "kid": f"{ORIGIN}/badges/keys/k1", "ended": False}
    assert (answers[1]["ok"], answers[1]["ended"]) == (True, True)
    taken = [what for (what, _), answer in zip(wrong, answers[2:], strict=True) if answer["ok"]]
    assert taken == []


def test_jose_refuses_an_expired_one(jose: Path, site: Flask, claire: Person) -> None:
    row = issued(site, claire)
    token = badge_of(claire, row)
    change(site, row.id, expires_at=NOW + timedelta(hours=1))
    short = badge_of(claire, row)
    answers = verified(jose, site, [token, short], (NOW + timedelta(hours=2)).isoformat())
    assert [answer["ok"] for answer in answers] == [True, False]
    assert answers[1]["why"] == "ERR_JWT_EXPIRED"
    assert parts(token)[1]["exp"] > parts(short)[1]["exp"]
