// Plays the game beside the page, by the rules of the site in a Python of its own. Its files are held by this tab alone and are on the disk
// before a press is answered; what waits for the site goes when nobody presses. The site writes RUNTIME above this line.
const IDLE_MS = 1500;
const LOOK_MS = 1000;
const ANSWER_MS = 8000;
const TRIES = 5; // a tab that was closed a moment ago may hold its files still
const SLOTS = ["slot-1", "slot-2"];
const MEMORY = `${RUNTIME}memory`; // of no file of the site: made on this device
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

// What an earlier start on this device kept; null at the first one, and where nothing is kept.
async function keptBytes({ cache }, address, unpacked = (answer) => answer) {
  try {
    const kept = await (await caches.open(cache)).match(address);
    return kept ? new Uint8Array(await unpacked(kept).arrayBuffer()) : null;
  } catch {
    return null;
  }
}

const gunzipped = (answer) => new Response(answer.body.pipeThrough(new DecompressionStream("gzip")));
const gzipped = (bytes) => new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip")));

const forgetMemory = async ({ cache }) => (await caches.open(cache)).delete(MEMORY);

// The memory of a Python that has just begun is kept at the first start; the next ones take it up in place of beginning one. A memory that
// does not fit, as that of another runtime, is thrown away and Python begins as at first. memory: to be kept, null when it was taken up.
async function startPython(facts) {
  const [{ loadPyodide }, kept] = await Promise.all([import(`${RUNTIME}pyodide.mjs`), keptBytes(facts, MEMORY, gunzipped)]);
  if (kept) {
    try {
      return { python: await loadPyodide({ indexURL: RUNTIME, _loadSnapshot: kept }), memory: null, isKept: true };
    } catch {
      await forgetMemory(facts);
    }
  }
  const python = await loadPyodide({ indexURL: RUNTIME, _makeSnapshot: true });
  try {
    return { python, memory: python.makeMemorySnapshot() };
  } catch {
    return { python, memory: null }; // it begins as at first each time
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
    const wanted = [startPython(facts), keptBytes(facts, facts.compiled), bytesOf(facts.bundle)];
    const [{ python, memory, isKept }, kept, bundle] = await Promise.all(wanted);
    tell({ kind: "stage", at: "code" });
    python.unpackArchive(kept ?? (await bytesOf(facts.code)), "zip");
    const start = python.pyimport("game.browser.start");
    answers = start.begin(bundle, slotOf(handles[0]), slotOf(handles[1]), send, location.origin, facts.language, facts.device);
    tell({ kind: "ready", page: JSON.parse(answers.answer('{"kind":"page"}')), began: isKept ? "memory" : "anew" });
    setInterval(look, LOOK_MS);
    if (!kept || memory) setTimeout(keep, 2 * IDLE_MS, facts, kept ? null : start, memory);
  } catch (error) {
    await forgetMemory(facts).catch(() => {}); // it may be what is broken: the next start begins as at first
    tell({ kind: "failed", why: String(error) });
  }
}

// For the next start: the code as compiled here, and the memory of a Python that has just begun.
async function keep({ cache, compiled }, start, memory) {
  try {
    const kept = await caches.open(cache);
    if (start) await kept.put(compiled, new Response(start.compiled().toJs()));
    if (memory) await kept.put(MEMORY, gzipped(memory));
    tell({ kind: "compiled" });
  } catch {
    // the next start compiles and begins again
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
