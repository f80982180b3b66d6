// While somebody types in a form: the same checks as its button, a moment after the last key; what is wrong stands beside its field.
const form = document.querySelector("form[data-live]");
const QUIET = 700;
const touched = new Set([...form.querySelectorAll("[aria-invalid]")].map((one) => one.id));
let timer;
let asked = 0;

function setField(control, error) {
  const field = control.closest(".field");
  const help = document.getElementById(`${control.id}-help`);
  document.getElementById(`${control.id}-error`)?.remove();
  if (error) (control.tagName === "FIELDSET" ? field.querySelector("legend") : (help ?? field.querySelector("label"))).after(error);
  field.classList.toggle("bad", Boolean(error));
  if (error) control.setAttribute("aria-invalid", "true");
  else control.removeAttribute("aria-invalid");
  const described = [error?.id, help?.id].filter(Boolean).join(" ");
  if (described) control.setAttribute("aria-describedby", described);
  else control.removeAttribute("aria-describedby");
}

// What the checks say of a line, beside the box that holds it. The list below the form says the same, with links.
function toldBeside(control) {
  const told = [...document.querySelectorAll(`[data-live-part] a[data-box="${CSS.escape(control.id)}"]`)];
  if (told.length === 0) return null;
  const error = document.createElement("span");
  error.className = "error";
  error.id = `${control.id}-error`;
  error.textContent = told.map((one) => one.parentElement.querySelector(".small").textContent.trim()).join(" ");
  return error;
}

function show(page) {
  for (const part of document.querySelectorAll("[data-live-part]")) {
    const other = page.querySelector(`[data-live-part="${part.dataset.livePart}"]`);
    if (other) part.replaceChildren(...[...other.childNodes].map((one) => document.importNode(one, true)));
  }
  for (const control of form.querySelectorAll(".field > [id][name]:not([id$='-help']):not([id$='-error']), fieldset.field[id]")) {
    const error = page.getElementById(`${control.id}-error`);
    // What is still empty is told at the button, not while somebody is at another box.
    const isTold = error && (touched.has(control.id) || control.tagName === "FIELDSET");
    setField(control, isTold ? document.importNode(error, true) : toldBeside(control));
  }
}

async function look() {
  const mine = ++asked;
  const body = new FormData(form);
  body.set("do", "look");
  const answer = await fetch(form.action, { method: "POST", body, credentials: "same-origin" });
  if (mine !== asked || (answer.status !== 200 && answer.status !== 422)) return;
  const text = await answer.text();
  if (mine === asked) show(new DOMParser().parseFromString(text, "text/html"));
}

// A problem of a long box leads to its line.
function goTo(place, number) {
  const lines = place.value.split("\n");
  const start = lines.slice(0, number - 1).reduce((sum, line) => sum + line.length + 1, 0);
  place.setSelectionRange(start, start + (lines[number - 1] ?? "").length);
  place.scrollTop = Math.max(0, (number - 4) * (place.scrollHeight / lines.length));
}

document.querySelector("main").addEventListener("click", (event) => {
  const link = event.target.closest("a[data-box]");
  const place = link && document.getElementById(link.dataset.box);
  if (!place) return;
  event.preventDefault();
  for (let folded = place.closest("details"); folded; folded = folded.parentElement.closest("details")) folded.open = true;
  place.focus();
  if (place.dataset.firstLine) goTo(place, Number(link.dataset.line) - Number(place.dataset.firstLine) + 1);
});

form.addEventListener("input", (event) => {
  touched.add(event.target.id);
  clearTimeout(timer);
  timer = setTimeout(() => look().catch(() => {}), QUIET);
});
