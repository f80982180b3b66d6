"""The cases of professionals as a clinician signs them: every word in both languages, with the verdict of each option in each truth."""

from collections.abc import Iterator

from courses.export.review_pack import Claim, Part, with_numbers
from courses.game.cases import CaseReader
from courses.game.words import RULE_VALUE, Words
from courses.library.content_folder import LANGUAGES, Library
from courses.model.cases import Case, CaseOption
from courses.model.rules import SiteRule

TITLES = {"gp": "Les cas courts\u00a0: médecins", "pharmacist": "Les cas courts\u00a0: pharmaciens"}


def parts(library: Library, rule: SiteRule) -> list[Part]:
    """One part a profession. A file that cannot be read is left to `content check`."""
    words = Words({language: rule.values(language) for language in LANGUAGES})
    reader = CaseReader(library.folder, words)
    reader.read()
    claims: dict[str, list[Claim]] = {profession: [] for profession in TITLES}
    for case in reader.cases.values():
        claims[case.profession] += _claims(case, words)
    return [Part(TITLES[profession], with_numbers(list_of_claims)) for profession, list_of_claims in claims.items() if list_of_claims]


def _claims(case: Case, words: Words) -> Iterator[Claim]:
    sources = {part.key: part.sources for part in case.parts_with_sources}
    options = {option.key: option for option in case.options}
    for key in (key for key in words.texts["fr"] if key.startswith(f"case.{case.key}.")):
        path, line = words.places["fr", key]
        kind, name, last = ([*key.split(".")[2:], "", ""])[:3]
        note = f" ({last})" if last not in ("label", "") else ""
        if kind == "option" and last == "label":
            note = _verdicts(case, options[name])
        texts = {language: words.texts[language][key] + note for language in LANGUAGES if key in words.texts[language]}
        is_decision = kind == "option" and options[name].moment == "decide"
        yield Claim("", f"{path}:{line}", texts, sources.get(name, ()), is_decision, bool(RULE_VALUE.search(words.raw["fr", key])))


def _verdicts(case: Case, option: CaseOption) -> str:
    """How fast it acts, and what it is in each truth: [now; fever: right; calm: other]."""
    verdicts = [f"{truth.key} ({', '.join(truth.rows) or 'no row'}): {truth.verdict(option.key)}" for truth in case.truths]
    return f" [{'; '.join([option.urgency or 'words', *verdicts])}]"
