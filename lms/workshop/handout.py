"""The sheet a nurse takes from a workshop: what the room decided, why it matters, what to ask, what to take home. Tagged A4 PDF."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import typst

from game.core.views.view import Line
from lms.web.site.printing import TYPST_FONTS
from lms.workshop.walkthrough import Scene, Workshop

TEMPLATE = Path(__file__).resolve().parent.parent / "templates" / "workshop" / "workshop-sheet.typ"


@dataclass(frozen=True)
class Decision:
    """One situation the room spoke about. safer: the safe options, when the room's was another."""

    title: str
    text: str
    letter: str
    choice: str
    mark: str
    mark_words: str
    feedback: str
    later: str
    why: str
    safer: tuple[str, ...]
    questions: tuple[str, ...]
    sources: str


@dataclass(frozen=True)
class Sheet:
    """Every word of the sheet, in one language. Nobody's name, no number of hands: only what was decided."""

    lang: str
    title: str
    about: str
    lead: str
    decided: tuple[Decision, ...]
    tips: tuple[str, ...]
    said: dict[str, str]
    foot: tuple[str, ...]


def sheet(
    room: Workshop,
    *,
    language: str,
    say: Callable[..., str],
    line: Callable[[Line], str],
    sources: Callable[[tuple[str, ...]], list[str]],
    site: str,
    day: str,
    is_draft: bool,
) -> Sheet:
    """Of the situations the room decided, in their order. day: the day, written out; is_draft: texts nobody has reviewed yet."""

    def decision(scene: Scene) -> Decision:
        option = scene.decided
        assert option is not None  # noqa: S101 - only decided scenes come here
        safer = () if option.mark == "safe" else tuple(line(one.label) for one in scene.options if one.mark == "safe")
        return Decision(
            title=line(scene.title),
            text=line(scene.text),
            letter=option.letter.upper(),
            choice=line(option.label),
            mark=option.mark,
            mark_words=say(f"workshop.mark.{option.mark}"),
            feedback=line(option.feedback),
            later=line(option.later) if option.later else "",
            why=line(scene.why),
            safer=safer,
            questions=tuple(say(key) for key in scene.questions),
            sources=source_list(sources(scene.situation.sources), language),
        )

    keys = ("decided", "why", "safer", "ask", "later", "sources", "home", "open")
    foot = [say("workshop.draft")] if is_draft else []
    return Sheet(
        lang=language,
        title=say("workshop.sheet"),
        about=say("workshop.about", story=f"@campaign.{room.campaign}.title", site=site, date=day),
        lead=say("workshop.sheet_lead"),
        decided=tuple(decision(scene) for scene in room.decided),
        tips=tuple(dict.fromkeys(line(scene.tip) for scene in room.decided)),
        said={key: say(f"workshop.say.{key}") for key in keys},
        foot=(*foot, say("pages.disclaimer")),
    )


def source_list(sources: list[str], language: str) -> str:
    """References as one sentence; a title that ends with a mark of its own gets no full stop."""
    words = ("\u00a0; " if language == "fr" else "; ").join(sources)
    return words if words.endswith(("?", "!", ".")) else f"{words}."


def pdf(page: Sheet) -> bytes:
    """PDF/UA-1, as many A4 pages as it takes."""
    document: bytes = typst.compile(
        TEMPLATE.read_bytes(), format="pdf", sys_inputs={"sheet": json.dumps(asdict(page))}, pdf_standards=["ua-1"], **TYPST_FONTS
    )
    return document
