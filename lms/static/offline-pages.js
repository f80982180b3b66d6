// Keeps the pages that a page names on the device, with all they need, so that they open without network: those of this language first, then
// those of the other, since somebody else may hold the phone. Nothing personal is kept. Each copy carries the site's day (offline-copy.js).
const DAY_MS = 24 * 3600 * 1000;
const FILLED = "/offline-filled";
const stores = [...document.querySelectorAll('meta[name="offline-pages"]')].map((one) => [one.dataset.store, one.content.split(" ")]);

const languageOf = (page) => page.split("/")[1];

function dated(text, answer) {
  const day = new Date(answer.headers.get("Date") || Date.now()).toISOString().slice(0, 10);
  return new Response(text.replace("<html ", `<html data-copied="${day}" `), { headers: { "Content-Type": "text/html; charset=utf-8" } });
}

// Every page with its styles, scripts and pictures, as they are for nobody in particular; null when one of them cannot be had.
async function collect(wanted, tell = () => {}) {
  const found = new Map();
  for (const page of wanted) {
    const answer = await fetch(page, { credentials: "omit", cache: "no-store" });
    if (!answer.ok || answer.redirected) return null;
    const text = await answer.text();
    found.set(page, dated(text, answer));
    const parsed = new DOMParser().parseFromString(text, "text/html");
    for (const part of parsed.querySelectorAll('link[rel="stylesheet"], link[rel="icon"], script[src], main img[src]')) {
      const address = part.getAttribute("href") || part.getAttribute("src");
      if (!found.has(address)) found.set(address, await fetch(address));
    }
    tell(found.size);
  }
  return [...found.values()].some((answer) => !answer.ok) ? null : found;
}

async function fill(name, wanted, isForced = false) {
  const cache = await caches.open(name);
  const filled = await cache.match(FILLED);
  if (!isForced && filled && Date.now() - Number(await filled.text()) < DAY_MS) return;
  const found = await collect(wanted);
  if (!found) return;
  for (const [address, answer] of found) await cache.put(address, answer);
  for (const old of await cache.keys()) {
    const { pathname, search } = new URL(old.url);
    if (!found.has(pathname + search)) await cache.delete(old);
  }
  await cache.put(FILLED, new Response(String(Date.now())));
}

async function keep(isForced = false) {
  for (const [store, pages] of stores) {
    for (const page of pages) await navigator.serviceWorker.register("/offline-worker.js", { scope: page });
    for (const lang of new Set([document.documentElement.lang, ...pages.map(languageOf)])) {
      await fill(
        `${store}-${lang}`,
        pages.filter((page) => languageOf(page) === lang),
        isForced,
      );
    }
  }
}

window.Copies = { collect, keep };
// A private window refuses both; offline or half-way the next visit tries again.
const begin = () => keep().catch(() => {});
if ("serviceWorker" in navigator && "caches" in window) {
  if (document.readyState === "complete") begin();
  else addEventListener("load", begin);
}
