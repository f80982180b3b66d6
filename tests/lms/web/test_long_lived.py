"""What lives as long as the process is looked at by the garbage collector once, and what was replaced is still freed."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from lms.web.site.long_lived import keep_out_of_collection


class Node:
    """Part of a circle, which counting references alone never frees."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def nothing_frozen_afterwards() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_what_is_alive_is_kept_out() -> None:
    keep_out_of_collection()
    assert gc.get_freeze_count() > 10_000
    assert len(gc.get_objects()) < gc.get_freeze_count() / 10


def test_a_content_that_was_replaced_is_freed_at_the_next_call() -> None:
    node = Node()
    gone = weakref.ref(node)
    keep_out_of_collection()
    del node
    gc.collect()
    assert gone() is not None, "nobody looks at it"
    keep_out_of_collection()
    assert gone() is None
