// Answers for the safety pages alone: from the network, and from the copy kept by offline-pages.js when there is none or it is too slow.
const PATIENCE_MS = 4000;
const kept = (wanted) => caches.match(wanted, { ignoreVary: true, ignoreSearch: wanted.mode === "navigate" });

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
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
