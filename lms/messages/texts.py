"""What messages say, in both languages. No course, no name, no word of health, no number but days and the calls that save lives.

Each takes `_`, which gives a text in the reader's language; the message ids are the English words.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from babel.dates import format_date
from babel.support import Translations

TRANSLATIONS = Path(__file__).resolve().parent.parent / "translations"
Translate = Callable[[str], str]


@dataclass(frozen=True)
class Facts:
    """What a text may fill in. site: the sender's name; link: where it leads; day: in the text's language; stop_link: of reminders."""

    site: str
    link: str
    day: str = ""
    stop_link: str = ""


@dataclass(frozen=True)
class Text:
    subject: str
    body: str


@lru_cache(maxsize=2)
def translate(language: str) -> Translate:
    """Gives each English text in this language; the message ids are the English words, so English needs no catalogue."""
    return Translations.load(TRANSLATIONS, [language]).ugettext


def day_in(language: str, value: date) -> str:
    """1er mai 2027, 1 May 2027."""
    words = format_date(value, "d MMMM y", locale=language)
    return f"1er{words[1:]}" if language == "fr" and words.startswith("1 ") else words


def confirm(_: Translate) -> Text:
    return Text(
        _("Confirm this address"),
        _(
            "Somebody, perhaps you, gave this address to %(site)s. To confirm it, open this page and press the button:\n%(link)s\n\n"
            "The link works for two days. If it was not you, do nothing: nothing else will be sent here."
        ),
    )


def passphrase(_: Translate) -> Text:
    return Text(
        _("A new passphrase"),
        _(
            "Somebody, perhaps you, asked %(site)s for a new passphrase. To choose it, open this page:\n%(link)s\n\n"
            "The link works once, for one hour. If it was not you, do nothing: your passphrase stays as it is."
        ),
    )


def due_dates(_: Translate) -> Text:
    return Text(
        _("A due date is near"),
        _("Something you were asked to do on %(site)s is due by %(day)s. What it is stands on your page:\n%(link)s"),
    )


def renewals(_: Translate) -> Text:
    return Text(
        _("An attestation ends soon"),
        _("One of your attestations is valid until %(day)s. You can renew it from now on:\n%(link)s"),
    )


def learning(_: Translate) -> Text:
    return Text(
        _("Where you left off"),
        _("You asked to be reminded. What you began on %(site)s is where you left it, and waiting has cost you nothing:\n%(link)s"),
    )


def staff(_: Translate) -> Text:
    return Text(
        _("A reminder of your training"),
        _("The people who follow your training on %(site)s remind you of it. You find it on your page:\n%(link)s"),
    )


def writing(_: Translate) -> Text:
    return Text(
        _("A page waits for you"),
        _("On %(site)s a page or a remark waits for you. You find it here:\n%(link)s"),
    )


def trial(_: Translate) -> Text:
    return Text(
        _("A questionnaire is open"),
        _("Your questionnaire on %(site)s is open until %(day)s. If it is done, you can delete this message. You find it here:\n%(link)s"),
    )


def greeting(_: Translate) -> str:
    return _("Hello,")


def foot(_: Translate) -> str:
    return _("Nobody reads these messages. Emergency: 15 or 112.")


def stop(_: Translate) -> str:
    return _("No more of these messages, without a reason and without signing in:\n%(stop_link)s")


TEXTS: Mapping[str, Callable[[Translate], Text]] = {
    "confirm": confirm,
    "passphrase": passphrase,
    "due_dates": due_dates,
    "renewals": renewals,
    "learning": learning,
    "staff": staff,
    "writing": writing,
    "trial": trial,
}
"""Every message that leaves the site, by the name in its job."""


def compose(template: str, language: str, facts: Facts) -> Text:
    """The subject and the whole body, its foot included."""
    words = translate(language)
    text = TEXTS[template](words)
    values = {"site": facts.site, "link": facts.link, "day": facts.day, "stop_link": facts.stop_link}
    parts = [greeting(words), text.body, *([stop(words)] if facts.stop_link else []), f"--\n{foot(words)}"]
    return Text(text.subject % values, "\n\n".join(parts) % values + "\n")
