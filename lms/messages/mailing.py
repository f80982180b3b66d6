"""One message of the table: looked at again when it is sent, written in its reader's language, handed to the mail host."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from courses.rules.cohort_names import NameWords
from lms.accounts.mail import addresses, mail_tokens
from lms.accounts.mail.addresses import Mailbox
from lms.accounts.models import PATIENT_ROLES, Account
from lms.cohorts import assignments
from lms.credentials import validity
from lms.credentials.models import Attestation
from lms.jobs.models import BOUNCED, DONE, DROPPED, FAILED
from lms.jobs.queue import ClaimedJob, Outcome
from lms.messages import choices, due_dates, letters, places, reminding, texts
from lms.messages.delivery.smtp import MailHost
from lms.messages.letters import Sender, Words
from lms.messages.texts import Facts
from lms.settings import Settings
from lms.trial import schedule

HEALTH_WORD = "health_word"
WRITING = "writing"
"""The words to educators whom a page or a remark waits for; they count as reminders of due dates (lms.authoring.reading.notices)."""


class NotWanted(Exception):
    """Nobody wants or needs the message any more. Holds why, in one word."""


@dataclass(frozen=True)
class Draft:
    """A message before it is written. day: the last day it speaks of; token: of its link; is_reminder: it may be stopped.

    is_counted: without a sign after it she counts as silent.
    """

    template: str
    mailbox: Mailbox
    role: str
    place: str
    day: date | None = None
    token: str = ""
    is_reminder: bool = False
    is_counted: bool = True


class Mailing:
    """The handler of jobs of the kind `mail`. health_words: what no message to a patient or carer may hold."""

    def __init__(
        self, settings: Settings, secret: str, engine: Engine, host: MailHost, health_words: NameWords, now: Callable[[], datetime]
    ):
        self._settings, self._secret, self._engine, self._host, self._now = settings, secret, engine, host, now
        self._health_words = health_words
        self._sender = Sender(settings.mail_from, settings.mail_name, settings.mail_reply_to)

    def __call__(self, job: ClaimedJob, hand_over: Callable[[], bool]) -> Outcome:
        try:
            with Session(self._engine) as reader:
                draft, words = self._compose(reader, job)
        except NotWanted as error:
            return Outcome(DROPPED, str(error))
        if draft.role in PATIENT_ROLES and self._tells_of_health(words):
            return Outcome(FAILED, HEALTH_WORD)
        recipient = addresses.for_smtp(draft.mailbox.address)
        id = letters.message_id(self._secret, job.key, self._sender)
        outcome = self._host.deliver(letters.letter(words, self._sender, recipient, id, self._now().astimezone(UTC)), recipient, hand_over)
        return self._with_follow(outcome, draft)

    def _with_follow(self, outcome: Outcome, draft: Draft) -> Outcome:
        account_id, address = draft.mailbox.account_id, draft.mailbox.address
        if outcome.state == BOUNCED:
            return Outcome(BOUNCED, outcome.error, follow=lambda work, now: addresses.bounce(work, account_id, address, now))
        if outcome.state == DONE and draft.is_reminder and draft.is_counted:
            return Outcome(DONE, follow=lambda work, now: choices.note_reminder(work, account_id, now))
        return outcome

    def _tells_of_health(self, words: Words) -> bool:
        """Whether a stranger who sees the message in her inbox would know why she has it: name, subject, text and addresses."""
        seen_text = (self._sender.name, self._sender.address, self._sender.reply_to, words.subject, words.body, words.stop_address)
        return any(self._health_words.first_in(part) is not None for part in seen_text)

    def _compose(self, reader: Session, job: ClaimedJob) -> tuple[Draft, Words]:
        """Raises NotWanted."""
        account = reader.get(Account, job.account_id) if job.account_id is not None else None
        if account is None or not account.active:
            raise NotWanted("no_account")
        template = str(job.payload.get("template"))
        is_reminder = template in (*choices.KINDS, choices.TRIAL, reminding.STAFF, WRITING)
        draft = self._reminder(reader, account, job) if is_reminder else self._asked_for(reader, account, job, template)
        language, origin, stop_link = draft.mailbox.language, self._settings.origin, ""
        if draft.is_reminder:
            row = choices.of(reader, account.id)
            token = mail_tokens.token(self._secret, mail_tokens.STOP, row.stop_mark if row else "")
            stop_link = places.address(origin, "stop", language, token)
        day = texts.day_in(language, draft.day) if draft.day else ""
        link = places.address(origin, draft.place, language, draft.token)
        text = texts.compose(template, language, Facts(self._sender.name, link, day, stop_link))
        return draft, Words(text.subject, text.body, language, stop_link)

    def _asked_for(self, reader: Session, account: Account, job: ClaimedJob, template: str) -> Draft:
        """A confirmation goes to the address that waits for it, a new passphrase to a confirmed one."""
        find = addresses.pending if template == mail_tokens.CONFIRM else addresses.mailbox
        mailbox = find(reader, account.id)
        if mailbox is None:
            raise NotWanted("no_address")
        token = mail_tokens.token(self._secret, template, str(job.payload["mark"]))
        return Draft(template, mailbox, account.role, place=template, token=token)

    def _reminder(self, reader: Session, account: Account, job: ClaimedJob) -> Draft:
        kind, mailbox = str(job.payload["template"]), addresses.mailbox(reader, account.id)
        if mailbox is None:
            raise NotWanted("no_address")
        if kind == choices.TRIAL:
            return self._of_trial(reader, account, job, mailbox)
        if kind != WRITING and account.learner.id in schedule.standing(reader, self._settings, self._now(), account.learner.id).learners:
            raise NotWanted("in_trial")
        choice = choices.DUE_DATES if kind in (reminding.STAFF, WRITING) else kind
        if not choices.is_on(choices.of(reader, account.id), choice, account.role):
            raise NotWanted("stopped")
        if kind == reminding.STAFF:
            if not reminding.is_wanted(reader, account.learner, job.payload):
                raise NotWanted("over")
            return Draft(kind, mailbox, account.role, "learning", is_reminder=True)
        if kind == WRITING:
            return Draft(kind, mailbox, account.role, "writing", is_reminder=True)
        if kind == choices.RENEWALS:
            return Draft(kind, mailbox, account.role, "attestations", day=self._renewal(reader, job), is_reminder=True)
        if kind == choices.DUE_DATES:
            return Draft(kind, mailbox, account.role, "account", day=self._due_on(reader, account, job), is_reminder=True)
        return Draft(kind, mailbox, account.role, "learning", is_reminder=True)

    def _of_trial(self, reader: Session, account: Account, job: ClaimedJob, mailbox: Mailbox) -> Draft:
        """To everybody who takes part, whether she answered or not: what was handed in may depend on her arm."""
        row = choices.of(reader, account.id)
        if row is None or row.stopped_at is not None:
            raise NotWanted("stopped")
        about = (str(job.payload["participant"]), str(job.payload["phase"]))
        trial = schedule.standing(reader, self._settings, self._now(), account.learner.id)
        day = next((one.last_day for one in trial.notices if (one.participant.hex, one.phase) == about), None)
        if day is None:
            raise NotWanted("over")
        return Draft(choices.TRIAL, mailbox, account.role, "trial", day=day, is_reminder=True, is_counted=False)

    def _renewal(self, reader: Session, job: ClaimedJob) -> date:
        row = reader.get(Attestation, job.payload["attestation"])
        if row is None or row.expires_at is None or validity.state_of(row, self._now()) != "valid":
            raise NotWanted("over")
        return validity.last_day(row.expires_at)

    def _due_on(self, reader: Session, account: Account, job: ClaimedJob) -> date:
        due = due_dates.still_due(reader, int(job.payload["assignment"]), account.learner.id)
        is_as_planned = due is not None and due.due_on.isoformat() == job.payload["due_on"]
        if due is None or not is_as_planned or due.due_on < assignments.today(self._now()):
            raise NotWanted("over")
        return due.due_on
