"""Renewals in time by course and month, and modules completed after an unsafe response: counts by hand."""

from datetime import date, timedelta

from saying import MONDAY, Saying
from standing import NOW, Site

from analytics.measures.compliance.renewals import Renewals, renewals
from analytics.measures.items.after_unsafe import AfterUnsafe, after_unsafe
from analytics.shape import Hidden


def keep_attestations(site: Site) -> None:
    """Ends on 10 October: 6 renewed on 1 October, 5 on 1 November, 7 never. Ends on 5 November: 8 never. Ends later: 9. Withdrawn: 5."""
    say = Saying()
    october, november, later = (NOW.replace(month=10, day=10), NOW.replace(month=11, day=5), NOW + timedelta(days=300))
    given = NOW.replace(month=1)
    acts = [say.attested(who, "earned", "gps", october, at=given) for who in range(18)]
    acts += [say.attested(who, "renewed", "gps", later, at=NOW.replace(month=10, day=1)) for who in range(6)]
    acts += [say.attested(who, "renewed", "gps", later, at=NOW.replace(month=11, day=1)) for who in range(6, 11)]
    acts += [say.attested(who, "earned", "gps", november, at=given) for who in range(18, 26)]
    acts += [say.attested(who, "earned", "gps", later, at=given) for who in range(26, 35)]
    acts += [say.attested(who, "earned", "gps", october, at=given) for who in range(35, 40)]
    acts += [say.attested(who, "revoked", "gps", None, at=NOW.replace(month=9)) for who in range(35, 40)]
    site.keep(acts)


def test_renewals_are_counted_by_course_and_by_month_of_the_end(site: Site) -> None:
    keep_attestations(site)
    assert renewals(site.rows(), NOW) == [
        Renewals("gps", None, 6, 5, 15),
        Renewals("gps", date(2026, 10, 1), 6, 5, 7),
        Renewals("gps", date(2026, 11, 1), 0, 0, 8),
    ]


def test_the_report_gives_the_share_renewed_in_time_with_its_n(site: Site) -> None:
    keep_attestations(site)
    lot = site.report("training").table("renewals")
    assert lot is not None
    assert lot.rows[0][:6] == ("gps", 26, 6, 5, 15, 23)


def test_a_learner_counts_by_her_latest_attestation_that_ended(site: Site) -> None:
    say = Saying()
    first, second = NOW.replace(month=5), NOW.replace(month=9)
    site.keep(
        [
            say.attested(1, "earned", "gps", first, at=NOW.replace(month=1)),
            say.attested(1, "renewed", "gps", second, at=NOW.replace(month=4)),
            say.attested(1, "renewed", "gps", NOW + timedelta(days=90), at=NOW.replace(month=10)),
        ]
    )
    assert renewals(site.rows(), NOW) == [Renewals("gps", None, 0, 1, 0), Renewals("gps", date(2026, 9, 1), 0, 1, 0)]


def test_few_of_a_month_are_hidden_and_their_neighbours_with_them(site: Site) -> None:
    say = Saying()
    ends = [NOW.replace(month=10, day=10)] * 20 + [NOW.replace(month=11, day=5)] * 2
    site.keep([say.attested(who, "earned", "gps", end, at=NOW.replace(month=1)) for who, end in enumerate(ends)])
    result = site.report("training")
    whole, months = result.table("renewals"), result.table("renewal_months")
    assert whole is not None
    assert months is not None
    assert any(isinstance(row[2], Hidden) for row in months.rows)
    assert sum(not isinstance(row[1 if row in whole.rows else 2], Hidden) for row in (*whole.rows, *months.rows)) < 3


def test_modules_completed_after_an_unsafe_response_and_those_that_are_not_yet(site: Site) -> None:
    """By hand: 20 respond unsafely; 8 complete the module afterwards; 5 had completed it before, 7 have not."""
    say = Saying()
    acts = [say.module(who, "completed", at=MONDAY) for who in range(8, 13)]
    acts += [say.answered(who, "q1", False, unsafe=True, at=MONDAY + timedelta(hours=1)) for who in range(20)]
    acts += [say.answered(who, "q1", True, at=MONDAY + timedelta(hours=2)) for who in range(30)]
    acts += [say.module(who, "completed", at=MONDAY + timedelta(hours=3)) for who in (*range(8), *range(20, 30))]
    site.keep(acts)
    assert after_unsafe(site.rows()) == [AfterUnsafe("fever", 8, 12)]
    lot = site.report("items").table("after_unsafe")
    assert lot is not None
    assert lot.rows == (("fever", 20, 8, 12),)
