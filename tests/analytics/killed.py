"""Work on a lake, to be killed: small batches, compaction at every turn. Arguments: database file, data folder, `feed` or `rebuild`."""

import sys
from pathlib import Path

from sqlalchemy import create_engine

from analytics.storage import feed, lake
from analytics.storage.pseudonym import site_key


def main(database: str, data: str, work: str) -> None:
    lake.MANY_FILES = 3
    engine = create_engine(f"sqlite:///{database}")
    folder = Path(data) / "lake"
    key = site_key(Path(data) / "keys")
    print("ready", flush=True)
    if work == "rebuild":
        feed.rebuild(engine, folder, key, batch=7)
        print("done", flush=True)
        return
    feed.feed(engine, folder, key, batch=7)
    with lake.writing(folder):
        lake.compact(folder, many=1)
    print("done", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
