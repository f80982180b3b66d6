// Answers for the pages that open without network, and for no other: from the network, and from the copy on the device when there is none or
// it is too slow. The site writes VERSION above this line.
const PATIENCE_MS = 4000;
const kept = (wanted) => caches.match(wanted, { ignoreVary: true, ignoreSearch: wanted.mode === "navigate" });
// The page of the phone asks before a new version takes over, since a course may stand open there; the safety pages never wait.
const waits = /\/(hors-connexion|offline)$/.test(registration.scope);

addEventListener("install", () => {
  if (!waits || !registration.active) skipWaiting();
});
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("message", (event) => {
  if (event.data === "take-over") skipWaiting();
  if (event.data === "version") event.source.postMessage({ version: VERSION }, []);
});
addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || request.cache === "no-store" || !request.url.startsWith(`${location.origin}/`)) return;
  event.respondWith(request.mode === "navigate" ? page(request) : part(request));
});

async function part(request) {
  return (await kept(request)) || fetch(request);
}

// The scope is a page's own address: what lies under it without a copy, as the sheet's PDF, shows that page.
async function page(request) {
  const copy = (await kept(request)) || (await kept(registration.scope));
  const asked = fetch(request);
  if (!copy) return asked;
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, copy));
  return Promise.race([asked.then((answer) => (answer.status >= 500 ? copy : answer)).catch(() => copy), late]);
}
