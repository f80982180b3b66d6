"""What the operator types about private pools: horslesmurs content pool make-keys, encrypt, load, list, remove."""

from pathlib import Path

import click

from courses.errors import PoolUnfit
from courses.model.content import Course
from courses.serving import private_pool
from lms import logs
from lms.assessment import drawing
from lms.assessment.errors import PoolUnreadable
from lms.assessment.pools import pool_files, private_pools
from lms.assessment.pools.pool_files import PoolTexts
from lms.errors import Unknown
from lms.running.command_support import in_one_line, site
from lms.settings import read
from lms.web.current_site import site_of

COURSE = click.option("--course", "course_key", required=True, help="Key of the course whose finals draw from it.")


@click.group()
def pool() -> None:
    """Private final questions: encrypted for one site, drawn from there, exported by nothing."""


@pool.command("make-keys")
@in_one_line
def make_keys() -> None:
    """Make this site's key for pools unless it is there, and print its public half: give that to whoever encrypts."""
    click.echo(pool_files.make_keys(read()), nl=False)


@pool.command("encrypt")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@COURSE
@click.option("--to", "public_key", type=click.File("r"), required=True, help="The public key that the site printed.")
@in_one_line
def encrypt(folder: Path, file: Path, course_key: str, public_key: click.File) -> None:
    """Check FOLDER (fr/MODULE.items.md, en/MODULE.items.md) against the course, and write it to FILE for one site alone."""
    texts = {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in sorted(folder.glob(f"*/*{private_pool.ENDING}"))}
    with site(read(), reads_texts=True) as app:
        catalogue = site_of(app).newest_content.catalogue
        course = _course(catalogue.courses, course_key)
        pool = private_pool.parse(course, texts, catalogue.rule, private_pools.known_items(catalogue, course))
        _draw_once(course, pool)
    raw = pool_files.encrypt(PoolTexts(course_key, texts), public_key.read())  # type: ignore[attr-defined]  # click.File hands an open file over
    file.write_bytes(raw)
    click.echo(f"Wrote {file}: {len(pool.items['fr'])} items a language, for the holder of that key alone. Keep the folder off the site.")


def _course(courses: object, key: str) -> Course:
    known: dict[str, Course] = dict(courses)  # type: ignore[call-overload]  # a mapping of the catalogue
    if key not in known or known[key].passing is None:
        raise Unknown(f"there is no course {key} with a final test; there are: {', '.join(one for one in known if known[one].passing)}")
    return known[key]


def _draw_once(course: Course, pool: private_pool.PrivatePool) -> None:
    """As a start would; raises PoolTooSmall."""
    for items in pool.items.values():
        drawing.draw_final(course.passing.draws if course.passing else (), items, "")


@pool.command("load")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@COURSE
@in_one_line
def load(file: Path, course_key: str) -> None:
    """Check FILE and draw the finals of a course from it from now on. It stays encrypted on disk; the site may run."""
    raw = file.read_bytes()
    settings = read()
    with site(settings, reads_texts=True) as app:
        catalogue = site_of(app).newest_content.catalogue
        pool = private_pools.open_pool(settings, raw, _course(catalogue.courses, course_key), catalogue)
    pool_files.store(settings, course_key, raw)
    logs.event("pool_loaded", key=course_key, count=len(pool.items["fr"]), by="command")
    click.echo(f"Finals of {course_key} are drawn from {len(pool.items['fr'])} private items from now on. Open sittings keep theirs.")


@pool.command("list")
@in_one_line
def list_pools() -> None:
    """Print the loaded pools: course, number of items in French and English, or why one cannot be opened. Never a question."""
    settings = read()
    with site(settings, reads_texts=True) as app:
        catalogue = site_of(app).newest_content.catalogue
        for key in pool_files.courses_with_pool(settings):
            try:
                raw = pool_files.file_of(settings, key).read_bytes()
                pool = private_pools.open_pool(settings, raw, _course(catalogue.courses, key), catalogue)
                click.echo(f"{key}\t{len(pool.items['fr'])}\t{len(pool.items['en'])}")
            except (PoolUnreadable, PoolUnfit, Unknown) as error:
                click.echo(f"{key}\t{error}")


@pool.command("remove")
@COURSE
@click.confirmation_option(prompt="Finals of this course will be drawn from the public questions again. Go on?")
@in_one_line
def remove(course_key: str) -> None:
    """Throw a loaded pool away. Sittings keep the questions they asked."""
    settings = read()
    if course_key not in pool_files.courses_with_pool(settings):
        raise Unknown(f"no pool is loaded for {course_key}")
    pool_files.file_of(settings, course_key).unlink()
    logs.event("pool_removed", key=course_key, by="command")
    click.echo(f"Removed. Finals of {course_key} are drawn from the public questions.")
