"""Whether a translation still says what its source says, by hashes that an author's stamp keeps."""

import hashlib
import re
from dataclasses import dataclass, replace

from courses.errors import ContentUnreadable
from courses.items import syntax
from courses.items.syntax import ItemsFile
from courses.library import module_file
from courses.library.module_file import ModuleFile
from courses.model.content import Block, Freshness, Screen
from courses.text import front_matter, yaml_files

SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Stamp:
    """What `content sync` wrote after a person read the translation against its source; empty texts before."""

    of: str = ""
    state: str = ""
    source_hash: str = ""
    items_hash: str = ""
    safety: tuple[tuple[str, str], ...] = ()


def stamp_of(file: ModuleFile) -> Stamp | None:
    """None when the front matter has no `translation:`."""
    node = file.front.values.get("translation")
    if not hasattr(node, "items"):
        return None
    values = dict(yaml_files.pairs(node))
    return Stamp(
        of=str(values.get("of") or ""),
        state=str(values.get("state") or "draft"),
        source_hash=str(values.get("source_hash") or ""),
        items_hash=str(values.get("items_hash") or ""),
        safety=tuple(sorted((key, str(value)) for key, value in yaml_files.pairs(values.get("safety")))),
    )


def source_hash(file: ModuleFile) -> str:
    """12 hex digits over title, summary and every word of every screen; spaces and line breaks do not count."""
    parts = [file.front.text("title"), file.front.text("summary")]
    for screen in file.screens:
        parts += [f"## {screen.key} {screen.title}", *(f"{block.kind} {block.key} {block.markdown}" for block in screen.blocks)]
    return _hash(*parts)


def items_hash(file: ItemsFile | None) -> str:
    """12 hex digits over every item's words, marks and settings; empty text for no file."""
    if file is None:
        return ""
    return _hash(*(repr(replace(item, line=0, options=tuple(replace(option, line=0) for option in item.options))) for item in file.items))


def hash_of(path: str, key: str, text: str) -> str:
    """What a stamp would say of a source file that held this text; empty when it cannot be read."""
    if path.endswith(".items.md"):
        return items_hash(syntax.parse(path, path.split("/")[0], key, text))
    try:
        return source_hash(module_file.parse(path, path.split("/")[0], front_matter.split(text, path)))
    except ContentUnreadable:
        return ""


def block_hash(block: Block) -> str:
    return _hash(block.markdown)


def of(translation: ModuleFile, source: ModuleFile | None) -> Freshness:
    """How a translation stands to its source. stale-safety stands above stale: the blocks that changed must not be shown."""
    stamp = stamp_of(translation)
    if source is None or stamp is None:
        return "draft"
    if stale_blocks(translation, source):
        return "stale-safety"
    if not stamp.source_hash:
        return "machine" if stamp.state == "machine" else "draft"
    if stamp.source_hash != source_hash(source):
        return "stale"
    return "machine" if stamp.state == "machine" else "current"


def stale_blocks(translation: ModuleFile, source: ModuleFile) -> frozenset[str]:
    """Keys of safety blocks whose source changed since the stamp, or that the translation lacks."""
    stamp = stamp_of(translation)
    hashes = dict(stamp.safety) if stamp else {}
    theirs = translation.safety_blocks
    changed_keys = {key for key, block in source.safety_blocks.items() if key in hashes and hashes[key] != block_hash(block)}
    new_keys = {key for key in source.safety_blocks if hashes and key not in hashes}
    return frozenset(changed_keys | new_keys | (source.safety_blocks.keys() - theirs.keys()))


def with_source_blocks(translation: ModuleFile, source: ModuleFile) -> tuple[Screen, ...]:
    """The translation's screens, each stale or missing safety block replaced by the source's own words."""
    stale = stale_blocks(translation, source)
    if not stale:
        return translation.screens
    ours = source.safety_blocks
    screens = [replace(screen, blocks=tuple(_fresh(block, stale, ours) for block in screen.blocks)) for screen in translation.screens]
    lacking = stale - translation.safety_blocks.keys()
    for screen in source.screens:
        missing = tuple(block for block in screen.blocks if block.key in lacking and block.kind == "safety")
        if missing and screens:
            place = next((number for number, other in enumerate(screens) if other.key == screen.key), len(screens) - 1)
            screens[place] = replace(screens[place], blocks=(*missing, *screens[place].blocks))
    return tuple(screens)


def _fresh(block: Block, stale: frozenset[str], ours: dict[str, Block]) -> Block:
    return ours[block.key] if block.kind == "safety" and block.key in stale and block.key in ours else block


def _hash(*parts: str) -> str:
    text = "\n".join(SPACES.sub(" ", part).strip() for part in parts)
    return hashlib.sha256(text.encode()).hexdigest()[:12]
