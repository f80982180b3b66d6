"""120 slips of the hand in a copy of the shipped content: file, what stood there, what stands there now, lines below at which it is told.

None for the lines: the slip is told somewhere in that file. A slip of whole bytes has a function in place of words.
"""

from collections.abc import Callable
from dataclasses import dataclass

F, FI, FS = (f"fr/patient-essentials/fever{end}" for end in (".md", ".items.md", ".simple.md"))
EF, EI, ES = (f"en/patient-essentials/fever{end}" for end in (".md", ".items.md", ".simple.md"))
REF, OBJ, GLO, TRI, RUL, WOR, SEA, SYM, PRE, PAT = (
    f"_structure/{name}.yml"
    for name in ("references", "objectives", "glossary", "triage", "rules", "wording", "search", "symptoms", "preparing", "paths")
)
COU = "_structure/patient-essentials/course.yml"
SIT, SITE = "fr/situations/a-sign-that-stays.md", "en/situations/a-sign-that-stays.md"
TITLE = 'title: "La fièvre : le bon réflexe"'
CALL = "- [x] J’appelle tout de suite le numéro de nuit. {urgency=now}"
NIGHT = "{single safety objective=K02 srs row=fever}"
FEVER = "  - {key: fever, minutes: 12, critical: true, objectives: [K01, K02, K03], requires: []}"
RCYN = "rcyn-fever:\n  title:"


@dataclass(frozen=True)
class Slip:
    """most: how many problems it may bring; more than three only where `why` says for what reason.

    at: the file it is told in, where that is the other language: what was changed last is not known there.
    """

    path: str
    old: str
    new: str | Callable[[bytes], bytes]
    below: int | None = 0
    most: int = 3
    why: str = ""
    at: str = ""


def _latin1(raw: bytes) -> bytes:
    return raw.decode("utf-8").encode("latin-1", errors="replace")


def _line_of_one_megabyte(raw: bytes) -> bytes:
    return raw + b"a" * 1_000_000 + b"\n"


def _nul(raw: bytes) -> bytes:
    return raw.replace(b"\n", b"\n\0", 1)


def _cut(raw: bytes) -> bytes:
    return raw[: len(raw) // 2]


def _empty(_raw: bytes) -> bytes:
    return b""


def _three_megabytes(raw: bytes) -> bytes:
    return raw + b"# a\n" * 750_000


FRONT = [
    Slip(F, TITLE, 'title: "La fièvre : le bon réflexe'),
    Slip(F, TITLE, "title: La fièvre: le bon réflexe"),
    Slip(F, TITLE, TITLE + "\n" + TITLE, 1),
    Slip(F, TITLE, TITLE.replace("title", "titel"), 0, 4, "the key nobody knows, the one that is missing, and what quotes it"),
    Slip(F, TITLE, "\t" + TITLE),
    Slip(F, TITLE, "  " + TITLE, None),
    Slip(F, "state: draft", "state: publié"),
    Slip(F, "expires: 2027-05-23", "expires: 2027-02-30"),
    Slip(F, "expires: 2027-05-23", "expires: bientôt"),
    Slip(F, "expires: 2027-05-23", "expires: 2027-05-23T10:00:00Z"),
    Slip(F, "authors: [", "authors: Claire # ["),
    Slip(F, "---\nkey: fever", "key: fever", None),
    Slip(F, "---\n## J’ai", "\n## J’ai", None),
    Slip(F, "key: fever\n", "key: fiever\n"),
    Slip(F, "key: fever\n", "", None),
    Slip(F, "pancreatic-cancer-uk, cdc-fever", "pancreatic-cancer-uk cdc-fever", None, 10, "each citation of two lost keys"),
    Slip(EF, "translation:", "tranlation:", None),
]
TEXT = [
    Slip(F, "[@becquerel-aplasie]\n\nAprès", "[@becquerel-aplasi]\n\nAprès", None),
    Slip(F, "[@cancer-lu-fever]\n\n## Ce", "[@cancer-lu-fever\n\n## Ce"),
    Slip(F, "{{fever.second}}", "{{fever.secnd}}"),
    Slip(F, "{{fever.second}}", "{{fever.second}"),
    Slip(F, "## Je mesure bien {#measure}", "## Je mesure bien {#mesure}", None, at=EF),
    Slip(F, "## Je mesure bien {#measure}", "## Je mesure bien", most=4, why="the screen, and what links to it"),
    Slip(F, "## Je mesure bien {#measure}", "#### Je mesure bien", None, 5, "a screen that is none any more, and what links to it"),
    Slip(F, "::: note", "::: nota"),
    Slip(F, "::: safety {#call}", "::: safety", most=5, why="the block has no key, and what is keyed to it misses it"),
    Slip(F, ":::\n\nLes consignes", "\n\nLes consignes", None, 6, "the block swallows the next ones"),
    Slip(F, "media:modules/measure-then-call.svg", "media:modules/measure-then-cal.svg"),
    Slip(F, "media:modules/measure-then-call.svg", "https://example.org/a.svg"),
    Slip(F, "![Un thermomètre, une flèche, un téléphone. On mesure, puis on appelle.]", "![]"),
    Slip(F, "Mon thermomètre est", "<b>Mon</b> thermomètre est"),
    Slip(F, "Mon thermomètre est", "À 38,5 °C mon thermomètre est"),
    Slip(F, "Mon thermomètre est", "TODO mon thermomètre est"),
    Slip(F, "Mon thermomètre est", "Mon\u200b thermomètre est"),
    Slip(F, "Mon thermomètre est", "Mon\u202e thermomètre est"),
    Slip(F, "Mon thermomètre est", "[voir](module:nowhere) Mon thermomètre est"),
    Slip(F, "Mon thermomètre est", "[voir](javascript:alert(1)) Mon thermomètre est"),
    Slip(F, "Mon thermomètre est", "Mon Doliprane est"),
    Slip(F, "Mon thermomètre est à", "My thermometer is within reach when I am at home. Il est à"),
    Slip(F, "**entre le 7e et le 10e jour**", "**entre le 8e et le 10e jour**", None, at=EF),
    Slip(F, "15 minutes après avoir bu", "25 minutes après avoir bu", None, at=EF),
    Slip(EF, "::: safety {#avoid-masking}", "::: note", None, 5, "a safety block is missing, its key and its words with it"),
    Slip(F, "Mon thermomètre est", "<<<<<<< a\nMon thermomètre est"),
    Slip(FS, "state: draft", "state: draft\nexpires: 2027-01-01", 1),
]
ITEMS = [
    Slip(FI, CALL, CALL.replace("[x]", "[ ]"), None),
    Slip(FI, CALL, CALL.replace("[x]", "[y]"), None, 4, "no option, feedback under nothing, no right answer, other answers than there"),
    Slip(FI, CALL, CALL.replace("- [x]", "-[x]"), None, 4, "no option, feedback under nothing, no right answer, another number of options"),
    Slip(FI, CALL, "- [x] {urgency=now}", None),
    Slip(FI, CALL, "- [x]", None, 5, "an option without words, without urgency, and no right one with the row's urgency"),
    Slip(FI, CALL, CALL.replace("urgency=now", "urgency=noww")),
    Slip(FI, CALL, CALL.replace("{urgency=now}", "")),
    Slip(FI, CALL, CALL.replace("{urgency=now}", "{urgency=next}"), None),
    Slip(FI, "## call-at-night Samedi", "## Samedi", None, 5, "no key: the item is lost, and the other language has one more"),
    Slip(FI, "## call-at-night Samedi", "## headache-first Samedi", None, 4, "two with one key, and one missing"),
    Slip(FI, NIGHT, NIGHT.replace("single", "singel"), None),
    Slip(FI, NIGHT, NIGHT.replace("single", "multi"), None, at=EI),
    Slip(FI, NIGHT, NIGHT.replace("K02", "K99"), None),
    Slip(FI, NIGHT, NIGHT.replace("row=fever", "row=fevr"), None),
    Slip(FI, NIGHT, NIGHT.replace(" row=fever", ""), None),
    Slip(FI, NIGHT, NIGHT.replace("safety ", ""), None),
    Slip(FI, NIGHT, NIGHT[:-1], None, 10, "braces that are not closed belong to the question: no kind, no row, other settings"),
    Slip(FI, "  > Oui. À ce chiffre,", "> Oui. À ce chiffre,", None),
    Slip(FI, "  > Un courriel peut rester non lu tout le week-end. Pour une fièvre, c’est le téléphone.\n", "", None),
    Slip(FI, "@ fever-rule\n\n## headache", "@ fever-ruel\n\n## headache", None),
    Slip(FI, "@ fever-rule\n\n## headache", "\n## headache", None),
    Slip(FI, "= {{fever.rule}} La fièvre", "{{fever.rule}} La fièvre", None),
    Slip(FI, "# practice", "# pratice", None, 5, "a pool nobody knows, and the items below it"),
    Slip(FI, "- [!] J’envoie un courriel à l’équipe.", "- [!] Je prends du paracétamol et je me couche.", None),
    Slip(EI, "# practice\n", "# practice\n\nSome words.\n", 2),
]
REGISTERS = [
    Slip(REF, RCYN, "rcyn-fever:\n title:", None),
    Slip(REF, RCYN, "rcyn-fever:\n\ttitle:", None),
    Slip(REF, RCYN, "rcyn-fever\n  title:", None),
    Slip(REF, RCYN, "rcyn-fever:\n  titel:", None),
    Slip(REF, "year: none\n  year_from", "year: soon\n  year_from"),
    Slip(REF, "valid_until: 2027-05-23", "valid_until: 2027-05-32"),
    Slip(REF, "url: http://www.rcyn.org", "url: javascript:www.rcyn.org"),
    Slip(REF, "jle-neutropenia:", "rcyn-fever:"),
    Slip(REF, "jle-neutropenia:\n", "  jle-neutropenia:\n", None),
    Slip(REF, "  seen: excerpt\njle", "  seen: exerpt\njle", None),
    Slip(REF, "title: La neutropénie fébrile (guide", 'title: "La neutropénie fébrile (guide', None),
    Slip(REF, "", _latin1, None),
    Slip(REF, "", _nul, 1),
    Slip(REF, "", _cut, None, 3000, "half of the sources are gone, and each one that is cited is told where it is cited"),
    Slip(REF, "", _three_megabytes, None),
    Slip(OBJ, "K01:\n  fr: Prendre", "K01:\n fr: Prendre", None),
    Slip(OBJ, "K01:\n  fr: Prendre", "K01:\n  fr: : Prendre", None),
    Slip(OBJ, "K02:\n", "K01:\n", 0),
    Slip(OBJ, "  en: Take the temperature before any medicine for fever or pain.\n", "", None),
    Slip(OBJ, "K02:\n", "K02\n", None),
    Slip(OBJ, "", _latin1, None),
    Slip(GLO, 'fr: {say: "fièvre", avoid: ["hyperthermie", "pyrexie"]}', 'fr: {say: "fièvre", avoid: ["hyperthermie", "pyrexie"]'),
    Slip(GLO, 'fr: {say: "fièvre", avoid: ["hyperthermie", "pyrexie"]}', 'fr: {avoid: ["hyperthermie", "pyrexie"]}', None),
    Slip(GLO, "shivers:\n", "fever:\n", 0),
    Slip(TRI, "state: draft\nexpires", "state: draft\n expires", None),
    Slip(TRI, "expires: 2027-05-23", "expires: never"),
    Slip(TRI, "rows:\n", "row:\n", None),
    Slip(TRI, '  all: {fr: "tous", en: "all"}', '  all: {fr: "tous", en: "all"', None),
    Slip(TRI, "", _nul, None),
    Slip(COU, FEVER, FEVER.replace("minutes: 12", "minutes: douze")),
    Slip(COU, FEVER, FEVER.replace("key: fever", "key: fevr"), None, 999, "one module is gone: everything that names it says so"),
    Slip(COU, FEVER, FEVER.replace("objectives: [K01", "objectives: [K91")),
    Slip(COU, FEVER, FEVER.replace("[K01, K02, K03]", "[K01, K02, K03"), None),
    Slip(COU, FEVER, FEVER.replace("requires: []", "requires: [feever]")),
    Slip(COU, FEVER, FEVER.replace("critical: true", "critical: yes")),
    Slip(COU, FEVER, FEVER[1:], None),
    Slip(COU, FEVER, FEVER + "\n" + FEVER, 1),
    Slip(COU, "audience: patient", "audience: patients"),
    Slip(COU, "modules:", "modules: []", None),
    Slip(COU, "credential: attestation", "credential: diploma"),
    Slip(RUL, "fever:\n", "fever\n", None),
    Slip(WOR, "brands:\n", "brands: [\n", None),
    Slip(SEA, "", _cut, None),
    Slip(SYM, "symptoms:\n", "symptom:\n", None),
    Slip(PRE, "", _latin1, None),
    Slip(PAT, "", _nul, None),
]
GAME = [
    Slip(SIT, "room: living", "room: livng", None),
    Slip(SIT, "face: worried", "face: worred", None),
    Slip(SIT, 'expires: "2027-05-23"', 'expires: "soon"', None),
    Slip(SIT, "skills: [K13, K03]", "skills: []", None),
    Slip(SIT, "clatterbridge-hotline", "clatterbrige-hotline", None),
    Slip(SIT, "  call: {safe: true, effect", "  call: {safe: maybe, effect", None),
    Slip(SIT, "## syrup\nAcheter", "## sirup\nAcheter", None),
    Slip(SIT, "dit {name}.", "dit {nom}.", None),
    Slip(SIT, ">> La toux est toujours là. Il est encore temps d’appeler.\n", "", None),
    Slip(SIT, 'title: "Une toux qui reste"', 'title: "Une toux qui reste', None),
    Slip(SITE, "## syrup", "## call", None),
    Slip(SIT, "", _latin1, None),
    Slip("fr/game/screen.yml", "", _nul, 1),
]
BYTES = [
    Slip(F, "", _latin1, None),
    Slip(F, "", _nul, 1),
    Slip(F, "", _line_of_one_megabyte, None),
    Slip(F, "", _empty, None),
    Slip(FI, "", _latin1, None),
    Slip(FI, "", _empty, None, 999, "no item is left: the other language has each one, and the course tests with them", EI),
    Slip(EF, "", _three_megabytes, None),
]
SLIPS = FRONT + TEXT + ITEMS + REGISTERS + GAME + BYTES
HARMLESS: list[Callable[[bytes], bytes]] = [
    lambda raw: b"\xef\xbb\xbf" + raw,
    lambda raw: raw.replace(b"\n", b"\r\n"),
    lambda raw: raw.rstrip(b"\n"),
    lambda raw: raw + b"\n\n",
]
"""What an editor adds by itself: a byte order mark, line ends of another system, one line end too few or too many."""
