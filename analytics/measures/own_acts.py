"""Which statements are acts of the learner they name: some say what others did about her."""

import ibis.expr.types as ir

OF_OTHERS = ("registered", "assigned", "waived", "revoked", "randomized", "screened")
"""Joining a cohort is often done for her; the others always are: an assignment, a dispensation, a withdrawal, a place in a trial."""


def own_acts(rows: ir.Table) -> ir.Table:
    """The statements by which a learner counts as active."""
    return rows.filter(rows.verb.notin(OF_OTHERS))
