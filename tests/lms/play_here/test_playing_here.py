"""The page of the game in a browser: without the runtime it leads to the pages; with it, each file is what the page says."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.play_here import fetching, runtime
from lms.play_here.fetching import RuntimeMissing
from lms.play_here.runtime import COMPLETE, FILES
from lms.web.current_site import site_of

PAGE = "/fr/jouer-ici"


@pytest.fixture
def client(site: Flask) -> FlaskClient:
    return site.test_client()


@pytest.fixture
def offered(site: Flask) -> Iterator[Path]:
    """A site whose operator fetched the runtime; its files are short."""
    folder = runtime.folder_of(site_of(site).settings.data)
    folder.mkdir(parents=True)
    for name in FILES:
        for ending in ("", ".br", ".gz"):
            (folder / (name + ending)).write_bytes(f"{name}{ending}".encode())
    (folder / COMPLETE).touch()
    yield folder
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()


def facts_of(client: FlaskClient) -> dict[str, object]:
    text = client.get(PAGE).get_data(as_text=True)
    found = re.search(r'<p id="facts" hidden>(.*?)</p>', text, re.DOTALL)
    assert found is not None
    facts = json.loads(found[1].replace("&#34;", '"'))
    assert isinstance(facts, dict)
    return facts


def test_without_the_runtime_the_page_leads_to_the_pages_and_loads_nothing(client: FlaskClient) -> None:
    text = client.get(PAGE).get_data(as_text=True)
    assert "<script" not in text
    assert 'href="/fr/jouer"' in text
    assert PAGE not in client.get("/fr/jouer").get_data(as_text=True)
    assert client.get("/play-here/worker.js").status_code == 404


def test_half_a_runtime_is_none(client: FlaskClient, offered: Path) -> None:
    (offered / COMPLETE).unlink()
    assert "<script" not in client.get(PAGE).get_data(as_text=True)
    (offered / COMPLETE).touch()


@pytest.mark.usefixtures("offered")
def test_every_file_it_names_is_there_and_may_be_kept(client: FlaskClient) -> None:
    facts = facts_of(client)
    files = facts["files"]
    assert isinstance(files, list)
    assert len(files) == len(FILES) + 3
    assert PAGE in client.get("/fr/jouer").get_data(as_text=True)
    for one in files:
        answer = client.get(one["address"])
        assert answer.status_code == 200, one
        assert len(answer.data) == one["bytes"], one
        assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.usefixtures("offered")
def test_only_the_worker_may_run_webassembly_and_nobody_turns_text_into_code(client: FlaskClient) -> None:
    policies = {path: client.get(path).headers["Content-Security-Policy"] for path in (PAGE, "/play-here/worker.js")}
    assert "wasm-unsafe-eval" not in policies[PAGE]
    assert "script-src 'self' 'wasm-unsafe-eval';" in policies["/play-here/worker.js"]
    assert not any("'unsafe-eval'" in policy or "unsafe-inline" in policy for policy in policies.values())


@pytest.mark.usefixtures("offered")
def test_files_travel_packed_as_the_browser_takes_them(client: FlaskClient) -> None:
    address = f"/play-here/runtime/{runtime.locked_version()}/pyodide.asm.wasm"
    answer = client.get(address, headers={"Accept-Encoding": "br"})
    assert (answer.data, answer.headers["Content-Encoding"], answer.mimetype) == (b"pyodide.asm.wasm.br", "br", "application/wasm")
    assert client.get(address.replace("asm.wasm", "secret")).status_code == 404
    assert client.get(address.replace(runtime.locked_version(), "1.0")).status_code == 404
    assert client.get(f"/play-here/runtime/{runtime.locked_version()}/..%2f..%2fhorslesmurs.sqlite").status_code == 404


def test_a_fetch_that_fails_says_one_line_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(RuntimeMissing, match="its pages are"):
        fetching.fetch(tmp_path, ("sh", "-c", "echo no network >&2; exit 1"))
    assert runtime.find(tmp_path) is None
    assert list(runtime.folder_of(tmp_path).parent.iterdir()) == []


def test_without_npm_the_command_says_which_extra_brings_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(RuntimeMissing, match=r"hors-les-murs\[browser\]"):
        fetching.npm()


def test_a_fetch_puts_a_whole_runtime_in_its_place(tmp_path: Path) -> None:
    made = "; ".join(f"echo {name} > node_modules/pyodide/{name}" for name in FILES)
    found = fetching.fetch(tmp_path, ("sh", "-c", f"test -f package-lock.json && mkdir -p node_modules/pyodide && {made}"))
    assert runtime.find(tmp_path) == found
    assert found.body("pyodide.mjs", None) == (b"pyodide.mjs\n", False)
    assert found.body("pyodide.mjs", "br")[1]
    assert [path.name for path in found.folder.parent.iterdir()] == [found.version]
