"""What the game is played with in a browser: the book under the site's rule, drawings, sources and titles of modules, as one file."""

import gzip
import hashlib
import pickle
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from courses.serving.catalogue import Catalogue

PROTOCOL = 5


@dataclass(frozen=True)
class Parcel:
    """mark: the start of the digest of what it holds, the same in every process. gzip: the same data as it travels."""

    data: bytes
    mark: str
    gzip: bytes


def pack(catalogue: Catalogue, parts: Mapping[str, str], *, is_demo: bool) -> Parcel | None:
    """None for a site whose game cannot be read. Whoever reads it runs the code that this site packed beside it."""
    if catalogue.game is None or not catalogue.game.campaigns:
        return None
    values = {
        "book": catalogue.game,
        "rule": catalogue.rule,
        "parts": dict(parts),
        "is_demo": is_demo,
        "sources": {key: (_said(one), one.address) for key, one in catalogue.references.items()},
        "modules": _titles(catalogue),
        "cases": catalogue.cases if catalogue.cases.cases else None,
    }
    digest = hashlib.sha256()
    for piece in _pieces(values):
        digest.update(piece)
    data = pickle.dumps(values, PROTOCOL)
    return Parcel(data, digest.hexdigest()[:12], gzip.compress(data, mtime=0))


def _said(source: Any) -> str:
    return ", ".join(str(part) for part in (source.organisation, source.title, source.year) if part)


def _titles(catalogue: Catalogue) -> dict[str, dict[str, str]]:
    titles: dict[str, dict[str, str]] = {}
    for (key, language), module in catalogue.modules.items():
        titles.setdefault(language, {})[key] = module.title
    return titles


def _pieces(value: Any) -> Iterator[bytes]:
    """A value as bytes that are the same in every process: sets and mappings come in the order of their own bytes."""
    yield type(value).__name__.encode() + b"("
    if is_dataclass(value):
        for one in fields(value):
            yield one.name.encode()
            yield from _pieces(getattr(value, one.name))
    elif isinstance(value, Mapping):
        yield from sorted(b"".join((*_pieces(key), b":", *_pieces(entry))) for key, entry in value.items())
    elif isinstance(value, AbstractSet):
        yield from sorted(b"".join(_pieces(one)) for one in value)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _pieces(one)
    else:
        yield repr(value).encode()
    yield b")"
