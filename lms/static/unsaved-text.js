// A form one writes in: what is typed and not saved is kept on this device until it is, leaving asks first, and two keys do what two buttons do.
const form = document.querySelector("form[data-unsaved]");
const box = document.getElementById("unsaved");
const PREFIX = "writing:";
const DAYS_STORED = 14;
const QUIET = 500;
const key = `${PREFIX}${form.dataset.unsaved}:${location.pathname}${location.search}`;
let timer;
let isLeaving = false;

function controls() {
  return [...form.elements].filter((one) => one.name && !["hidden", "submit", "file"].includes(one.type));
}

// Name -> what stands there: a box to tick by its value, the others by their place among those of their name.
function typed() {
  const values = {};
  const seen = {};
  for (const one of controls()) {
    if (one.type === "checkbox") values[`${one.name}=${one.value}`] = one.checked;
    else {
      seen[one.name] = (seen[one.name] ?? -1) + 1;
      values[`${one.name}#${seen[one.name]}`] = one.value;
    }
  }
  return values;
}

function put(values) {
  const seen = {};
  for (const one of controls()) {
    if (one.type === "checkbox") one.checked = values[`${one.name}=${one.value}`] ?? one.checked;
    else {
      seen[one.name] = (seen[one.name] ?? -1) + 1;
      one.value = values[`${one.name}#${seen[one.name]}`] ?? one.value;
    }
  }
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
}

function forgetOld() {
  const oldest = Date.now() - DAYS_STORED * 86_400_000;
  for (const name of Object.keys(localStorage)) {
    if (name.startsWith(PREFIX) && !((read(name)?.at ?? 0) > oldest)) localStorage.removeItem(name);
  }
}

const opened = JSON.stringify(typed());
const base = form.elements.namedItem("base")?.value ?? "";
const isRefused = document.querySelector("main [role=alert]") !== null;

function keep(isSent) {
  const values = typed();
  if (JSON.stringify(values) === opened && !isSent && !isRefused) localStorage.removeItem(key);
  else localStorage.setItem(key, JSON.stringify({ at: Date.now(), base, values, isSent }));
}

function offer() {
  const stored = read(key);
  if (!stored) return;
  // Sent, and the page has another text now, or says nothing is wrong: it was saved.
  if (JSON.stringify(stored.values) === opened || (stored.isSent && (stored.base !== base || !isRefused))) {
    localStorage.removeItem(key);
    return;
  }
  box.querySelector("[data-when]").textContent = new Date(stored.at).toLocaleString(document.documentElement.lang);
  box.hidden = false;
  box.querySelector("[data-take]").addEventListener("click", () => {
    put(stored.values);
    box.hidden = true;
    controls()[0]?.focus();
  });
  box.querySelector("[data-drop]").addEventListener("click", () => {
    localStorage.removeItem(key);
    box.hidden = true;
    controls()[0]?.focus();
  });
}

function press(name) {
  const button = form.querySelector(`button[name=do][value=${name}]`);
  if (button) form.requestSubmit(button);
  return button !== null;
}

try {
  forgetOld();
  offer();
} catch {
  // A browser that keeps nothing has nothing to offer.
}

form.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(() => {
    try {
      keep(false);
    } catch {
      // Full, or forbidden: the form works without.
    }
  }, QUIET);
});
form.addEventListener("submit", (event) => {
  isLeaving = true;
  clearTimeout(timer);
  try {
    keep(event.submitter?.value !== "look");
  } catch {
    // As above.
  }
});
form.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
  const name = { s: "save", Enter: "look" }[event.key];
  if (name && press(name)) event.preventDefault();
});
addEventListener("beforeunload", (event) => {
  if (!isLeaving && JSON.stringify(typed()) !== opened) event.preventDefault();
});
