"""Where a page to print was kept, as a reader is told."""

from pathlib import Path


def shown_path(path: Path) -> str:
    """Where a file is, short: the person's own folder as ~."""
    home = Path.home()
    return f"~/{path.relative_to(home).as_posix()}" if path.is_relative_to(home) else str(path)
