"""What lives as long as the process, kept out of garbage collection."""

import gc


def keep_out_of_collection() -> None:
    """Collect once, then never look at what is alive now again. Call it when the site is made, and when its content was renewed.

    The catalogue is some 200,000 objects; looking at all of them stops every request for 0.1 s of processor, and came every thirtieth
    call of a long list (docs/decisions/0047-speed-of-large-sites.md). What was kept out before is looked at once more, so that a content
    that was replaced is freed.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
