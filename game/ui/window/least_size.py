"""The least size of the window: under it, buttons would have no room beside each other in the largest text.

Not SDL's own least size of a window: pygame-ce gives it only through a call that it is about to remove.
"""

LEAST_SIZE = (800, 480)  # pixels


def not_too_small(size: tuple[int, int]) -> tuple[int, int]:
    """The size that a window of this one grows to."""
    return max(size[0], LEAST_SIZE[0]), max(size[1], LEAST_SIZE[1])
