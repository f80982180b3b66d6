"""Packages of another publisher for tests: a cmi5.xml written by hand, and archives around it."""

import io
import stat
import zipfile
from collections.abc import Mapping

SPACE = "https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"


def words(title: str = "T") -> str:
    return f'<title><langstring lang="fr">{title}</langstring></title><description><langstring lang="en-US">D</langstring></description>'


def unit(id: str = "https://p.example/au/1", url: str = "au.html", more: str = "", inside: str = "") -> str:
    return f'<au id="{id}" {more}>{words("Unité")}<url>{url}</url>{inside}</au>'


def block(inside: str, id: str = "https://p.example/block/1") -> str:
    return f'<block id="{id}">{words("Bloc")}{inside}</block>'


def structure(inside: str = "", *, course: str = "https://p.example/course/1", head: str = "", space: str = SPACE) -> bytes:
    """cmi5.xml with these units and blocks, the first of which stands in line 4."""
    return f"""<?xml version="1.0" encoding="utf-8"?>{head}
<courseStructure xmlns="{space}">
<course id="{course}">{words("Cours")}</course>
{inside or unit()}
</courseStructure>""".encode()


def archive(files: Mapping[str, bytes | str], links: tuple[str, ...] = ()) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
        for name in links:
            info = zipfile.ZipInfo(name)
            info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
            made.writestr(info, "/etc/passwd")
    return target.getvalue()


def package(inside: str = "", **files: str) -> bytes:
    """A zip with this structure and one page, au.html."""
    return archive({"cmi5.xml": structure(inside), "au.html": "<!doctype html><title>AU</title>", **files})
