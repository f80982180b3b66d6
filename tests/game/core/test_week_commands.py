"""Commands as records: the rows of a save are what they always were, and come back as the same commands."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.core.state.commands import (
    COMMANDS,
    Act,
    AnswerCall,
    Ask,
    AskHint,
    Command,
    Decide,
    Dial,
    HangUp,
    LayCard,
    LogEntry,
    PickUp,
    Skip,
    WriteReport,
    read_entry,
)

WORDS = st.text(max_size=12)
ANY = st.one_of(
    st.builds(Act, WORDS, WORDS),
    st.builds(Decide, WORDS),
    st.builds(Ask, WORDS),
    st.builds(Dial, st.lists(WORDS, max_size=3).map(tuple), WORDS),
    st.builds(AnswerCall, WORDS),
    st.builds(WriteReport, st.dictionaries(WORDS, st.integers(0, 4), max_size=4)),
    st.sampled_from([AskHint(), LayCard(), Skip(), PickUp(), HangUp()]),
)


@given(ANY, st.integers(1, 21), st.sampled_from(["morning", "noon", "evening", "night"]))
def test_a_command_comes_back_from_a_save(command: Command, day: int, slot: str) -> None:
    row = json.loads(json.dumps(LogEntry(day, slot, command).to_row()))
    assert read_entry(row) == LogEntry(day, slot, command)


def test_rows_are_those_of_the_first_saves() -> None:
    assert LogEntry(8, "morning", Act("drink")).to_row() == [8, "morning", "act", "drink", ""]
    assert LogEntry(8, "noon", Dial(("fever",), "team")).to_row() == [8, "noon", "call", ["fever"], "team"]
    assert LogEntry(9, "night", WriteReport({"nausea": 2})).to_row() == [9, "night", "report", {"nausea": 2}]
    assert list(COMMANDS) == ["act", "decide", "ask", "card", "hint", "skip", "pick_up", "call", "say", "hang_up", "report", "next_slot"]


@pytest.mark.parametrize("row", [[], [1], [1, "noon", "fly"], [1, "noon", "say"], [1, "noon", "hint", 3], [1, "noon", "call", 7, "team"]])
def test_a_damaged_row_is_refused(row: list[object]) -> None:
    with pytest.raises(TypeError):
        read_entry(row)
