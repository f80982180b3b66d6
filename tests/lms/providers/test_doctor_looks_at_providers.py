"""`horslesmurs doctor` asks each provider: address, issuer, keys, clock; nothing is said of a site without one."""

import time
from pathlib import Path
from typing import Any

import pytest
from lms_site import make_settings
from provider_tables import written
from small_provider import SmallProvider

from infrastructure import http_client
from lms.running.doctor import providers
from lms.running.doctor.findings import Finding, Subject
from lms.web.database.instants import now


def found(folder: Path, issuer: str, **settings: str) -> list[Finding]:
    path = written(folder, {"issuer": f'"{issuer}"'})
    made = make_settings(folder / "data", identity_providers=str(path), **settings)
    return list(providers.providers(Subject(made, now())))


def states(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(finding.part, finding.state) for finding in findings]


def test_a_good_one_is_fine_and_says_its_return_address(tmp_path: Path, hospital: SmallProvider) -> None:
    findings = found(tmp_path, hospital.issuer)
    assert states(findings) == [("provider chu", "ok")]
    assert "http://127.0.0.1:8000/identity/chu/return" in findings[0].words


def test_without_a_provider_nothing_is_said(tmp_path: Path) -> None:
    assert list(providers.providers(Subject(make_settings(tmp_path), now()))) == []


def test_each_fault_is_named(tmp_path: Path, hospital: SmallProvider, monkeypatch: pytest.MonkeyPatch) -> None:
    hospital.metadata = {"issuer": "https://another.example"}
    assert "another issuer" in found(tmp_path, hospital.issuer)[0].words
    hospital.metadata = {"end_session_endpoint": ""}
    assert states(found(tmp_path, hospital.issuer)) == [("provider chu", "warning"), ("provider chu", "ok")]
    hospital.metadata, hospital.shown_keys = {}, []
    assert "shows no key" in found(tmp_path, hospital.issuer)[0].words
    hospital.broken = True
    assert "does not answer" in found(tmp_path, hospital.issuer)[0].words
    assert states(found(tmp_path, "http://127.0.0.1:1")) == [("provider chu", "fault")]
    hospital.broken = False
    monkeypatch.setattr(http_client, "seconds_ahead", lambda _answer: 95.0)
    assert "95 s ahead" in " ".join(one.words for one in found(tmp_path, hospital.issuer))


def test_a_real_site_without_https_is_named(tmp_path: Path, hospital: SmallProvider) -> None:
    real: dict[str, Any] = {"instance": "real", "site_rule": "38.0", "origin": "http://apprendre.example"}
    assert ("providers", "fault") in states(found(tmp_path, hospital.issuer, **real))


def test_the_other_clock_is_read_from_its_answer() -> None:
    date = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(time.time() + 100))
    assert 97 < http_client.seconds_ahead(http_client.Answer(200, {"Date": date}, b"")) < 103
    assert http_client.seconds_ahead(http_client.Answer(200, {}, b"")) == 0.0
