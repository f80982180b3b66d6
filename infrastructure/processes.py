"""Whether another process of this machine still runs."""

import os


def is_running(process: int) -> bool:
    """In doubt it does: one of somebody else's, a number that is none, and any on a system that cannot be asked."""
    if os.name != "posix":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
