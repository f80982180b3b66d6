"""The site's settings: HORSLESMURS_* variables and one TOML file become one frozen value; nothing is guessed."""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from urllib.parse import urlsplit

from analytics.backends.engine_choice import EngineChoice
from lms import (
    backup_settings,
    data_holders,
    database_settings,
    identity_providers,
    instance_kind,
    lti_platforms,
    mail_settings,
    toml_files,
    training_body,
)
from lms.accessibility_audit import CHECKS as AUDIT_CHECKS
from lms.accessibility_audit import AccessibilityAudit
from lms.data_holders import DataHolder
from lms.errors import SettingsInvalid
from lms.identity_providers import IdentityProvider
from lms.instance_kind import InstanceKind
from lms.lti_platforms import LtiPlatform
from lms.training_body import TrainingBody

PREFIX, FILE = "HORSLESMURS_", "HORSLESMURS_SETTINGS"
PHONE = re.compile(r"\+?[0-9][0-9 .]{1,19}")
HOST = re.compile(r"\.?[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\]")
CONTENT_BEGUN = "content.begun"
CONTENT = Path(__file__).resolve().parent.parent / "content"


@dataclass(frozen=True, repr=False)
class Settings:
    """Every setting, checked.

    instance: demo shows drafts under a banner; pilot shows the drafts that named clinicians answer for; real serves published content only.
    data: folder of database, keys, lake, results, logs. engine: of reports. site_rule: key of a row of content/_structure/rules.yml.
    team_day, team_night: the care team's numbers, shown on the real-problem page; empty means none was set.
    origin: address people open, with its scheme; cookies are marked Secure when it is https. contact: the operator's e-mail address.
    home_page: account home page of every actor this site writes. trusted_proxies: how many proxies stand before the site.
    heartbeat_late_s, turn_limit_s, lag_late_s, disk_low_mb, backup_hours: from when on something is told as wrong (lms/health).
    audit_months: for how long lines of the audit log are kept. idle_months: after how long without a visit the account of a patient or
    carer is erased; 0 for never. hang_restart_s: how long a process may be silent before the supervisor kills it; 0 for ever.
    device_documents, device_documents_mb: number and megabytes of documents that a learner's devices may keep in the store;
    device_day_mb: megabytes of statements they may send in a day. body_seconds: how long a small form may take to arrive.
    backup_folder: where the worker puts a copy each night, empty for none; backup_at: when, on the machine's clock;
    backup_keep: of how many days, weeks and months copies stay. backup_days: after how many days copies are thrown away, said to whoever
    erases herself; 0 says no number. trusted_hosts: more names the site may be opened under, beside those of origin and loopback.
    issuer: the body named on attestations and badges; empty for the site's name. credited_by: who credits the courses, as printed; empty
    prints that they count neither as DPC nor as certification périodique. credit_schemes, training_body: docs/training-bodies.md.
    data_holders: docs/data-protection.md. identity_providers, lti_*: docs/connecting.md.
    webhooks_to_loopback: docs/api. accessibility_audit: docs/accessibility.md.
    mail_*: docs/messages.md; without a host nothing is written to anybody."""

    data: Path
    content: Path = CONTENT
    instance: InstanceKind = "demo"
    database: str = ""
    engine: EngineChoice = field(default_factory=EngineChoice)
    site_rule: str = ""
    site_name: str = ""
    team_day: str = ""
    team_night: str = ""
    origin: str = "http://127.0.0.1:8000"
    host: str = "127.0.0.1"
    port: int = 8000
    web_processes: int = 1
    trusted_proxies: int = 0
    trusted_hosts: tuple[str, ...] = ()
    body_seconds: int = 30
    contact: str = ""
    home_page: str = "https://hors-les-murs.example/"
    cors_origins: tuple[str, ...] = ()
    heartbeat_late_s: int = 30
    hang_restart_s: int = 120
    turn_limit_s: int = 900
    lag_late_s: int = 300
    disk_low_mb: int = 200
    backup_hours: int = 0
    audit_months: int = 12
    idle_months: int = 36
    metrics_from_loopback: bool = False
    log_access: bool = False
    device_documents: int = 200
    device_documents_mb: int = 20
    device_day_mb: int = 32
    backup_days: int = 0
    backup_folder: str = ""
    backup_at: str = "03:10"
    backup_keep: tuple[int, int, int] = (7, 4, 12)
    issuer: str = ""
    credited_by: str = ""
    credit_schemes: tuple[str, ...] = ()
    training_body: TrainingBody = field(default_factory=TrainingBody)
    accessibility_audit: AccessibilityAudit | None = None
    data_holders: Mapping[str, DataHolder] = field(default_factory=dict)
    identity_providers: Mapping[str, IdentityProvider] = field(default_factory=dict)
    lti_platforms: Mapping[str, LtiPlatform] = field(default_factory=dict)
    webhooks_to_loopback: bool = False
    lti_to_loopback: bool = False
    mail_host: str = ""
    mail_port: int = 587
    mail_security: str = "starttls"
    mail_user: str = ""
    mail_password_file: str = ""
    mail_from: str = ""
    mail_name: str = "Hors les murs"
    mail_reply_to: str = ""

    @property
    def database_url(self) -> str:
        return self.database or f"sqlite:///{self.data / 'horslesmurs.sqlite'}"

    @property
    def own_content(self) -> Path:
        """Where this site keeps what its educators write: a git repository, made at their first save."""
        return self.data / "content"

    @property
    def shown_content(self) -> Path:
        """The content this site serves: its own once it has some, also when that is lost, else the folder it was given.

        The mark beside it outlives the folder: without it a lost folder would bring back the shipped texts, and nobody would notice.
        """
        has_own = self.own_content.with_name(CONTENT_BEGUN).is_file() or (self.own_content / ".git").is_dir()
        return self.own_content if has_own else self.content

    @property
    def is_demo(self) -> bool:
        return self.instance == "demo"

    @property
    def is_pilot(self) -> bool:
        return self.instance == "pilot"

    @property
    def is_https(self) -> bool:
        return self.origin.startswith("https://")

    def __repr__(self) -> str:
        return f"Settings(instance={self.instance}, data={self.data}, port={self.port})"


NAMES = tuple(one.name for one in fields(Settings))


def read(environment: Mapping[str, str] | None = None) -> Settings:
    """Settings from the environment, over those of the TOML file that HORSLESMURS_SETTINGS names. Raises SettingsInvalid."""
    environment = os.environ if environment is None else environment
    rows: dict[str, tuple[str, object]] = {}
    if environment.get(FILE):
        rows.update(_from_file(Path(environment[FILE])))
    for name, value in environment.items():
        if name.startswith(PREFIX) and name != FILE:
            rows[name.removeprefix(PREFIX).lower()] = (name, value)
    return _check(rows, environment)


def _from_file(path: Path) -> dict[str, tuple[str, object]]:
    _path, content = toml_files.read(FILE, str(path))
    return {key: (f"{path}: {key}", value) for key, value in content.items()}


def _check(rows: Mapping[str, tuple[str, object]], environment: Mapping[str, str]) -> Settings:
    values: dict[str, object] = {}
    for key, (label, value) in rows.items():
        if key not in NAMES:
            raise SettingsInvalid(label, f"is not a setting. The settings are: {', '.join(PREFIX + name.upper() for name in NAMES)}")
        values[key] = CHECKS.get(key, _text)(label, value)
    values.setdefault("data", _user_folder(environment))
    for part in (instance_kind, training_body, mail_settings):
        part.check_together(values, PREFIX)
    return Settings(**values)  # type: ignore[arg-type]  # each value was checked against its field


def _user_folder(environment: Mapping[str, str]) -> Path:
    """Where a person's programs keep their data on this system."""
    base = environment.get("XDG_DATA_HOME") or environment.get("APPDATA")
    return (Path(base) if base else Path.home() / ".local" / "share") / "hors-les-murs"


def _text(label: str, value: object) -> str:
    if not isinstance(value, str):
        raise SettingsInvalid(label, f"{value!r} is not text")
    return value.strip()


def _line(label: str, value: object) -> str:
    """One printed line: nothing invisible, at most 160 signs."""
    text = _text(label, value)
    if len(text) > 160 or not text.isprintable():
        raise SettingsInvalid(label, "is not one line of at most 160 signs that can be printed")
    return text


def _path(label: str, value: object) -> Path:
    text = _text(label, value)
    if not text:
        raise SettingsInvalid(label, "is empty; give the path of a folder")
    return Path(text).expanduser().resolve()


def _content(label: str, value: object) -> Path:
    if not (path := _path(label, value)).is_dir():
        raise SettingsInvalid(label, f"there is no folder {path}")
    return path


def _number(lowest: int, highest: int) -> Callable[[str, object], int]:
    def check(label: str, value: object) -> int:
        try:
            number = int(str(value))
        except ValueError:
            raise SettingsInvalid(label, f"{value!r} is not a whole number") from None
        if not lowest <= number <= highest:
            raise SettingsInvalid(label, f"{number} is not between {lowest} and {highest}")
        return number

    return check


def _truth(label: str, value: object) -> bool:
    words = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False, "": False}
    truth = words.get(str(value).strip().lower())
    if truth is None:
        raise SettingsInvalid(label, f"{value!r} is neither yes nor no")
    return truth


def _phone(label: str, value: object) -> str:
    text = _text(label, value)
    if text and not PHONE.fullmatch(text):
        raise SettingsInvalid(label, f"{text!r} is not a telephone number: digits and spaces, with + in front if need be")
    return text


def _address(label: str, value: object) -> str:
    text = _text(label, value)
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise SettingsInvalid(label, f"{text!r} is not an address that begins with http:// or https://")
    return text


def _origins(label: str, value: object) -> tuple[str, ...]:
    items = value if isinstance(value, list) else _text(label, value).split(",")
    return tuple(_address(label, item.strip() if isinstance(item, str) else item).rstrip("/") for item in items if item)


def _hosts(label: str, value: object) -> tuple[str, ...]:
    items = value if isinstance(value, list) else _text(label, value).split(",")
    names = tuple(str(item).strip().lower() for item in items if str(item).strip())
    for name in names:
        if not HOST.fullmatch(name):
            raise SettingsInvalid(label, f"{name!r} is not the name or address of a host; separate several with commas, without http://")
    return names


CHECKS: dict[str, Callable[[str, object], object]] = {
    "data": _path,
    "issuer": _line,
    "credited_by": _line,
    **instance_kind.CHECKS,
    **AUDIT_CHECKS,
    **training_body.CHECKS,
    **mail_settings.CHECKS,
    **backup_settings.CHECKS,
    **data_holders.CHECKS,
    **identity_providers.CHECKS,
    **lti_platforms.CHECKS,
    "content": _content,
    **database_settings.CHECKS,
    "team_day": _phone,
    "team_night": _phone,
    "origin": lambda label, value: _address(label, value).rstrip("/"),
    "port": _number(1, 65535),
    "web_processes": _number(1, 64),
    "trusted_proxies": _number(0, 5),
    "trusted_hosts": _hosts,
    "body_seconds": _number(1, 600),
    "home_page": _address,
    "cors_origins": _origins,
    "heartbeat_late_s": _number(1, 3600),
    "hang_restart_s": _number(0, 86_400),
    "turn_limit_s": _number(1, 86_400),
    "lag_late_s": _number(1, 86_400),
    "disk_low_mb": _number(0, 1_000_000),
    "audit_months": _number(6, 240),
    "idle_months": _number(0, 240),
    **dict.fromkeys(("metrics_from_loopback", "log_access", "webhooks_to_loopback", "lti_to_loopback"), _truth),
    "device_documents": _number(1, 100_000),
    "device_documents_mb": _number(1, 10_000),
    "device_day_mb": _number(16, 10_000),
}
