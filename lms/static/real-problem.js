// With JavaScript the team's numbers stay in this browser and are not sent at all; without it, a cookie of the safety pages keeps them.
// The fever page shows them too, and has no form.
const KEY = "team_numbers";
const form = document.getElementById("numbers");
const list = document.getElementById("team-numbers");

const digits = (typed) => (typed.trim().startsWith("+") ? "+" : "") + typed.replace(/\D/g, "");
const problem = (typed) => {
  const text = typed.trim();
  if (!/^\+?[0-9 ().\-\u00a0\u202f/]*$/.test(text)) return "signs";
  const count = text.replace(/\D/g, "").length;
  return text && (count < 2 || count > 15) ? "length" : "";
};
const shown = (number) => {
  const national = /^\+33\d{9}$/.test(number) ? "0" + number.slice(3) : number;
  return /^0\d{9}$/.test(national) ? national.match(/../g).join("\u00a0") : number;
};

function entry(number, words) {
  const icon = document.querySelector(".phones .icon-phone").cloneNode(true);
  const link = document.createElement("a");
  const big = document.createElement("b");
  const small = document.createElement("span");
  link.className = "phone";
  link.href = `tel:${number}`;
  big.textContent = shown(number);
  small.textContent = words;
  link.append(icon, big, small);
  const item = document.createElement("li");
  item.append(link);
  return item;
}

function show(kept) {
  list.replaceChildren(...["day", "night"].filter((part) => kept[part]).map((part) => entry(kept[part], list.dataset[part])));
  list.hidden = !list.children.length;
  document.getElementById("team-note").textContent = list.dataset.kept;
  if (!form) return;
  document.getElementById("forget").hidden = false;
  for (const part of ["day", "night"]) form.elements[part].value = kept[part] || "";
}

function stored() {
  try {
    return JSON.parse(localStorage.getItem(KEY) || "null");
  } catch {
    return null;
  }
}

form?.addEventListener("submit", (event) => {
  if (event.submitter && event.submitter.value === "forget") {
    localStorage.removeItem(KEY);
    return;
  }
  let first = null;
  for (const part of ["day", "night"]) {
    const field = form.elements[part];
    const why = problem(field.value);
    const words = document.getElementById(`${part}-error`);
    words.textContent = why ? words.dataset[why] : "";
    words.hidden = !why;
    field.parentElement.classList.toggle("bad", Boolean(why));
    field.toggleAttribute("aria-invalid", Boolean(why));
    first = first || (why ? field : null);
  }
  const kept = { day: digits(form.elements.day.value), night: digits(form.elements.night.value) };
  if (first) {
    event.preventDefault();
    first.focus();
  } else if (kept.day || kept.night) {
    event.preventDefault();
    localStorage.setItem(KEY, JSON.stringify(kept));
    show(kept);
    form.closest("details").open = false;
    list.querySelector("a").focus();
  }
});

const kept = stored();
if (kept) show(kept);
