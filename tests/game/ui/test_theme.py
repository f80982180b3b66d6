"""Every text can be read: 7:1 on every ground it is used on, in every theme."""

import pytest

from game.ui.layout.theme import TEXT_ON_GROUND, TEXT_SIZES, THEMES, Sizes, contrast


@pytest.mark.parametrize("name", THEMES)
def test_every_text_holds_seven_to_one(name):
    theme = THEMES[name]
    weak = {
        (text, ground): round(contrast(getattr(theme, text), getattr(theme, ground)), 2)
        for text, ground in TEXT_ON_GROUND
        if contrast(getattr(theme, text), getattr(theme, ground)) < 7
    }
    assert weak == {}


@pytest.mark.parametrize("name", THEMES)
def test_focus_and_edges_are_seen_on_any_ground(name):
    theme = THEMES[name]
    assert contrast(theme.focus, theme.halo) >= 7
    for ground in (theme.paper, theme.card, theme.frame):
        assert max(contrast(theme.focus, ground), contrast(theme.halo, ground)) >= 4.5
        assert contrast(theme.edge, ground) >= 3


def test_contrast_is_the_one_of_wcag():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_sizes_grow_with_the_window_and_stay_within_the_setting():
    assert TEXT_SIZES[0] >= 18
    assert TEXT_SIZES[-1] <= 32
    assert Sizes.of(3840, 2160, 22).text == 66
    assert Sizes.of(3840, 2160, 22).target == 192
    assert Sizes.of(1024, 600, 18).small >= 18
