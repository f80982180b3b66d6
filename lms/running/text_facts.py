"""What the list of writing says of each text, read by the worker ahead of whoever opens the list first."""

from courses.authoring import file_list
from lms.settings import Settings
from lms.web.database.instants import now


class TextFacts:
    """Reads them once, as soon as the web process has left its parsed content."""

    def __init__(self, settings: Settings) -> None:
        self._folder, self._cache = settings.shown_content, settings.data / "content-cache"
        self.is_done = False

    def turn(self) -> None:
        """Nothing until there is parsed content to read from: two processes would parse it all at the same time."""
        if any(self._cache.glob("content-*.cache")):
            file_list.rows(self._folder, (), today=now().date(), cache=self._cache)
            self.is_done = True
