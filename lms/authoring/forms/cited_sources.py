"""The list of sources at the head of a module: what a form cites anew is put there by itself."""

from pathlib import Path

from courses.authoring import page_parts, text_files
from courses.authoring.registers import shared_files
from courses.authoring.registers.yaml_places import CannotEdit
from courses.authoring.text_files import Piece
from courses.errors import ContentUnreadable
from lms.authoring import working
from lms.authoring.working import Desk


def put_in_list(desk: Desk, piece: Piece, before: str) -> None:
    """Add what the file cites and did not; take out what it no longer cites and no register knows. Else the head stays as it is.

    before: the text of the file before it was saved. A head that cannot be read or edited stays as it is, and its editor says why.
    """
    if piece.kind == "situation":
        return
    try:
        head = text_files.read(desk.folder, piece.head)
        new_text = _with_list(desk.folder, piece, head, before, text_files.read(desk.folder, piece.path))
        if new_text != head:
            working.save(desk, text_files.piece(desk.folder, piece.head), new_text, working.mark(head))
    except (ContentUnreadable, CannotEdit):
        return


def with_own_list(folder: Path, piece: Piece, before: str, after: str) -> str:
    """The text of a module as it will be saved: its own list holds what it cites. Any other file, and an odd list, as it is."""
    if piece.kind != "text":
        return after
    try:
        return _with_list(folder, piece, after, before, after)
    except (ContentUnreadable, CannotEdit):
        return after


def _with_list(folder: Path, piece: Piece, head: str, before: str, after: str) -> str:
    """The head with the list that the file needs, which said `before` and says `after`. Raises ContentUnreadable, CannotEdit."""
    cited_before, cited_now = (page_parts.cited_keys(piece.path, text) for text in (before, after))
    if set(cited_before) == set(cited_now):
        return head
    register = shared_files.entries(shared_files.read(folder, shared_files.REGISTERS["sources"]), shared_files.REGISTERS["sources"])
    # What no register knows stands in the list only for the words that name it here: of another file, its own page tells.
    named_here = {*cited_now, *page_parts.cited_keys(piece.head, head)}
    listed_keys = [key for key in page_parts.front(head, piece.head).words("references") if key in register or key in named_here]
    new_list = list(dict.fromkeys([*listed_keys, *(key for key in cited_now if key not in cited_before)]))
    return page_parts.with_parts(head, piece.head, {("references",): new_list}, None)
