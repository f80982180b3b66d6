"""Findings that tell what cannot be told yet, or that no educator can act on: a report never begins with them."""

SAY_NOTHING = frozenset(
    {
        *("too_few", "part_hidden", "nothing_yet", "items_early", "gain_early", "mastery_early", "back_early", "languages_early"),
        *("recall_early", "links_early", "reach_one", "silent_none", "overdue_none", "renewal_none"),
        *("apart", "side_by_side", "over_time", "over_time_early", "days_all", "days_few"),
    }
)
"""Keys of `analytics.display.words.FINDINGS`."""
