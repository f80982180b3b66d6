"""Light that drifts over a still page: cheap in a real X window, and never leaves a trace of where it was."""

import shutil
import time

import pygame
import pytest

from game.ui.layout.motion import motes
from tests.game.ui.walks import begin

MOST_MILLISECONDS = 1.0
"""A frame of drifting light, of processor time. At twelve frames a second this is little over one percent of a core."""


def pixels(window):
    return pygame.image.tobytes(window.picture_of(), "RGB")


def first_morning(make_app, window):
    app = make_app(window, calm=False)
    begin(app)
    return app.frame()


@pytest.mark.window
@pytest.mark.skipif(not shutil.which("Xvfb"), reason="needs Xvfb: apt install xvfb")
def test_a_frame_of_drifting_light_costs_little_in_a_real_window(window, make_app):
    frame = first_morning(make_app, window)
    window.show(frame, motes=motes(0.0, frame.slot))
    began = time.process_time()
    for number in range(60):
        window.show(frame, motes=motes(number / 12, frame.slot))
    assert 1000 * (time.process_time() - began) / 60 < MOST_MILLISECONDS


def test_light_leaves_no_trace_where_it_was(dummy, make_app):
    window = dummy((1024, 600))
    frame = first_morning(make_app, window)
    for number in range(40):
        window.show(frame, motes=motes(3.0 * number, frame.slot))
    after_drifting = pixels(window)
    window._is_whole = False
    window.show(frame, motes=motes(3.0 * 39, frame.slot))
    assert pixels(window) == after_drifting
    window._is_whole = False
    window.show(frame)
    assert pixels(window) != after_drifting  # there was light at all


def test_a_covered_window_is_drawn_whole_again(dummy, make_app):
    window = dummy((1024, 600))
    frame = first_morning(make_app, window)
    window.show(frame)
    shown = pixels(window)
    window.picture_of().fill("#000000")
    pygame.event.post(pygame.event.Event(pygame.WINDOWEXPOSED))
    window.inputs()
    window.show(frame)
    assert pixels(window) == shown
