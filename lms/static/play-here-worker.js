// Plays the game beside the page, by the rules of the site in a Python of its own. Its files are held by this tab alone and are on the disk
// before a press is answered; what waits for the site goes when nobody presses. The site writes RUNTIME above this line.
const IDLE_MS = 1500;
const LOOK_MS = 1000;
const ANSWER_MS = 8000;
const TRIES = 5; // a tab that was closed a moment ago may hold its files still
const SLOTS = ["slot-1", "slot-2"];
const PAGE_BYTES = 65536; // of WebAssembly
const COPIES = 5; // of the memory, for one version of the game: a device that cannot read them makes no more
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
    const memory = await keptMemory(facts);
    const begun = (memory && (await play(facts, handles, memory).catch(() => null))) || (await plainly(facts, handles, memory));
    tell({ kind: "ready", page: begun.page, began: begun.from });
    setInterval(look, LOOK_MS);
    if (begun.from === "memory") hasBegun(facts);
    else setTimeout(settle, 2 * IDLE_MS, begun, facts);
  } catch (error) {
    tell({ kind: "failed", why: String(error) });
  }
}

async function plainly(facts, handles, memory) {
  if (memory) await forget(facts);
  return play(facts, handles, null);
}

async function play(facts, handles, memory) {
  const { loadPyodide } = await import(`${RUNTIME}pyodide.mjs`);
  const loaded = memory ? restored(loadPyodide, memory) : loadPyodide({ indexURL: RUNTIME });
  const [python, kept, bundle] = await Promise.all([loaded, compiledCode(facts), bytesOf(facts.bundle)]);
  tell({ kind: "stage", at: "code" });
  python.unpackArchive(kept ?? (await bytesOf(facts.code)), "zip");
  const start = python.pyimport("game.browser.start");
  answers = start.begin(bundle, slotOf(handles[0]), slotOf(handles[1]), send, location.origin, facts.language, facts.device);
  const page = JSON.parse(answers.answer('{"kind":"page"}'));
  return { page, start, isCompiled: Boolean(kept), from: memory ? "memory" : "anew" };
}

// The memory of a Python that has read the game's code and begun nothing, copied on this device: more than half of a start is in it. One that
// was being read when a tab died, or that another version of the browser made, is not read again.

const trying = ({ memory }) => `${memory}-trying`;

async function keptMemory(facts) {
  try {
    const place = await caches.open(facts.cache);
    const kept = await place.match(facts.memory);
    if (!kept) return null;
    const isFit = kept.headers.get("Made-By") === navigator.userAgent && !(await place.match(trying(facts)));
    if (!isFit) throw new Error("not to be read");
    await place.put(trying(facts), new Response(""));
    return new Uint8Array(await new Response(kept.body.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer());
  } catch {
    await forget(facts);
    return null;
  }
}

async function hasBegun(facts) {
  const place = await caches.open(facts.cache).catch(() => null);
  await place?.delete(trying(facts)).catch(() => {});
}

async function forget(facts) {
  try {
    const place = await caches.open(facts.cache);
    await Promise.all([place.delete(facts.memory), place.delete(trying(facts))]);
  } catch {
    // nothing is kept here
  }
}

// Pyodide 314 puts a memory back into one of the size it begins with; ours has grown by the code, so the new one grows before it is looked at.
async function restored(loadPyodide, memory) {
  const size = memory.length - new Uint32Array(memory.buffer, 0, 2)[1];
  const own = { instantiate: WebAssembly.instantiate, instantiateStreaming: WebAssembly.instantiateStreaming };
  for (const [name, call] of Object.entries(own)) {
    WebAssembly[name] = async (...values) => {
      const made = await call.apply(WebAssembly, values);
      const room = (made.instance ?? made).exports.memory;
      if (room && room.buffer.byteLength < size) room.grow((size - room.buffer.byteLength) / PAGE_BYTES);
      return made;
    };
  }
  try {
    return await loadPyodide({ indexURL: RUNTIME, _loadSnapshot: memory });
  } finally {
    Object.assign(WebAssembly, own);
  }
}

// In a worker of its own, so that nothing of a person is in it.
async function copyMemory(facts) {
  try {
    const place = await caches.open(facts.cache);
    const before = Number((await (await place.match(`${facts.memory}-copies`))?.text()) ?? 0);
    if (before >= COPIES) throw new Error(`copied ${before} times`);
    await place.put(`${facts.memory}-copies`, new Response(String(before + 1)));
    const { loadPyodide } = await import(`${RUNTIME}pyodide.mjs`);
    const python = await loadPyodide({ indexURL: RUNTIME, _makeSnapshot: true });
    python.unpackArchive((await compiledCode(facts)) ?? (await bytesOf(facts.code)), "zip");
    python.runPython("import game.browser.start, pyodide.ffi");
    const packed = new Blob([python.makeMemorySnapshot()]).stream().pipeThrough(new CompressionStream("gzip"));
    const body = await new Response(packed).arrayBuffer();
    await place.put(facts.memory, new Response(body, { headers: { "Made-By": navigator.userAgent } }));
    tell({ kind: "copied" });
  } catch (error) {
    tell({ kind: "not copied", why: String(error) });
  }
}

// Once the game is there: what makes the next start shorter.
async function settle({ start, isCompiled }, facts) {
  if (!isCompiled) await keepCompiled(start, facts);
  tell({ kind: "settled" });
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
  if (data.kind === "copy") {
    copyMemory(data.facts);
    return;
  }
  pressedAt = performance.now();
  try {
    reply(data);
  } catch (error) {
    tell({ kind: "failed", why: String(error) });
  }
});
