// What this device keeps of answers given without network, and how they reach the site: in the order given, each once.
// Stores: events (not delivered yet), states (place in a module), tickets (by which a guest's answers outlive her session), courses.

const NAME = "hors-les-murs";
const KEYS = { events: "id", states: "key", tickets: "owner", courses: "key" };
const MOST = 50;
const french = document.documentElement.lang === "fr";
const root = french ? "/fr/hors-connexion" : "/en/offline";
const addresses = { who: `${root}/${french ? "qui" : "who"}`, answers: `${root}/${french ? "reponses" : "answers"}` };

const done = (request) =>
  new Promise((resolve, reject) => {
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => reject(request.error));
  });

const open = () => {
  const request = indexedDB.open(NAME, 1);
  request.addEventListener("upgradeneeded", () => {
    for (const [store, keyPath] of Object.entries(KEYS)) request.result.createObjectStore(store, { keyPath });
  });
  return done(request);
};

// Resolves once the browser has written it to the disk: what the learner is told was kept, is.
const change = async (stores, work) => {
  const base = await open();
  try {
    const task = base.transaction(stores, "readwrite", { durability: "strict" });
    const over = new Promise((resolve, reject) => {
      task.addEventListener("complete", () => resolve());
      task.addEventListener("abort", () => reject(task.error));
    });
    work((store) => task.objectStore(store));
    await over;
  } finally {
    base.close();
  }
};

const all = async (store) => {
  const base = await open();
  try {
    return await done(base.transaction(store).objectStore(store).getAll());
  } finally {
    base.close();
  }
};

const put = (store, value) => change([store], (of) => of(store).put(value));
const remove = (store, keys) =>
  change([store], (of) => {
    for (const key of keys) of(store).delete(key);
  });
const events = async () => {
  const list = await all("events");
  list.sort((a, b) => a.order - b.order || a.at - b.at); // toSorted is too new for old telephones
  return list;
};

// Whose answers are given here now; '' after a sign-out, or when no page has asked the site yet.
const owner = () => {
  const value =
    document.cookie
      .split("; ")
      .find((one) => one.startsWith("device-owner="))
      ?.split("=")[1] ?? "";
  return value === "nobody" ? "" : value;
};

// Asks the site who is here; null without network.
const who = async () => {
  try {
    const answer = await fetch(addresses.who, { cache: "no-store" });
    if (!answer.ok || answer.redirected) return null;
    const one = await answer.json();
    if (one.ticket) await put("tickets", { owner: one.owner, ticket: one.ticket }).catch(() => {});
    return one;
  } catch {
    return null;
  }
};

const add = async (event) => {
  const order = Math.max(0, ...(await events()).map((one) => one.order)) + 1;
  await put("events", { ...event, order, id: event.id ?? crypto.randomUUID(), at: Date.now(), owner: owner() });
};

const send = async (here, from, batch, ticket) => {
  const body = { owner: from, ticket: ticket ?? "", sentAt: Date.now(), events: batch };
  const headers = { "Content-Type": "application/json", "X-CSRFToken": here.csrf };
  const answer = await fetch(addresses.answers, { method: "POST", headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()).results;
};

// Gives {left, others, changed, held}: events still here, those of somebody else, and what did not count. The site takes an event once,
// however often it is sent; the lock spares it the second sending by a second tab.
const deliver = () =>
  navigator.locks.request("offline-delivery", async () => {
    const count = { changed: 0, held: 0, sent: 0 };
    const here = (await events()).length > 0 ? await who() : null;
    if (here) {
      const tickets = new Map((await all("tickets")).map((one) => [one.owner, one.ticket]));
      for (const from of new Set((await events()).map((one) => one.owner))) {
        if (from !== here.owner && !tickets.has(from)) continue;
        let waiting = (await events()).filter((one) => one.owner === from);
        while (waiting.length > 0) {
          const batch = waiting.slice(0, MOST);
          let results = {};
          try {
            results = await send(here, from, batch, tickets.get(from));
          } catch {
            break;
          }
          const over = batch.filter((one) => (results[one.id] ?? "other") !== "other");
          for (const one of over) {
            if (results[one.id] === "taken") count.sent += 1;
            else if (results[one.id] === "held") count.held += 1;
            else count.changed += 1;
          }
          await remove(
            "events",
            over.map((one) => one.id),
          );
          if (over.length < batch.length) break;
          waiting = waiting.slice(MOST);
        }
      }
    }
    const left = await events();
    const mine = here?.owner ?? owner();
    return {
      ...count,
      isOnline: here !== null,
      left: left.filter((one) => one.owner === mine),
      others: left.filter((one) => one.owner !== mine),
    };
  });

// Everything that says something of a person, but her team's numbers, which have a button of their own.
const forgetPeople = () =>
  change(["events", "states", "tickets"], (of) => {
    for (const store of ["events", "states", "tickets"]) of(store).clear();
  });

window.Offline = { add, all, change, deliver, events, forgetPeople, owner, put, remove, who };
