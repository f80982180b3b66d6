"""What a reader stops at: English that was translated and not written, codes and keys shown, quotation marks inside one another.

The same table is held over modules, items, the game's words, registers with titles, and the words of the pages
(`scripts/translations.py`): each line is a way of saying things that came back in several readings.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import NamedTuple

from courses.checks.passages import FileText
from courses.library.content_folder import Files, Library
from courses.library.wording_rules import tokens_of
from courses.model.content import Problem
from courses.sentences import sentence

COUNT = r"(?:\d[\d,]*|%\(\w+\)s|\{n\}|eight|ten|twelve|sixteen)"
CALLED = r"(?:the team|team|the on-call|the doctor|them|us|up|on|15|112|114|3114|\{\{number)"


class Trap(NamedTuple):
    """heads: sets of words; of each set one stands in every such line, so that most lines are passed by. pattern: what an English hand does
    not write. say: what it writes. near: stands in small letters in every such line too, where its words are in most lines."""

    heads: Sequence[frozenset[str]]
    pattern: re.Pattern[str]
    say: str
    near: str = ""

    def may_stand_among(self, words: Set[str]) -> bool:
        return all(not heads.isdisjoint(words) for heads in self.heads)


def _trap(heads: str, pattern: str, say: str, near: str = "") -> Trap:
    """heads: words in small letters; `+` between two sets."""
    return Trap([frozenset(words.split()) for words in heads.split("+")], re.compile(pattern, re.IGNORECASE), say, near)


TRAPS: Sequence[Trap] = (
    _trap("sign signs", rf"(?<!\w){COUNT}(?:-{COUNT})* signs?\b(?! (?:of|that|on|from)\b)"
          r"|\b(?:erase one|one|last|by) signs?\b(?= (?:or more|does)|[.,]? *$)",
          "characters, when letters and digits are meant"),
    _trap("sign + by each", r"\bsign by sign\b|\bcheck each sign\b", "character by character"),
    _trap("sign signs + no other new or",
          r"\b(?:no|no other|any other|new|other|without fever or) signs?\b(?! of\b)", "symptom, when somebody feels it"),
    _trap("passphrase + present", r"\bpresent passphrase\b", "current passphrase"),
    _trap("ring rang", rf"\b(?:ring|rang) {CALLED}|\b(?:whom to|do we|just) r[ia]ng\b", "call, as everywhere else"),
    _trap("over + pass passed passes passing", r"\bpass(?:ed|es|ing)? (?:(?:the|this|that|a|it|them)\b ?(?:\w+ )?)?over\b", "skip"),
    _trap("stand stands + elsewhere first here still address way",
          r"\bstands? (?:elsewhere|first|here|still|in the address)\b|\bstands in your way\b",
          "is kept, comes, is listed, stopped, is in the way"),
    _trap("told tell + is are was were early earlier it", r"\b(?:is|are) told (?:to the|at once|like|within|early|without|in time)\b"
          r"|\b(?:told|tell) (?:early|earlier|it on day|it in time)\b"
          r"|\b(?:was|were) not told\b", "reported, when a symptom is meant"),
    _trap("told + team today", r"\bteam told\b|\btold today\b", "team informed"),
    _trap("give gives + number", r"\bgives? (?:another|a different) number\b", "set another threshold"),
    _trap("number + this", r"\bat this number\b", "at this reading, when the thermometer is meant"),
    _trap("tablet tablets brought", r"\btablets? brought up\b|\bbrought up or\b|\bbring up a (?:\w+ )?tablet\b",
          "vomited tablet, vomit a tablet"),
    _trap("close + someone somebody", r"\bsome(?:one|body) close\b(?! to\b)", "someone close to me, to you, to them"),
    _trap("strength + left", r"\bstrength left\b", "energy left"),
    _trap("lack lacks + water", r"\blacks? water\b", "is short of water"),
    _trap("number + but straight",
          r"\bbut \{\{number\.\w+\}\}(?=[,:]| first\b| now\b)|(?<!call )(?<!or )\{\{number\.\w+\}\},? straight away\b",
          "call, before the number", near="{{number."),
    _trap("number + samu distress",
          r"(?:[:;,.] |^)\{\{number\.(?:samu|distress)\}\}(?: or \{\{number\.\w+\}\})?(?=[.,;)*”]| first\b|$)",
          "call, before the number", near="{{number."),
    _trap("relieves relieve", r"\b(?:it|they|would|cream) relieves?\b[.,]", "bring relief, soothe or ease: a person is relieved"),
    _trap("hindered hinders hinder + nothing it or movements life",
          r"\bnothing (?:is |yet )?hindered\b|\b(?:or|it) hinders?\b|\bmovements hindered\b",
          "manages well, gets in the way, is hard to do"),
    _trap("wait + no", r"\bwait for no\b", "do not wait for"),
    _trap("made + this these that", r"\bmade for th(?:is|at|ese)\b", "there for this"),
    _trap("speed + which", r"\bwhich speed\b", "how fast"),
    _trap("hesitates + one", r"\bone hesitates\b", "you may hesitate"),
    _trap("one oneself + does should makes may when what leaves s oneself",
          r"\b(?:does|should|makes|may|even when|leaves with what) one\b|\bone leaves\b|\bone[’']s\b|\boneself\b",
          "you, or the person"),
    _trap("gesture gestures", r"(?<!kind )(?<!loving )\bgestures?\b", "action, habit, or the thing done"),
    _trap("pause + week day days", r"\b(?:week|days?) of pause\b", "break"),
    _trap("against", r"\d%? against [–−+]?\d|\bagainst [–−+]?\d[\d.]*%", "versus, between two figures"),
    _trap("unwanted", r"\bunwanted effects?\b", "side effects"),
    _trap("brings", r"\bbrings nothing\b", "adds nothing"),
    _trap("video + visit", r"\bvideo visit\b", "video consultation"),
    _trap("fine + but + now straight today without before at the on",
          r"\bfine too, but (?:now|straight|today|at once|without|before|the|on)\b",
          "call the team, do it now: a verb after “but”"),
    _trap("call + the", r"(?:\band|[:;]|\bthen) the call(?=[,.;]| first| within| before)|\bthe call (?:first|within)\b", "call: the verb",
          near="the call"),
    _trap("water + missing", r"\bwater is (?:already )?missing\b", "the body is short of water"),
    _trap("even + alone", r"\b(?:headache|pain|fever|cough|swelling|it),? even alone\b", "even on its own, of a symptom"),
    _trap("call + too", r"\bcall too (?:with|for|if)\b", "call now too for: when, and for what"),
    _trap("fine + waiting", r"\bfine too, without waiting\b", "but do not wait"),
    _trap("reflex reflexes", r"\b(?:good|right|understandable|everyday|this|these|first) reflex(?:es)?\b",
          "habit, first choice; would do the same"),
    _trap("one + hopes puts waits sleeps eats drinks feels wants would calls skips has travel does",
          r"(?<!no )\bone (?:hopes|puts|waits|sleeps|eats|drinks|feels|wants|calls|skips|has to|does not (?:take|travel|wait))\b"
          r"|\bone would like to\b", "you"),
    _trap("asked + about + product herb plant medicine", r"\b(?:product|herb|plant|medicine) is asked about\b", "ask about it first"),
    _trap("breath + goes short", r"\bbreath (?:suddenly )?goes\b|(?<!of )\bshort breath\b", "short of breath, shortness of breath"),
    _trap("number + samu distress + now dispatch and",
          r"(?:[:;.,] |^|\band )\{\{number\.(?:samu|distress)\}\} (?:now|dispatch)\b|\band \{\{number\.samu\}\}\.",
          "call, before the number; an ambulance service is no verb", near="{{number."),
    _trap("is + hospital", r"\b(?:it|this|that|blood|days,) is hospital\b", "this means hospital"),
    _trap("is + number", r"\bit is \{\{number\.(?:samu|distress)\}\}", "call, before the number"),
    _trap("stand stands + on against", r"\b(?:words?|mention|must|what|nothing) stands? (?:on|against)\b",
          "appear, are written; there is no objection"),
    _trap("answer + no", r"[;,] no answer, (?:call|i call|the|\{\{)", "if nobody answers"),
    _trap("goes go + number", r"\bgo(?:es)? (?:straight )?to \{\{number\.", "for this, call: a sign goes nowhere"),
    _trap("making + of + its form", r"\bthe making of its\b", "the formation of"),
    _trap("presses", r"\bnothing (?:here )?presses\b", "there is no hurry"),
    _trap("opens", r"[?”] opens(?: more)?\b|\bopens more\b", "gets you further, lets them speak"),
    _trap("asks ask + nothing symptom sheet", r"\b(?:nothing|no symptom|the sheet does not) (?:here )?asks? for\b",
          "there is no reason to, is not needed"),
    _trap("m + a p", r"\b[ap]\.m\.\.(?!\.)", "one full stop"),
    _trap("informations advices evidences equipments feedbacks", r"\b(?:informations|advices|evidences|equipments|feedbacks)\b",
          "the word without s"),
    _trap("interview interviews", r"(?<!job )(?<![\w-])interviews?(?![\w-])", "consultation, of a pharmacist’s"),
    _trap("calcium", r"\burgent calcium\b(?! (?:level|test|measurement))", "an urgent calcium level: nobody is to be given any"),
    _trap("brought", r"\bbrought up (?:his|her|the|a) (?:capsule|tablet|dose)\b|\b(?:capsule|dose) brought up\b", "vomited"),
)  # fmt: skip
CLOCK = Trap((), re.compile(r"(?<=\d)[ \u00a0]?[ap]m\b"), "a.m. or p.m., after a space")
"""Has no word to look for first: a figure and its am may be one word."""
PLACES = {word: [place for place, trap in enumerate(TRAPS) if word in trap.heads[0]] for trap in TRAPS for word in trap.heads[0]}
"""Where in `TRAPS` the traps stand whose first set holds a word."""
CODE = re.compile(r"\bK(?:0[1-9]|1\d|20)\b|\b[a-z]+(?:_[a-z]+)+\b")
"""An objective of the game by its code, or a key of our files: nobody but an author knows them."""
LIKE_CODE = re.compile(r"K(?:0[1-9]|1\d|20)|[a-z]_[a-z]")
"""Stands in each text in which `CODE` matches, also once addresses are taken out: a look that costs little."""
LIKE_CODE_WORD = re.compile(r"_|k[0-2]")
"""The same in a word in small letters."""
ENDING_BRACES = re.compile(r"\{(?<=\s\{)[^{}`\]()\n]*\}\s*$")
"""The words in braces at the end of a line: an objective stands there by its code. Nothing that `ADDRESS` takes out ends inside them."""
NESTED = {"fr": re.compile(r"«[^»\n]*«"), "en": re.compile(r"“[^”\n]*“")}
OPPOSITE = re.compile(r"(?<!\bn’a )(?<!\bn’ont )(?<!\bn’ai )(?<!\bfait )\bplus de (?:gaz|selles?|urines?|salive|comprimés?)\b", re.I)
"""More wind, or none? In a French list both are read, and one of them is an emergency."""
WORDS_OF_OPPOSITE = frozenset(["gaz", "selle", "selles", "urine", "urines", "salive", "comprimé", "comprimés"])
"""One of them stands in every such line."""
ADDRESS = re.compile(r"https?://\S+|\]\([^)]*\)|\{\{[^}]*\}\}|\{[^}]*\}|`[^`]*`|\[@[^\]]*\]|%\(\w+\)s")
"""Where a key may stand: an address, the target of a link, a value, code."""


def translated(text: str, traps: Sequence[Trap] | None = None) -> Iterator[tuple[str, str]]:
    """Each trap an English text falls into: the words, and what to write. traps: those it may fall into, where that is known already."""
    yield from _matches(text, (*(_traps_among(tokens_of(text)) if traps is None else traps), CLOCK))


def _matches(text: str, traps: Sequence[Trap]) -> Iterator[tuple[str, str]]:
    lower_text = text.casefold()
    for trap in traps:
        if trap.near in lower_text and (match := trap.pattern.search(text)):
            yield match[0], trap.say


def _problems_of_traps(text: str, path: str, line: int, traps: Sequence[Trap]) -> Iterator[Problem]:
    for words, say in _matches(text, traps):
        yield Problem(
            path, line, "342", sentence("“{words}” is not what an English hand writes; say {say}", words=words, say=say), "warning"
        )


def _traps_among(words: Set[str]) -> list[Trap]:
    """The traps that a text with these words may fall into, in the order of the table."""
    places = sorted({place for word in PLACES.keys() & words for place in PLACES[word]})
    return [TRAPS[place] for place in places if TRAPS[place].may_stand_among(words)]


def problems_in(text: str, language: str, path: str, line: int, traps: Sequence[Trap] | None = None) -> Iterator[Problem]:
    """What a reader of this text stops at. traps: as `translated` takes them."""
    if language == "en":
        near = _traps_among(tokens_of(text)) if traps is None else traps
        yield from _problems_of_traps(text, path, line, (*near, CLOCK))
    if LIKE_CODE.search(text) and (match := CODE.search(ADDRESS.sub(" ", text))):
        yield Problem(path, line, "343", sentence("{words!r} is a code or a key; say it in words", words=match[0]), "warning")
    if language == "fr" and (match := OPPOSITE.search(text)):
        yield Problem(
            path, line, "345", sentence("{words!r} may be more and may be none; write aucun, or davantage de", words=match[0]), "warning"
        )
    if NESTED[language].search(text):
        inner = "“ ”" if language == "fr" else "‘ ’"
        yield Problem(
            path,
            line,
            "344",
            sentence("quotation marks inside others of the same kind; write the inner ones {inner}", inner=inner),
            "warning",
        )


def check(_library: Library, _sides: Sequence[Files], texts: Sequence[FileText]) -> Iterator[Problem]:
    """Every line of a module, in each language. A file is looked through as a whole first: a start reads 6,000 lines a course."""
    for one in texts:
        if lines := _near(one):
            for passage in one.of_lines(lines):
                traps = lines[passage.line]
                if traps.are_all:
                    yield from _problems_of_traps(passage.text, passage.path, passage.line, traps.traps)
                else:
                    yield from problems_in(passage.text, one.files.language, passage.path, passage.line, traps.traps)


class Suspicion(NamedTuple):
    """Why a line is looked at. traps: whose words stand there. are_all: nothing else can be found in it."""

    traps: Sequence[Trap]
    are_all: bool


def _near(one: FileText) -> Mapping[int, Suspicion]:
    """The lines in which `problems_in` can find anything. Most have no word of a trap, and no code but in the braces behind a question."""
    language = one.files.language
    codes = {word for word in one.mixed_words if LIKE_CODE_WORD.search(word)}
    rare_words: Set[str] = WORDS_OF_OPPOSITE
    traps_of_line: Mapping[int, Sequence[Trap]] = {}
    if language == "en":
        rare_words = {"am", "pm", *(word for word in one.mixed_words if word.endswith(("am", "pm")))}
        traps_of_line = _traps_of_lines(one)
    lines = dict.fromkeys(one.lines_with(NESTED[language]), NO_TRAP)
    if codes:
        in_line = one.words_of_lines(codes)
        lines |= {number: NO_TRAP for number, line, _ in one.rows if number in in_line and LIKE_CODE.search(ENDING_BRACES.sub("", line))}
    rare_lines = one.words_of_lines(rare_words)
    for number in {*rare_lines, *traps_of_line}:
        is_rare = number in rare_lines
        lines[number] = Suspicion(traps_of_line.get(number, ()), are_all=not is_rare and number not in lines)
    return lines


NO_TRAP = Suspicion((), are_all=False)


def _traps_of_lines(one: FileText) -> Mapping[int, Sequence[Trap]]:
    """By line, the traps all of whose sets have a word there, in the order of the table. Lines without one are left out."""
    rows_of_word, traps_of_row = one.rows_of_word, defaultdict[int, list[Trap]](list)
    for trap in TRAPS:
        rows_of_sets = [[rows_of_word[word] for word in words if word in rows_of_word] for words in trap.heads]
        if all(rows_of_sets):
            for row in set.intersection(*[set().union(*rows) for rows in rows_of_sets]):
                traps_of_row[row].append(trap)
    traps_of_line = defaultdict[int, list[Trap]](list)
    for row, traps in traps_of_row.items():
        traps_of_line[one.rows[row][0]] += traps
    return traps_of_line
