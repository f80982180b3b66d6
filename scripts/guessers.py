"""Prints docs/guessers.md: what each guesser is worth in each set of items, in both languages, beside chance."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from courses.checks.items import guessing
from courses.checks.items.guessing import Score
from courses.checks.triage.phrases import prepare
from courses.library import content_folder
from courses.model.content import Item

CONTENT = Path(__file__).parents[1] / "content"
HEAD = """# What a guesser is worth, set by set

Made by `python scripts/guessers.py > docs/guessers.md` over the shipped content: {day}. A guesser knows no medicine and follows one trick;
the figure is the share of items it is expected to get right, in %, beside chance. Check 142 holds each figure in bold type to chance + 10
points. The others are printed and not held: final tests alone decide an attestation, and in a form of four items no spread of lengths keeps
four tricks under the margin. Small sets of a module stand together, as they are looked at.

{columns}

| module | language | set | items | chance | {names} |
|---|---|---|---|---|{lines}
"""
LETTERS = "abcdefgh"


def main() -> None:
    letters = LETTERS[: len(guessing.GUESSERS)]
    columns = "\n".join(f"- {letter}: {guesser.name}" for letter, guesser in zip(letters, guessing.GUESSERS, strict=True))
    print(HEAD.format(day=date.today().isoformat(), columns=columns, names=" | ".join(letters), lines="---|" * len(letters)).rstrip())
    over = 0
    not_held = Counter[str]()
    for module, language, name, items in _sets():
        scores = [guessing.score(items, guesser) for guesser in guessing.GUESSERS]
        cells = [_cell(score, guesser.is_held_to(name)) for guesser, score in zip(guessing.GUESSERS, scores, strict=True)]
        over += sum(score.is_high and guesser.is_held_to(name) for guesser, score in zip(guessing.GUESSERS, scores, strict=True))
        not_held.update(
            str(guesser.name)
            for guesser, score in zip(guessing.GUESSERS, scores, strict=True)
            if score.is_high and not guesser.is_held_to(name)
        )
        print(f"| {module} | {language} | {name} | {scores[0].items} | {_share(scores[0].chance, scores[0])} | {' | '.join(cells)} |")
    print(f"\nHeld figures over chance + 10 points: {over}. Sets above it by a trick they are not held to:\n")
    for name, sets in not_held.items():
        print(f"- {name}: {sets}")


def _sets() -> Iterator[tuple[str, str, str, Sequence[Item]]]:
    library = content_folder.load(CONTENT, today=date.today())
    for files in library:
        if files.items is None:
            continue
        prepare(files.items)
        for name, items in sorted(guessing.sets_of(files.items.items).items()):
            yield files.entry.key, files.language, name, items


def _cell(score: Score, is_held: bool) -> str:
    share = _share(score.right, score)
    return f"**{share}**" if is_held else share


def _share(part: float, score: Score) -> str:
    return f"{100 * part / score.items:.0f}"


if __name__ == "__main__":
    main()
