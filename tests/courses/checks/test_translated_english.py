"""The known ways in which our English was translated and not written, found; and sentences of an English hand, left alone."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_folder import TODAY

from courses.checks.pages import reading
from courses.checks.passages import FileText
from courses.library import content_folder
from courses.text import yaml_files

STRUCTURE = Path(__file__).parents[3] / "content" / "_structure"

FAULTS = [
    ("Emergency visits: 34 against 41%.", "versus"),
    ("Twelve signs or more: four ordinary words work well.", "characters"),
    ("The text is longer than %(n)s signs: make two pages of it", "characters"),
    ("Erase one sign", "characters"),
    ("Compare it with the paper, sign by sign.", "character by character"),
    ("With no sign at all, it can wait.", "symptom"),
    ("He eats and drinks, no other sign.", "symptom"),
    ("Present passphrase", "current"),
    ("Ask him to ring the team.", "call"),
    ("He knows whom to ring.", "call"),
    ("{relative} just rang.", "call"),
    ("Pass the card over", "skip"),
    ("Pass this situation over", "skip"),
    ("names and addresses stand elsewhere", "kept"),
    ("Told early, a side effect is easier to treat.", "reported"),
    ("It is told like any other pain.", "reported"),
    ("At least one was not told.", "reported"),
    ("Team told today.", "informed"),
    ("Some teams give another number: follow theirs.", "threshold"),
    ("At this number you call.", "reading"),
    ("A tablet brought up: I call.", "vomited"),
    ("Tablets missed, brought up or too many", "vomited"),
    ("triaged at 2.20 pm", "p.m."),
    ("at 6\u00a0am", "p.m."),
    ("I help someone close", "someone close to"),
    ("New confusion: {{number.samu}} or {{number.europe}}.", "before the number"),
    ("The syrup wastes time. {{number.samu}} first.", "before the number"),
    ("If it is heavy, {{number.samu}}.", "before the number"),
    ("It relieves. But the cause stays.", "bring relief"),
    ("The night number is made for this.", "there for this"),
    ("Red or tingling, even if nothing is hindered.", "manages"),
    ("It hurts, tingles or hinders?", "gets in the way"),
    ("Fine movements hindered: within 24 hours.", "hard to do"),
    ("A child has swallowed some: wait for no symptom.", "do not wait"),
    ("Two missed tablets. Which speed?", "how fast"),
    ("One hesitates to interrupt.", "you may hesitate"),
    ("There is strength left for 3 things.", "energy"),
    ("The body lacks water.", "short of water"),
    ("Calling was fine too, but {{number.samu}}: this cannot wait.", "call"),
    ("{{number.samu}} straight away", "call"),
    ("What does one say first?", "you"),
    ("We compare at the next interview.", "consultation"),
    ("Interview guide", "consultation"),
    ("Call the team immediately, urgent calcium.", "calcium level"),
    ("He brought up his capsule an hour later.", "vomited"),
    ("A sensitivity of 78.9% from 3 points, against 55.6% below 21.", "versus"),
    ("It is following one’s treatment.", "you"),
    ("The simplest gesture counts most.", "action"),
    ("One week of pause.", "break"),
    ("Unwanted effects may be stronger.", "side effects"),
    ("Transport brings nothing.", "adds"),
    ("A video visit and a review.", "consultation"),
    ("These informations help.", "without s"),
    ("Calling was fine too, but the team, and straight away.", "a verb after"),
    ("Calling was fine too, but now: the on-call number answers.", "a verb after"),
    ("Skin: soap and water. Then the call.", "the verb"),
    ("Thinking of stopping: the call within 24 hours.", "the verb"),
    ("But nothing stays down, and water is already missing.", "short of water"),
    ("One hopes the night will pass.", "you"),
    ("A sudden, violent headache, even alone.", "on its own"),
    ("Calling was fine too, without waiting: shivering is enough.", "do not wait"),
    ("Many people have this reflex.", "would do the same"),
    ("Call too with blood, fever or bad cramps.", "call now too"),
    ("A new product is asked about first.", "ask about it"),
    ("At rest, your breath suddenly goes.", "short of breath"),
    ("A swollen leg and short breath: a clot is possible.", "shortness of breath"),
    ("One would like to believe so.", "you"),
    ("But one calls before, not after.", "you"),
    ("Stop, and {{number.samu}} now.", "an ambulance service"),
    ("{{number.samu}} dispatch, team informed.", "an ambulance service"),
    ("I call the team at once; no answer, call {{number.samu}}.", "if nobody answers"),
    ("Chest pain, even gone, goes to {{number.samu}}.", "a sign goes nowhere"),
    ("But at this grade it is hospital.", "means hospital"),
    ("But confused, it is {{number.samu}}.", "before the number"),
    ("The words stand on renewals too.", "appear"),
    ("It blocks the making of its active form.", "the formation of"),
    ("A good idea; nothing presses.", "no hurry"),
    ("“Thank you for counting” opens more.", "gets you further"),
    ("She took the stairs: nothing asks for it.", "no reason to"),
    ("Triaged at 2.20 p.m.. By then it is late.", "one full stop"),
]
ENGLISH = [
    "She has a job interview on Monday. [@prescrire-interviews-2021]",
    "I call the team at once for an urgent calcium level.",
    "Two drugs against nausea, 34 versus 41%; one app against a waiting list.",
    "Three signs that it is time to ask for help: you sleep badly.",
    "Without a sign of severity, the team within 24 hours.",
    "Fever is sometimes its only sign.",
    "The telephone rings and rings.",
    "A kind gesture. One glass can be enough.",
    "I was told to wait for a call back.",
    "Take nothing, unless told otherwise.",
    "Call {{number.samu}} straight away.",
    "But {{number.samu}} is for serious symptoms.",
    "Eight hours later, at 6 p.m., she takes one of them.",
    "Someone close to you can take notes.",
    "You are the one who decides.",
    "For now, stand up slowly and rest.",
    "They gave us this number so that we would use it.",
    "I am going over the list again.",
    "Calling was fine too, but call the team straight away.",
    "The tablet waits; the call does not.",
    "She is never left, even alone in her room she has a bell.",
    "Call now too for blood, fever or bad cramps.",
    "You can call too.",
    "With two of you, one listens and one takes notes.",
    "One has pain, the other has not.",
    "I call the team now; if nobody answers, the poison centre.",
    "She opens the box. It may go to hospital.",
    "We call at 3 p.m... or later.",
    "You need {{number.samu}} only for what cannot wait.",
]


@pytest.mark.parametrize(("text", "say"), FAULTS)
def test_what_an_english_reader_stops_at_is_found(text: str, say: str) -> None:
    assert any(say in advice for _, advice in reading.translated(text)), list(reading.translated(text))


@pytest.mark.parametrize("text", ENGLISH)
def test_what_an_english_hand_writes_is_left_alone(text: str) -> None:
    assert list(reading.translated(text)) == []


def test_each_trap_has_a_fault_that_it_alone_finds() -> None:
    """A pattern that finds none of the sentences above would hold nothing."""
    for trap in (*reading.TRAPS, reading.CLOCK):
        assert any(trap.pattern.search(text) for text, _ in FAULTS), trap.pattern.pattern


def test_each_trap_is_looked_for_by_a_word_that_its_sentences_hold() -> None:
    for trap in reading.TRAPS:
        for text, _ in FAULTS:
            if trap.pattern.search(text):
                assert trap.may_stand_among(set(re.findall(r"\w+", text.casefold()))), (trap.pattern.pattern, text)
                assert trap.near in text.casefold(), (trap.pattern.pattern, text)


@pytest.mark.parametrize(
    ("language", "text", "codes"),
    [
        ("fr", "Je dis K13 à l’équipe.", ["343"]),
        ("en", "It is about breath_rest.", ["343"]),
        ("en", "{{fever.call}} and [words](module:a_b) are no keys; %(the_name)s neither.", []),
        ("fr", "Ventre dur, vomissements, plus de gaz : tout de suite.", ["345"]),
        ("fr", "Même passée : plus de comprimés, et le 15.", ["345"]),
        ("fr", "Il n’a plus de gaz. 4 selles de plus, et davantage de gaz.", []),
        ("fr", "Vous avez terminé « Les entretiens « oraux » ».", ["344"]),
        ("fr", "Vous avez terminé « Les entretiens “oraux” ». On dit « oui ».", []),
        ("en", "You have finished “Consultations on “oral” medicines”.", ["344"]),
        ("en", "You have finished “Consultations on ‘oral’ medicines”. Say “yes”.", []),
        ("fr", "Present passphrase", []),
    ],
)
def test_codes_keys_and_quotation_marks_are_found_in_either_language(language: str, text: str, codes: list[str]) -> None:
    assert [problem.code for problem in reading.problems_in(text, language, "en/x.md", 3)] == codes


LIBRARY = content_folder.load(STRUCTURE.parent, today=TODAY)
PARTS = [
    "K03",
    "k03",
    "a_b",
    "foo_bar",
    "`",
    "{",
    "}",
    " {single objective=K03}",
    "{K03 safe}",
    " {a_b}",
    "](",
    ")",
    "[@",
    "]",
    "%(n)s",
    "https://a.b/",
]
PARTS += [
    "- ",
    "## key ",
    "> ",
    "«",
    "»",
    "“",
    "”",
    "3 pm",
    "12am",
    "team",
    "plus de gaz",
    "plus de selles",
    "\u00a0",
    "'",
    *(text for text, _ in FAULTS),
    *ENGLISH[:6],
]


@settings(max_examples=150, deadline=None)
@given(
    language=st.sampled_from(("fr", "en")),
    kind=st.sampled_from(("text", "item")),
    lines=st.lists(st.lists(st.sampled_from(PARTS), max_size=5).map("".join), min_size=1, max_size=6),
)
def test_the_look_at_a_whole_file_passes_by_no_line_with_a_problem(language: str, kind: str, lines: list[str]) -> None:
    """The check looks closer at few lines of a file; here at each of them."""
    files = LIBRARY.of(next(iter(LIBRARY.structure.modules)), language)
    assert files is not None
    text = FileText("x.md", files, [(number, line, kind) for number, line in enumerate(lines, 1)], "\n".join(lines))
    problems = [problem for one in text for problem in reading.problems_in(one.text, language, one.path, one.line)]
    assert list(reading.check(None, [], [text])) == problems  # type: ignore[arg-type]  # no library is needed


REGISTERS = [
    *STRUCTURE.glob("*/course.yml"),
    *(STRUCTURE / f"{name}.yml" for name in ("objectives", "triage", "symptoms", "rules", "paths")),
]


def _words(node: object, language: str) -> Iterator[str]:
    """The words under every `en:` or `fr:` of a register."""
    if isinstance(node, Mapping):
        for key, value in node.items():
            if key == language:
                yield from _strings(value)
            else:
                yield from _words(value, language)
    elif isinstance(node, list | tuple):
        for value in node:
            yield from _words(value, language)


def _strings(node: object) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, Mapping | list | tuple):
        for value in node.values() if isinstance(node, Mapping) else node:
            yield from _strings(value)


@pytest.mark.parametrize("path", REGISTERS, ids=[f"{path.parent.name}-{path.name}" for path in REGISTERS])
def test_titles_objectives_and_rows_that_pages_print_are_english(path: Path) -> None:
    texts = list(_words(yaml_files.read(path, path.name), "en"))
    assert texts
    assert {text: words for text in texts if (words := [found for found, _ in reading.translated(text)])} == {}


@pytest.mark.parametrize("path", REGISTERS, ids=[f"{path.parent.name}-{path.name}" for path in REGISTERS])
def test_no_row_that_pages_print_says_two_opposite_things_in_french(path: Path) -> None:
    texts = list(_words(yaml_files.read(path, path.name), "fr"))
    assert texts
    assert [problem.message for text in texts for problem in reading.problems_in(text, "fr", path.name, 1) if problem.code == "345"] == []


def test_english_per_cent_stands_close_to_its_number() -> None:
    files = [*(STRUCTURE.parent / "en").rglob("*.md"), *(STRUCTURE.parent / "en").rglob("*.yml")]
    assert len(files) > 100
    assert [path.name for path in files if re.search("[0-9][ \u00a0\u202f]%", path.read_text("utf-8"))] == []
