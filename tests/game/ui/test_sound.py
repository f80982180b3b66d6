"""Cues are short, soft and never click; each that matters has words."""

import itertools
from array import array

import pytest

from game.ui.window.sound import CUES, LOUDEST, RATE, samples


@pytest.mark.parametrize("name", CUES)
def test_a_cue_is_short_and_soft_and_begins_and_ends_in_silence(name):
    wave = array("h", samples(name))
    assert 0.05 < len(wave) / RATE < 1.2
    assert max(abs(value) for value in wave) <= 32_767 * LOUDEST + 1
    assert abs(wave[0]) < 200
    assert abs(wave[-1]) < 200
    assert max(abs(a - b) for a, b in itertools.pairwise(wave)) < 5000


def test_an_unknown_cue_is_silence():
    assert samples("alarm") == b""
