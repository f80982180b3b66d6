"""Calling is one good way among others: what the situations teach is when, not only that."""

from tests.game.core.shipped_book import load

SITUATIONS = tuple(load()[0].situations.values())


def test_in_a_quarter_of_situations_another_act_than_calling_is_best() -> None:
    other = [one for one in SITUATIONS if any(choice.is_safe and not choice.effect.reports for choice in one.choices)]
    assert len(other) >= len(SITUATIONS) / 4


def test_most_situations_have_two_good_ways() -> None:
    several = [one for one in SITUATIONS if sum(choice.is_safe for choice in one.choices) >= 2]
    assert len(several) >= len(SITUATIONS) / 2


def test_calling_at_once_is_never_wrong() -> None:
    """A choice that reaches somebody now is safe, or its words begin by saying that it was possible too."""
    book, _ = load()
    for one in SITUATIONS:
        for choice in one.choices:
            if not choice.effect.reports or choice.is_safe:
                continue
            key = f"situation.{one.key}.choice.{choice.key}.feedback"
            assert not choice.is_unsafe, key
            assert book.text("fr", key).startswith("Appeler était possible aussi"), key
            assert book.text("en", key).startswith("Calling was possible too"), key
