"""Who holds the data: declared, in the European Economic Area, with a certificate or the reason why none is needed."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from lms.accounts.models import PATIENT_ROLES, Role, account_role
from lms.errors import LmsError
from lms.running.database_setup import open_engine
from lms.running.doctor.findings import Finding, Subject, fault, fine, warn
from lms.settings import Settings

ADVICE = "write it into the file of HORSLESMURS_DATA_HOLDERS (docs/data-protection.md)"


def holders(subject: Subject) -> Iterator[Finding]:
    """With patients on board an undeclared place, or one outside the area, is a fault; before, it is something to look at."""
    settings = subject.settings
    if settings.is_demo:
        return
    grade = fault if _has_patients(settings) else warn
    places = ["site", *(["mail"] if settings.mail_host else []), *(["copies"] if settings.backup_folder else [])]
    wrong = False
    for place in places:
        holder = settings.data_holders.get(place)
        if holder is None:
            wrong = True
            yield grade("data holders", f"who holds the {place} is not declared", ADVICE)
        elif not holder.is_in_eea:
            wrong = True
            words = f"the {place} is held in {holder.country}, outside the European Economic Area"
            yield grade("data holders", words, "move it, or have your data protection officer write down on what ground it may stay")
    if not wrong:
        yield fine("data holders", f"{', '.join(places)}: declared, in the European Economic Area")


def _has_patients(settings: Settings) -> bool:
    """Whether a patient or a carer has an account; True when the database does not say, since then nobody knows."""
    try:
        engine = open_engine(settings)
    except LmsError:
        return True
    try:
        with engine.connect() as connection:
            query = select(account_role.c.account_id).join(Role, Role.id == account_role.c.role_id).where(Role.name.in_(PATIENT_ROLES))
            return connection.execute(query.limit(1)).first() is not None
    except SQLAlchemyError:
        return True
    finally:
        engine.dispose()
