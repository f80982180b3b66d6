"""What a start leaves for later is, when it is asked for, what a start would have made."""

import gzip
from pathlib import Path
from types import CodeType
from typing import Any
from uuid import UUID

import brotli
from flask import Flask
from werkzeug.routing import Map, Rule

from lms.accounts import passphrases
from lms.web.current_site import site_of
from lms.web.routing.assets import read_all
from lms.web.routing.late_rules import LateRule

MORE = {"v": "é&", "rule": "x", "values": "y"}
"""Names that are no part of an address: they end in its query."""
SAMPLES: dict[str, Any] = {"RowNumber": 7, "PathConverter": "a/b c", "UnicodeConverter": "é 1", "UUIDConverter": UUID(int=7)}
"""By kind of part; any other part is a language."""


def values_of(rule: Rule) -> dict[str, Any]:
    """Something for each part of the rule's address."""
    return {name: SAMPLES.get(type(converter).__name__, "fr") for name, converter in rule._converters.items()}


def plain(site: Flask, rule: Rule) -> Rule:
    """The same rule as Werkzeug compiles it."""
    copy = Rule(rule.rule, endpoint=rule.endpoint, methods=rule.methods, defaults=rule.defaults)
    Map([copy], converters=site.url_map.converters)
    return copy


def test_each_rule_builds_the_addresses_that_a_rule_compiled_at_once_builds(site: Flask) -> None:
    rules = list(site.url_map.iter_rules())
    assert len(rules) > 500
    for rule in rules:
        assert isinstance(rule, LateRule)
        values, expected = values_of(rule), plain(site, rule)
        for more in ({}, MORE, {}):  # the third time by what the first compiled
            for unknown in (True, False):
                assert rule.build({**values, **more}, unknown) == expected.build({**values, **more}, unknown), rule.rule


def test_a_start_compiles_no_builder_of_an_address(site: Flask) -> None:
    class Counted(LateRule):
        pass

    own = Counted("/<int:number>/x", endpoint="x")
    Map([own])
    assert "compile_then_build" in own._build.__code__.co_name
    assert own.build({"number": 3}) == ("", "/3/x")
    code: CodeType = own._build_unknown.__code__
    assert "compile_then_build" not in code.co_name


def test_a_file_is_packed_when_it_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("p { color: red }" * 100)
    (tmp_path / "a.png").write_bytes(b"\x89PNG")
    assets = read_all(tmp_path)
    packed = assets["a.css"].packed
    assert brotli.decompress(packed["br"]) == gzip.decompress(packed["gzip"]) == assets["a.css"].body
    assert packed["br"] is packed["br"]
    assert packed.get("zstd") is None
    assert not assets["a.png"].packed


def test_the_hash_of_nobody_has_the_form_and_cost_of_a_real_one_and_fits_nothing(site: Flask) -> None:
    def form(text: str) -> tuple[list[str], list[int]]:
        parts = text.split("$")
        return parts[:4], [len(part) for part in parts]

    with site.app_context():
        real, nobody = passphrases.hashed("quatre mots bien ordinaires"), site_of(site).decoy
        assert form(real) == form(nobody)
        assert not passphrases.is_right("quatre mots bien ordinaires", None, nobody)
        assert not passphrases.is_right("", nobody, nobody)
    assert site_of(site).decoy != passphrases.hash_of_nobody(8, 1, 1)
