"""Passkeys and security keys as second step (Web Authentication, level 3), beside the app for codes; the library checks the signatures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import webauthn
from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from webauthn.helpers import bytes_to_base64url, parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from lms.accounts.second_factor.passkey_models import Passkey

MOST = 10
"""Keys of one account."""
LARGEST = 20_000
"""Signs of an answer that a browser sends; real ones have under 2,000."""
VERIFICATION = UserVerificationRequirement.DISCOURAGED
"""The passphrase was asked before: the key is the second thing, and a plain security key without a PIN is one."""


@dataclass(frozen=True)
class Place:
    """Where keys count: the host of the site and its very origin. name: of the site, shown by the browser."""

    host: str
    origin: str
    name: str


def of_account(reader: Session, account_id: int) -> Sequence[Passkey]:
    """The oldest first."""
    return reader.scalars(select(Passkey).where(Passkey.account_id == account_id).order_by(Passkey.id)).all()


def options_to_make(place: Place, username: str, account_mark: bytes, present: Sequence[Passkey]) -> tuple[str, str]:
    """What the browser needs to make a key, as JSON, and the challenge. account_mark: names the account to the device, without its name."""
    options = webauthn.generate_registration_options(
        rp_id=place.host,
        rp_name=place.name,
        user_name=username,
        user_id=account_mark,
        exclude_credentials=_described(present),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED, user_verification=VERIFICATION
        ),
    )
    return webauthn.options_to_json(options), bytes_to_base64url(options.challenge)


def options_to_use(place: Place, present: Sequence[Passkey]) -> tuple[str, str]:
    """What the browser needs to ask one of these keys, as JSON, and the challenge."""
    options = webauthn.generate_authentication_options(
        rp_id=place.host, allow_credentials=_described(present), user_verification=VERIFICATION
    )
    return webauthn.options_to_json(options), bytes_to_base64url(options.challenge)


def _described(present: Sequence[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=webauthn.base64url_to_bytes(one.credential)) for one in present]


def verified(place: Place, challenge: str, answer: str, account_id: int, now: datetime) -> Passkey | None:
    """The new key behind a browser's answer, not yet kept; None when the answer is not one to this challenge from this place."""
    result: Any
    try:
        result = webauthn.verify_registration_response(
            credential=answer[:LARGEST],
            expected_challenge=webauthn.base64url_to_bytes(challenge),
            expected_rp_id=place.host,
            expected_origin=place.origin,
        )
    except (WebAuthnException, ValueError, TypeError, KeyError):
        return None
    return Passkey(
        account_id=account_id,
        credential=bytes_to_base64url(result.credential_id),
        public_key=bytes_to_base64url(result.credential_public_key),
        sign_count=result.sign_count,
        last_challenge=challenge,
        created_at=now,
    )


def add(work: Session, key: Passkey) -> bool:
    """False when the account has MOST keys, or the key is somebody's already."""
    present = of_account(work, key.account_id)
    if len(present) >= MOST or work.scalar(select(Passkey.id).where(Passkey.credential == key.credential)) is not None:
        return False
    work.add(key)
    work.flush()
    return True


def use(work: Session, place: Place, account_id: int, challenge: str, answer: str, now: datetime) -> bool | None:
    """Whether the answer of one of this account's keys opens it now; it does so once. None: it does not."""
    try:
        credential = bytes_to_base64url(parse_authentication_credential_json(answer[:LARGEST]).raw_id)
    except (WebAuthnException, ValueError, TypeError, KeyError):
        return None
    key = work.scalar(select(Passkey).where(Passkey.account_id == account_id, Passkey.credential == credential))
    if key is None or not challenge or key.last_challenge == challenge:
        return None
    try:
        result = webauthn.verify_authentication_response(
            credential=answer[:LARGEST],
            expected_challenge=webauthn.base64url_to_bytes(challenge),
            expected_rp_id=place.host,
            expected_origin=place.origin,
            credential_public_key=webauthn.base64url_to_bytes(key.public_key),
            credential_current_sign_count=key.sign_count,
        )
    except (WebAuthnException, ValueError, TypeError, KeyError):
        return None
    key.sign_count, key.last_challenge, key.used_at = result.new_sign_count, challenge, now
    return True


def remove(work: Session, account_id: int, id_: int) -> bool:
    """False when it is not there or somebody else's."""
    gone = work.execute(delete(Passkey).where(Passkey.account_id == account_id, Passkey.id == id_))
    return bool(gone.rowcount)  # type: ignore[attr-defined]  # a DELETE gives a CursorResult
