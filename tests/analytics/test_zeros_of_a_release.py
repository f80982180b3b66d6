"""A 0 that the other numbers tell is printed; once those are hidden, it is hidden too."""

from analytics.disclosure import INTERNAL
from analytics.release import releasing
from analytics.release.system import System


def three_of_whom_nobody_was_right() -> tuple[System, dict[str, int]]:
    """All three and the wrong ones are printed, so that nobody was right is told; by language it is hidden, since they are few."""
    system = System(5)
    at = {name: system.number((name,)) for name in ("all", "wrong", "right", "right in French", "right in English")}
    for name, value in (("all", 3), ("wrong", 3), ("right", 0)):
        one = system.numbers[at[name]]
        one.low = one.high = value
        one.shown = True
    for name in ("right in French", "right in English"):
        system.numbers[at[name]].is_hidden = True
    system.sums([at["right"], at["wrong"]], at["all"])
    system.sums([at["right in French"], at["right in English"]], at["right"])
    return system, at


def test_what_told_a_zero_is_hidden_and_then_the_zero_itself() -> None:
    """The first form left it printed, found nothing more to hide for its parts, and released each report by itself."""
    system, at = three_of_whom_nobody_was_right()
    assert releasing._hide_until_wide(system, INTERNAL) is not None
    assert releasing.narrow_numbers(system, INTERNAL.below) == {}
    assert not system.numbers[at["right"]].shown
