// Puts the modules of the page in an order by dates that stay in this browser. The fields have no name and stand in no form: nothing sends them.
const part = document.getElementById("own-dates");
const list = document.getElementById("own-list");
const fields = [...part.querySelectorAll("[data-milestone]")];
const usual = [...list.children];
const KEY = `own_dates ${part.dataset.owner}`;

function stored() {
  try {
    return JSON.parse(localStorage.getItem(KEY) || "{}") || {};
  } catch {
    return {};
  }
}

function keep(dates) {
  try {
    if (Object.keys(dates).length) localStorage.setItem(KEY, JSON.stringify(dates));
    else localStorage.removeItem(KEY);
  } catch {
    // A private window keeps nothing: the order holds for this page alone.
  }
}

// Whole days from today to a date of the calendar, whatever the hour and the change of clocks; NaN for a date that is none.
function daysUntil(text) {
  const [year, month, day] = text.split("-").map(Number);
  const now = new Date();
  return Math.round((Date.UTC(year, month - 1, day) - Date.UTC(now.getFullYear(), now.getMonth(), now.getDate())) / 86400000);
}

// How many days are left to the nearest date a module is good to read before; Infinity outside of that time.
function nearness(item, dates) {
  const places = item.dataset.before.trim().split(" ").map((one) => one.split(":"));
  const days = places.map(([milestone, most]) => [daysUntil(dates[milestone] || ""), Number(most)]);
  return Math.min(Infinity, ...days.filter(([left, most]) => left >= 0 && left <= most).map(([left]) => left));
}

function show(dates) {
  const near = new Map(usual.map((item) => [item, nearness(item, dates)]));
  const compare = (one, other) => {
    const [first, second] = [near.get(one), near.get(other)];
    return first === second ? usual.indexOf(one) - usual.indexOf(other) : first - second;
  };
  list.replaceChildren(...usual.toSorted(compare));
  for (const item of usual) {
    const words = item.querySelector(".own-tag");
    words.textContent = near.get(item) === Infinity ? "" : words.dataset.words;
  }
  const order = document.getElementById("own-order");
  order.textContent = [...near.values()].some((days) => days < Infinity) ? order.dataset.words : "";
}

// 20270328, so many days later.
function calendarDay(text, more) {
  const [year, month, date] = text.split("-").map(Number);
  return new Date(Date.UTC(year, month - 1, date + more)).toISOString().slice(0, 10).replaceAll("-", "");
}

// A calendar of whole days (RFC 5545), made here. It says neither what a date is nor what to read: calendars are seen by others.
function calendar(dates, words) {
  const stamp = `${new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z`;
  const events = [...new Set(Object.values(dates))].toSorted().flatMap((text) => [
    "BEGIN:VEVENT",
    `UID:${[...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`,
    `DTSTAMP:${stamp}`,
    `DTSTART;VALUE=DATE:${calendarDay(text, 0)}`,
    `DTEND;VALUE=DATE:${calendarDay(text, 1)}`,
    `SUMMARY:${words}`,
    "CLASS:PRIVATE",
    "TRANSP:TRANSPARENT",
    "END:VEVENT",
  ]);
  return ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Hors les murs//", ...events, "END:VCALENDAR", ""].join("\r\n");
}

function typed() {
  return Object.fromEntries(fields.filter((field) => field.value).map((field) => [field.dataset.milestone, field.value]));
}

const save = document.getElementById("save-dates");
function offer(dates) {
  save.disabled = !Object.keys(dates).length;
}
save.addEventListener("click", () => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([calendar(typed(), save.dataset.words)], { type: "text/calendar" }));
  link.download = save.dataset.file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
});

for (const field of fields) {
  field.value = stored()[field.dataset.milestone] || "";
  field.addEventListener("change", () => {
    keep(typed());
    show(typed());
    offer(typed());
  });
}
document.getElementById("forget-dates").addEventListener("click", () => {
  for (const field of fields) field.value = "";
  keep({});
  show({});
  offer({});
});
part.hidden = false;
document.getElementById("no-script").hidden = true;
show(typed());
offer(typed());
