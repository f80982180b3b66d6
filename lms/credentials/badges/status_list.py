"""Which badges can no longer be relied on: a signed list of bits (W3C Bitstring Status List 1.0), made anew at each request."""

import gzip
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from lms.credentials import validity
from lms.credentials.awarding import LIST_LENGTH
from lms.credentials.badges import documents
from lms.credentials.badges.signing import Json, encode
from lms.credentials.models import Attestation, AttestationCode
from lms.settings import Settings

LIFE = timedelta(days=1)
"""After this time a copy of the list proves nothing; whoever keeps one fetches it again."""


def ended_indexes(reader: Session, number: int, obsolete: Mapping[str, str]) -> list[int] | None:
    """Places in the list whose badge ended: withdrawn, replaced, obsolete or erased. None when the list was never used.

    obsolete: by course, the version below which attestations no longer count.
    """
    if reader.scalar(select(AttestationCode.id).where(AttestationCode.status_list == number).limit(1)) is None:
        return None
    ends: list[ColumnElement[bool]] = [
        AttestationCode.superseded_at.is_not(None),
        Attestation.id.is_(None),
        Attestation.revoked_at.is_not(None),
        Attestation.superseded_at.is_not(None),
    ]
    for course, before in obsolete.items():
        versions = reader.scalars(select(Attestation.course_version).where(Attestation.course == course).distinct())
        old = [one for one in versions if validity.is_obsolete(one, before)]
        ends.append(and_(Attestation.course == course, Attestation.course_version.in_(old)))
    own = select(AttestationCode.status_index).outerjoin(Attestation, Attestation.code_id == AttestationCode.id)
    return list(reader.scalars(own.where(AttestationCode.status_list == number, or_(*ends))))


def bitstring(indexes: Iterable[int]) -> str:
    """The list as the standard writes it: bit 0 is the leftmost, compressed, base64url behind a `u`."""
    raw = bytearray(LIST_LENGTH // 8)
    for index in indexes:
        raw[index // 8] |= 0x80 >> (index % 8)
    return "u" + encode(gzip.compress(bytes(raw), mtime=0))


def credential(settings: Settings, number: int, indexes: Iterable[int], now: datetime) -> Json:
    """The list as a credential with the claims of a JWT."""
    address, until = documents.list_address(settings, number), now + LIFE
    return {
        "@context": documents.CONTEXT[:1],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": documents.issuer_address(settings),
        "validFrom": documents.moment(now),
        "validUntil": documents.moment(until),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": bitstring(indexes),
        },
        "iss": documents.issuer_address(settings),
        "jti": address,
        "nbf": documents.seconds(now),
        "iat": documents.seconds(now),
        "exp": documents.seconds(until),
    }
