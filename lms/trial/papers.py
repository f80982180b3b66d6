"""The booklets of a trial as files: printed from the accepted texts, kept under their hash, and served to the arm that is given them."""

import hashlib
from pathlib import Path

from courses.export.booklet import Print, course_pdf
from courses.serving.catalogue import Catalogue
from infrastructure.file_writing import write_whole
from lms.settings import Settings
from lms.trial.errors import TrialRefused
from lms.trial.models import Trial
from lms.web.database.instants import ZONE
from lms.web.routing.locales import LANGUAGES
from lms.web.site.printing import FONTS
from lrs.storage.private_files import make_private_folder

SUMS = "SHA256SUMS"


def folder_of(settings: Settings, row: Trial) -> Path:
    """Of the texts accepted last: booklets of earlier texts stay beside it, and are served no more."""
    return settings.data / "trial-papers" / row.name / row.content_hash


def make(settings: Settings, row: Trial, catalogue: Catalogue, content: str, course: str) -> list[Path]:
    """The booklet of a course in both languages, with their sums beside them. content: the hash of the texts of today.

    The same texts give the same bytes: the day printed on them is that of the trial's opening. Raises TrialRefused for other texts than
    those accepted, UnknownContent, OSError.
    """
    if content != row.content_hash:
        raise TrialRefused("the texts are not those the trial goes on with: put them back, or accept them first")
    folder = folder_of(settings, row)
    make_private_folder(folder)
    paper = Print(f"{settings.origin}/", settings.shown_content / "media", row.opened_at.astimezone(ZONE).date(), fonts=(FONTS,))
    files = []
    for language in LANGUAGES:
        file = folder / f"{language}.pdf"
        write_whole(file, course_pdf(catalogue, course, language, paper))
        files.append(file)
    lines = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files]
    write_whole(folder / SUMS, "".join(lines).encode())
    return files


def booklet(settings: Settings, row: Trial, language: str) -> bytes | None:
    """The booklet of the accepted texts; None where none was made."""
    file = folder_of(settings, row) / f"{language}.pdf"
    return file.read_bytes() if file.is_file() else None
