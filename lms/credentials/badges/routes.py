"""Badges over HTTP: hers to save, and what anybody needs to verify one: the issuer, its keys, achievements, status lists."""

import json
from typing import Any
from uuid import UUID

from flask import Response, abort, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from lms.accounts.presence import present
from lms.credentials import codes, printed, releasing, validity
from lms.credentials.badges import documents, pictures, signing, signing_keys, status_list
from lms.credentials.badges.signing_keys import SigningKey
from lms.credentials.models import Attestation, BadgeKey
from lms.credentials.pages import PROFESSIONAL, file, obsolete_before, pages, state_today
from lms.web.database.extensions import reading_session
from lms.web.database.instants import now
from lms.web.database.long_work import without_transaction
from lms.web.database.writing import submit
from lms.web.routing.pages import ANYONE
from lms.web.site import content
from lms.web.site.layout import settings

KINDS = {"jwt": "application/jwt", "png": "image/png", "svg": "image/svg+xml"}
SHORT = "public, max-age=300"
"""Profiles and keys: what a wallet may keep for a moment."""


@pages.page("/mes-attestations/<uuid:uuid>/badge/<kind>", "/my-attestations/<uuid:uuid>/badge/<kind>", access=PROFESSIONAL)
def badge(uuid: UUID, kind: str) -> ResponseReturnValue:
    """Her badge as a file, while the attestation can be relied on or has merely expired; else her page, which says what became of it."""
    if kind not in KINDS:
        abort(404)
    row = releasing.own_attestation(reading_session(), present().learner_id, uuid)
    if state_today(row) not in validity.RELIABLE:
        return redirect(url_for("credentials.attestation", uuid=uuid))
    payload, name = documents.credential(settings(), row), f"badge-{codes.grouped(row.code)}.{kind}"
    title, stamp = printed.words_in(row.title, row.language), badge_stamp(row)
    key = signing_key()
    baked = signing.sign(payload, key, documents.key_address(settings(), key.kid))
    if kind == "png":
        picture = without_transaction(lambda: pictures.png(title, stamp))
        return file(pictures.bake(picture, baked), KINDS[kind], name)
    raw = baked if kind == "jwt" else pictures.svg(title, stamp, baked)
    return file(raw.encode("utf-8"), KINDS[kind], name)


def badge_stamp(row: Attestation) -> str:
    return printed.stamp_in(row.language) if row.is_demo or settings().is_demo else ""


def signing_key() -> SigningKey:
    """The key that signs, made at the first badge of the site. Raises SigningKeyLost, OSError."""
    row = signing_keys.current(reading_session())
    if row is None:
        kid, at = signing_keys.next_kid(reading_session()), now()
        pem = signing_keys.prepare_file(signing_keys.folder_of(settings()), kid)
        row = submit(lambda work: signing_keys.put_in_use(work, kid, pem, at))
    return signing_keys.load(settings(), row)


@pages.plain("/badges/issuer", access=ANYONE)
def issuer() -> ResponseReturnValue:
    return public_json(documents.issuer_profile(settings()), "application/ld+json")


@pages.plain("/badges/keys", access=ANYONE)
def keys() -> ResponseReturnValue:
    """Every key that ever signed, as a JWK set: retired ones too."""
    return public_json({"keys": [jwk(row) for row in signing_keys.all_keys(reading_session())]}, "application/jwk-set+json")


@pages.plain("/badges/keys/<kid>", access=ANYONE)
def one_key(kid: str) -> ResponseReturnValue:
    row = reading_session().get(BadgeKey, kid) if signing_keys.KID.fullmatch(kid) else None
    return public_json(jwk(row or abort(404)), "application/jwk+json")


def jwk(row: BadgeKey) -> dict[str, Any]:
    return signing.public_jwk(row.public_pem, documents.key_address(settings(), row.kid))


@pages.plain("/badges/achievements/<course>/<version>/<language>", access=ANYONE)
def achievement(course: str, version: str, language: str) -> ResponseReturnValue:
    """What a badge is for, in the words of those who hold it; nothing of them. 404 when nobody holds one."""
    own = select(Attestation).where(Attestation.course == course, Attestation.course_version == version)
    newest = own.where(Attestation.released_at.is_not(None)).order_by(Attestation.id.desc()).limit(1)
    row = reading_session().scalar(newest) if language in ("fr", "en") else None
    if row is None:
        abort(404)
    return public_json({"@context": documents.CONTEXT, **documents.achievement(settings(), row, language)}, "application/ld+json")


@pages.plain("/badges/picture.svg", access=ANYONE)
def picture() -> ResponseReturnValue:
    """The picture of every achievement, without a badge in it."""
    stamp = printed.stamp_in("fr") if settings().is_demo else ""
    return Response(pictures.svg(printed.PRODUCT, stamp), mimetype="image/svg+xml", headers={"Cache-Control": SHORT})


@pages.plain("/badges/status/<int:number>", access=ANYONE)
def status(number: int) -> ResponseReturnValue:
    """A status list, signed now: what was withdrawn a second ago stands in it."""
    courses = content.catalogue().courses
    obsolete = {key: before for key in courses if (before := obsolete_before(key))}
    indexes = status_list.ended_indexes(reading_session(), number, obsolete)
    if indexes is None:
        abort(404)
    key = signing_key()
    words = signing.sign(status_list.credential(settings(), number, indexes, now()), key, documents.key_address(settings(), key.kid))
    return Response(words, mimetype="application/vc+jwt", headers={"Cache-Control": "no-cache", "Access-Control-Allow-Origin": "*"})


def public_json(value: dict[str, Any], kind: str) -> Response:
    """JSON that any page on the web may read: verifiers run in browsers too."""
    raw = json.dumps(value, ensure_ascii=False)
    return Response(raw, mimetype=kind, headers={"Cache-Control": SHORT, "Access-Control-Allow-Origin": "*"})
