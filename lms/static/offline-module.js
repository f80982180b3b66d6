// The adapter of a module that a phone keeps, for player.js: place and answers stay on the device until the site takes them.

const { Offline } = window;
const texts = document.getElementById("texts").dataset;
let facts = null;
let say = () => {};
let shownAt = Date.now();
let read = 0;
let wasDone = false;
let queue = Promise.resolve();

const key = () => `${Offline.owner()} ${facts.language} ${facts.module}`;

// One after the other, so that the order on the disk is the order given. A failure is said: nothing is called kept that is not.
const inTurn = (work) => {
  queue = queue.then(work).catch(() => say(texts.failed));
  return queue;
};

const tellState = async () => {
  const waiting = (await Offline.events()).filter((one) => one.kind === "answer").length;
  say(waiting > 0 ? texts.waiting : texts.kept);
};

const hand = async () => {
  const one = await Offline.deliver();
  if (one.changed + one.held > 0) say(one.held > 0 ? texts.held : texts.changed);
  else if (Offline.owner()) await tellState();
};

const start = async (all, tell) => {
  facts = all;
  say = tell;
  let kept = null;
  try {
    const states = await Offline.all("states"); // throws where the browser keeps nothing
    if (navigator.onLine)
      await Promise.race([
        Offline.who(),
        new Promise((resolve) => {
          setTimeout(resolve, 1500);
        }),
      ]);
    if (!Offline.owner()) {
      say(texts.nobody);
      return { state: "" };
    }
    kept = states.find((one) => one.key === key());
    hand().catch(() => {});
  } catch {
    say(texts.denied);
    return { state: "" };
  }
  read = kept?.read ?? 0;
  wasDone = kept?.isDone ?? false;
  return { state: kept?.state ?? "" };
};

const event = (kind, more) => Offline.add({ kind, course: facts.course, module: facts.module, language: facts.language, ...more });

const save = ({ state, isDone }) => {
  if (!Offline.owner()) return;
  inTurn(async () => {
    const seen = state.split("|")[2];
    const until = seen.includes("0") ? seen.indexOf("0") : seen.length;
    if (until > read) await event("read", { screen: until });
    if (isDone && !wasDone) await event("end", {});
    read = Math.max(read, until);
    wasDone = isDone;
    await Offline.put("states", { key: key(), state, read, isDone });
  });
};

// In the fields of the site's own form, which its marking reads.
const fields = (item, given) => {
  if (item.kind === "multi") return { choice: given };
  if (item.kind === "order") return Object.fromEntries(given.map((one, at) => [`order-${one}`, [String(at + 1)]]));
  if (item.kind === "match") return Object.fromEntries(Object.entries(given).map(([one, value]) => [`match-${one}`, [value]]));
  if (item.kind === "cloze") return Object.fromEntries(Object.entries(given).map(([one, value]) => [`gap-${one}`, [value]]));
  return { choice: [given] };
};

const answer = ({ item, given }) => {
  if (!Offline.owner()) return;
  const seconds = Math.min(3600, (Date.now() - shownAt) / 1000);
  shownAt = Date.now();
  inTurn(async () => {
    await event("answer", { item: item.key, version: facts.versions[item.key], response: fields(item, given), seconds });
    await hand();
  });
};

addEventListener("online", () => {
  hand().catch(() => {});
});
window.Platform = { start, save, answer, pause: () => {}, leave: () => {} };
