"""The rules play the weeks that were recorded: who changes a number of theirs reads in the difference what it changes."""

import pytest

from tests.game.core.recorded_weeks import FOLDER, WEEKS, file_of, lines


@pytest.mark.parametrize("one", WEEKS, ids=lambda one: one[0])
def test_a_recorded_week_is_played_again_to_the_letter(one: tuple[str, int, str, int, str]) -> None:
    """If it was meant, `python scripts/record_weeks.py` writes it anew."""
    assert list(lines(*one)) == file_of(*one).read_text("utf-8").splitlines()


def test_no_other_week_is_kept() -> None:
    assert sorted(FOLDER.iterdir()) == sorted(file_of(*one) for one in WEEKS)
