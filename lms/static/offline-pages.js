// Keeps the safety pages on the device, with all they need, so that they open without network: those of this language first, then those of
// the other, since somebody else may hold the phone. Nothing personal is kept.
const DAY_MS = 24 * 3600 * 1000;
const FILLED = "/offline-filled";
const pages = document.querySelector('meta[name="offline-pages"]').content.split(" ");

const languageOf = (page) => page.split("/")[1];

async function fill(lang, wanted) {
  const cache = await caches.open(`safety-${lang}`);
  const filled = await cache.match(FILLED);
  if (filled && Date.now() - Number(await filled.text()) < DAY_MS) return;
  const found = new Map();
  for (const page of wanted) {
    const answer = await fetch(page, { credentials: "omit", cache: "no-store" });
    if (!answer.ok) return;
    found.set(page, answer.clone());
    const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of parsed.querySelectorAll('link[rel="stylesheet"], link[rel="icon"], script[src], main img[src]')) {
      const address = part.getAttribute("href") || part.getAttribute("src");
      if (!found.has(address)) found.set(address, await fetch(address));
    }
  }
  if ([...found.values()].some((answer) => !answer.ok)) return;
  for (const [address, answer] of found) await cache.put(address, answer);
  for (const old of await cache.keys()) {
    const { pathname, search } = new URL(old.url);
    if (!found.has(pathname + search)) await cache.delete(old);
  }
  await cache.put(FILLED, new Response(String(Date.now())));
}

async function keep() {
  for (const page of pages) await navigator.serviceWorker.register("/offline-worker.js", { scope: page });
  for (const lang of new Set([document.documentElement.lang, ...pages.map(languageOf)])) {
    await fill(lang, pages.filter((page) => languageOf(page) === lang));
  }
}

// A private window refuses both; offline or half-way the next visit tries again.
const begin = () => keep().catch(() => {});
if ("serviceWorker" in navigator && "caches" in window) {
  if (document.readyState === "complete") begin();
  else addEventListener("load", begin);
}
