"""The list of sources at the head of a module: what its files cite is put there by itself after each save of a form."""

from courses.authoring import page_parts, text_files
from courses.authoring.registers import shared_files
from courses.authoring.text_files import Piece
from courses.errors import ContentUnreadable
from lms.authoring import working
from lms.authoring.working import Desk


def wanted_list(desk: Desk, piece: Piece, over: dict[str, str] | None = None) -> list[str]:
    """The list as it stands, without what no register knows, and behind it what is cited and lacks. over: path -> text not kept yet."""
    folder, texts = desk.folder, over or {}
    head = texts.get(piece.head, text_files.read(folder, piece.head))
    listed_keys = page_parts.front(head, piece.head).words("references")
    path = shared_files.REGISTERS["sources"]
    register = shared_files.entries(shared_files.read(folder, path), path)
    cited_now = [key for file in piece.unit for key in page_parts.cited_keys(file, texts.get(file, text_files.read(folder, file)))]
    return list(dict.fromkeys([*(key for key in listed_keys if key in register or key in cited_now), *cited_now]))


def put_in_list(desk: Desk, piece: Piece) -> None:
    """Bring the list of a module up to its files; a head that cannot be read stays as it is, and its editor says why."""
    if piece.kind == "situation":
        return
    try:
        text = text_files.read(desk.folder, piece.head)
        new_text = page_parts.with_parts(text, piece.head, {("references",): wanted_list(desk, piece)}, None)
        if new_text != text:
            working.save(desk, text_files.piece(desk.folder, piece.head), new_text, working.mark(text))
    except ContentUnreadable:
        return
