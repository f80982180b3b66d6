"""What can go wrong in analytics, one class a cause; each says what to do next."""

from pathlib import Path


class AnalyticsError(Exception):
    """Never raised itself. permanent: True when trying again without a change cannot help."""

    permanent = True


class ReportUnknown(AnalyticsError):
    def __init__(self, report: str, reports: tuple[str, ...]) -> None:
        self.report, self.known = report, reports
        super().__init__(f"no report is called {report!r}; choose one of: {', '.join(reports)}")


class ResultUnreadable(AnalyticsError):
    def __init__(self, path: Path, why: str) -> None:
        self.path = path
        super().__init__(f"{path}: the result file cannot be read ({why}); delete it, the worker writes it again")


class TableUnknown(AnalyticsError):
    def __init__(self, report: str, table: str, tables: tuple[str, ...]) -> None:
        self.report, self.table = report, table
        super().__init__(f"report {report} has no table {table!r}; choose one of: {', '.join(tables)}")


class CohortUnknown(AnalyticsError):
    def __init__(self, cohort: str) -> None:
        self.cohort = cohort
        super().__init__(
            f"cohort {cohort!r} is not in the list the worker left; "
            "give --simulated or --real to say whose statements count, or start the worker once"
        )


class DifferenceTooSmall(AnalyticsError):
    def __init__(self, whole: int, part: int, below: int) -> None:
        self.below = below
        super().__init__(
            f"this filter would set fewer than {below} learners apart somewhere; "
            "choose one wider filter, of which each value has 50 learners or more"
        )


class CohortsApart(AnalyticsError):
    def __init__(self, report: str) -> None:
        self.report = report
        super().__init__(
            f"report {report} of these cohorts cannot be laid side by side: give two cohorts or more, all of simulated learners or all "
            "of real ones, whose reports were made by the same definition"
        )


class RealPeople(AnalyticsError):
    def __init__(self, cohort: str) -> None:
        self.cohort = cohort
        super().__init__(
            f"cohort {cohort} is of real people: its past weeks are those the worker released, and cannot be counted again; "
            "ask without --fill"
        )


class LakeBusy(AnalyticsError):
    permanent = False

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        super().__init__(f"{folder}: another process feeds the lake; try again in a few seconds")


class LakeAhead(AnalyticsError):
    def __init__(self, lake: int, store: int) -> None:
        self.lake, self.store = lake, store
        super().__init__(
            f"the lake holds statements up to {lake} but the store ends at {store} (an older copy came back); "
            "run `horslesmurs analytics rebuild`"
        )


class KeyUnusable(AnalyticsError):
    def __init__(self, path: Path, why: str) -> None:
        self.path = path
        super().__init__(f"{path}: {why}; restore it from your backup, or delete it and run `horslesmurs analytics rebuild`")


class NotPublished(AnalyticsError):
    """permanent: the worker publishes at its next turn, or at the next day's."""

    permanent = False

    def __init__(self, report: str, cohort: str) -> None:
        self.report, self.cohort = report, cohort
        super().__init__(
            f"report {report} of cohort {cohort} is not published for this question: figures of real people are released once a day by"
            " the worker, with a filter when each of its values has 50 learners; ask without a filter, or tomorrow"
        )


class EngineUnknown(AnalyticsError):
    def __init__(self, text: str) -> None:
        super().__init__(
            f"{text!r} is no engine for reports: give duckdb, an address that begins with postgresql://, or spark: and a master, "
            "as in spark:local[2], spark:yarn or spark://host:7077"
        )


class EngineUnavailable(AnalyticsError):
    """permanent: a server comes back by itself."""

    permanent = False

    def __init__(self, engine: str, why: str) -> None:
        self.engine = engine
        super().__init__(
            f"the engine of reports that HORSLESMURS_ENGINE names, {engine}, cannot be used ({why}); start it or mend the setting, "
            "or take the setting away to count with DuckDB: docs/operating.md, Engines of reports"
        )
