"""The questions of a Moodle XML file counted without our reader: expat says where each begins and of which kind it is."""

from dataclasses import dataclass
from xml.parsers import expat


@dataclass(frozen=True)
class Counted:
    """One question. line: where its tag begins; kind: as Moodle calls it."""

    line: int
    kind: str


def census(raw: bytes) -> list[Counted]:
    """In the order of the file, without the categories. Names that only HTML knows are passed over."""
    found: list[Counted] = []
    parser = expat.ParserCreate()
    parser.UseForeignDTD(True)
    parser.ExternalEntityRefHandler = lambda *_: 1
    parser.SkippedEntityHandler = lambda *_: None

    def begin(name: str, attributes: dict[str, str]) -> None:
        if name == "question" and attributes.get("type") != "category":
            found.append(Counted(parser.CurrentLineNumber, attributes.get("type", "")))

    parser.StartElementHandler = begin
    parser.Parse(raw, True)
    return found
