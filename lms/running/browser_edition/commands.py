"""`horslesmurs browser-edition`: fetch what the game in browsers needs, once; a running site offers it from then on."""

import click

from lms.play_here import fetching, runtime
from lms.running.command_support import in_one_line
from lms.settings import read


@click.command("browser-edition")
@click.option("--again", is_flag=True, help="Fetch it also when it is there.")
@in_one_line
def browser_edition(again: bool) -> None:
    """Fetch the runtime of the game in browsers into the data folder, by its lock (npm, else the extra `browser`)."""
    data = read().data
    one_runtime = None if again else runtime.find(data)
    words = "is there already" if one_runtime else "is there now"
    one_runtime = one_runtime or fetching.fetch(data)
    size = one_runtime.packed_bytes / 1e6
    click.echo(f"The game in browsers {words}: Pyodide {one_runtime.version}, {size:.1f} MB sent once to each browser.")
