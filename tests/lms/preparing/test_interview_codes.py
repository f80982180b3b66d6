"""Codes for interviews: they give back the topics, and no altered, cut or foreign one is read as another."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.model.preparing import LARGEST_TOPIC
from infrastructure.codes import SIGNS
from lms.preparing.interview_codes import CodeUnreadable, read, write

TOPICS = st.frozensets(st.integers(1, LARGEST_TOPIC), min_size=1)


@given(TOPICS)
def test_a_code_gives_back_its_topics_however_it_is_typed(topics: frozenset[int]) -> None:
    code = write(topics)
    assert read(code) == topics
    assert read(" ".join(code.lower())) == topics
    assert read(f"{code[:4]}-{code[4:]}".replace("1", "l").replace("0", "O")) == topics


@given(TOPICS, st.data())
def test_one_wrong_sign_is_never_read(topics: frozenset[int], data: st.DataObject) -> None:
    code = write(topics)
    place = data.draw(st.integers(0, len(code) - 1))
    other = data.draw(st.sampled_from([sign for sign in SIGNS if sign != code[place]]))
    with pytest.raises(CodeUnreadable):
        read(code[:place] + other + code[place + 1 :])


def test_of_twelve_topics_no_code_is_read_as_another_when_cut_changed_or_swapped() -> None:
    """All 4,095 codes, worked through: each prefix and suffix, each pair of signs that change places."""
    n_tried = 0
    for number in range(1, 2**12):
        topics = frozenset(place for place in range(1, 13) if number >> (place - 1) & 1)
        code = write(topics)
        wrong = {code[:cut] for cut in range(len(code))} | {code[cut:] for cut in range(1, len(code) + 1)}
        for first, second in combinations(range(len(code)), 2):
            signs = list(code)
            signs[first], signs[second] = signs[second], signs[first]
            wrong.add("".join(signs))
        for one in wrong - {code}:
            n_tried += 1
            try:
                topics_of_wrong = read(one)
            except CodeUnreadable:
                continue
            raise AssertionError(f"{one} was read as {sorted(topics_of_wrong)}, made from {code}")
    assert n_tried > 60_000


@pytest.mark.parametrize(
    "text", ["", "0", "A", "AB", "ABC", "0000", "ZZZZ-ZZZZ-ZZZZ-ZZZZ", "é", "<script>", "1" * 2000, "٣٣٣٣", "0" + write({1})]
)
def test_what_is_no_code_is_refused(text: str) -> None:
    with pytest.raises(CodeUnreadable):
        read(text)


def test_a_code_by_hand() -> None:
    """Topics 1 and 3 are bits 1 and 4: 5. Checks: ((1 * 37) + 5 + 1) = 43 = 0, 1, 11: signs 0, 1, B."""
    assert write({1, 3}) == "501B"
    assert write(()) == ""
