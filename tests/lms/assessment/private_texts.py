"""A private pool whose every secret word bears a mark, to be looked for wherever something leaves the site."""

from pathlib import Path

from courses.model.content import Course

MARK = "CANARI"
"""In every question, option, feedback and explanation. KEY: in right options' feedback and explanations alone."""
KEY = "CANARIKEY"


def texts_of(course: Course) -> dict[str, str]:
    """Twice as many items as the rule draws, in both languages."""
    assert course.passing
    made = {}
    for language in ("fr", "en"):
        items = []
        for draw in course.passing.draws:
            safety = draw.safety or 0
            for number in range(2 * draw.count):
                is_safety = number < 2 * safety
                words = f"{draw.objective} {number} {language}"
                marks = f"single {'safety ' if is_safety else ''}objective={draw.objective}"
                head = f"## p-{draw.objective.lower()}-{number} {MARK}-Q {words} ? {{{marks}}}"
                other = "[!]" if is_safety else "[ ]"
                options = (("[x]", "right", "feedback"), (other, "other", "no"), ("[ ]", "third", "no"))
                lines = [f"- {sign} {MARK}-{kind} {words}\n  > {KEY}-{why} {words}\n" for sign, kind, why in options]
                items.append(f"{head}\n{''.join(lines)}= {KEY}-explanation {words}\n@ moniteur-interviews\n")
        made[f"{language}/{course.modules[0]}.items.md"] = "# final\n\n" + "\n".join(items)
    return made


def write(folder: Path, texts: dict[str, str]) -> Path:
    for path, text in texts.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    return folder
