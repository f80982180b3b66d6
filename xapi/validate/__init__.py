"""The checks of xAPI 1.0.3 and 2.0 on statements: every problem as a JSON path and a reason code."""

from xapi.validate.statement import check_batch, problems_of
from xapi.validate.twice import twice

__all__ = ["check_batch", "problems_of", "twice"]
