"""Badges: an attestation as a credential of Open Badges 3.0 (1EdTech), for the JWT proof format. Values in, JSON out.

No e-mail address stands in it: the holder is named as she had herself printed, the checking is done by the site's public page.
"""

from datetime import UTC, datetime
from uuid import UUID

from flask_babel import force_locale
from flask_babel import gettext as _

from courses.export.booklet import day
from lms.credentials import printed, validity
from lms.credentials.badges.signing import Json
from lms.credentials.models import Attestation
from lms.settings import Settings

CONTEXT = ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]


def issuer_address(settings: Settings) -> str:
    return f"{settings.origin}/badges/issuer"


def key_address(settings: Settings, kid: str) -> str:
    return f"{settings.origin}/badges/keys/{kid}"


def list_address(settings: Settings, number: int) -> str:
    return f"{settings.origin}/badges/status/{number}"


def achievement_address(settings: Settings, course: str, version: str, language: str) -> str:
    return f"{settings.origin}/badges/achievements/{course}/{version}/{language}"


def issuer_profile(settings: Settings) -> Json:
    """Who issues: the body of the settings."""
    return {
        "@context": CONTEXT,
        "id": issuer_address(settings),
        "type": ["Profile"],
        "name": _stamped(printed.issuer_of(settings), settings.is_demo, "fr"),
        "url": f"{settings.origin}/",
    }


def achievement(settings: Settings, row: Attestation, language: str) -> Json:
    """What was achieved, in one language; the words of the attestation, not those of today's course."""
    is_demo = row.is_demo or settings.is_demo
    words = [printed.words_in(one, language) for one in row.objectives]
    with force_locale(language):
        title = _stamped(printed.words_in(row.title, language), is_demo, language)
        scope = " ".join(printed.scope(settings))
        return {
            "id": achievement_address(settings, row.course, row.course_version, language),
            "type": ["Achievement"],
            "achievementType": "Certificate",
            "name": title,
            "description": f"{_('Attestation of achievement')}. {printed.words_in(row.title, language)}",
            "inLanguage": language,
            "version": row.course_version,
            "criteria": {"narrative": " ".join([*(f"{one.rstrip('.')}." for one in words), scope])},
            "image": {"id": f"{settings.origin}/badges/picture.svg", "type": "Image"},
        }


def credential(settings: Settings, row: Attestation) -> Json:
    """The credential with the claims of a JWT. Raises KeyError when the name was not typed yet."""
    if not row.name:
        raise KeyError("name")
    id, issued_at = urn(row.issued_code.uuid), moment(row.issued_at)
    with force_locale(row.language):
        issued_on = day(validity.day_of(row.issued_at), row.language)
        summary = _("Issued by %(issuer)s on %(day)s.", issuer=printed.issuer_of(settings), day=issued_on)
    credential_body: Json = {
        "@context": CONTEXT,
        "id": id,
        "type": ["VerifiableCredential", "AchievementCredential"],
        "name": _stamped(printed.words_in(row.title, row.language), row.is_demo or settings.is_demo, row.language),
        "issuer": {key: value for key, value in issuer_profile(settings).items() if key != "@context"},
        "validFrom": issued_at,
        **({"validUntil": moment(row.expires_at)} if row.expires_at else {}),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [{"type": "IdentityObject", "identityHash": row.name, "identityType": "name", "hashed": False}],
            "achievement": achievement(settings, row, row.language),
        },
        "evidence": [{"id": printed.address_of(row.code, settings), "type": ["Evidence"], "name": summary}],
        "credentialStatus": status_entry(settings, row.issued_code.status_list, row.issued_code.status_index),
    }
    claims: Json = {"iss": issuer_address(settings), "jti": id, "nbf": seconds(row.issued_at), "iat": seconds(row.issued_at)}
    return credential_body | claims | ({"exp": seconds(row.expires_at)} if row.expires_at else {})


def status_entry(settings: Settings, number: int, index: int) -> Json:
    address = list_address(settings, number)
    return {
        "id": f"{address}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(index),
        "statusListCredential": address,
    }


def urn(uuid: UUID) -> str:
    return f"urn:uuid:{uuid}"


def moment(instant: datetime) -> str:
    """xsd:dateTimeStamp, to the second."""
    return instant.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")


def seconds(instant: datetime) -> int:
    return int(instant.timestamp())


def _stamped(words: str, is_demo: bool, language: str) -> str:
    if not is_demo:
        return words
    with force_locale(language):
        return f"{printed.stamp()} · {words}"
