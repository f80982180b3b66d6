"""The formats of single values, with the odd ones of the standards."""

import pytest

from xapi import formats

LANGUAGES = (
    "de",
    "de-DE",
    "zh-Hant",
    "sr-Latn-RS",
    "cmn",
    "es-419",
    "sl-rozaj-biske",
    "x-private",
    "i-klingon",
    "en-GB-oed",
    "de-a-bbb-b-ccc",
)
NO_LANGUAGES = ("", "a", "en_US", "zh-z-aaa-z-bbb", "not a tag", "en-", "abcdefghi", "fr-" * 30, "fr-٣٣٣")
DURATIONS = ("PT4H35M59.14S", "P3Y1M29DT4H35M59.14S", "P3Y", "P4W", "PT0S", "PT16559.14S", "P0.5D")
NO_DURATIONS = ("", "P", "PT", "P4W1D", "PA1H", "1H", "PT1.5H3M", "-PT1S", "P1DT", "PT1", "P" + "9" * 200 + "D", "P٣D", "PT１S")
TIMES = ("2026-11-23T19:04:13Z", "2026-11-23T19:04:13.123456789Z", "2026-11-23T19:04:13+02:00", "2026-11-23t19:04:13z")
LOOSE_TIMES = ("2026-11-23T19:04:13", "20261123T190413Z", "2026-11-23T19:04:13+0200")
NO_TIMES = (
    "",
    "now",
    "2026-13-01T00:00:00Z",
    "2026-11-23T19:04:13-00:00",
    "2026-11-23T19:04:13-00",
    "2026-11-23",
    "2026-11-23T25:00:00Z",
    "٢٠٢٦-11-23T19:04:13Z",
)


@pytest.mark.parametrize("value", LANGUAGES)
def test_xapi_00121_a_language_tag_is_taken(value: str) -> None:
    assert formats.is_language(value)


@pytest.mark.parametrize("value", NO_LANGUAGES)
def test_xapi_00121_what_is_no_language_tag_is_refused(value: str) -> None:
    assert not formats.is_language(value)


@pytest.mark.parametrize("value", DURATIONS)
def test_xapi_00124_a_duration_is_taken(value: str) -> None:
    assert formats.is_duration(value)


@pytest.mark.parametrize("value", NO_DURATIONS)
def test_xapi_00124_what_is_no_duration_is_refused(value: str) -> None:
    assert not formats.is_duration(value)


@pytest.mark.parametrize("value", TIMES)
def test_xapi_00123_a_time_is_taken_by_both_versions(value: str) -> None:
    assert formats.is_time(value, strict=True)
    assert formats.is_time(value, strict=False)


@pytest.mark.parametrize("value", LOOSE_TIMES)
def test_only_1_0_3_takes_a_time_without_zone_or_separators(value: str) -> None:
    assert formats.is_time(value, strict=False)
    assert not formats.is_time(value, strict=True)


@pytest.mark.parametrize("value", NO_TIMES)
def test_xapi_00123_what_is_no_time_is_refused(value: str) -> None:
    assert not formats.is_time(value, strict=False)
    assert not formats.is_time(value, strict=True)


@pytest.mark.parametrize("value", ["http://example.com/x", "urn:uuid:1", "mailto:a@b", "https://exämple.com/é"])
def test_an_iri_has_a_scheme(value: str) -> None:
    assert formats.is_iri(value)


@pytest.mark.parametrize(
    "value", ["", "example.com", "/x", "http://a b", "http://", "1http://x", "http://x/<y>", "http://x/\x85", "http://x/\x9f"]
)
def test_what_is_no_iri_is_refused(value: str) -> None:
    assert not formats.is_iri(value)


def test_other_identifiers_have_their_forms() -> None:
    assert formats.is_mailbox("mailto:a@b.example")
    assert not formats.is_mailbox("a@b.example")
    assert not formats.is_mailbox("mailto:a")
    assert not any(formats.is_mailbox(f"mailto:a{control}@b.example") for control in "\x00\x07\x7f\x9b")
    assert formats.is_uuid("00000000-0000-4000-8000-000000000001")
    assert not formats.is_uuid("{00000000-0000-4000-8000-000000000001}")
    assert formats.is_sha1("a" * 40)
    assert formats.is_sha2("a" * 64)
    assert not formats.is_sha2("a" * 63)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("PT1M15.5S", 75.5),
        ("PT1M15,5S", 75.5),
        ("P1DT1H", 90000.0),
        ("P2W", 1209600.0),
        ("P0.5D", 43200.0),
        ("PT", None),
        ("P1Y", None),
        ("P1M", None),
        ("", None),
        ("P" + "9" * 200 + "D", None),
    ],
)
def test_durations_are_read_in_seconds(text: str, value: float | None) -> None:
    assert formats.duration_seconds(text) == value


def test_a_duration_is_cut_to_hundredths() -> None:
    assert [formats.cut_duration(text) for text in ("PT1.5S", "PT1,239S", "PT1S")] == ["PT1.50S", "PT1.23S", "PT1S"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2026-11-01t10:00:00z", 1793527200.0),
        ("2026-11-01T10:00:00", 1793527200.0),
        ("2026-11-01T12:00:00,5+02:00", 1793527200.5),
        ("20261101T1000Z", 1793527200.0),
        ("0001-01-01T00:00:00Z", -62135596800.0),
        ("9999-12-31T23:59:59Z", 253402300799.0),
    ],
)
def test_times_are_read_in_seconds_of_utc(text: str, value: float) -> None:
    assert formats.utc_seconds(text) == value
