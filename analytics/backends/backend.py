"""What an engine must be able to do for reports: name the rows of one cohort, keep tables beside them, answer SQL in its dialect."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from analytics.storage.lake_series import Part


class LakeTable(NamedTuple):
    """Where an engine finds the rows of one cohort as they stand in the lake, voided ones too."""

    name: str
    schema: str | None = None


class CohortFiles(NamedTuple):
    """What the lake holds of one cohort. folder: its name, `cohort=…`; born: a text that differs for each lake that is begun anew."""

    folder: str
    born: str
    parts: Sequence[Part]

    @property
    def paths(self) -> list[Path]:
        return [part.path for part in self.parts]


class Backend(Protocol):
    """One connection to one engine. Its errors are the engine's own but EngineUnavailable; whoever sees one makes a new connection.

    dialect: a key of analytics.backends.dialects. largest_kept: rows of a cohort that are kept beside the lake; a larger one is read from
    it by each measure. None for any.
    """

    dialect: str
    largest_kept: int | None

    def open_cohort(self, files: CohortFiles) -> LakeTable:
        """The table of the rows of these files; what was kept of the cohort before goes."""
        ...

    def forget_lakes_before(self, born: str) -> None:
        """Removes what it keeps outside this process of a lake of another birth: somebody who was erased may be in it."""
        ...

    def make_table(self, name: str, sql: str) -> None:
        """Counts this once and keeps it under a name, for this connection alone."""
        ...

    def make_view(self, name: str, sql: str) -> None:
        """Makes a name stand for this SQL, which is counted at each use."""
        ...

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What it answers."""
        ...

    def each(self, sql: str) -> Iterator[tuple[Any, ...]]:
        """The same a row at a time, without all of them in memory; to be read to its end before the next question."""
        ...

    def close(self) -> None:
        """Gives back what it holds."""
        ...
