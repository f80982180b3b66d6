"""What is sealed in a trial: its seed, its questions and the arm of each place. One key of the site opens them, which no table holds."""

import base64
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken

from lms.key_files import secret, secret_path
from lms.settings import Settings
from lms.trial.errors import SealBroken

KEY_FILE = "trials"


def has_trials(settings: Settings) -> bool:
    """Whether a trial was ever opened on this site: the key is made then. It costs a look at one file, so every request may ask."""
    return secret_path(settings, KEY_FILE).exists()


def box_of(settings: Settings) -> Fernet:
    """Makes the key at its first use. Raises OSError. Call it before the writer."""
    return Fernet(base64.urlsafe_b64encode(sha256(f"trials\0{secret(settings, KEY_FILE)}".encode()).digest()))


def seal(box: Fernet, text: str) -> str:
    return box.encrypt(text.encode()).decode("ascii")


def unseal(box: Fernet, sealed: str) -> str:
    """Raises SealBroken."""
    try:
        return box.decrypt(sealed.encode("ascii")).decode()
    except InvalidToken as error:
        raise SealBroken from error
