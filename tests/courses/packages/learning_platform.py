"""A learning platform nobody here wrote the runtime of: npm's scorm-again in a page, and the package in a frame inside it."""

import functools
import http.server
import json
import shutil
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import npm_packages
import package_forms
from playwright.sync_api import BrowserContext, Frame, Page

HERE = Path(__file__).parent / "platform"
MISSING = [name for name in ("node", "npm") if shutil.which(name) is None]
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Platform</title><script src="/scorm-again.min.js"></script></head>
<body><script src="/platform.js"></script></body></html>"""
SCRIPT = """
const query = new URLSearchParams(location.search), is2004 = query.get('kind') === 'scorm-2004'
const api = is2004 ? new Scorm2004API({ autocommit: false, logLevel: 5 }) : new Scorm12API({ autocommit: false, logLevel: 5 })
const before = localStorage.getItem(query.get('page'))
if (before) api.loadFromJSON(JSON.parse(before), '')
window.calls = []
const lastError = is2004 ? 'GetLastError' : 'LMSGetLastError'
const record = (name) => (...values) => {
  const result = api[name](...values)
  window.calls.push([name, values.map(String), String(result), name === lastError ? '0' : String(api[lastError]())])
  if (/Commit|Terminate|Finish/.test(name)) localStorage.setItem(query.get('page'), JSON.stringify(api.renderCMIToJSONObject().cmi))
  return result
}
const names = is2004 ? ['Initialize', 'Terminate', 'GetValue', 'SetValue', 'Commit', 'GetLastError', 'GetErrorString', 'GetDiagnostic']
  : ['LMSInitialize', 'LMSFinish', 'LMSGetValue', 'LMSSetValue', 'LMSCommit', 'LMSGetLastError', 'LMSGetErrorString', 'LMSGetDiagnostic']
window[is2004 ? 'API_1484_11' : 'API'] = Object.fromEntries(names.map((name) => [name, record(name)]))
const frame = document.createElement('iframe')
frame.src = '/package/' + query.get('page')
frame.style = 'width: 100%; height: 90vh; border: 0'
document.body.append(frame)
"""


@contextmanager
def platform(archive: bytes, folder: Path) -> Iterator[str]:
    """The address of a platform that serves this package from `folder`."""
    zipfile.ZipFile(BytesIO(archive)).extractall(folder / "package")
    dist = npm_packages.install(HERE, "platform") / "node_modules" / "scorm-again" / "dist"
    shutil.copy(dist / "scorm-again.min.js", folder)
    (folder / "platform.html").write_text(PAGE)
    (folder / "platform.js").write_text(SCRIPT)
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_args: Any) -> None:
        pass


class Launch:
    """One launch of one module by one learner."""

    def __init__(self, context: BrowserContext, address: str, kind: str, page: str) -> None:
        self.name = page
        self.page: Page = context.new_page()
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.goto(f"{address}/platform.html?kind={kind}&page={page}")
        self.frame: Frame = self.page.wait_for_selector("iframe").content_frame() or self.page.main_frame
        self.frame.wait_for_selector(".moves:not([hidden])")

    def facts(self) -> dict[str, Any]:
        return dict(json.loads(self.frame.inner_text("#facts") or self.frame.eval_on_selector("#facts", "(one) => one.textContent")))

    def calls(self) -> list[list[Any]]:
        return list(self.page.evaluate("window.calls"))

    def kept(self) -> dict[str, Any]:
        """What the platform keeps of the module, as the runtime renders it."""
        return dict(json.loads(self.page.evaluate("(name) => localStorage.getItem(name) ?? '{}'", self.name)))

    def step_on(self) -> None:
        self.frame.click("#on")

    def answer(self, number: int, item: dict[str, Any], *, safely: bool) -> None:
        """Fill the form of a question and check it."""
        form = self.frame.locator(f"#item-{number}")
        package_forms.fill(form, item, safely=safely)
        form.locator(".check").click()

    def leave(self) -> None:
        """The platform takes the frame away, as it does when the learner closes the module."""
        self.page.evaluate("document.querySelector('iframe').remove()")
        self.page.wait_for_timeout(200)
