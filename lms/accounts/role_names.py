"""Words of roles that Python needs; pages have macros of their own."""

from collections.abc import Mapping

from flask_babel import gettext as _


def role_names() -> Mapping[str, str]:
    """Role -> its word in the language of the page."""
    return {
        "patient": _("patient"),
        "caregiver": _("carer"),
        "gp": _("GP"),
        "pharmacist": _("pharmacist"),
        "nurse": _("nurse"),
        "educator": _("educator"),
        "clinician": _("clinician"),
        "training_manager": _("training manager"),
        "data_protection_officer": _("data protection officer"),
        "admin": _("admin"),
        "guest": _("guest"),
    }
