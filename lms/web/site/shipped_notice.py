"""What the last look found of shipped texts that this site has not taken over: kept in a small file, since looking reads every text."""

import json
from pathlib import Path

from infrastructure.file_writing import write_whole

NAME = "shipped.json"


def write(own: Path, *, waiting: list[str], urgent: list[str]) -> None:
    """Keys of pages and registers. own: the site's content folder, beside which the file stands. Raises OSError."""
    write_whole(own.with_name(NAME), json.dumps({"waiting": waiting, "urgent": urgent}).encode(), is_durable=False)


def read(own: Path) -> dict[str, list[str]]:
    """`waiting` and `urgent`; empty when nobody looked yet, or the file cannot be read."""
    try:
        rows = json.loads(own.with_name(NAME).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return (
        {str(name): [str(key) for key in keys] for name, keys in rows.items() if isinstance(keys, list)} if isinstance(rows, dict) else {}
    )
