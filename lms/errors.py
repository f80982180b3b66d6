"""What may go wrong in the LMS: one class a cause, each says what to do next."""


class LmsError(Exception):
    """Never raised itself."""


class SettingsInvalid(LmsError):
    """A setting is unknown or has a bad value. key: the setting's name as the operator wrote it."""

    def __init__(self, key: str, reason: str) -> None:
        self.key = key
        super().__init__(f"{key}: {reason}")


class NotFound(LmsError):
    """What was asked for is not there, or is somebody else's: one answer for both, so that nothing leaks."""


class NameTaken(LmsError):
    """The sign-in name or the e-mail address belongs to another account."""


class NameLooksAlike(NameTaken):
    """The sign-in name would be taken for that of another account."""


class NameUnfit(LmsError):
    """The sign-in name or the e-mail address cannot be opened. Holds the name; names.problem says why."""


class TooManyTries(LmsError):
    """Something was guessed too often. wait_s: whole seconds after which trying again can help."""

    def __init__(self, wait_s: int) -> None:
        self.wait_s = wait_s
        super().__init__(f"too many tries; wait {wait_s} s")


class RppsInvalid(LmsError):
    """The RPPS number has not eleven digits with the right key. Holds the number."""


class RppsTaken(LmsError):
    """Another account has this RPPS number. Holds the number."""


class DayPast(LmsError):
    """A due day is over, before the day that all have, or further away than three years. Holds the day."""


class FileRefused(LmsError):
    """An imported file cannot be used at all. key: of lms.people.imports.words.FILE_FAULTS; line: 0 when no line is to blame."""

    def __init__(self, key: str, *, line: int = 0, columns: tuple[str, ...] = (), count: int = 0) -> None:
        self.key, self.line, self.columns, self.count = key, line, columns, count
        super().__init__(f"{key} in line {line}" if line else key)


class ImportChanged(LmsError):
    """An import would do something else by now than what was shown: show it again."""


class CodeRefused(LmsError):
    """A pairing code is unknown, used or too old: never said which."""


class SigningKeyLost(LmsError):
    """The private half of the key that signs badges is not in the data folder."""

    def __init__(self, kid: str) -> None:
        self.kid = kid
        super().__init__(
            f"the key {kid} that signs badges is not in the data folder (keys/badges/{kid}.pem): bring it back from a copy, "
            "or make another with: horslesmurs credential rotate-key"
        )


class DatabaseUnready(LmsError):
    """The database cannot be opened, is locked, or lacks its tables."""


class CopyBroken(LmsError):
    """A copy of a site's texts and keys is not what was written, or cannot be made just now."""


class MergeRefused(LmsError):
    """Two accounts are not to become one. reason: a key of lms.accounts.merging.merge_accounts."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(f"these two accounts are not merged: {reason}")


class PortTaken(LmsError):
    """The site cannot listen where it was told to."""

    def __init__(self, host: str, port: int, reason: str) -> None:
        self.host, self.port = host, port
        super().__init__(f"{host}:{port} cannot be used ({reason}); stop the program that uses it, or set HORSLESMURS_PORT to another port")


class Unknown(LmsError):
    """A command names a person, a role, a course or a cohort that is not there."""


class WouldLose(LmsError):
    """A restore would throw away what is newer than the copy. made: instant of the copy; lost: counts by kind."""

    def __init__(self, made: str, lost: dict[str, int]) -> None:
        self.made, self.lost = made, lost
        super().__init__(f"{lost_in_words(made, lost)} Nothing was changed. Copy the present site first, then say --yes.")


def lost_in_words(made: str, lost: dict[str, int]) -> str:
    """`What came after … goes: statements: 3, learners: 1.`; empty when nothing does."""
    counts = ", ".join(f"{kind}: {count}" for kind, count in lost.items() if count)
    return f"What came after {made} goes: {counts}." if counts else ""


class ProviderRefused(LmsError):
    """Signing in by a provider of identities did not come to its end. reason: a key of lms.accounts.providers.failures.FAILURES."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(f"signing in by the provider failed: {reason}")


class IdentityTaken(LmsError):
    """The identity at the provider opens another account."""


class LaunchRefused(LmsError):
    """A launch by LTI did not come to its end. reason: a key of lms.lti.failures.FAILURES; place: the platform's key, empty if unknown."""

    def __init__(self, reason: str, place: str = "") -> None:
        self.reason, self.place = reason, place
        super().__init__(f"the launch was refused: {reason}")


class MembersRefused(LmsError):
    """A learning platform did not say who follows its course. reason: a key of lms.lti.rosters.failures.FAILURES."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(f"the members were not said: {reason}")


class RegistrationRefused(LmsError):
    """A learning platform could not be registered. reason: a key of lms.lti.registration.failures.FAILURES."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(f"the registration was refused: {reason}")
