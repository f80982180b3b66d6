"""Names say what they hold: bare past participles (`found`, `kept`, `shown`) stay under two in a hundred.

Counted are the names the code binds: assigned variables and attributes, parameters, functions, classes, modules and imports under a new
name. A name counts when the whole of it is one past participle, whatever its case and leading underscores: `found`, `_kept`, `SHOWN`; not
`kept_rows` nor `is_shown`, where a noun or a claim goes with it, nor a record of a fact as `DoseSkipped`. A name assigned twice counts
twice.

The product holds the bar. Tests, benches and scripts do not yet: their share may not grow.

`python tests/architecture/test_names.py` prints the figures, also the way the outside review counted, and each place.
"""

import ast
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHARE = 0.02
SHARE_AROUND = 0.071  # 0.0700 stood there on 29 November 2026, 15:43; it may fall, and not rise
AROUND = {"tests", "bench", "migrations", "scripts"}
_IRREGULAR = """
begun bent bitten blown bought bound broken brought built burnt caught chosen dealt done drawn driven eaten fallen felt flown
forbidden forgotten forgiven fought found frozen given gone got grown heard held hidden kept known learnt left lent lost made
meant met overridden paid put read rewritten ridden risen said seen sent shown slept sold sought spent spoilt spoken spun stolen
struck stuck sung sunk sworn swept taken taught thought thrown told torn unchosen understood undone withdrawn woken won worn
written
"""
IRREGULAR = set(_IRREGULAR.split())
# Words in -ed that are no participle, or are one only in the grammar: nouns, adjectives of a state, terms of a standard. `tired` is what a
# patient says of herself; `completed`, `scaled` and `stored` are words of xAPI; `censored` is the term of survival analysis.
_NOT_PARTICIPLES = """
bed bleed breed deed exceed feed greed hundred indeed med need proceed red reed seed shed speed steed succeed weed
tired completed scaled stored censored
"""
NOT_PARTICIPLES = set(_NOT_PARTICIPLES.split())
VERBS = {"put", "read"}  # as the name of a function, the verb: `read(path)`
# The list and the places of the review of 28 November 2026: assigned names and parameters of the product alone.
_OF_REVIEW = """
found made said known shown wanted kept told given taken done read seen left asked written drawn held put got tried begun heard
meant brought sent counted looked gone used
"""
OF_REVIEW = set(_OF_REVIEW.split())


def is_participle(name: str) -> bool:
    if not re.fullmatch(r"_*([a-z]+|[A-Z][a-z]*|[A-Z]+)_*", name):
        return False  # several words
    word = name.strip("_").lower()
    if word in NOT_PARTICIPLES:
        return False
    return word in IRREGULAR or (word.endswith("ed") and len(word) > 3)


def _sources() -> list[Path]:
    listing = subprocess.run(["git", "ls-files", "-z", "*.py"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listing.split("\0") if name and (ROOT / name).is_file()]


def _bindings(tree: ast.AST) -> Iterator[tuple[str, int, bool]]:
    """Each name a module binds, its line, and whether the review counted it (assigned names and parameters)."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
                yield name, node.lineno, True
            case ast.Attribute(attr=name, ctx=ast.Store()):
                yield name, node.lineno, False
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) if name.strip("_") in VERBS:
                yield f"{name}_it", node.lineno, False
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name, node.lineno, False
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                yield name, node.lineno, False
            case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
                yield from ((alias.asname, node.lineno, False) for alias in aliases if alias.asname)


@dataclass
class Count:
    """Names of one part of the code: how many, where bare participles stand, and the two figures of the review."""

    total: int = 0
    places: list[str] = field(default_factory=list)
    review_total: int = 0
    review_bare: int = 0

    @property
    def share(self) -> float:
        return len(self.places) / self.total

    def __str__(self) -> str:
        return f"{len(self.places)} of {self.total} ({self.share:.2%})"


def count_names() -> tuple[Count, Count]:
    """The names of the product, then those of tests, benches, scripts and migrations."""
    product, around = Count(), Count()
    for path in _sources():
        where = path.relative_to(ROOT)
        count = around if where.parts[0] in AROUND else product
        names = [(path.stem, 1, False), *_bindings(ast.parse(path.read_text()))]
        count.total += len(names)
        count.places += [f"{where}:{line} {name}" for name, line, _ in names if is_participle(name)]
        as_review = [name for name, _, is_counted in names if is_counted]
        count.review_total += len(as_review)
        count.review_bare += sum(name in OF_REVIEW for name in as_review)
    return product, around


def test_bare_participles_stay_under_two_names_in_a_hundred() -> None:
    product, around = count_names()
    frequent = Counter(place.split()[1] for place in product.places).most_common(12)
    assert product.share < SHARE, f"{product} names of the product are bare participles: {frequent}"
    assert product.review_bare < SHARE * product.review_total, f"{product.review_bare} of {product.review_total} by the review's list"
    assert around.share < SHARE_AROUND, f"{around} names of tests, benches and scripts are bare participles: not more than there were"


WORDS_OF_MANY_MEANINGS = {"say", "tell", "keep", "settle", "look", "shown"}
DEFINITION = re.compile(rf"\b(?:def|class) +_*(?:{'|'.join(WORDS_OF_MANY_MEANINGS)})_*\b", re.IGNORECASE)
"""A text without any needs no parsing."""
# docs/decisions/0051: `say` gives the words of a key, `look` is how a character is drawn.
ONE_MEANING = {
    "analytics/display/words.py say", "game/ui/app.py say", "game/ui/scenes/base.py say", "lms/safety/game_words.py say",
    "game/telling/drawing.py say", "lms/weeks/screen_pages.py say",
    "lms/safety/sheet.py say", "analytics/trial/report_words.py say", "game/core/views/expressions.py look",
    "game/art/people.py Look", "game/art/people.py look",
}  # fmt: skip


def definitions_of_many_meanings(where: str, tree: ast.AST) -> set[str]:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    names = [node.name for node in ast.walk(tree) if isinstance(node, kinds)] + [Path(where).stem]
    return {f"{where} {name}" for name in names if name.strip("_").lower() in WORDS_OF_MANY_MEANINGS}


def test_six_words_name_one_thing_each() -> None:
    paths = [path.relative_to(ROOT) for path in _sources() if path.relative_to(ROOT).parts[0] not in AROUND]
    texts = {path: (ROOT / path).read_text() for path in paths}
    named = {
        one
        for path, text in texts.items()
        if path.stem in WORDS_OF_MANY_MEANINGS or DEFINITION.search(text)
        for one in definitions_of_many_meanings(path.as_posix(), ast.parse(text))
    }
    assert named == ONE_MEANING
    assert definitions_of_many_meanings("a/b.py", ast.parse("class C:\n    def _keep(self): ...")) == {"a/b.py _keep"}


def test_the_rule_counts_bare_participles_alone() -> None:
    assert all(map(is_participle, ["found", "_kept", "SHOWN", "Prepared", "unasked"]))
    assert not any(map(is_participle, ["is_shown", "kept_rows", "DoseSkipped", "seed", "need", "scaled", "red", "rows"]))


if __name__ == "__main__":
    product, around = count_names()
    print("\n".join(product.places + around.places))
    print(f"the product: {product}")
    print(f"as the review counted it: {product.review_bare} of {product.review_total} ({product.review_bare / product.review_total:.2%})")
    print(f"tests, benches, scripts, migrations: {around}")
