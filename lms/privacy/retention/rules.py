"""The one register of how long things are kept: what, for how long, why, from which setting, and what takes it away.

A table of the database that holds a column about a person stands in at least one rule; a test reads the tables and says which does not.
The page of durations, the papers of data protection and the worker read this list and nothing else.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _
from flask_babel import lazy_ngettext as ngettext

from lms.accounts.guess_rules import LONGEST_KEPT
from lms.accounts.pairing import LASTS as PAIRING_LASTS
from lms.accounts.start_codes import LASTS as START_LASTS
from lms.jobs.queue import MEMORY
from lms.settings import Settings

GUEST_DAYS = 30
AFTER_END_DAYS = 90
"""Days for which staff and their owner still see that an invitation or a device was ended."""
CODE_DAYS = 30
Words = Any
"""Text in the language of whoever reads it (flask_babel's lazy strings)."""


@dataclass(frozen=True)
class Rule:
    """key: plain name, also of what removes it (removal.REMOVALS). tables: of the database; empty for files.

    lasts: for how long, in words, by the settings. setting: the one that changes it; empty when it is fixed.
    """

    key: str
    tables: tuple[str, ...]
    what: Words
    lasts: Callable[[Settings], Words]
    why: Words
    setting: str = ""


def days(number: int) -> Words:
    return ngettext("%(num)s day", "%(num)s days", number)


def months(number: int) -> Words:
    return ngettext("%(num)s month", "%(num)s months", number)


def _idle(settings: Settings) -> Words:
    if not settings.idle_months:
        return _("until it is erased: this site ends no account by itself")
    return _("%(months)s without a visit, then it is erased as its owner would erase it", months=months(settings.idle_months))


def _copies(settings: Settings) -> Words:
    if settings.backup_folder:
        day, week, month = settings.backup_keep
        return _("%(days)s daily, %(weeks)s weekly and %(months)s monthly copies", days=day, weeks=week, months=month)
    return days(settings.backup_days) if settings.backup_days else _("as whoever runs the site decides")


WITH_ACCOUNT = _("until the account is erased")
PACKAGES = ("cmi5_registration", "cmi5_session")
LEARNING = ("learner", "registration", "progress", *PACKAGES, "attempt", "play", "case_run", "review_card", "card_rating", "review_pause")

RULES = (
    Rule(
        "guests", LEARNING, _("what a visitor without an account answered and played"), lambda _settings: days(GUEST_DAYS),
        _("Nobody can come back to it once the browser has forgotten its number."),
    ),
    Rule(
        "idle_accounts", ("account", "former_pseudonym", *LEARNING), _("accounts of patients and carers that nobody uses"), _idle,
        _("Such an account tells of somebody’s health; it is kept while it serves."), "idle_months",
    ),
    Rule(
        "learning", ("sitting", "sitting_item", "account_role", "profession", "satisfaction_reply", "complaint", "reading_allowance"),
        _("what a person with an account learned: tests, answers, opinions"), lambda _settings: WITH_ACCOUNT,
        _("The person concerned sees it and can erase it; a professional needs it as proof of training."),
    ),
    Rule(
        "trials", ("trial_participant", "trial_sitting", "trial_harm"),
        _("what somebody answered and reported in a trial"), lambda _settings: WITH_ACCOUNT,
        _("Only what she agreed to give; a count without anything of her stays, so that the results add up."),
    ),
    Rule(
        "attestations", ("attestation", "attestation_change", "attestation_code", "badge_key"),
        _("attestations, and the codes by which others check them"), lambda _settings: WITH_ACCOUNT,
        _("Whoever was shown one checks it for as long as it may count; of an erased person only a number without meaning stays."),
    ),
    Rule(
        "groups", ("cohort", "cohort_educator", "cohort_membership", "assignment", "extension", "answer_consent"),
        _("groups, who is in them, what was asked, who may read answers"), lambda _settings: WITH_ACCOUNT,
        _("A week played without network may arrive after somebody changed group. A consent goes when it is withdrawn."),
    ),
    Rule(
        "consents", ("consent",), _("what was agreed to and taken back"), lambda _settings: WITH_ACCOUNT,
        _("So that the site can show who agreed to what, and when."),
    ),
    Rule(
        "sign_ins", ("sign_in", "provider_sign_in"), _("browsers in which somebody was signed in"),
        lambda _settings: _("until the session ends"),
        _("A list for the person concerned; nothing of it is kept afterwards."),
    ),
    Rule(
        "pairing_codes", ("pairing_code",), _("codes that link a device"),
        lambda _settings: _("%(minutes)s minutes, and the row for one day", minutes=int(PAIRING_LASTS.total_seconds() // 60)),
        _("A code serves once."),
    ),
    Rule(
        "devices", ("device", "lrs_access_keys", "lrs_usage"), _("linked devices and their keys"),
        lambda _settings: _("until the link ends, and %(days)s more", days=days(AFTER_END_DAYS)),
        _("An ended key must stay known as ended while its device may still try it."),
    ),
    Rule(
        "start_codes", ("start_code",), _("codes with which an account is begun"),
        lambda _settings: _("%(days)s, and %(more)s after use or end", days=days(START_LASTS.days), more=days(CODE_DAYS)),
        _("Staff see whether a code was used."),
    ),
    Rule(
        "ways_in", ("recovery_code", "paper_code", "second_factor", "passkey", "sign_in_card"),
        _("recovery code, second step, passkeys, sign-in card"),
        lambda _settings: _("until replaced or removed; a used code %(days)s", days=days(CODE_DAYS)),
        _("They open the account; none of them can be read from what is kept."),
    ),
    Rule(
        "identities", ("identity",), _("accounts of other places that open an account here"),
        lambda _settings: _("until the link is taken away or the account is erased"),
        _("So that signing in there opens the right account. Of what the other place calls somebody, a fingerprint is kept alone."),
    ),
    Rule(
        "platform_launches", ("lti_launch",), _("openings of this site from a learning platform"),
        lambda _settings: _("a quarter of an hour"),
        _("Each opens once. What it said is encrypted, and emptied as soon as its browser has come for it."),
    ),
    Rule(
        "platform_results", ("lti_result",), _("whether a learning platform may know that somebody finished a course"),
        lambda _settings: _("until the answer is taken back or the account is erased"),
        _("The platform is told once, and only by who agreed; what the platform calls her is encrypted."),
    ),
    Rule(
        "mail_links", ("mail_link",), _("links sent to an address"), lambda _settings: _("until they end, and two days more"),
        _("A link serves once."),
    ),
    Rule(
        "addresses", ("mail_address", "message_choice"), _("e-mail address and choices of messages"), lambda _settings: WITH_ACCOUNT,
        _("Its owner removes the address at any time; without it nothing is sent."),
    ),
    Rule(
        "messages", ("job",), _("messages to be sent"), lambda _settings: _("until they end, and %(days)s more", days=days(MEMORY.days)),
        _("So that no message is sent twice. A message that could not be sent in time is dropped, not sent late. No text is in it."),
    ),
    Rule(
        "invitations", ("invitation",), _("invitations to a group"),
        lambda _settings: _("until they end, and %(days)s more", days=days(AFTER_END_DAYS)), _("Staff see who could still join."),
    ),
    Rule(
        "guesses", ("guess_count",), _("counts of wrong guesses"),
        lambda _settings: ngettext("%(num)s hour", "%(num)s hours", int(LONGEST_KEPT.total_seconds() // 3600)),
        _("They slow down whoever guesses; no name and no address is in them."),
    ),
    Rule(
        "looks", ("record_look",), _("who of staff opened whose record"), lambda settings: months(settings.audit_months),
        _("The person concerned reads it too; it lasts as long as the audit log."), "audit_months",
    ),
    Rule(
        "audit", ("audit_line", "audit_end"), _("audit log"), lambda settings: months(settings.audit_months),
        _("To find out later who read or changed what; it holds no name and nothing of anybody’s health."), "audit_months",
    ),
    Rule(
        "statements",
        ("lrs_statements", "lrs_mentions", "lrs_references", "lrs_attachments", "lrs_attachment_contents", "lrs_documents",
         "lrs_agent_names", "lrs_activities"),
        _("the record of learning under a made-up number"), lambda _settings: WITH_ACCOUNT,
        _("Figures of the courses are made from it. Of a visitor without an account it stays, without the weeks of the game: no browser"
          " and no row leads from that number to anybody."),
    ),
    Rule(
        "tombstones", ("lrs_tombstones",), _("the note that somebody was erased"), lambda _settings: _("for as long as the site"),
        _("So that a copy brought back is cleaned of that person again. It holds a digest of the number, nothing else."),
    ),
    Rule(
        "results", (), _("figures and the files they are made from"),
        lambda _settings: _("made anew after each erasure; a figure already shown may stay until other people have changed it"),
        _("They hold no name; groups of fewer than five people are hidden."),
    ),
    Rule(
        "copies", (), _("backup copies"), _copies,
        _("To bring the site back after a loss. Whoever was erased is erased in a copy that comes back."), "backup_keep",
    ),
)  # fmt: skip

OF_NOBODY = frozenset(
    {
        "api_repeat",
        "webhook",
        "cmi5_module",
        "platform_course",
        "platform_registration",
        "role",
        "unclear_page",
        "alembic_version",
        "lrs_forwards",
        "used_logout_token",
        "trial",
        "trial_place",
    }
)
"""Tables without a column about a person: names of roles, which page is unclear, the form of the tables, other stores, digests of the
messages by which providers of identities end sign-ins (each removes those older than a quarter of an hour), hashes of calls of programs
(each removes those older than a day), addresses of other programs, registrations of learning platforms and their
courses that open one here,
packages of other publishers."""
