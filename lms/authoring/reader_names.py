"""A person's name as readers will see it: of who signs a page, and of who answers for the texts of a pilot."""

LONGEST = 80


def is_fit(name: str) -> bool:
    """Whether it can be printed: on one line, with nothing invisible."""
    return 0 < len(name) <= LONGEST and name.isprintable()
