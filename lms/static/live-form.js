// While somebody types in a form: the same checks as its button, a moment after the last key; what is wrong stands beside its field.
const form = document.querySelector("form[data-live]");
const QUIET = 700;
const opened = new URLSearchParams(new FormData(form)).toString();
let timer;
let asked = 0;
let isSaving = false;

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

async function look() {
  const mine = ++asked;
  const body = new FormData(form);
  body.set("do", "look");
  const answer = await fetch(form.action, { method: "POST", body, credentials: "same-origin" });
  if (mine !== asked || (answer.status !== 200 && answer.status !== 422)) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const control of form.querySelectorAll(".field > [id][name]:not([id$='-help']):not([id$='-error'])")) {
    const error = page.getElementById(`${control.id}-error`);
    setField(control, error ? document.importNode(error, true) : null);
  }
}

form.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(() => look().catch(() => {}), QUIET);
});
form.addEventListener("submit", () => { isSaving = true; });
addEventListener("beforeunload", (event) => {
  if (!isSaving && new URLSearchParams(new FormData(form)).toString() !== opened) event.preventDefault();
});
