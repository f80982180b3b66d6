"""`horslesmurs play`: the week at home in a window."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path

import click

from game.errors import DeviceError

CONTENT = Path(__file__).parents[1] / "content"


def data_folder() -> Path:
    """HORSLESMURS_DATA, else the folder this system keeps a user's data in."""
    folder = os.environ.get("HORSLESMURS_DATA")
    if folder:
        return Path(folder)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "hors-les-murs"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "hors-les-murs"
    return Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local" / "share")) / "hors-les-murs"


def _size(_context: click.Context, _option: click.Parameter, value: str) -> tuple[int, int]:
    try:
        width, height = (int(part) for part in value.lower().split("x"))
    except ValueError as error:
        raise click.BadParameter("write it as 1280x720") from error
    if width < 1024 or height < 600:
        raise click.BadParameter("the smallest window is 1024x600")
    return width, height


@click.command()
@click.option("--language", type=click.Choice(["fr", "en"]), help="French or English; kept for the next time.")
@click.option("--size", default="1280x720", callback=_size, show_default=True, help="The window's first size.")
@click.option("--full", is_flag=True, help="The whole screen.")
@click.option("--calm", is_flag=True, default=None, help="Nothing moves.")
@click.option("--silent", is_flag=True, help="No sound.")
@click.option("--data", type=click.Path(path_type=Path), help="Where saves and what is waiting are kept.")
@click.option("--content", type=click.Path(path_type=Path), default=CONTENT, show_default="the one installed", help="The content folder.")
@click.option("--rule", "rule_key", envvar="HORSLESMURS_SITE_RULE", help="The site's fever rule, a preset of rules.yml.")
@click.option("--site", help="The address of a site to link this device to; with --code.")
@click.option("--code", help="The eight signs the site shows.")
@click.option("--unlink", is_flag=True, help="Remove this device's key, and stop.")
@click.option("--seed", type=int, help="The luck of the next new week, to play the same one again.")
@click.option("--cases", is_flag=True, help="The short cases of GPs and pharmacists.")
@click.option("--situation", metavar="KEY", help="One situation alone, to try what you write; nothing is kept or sent.")
def play(
    language: str | None, size: tuple[int, int], full: bool, calm: bool | None, silent: bool, data: Path | None, content: Path,
    rule_key: str | None, site: str | None, code: str | None, unlink: bool, seed: int | None, cases: bool, situation: str | None,
) -> None:  # fmt: skip
    """Play the week at home in a window, alone or linked to a site. No network is needed."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
    os.environ.setdefault("SDL_VIDEO_CENTERED", "1")
    folder = data or data_folder()
    try:
        from game import play as game_play  # here, so that --help needs no pygame
        from game.device import machine_link

        options = {"language": language, "calm": calm, "sound": False if silent else None, "site": site}
        if unlink:
            machine_link.unpair_device(folder)
            click.echo("This device is no longer linked.")
            return
        if site and code:
            click.echo(f"Linked to {machine_link.pair_device(folder, site, code)}.")
        has_driver = bool(os.environ.get("SDL_VIDEODRIVER"))
        game_play.play(
            folder,
            content,
            rule_key=rule_key,
            size=size,
            full=full,
            options=options,
            seed=seed,
            situation=situation,
            cases=cases,
            may_be_unseen=has_driver,
        )
    except DeviceError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    except ImportError as error:
        click.echo(f"The game needs {error.name}, which is not installed: pip install 'hors-les-murs[game]'", err=True)
        sys.exit(2)
