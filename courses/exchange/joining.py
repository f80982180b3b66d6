"""Items put into a module's file: at the end of their pool, every other byte as it was."""

import re
from collections.abc import Sequence
from dataclasses import replace

from courses.items import item_text, syntax
from courses.model.content import Form, Item

POOL = re.compile(r"^# (?P<name>.+)$", re.MULTILINE)


def joined(text: str, items: Sequence[Item], form: Form = "practice") -> str:
    """The text of an items file with these items at the end of a pool; the pool is begun when there is none."""
    if not items:
        return text
    new = item_text.write([replace(item, form="practice") for item in items]).removeprefix("# practice\n\n").rstrip("\n")
    heads = [(match.start(), syntax.POOLS.get(" ".join(match["name"].lower().split()))) for match in POOL.finditer(text)]
    ends = [*(start for start, _ in heads[1:]), len(text)]
    places = [end for (_, name), end in zip(heads, ends, strict=True) if name == form]
    first = heads[0][0] if heads else len(text)
    if not places and form == "practice" and text[:first].strip():
        places = [first]  # what stands before the first pool is practice
    if places:
        before, after = text[: places[-1]].rstrip("\n"), text[places[-1] :]
        return f"{before}\n\n{new}\n" + (f"\n{after}" if after else "")
    head = f"# {item_text.POOLS[form]}\n\n{new}\n"
    if form == "practice":
        return head + (f"\n{text}" if text.strip() else "")
    return (text.rstrip("\n") + "\n\n" if text.strip() else "") + head
