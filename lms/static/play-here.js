// The page of the game in this browser: keeps what it needs on the device, starts the worker, shows its pages, and sends presses to it.
// A start that fails leaves the way to the pages of the site, where the same game is played with network.
const facts = JSON.parse(document.getElementById("facts").textContent);
const game = document.getElementById("game");
const byId = (id) => document.getElementById(id);
const NAME = `play-here-${facts.mark}`;
const SCOPE = "/play-here/";
const WORKER_MS = 5000;
const START_MS = 180000;
const THEMES = { paper: "light", night: "dark", contrast: "contrast" };
let worker = null;
let copier = null;
let isWaiting = false;

function show(id, isShown) {
  byId(id).hidden = !isShown;
}

function fail(which, why = "") {
  worker?.terminate();
  worker = null;
  show("loading", false);
  show("game", false);
  show("before", true);
  for (const one of byId("trouble").querySelectorAll("[data-why]")) one.hidden = one.dataset.why !== which;
  show("trouble", true);
  byId("trouble").dataset.detail = why;
  byId("trouble").focus();
}

// What is on the device

async function rules(scope) {
  const registration = await navigator.serviceWorker.register("/offline-worker.js", { scope });
  const coming = registration.installing || registration.waiting;
  if (registration.active || !coming) return;
  await new Promise((resolve) => {
    setTimeout(resolve, WORKER_MS);
    coming.addEventListener("statechange", () => ["activated", "redundant"].includes(coming.state) && resolve());
  });
}

async function counted(answer, count) {
  const parts = [];
  const reader = answer.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return new Response(new Blob(parts), { headers: { "Content-Type": answer.headers.get("Content-Type") || "" } });
    parts.push(value);
    count(value.length);
  }
}

// Every file of the game, from an older copy where it is the same one; then the page itself, as it is for nobody in particular.
async function keep(tell) {
  const cache = await caches.open(NAME);
  let done = 0;
  for (const { address, bytes } of facts.files) {
    if (!(await cache.match(address))) {
      const older = await caches.match(address);
      const answer = older || (await fetch(address));
      if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
      const before = done;
      await cache.put(address, older ? older : await counted(answer, (size) => tell(Math.min((done += size), before + bytes))));
      done = before;
    }
    done += bytes;
    tell(done);
  }
  const found = navigator.onLine ? await window.Copies.collect([facts.page]).catch(() => null) : null;
  if (found) for (const [address, answer] of found) await cache.put(address, answer);
  for (const name of await caches.keys()) if (name.startsWith("play-here-") && name !== NAME) await caches.delete(name);
}

async function prepare() {
  if (!("caches" in window) || !("serviceWorker" in navigator)) return;
  try {
    for (const scope of [facts.page, SCOPE]) await rules(scope);
    await keep((done) => {
      byId("progress").value = Math.min(1, done / facts.bytes);
      byId("percent").textContent = `${Math.round(Math.min(100, (100 * done) / facts.bytes))} %`;
    });
    navigator.storage?.persist?.().catch(() => {});
  } catch (error) {
    // Nothing is kept: with network it is played all the same; without, the worker says that it cannot begin.
    byId("loading").dataset.detail = String(error);
  }
}

// The page

// The old page becomes the new one where they agree, so that the focus and a listener's place stay.
function become(old, next) {
  if (old.nodeType !== next.nodeType || old.nodeName !== next.nodeName || old.dataset?.press !== next.dataset?.press) {
    old.replaceWith(next);
    return;
  }
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.data !== next.data) old.data = next.data;
    return;
  }
  if (old.outerHTML === next.outerHTML && old.checked === next.checked) return;
  for (const name of old.getAttributeNames()) if (!next.hasAttribute(name)) old.removeAttribute(name);
  for (const name of next.getAttributeNames()) {
    const value = next.getAttribute(name);
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  if (old.nodeName === "INPUT") {
    old.checked = next.checked;
    if (old.dataset.field && old.value !== next.value) old.value = next.value;
  }
  fit(old, next);
}

function fit(old, next) {
  const wanted = [...next.childNodes];
  const there = [...old.childNodes];
  for (const [number, one] of wanted.entries()) {
    if (number < there.length) become(there[number], one);
    else old.append(one);
  }
  for (const one of there.slice(wanted.length)) one.remove();
}

function draw(page) {
  isWaiting = false;
  game.removeAttribute("aria-busy");
  if (!page.isOpen) {
    location.assign(facts.pages);
    return;
  }
  document.documentElement.dataset.theme = THEMES[page.theme];
  document.documentElement.dataset.text = page.text;
  game.dataset.screen = page.name;
  document.title = `${page.title} · Hors les murs`;
  for (const id of ["game", "said", "alert"]) byId(id).lang = page.language;
  const before = document.activeElement?.dataset?.press;
  const next = document.createElement("div");
  next.innerHTML = page.html;
  if (page.turned) game.replaceChildren(...next.childNodes);
  else fit(game, next);
  if (byId("said").textContent !== page.status) byId("said").textContent = page.status;
  byId("alert").textContent = page.alert;
  show("alert", Boolean(page.alert));
  if (page.turned) {
    const head = game.querySelector("h1");
    byId("stage").scrollIntoView({ block: "start" });
    head?.focus({ preventScroll: true });
  } else if (document.activeElement === document.body && before) {
    game.querySelector(`[data-press="${CSS.escape(before)}"]`)?.focus();
  }
}

function ask(message) {
  worker?.postMessage(message, []);
}

game.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-press], summary[data-press]");
  if (!button || isWaiting) return;
  isWaiting = true;
  game.setAttribute("aria-busy", "true");
  ask({ kind: "press", key: button.dataset.press });
});
game.addEventListener("change", ({ target }) => {
  if (target.dataset.field) ask({ kind: "fill", key: target.dataset.field, value: target.value });
  else if (target.dataset.press) ask({ kind: "press", key: target.dataset.press });
});
addEventListener("keydown", (event) => {
  if (event.key === "Escape" && worker && !game.hidden && !isWaiting) ask({ kind: "back" });
});
addEventListener("online", () => ask({ kind: "tick" }));
// A page that is left may be kept as it was (Firefox), and its worker with the files that the next page needs.
addEventListener("pagehide", () => {
  copier?.terminate();
  worker?.terminate();
  worker = null;
});
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

// A second Python, for some seconds after a start from the files: its memory is copied, so that the next start is shorter.
function copyMemory() {
  copier = new Worker(facts.worker, { type: "module" });
  copier.addEventListener("message", ({ data }) => {
    copier.terminate();
    document.documentElement.dataset.memory = data.kind;
  });
  copier.postMessage({ kind: "copy", facts: { ...facts, cache: NAME } }, []);
}

async function begin() {
  show("trouble", false);
  show("before", false);
  show("loading", true);
  byId("loading").focus();
  performance.mark("play-begin");
  await prepare();
  show("copying", false);
  show("starting", true);
  worker = new Worker(facts.worker, { type: "module" });
  const late = setTimeout(fail, START_MS, "failed", "late");
  worker.addEventListener("error", (event) => fail("failed", event.message || "worker"));
  worker.addEventListener("message", ({ data }) => {
    if (data.kind === "page") draw(data.page);
    else if (data.kind === "ready") {
      clearTimeout(late);
      show("loading", false);
      show("game", true);
      draw({ ...data.page, turned: true });
      document.documentElement.dataset.began = data.began;
      performance.measure("play-ready", "play-begin");
    } else if (data.kind === "compiled") document.documentElement.dataset.compiled = "yes";
    else if (data.kind === "settled") copyMemory();
    else if (data.kind !== "stage") {
      clearTimeout(late);
      fail(data.kind, data.why);
    }
  });
  ask({ kind: "begin", facts: { ...facts, cache: NAME } });
}

byId("begin").addEventListener("click", begin);
show("begin-line", true);
if ("caches" in window)
  caches
    .has(NAME)
    .then((isKept) => {
      show("kept", isKept);
      show("size", !isKept);
    })
    .catch(() => {});
