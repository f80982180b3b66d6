"""Pairing: a code shown by the site becomes an access key of this device's own, kept in a file only its owner can read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from game.device import own_network
from game.device.files import DISK, Files
from game.device.network import VERSION_HEADER, Answer, Network
from game.device.play_notes import LinkedLearner
from game.errors import CodeRefused, KeyRevoked, SiteUnreachable, StatementsRefused, TooManyTries
from infrastructure import codes
from infrastructure.http_answers import THIS_MACHINE, basic_auth

CODE_LENGTH = 8
VERSION = "2.0.0"


@dataclass(frozen=True)
class Pairing:
    """What the site gave this device. access_key: user and secret of HTTP Basic, joined by a colon."""

    site: str
    endpoint: str
    access_key: str
    actor: Mapping[str, Any]
    registration: str
    role: str
    cohort: str | None
    language: str
    simulated: bool = False
    agreement: str = ""
    """A mark of what its learner agreed to: another one at the next pairing means that she took it back in between."""

    @property
    def owner(self) -> LinkedLearner:
        """Whose plays this device makes. Their learner is the pseudonym, as the site names it."""
        return LinkedLearner(str(self.actor["account"]["name"]), self.registration, self.cohort)

    @property
    def credentials(self) -> tuple[str, str]:
        """User and secret."""
        user, _, secret = self.access_key.partition(":")
        return user, secret


def clean_code(typed: str) -> str:
    """The code as the site knows it, cut to its length."""
    return codes.clean_code(typed)[:CODE_LENGTH]


def clean_site(typed: str) -> str:
    """The site's address without a path; https unless it is this machine. Raises SiteUnreachable for what is no address."""
    text = typed.strip()
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
    except ValueError as error:
        raise SiteUnreachable("this is no address") from error
    is_here = parts.hostname in THIS_MACHINE
    if "://" not in text and is_here:
        parts = parts._replace(scheme="http")
    if not parts.hostname or parts.scheme not in ("http", "https") or (parts.scheme == "http" and not is_here):
        raise SiteUnreachable("the address must begin with https://")
    return f"{parts.scheme}://{parts.netloc}"


def pair(site: str, code: str, device: str, *, http: Network | None = None) -> Pairing:
    """Changes the code for a key. device: a name the learner will know it by. Raises CodeRefused, TooManyTries, SiteUnreachable."""
    site = clean_site(site)
    answer = (http or own_network.to_site()).ask("POST", f"{site}/api/pair", json={"code": clean_code(code), "device": device})
    if answer.status == 429:
        raise TooManyTries
    if answer.status in (400, 403) and _is_refusal(answer):
        raise CodeRefused
    if answer.status not in (200, 201):
        raise SiteUnreachable(f"it answered {answer.status}")
    return _read_answer(site, answer)


def _is_refusal(answer: Answer) -> bool:
    """Whether the site itself refuses the code, in its one shape of errors: a portal's 403 says nothing about a code."""
    said = _json(answer)
    return isinstance(said, dict) and isinstance(said.get("error"), dict)


def _read_answer(site: str, answer: Answer) -> Pairing:
    try:
        data = answer.json()
        key = data["access_key"]
        if isinstance(key, Mapping):
            key = f"{key.get('user') or key.get('id') or key['key']}:{key['secret']}"
        if not isinstance(data["actor"]["account"]["name"], str) or ":" not in key:
            raise ValueError("no actor or no key")
        return Pairing(
            site=site,
            endpoint=_endpoint(site, data["endpoint"]),
            access_key=key,
            actor=data["actor"],
            registration=data["registration"],
            role=data.get("role", "patient"),
            cohort=data.get("cohort"),
            language=data.get("language", "fr"),
            simulated=bool(data.get("simulated", False)),
            agreement=str(data.get("agreement", "")),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SiteUnreachable("its answer is not one of a Hors les murs site") from error


def _endpoint(site: str, said: str) -> str:
    """Where the key will travel: as the site says, but never in the clear when the learner typed an address with https."""
    parts = urlsplit(said if "://" in said else site + said)
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in THIS_MACHINE)
    return parts.geturl() if is_safe else site + parts.path


def post_statements(pairing: Pairing, batch: list[dict[str, Any]], *, http: Network | None = None) -> None:
    """One batch to the site's statement store. Only the store's own word counts: it took them when it names their ids.

    Raises SiteUnreachable, KeyRevoked, StatementsRefused.
    """
    headers = {VERSION_HEADER: VERSION, **basic_auth(*pairing.credentials)}
    answer = (http or own_network.to_site()).ask("POST", pairing.endpoint.rstrip("/") + "/statements", json=batch, headers=headers)
    if answer.status == 413 and len(batch) > 1:
        raise StatementsRefused("answer 413")  # whoever said it: smaller batches may pass
    if not answer.is_of_a_store:
        raise answer.unreachable()
    if answer.status == 200 and _json(answer) == [one["id"] for one in batch]:
        return
    if answer.status in (401, 403):
        raise KeyRevoked
    if answer.status == 409 and len(batch) == 1:
        return  # the site has an event of this id: the same turn was played in the pages, and told there
    if answer.status in (400, 409, 413, 422):
        raise StatementsRefused(f"answer {answer.status}")
    raise answer.unreachable()


def _json(answer: Answer) -> Any:
    """None for what is no JSON."""
    try:
        return answer.json()
    except ValueError:
        return None


def save(folder: Path, pairing: Pairing, *, files: Files = DISK) -> None:
    """Keeps the key on the device, readable by its owner alone. Raises DiskRefused."""
    files.write_whole(folder / "pairing.json", json.dumps(asdict(pairing), ensure_ascii=False).encode(), mode=0o600)


def load(folder: Path, *, files: Files = DISK) -> Pairing | None:
    """The pairing of this device; None if there is none or it cannot be read: one pairs again."""
    try:
        pairing = Pairing(**json.loads(files.read(folder / "pairing.json")))
        return pairing if pairing.owner.learner and ":" in pairing.access_key else None
    except (OSError, ValueError, TypeError, KeyError):
        return None


def unpair(folder: Path, *, files: Files = DISK) -> None:
    """Removes the key from the device. Raises DiskRefused."""
    files.remove(folder / "pairing.json")
