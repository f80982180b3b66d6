"""The list of sources at the head of a module: what a form cites anew is put there by itself."""

from courses.authoring import page_parts, text_files
from courses.authoring.registers import shared_files
from courses.authoring.text_files import Piece
from courses.errors import ContentUnreadable
from lms.authoring import working
from lms.authoring.working import Desk


def put_in_list(desk: Desk, piece: Piece, before: str) -> None:
    """Add what the file cites and did not; take out what it no longer cites and no register knows. Else the head stays as it is.

    before: the text of the file before it was saved. A head that cannot be read stays as it is, and its editor says why.
    """
    if piece.kind == "situation":
        return
    try:
        cited_before = page_parts.cited_keys(piece.path, before)
        cited_now = page_parts.cited_keys(piece.path, text_files.read(desk.folder, piece.path))
        if set(cited_before) != set(cited_now):
            head = text_files.read(desk.folder, piece.head)
            new_list = _wanted_list(desk, piece, head, [key for key in cited_now if key not in cited_before])
            new_text = page_parts.with_parts(head, piece.head, {("references",): new_list}, None)
            if new_text != head:
                working.save(desk, text_files.piece(desk.folder, piece.head), new_text, working.mark(head))
    except ContentUnreadable:
        return


def _wanted_list(desk: Desk, piece: Piece, head: str, new_keys: list[str]) -> list[str]:
    """The list as it stands, without what neither a register nor a file of the module knows, and the new keys behind it."""
    path = shared_files.REGISTERS["sources"]
    register = shared_files.entries(shared_files.read(desk.folder, path), path)
    cited_anywhere = {key for file in piece.unit for key in page_parts.cited_keys(file, text_files.read(desk.folder, file))}
    listed_keys = [key for key in page_parts.front(head, piece.head).words("references") if key in register or key in cited_anywhere]
    return list(dict.fromkeys([*listed_keys, *new_keys]))
