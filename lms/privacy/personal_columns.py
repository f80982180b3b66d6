"""What each column of a person's rows is, for the copy of her data: hers to read, a secret, a key between rows, or about somebody else.

A test reads the tables and fails on a column that stands here not at all or twice.
"""

from flask_babel import lazy_gettext as _

SECRETS = frozenset(
    {
        "password",
        "fs_uniquifier",
        "hash",
        "pin_hash",
        "stop_mark",
        "stop_hash",
        "calendar_mark",
        "calendar_hash",
        "access_key",
        "code_id",
        "lease",
    }
)
"""What opens a door: never in a file that can be lost."""

INTERNAL = frozenset(
    {
        "id",
        "account_id",
        "learner_id",
        "registration_id",
        "sitting_id",
        "card_id",
        "assignment_id",
        "attestation_id",
        "username_key",
        "username_skeleton",
        "email_key",
        "address_key",
        "etag",
        "seed",
        "lease_until",
        "handovers",
        "revision",
    }
)
"""Keys between rows, and second forms of a value that stands beside them."""

OTHERS = frozenset({"assigned_by", "granted_by", "issued_by", "by_id", "verified_by", "answered_by", "reviewed_by"})
"""People of staff: the copy says that somebody did it, not who."""

OF_THE_SITE = {("sitting", "frozen"), *(("sitting_item", name) for name in ("frozen", "is_right", "is_unsafe", "is_accepted"))}
"""Questions of a test and their key belong to the site: her answers are in the copy, her result stands by objective."""

MARKS = {
    *(("sitting", name) for name in ("verdict", "right", "total", "unsafe", "counts")),
    *(("attempt", name) for name in ("scaled", "is_right", "is_unsafe")),
}
"""Left out for patients and carers, who are never marked; whoever asks the person who runs the site is told."""

NAMED = {"cohort_id": "cohort", "role_id": "role"}
"""Columns told by the name of what they point to."""

TITLES = {
    "account": _("Your account"),
    "account_role": _("Your roles"),
    "learner": _("Your made-up number"),
    "profession": _("Your profession"),
    "mail_address": _("Your e-mail address"),
    "mail_link": _("Links sent to your address"),
    "message_choice": _("Messages you asked for"),
    "job": _("Messages prepared for you"),
    "recovery_code": _("Your recovery code"),
    "start_code": _("The code you began with"),
    "sign_in_card": _("Your sign-in card"),
    "pairing_code": _("Codes to link a device"),
    "device": _("Linked devices"),
    "cohort_educator": _("Cohorts you follow as an educator"),
    "cohort_membership": _("Cohorts you are in"),
    "assignment": _("What was asked of you"),
    "extension": _("Days put off for you"),
    "registration": _("Courses and weeks you began"),
    "progress": _("Pages you read"),
    "attempt": _("Questions you answered"),
    "play": _("Weeks of the game"),
    "case_run": _("Cases you worked through"),
    "review_card": _("Cards to look at again"),
    "card_rating": _("Cards you looked at again"),
    "review_pause": _("Your pause of the cards"),
    "sitting": _("Tests you took"),
    "sitting_item": _("Answers in tests"),
    "attestation": _("Attestations"),
    "attestation_change": _("Changes of attestations"),
    "satisfaction_reply": _("Your opinions on courses"),
    "complaint": _("Complaints you made"),
    "reading_allowance": _("More reading time"),
    "record_look": _("Who looked at your record"),
}
"""Every table that goes with a person when she is erased, in words and in the order of the copy."""

LABELS = {
    "uuid": _("Number"),
    "created_at": _("Made on"),
    "username": _("Sign-in name"),
    "renamed_from": _("Earlier name"),
    "email": _("E-mail"),
    "active": _("Account open"),
    "consented_at": _("Agreed on"),
    "kind": _("Kind"),
    "key": _("Which"),
    "due_on": _("Due on"),
    "is_renewal": _("Renewal"),
    "cancelled_at": _("Taken back on"),
    "module": _("Module"),
    "item": _("Question"),
    "item_version": _("Version"),
    "number": _("Time"),
    "response": _("Your answer"),
    "scaled": _("Share right"),
    "is_right": _("Right"),
    "is_unsafe": _("A risky answer"),
    "confidence": _("Sure"),
    "code": _("Code"),
    "sitting_uuid": _("Test"),
    "course": _("Course"),
    "course_version": _("Version of the course"),
    "title": _("Title"),
    "objectives": _("Objectives"),
    "profession": _("Profession"),
    "language": _("Language"),
    "name": _("Name"),
    "minutes": _("Minutes"),
    "measure": _("How measured"),
    "issued_at": _("Issued on"),
    "expires_at": _("Ends on"),
    "released_at": _("Released on"),
    "revoked_at": _("Withdrawn on"),
    "superseded_at": _("Replaced on"),
    "is_demo": _("Demonstration"),
    "at": _("On"),
    "reason": _("Reason"),
    "before": _("Before"),
    "rating": _("Rating"),
    "origin": _("Came from"),
    "rated_on": _("Day"),
    "cohort_id": _("Cohort"),
    "role_id": _("Role"),
    "joined_at": _("Joined on"),
    "left_at": _("Left on"),
    "label": _("Card"),
    "subject": _("Subject"),
    "answered_at": _("Answered on"),
    "answer": _("Answer"),
    "payload": _("Contents"),
    "state": _("State"),
    "due_at": _("Due at"),
    "attempts": _("Tries"),
    "error": _("What failed"),
    "ended_at": _("Ended on"),
    "role": _("Path"),
    "is_simulated": _("Simulated"),
    "address": _("Address"),
    "confirmed_at": _("Confirmed on"),
    "pending": _("To be confirmed"),
    "bounced_at": _("Came back on"),
    "purpose": _("Purpose"),
    "used_at": _("Used on"),
    "due_dates": _("Due dates"),
    "renewals": _("Renewals"),
    "learning": _("Learning reminders"),
    "stopped_at": _("Stopped on"),
    "stopped_by": _("Stopped by"),
    "silent_count": _("Without a sign"),
    "reminder_at": _("Last reminder"),
    "campaign": _("Story"),
    "week": _("Week"),
    "weeks_lived": _("Weeks lived"),
    "turn": _("Turn"),
    "case_key": _("Case"),
    "version": _("Version"),
    "log": _("Your steps"),
    "day": _("Day"),
    "slot": _("Moment"),
    "is_over": _("Over"),
    "started_at": _("Begun on"),
    "touched_at": _("Last opened on"),
    "family_name": _("Family name"),
    "given_name": _("Given name"),
    "rpps": _("RPPS number"),
    "employer": _("Employer"),
    "declared_at": _("Declared on"),
    "verified_at": _("Verified on"),
    "verified_as": _("Verified as"),
    "screen": _("Screen"),
    "completed_at": _("Finished on"),
    "times": _("Times the reading time"),
    "by_role": _("By whom"),
    "what": _("What"),
    "run": _("Run"),
    "finished_at": _("Finished on"),
    "stability": _("Stability"),
    "difficulty": _("Difficulty"),
    "ratings": _("Ratings"),
    "looked_at_on": _("Last looked at"),
    "until": _("Until"),
    "answers": _("Answers"),
    "last_used_at": _("Last used on"),
    "phase": _("Phase"),
    "form": _("Form"),
    "attempt": _("Attempt"),
    "limit_minutes": _("Time limit"),
    "extra_minutes": _("More minutes"),
    "ends_at": _("Ends at"),
    "handed_in_at": _("Handed in on"),
    "ended_by": _("Ended by"),
    "verdict": _("Result"),
    "right": _("Right answers"),
    "total": _("Questions"),
    "unsafe": _("Risky answers"),
    "counts": _("By objective"),
    "review_asked_at": _("Review asked on"),
    "reviewed_at": _("Reviewed on"),
    "review_note": _("What the review says"),
    "position": _("Place"),
    "is_marked": _("Marked to look at again"),
    "active_seconds": _("Seconds"),
}
"""Columns of the copy in words, for every table alike."""


def is_told(table: str, column: str, *, is_marked: bool) -> bool:
    """Whether a column stands in the copy. is_marked: the person is a professional, who is told her results."""
    if column in SECRETS | INTERNAL | OTHERS or (table, column) in OF_THE_SITE:
        return False
    return is_marked or (table, column) not in MARKS
