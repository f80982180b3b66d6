// Plays the game beside the page, by the rules of the site in a Python of its own. Its files are held by this tab alone and are on the disk
// before a press is answered; what waits for the site goes when nobody presses. The site writes RUNTIME above this line.
const IDLE_MS = 1500;
const LOOK_MS = 1000;
const ANSWER_MS = 8000;
const TRIES = 5; // a tab that was closed a moment ago may hold its files still
const SLOTS = ["slot-1", "slot-2"];
let answers = null;
let pressedAt = 0;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const tell = (message) => postMessage(message, []);

async function open(folder, name, tries = TRIES) {
  const file = await folder.getFileHandle(name, { create: true });
  for (let left = tries; ; left -= 1) {
    try {
      return await file.createSyncAccessHandle();
    } catch (error) {
      if (error.name !== "NoModificationAllowedError" || left <= 1) throw error;
      await pause(200);
    }
  }
}

// What Python sees of one file: no folders, no cursor.
function slotOf(handle) {
  return {
    getSize: () => handle.getSize(),
    readAt: (at, count) => {
      const bytes = new Uint8Array(count);
      return bytes.subarray(0, handle.read(bytes, { at }));
    },
    writeAt: (at, bytes) => handle.write(bytes, { at }),
    flush: () => handle.flush(),
    truncate: (size) => handle.truncate(size),
  };
}

// One request, waited for: Python here has neither threads nor a way to wait for a promise. A worker may do that without holding up the page.
function send(method, path, headers, body) {
  if (!navigator.onLine) throw new Error("no network");
  const request = new XMLHttpRequest();
  request.open(method, path, false);
  request.responseType = "arraybuffer";
  request.timeout = ANSWER_MS;
  for (const [name, value] of Object.entries(JSON.parse(headers))) request.setRequestHeader(name, value);
  request.send(body.length > 0 ? body : null);
  return { status: request.status, headers: request.getAllResponseHeaders(), data: new Uint8Array(request.response) };
}

async function bytesOf(address) {
  const found = await fetch(address);
  if (!found.ok) throw new Error(`${address}: ${found.status}`);
  return new Uint8Array(await found.arrayBuffer());
}

// Code that was compiled on this device at an earlier start; null at the first one, and where nothing is kept.
async function compiledCode({ cache, compiled }) {
  try {
    const kept = await (await caches.open(cache)).match(compiled);
    return kept ? new Uint8Array(await kept.arrayBuffer()) : null;
  } catch {
    return null;
  }
}

async function begin(facts) {
  let handles;
  try {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("hors-les-murs", { create: true });
    handles = [];
    for (const name of SLOTS) handles.push(await open(folder, name));
  } catch (error) {
    tell({ kind: error.name === "NoModificationAllowedError" ? "open" : "denied", why: String(error) });
    return;
  }
  try {
    const { loadPyodide } = await import(`${RUNTIME}pyodide.mjs`);
    const wanted = [loadPyodide({ indexURL: RUNTIME }), compiledCode(facts), bytesOf(facts.bundle)];
    const [python, kept, bundle] = await Promise.all(wanted);
    tell({ kind: "stage", at: "code" });
    python.unpackArchive(kept ?? (await bytesOf(facts.code)), "zip");
    const start = python.pyimport("game.browser.start");
    answers = start.begin(bundle, slotOf(handles[0]), slotOf(handles[1]), send, location.origin, facts.language, facts.device);
    tell({ kind: "ready", page: JSON.parse(answers.answer('{"kind":"page"}')) });
    setInterval(look, LOOK_MS);
    if (!kept) setTimeout(keepCompiled, 2 * IDLE_MS, start, facts);
  } catch (error) {
    tell({ kind: "failed", why: String(error) });
  }
}

async function keepCompiled(start, { cache, compiled }) {
  try {
    const bytes = start.compiled().toJs();
    await (await caches.open(cache)).put(compiled, new Response(bytes));
    tell({ kind: "compiled" });
  } catch {
    // the next start compiles again
  }
}

function reply(message) {
  tell({ kind: "page", page: JSON.parse(answers.answer(JSON.stringify(message))) });
}

function look() {
  if (performance.now() - pressedAt > IDLE_MS && answers.has_to_send()) reply({ kind: "tick" });
}

addEventListener("message", ({ data }) => {
  if (data.kind === "begin") {
    begin(data.facts);
    return;
  }
  pressedAt = performance.now();
  try {
    reply(data);
  } catch (error) {
    tell({ kind: "failed", why: String(error) });
  }
});
