"""Which safety blocks differ between two states of a shipped text, and how urgent what they say is."""

from courses.errors import ContentUnreadable
from courses.library import module_file
from courses.text import front_matter, yaml_files
from courses.triage.register import Register

URGENT = ("emergency", "now")


def changed_blocks(path: str, before: str, after: str) -> tuple[str, ...]:
    """Keys of the safety blocks whose words changed, came or went; every key when one of the texts cannot be read."""
    old, new = blocks(path, before), blocks(path, after)
    return tuple(sorted(key for key in old.keys() | new.keys() if old.get(key) != new.get(key)))


def blocks(path: str, text: str) -> dict[str, str]:
    """Key -> words of each safety block of a module's text; none of one that cannot be read, or that is no module's text."""
    if not text or path.endswith(".items.md"):
        return {}
    try:
        file = module_file.parse(path, path[:2], front_matter.split(yaml_files.decode(text.encode(), path), path))
    except ContentUnreadable:
        return {}
    return {block.key: " ".join(block.markdown.split()) for screen in file.screens for block in screen.blocks if block.kind == "safety"}


def is_urgent(module: str, keys: tuple[str, ...], register: Register | None) -> bool:
    """Whether one of these blocks may send to 15 or to the team at once: all but those the triage register keys to a lower urgency."""
    blocks_of_register = () if register is None else register.blocks
    calm = {block.place for block in blocks_of_register if block.urgency not in URGENT}
    return any(not {f"{module}#{key}", f"{module}.simple#{key}"} & calm for key in keys)
