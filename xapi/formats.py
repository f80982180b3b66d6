"""The formats of single values: IRI, mailbox, UUID, language tag, time, duration, and the one parser of times and durations."""

import re
from datetime import UTC, datetime
from functools import lru_cache

_CACHED = 20_000
_LONGEST_CACHED = 300

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:(?!//$)[^\s\x00-\x20\x7f-\x9f<>\"{}|\\^`]+")
_MAILBOX = re.compile(r"mailto:[^@\s\x00-\x1f\x7f-\x9f,;:<>()\[\]\\\"]+@[^@\s\x00-\x1f\x7f-\x9f,;:<>()\[\]\\\"]+")
_UUID = re.compile(r"[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}")
_SHA1 = re.compile(r"[0-9A-Fa-f]{40}")
_SHA2 = re.compile(r"[0-9A-Fa-f]{56}|[0-9A-Fa-f]{64}|[0-9A-Fa-f]{96}|[0-9A-Fa-f]{128}")
_MEDIA_TYPE = re.compile(r"[\w!#$&^.+\-]+/[\w!#$&^.+\-]+(?:\s*;[^\x00-\x1f\x7f]*)?", re.ASCII)
_TIME = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:[Zz]|[+-]\d\d(?::?\d\d)?)?"
    r"|\d{8}T\d\d(?:\d\d(?:\d\d(?:[.,]\d+)?)?)?(?:Z|[+-]\d\d(?:\d\d)?)?",
    re.ASCII,  # else a digit is one of any script
)
_TIME_RFC3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)", re.ASCII)
_MINUS_ZERO = re.compile(r"-00(?::?00)?$")
_DURATION = re.compile(
    r"P(?=.)(?:\d+(?:[.,]\d+)?W|(?:\d+(?:[.,]\d+)?Y)?(?:\d+(?:[.,]\d+)?M)?(?:\d+(?:[.,]\d+)?D)?"
    r"(?:T(?=.)(?:\d+(?:[.,]\d+)?H)?(?:\d+(?:[.,]\d+)?M)?(?:\d+(?:[.,]\d+)?S)?)?)",
    re.ASCII,
)
_PART = r"(?:(\d+(?:[.,]\d+)?){unit})?"
_SPAN = re.compile("P" + _PART.format(unit="W") + _PART.format(unit="D") + "(?:T" + "".join(_PART.format(unit=u) for u in "HMS") + ")?")
_SECONDS_FRACTION = re.compile(r"[.,](\d+)S")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FRACTION_BEFORE_END = re.compile(r"[.,]\d+[A-Z].")
_LANGUAGE = re.compile(
    r"(?:[A-Za-z]{2,3}(?:-[A-Za-z]{3}){0,3}|[A-Za-z]{4}|[A-Za-z]{5,8})"
    r"(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|\d{3}))?"
    r"(?:-(?:[A-Za-z0-9]{5,8}|\d[A-Za-z0-9]{3}))*"
    r"(?P<extensions>(?:-[0-9A-WY-Za-wy-z](?:-[A-Za-z0-9]{2,8})+)*)"
    r"(?:-[xX](?:-[A-Za-z0-9]{1,8})+)?"
    r"|[xX](?:-[A-Za-z0-9]{1,8})+"
    r"|[iI]-(?:ami|bnn|default|enochian|hak|klingon|lux|mingo|navajo|pwn|tao|tay|tsu)"
    r"|en-GB-oed|sgn-(?:BE-FR|BE-NL|CH-DE)|art-lojban|cel-gaulish|no-bok|no-nyn|zh-(?:guoyu|hakka|min|min-nan|xiang)",
    re.ASCII,
)


def is_iri(value: str) -> bool:
    """RFC 3987 with a scheme; relative references are refused. Short ones are remembered: few IRIs stand in most statements."""
    return _iri(value) if len(value) <= _LONGEST_CACHED else _IRI.fullmatch(value) is not None


@lru_cache(_CACHED)
def _iri(value: str) -> bool:
    return _IRI.fullmatch(value) is not None


def is_mailbox(value: str) -> bool:
    return len(value) <= _LONGEST_CACHED + 30 and _MAILBOX.fullmatch(value) is not None


def is_uuid(value: str) -> bool:
    """RFC 4122 in its standard text form, of any variant."""
    return _UUID.fullmatch(value) is not None


def is_sha1(value: str) -> bool:
    return _SHA1.fullmatch(value) is not None


def is_sha2(value: str) -> bool:
    """SHA-224, 256, 384 or 512 in hexadecimal."""
    return _SHA2.fullmatch(value) is not None


def is_media_type(value: str) -> bool:
    """Type and subtype, with or without parameters; RFC 2046."""
    return len(value) <= 255 and _MEDIA_TYPE.fullmatch(value) is not None


def is_time(value: str, *, strict: bool) -> bool:
    """ISO 8601 date and time, as 1.0.3 asks; strict: RFC 3339 with its zone, as 2.0 asks. An offset of minus zero is refused."""
    pattern = _TIME_RFC3339 if strict else _TIME
    if len(value) > 64 or pattern.fullmatch(value) is None or (value[-1] not in "Zz" and _MINUS_ZERO.search(value, 16)):
        return False
    try:
        instant = moment(value)
        if instant.year in (1, 9999) and instant.tzinfo is not None:
            instant.astimezone(UTC)  # an offset may lead out of the years there are
    except (ValueError, OverflowError):
        return False
    return True


def moment(value: str) -> datetime:
    """The moment of a text that `is_time`; without a zone when the text gives none. Raises ValueError."""
    return datetime.fromisoformat(value.upper().replace(",", "."))


def utc_seconds(value: str) -> float:
    """Seconds since 1970 UTC of a text that `is_time`; one without a zone is read as UTC. Raises ValueError."""
    at = moment(value)
    return ((at if at.tzinfo else at.replace(tzinfo=UTC)) - _EPOCH).total_seconds()


def is_duration(value: str) -> bool:
    """ISO 8601:2004 4.4.3.2; only the smallest part may have a fraction; weeks stand alone."""
    return len(value) <= 128 and _DURATION.fullmatch(value) is not None and _FRACTION_BEFORE_END.search(value) is None


def duration_seconds(value: str) -> float | None:
    """Seconds of a text that `is_duration`; None when it counts months or years, which have no fixed length, or is no duration."""
    match = _SPAN.fullmatch(value) if is_duration(value) else None
    if match is None:
        return None
    weeks, days, hours, minutes, seconds = (float((part or "0").replace(",", ".")) for part in match.groups())
    return (((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds


def cut_duration(value: str) -> str:
    """A duration cut to hundredths of a second, which is all that is compared; 1.0.3 part 2, 4.6."""
    return _SECONDS_FRACTION.sub(lambda match: f".{match.group(1)[:2].ljust(2, '0')}S", value)


def is_language(value: str) -> bool:
    """A well-formed tag of RFC 5646, no extension letter twice."""
    return len(value) <= 64 and _language(value)  # the length first: what is remembered must be short


@lru_cache(_CACHED)
def _language(value: str) -> bool:
    match = _LANGUAGE.fullmatch(value)
    if match is None:
        return False
    letters = re.findall(r"-([0-9A-Za-z])(?=-)", match.group("extensions") or "")
    return len(letters) == len({letter.lower() for letter in letters})
