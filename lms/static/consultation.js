// Keeps what is ticked and typed on this device alone, so that it is there again on the day. Nothing is sent: there is no request in this file.
const KEY = "consultation";
const asks = document.getElementById("asks");
const boxes = [...asks.querySelectorAll("[data-ask]")];
const fields = [...document.querySelectorAll("[data-own]")];
const most = Number(asks.dataset.most);
const enough = document.getElementById("enough");

function stored() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) || {};
  } catch {
    return {};
  }
}

function keep() {
  const kept = { asks: boxes.filter((one) => one.checked).map((one) => one.dataset.ask), own: {} };
  for (const field of fields) if (field.value.trim()) kept.own[field.dataset.own] = field.value;
  try {
    if (kept.asks.length || Object.keys(kept.own).length) localStorage.setItem(KEY, JSON.stringify(kept));
    else localStorage.removeItem(KEY);
  } catch {
    // A private window, or a full one: what is typed stays until the page is closed.
  }
}

// A field shows all that is in it; on paper its words stand in a paragraph, which no page break cuts.
function show() {
  const isFull = boxes.filter((one) => one.checked).length >= most;
  for (const box of boxes) box.disabled = isFull && !box.checked;
  enough.textContent = isFull ? enough.dataset.words : "";
  for (const field of fields) {
    field.nextElementSibling.textContent = field.value.trim();
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight + 4}px`;
  }
}

function change() {
  keep();
  show();
}

const before = stored();
for (const box of boxes) box.checked = Array.isArray(before.asks) && before.asks.includes(box.dataset.ask);
for (const field of fields) field.value = before.own?.[field.dataset.own] ?? field.value;
document.documentElement.classList.add("kept");
asks.addEventListener("change", change);
for (const field of fields) field.addEventListener("input", change);
const printing = document.getElementById("print");
printing.hidden = false;
printing.addEventListener("click", () => print());
const wiping = document.getElementById("wipe");
wiping.hidden = false;
wiping.addEventListener("click", () => {
  for (const box of boxes) box.checked = false;
  for (const field of fields) field.value = "";
  change();
});
show();
