"""The least size of the window: under it, buttons would have no room beside each other in the largest text."""

import pygame

LEAST_SIZE = (800, 480)  # pixels


def grow_back(screen: pygame.Surface) -> pygame.Surface:
    """The display of at least that size; a full screen stays as it is.

    Not SDL's own least size of a window: pygame-ce gives it only through a call that it is about to remove.
    """
    size = screen.get_size()
    least = max(size[0], LEAST_SIZE[0]), max(size[1], LEAST_SIZE[1])
    if least == size or pygame.display.is_fullscreen():
        return screen
    return pygame.display.set_mode(least, pygame.RESIZABLE)
