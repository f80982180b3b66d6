"""What pages say when a name, a passphrase or a try is refused."""

from flask_babel import gettext as _
from flask_babel import ngettext

from lms.accounts import names, passphrases
from lms.accounts.names import NameProblem
from lms.accounts.passphrases import PassphraseProblem
from lms.errors import TooManyTries
from lms.web.routing.forms import Form


def refuse_name(form: Form, field: str, name: str) -> None:
    """Refuse a sign-in name that cannot be opened; whether it is taken is another question."""
    problem = names.problem(name)
    if problem is None:
        return
    if problem is NameProblem.SCRIPTS:
        words = _("Use the letters of one alphabet only: a letter of another one may look the same.")
    else:
        words = _("Use 2 to 40 letters, digits, dots or hyphens, without spaces. Accents are welcome.")
    form.refuse(field, _("The name does not fit"), words)


def refuse_passphrase(form: Form, field: str, passphrase: str, name: str) -> None:
    """Refuse a passphrase that is too short, too long, or quickly guessed. name: the sign-in name it goes with."""
    problem = passphrases.problem(passphrase, name)
    if problem is PassphraseProblem.SHORT:
        form.refuse(field, _("The passphrase is too short"), _("Twelve characters or more: four ordinary words work well."))
    elif problem is PassphraseProblem.LONG:
        form.refuse(field, _("The passphrase is too long"), _("128 characters at most."))
    elif problem is PassphraseProblem.GUESSED:
        words = _("It repeats itself, follows the keyboard, or is your name or a word that many people use. Four ordinary words work well.")
        form.refuse(field, _("The passphrase is easy to guess"), words)


def refuse_too_many(form: Form, field: str, error: TooManyTries) -> None:
    """Say how long to wait. What was typed stays, but for passphrases."""
    wait = waiting(error.wait_s)
    form.refuse(field, _("A short wait"), _("There were many tries here. Wait %(wait)s, then try again. Nothing is locked.", wait=wait))


def waiting(seconds: int) -> str:
    """A wait in plain words: seconds up to a minute and a half, then whole minutes, never less than the wait."""
    if seconds <= 90:
        return ngettext("%(num)s second", "%(num)s seconds", seconds)
    return ngettext("%(num)s minute", "%(num)s minutes", -(-seconds // 60))
