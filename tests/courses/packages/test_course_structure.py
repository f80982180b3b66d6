"""A cmi5.xml of another publisher is read as it says, or refused with its line and what to do."""

import contextlib

import pytest
from foreign_packages import SPACE, block, structure, unit
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.packages import course_structure, refusal_sentences
from courses.packages.course_structure import LONGEST_FILE, LONGEST_WORDS, words_in
from courses.packages.errors import PackageRefused

FILES = frozenset({"au.html", "a b/index.html"})
ABROAD = "https://other.example/start?lesson=2"


def read(raw: bytes, files=FILES):
    return course_structure.parse(raw, files)


def test_units_and_blocks_are_read_in_their_order_with_what_they_ask():
    inside = unit("urn:x:1", more='moveOn="Passed" masteryScore="0.8"', inside="<launchParameters> a=1 </launchParameters>") + block(
        unit("urn:x:2", ABROAD) + block(unit("urn:x:3", "a%20b/index.html?x=1", 'moveOn="Completed"'), "urn:b:2")
    )
    course = read(structure(inside))
    first, second, third = course.units()
    assert (first.move_on, first.mastery_score, first.launch_parameters, first.path) == ("Passed", 0.8, "a=1", "au.html")
    assert (second.path, second.site, second.move_on) == ("", "other.example", "NotApplicable")
    assert (third.path, third.move_on) == ("a b/index.html", "Completed")
    assert [one.id for one in course.blocks()] == ["https://p.example/block/1", "urn:b:2"]
    assert (words_in(course.title, "fr"), words_in(course.description, "fr")) == ("Cours", "D")


def test_more_than_a_thousand_units_are_read():
    assert len(list(read(structure("".join(unit(f"urn:x:{n}") for n in range(1200)))).units())) == 1200


def test_elements_of_other_namespaces_are_left_out():
    odd = '<v:au xmlns:v="urn:vendor" id="no IRI"/>'
    assert [one.id for one in read(structure(odd + unit())).units()] == ["https://p.example/au/1"]


REFUSED = [
    (structure(unit(more='moveOn="Maybe"')), "cmi5-value", 4),
    (structure(unit(more='launchMethod="Frame"')), "cmi5-value", 4),
    *[(structure(unit(more=f'masteryScore="{one}"')), "cmi5-score", 4) for one in ("1.2", "-0.1", "80%", "nan", "1e0", "")],
    *[(structure(unit(one)), "cmi5-id", 4) for one in ("au-1", "no scheme here", "https://x y")],
    (structure(unit("")), "cmi5-missing", 4),
    (structure(unit("urn:x:1") + "\n" + unit("urn:x:1")), "cmi5-twice", 5),
    (structure(unit("https://p.example/course/1")), "cmi5-twice", 4),
    (structure("<au id='urn:x:1'><url>au.html</url></au>"), "cmi5-missing", 4),
    (structure(unit(url="")), "cmi5-missing", 4),
    (structure(unit(url="absent.html")), "cmi5-file", 4),
    (structure(unit(url="../au.html")), "cmi5-file", 4),
    (structure(unit(url="%2e%2e/au.html")), "cmi5-file", 4),
    (structure(unit(url="?x=1")), "cmi5-file", 4),
    *[
        (structure(unit(url=one)), "cmi5-scheme", 4)
        for one in (
            "http://p.example/x", "javascript:alert(1)", "data:text/html,x", "//p.example/x", "https://", "https://a@p.example/x",
            "https://p.example:x/", "https://[::1", "a\\b.html", "file:///etc/passwd", "app://x",
        )
    ],
    (structure(block("")), "cmi5-empty", 4),
    (structure("<objectives/>"), "cmi5-empty", 2),
    (structure(unit(inside=f"<launchParameters>{'x' * (LONGEST_WORDS + 1)}</launchParameters>")), "cmi5-words", 4),
    (structure("".join(unit(f"urn:x:{n}") for n in range(course_structure.MOST_UNITS + 1))), "cmi5-many", 0),
    (structure(space="http://www.imsglobal.org/xsd/imscp_v1p1"), "cmi5-root", 2),
    (f'<manifest xmlns="{SPACE}"/>'.encode(), "cmi5-root", 1),
    (b"<courseStructure", "xml-broken", 1),
    (b"x" * (LONGEST_FILE + 1), "cmi5-long", 0),
    (structure(head='<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>').replace(b">T<", b">&a;<"), "xml-doctype", 1),
    (structure(head='<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'), "xml-doctype", 1),
    (structure(block("") * 1 + "<block>" * 120 + "</block>" * 120), "xml-deep", 4),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "why", "line"), REFUSED, ids=[f"{n}-{row[1]}" for n, row in enumerate(REFUSED)])
def test_a_fault_is_told_with_its_line_and_what_to_do(raw, why, line):
    with pytest.raises(PackageRefused) as refusal:
        read(raw)
    assert refusal.value.why.code == why
    told = dict(refusal.value.why.fields)
    assert int(told.get("line", 0)) == line
    for language, verbs in (
        ("fr", ("Demandez", "Retirez", "Exportez", "Partagez", "imbriqués")),
        ("en", ("Ask", "Take", "Export", "Divide", "deep")),
    ):
        sentence = refusal_sentences.sentence(refusal.value.why, language)
        assert "{" not in sentence
        assert any(verb in sentence for verb in verbs), sentence


def test_a_structure_that_came_alone_names_no_file():
    with pytest.raises(PackageRefused) as refusal:
        read(structure(), None)
    assert refusal.value.why.code == "cmi5-no-archive"
    assert [one.site for one in read(structure(unit(url=ABROAD)), None).units()] == ["other.example"]


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.binary(max_size=200), st.text(max_size=150).map(lambda text: structure(text))))
def test_any_bytes_are_read_or_refused_and_never_a_crash(raw):
    with contextlib.suppress(PackageRefused):
        assert list(read(raw).units())
