// The page of what is on this phone: courses to keep, what waits to be sent, a new version, installing, taking all away.
const { Offline, Copies } = window;
const french = document.documentElement.lang === "fr";
const courses = JSON.parse(document.getElementById("courses").textContent);
const say = (id, text) => {
  document.getElementById(id).textContent = text;
};
const show = (id, isShown) => {
  document.getElementById(id).hidden = !isShown;
};
const size = (bytes) => {
  const [value, unit] = bytes < 1e6 ? [bytes / 1e3, french ? "ko" : "kB"] : [bytes / 1e6, french ? "Mo" : "MB"];
  return `${value.toLocaleString(french ? "fr-FR" : "en-GB", { maximumFractionDigits: value < 10 ? 1 : 0 })}\u00a0${unit}`;
};
const day = (at) => new Date(at).toLocaleDateString(french ? "fr-FR" : "en-GB", { day: "numeric", month: "long", year: "numeric" });
const lang = document.documentElement.lang;
const nameOf = (course) => `course-${lang}-${course.key}-${course.version}`;
const rowOf = (course) => document.querySelector(`[data-course="${course.key}"]`);
const isCopy = Boolean(document.documentElement.dataset.copied);
const scope = document
  .querySelector('meta[data-store="phone"]')
  .content.split(" ")
  .find((page) => page.startsWith(`/${lang}/`));

// Resolves once a worker answers for the pages of courses: a browser may take a while between registering one and running it.
async function startWorker() {
  const registration = await navigator.serviceWorker.register("/offline-worker.js", { scope });
  const coming = registration.installing || registration.waiting;
  if (registration.active || !coming) return;
  await new Promise((resolve, reject) => {
    coming.addEventListener("statechange", () => {
      if (coming.state === "activated") resolve();
      else if (coming.state === "redundant") reject(new TypeError("no worker"));
    });
  });
}

function tell(course, which, more = "") {
  const row = rowOf(course);
  const status = row.querySelector("[data-status]");
  status.textContent = row.dataset[which] + more;
  status.classList.toggle("bad", which.startsWith("failed"));
}

async function showCourses() {
  const records = new Map((await Offline.all("courses")).map((one) => [one.key, one]));
  for (const course of courses) {
    const record = records.get(`${lang} ${course.key}`);
    const row = rowOf(course);
    const isNewer = Boolean(record) && record.version !== course.version && !isCopy;
    row.querySelector("[data-keep]").hidden = Boolean(record) || isCopy;
    row.querySelector("[data-renew]").hidden = !isNewer;
    row.querySelector("[data-remove]").hidden = !record;
    row.querySelector("[data-modules]").hidden = !record;
    row.hidden = isCopy && !record;
    row.querySelector("[data-size]").textContent = size(record?.bytes ?? course.bytes);
    if (record) tell(course, isNewer ? "newer" : "here", ` ${day(record.at)}`);
  }
  if (navigator.storage?.estimate) {
    const { usage } = await navigator.storage.estimate();
    if (usage) say("used", `${document.getElementById("used").dataset.words} ${size(usage)}`);
  }
}

// All or nothing: a course that does not fit, or half of which came, leaves no trace; an older copy stays until the new one is whole.
async function keepCourse(course) {
  const name = nameOf(course);
  tell(course, "loading");
  try {
    // The worker first: a course is not called kept while nothing would answer for its pages.
    await startWorker();
    const found = await Copies.collect(course.pages, (count) => tell(course, "loading", ` ${count}`));
    if (!found) throw new TypeError("not whole");
    const cache = await caches.open(name);
    for (const [address, answer] of found) await cache.put(address, answer);
    const old = (await Offline.all("courses")).find((one) => one.key === `${lang} ${course.key}`);
    await Offline.put("courses", { key: `${lang} ${course.key}`, name, version: course.version, bytes: course.bytes, at: Date.now() });
    if (old && old.name !== name) await caches.delete(old.name);
    await showCourses();
    navigator.storage?.persist?.().catch(() => {}); // Firefox asks the person first: nothing waits for that
  } catch (error) {
    const old = await Offline.all("courses")
      .then((all) => all.some((one) => one.name === name))
      .catch(() => false);
    if (!old) await caches.delete(name).catch(() => {});
    tell(course, error.name === "QuotaExceededError" ? "failedFull" : error.name === "TypeError" ? "failedNetwork" : "failedDenied");
  }
}

async function removeCourse(course) {
  const record = (await Offline.all("courses")).find((one) => one.key === `${lang} ${course.key}`);
  if (record) await caches.delete(record.name);
  await Offline.remove("courses", [`${lang} ${course.key}`]);
  rowOf(course).querySelector("[data-status]").textContent = "";
  await showCourses();
  rowOf(course).querySelector("[data-keep]").focus();
}

async function showOutbox(isSent) {
  const one = isSent ? await Offline.deliver() : { left: await Offline.events(), others: [], changed: 0, held: 0, sent: 0 };
  const answers = one.left.filter((event) => event.kind === "answer");
  show("outbox", answers.length > 0);
  if (answers.length > 0)
    say(
      "waiting",
      `${document.getElementById("waiting").dataset.words} ${answers.length} (${day(Math.min(...answers.map((event) => event.at)))})`,
    );
  show("others", one.others.length > 0);
  if (one.others.length > 0) say("others-count", String(one.others.filter((event) => event.kind === "answer").length));
  show("not-counted", one.changed + one.held > 0);
  show("sent", one.sent > 0);
}

// One reload for one version: the new worker rules first, then the page is asked for again.
async function followVersions() {
  const registration = await navigator.serviceWorker.getRegistration(scope);
  if (!registration) return;
  const offer = () => show("new-version", Boolean(registration.waiting && registration.active));
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", offer));
  offer();
  registration.update().catch(() => {});
  document.getElementById("take-version").addEventListener("click", () => {
    let isReloaded = false;
    navigator.serviceWorker.addEventListener("controllerchange", async () => {
      if (isReloaded) return;
      isReloaded = true;
      await Copies.keep(true).catch(() => {});
      location.reload();
    });
    registration.waiting?.postMessage("take-over", []);
  });
}

async function removeAll() {
  for (const registration of await navigator.serviceWorker.getRegistrations()) await registration.unregister();
  for (const name of await caches.keys()) await caches.delete(name);
  await Offline.change(["events", "states", "tickets", "courses"], (of) => {
    for (const store of ["events", "states", "tickets", "courses"]) of(store).clear();
  });
  const weeks = await navigator.storage?.getDirectory?.().catch(() => null);
  await weeks?.removeEntry("hors-les-murs", { recursive: true }).catch(() => {}); // there are none, or the game is open in another tab
  show("remove-sure", false);
  show("removed", true);
  document.getElementById("removed").focus();
  await showCourses();
  await showOutbox(false);
}

function install() {
  let asked = null;
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    asked = event;
    show("install-button", true);
  });
  document.getElementById("install-button").addEventListener("click", () => asked?.prompt());
  addEventListener("appinstalled", () => {
    show("install-button", false);
    show("installed", true);
  });
}

async function begin() {
  install();
  try {
    await showCourses();
    await showOutbox(true);
  } catch {
    show("denied", true);
    return;
  }
  show("all", true);
  for (const course of courses) {
    for (const [name, work] of [
      ["keep", keepCourse],
      ["renew", keepCourse],
      ["remove", removeCourse],
    ]) {
      rowOf(course)
        .querySelector(`[data-${name}]`)
        .addEventListener("click", () => work(course));
    }
  }
  document.getElementById("send").addEventListener("click", () => showOutbox(true));
  document.getElementById("forget-others").addEventListener("click", async () => {
    const { others } = await Offline.deliver();
    await Offline.remove(
      "events",
      others.map((event) => event.id),
    );
    await showOutbox(true);
  });
  document.getElementById("remove").addEventListener("click", () => {
    show("remove-sure", true);
    document.getElementById("remove-yes").focus();
  });
  document.getElementById("remove-no").addEventListener("click", () => {
    show("remove-sure", false);
    document.getElementById("remove").focus();
  });
  document.getElementById("remove-yes").addEventListener("click", removeAll);
  addEventListener("online", () => showOutbox(true));
  await Offline.who();
  if ("serviceWorker" in navigator) await followVersions();
}

begin();
