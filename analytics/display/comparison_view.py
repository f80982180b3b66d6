"""A comparison of cohorts, or one cohort over time, in the words of its report, under a title and a guide of its own."""

from dataclasses import replace
from typing import Literal

from analytics.display.report_view import NamesOf, ReportView, keys_as_names, show
from analytics.display.words import PHRASES, say
from analytics.shape import Result

Kind = Literal["compared", "over_time"]


def show_as(kind: Kind, result: Result, language: str, names: NamesOf = keys_as_names) -> ReportView:
    """kind: `compared` for cohorts side by side, `over_time` for weeks or months of one."""
    view = show(result, language, names)
    return replace(
        view,
        title=say(PHRASES, kind, language).format(title=view.title),
        reading=say(PHRASES, f"{kind}_reading", language),
        next_step=say(PHRASES, f"{kind}_next", language),
    )
